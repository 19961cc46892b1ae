"""The controls that need more than a field, in a real browser: by pointer and by keyboard alone."""

import io
import json

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from studio.jobs.models import Draft
from tests.browser.accessible import assert_accessible
from tests.browser.conftest import MEDIA, PHONE
from tests.browser.making import upload
from tests.browser.people import focused, saved
from tests.browser.test_create_controls import opened

pytestmark = pytest.mark.browser

CAMERA = "/create/?task=text-to-video&model=kling-1.0-standard&via=kling"
EFFECTS = "/create/?task=effects&model=kling-effects&via=kling"
EXPAND = "/create/?task=expand-image&model=kling-image-expand&via=kling"
ELEMENTS = "/create/?task=image-to-video&model=kling-3.0-pro&via=kling"
EDIT = "/create/?task=edit-elements&model=kling-1.6-pro&via=kling"
BRUSH = "/create/?task=image-to-video&model=kling-1.5-pro&via=kling"
LIP_SYNC = "/create/?task=lip-sync&model=kling-lip-sync&via=kling"
VOICES = "/create/?task=image-to-video&model=kling-2.6-pro&via=kling"
ROLES = "/create/?task=multi-image-to-image&model=kling-image-2.1&via=kling"


def typed() -> dict:
    """What the newest draft holds."""
    return Draft.objects.newest_first().first().values["typed"]


# Camera


def test_a_slider_makes_the_move_ones_own_and_puts_the_other_axis_back(alice_page):
    page = alice_page
    opened(page, CAMERA)
    saved(page, lambda: page.get_by_label("Pedestal").fill("4"))
    assert typed()["camera"] == {"preset": "custom", "axes": {"pedestal": 4}}

    saved(page, lambda: page.get_by_label("Zoom").fill("-2.5"))

    assert typed()["camera"] == {"preset": "custom", "axes": {"zoom": -2.5}}
    expect(page.get_by_label("Pedestal")).to_have_value("0")
    expect(page.locator("#announcer")).to_contain_text("pedestal went back to 0")


def test_a_preset_is_chosen_with_the_arrow_keys(alice_page):
    page = alice_page
    opened(page, CAMERA)
    page.get_by_role("radio", name="Not guided").focus()

    saved(page, lambda: page.keyboard.press("ArrowRight"))

    assert typed()["camera"] == {"preset": "down_back"}
    assert "Crane down" in focused(page)


# Effects


def test_effects_are_found_by_words_and_by_how_many_people(alice_page):
    page = alice_page
    opened(page, EFFECTS)
    tiles = page.locator(".effect:visible")
    expect(tiles).to_have_count(219)

    page.get_by_role("radio", name="Two people", exact=True).check(force=True)
    expect(tiles).to_have_count(15)
    page.get_by_label("Search effects").fill("hug")
    expect(tiles).to_have_count(1)
    page.keyboard.press("Enter")
    saved(page, lambda: page.keyboard.press("Space"))

    assert typed()["effect"] == "hug_pro"
    expect(tiles).to_have_count(1)  # the redrawing has left the search alone
    expect(page.locator("to-bench")).to_contain_text("Hug pro")


# Expansion


def test_a_picture_grows_by_its_edge_by_shape_and_by_number(alice, alice_page, photograph):
    page = alice_page
    opened(page, EXPAND)
    saved(page, lambda: page.locator("#id_input_image input[type=file]").set_input_files(photograph))
    saved(page, lambda: page.get_by_label("Up %").fill("10"))
    assert typed()["expansion"] == {"up": 0.1, "down": 0, "left": 0, "right": 0}

    picture = page.locator(".outpaint__picture").bounding_box()
    edge = page.locator("[data-handle=right]").bounding_box()
    at = (edge["x"] + edge["width"] / 2, edge["y"] + edge["height"] / 2)
    page.mouse.move(*at)
    page.mouse.down()
    page.mouse.move(at[0] + picture["width"] / 2, at[1], steps=5)
    saved(page, page.mouse.up)
    assert typed()["expansion"]["right"] == pytest.approx(0.5, abs=0.01)

    saved(page, lambda: page.get_by_role("button", name="9:16", exact=True).click())
    sides = typed()["expansion"]
    grown = 640 * (1 + sides["left"] + sides["right"]) / (427 * (1 + sides["up"] + sides["down"]))
    assert grown == pytest.approx(9 / 16, rel=0.01)
    expect(page.locator("[data-part=area]")).to_contain_text("2.66×")


# Elements, voices, roles


def test_an_element_is_made_of_a_front_a_view_and_a_name_and_taken_out_again(alice_page, photograph):
    page = alice_page
    opened(page, ELEMENTS)
    page.get_by_text("Add an element").click()
    saved(page, lambda: page.locator("#id_elements-0-front input[type=file]").set_input_files(photograph))
    saved(page, lambda: page.locator("#id_elements-0-views input[type=file]").set_input_files(MEDIA / "coffee.jpg"))
    saved(page, lambda: page.get_by_label("Name, for the prompt").first.fill("Mara"))

    element = typed()["elements"][0]
    assert element["name"] == "Mara"
    assert [set(element["front"]), len(element["views"])] == [{"asset"}, 1]
    expect(page.get_by_text("1 of 3")).to_be_visible()

    saved(page, lambda: page.get_by_role("button", name="Remove Mara").click())
    assert "elements" not in typed()


def test_a_voice_is_given_by_the_providers_id_with_the_keyboard(alice_page):
    page = alice_page
    opened(page, VOICES)
    page.locator("#group-sound summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("829824295735410756")

    saved(page, lambda: page.keyboard.press("Enter"))

    assert typed()["voices"] == [{"handle": "829824295735410756"}]
    expect(page.get_by_text("@voice_1")).to_be_visible()


def test_a_reference_says_what_it_gives(alice_page, photograph):
    page = alice_page
    opened(page, ROLES)
    saved(page, lambda: page.locator("#id_reference_images input[type=file]").set_input_files(photograph))

    saved(page, lambda: page.get_by_label("What rocket.jpg gives").select_option("style"))

    assert typed()["reference_images"][0]["role"] == "style"


def test_a_face_is_given_its_speech_and_its_times(alice_page):
    page = alice_page
    opened(page, LIP_SYNC)
    saved(page, lambda: page.locator("#id_faces-0-audio input[type=file]").set_input_files(MEDIA / "speech.mp3"))
    saved(page, lambda: page.get_by_label("Sound to, s").fill("2.5"))
    saved(page, lambda: page.get_by_label("Who speaks").select_option("1"))

    face = typed()["faces"][0]
    assert {name: face[name] for name in ("face", "at", "from", "to")} == {"face": 1, "at": 0, "from": 0, "to": 2.5}


# Selection


def test_a_click_in_the_clip_marks_a_point_and_the_table_changes_it(alice_page):
    page = alice_page
    opened(page, EDIT)
    saved(page, lambda: page.locator("#id_input_video input[type=file]").set_input_files(MEDIA / "numbered-24fps.mp4"))
    clip = page.locator(".marks__clip")
    expect(clip).to_be_visible()
    box = clip.bounding_box()

    saved(page, lambda: page.mouse.click(box["x"] + box["width"] * 0.25, box["y"] + box["height"] * 0.5))
    [mark] = typed()["selection"]
    assert mark["frame"] == 0
    assert mark["points"][0] == pytest.approx([0.25, 0.5], abs=0.01)

    saved(page, lambda: page.get_by_label("Point 1 from the left, percent").fill("75"))
    assert typed()["selection"][0]["points"][0][0] == 0.75
    saved(page, lambda: page.get_by_role("button", name="Remove point 1").click())
    assert "selection" not in typed()


def test_a_point_is_written_with_the_keyboard_while_the_clip_is_still_on_its_way(alice_page):
    page = alice_page
    opened(page, EDIT)
    page.locator("#id_input_video input[type=file]").set_input_files(MEDIA / "numbered-24fps.mp4")
    page.get_by_label("Frame of point 1").focus()

    for key in ("3", "30", "40"):
        page.keyboard.type(key, delay=40)
        page.keyboard.press("Tab")

    expect(page.locator(".marks__clip")).to_be_visible()
    expect(page.locator("table.points tbody tr")).to_have_count(2)
    page.wait_for_timeout(1200)  # all that was typed is saved
    assert typed()["selection"] == [{"frame": 3, "points": [[0.3, 0.4]]}]
    assert page.locator("table.points tbody tr").first.locator("input").evaluate_all(VALUES) == ["3", "30", "40"]


VALUES = "fields => fields.map(field => field.value)"


# Motion brush


def painted(page: Page, photograph) -> Page:
    """The brush's bench over a first frame of 640 x 427."""
    opened(page, BRUSH)
    saved(page, lambda: page.locator("#id_first_frame input[type=file]").set_input_files(photograph))
    page.get_by_role("button", name="Motion brush").click()
    expect(page.locator("motion-brush .board canvas")).to_be_visible()
    return page


def mask_of(page: Page, media: dict) -> np.ndarray:
    """The mask's file as the studio keeps it: rows of 0 and 255."""
    picture = Image.open(io.BytesIO(page.request.get(f"/media/{media['asset']}/original").body()))
    assert picture.format == "PNG"
    channels = np.asarray(picture.convert("RGB"))
    assert (channels == channels[..., :1]).all()
    return channels[..., 0]


def rectangle(page: Page, left: int, top: int, width: int, height: int) -> None:
    for label, value in (("Left", left), ("Top", top), ("Width", width), ("Height", height)):
        page.locator(".rect").get_by_label(label).fill(str(value))
    page.get_by_role("button", name="Add to the area").click()


def choose(page: Page, brush: str) -> None:
    page.get_by_role("radio", name=brush, exact=True).check(force=True)


def test_an_area_and_its_way_are_given_by_numbers_and_keys_alone(alice_page, photograph):
    page = painted(alice_page, photograph)

    saved(page, lambda: rectangle(page, 100, 50, 200, 80))
    saved(page, lambda: page.get_by_role("button", name="Move right", exact=True).press("Enter"))

    value = typed()["motion_brush"]
    assert value["static_mask"] is None
    mask = mask_of(page, value["brushes"][0]["mask"])
    expected = np.zeros((427, 640), np.uint8)
    expected[50:130, 100:300] = 255
    assert (mask == expected).all()
    assert value["brushes"][0]["path"] == [[200, 90], [328, 90]]
    expect(page.locator(".areas")).to_contain_text("128 px right")


def test_six_brushes_and_a_held_area_have_masks_that_do_not_overlap(alice_page, photograph):
    page = painted(alice_page, photograph)
    for number in range(1, 7):
        choose(page, f"Brush {number}")
        rectangle(page, 60 * number, 40, 100, 60)  # each covers a part of the one before
        page.get_by_role("button", name="Move down", exact=True).click()
    choose(page, "Hold still")
    with page.expect_response(
        lambda answer: "/create/draft/" in answer.url and "static_mask%22%3A%7B" in (answer.request.post_data or "")
    ):
        rectangle(page, 0, 300, 640, 127)
    expect(page.locator("#compose.htmx-request")).to_have_count(0)

    value = typed()["motion_brush"]
    masks = [mask_of(page, brush["mask"]) for brush in value["brushes"]] + [mask_of(page, value["static_mask"])]

    assert [mask.shape for mask in masks] == [(427, 640)] * 7
    assert set(np.unique(np.stack(masks))) == {0, 255}
    assert np.stack(masks).astype(int).sum(axis=0).max() == 255
    assert [int((mask > 0).sum()) for mask in masks] == [60 * 60] * 5 + [100 * 60, 640 * 127]


def test_paint_erase_lasso_and_path_follow_the_pointer_and_undo_goes_back(alice_page, photograph):
    page = painted(alice_page, photograph)
    board = page.locator("motion-brush .board").bounding_box()

    def at(x: float, y: float) -> tuple[float, float]:
        return board["x"] + board["width"] * x, board["y"] + board["height"] * y

    def drag(*points: tuple[float, float]) -> None:
        page.mouse.move(*at(*points[0]))
        page.mouse.down()
        for point in points[1:]:
            page.mouse.move(*at(*point), steps=6)
        page.mouse.up()

    saved(page, lambda: drag((0.2, 0.5), (0.4, 0.5)))
    stroke = mask_of(page, typed()["motion_brush"]["brushes"][0]["mask"])
    assert stroke[213, 192] == 255 and stroke[20, 20] == 0

    page.get_by_role("button", name="Erase, E").click()
    saved(page, lambda: drag((0.3, 0.4), (0.3, 0.6)))
    assert mask_of(page, typed()["motion_brush"]["brushes"][0]["mask"])[213, 192] == 0
    saved(page, lambda: page.keyboard.press("Control+z"))
    assert (mask_of(page, typed()["motion_brush"]["brushes"][0]["mask"]) == stroke).all()

    page.get_by_role("button", name="Draw the path, P").click()
    saved(page, lambda: drag((0.3, 0.5), (0.5, 0.4), (0.8, 0.5)))
    path = typed()["motion_brush"]["brushes"][0]["path"]
    assert 2 <= len(path) <= 77
    assert path[0] == pytest.approx([192, 213], abs=3) and path[-1] == pytest.approx([512, 213], abs=3)


def test_what_was_painted_is_there_after_a_reload_and_after_another_model(alice_page, photograph):
    page = painted(alice_page, photograph)
    saved(page, lambda: rectangle(page, 100, 50, 200, 80))
    saved(page, lambda: page.get_by_role("button", name="Move up", exact=True).click())
    before = typed()["motion_brush"]

    page.goto("/create/?model=kling-3.0-pro&via=kling")
    assert not page.locator("motion-brush").count()
    opened(page, "/create/?model=kling-1.5-pro&via=kling")
    page.get_by_role("button", name="Motion brush").click()
    expect(page.locator(".areas")).to_contain_text("px up")
    saved(page, lambda: page.get_by_role("button", name="Turn the path of brush 1 round").click())

    after = typed()["motion_brush"]["brushes"][0]
    assert after["mask"] == before["brushes"][0]["mask"]
    assert after["path"] == before["brushes"][0]["path"][::-1]


# All of them

WRITE = "(field, json) => { field.value = json; field.dispatchEvent(new Event('change', { bubbles: true })) }"


@pytest.mark.parametrize("address", [CAMERA, EFFECTS, EXPAND, ELEMENTS, EDIT, BRUSH, LIP_SYNC, VOICES, ROLES])
def test_every_control_is_accessible_and_fits_a_phone(visit, alice, address, photograph):
    page = visit(alice)
    opened(page, address)
    picture = {"asset": str(upload(alice, photograph).pk)}
    for name in ("first_frame", "input_image", "elements.0.front"):
        for field in page.locator(f"input[name='{name}']").all():
            saved(page, lambda field=field: field.evaluate(WRITE, json.dumps(picture)))
    for bench in page.locator("details.bench:not([open]) summary").all():
        bench.click()
    assert_accessible(page)

    page.set_viewport_size(PHONE)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_scripts_of_a_control_are_fetched_only_where_it_stands(alice_page):
    page = alice_page
    fetched = []
    page.on("request", lambda request: fetched.append(request.url))
    opened(page, "/create/?task=text-to-video&model=kling-3.0-pro&via=kling")
    page.wait_for_load_state("networkidle")

    names = ("motion-brush", "camera-moves", "effect-gallery", "expand-picture", "mark-points", "layers")
    assert fetched
    assert not [url for url in fetched if any(url.endswith(f"/{name}.js") for name in names)]
