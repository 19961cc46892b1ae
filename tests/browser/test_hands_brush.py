"""The motion brush by mouse, by keyboard alone, by touch: every tool, points, pad, play, and what its switch keeps."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import MEDIA
from tests.browser.gestures import becomes, drag, holds, slide
from tests.browser.hands import HANDS, Hand
from tests.browser.people import in_a_thread
from tests.browser.quoting import quotes, values
from tests.browser.test_brush import BRUSH, HEIGHT, WIDTH, at, brushes, draft, masks
from tests.browser.test_brush import _stored_mask as stored_mask
from tests.browser.test_create_controls import opened

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("name", HANDS)]

LONG_MS = 60_000
NEAR_PX = 8  # of the picture: as far as a step of the cross, or a finger, may be beside what is meant
KEYS = {"Paint": "b", "Erase": "e", "Rectangle": "u", "Lasso": "l", "Select object": "w", "Draw the path": "p"}


@pytest.fixture
def bench(hand_of):
    """bench(name) -> a hand before the board of the brush, a photograph of 640 x 427 on it."""

    def made(name: str) -> Hand:
        hand = hand_of(name)
        page = hand.page
        opened(page, BRUSH)
        hand.give(page.get_by_label("First frame: choose a picture"), MEDIA / "rocket.jpg")
        expect(page.locator("#id_first_frame img")).to_be_visible(timeout=LONG_MS)
        hand.pick(page.locator("#guide").get_by_role("radio", name="Motion brush"))
        if name == "touch":
            hand.press(page.locator("to-bench button"))
        expect(page.locator("motion-brush [data-part=canvas]")).to_be_visible(timeout=LONG_MS)
        expect(page.locator(":not(:defined)")).to_have_count(0, timeout=LONG_MS)
        return hand

    return made


def board(page: Page) -> Locator:
    return page.locator("motion-brush .board")


def with_brush(hand: Hand, number: int) -> None:
    if hand.name == "keys":
        hand.reach(board(hand.page))
        return hand.page.keyboard.press(str(number))
    swatch = hand.page.locator(f".swatch[data-brush='{number}']")
    hand.press(swatch)
    return expect(swatch.locator("input")).to_be_checked()


def draw(hand: Hand, tool: str, *points: tuple[float, float]) -> None:
    """With a tool, through points of the picture; at one point alone: a press there."""
    page = hand.page
    if hand.name == "keys":
        return draw_by_keys(hand, tool, *points)
    hand.press(page.get_by_role("button", name=f"{tool}, {KEYS[tool].upper()}"))
    board(page).evaluate("board => board.scrollIntoView({ block: 'center', behavior: 'instant' })")  # no bar lies on it
    on_screen = [at(page, *point) for point in points]
    return drag(hand, *on_screen, *(on_screen if len(points) == 1 else ()))


def draw_by_keys(hand: Hand, tool: str, *points: tuple[float, float]) -> None:
    """The cross goes to the first point, the tool comes down, goes on, and is lifted."""
    hand.reach(board(hand.page))
    hand.page.keyboard.press(KEYS[tool])
    go(hand, *points[0])
    hand.page.keyboard.press("Enter")
    for point in points[1:]:
        go(hand, *point)
    hand.page.keyboard.press("Enter")


def go(hand: Hand, x: float, y: float) -> None:
    """Moves the cross there with the arrows, in large steps first: 40 pixels of the window, then 8."""
    scale = WIDTH / board(hand.page).bounding_box()["width"]
    here = board(hand.page).get_attribute("data-cross")
    now = [float(part) for part in here.split()] if here else [WIDTH / 2, HEIGHT / 2]
    for axis, wanted, keys in ((0, x, ("ArrowLeft", "ArrowRight")), (1, y, ("ArrowUp", "ArrowDown"))):
        steps = round((wanted - now[axis]) / scale / 8)
        key = keys[steps > 0]
        for _ in range(abs(steps) // 5):
            hand.page.keyboard.press(f"Shift+{key}")
        for _ in range(abs(steps) % 5):
            hand.page.keyboard.press(key)


def saved(page: Page, words: str) -> None:
    expect(page.locator("#bench-motion_brush .bench__head")).to_contain_text(words, timeout=LONG_MS)


STROKES = [
    (1, "Paint", (100, 200), (300, 200)),
    (1, "Erase", (200, 130), (200, 270)),
    (2, "Lasso", (400, 300), (600, 300), (600, 400), (400, 400)),
    (2, "Draw the path", (500, 350), (300, 250)),
    (3, "Rectangle", (20, 20), (100, 80)),
    (0, "Rectangle", (0, 390), (380, 427)),
    (4, "Select object", (322, 250)),
]
"""The brush, the tool, and the points of the picture it goes through."""


def test_every_tool_paints_what_it_says(bench, name):
    hand = bench(name)
    page = hand.page
    for number, tool, *points in STROKES:
        with_brush(hand, number)
        draw(hand, tool, *points)
    saved(page, "4 areas moving, one held still")

    stroke, lasso, box, rocket = masks()
    assert stroke[200, 120:165].all() and stroke[200, 235:290].all() and not stroke[200, 195:205].any()
    assert lasso[310:390, 412:588].all() and not lasso[300 - 2 * NEAR_PX].any()
    assert box[30:70, 30:90].all() and not box[:, 120:].any()
    assert rocket[250, 322] and rocket.mean() < 0.2
    still = in_a_thread(stored_mask, draft()["motion_brush"]["static_mask"]["asset"])
    assert still[400:420, 10:250].all() and not still[:370].any()
    path = brushes()[1]["path"]
    assert 2 <= len(path) <= 77
    moved = [path[-1][axis] - path[0][axis] for axis in (0, 1)]
    assert moved == pytest.approx([-200, -100], abs=2 * NEAR_PX)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


# Numbers, the pad, the play


def number(hand: Hand, field: Locator, value: int) -> None:
    hand.write(field, str(value), instead=True)
    hand.page.keyboard.press("Tab")


def drawn(page: Page) -> str:
    return page.locator("motion-brush [data-part=canvas]").evaluate("canvas => canvas.toDataURL()")


def an_area(hand: Hand) -> None:
    """A rectangle by its four numbers, moving far to the right."""
    page = hand.page
    for label, value in (("Left", 100), ("Top", 100), ("Width", 120), ("Height", 100)):
        number(hand, page.locator(".rect").get_by_label(label), value)
    hand.press(page.get_by_role("button", name="Add to the area"))
    hand.choose(page.get_by_label("How far"), "Long")
    hand.press(page.get_by_role("button", name="Move right", exact=True))
    becomes(page, lambda: paths(page), [[[160, 150], [416, 150]]])


def test_points_are_changed_added_and_removed_and_a_brush_is_as_wide_as_it_is_set(bench, name):
    hand = bench(name)
    page = hand.page
    an_area(hand)
    number(hand, page.get_by_label("Point 2 from the top"), 200)
    becomes(page, lambda: paths(page), [[[160, 150], [416, 200]]])
    hand.press(page.get_by_role("button", name="Add a point"))
    becomes(page, lambda: paths(page), [[[160, 150], [416, 200], [436, 220]]])
    hand.press(page.get_by_role("button", name="Remove point 2"))
    becomes(page, lambda: paths(page), [[[160, 150], [436, 220]]])
    expect(page.locator(".areas [data-area='1']")).to_contain_text("moves 276 px right, 70 px down")

    slide(hand, page.locator("motion-brush [data-part=size]"), 100)
    wide = int(page.locator("motion-brush [data-part=size]").input_value()) / 1000 * WIDTH
    with_brush(hand, 2)
    draw(hand, "Paint", (500, 320))
    saved(page, "2 areas moving")
    assert masks()[1].sum() == pytest.approx(3.1416 * wide**2 / 4, rel=0.1)
    [quoted] = quotes(page)
    assert [error["field"] for error in quoted["errors"]] == ["motion_brush"]  # an area without a path is said


def test_masks_are_shown_as_strong_as_wanted_the_motion_plays_and_its_switch_keeps_it(bench, name):
    hand = bench(name)
    page = hand.page
    an_area(hand)

    weak = drawn(page)
    slide(hand, page.locator("motion-brush [data-part=opacity]"), 90)
    becomes(page, lambda: drawn(page) != weak, True)
    before = drawn(page)
    page.evaluate(WATCH)
    hand.press(page.get_by_role("button", name="Rehearse motion"))
    page.wait_for_function("() => window.looks.size > 1", timeout=LONG_MS)
    becomes(page, lambda: drawn(page) == before, True)

    whole = values(page)["motion_brush"]
    hand.to("Set up")
    hand.pick(page.locator("#guide").get_by_role("radio", name="Prompt"))
    expect(page.locator("#guide")).to_contain_text("is kept, not sent", timeout=LONG_MS)
    holds(page, motion_brush=None)
    hand.pick(page.locator("#guide").get_by_role("radio", name="Motion brush"))
    holds(page, motion_brush=whole)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


WATCH = """() => { window.looks = new Set()
  const canvas = document.querySelector("motion-brush").shadowRoot.querySelector("[data-part=canvas]")
  const look = () => { window.looks.add(canvas.toDataURL()); requestAnimationFrame(look) }; look() }"""


def paths(page: Page) -> list:
    expect(page.locator("#compose.htmx-request")).to_have_count(0)
    return [brush["path"] for brush in values(page).get("motion_brush", {}).get("brushes", [])]
