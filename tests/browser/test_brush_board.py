"""The board of the motion brush in a real browser: two fingers hold it, what a stroke takes from others lights up."""

import time

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessible import assert_accessible
from tests.browser.conftest import PHONE
from tests.browser.test_brush import brushes, drag, masks, painting, painting_on_a_phone, settled, swipe

pytestmark = pytest.mark.browser

# Two fingers


def fingers(page: Page, *pairs: tuple[tuple[float, float], ...], after_s: float = 0.05) -> None:
    """Fingers on the screen: where they are at each moment, as parts of the board; the first ones come one by one."""
    session, now = page.context.new_cdp_session(page), time.time()
    board = page.locator("motion-brush .board").bounding_box()

    def send(kind: str, at: tuple[tuple[float, float], ...], moment: float) -> None:
        points = [
            {"x": board["x"] + board["width"] * x, "y": board["y"] + board["height"] * y, "id": number}
            for number, (x, y) in enumerate(at)
        ]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points, "timestamp": now + moment})

    for number in range(len(pairs[0])):
        send("touchStart", pairs[0][: number + 1], number * after_s)
    for number, pair in enumerate(pairs[1:], 1):
        send("touchMove", pair, 0.5 + number / 10)
    send("touchEnd", (), 2)
    session.detach()


def shown(page: Page) -> str:
    return page.locator("motion-brush [data-part=zoom]").inner_text()


def corner(page: Page) -> tuple[float, float]:
    """Where the picture's top left corner lies, in CSS pixels from that of the board."""
    picture, board = (page.locator(f"motion-brush .board{one}").bounding_box() for one in (" img", ""))
    return picture["x"] - board["x"], picture["y"] - board["y"]


def test_two_fingers_pull_the_picture_nearer_and_move_it_and_paint_nothing(visit, alice, photograph):
    page = visit(alice, viewport=PHONE, has_touch=True, is_mobile=True)
    painting_on_a_phone(page, photograph)
    board = page.locator("motion-brush .board")
    board.scroll_into_view_if_needed()
    box = board.bounding_box()

    fingers(page, ((0.4, 0.5), (0.6, 0.5)), ((0.35, 0.5), (0.65, 0.5)), ((0.3, 0.5), (0.7, 0.5)))
    assert shown(page) == "200 %"
    assert corner(page) == pytest.approx((-box["width"] / 2, -box["height"] / 2), abs=1)

    fingers(page, ((0.3, 0.5), (0.7, 0.5)), ((0.4, 0.6), (0.8, 0.6)), ((0.5, 0.7), (0.9, 0.7)))
    assert shown(page) == "200 %"
    assert corner(page) == pytest.approx((-0.3 * box["width"], -0.3 * box["height"]), abs=1)
    expect(page.locator(".areas tr")).to_have_count(0)
    assert_accessible(page)

    page.get_by_role("button", name="Rectangle, U").tap()
    board.scroll_into_view_if_needed()
    settled(
        page, lambda: swipe(page, (160, 100), (480, 300))
    )  # of the board; the picture is twice as large, moved by 0.3
    [found] = masks()
    left, top, right, bottom = ((160 + 192) / 2, (100 + 128) / 2, (480 + 192) / 2, (300 + 128) / 2)
    assert found[int(top) + 3 : int(bottom) - 3, int(left) + 3 : int(right) - 3].all()
    assert found.sum() == pytest.approx((right - left) * (bottom - top), rel=0.06)

    fingers(page, ((0.1, 0.5), (0.9, 0.5)), ((0.3, 0.5), (0.7, 0.5)), ((0.45, 0.5), (0.55, 0.5)))
    assert (shown(page), corner(page)) == ("100 %", (0, 0))
    assert len(brushes()) == 1


def test_a_stroke_that_was_under_way_when_the_second_finger_came_is_kept(visit, alice, photograph):
    page = visit(alice, viewport=PHONE, has_touch=True, is_mobile=True)
    painting_on_a_phone(page, photograph)
    page.locator("motion-brush .board").scroll_into_view_if_needed()

    settled(page, lambda: fingers(page, ((0.2, 0.2), (0.8, 0.8)), ((0.2, 0.2), (0.8, 0.8)), after_s=0.4))

    [dot] = masks()
    assert dot[85, 128] and not dot[340, 512]
    assert shown(page) == "100 %"


# What a stroke takes


LIT = """() => {
  const flash = document.querySelector("motion-brush").shadowRoot.querySelector("[data-part=flash]")
  if (!flash.width) return []
  const pen = flash.getContext("2d"), across = flash.width / 640, down = flash.height / 427
  const at = ([x, y]) => pen.getImageData(x * across, y * down, 1, 1).data.join()
  return [[175, 125], [120, 125], [230, 125]].map(at)
}"""
"""The colours of the flash: where both areas lie, where only the first does, where only the second does."""

WATCH = f"""() => {{ window.seen = new Set()
  const look = () => {{ window.seen.add(JSON.stringify(({LIT})())); requestAnimationFrame(look) }}; look() }}"""


def overlap(page: Page) -> None:
    """Brush 2 takes half of what brush 1 has."""
    page.get_by_role("button", name="Rectangle, U").click()
    drag(page, (100, 100), (200, 150))
    page.locator(".swatch[data-brush='2']").click()
    drag(page, (150, 100), (250, 150))


@pytest.mark.parametrize(("wanted", "looks"), [("no-preference", 2), ("reduce", 1)])
def test_what_a_stroke_takes_from_another_area_lights_up_and_is_said(visit, alice, photograph, wanted, looks):
    page = painting(visit(alice, reduced_motion=wanted), photograph)
    page.evaluate(WATCH)

    overlap(page)

    expect(page.locator("[data-part=status]")).to_contain_text("Brush 2 took 2500 px from Brush 1: the later one wins.")
    page.wait_for_function("() => window.seen.size > 1")
    page.wait_for_function(f"() => {{ const lit = ({LIT})(); return lit.every(one => one === '0,0,0,0') }}")
    seen = [tuple(one) for one in page.evaluate("[...window.seen].map(JSON.parse)") if one]
    dark = "0,0,0,0"
    lit = {both for both, *others in seen if both != dark and others == [dark, dark]}
    assert len(lit) == looks and {one for both, *others in seen for one in others} == {dark}, seen


def test_an_overlap_by_numbers_lights_up_as_well(alice_page, photograph):
    page = painting(alice_page, photograph)
    for number, left in ((1, 100), (2, 150)):
        page.locator(f".swatch[data-brush='{number}'] input").check(force=True)
        for label, value in (("Left", left), ("Top", 100), ("Width", 100), ("Height", 50)):
            page.locator(".rect").get_by_label(label).fill(str(value))
        page.get_by_role("button", name="Add to the area").press("Enter")

    assert page.evaluate(LIT)[0].endswith(",255")
    expect(page.locator("[data-part=status]")).to_contain_text("Brush 2 took 2500 px from Brush 1")
