"""What a change brings to the page: the parts that are others now, and all once another answer was drawn."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import saved, settled
from tests.browser.test_create_controls import opened

pytestmark = pytest.mark.browser

START = "/create/?task=text-to-video&model=kling-3.0-pro&via=animatic"
MORPHED = """() => { window.morphed = new Set(); const about = ({ detail }) => window.morphed.add(detail.target.id)
  document.addEventListener("htmx:oobBeforeSwap", about) }"""


def composed(page: Page) -> None:
    opened(page, START)
    settled(page)
    page.evaluate(MORPHED)
    saved(page, lambda: page.locator("#id_prompt").fill("A pier"))
    saved(page, lambda: page.locator("#id_prompt").fill("A pier in"))


def drawn(page: Page) -> set[str]:
    """The ids of what has been drawn since this was asked last."""
    found = set(page.evaluate("() => [...window.morphed]"))
    page.evaluate("() => window.morphed.clear()")
    return found


def test_a_word_draws_nothing_but_the_book_keeping_and_a_length_its_price(alice_page):
    page = alice_page
    composed(page)
    drawn(page)

    saved(page, lambda: page.locator("#id_prompt").press_sequentially(" fog "))
    assert drawn(page) == {"book", "has"}
    expect(page.locator("#id_prompt")).to_have_value("A pier in fog ")

    saved(page, lambda: page.locator("#id_duration").fill("9"))
    assert {"about", "generate"} <= drawn(page) and "inputs" not in drawn(page)


def test_what_another_answer_has_drawn_is_drawn_whole_by_the_next(alice_page):
    page = alice_page
    composed(page)
    page.locator("#picker").click()
    expect(page.locator("#model-sheet")).to_be_visible()
    settled(page)
    page.keyboard.press("Escape")
    expect(page.locator("#has")).to_have_value("")
    drawn(page)

    saved(page, lambda: page.locator("#id_prompt").fill("A pier at night"))

    assert "inputs" in drawn(page)
    saved(page, lambda: page.locator("#id_prompt").fill("A pier at dawn"))
    assert drawn(page) == {"book", "has"}


def test_an_answer_for_parts_that_are_others_by_now_is_asked_for_again_and_no_letter_is_lost(alice_page):
    page = alice_page
    composed(page)
    drawn(page)
    late = []
    page.route("**/create/draft/", lambda route: late.append(route), times=1)
    page.locator("#id_prompt").press_sequentially(" fog")
    while not late:  # it is saved in a moment
        page.evaluate("0")

    page.evaluate("() => { document.querySelector('#has').value = '' }")  # as after any other answer
    late[0].continue_()

    page.wait_for_function("() => window.morphed.has('inputs')")
    settled(page)
    expect(page.locator("#id_prompt")).to_have_value("A pier in fog")
    expect(page.locator("#has")).not_to_have_value("")
