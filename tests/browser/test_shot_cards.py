"""Cards of shots: taken along by a finger that waits, and their sizes and moves written into the prompt as words."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessible import assert_accessible
from tests.browser.conftest import PHONE
from tests.browser.people import focus_comes_to, saved, settled, tab_to
from tests.browser.test_create_controls import shots, storyboard

pytestmark = pytest.mark.browser


class Finger:
    """One finger on the glass, as Chromium hears it."""

    def __init__(self, page: Page) -> None:
        self.page, self.session = page, page.context.new_cdp_session(page)

    def _touch(self, kind: str, *points: tuple[float, float]) -> None:
        touch = [{"x": x, "y": y} for x, y in points]
        self.session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touch})

    def down(self, x: float, y: float) -> None:
        self.at = (x, y)
        self._touch("touchStart", self.at)

    def move(self, x: float, y: float, steps: int = 8) -> None:
        from_x, from_y = self.at
        for step in range(1, steps + 1):
            self.at = (from_x + (x - from_x) * step / steps, from_y + (y - from_y) * step / steps)
            self._touch("touchMove", self.at)

    def up(self) -> None:
        self._touch("touchEnd")


def card(page: Page, at: int):
    return page.locator("shot-list .shot").nth(at)


def middle(page: Page, at: int) -> tuple[float, float]:
    box = card(page, at).bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


@pytest.fixture
def phone(visit, alice) -> Page:
    page = visit(alice, viewport=PHONE, has_touch=True, is_mobile=True)
    storyboard(page, ("One", 3), ("Two", 4), ("Three", 3))
    page.get_by_role("tab", name="Stage").tap()
    settled(page)
    card(page, 0).scroll_into_view_if_needed()
    return page


# By finger


def test_a_finger_that_waits_takes_a_card_along_and_no_menu_opens(phone):
    finger, first, second = Finger(phone), middle(phone, 0), middle(phone, 1)

    finger.down(*first)
    expect(card(phone, 0)).to_have_class(re.compile("shot--taken"))
    finger.move(second[0] + 60, second[1])
    expect(card(phone, 1)).to_have_class(re.compile("shot--taken"))
    saved(phone, finger.up)

    assert [words for words, _ in shots(phone)][:2] == ["Two", "One"]
    expect(phone.locator("shot-list .shot--taken")).to_have_count(0)
    expect(phone.get_by_role("menu")).to_have_count(0)
    saved(phone, lambda: phone.get_by_role("button", name="Undo").tap())
    assert [words for words, _ in shots(phone)] == ["One", "Two", "Three"]


def test_a_finger_that_moves_at_once_scrolls_the_strip_and_takes_nothing(phone):
    strip = phone.locator("shot-list [data-part=strip]")
    finger, (x, y) = Finger(phone), middle(phone, 0)

    finger.down(x, y)
    finger.move(x - 90, y, steps=10)
    finger.up()

    phone.wait_for_function("box => box.scrollLeft > 20", arg=strip.element_handle())
    assert [words for words, _ in shots(phone)] == ["One", "Two", "Three"]
    expect(phone.locator("shot-list .shot--taken")).to_have_count(0)


def test_a_tap_still_chooses_a_card(phone):
    card(phone, 1).locator(".card").tap()

    expect(card(phone, 1)).to_have_attribute("aria-current", "true")


# Sizes and moves


def test_a_size_and_a_move_are_written_into_the_prompt_seen_on_the_card_and_taken_out(alice_page):
    page = alice_page
    storyboard(page, ("A pier in fog", 3), ("Her hands", 4))
    page.get_by_role("button", name=re.compile("shot 1 of 2$")).click()
    sizes, moves = page.get_by_label("Shot size of this shot"), page.get_by_label("Camera move of this shot")

    saved(page, lambda: sizes.select_option(label="Wide"))
    saved(page, lambda: moves.select_option(label="Push in"))

    assert shots(page)[0] == ("Wide shot. The camera pushes in slowly. A pier in fog", 3)
    expect(card(page, 0).locator(".tags")).to_have_text("Wide · Push in")
    expect(card(page, 1).locator(".tags")).to_have_text("")
    saved(page, lambda: sizes.select_option(label="Close-up"))
    assert shots(page)[0][0].startswith("Close-up. The camera")
    assert_accessible(page)

    saved(page, lambda: page.get_by_role("button", name="Close-up: take it out of the prompt").click())
    saved(page, lambda: page.get_by_role("button", name="Push in: take it out of the prompt").click())
    assert shots(page)[0] == ("A pier in fog", 3)
    expect(page.locator("shot-list .chip")).to_have_count(0)
    saved(page, lambda: page.get_by_role("button", name="Undo").click())
    assert "The camera pushes in slowly." in shots(page)[0][0]


def test_the_same_by_keyboard_alone(alice_page):
    page = alice_page
    storyboard(page, ("A pier in fog", 3), ("Her hands", 4))
    tab_to(page, "Shot size of this shot")
    saved(page, lambda: page.keyboard.type("Med"))
    assert any(words.startswith("Medium shot. ") for words, _ in shots(page))

    tab_to(page, "Medium: take it out", key="Shift+Tab")
    saved(page, lambda: page.keyboard.press("Enter"))

    assert not any("Medium shot." in words for words, _ in shots(page))
    focus_comes_to(page, "Prompt of shot")


def test_by_touch_the_row_fits_and_the_words_are_the_shots_own(phone):
    card(phone, 1).locator(".card").tap()

    saved(phone, lambda: phone.get_by_label("Camera move of this shot").select_option(label="Pan left"))

    assert [words for words, _ in shots(phone)] == ["One", "The camera pans left. Two", "Three"]
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_words_of_the_only_shot_are_no_look(alice_page):
    page = alice_page
    storyboard(page, ("A pier in fog", 3))

    saved(page, lambda: page.get_by_label("Camera move of this shot").select_option(label="Push in"))
    page.reload()

    expect(page.get_by_label("Look")).to_have_value("")
    expect(page.get_by_label("Prompt of shot 1")).to_have_value("The camera pushes in slowly. A pier in fog")
