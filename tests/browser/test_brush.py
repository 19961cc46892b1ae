"""The motion brush in a real browser: by mouse, by keyboard alone, by touch, down to the pixels that Kling gets."""

import base64
import io
import json
import time
from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from studio.catalog.recipe import Recipe
from studio.catalog.registry import route
from studio.jobs.material import stored
from studio.jobs.models import Draft
from studio.library.models import Asset
from studio.providers import registry
from studio.providers.files import Filling, fill
from studio.providers.quote import quote
from tests.browser.accessible import assert_accessible
from tests.browser.conftest import MEDIA, PHONE
from tests.browser.people import focus_comes_to, in_a_thread, saved, tab_to
from tests.browser.test_create_controls import opened

pytestmark = pytest.mark.browser

BRUSH = "/create/?task=image-to-video&model=kling-1.5-pro&via=kling"
WIDTH, HEIGHT = 640, 427  #: of the photograph


# What is painted, and what becomes of it


def painting(page: Page, photograph) -> Page:
    """The brush's bench over a first frame of 640 x 427."""
    opened(page, BRUSH)
    saved(page, lambda: page.locator("#id_first_frame input[type=file]").set_input_files(photograph))
    guide(page, "Motion brush")
    expect(page.locator("motion-brush [data-part=canvas]")).to_be_visible()
    return page


def guide(page: Page, way: str) -> None:
    saved(page, lambda: page.locator("#guide").get_by_role("radio", name=way).check(force=True))
    expect(page.locator(":not(:defined)")).to_have_count(0, timeout=15_000)


def draft() -> dict:
    return in_a_thread(lambda: Draft.objects.newest_first().first().values["typed"])


def requested() -> dict:
    """The body of the request that Kling would get for the newest draft, with its files in it."""
    return in_a_thread(_requested)


def _requested() -> dict:
    newest = Draft.objects.newest_first().first()
    recipe = Recipe(newest.model, newest.task, newest.provider, newest.values["typed"])
    told = quote(json.loads(json.dumps(recipe.as_json())))
    assert told["valid"], told["errors"]
    adapter = registry.get("kling")
    files = {str(asset.pk): stored(asset) for asset in Asset.objects.filter(pk__in=recipe.assets())}
    [step] = adapter.steps(route(recipe.model, recipe.task, recipe.provider), recipe.values)
    assert step.json == told["requests"][0]["json"]
    filling = Filling(our_id="1", file_form=adapter.file_form, files=files, answers=[])
    return json.loads(fill(step, filling).content)


def mask(text: str) -> np.ndarray:
    """A mask in a request, as True and False; it is a PNG of pure black and white, of the picture's size."""
    picture = Image.open(io.BytesIO(base64.b64decode(text)))
    assert (picture.format, picture.size) == ("PNG", (WIDTH, HEIGHT))
    channels = np.asarray(picture.convert("RGB"))
    assert set(np.unique(channels)) <= {0, 255} and (channels == channels[..., :1]).all()
    return channels[..., 0] > 0


def box(left: int, top: int, width: int, height: int) -> np.ndarray:
    """What a rectangle covers."""
    made = np.zeros((HEIGHT, WIDTH), bool)
    made[top : top + height, left : left + width] = True
    return made


def at(page: Page, x: float, y: float) -> tuple[float, float]:
    """A point of the picture, in pixels of it, on the screen."""
    board = page.locator("motion-brush .board").bounding_box()
    return board["x"] + board["width"] * x / WIDTH, board["y"] + board["height"] * y / HEIGHT


def drag(page: Page, *points: tuple[float, float]) -> None:
    page.mouse.move(*at(page, *points[0]))
    page.mouse.down()
    for point in points[1:]:
        page.mouse.move(*at(page, *point), steps=6)
    page.mouse.up()


SIX = [(20 + 90 * number, 60 + 20 * number, 80, 50) for number in range(6)]
"""Rectangles, one a brush: left, top, width, height."""


def assert_six(body: dict, paths: list[list[list[int]]], *, within: int = 0) -> None:
    """Six masks that are the six rectangles (give or take so many pixels at their edges) and share none, and their
    paths counted from the bottom."""
    masks = [mask(one["mask"]) for one in body["dynamic_masks"]]
    assert np.stack(masks).sum(axis=0).max() == 1
    for found, rectangle in zip(masks, SIX, strict=True):
        left, top, width, height = rectangle
        surely = box(left + within, top + within, width - 2 * within, height - 2 * within)
        at_most = box(left - within, top - within, width + 2 * within, height + 2 * within)
        assert (found[surely]).all() and not found[~at_most].any()
    flipped = [[{"x": x, "y": HEIGHT - y} for x, y in path] for path in paths]
    assert [one["trajectories"] for one in body["dynamic_masks"]] == flipped


def middle(rectangle: tuple[int, int, int, int]) -> list[int]:
    left, top, width, height = rectangle
    return [left + width // 2, top + height // 2]


# By mouse, by keyboard, by touch


def test_six_brushes_by_mouse_become_six_masks_and_paths_from_the_bottom_left(alice_page, photograph):
    page = painting(alice_page, photograph)
    page.get_by_role("button", name="Rectangle, U").click()
    for number, (left, top, width, height) in enumerate(SIX, 1):
        page.locator(f".swatch[data-brush='{number}']").click()
        drag(page, (left, top), (left + width, top + height))
        page.get_by_role("button", name="Move down", exact=True).click()
    page.locator(".swatch[data-brush='0']").click()
    drag(page, (0, 400), (640, 427))
    expect(page.locator(".areas tr")).to_have_count(7)
    expect(page.locator("#group-motion")).to_contain_text("6 areas moving, one held still", timeout=30_000)

    body = requested()

    paths = [brush["path"] for brush in draft()["motion_brush"]["brushes"]]
    assert_six(body, paths, within=1)
    assert [[end[0] - start[0], end[1] - start[1]] for start, end in paths] == [[0, 128]] * 6
    still = mask(body["static_mask"])
    assert still[410:420, 10:630].all() and not still[:398].any()


def test_six_brushes_by_the_keyboard_alone_become_the_same(alice_page, photograph):
    page = painting(alice_page, photograph)
    page.locator("#guide input:checked").focus()
    for number, rectangle in enumerate(SIX, 1):
        tab_to(page, r"number \|.*\| Left$", "Tab")
        for value in rectangle:
            page.keyboard.type(str(value))
            page.keyboard.press("Tab")
        focus_comes_to(page, "Add to the area")
        page.keyboard.press(str(number))
        page.keyboard.press("Enter")
        tab_to(page, "Move right and down", "Shift+Tab")
        page.keyboard.press("Enter")
    expect(page.locator("#group-motion")).to_contain_text("6 areas moving", timeout=30_000)

    body = requested()

    steps = round(0.3 * HEIGHT * 2**-0.5)
    paths = [[[x, y], [x + steps, y + steps]] for x, y in map(middle, SIX)]
    assert [brush["path"] for brush in draft()["motion_brush"]["brushes"]] == paths
    assert_six(body, paths)
    assert "static_mask" not in body


def test_six_brushes_by_touch_on_a_phone_become_the_same(visit, alice, photograph):
    page = visit(alice, viewport=PHONE, has_touch=True, is_mobile=True)
    painting_on_a_phone(page, photograph)
    page.get_by_role("button", name="Rectangle, U").tap()
    for number, (left, top, width, height) in enumerate(SIX, 1):
        page.locator(f".swatch[data-brush='{number}']").tap()
        page.locator("motion-brush .board").scroll_into_view_if_needed()
        swipe(page, (left, top), (left + width, top + height))
        expect(page.locator(f".areas [data-area='{number}']")).to_be_visible()
        page.get_by_role("button", name="Move up", exact=True).tap()
        expect(page.locator(f".areas [data-area='{number}']")).to_contain_text("px up")
    expect(page.locator("motion-brush .areas")).to_contain_text("Area 6")
    expect(page.locator(".bench__head")).to_contain_text("6 areas moving", timeout=30_000)

    assert_six(requested(), [brush["path"] for brush in draft()["motion_brush"]["brushes"]], within=2)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def painting_on_a_phone(page: Page, photograph) -> None:
    opened(page, BRUSH)
    saved(page, lambda: page.locator("#id_first_frame input[type=file]").set_input_files(photograph))
    guide(page, "Motion brush")
    page.locator("to-bench button").tap()
    expect(page.locator("motion-brush [data-part=canvas]")).to_be_visible()


def swipe(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    """A finger that goes from one point of the picture to another and rests there: a fling swallows the next tap."""
    session = page.context.new_cdp_session(page)
    (ax, ay), (bx, by) = at(page, *start), at(page, *end)
    now = time.time()

    def send(kind: str, part: float, after_s: float) -> None:
        points = [{"x": ax + (bx - ax) * part, "y": ay + (by - ay) * part}] if kind != "touchEnd" else []
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points, "timestamp": now + after_s})

    send("touchStart", 0, 0)
    for step in range(1, 5):
        send("touchMove", step / 4, step / 10)
    send("touchMove", 1, 1)
    send("touchEnd", 1, 2)
    session.detach()


# The tools


def brushes() -> list[dict]:
    return draft()["motion_brush"]["brushes"]


def masks() -> list[np.ndarray]:
    return in_a_thread(lambda: [_stored_mask(brush["mask"]["asset"]) for brush in brushes()])


def _stored_mask(asset: str) -> np.ndarray:
    path = stored(Asset.objects.get(pk=asset)).path
    return mask(base64.b64encode(path.read_bytes()).decode())


def settled(page: Page, act: Callable[[], object]) -> list[dict]:
    """Does something to the brush; the brushes of the draft when it is saved, the form drawn anew with it."""
    saved(page, act)
    return brushes()


def test_paint_erase_lasso_and_path_follow_the_pointer_also_while_the_picture_is_larger(alice_page, photograph):
    page = painting(alice_page, photograph)
    settled(page, lambda: drag(page, (100, 200), (300, 200)))
    [stroke] = masks()
    assert stroke[200, 100:300].all() and not stroke[100].any()

    page.keyboard.press("e")
    settled(page, lambda: drag(page, (200, 150), (200, 250)))
    assert not masks()[0][200, 200]
    settled(page, lambda: page.keyboard.press("Control+z"))
    assert (masks()[0] == stroke).all()
    settled(page, lambda: page.keyboard.press("Control+Shift+z"))
    assert not masks()[0][200, 200]

    page.keyboard.press("+")
    page.keyboard.press("+")
    expect(page.locator("[data-part=zoom]")).to_have_text("156 %")
    page.keyboard.down("Space")
    drag(page, (320, 200), (420, 200))  # the picture follows the hand
    page.keyboard.up("Space")
    page.keyboard.press("*")
    expect(page.locator("[data-part=zoom]")).to_have_text("100 %")
    page.keyboard.press("2")
    page.keyboard.press("l")
    settled(page, lambda: drag(page, (400, 300), (600, 300), (600, 400), (400, 400)))
    assert masks()[1][350, 500] and not masks()[1][290, 500]

    page.keyboard.press("p")
    path = settled(page, lambda: drag(page, (500, 350), (300, 250), (100, 350)))[1]["path"]
    assert 3 <= len(path) <= 77
    assert path[0] == pytest.approx([500, 350], abs=2) and path[-1] == pytest.approx([100, 350], abs=4)


def test_what_is_painted_over_what_is_larger_lands_on_the_pixels_below_the_pointer(alice_page, photograph):
    page = painting(alice_page, photograph)
    page.get_by_role("button", name="Rectangle, U").click()
    page.get_by_role("button", name="Zoom in, +").click()
    page.mouse.move(*at(page, 100, 100))
    page.wait_for_function(TURN_THE_WHEEL)
    scale = float(page.locator("[data-part=zoom]").inner_text().removesuffix(" %")) / 100
    assert scale > 1.25
    page.locator("motion-brush .board").focus()
    for _ in range(40):
        page.keyboard.press("ArrowLeft")  # to the left edge
        page.keyboard.press("ArrowUp")

    settled(page, lambda: drag(page, (244, 244), (488, 366)))  # as if the picture were whole

    left, top, right, bottom = (round(pixel / scale) for pixel in (244, 244, 488, 366))
    [found] = masks()
    assert found[top + 2 : bottom - 2, left + 2 : right - 2].all()
    assert found.sum() == pytest.approx((right - left) * (bottom - top), rel=0.06)


TURN_THE_WHEEL = """() => {
  const root = document.querySelector("motion-brush").shadowRoot, board = root.querySelector("[data-part=board]")
  const how = { deltaY: -120, bubbles: true, composed: true, cancelable: true, clientX: 700, clientY: 400 }
  board.dispatchEvent(new WheelEvent("wheel", how))
  return root.querySelector("[data-part=zoom]").value !== "125 %"
}"""
"""A turn of a real wheel is lost now and then: the browser learns only with its next frame who listens to it."""


def test_rows_say_what_moves_where_and_how_fast_and_turn_copy_show_and_mend_it(alice_page, photograph):
    page = painting(alice_page, photograph)
    rows = page.locator("motion-brush .areas tr")
    page.get_by_role("button", name="Rectangle, U").click()
    drag(page, (100, 100), (200, 200))
    settled(page, lambda: page.get_by_role("button", name="Move right", exact=True).click())
    expect(rows.first).to_contain_text("moves 128 px right, gentle, 26 px/s")

    settled(page, lambda: page.get_by_role("button", name="Flip the direction of brush 1").click())
    expect(rows.first).to_contain_text("moves 128 px left")
    settled(page, lambda: page.get_by_role("button", name="Duplicate brush 1").click())
    expect(rows.nth(1)).to_contain_text("128 px left")
    assert [int(found.sum()) for found in masks()] == [100 * 100] * 2

    page.get_by_role("radio", name="Brush 3").check(force=True)
    settled(page, lambda: drag(page, (150, 100), (250, 150)))
    expect(page.locator("[data-part=status]")).to_contain_text(
        "Brush 3 took 2500 px from Brush 1, 2500 px from Brush 2"
    )
    assert np.stack(masks()).sum(axis=0).max() == 1

    page.get_by_role("button", name="Show only brush 3").click()
    expect(page.get_by_role("button", name="Show only brush 3")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="Draw the path, P").click()
    drag(page, (500, 50), (600, 50))
    expect(rows.nth(2)).to_contain_text("starts outside its area")
    assert_accessible(page)
    settled(page, lambda: rows.nth(2).get_by_role("button", name="Start inside").click())
    expect(rows.nth(2).get_by_text("starts outside")).to_be_hidden()
    assert brushes()[2]["path"][0] == pytest.approx([200, 125], abs=2)
    page.get_by_role("button", name="Rehearse motion").click()


def test_fifty_steps_lead_back_and_no_further(alice_page, photograph):
    page = painting(alice_page, photograph)
    left = page.locator(".rect").get_by_label("Left")
    add = page.get_by_role("button", name="Add to the area")
    for step in range(52):
        left.fill(str(4 * step))
        add.click()
    undo = page.get_by_role("button", name="Undo, Ctrl Z")

    for _ in range(50):
        undo.click()

    expect(undo).to_be_disabled()
    expect(page.locator("#bench-motion_brush")).to_contain_text("1 area moving", timeout=30_000)
    expect(page.get_by_role("button", name="Redo, Ctrl Shift Z")).to_be_enabled()


def test_an_object_is_selected_by_a_click_or_by_numbers_and_what_is_none_is_said(alice_page, photograph, complaints):
    complaints.allow("422")
    page = painting(alice_page, photograph)
    page.keyboard.press("w")
    page.get_by_role("button", name="Select object, W").click()
    with page.expect_response("**/object/", timeout=30_000):
        page.mouse.click(*at(page, 322, 250))
    expect(page.locator("#bench-motion_brush")).to_contain_text("1 area moving", timeout=30_000)
    [rocket] = masks()
    assert rocket[250, 322] and not rocket[40, 40] and rocket.mean() < 0.2

    page.keyboard.press("2")
    for label, value in (("Left", 0), ("Top", 0), ("Width", 640), ("Height", 427)):
        page.locator(".rect").get_by_label(label).fill(str(value))
    page.get_by_role("button", name="Select object in it").press("Enter")
    expect(page.locator("[data-part=status]")).to_contain_text("Nothing stands out there", timeout=30_000)
    assert len(brushes()) == 1


def test_areas_go_along_to_a_picture_of_another_shape_when_asked_to(alice_page, photograph):
    page = painting(alice_page, photograph)
    page.get_by_role("button", name="Rectangle, U").click()
    drag(page, (320, 0), (640, 427))
    settled(page, lambda: page.get_by_role("button", name="Move left", exact=True).click())

    saved(page, lambda: page.locator("#id_first_frame input[type=file]").set_input_files(MEDIA / "astronaut.jpg"))

    question = page.get_by_role("group", name="Another picture")
    expect(question).to_contain_text("painted on a picture of 640 × 427. This one has 512 × 512.")
    assert_accessible(page)
    settled(page, lambda: question.get_by_role("button", name="Keep and rescale").click())
    expect(question).to_be_hidden()
    [brush] = brushes()
    assert np.array(brush["path"]) == pytest.approx(np.array([[384, 256], [282, 256]]), abs=1)
    body = Image.open(io.BytesIO(page.request.get(f"/media/{brush['mask']['asset']}/original").body()))
    assert body.size == (512, 512) and np.asarray(body.convert("L"))[256, 300] == 255


# Nothing is lost


def test_a_reload_another_model_a_lost_connection_and_back_never_lose_a_stroke(alice_page, photograph, complaints):
    complaints.allow("ERR_FAILED|htmx:sendError|ERR_INTERNET")
    page = painting(alice_page, photograph)

    for number, goes in enumerate((reloads, loses_the_connection, sees_another_model, goes_away_and_back), 1):
        page.locator(f".swatch[data-brush='{number}']").click()
        page.get_by_role("button", name="Rectangle, U").click()
        drag(page, (80 * number, 20), (80 * number + 40, 60))
        goes(page)  # before anything of the stroke was sent
        expect(page.locator("motion-brush .areas tr")).to_have_count(number, timeout=30_000)
        words = f"{number} area{'s' * (number > 1)} moving"
        expect(page.locator("#bench-motion_brush")).to_contain_text(words, timeout=30_000)

    for number, found in enumerate(masks(), 1):
        assert found[25:55, 80 * number + 5 : 80 * number + 35].all()


def reloads(page: Page) -> None:
    page.reload()


def loses_the_connection(page: Page) -> None:
    """While the studio is out of reach, the way is changed, which has to wait for the stroke; then changed back."""
    page.route("**/uploads/", lambda route: route.abort())
    page.locator("#guide").get_by_role("radio", name="Camera").check(force=True)
    expect(page.locator("[data-part=status]")).to_contain_text("What you paint stays here")
    page.unroute("**/uploads/")
    expect(page.locator("#guide")).to_contain_text("Motion brush (2 areas moving) is kept, not sent.", timeout=30_000)
    guide(page, "Motion brush")


SET_MODEL = """slug => { const { elements } = document.querySelector("#compose")
  elements.model.value = slug; elements.task.dispatchEvent(new Event("change", { bubbles: true })) }"""


def sees_another_model(page: Page) -> None:
    """What choosing from the list of models does, at once; and back."""
    page.evaluate(SET_MODEL, "kling-3.0-pro")
    expect(page.locator("motion-brush")).to_have_count(0, timeout=30_000)
    page.evaluate(SET_MODEL, "kling-1.5-pro")


def goes_away_and_back(page: Page) -> None:
    page.get_by_role("link", name="Library").first.click()
    page.wait_for_url("**/library/")
    page.go_back()


# Everybody can use it


@pytest.mark.parametrize(
    "how",
    [{"viewport": {"width": 720, "height": 450}, "device_scale_factor": 2}, {"forced_colors": "active"}],
    ids=["200 percent", "forced colours"],
)
def test_it_is_usable_at_200_percent_and_in_forced_colours(visit, alice, photograph, how):
    page = visit(alice, **how)
    opened(page, BRUSH)
    saved(page, lambda: page.locator("#id_first_frame input[type=file]").set_input_files(photograph))
    guide(page, "Motion brush")
    page.locator("to-bench button").click()
    page.get_by_role("button", name="Rectangle, U").click()
    page.locator(".swatch[data-brush='2']").click()
    page.locator("motion-brush .board").scroll_into_view_if_needed()
    settled(page, lambda: drag(page, (100, 100), (200, 200)))
    settled(page, lambda: page.get_by_role("button", name="Move up", exact=True).click())

    [found] = masks()
    assert found[105:195, 105:195].all()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    chosen = page.locator(".swatch[data-brush='2'] span").evaluate("one => getComputedStyle(one).outlineStyle")
    assert chosen == "solid"
