"""The matrix of models and the picker in the browser: filter, read what sources say, choose with keys alone."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.accessible import assert_accessible
from tests.browser.conftest import PHONE
from tests.browser.people import focused, tab_to

pytestmark = pytest.mark.browser

READY = "model-matrix:defined"


@pytest.fixture
def matrix(alice_page):
    alice_page.goto("/models/")
    expect(alice_page.locator(READY)).to_be_visible()
    return alice_page


def heads(page) -> list[str]:
    return page.locator("tbody th a").all_inner_texts()


# The matrix


def test_filters_narrow_the_tables_and_the_address_follows(matrix):
    everything = len(heads(matrix))

    matrix.get_by_label("Motion brush", exact=True).check()
    expect(matrix).to_have_url(re.compile(r"/models/\?can=motion-brush$"))
    with_a_brush = heads(matrix)
    matrix.get_by_label("Search models").fill("1.5")
    expect(matrix).to_have_url(re.compile(r"q=1\.5&can=motion-brush$"))

    assert "1.6 Pro" in with_a_brush and len(with_a_brush) < everything
    assert heads(matrix) == ["1.5 Pro"]
    expect(matrix.locator("#found-count")).to_have_text(re.compile(r"^1 model, "))


def test_an_address_with_filters_opens_with_them(alice_page):
    alice_page.goto("/models/?task=image-to-video&via=runware&can=last-frame")

    expect(alice_page.get_by_label("First + last frame")).to_be_checked()
    expect(alice_page.get_by_role("radio", name="Runware")).to_be_checked()
    expect(alice_page.get_by_label("Task", exact=True)).to_have_value("image-to-video")


def test_a_mark_opens_what_both_sources_say_beside_it(matrix):
    mark = matrix.locator('a[data-notes][title^="Last frame, 1.6 Pro"]')

    mark.click()

    card = matrix.locator("#said")
    expect(card).to_be_visible()
    expect(card).to_contain_text("“Frame images: Supports first frame for frameImages.”")
    expect(card).to_contain_text("Runware: KlingAI provider, line 385")
    expect(card).to_contain_text("Scenario: Kling essentials, line 249")
    there, here = card.bounding_box(), mark.bounding_box()
    assert min(abs(there["y"] + there["height"] - here["y"]), abs(there["y"] - here["y"] - here["height"])) < 24
    assert_accessible(matrix)

    matrix.keyboard.press("Escape")

    expect(card).to_be_hidden()
    expect(mark).to_be_focused()


def test_without_scripts_a_mark_leads_to_the_same_words_below(visit, alice):
    page = visit(alice, java_script_enabled=False)
    page.goto("/models/?q=kling-1.6-pro")

    page.locator('a[data-notes][title^="Last frame, 1.6 Pro"]').click()

    note = page.locator(page.url[page.url.index("#") :])
    expect(note).to_contain_text("Supports first frame for frameImages.")
    expect(note).to_be_in_viewport()


def test_keys_alone_go_through_the_matrix_and_into_the_composer(matrix):
    tab_to(matrix, r"^a \|.*\| O3 4K$")  # one stop for the whole table
    matrix.keyboard.press("ArrowDown")
    assert focused(matrix).endswith("O3 Pro")
    for _ in range(2):
        matrix.keyboard.press("ArrowRight")
    assert matrix.evaluate("document.activeElement.title").startswith("Text to video, O3 Pro")
    matrix.keyboard.press("ArrowDown")

    matrix.keyboard.press("Enter")

    expect(matrix).to_have_url(re.compile(r"/create/\?model=kling-o3-standard&task=text-to-video&via=kling"))
    expect(matrix.locator(".picker__name")).to_have_text("Kling O3 Standard")


def test_a_mark_opened_with_keys_puts_the_focus_into_the_card(matrix):
    matrix.locator('a[data-notes][title^="Up to, O3 4K"]').focus()

    matrix.keyboard.press("Enter")

    assert "Close" in focused(matrix)


@pytest.mark.parametrize("query", ["", "?via=each&family=1.6", "?can=motion-brush&can=4k", "?task=image-to-video"])
def test_axe_finds_nothing_in_the_matrix(alice_page, query):
    alice_page.goto(f"/models/{query}")
    alice_page.wait_for_load_state("networkidle")

    assert_accessible(alice_page)


@pytest.mark.parametrize("width", [390, 360])
def test_the_matrix_fits_on_a_phone_and_its_card_too(visit, alice, width):
    page = visit(alice, viewport=PHONE | {"width": width}, has_touch=True, is_mobile=True)
    page.goto("/models/")
    expect(page.locator(READY)).to_be_visible()

    page.locator("a[data-notes]").first.tap()

    assert page.evaluate("document.documentElement.scrollWidth") <= width
    box = page.locator("#said").bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= width
    assert_accessible(page)


def test_on_paper_there_are_no_bars_and_nothing_is_cut_off(matrix):
    matrix.emulate_media(media="print")

    expect(matrix.locator(".topbar")).to_be_hidden()
    expect(matrix.locator(".rail")).to_be_hidden()
    expect(matrix.get_by_label("Search models")).to_be_hidden()
    whole = matrix.evaluate("[document.documentElement.scrollHeight, document.querySelector('.matrix').scrollHeight]")
    assert whole[0] >= whole[1]
