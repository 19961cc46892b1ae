"""Drawing on frames with a note: two people at once, by mouse, by keys alone, by a finger; and nothing is lost."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessible import assert_accessible
from tests.browser.conftest import PHONE
from tests.browser.inking import CONTENT_BOX, assert_at, drag, drawn, open_clip, place, rows, seek
from tests.browser.making import result
from tests.browser.numbered import numbered

pytestmark = pytest.mark.browser


@pytest.fixture
def clip(alice, live_studio, tmp_path):
    """150 numbered frames at 24 a second: 384 by 96, far wider than the room for it."""
    return result(alice, numbered(tmp_path / "numbered.mp4", 150, "24"))[1]


def test_bob_draws_an_arrow_on_a_frame_and_alice_sees_it_there_and_nowhere_else(visit, alice, bob, clip):
    hers, his = open_clip(visit(alice), clip), open_clip(visit(bob), clip)
    seek(hers, 36)
    seek(his, 36)
    his.get_by_role("button", name="Draw", exact=True).click()
    his.get_by_role("button", name="Arrow", exact=True).click()
    his.locator(".ink-choice").nth(2).click()
    drag(his, (0.25, 0.25), (0.75, 0.5))
    expect(drawn(his, "arrow")).to_have_count(1)
    expect(his.get_by_label("Frame", exact=True)).to_have_value("36")
    assert_at(his, "arrow", (0.25, 0.25), (0.75, 0.5))
    assert_accessible(his)
    his.get_by_role("button", name="Done").click()
    expect(his.get_by_label("Note", exact=True)).to_be_focused()
    his.keyboard.type("Move the cup there")
    his.keyboard.press("Control+Enter")

    expect(hers.locator(".thread")).to_contain_text("Move the cup there")
    expect(drawn(hers, "arrow")).to_have_count(1)
    assert_at(hers, "arrow", (0.25, 0.25), (0.75, 0.5))
    seek(hers, 30)
    expect(drawn(hers, "arrow")).to_have_count(0)
    hers.get_by_role("button", name="Drawn at 00:00:01:12").click()
    expect(drawn(hers, "arrow")).to_have_count(1)
    expect(drawn(his, "arrow")).to_have_count(1)
    expect(his.locator("[data-drawn]")).to_be_hidden()
    [(frame, kind, points)] = rows()
    assert (frame, kind) == (36, "arrow")
    assert points == (pytest.approx((0.25, 0.25), abs=0.004), pytest.approx((0.75, 0.5), abs=0.004))
    hers.get_by_role("button", name="Show drawings").click()
    expect(drawn(hers, "arrow")).to_have_count(0)
    assert_accessible(hers)


CROSS = "[data-ink] [data-cross]"


def test_with_keys_alone_one_draws_undoes_erases_and_sends(visit, bob, clip):
    page = open_clip(visit(bob), clip)
    seek(page, 50)
    page.keyboard.press("d")
    expect(page.locator("[data-ink-board]")).to_be_focused()
    page.keyboard.press("b")
    expect(page.get_by_role("button", name="Box", exact=True)).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("2")
    page.keyboard.press("ArrowLeft")
    expect(page.locator(CROSS)).to_have_count(1)
    page.keyboard.press("Enter")
    for key in ("Shift+ArrowRight", "Shift+ArrowRight", "Shift+ArrowDown"):
        page.keyboard.press(key)
    page.keyboard.press("Enter")
    expect(drawn(page, "box")).to_have_count(1)
    page.keyboard.press("Enter")
    page.keyboard.press("Shift+ArrowUp")
    page.keyboard.press("Escape")
    expect(drawn(page, "box")).to_have_count(1)
    expect(page.locator("[data-ink-board]"), "only what was being drawn is dropped").to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("[data-ink-board]")).to_be_hidden()
    expect(page.get_by_role("button", name="Draw", exact=True)).to_be_focused()
    page.keyboard.press("m")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".thread")).to_contain_text("Drawn: a box")
    [(frame, kind, ((left, top), (right, bottom)))] = rows()
    box = page.evaluate(CONTENT_BOX)
    assert (frame, kind) == (50, "box")
    assert (right - left) * box["width"] == pytest.approx(80, abs=1)
    assert (bottom - top) * box["height"] == pytest.approx(40, abs=1)


def test_with_keys_alone_words_are_put_on_the_picture_undone_and_erased(visit, bob, clip):
    page = open_clip(visit(bob), clip)
    page.keyboard.press("d")
    page.keyboard.press("t")
    page.keyboard.press("Enter")
    page.keyboard.type("Warmer")
    expect(drawn(page, "text")).to_have_text("Warmer")
    page.keyboard.press("Enter")
    expect(page.locator("[data-ink-board]")).to_be_focused()
    page.keyboard.press("Control+z")
    expect(drawn(page, "text")).to_have_count(0)
    page.keyboard.press("Control+Shift+z")
    expect(drawn(page, "text")).to_have_count(1)
    page.keyboard.press("x")
    page.keyboard.press("Enter")
    expect(drawn(page, "text")).to_have_count(0)
    page.keyboard.press("Enter")
    expect(page.locator("[data-ink-said]")).to_have_text("Nothing of yours is there to be erased.")
    assert_accessible(page)


def test_by_numbers_alone_everything_can_be_drawn_moved_and_erased(visit, bob, clip):
    page = open_clip(visit(bob), clip)
    page.keyboard.press("d")
    page.locator("[data-drawn] summary").press("Enter")
    page.get_by_role("button", name="Arrow", exact=True).last.press("Enter")
    page.get_by_label("From left").fill("10")
    page.get_by_label("From top").fill("20.5")
    page.get_by_label("To left").fill("150")
    page.get_by_label("To top").fill("90")
    page.keyboard.press("Tab")
    expect(page.get_by_label("To left")).to_have_value("100")
    assert_at(page, "arrow", (0.1, 0.205), (1, 0.9))
    page.get_by_role("button", name="Text", exact=True).last.press("Enter")
    page.get_by_label("Words", exact=True).last.fill("Here it jumps")
    page.keyboard.press("Tab")
    expect(drawn(page, "text")).to_contain_text("Here it jumps")
    page.get_by_label("Words", exact=True).last.fill(" ")
    page.keyboard.press("Tab")
    expect(page.locator("[data-ink-said]")).to_contain_text("it stays as it is")
    expect(drawn(page, "text")).to_contain_text("Here it jumps")
    assert_accessible(page)
    page.get_by_role("button", name="Erase: Arrow, yellow, frame 0").press("Enter")
    expect(drawn(page, "arrow")).to_have_count(0)
    expect(page.locator("[data-count]")).to_have_text("1 shape")


def draw_on_two_frames(page: Page) -> None:
    """A stroke on 36, a box on 40; nothing is sent."""
    for frame, tool in ((36, "p"), (40, "b")):
        seek(page, frame)
        page.keyboard.press("d")
        page.keyboard.press(tool)
        drag(page, (0.2, 0.2), (0.5, 0.8))
        page.keyboard.press("d")
    expect(page.locator("[data-count]")).to_have_text("2 shapes")


def test_what_is_drawn_is_not_lost_by_a_reload_or_another_ones_note(visit, alice, bob, clip):
    hers, his = open_clip(visit(alice), clip), open_clip(visit(bob), clip)
    draw_on_two_frames(his)
    hers.get_by_label("Note", exact=True).fill("Hers")
    hers.get_by_role("button", name="Send", exact=True).click()
    expect(his.locator(".thread")).to_contain_text("Hers")
    expect(drawn(his, "box")).to_have_count(1)

    his.reload()
    open_clip(his, clip)
    expect(his.locator("[data-count]")).to_have_text("2 shapes")
    expect(his.get_by_label("Frame", exact=True)).to_have_value("36")
    his.locator("[data-drawn] summary").click()
    his.get_by_role("button", name="frame 40", exact=True).click()
    expect(drawn(his, "box")).to_have_count(1)
    expect(drawn(his, "pen")).to_have_count(0)


def test_what_is_drawn_waits_for_the_connection_and_is_sent_once(visit, alice, bob, clip, complaints):
    complaints.allow("ERR_INTERNET_DISCONNECTED|htmx:sendError|WebSocket")
    hers, his = open_clip(visit(alice), clip), open_clip(visit(bob), clip)
    draw_on_two_frames(his)
    his.context.set_offline(True)
    his.get_by_role("button", name="Send", exact=True).click()
    expect(drawn(his, "box")).to_have_count(1)
    expect(his.locator("[data-count]")).to_have_text("2 shapes")
    his.context.set_offline(False)
    his.get_by_role("button", name="Send", exact=True).click()

    expect(hers.get_by_role("button", name="Drawn at")).to_have_count(2)
    expect(his.locator("[data-drawn]")).to_be_hidden()
    assert [(frame, kind) for frame, kind, _ in rows()] == [(36, "pen"), (40, "box")]
    his.reload()
    open_clip(his, clip)
    expect(his.locator("[data-drawn]")).to_be_hidden()


def test_on_a_phone_a_finger_draws_and_two_hold_the_picture(visit, bob, clip):
    page = open_clip(visit(bob, viewport=PHONE, has_touch=True, is_mobile=True), clip)
    page.get_by_role("button", name="Draw", exact=True).tap()
    page.get_by_role("button", name="Arrow", exact=True).tap()
    page.locator("[data-ink-board]").scroll_into_view_if_needed()
    fingers(page, [[place(page, 0.2, 0.3)], [place(page, 0.4, 0.5)], [place(page, 0.8, 0.7)]])
    expect(drawn(page, "arrow")).to_have_count(1)
    assert_at(page, "arrow", (0.2, 0.3), (0.8, 0.7))
    pinch = [[place(page, 0.5 - by, 0.5), place(page, 0.5 + by, 0.5)] for by in (0.1, 0.2, 0.3)]
    fingers(page, [[pinch[0][0]], *pinch])
    expect(page.locator("[data-zoom]")).not_to_have_text("Fit")
    expect(drawn(page, "arrow"), "what the first finger began is nothing").to_have_count(1)
    assert_at(page, "arrow", (0.2, 0.3), (0.8, 0.7))
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    for button in page.locator(".drawbar button:visible, .ink-choice").all():
        box = button.bounding_box()
        assert min(box["width"], box["height"]) >= 44
    assert_accessible(page)
    page.get_by_role("button", name="Send", exact=True).tap()
    expect(page.locator(".thread")).to_contain_text("Drawn: an arrow")


def fingers(page: Page, moments: list[list[tuple[float, float]]]) -> None:
    """One or several fingers, where they are from moment to moment; more than before are put down."""
    session = page.context.new_cdp_session(page)
    down = 0
    for touches in moments:
        kind = "touchStart" if len(touches) > down else "touchMove"
        down = len(touches)
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in touches]})
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    session.detach()


def test_while_it_is_zoomed_a_shape_is_drawn_where_the_picture_is(visit, bob, clip):
    page = open_clip(visit(bob), clip)
    page.keyboard.press("+")
    page.keyboard.press("+")
    expect(page.locator("[data-zoom]")).not_to_have_text("Fit")
    page.keyboard.press("d")
    page.keyboard.press("b")
    drag(page, (0.4, 0.3), (0.6, 0.7))
    expect(drawn(page, "box")).to_have_count(1)
    assert_at(page, "box", (0.4, 0.3), (0.6, 0.7))
    page.keyboard.press("*")
    expect(page.locator("[data-zoom]")).to_have_text("Fit")
    assert_at(page, "box", (0.4, 0.3), (0.6, 0.7))
