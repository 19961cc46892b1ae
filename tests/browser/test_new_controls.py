"""The controls that need more than a field, in a real browser: by pointer and by keyboard alone."""

import json
import re

import pytest
from playwright.sync_api import expect

from studio.jobs.models import Draft
from tests.browser.accessible import assert_accessible
from tests.browser.conftest import MEDIA, PHONE
from tests.browser.making import upload
from tests.browser.people import saved
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

    page.locator("#id_elements-0-voice input[type=file]").set_input_files(MEDIA / "speech.mp3")
    expect(page.locator("[name=recording]")).to_have_value(re.compile("asset"))
    assert "voice" not in typed()["elements"][0]
    page.get_by_label("Name", exact=True).last.fill("Anna")
    page.get_by_label("the person's name").fill("Anna Ames")
    page.get_by_label("This person agreed").check()
    saved(page, lambda: page.get_by_role("button", name="Keep the voice").click())
    assert typed()["elements"][0]["voice"]["name"] == "Anna"

    saved(page, lambda: page.get_by_role("button", name="Remove Mara").click())
    assert "elements" not in typed()


def test_a_voice_is_given_by_the_providers_id_with_the_keyboard(alice_page):
    page = alice_page
    opened(page, VOICES)
    saved(page, lambda: page.get_by_role("switch", name="Make sound").press("Space"))
    page.locator("#group-sound summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("829824295735410756")

    saved(page, lambda: page.keyboard.press("Enter"))

    assert typed()["voices"] == [{"handle": "829824295735410756", "name": "voice-1"}]
    expect(page.get_by_label("Name of voice-1 in the prompt")).to_have_value("voice-1")


def test_a_reference_says_what_it_gives(alice_page, photograph):
    page = alice_page
    opened(page, ROLES)
    saved(page, lambda: page.locator("#id_reference_images input[type=file]").set_input_files(photograph))
    expect(page.locator("item-fact:defined")).to_be_visible()

    saved(page, lambda: page.get_by_label("What rocket.jpg gives").select_option("style"))

    assert typed()["reference_images"][0]["role"] == "style"


def test_a_face_is_given_its_speech_and_its_times(alice_page):
    page = alice_page
    opened(page, LIP_SYNC)
    saved(page, lambda: page.locator("#id_faces-0-audio input[type=file]").set_input_files(MEDIA / "speech.mp3"))
    saved(page, lambda: page.get_by_label("Sound to, s").first.fill("2.5"))
    saved(page, lambda: page.get_by_label("Which face").first.select_option("1"))

    face = typed()["faces"][0]
    assert {name: face[name] for name in ("face", "at", "from", "to")} == {"face": 1, "at": 0, "from": 0, "to": 2.5}


# Selection


def test_a_click_in_the_clip_marks_a_point_and_the_table_changes_it(alice_page):
    page = alice_page
    opened(page, EDIT)
    saved(page, lambda: page.locator("#id_input_video input[type=file]").set_input_files(MEDIA / "numbered-24fps.mp4"))
    clip = page.locator(".marks__clip")
    expect(clip.locator("video")).to_have_js_property("readyState", 4)  # before, it is as large as its poster
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
    for way in page.locator("#guide input[value=motion_brush]").all():
        saved(page, lambda way=way: way.check(force=True))
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
