"""The matrix of models and the picker in the browser: filter, read what sources say, choose with keys alone."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.accessible import assert_accessible
from tests.browser.conftest import PHONE
from tests.browser.people import focused, give_first_frame, saved, tab_to

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


# The picker


@pytest.fixture
def desk(alice_page):
    alice_page.goto("/create/?task=text-to-video&model=kling-3.0-pro&via=animatic")
    expect(alice_page.locator("create-desk:defined")).to_be_visible()
    saved(alice_page, lambda: alice_page.locator("#id_prompt").fill("A pier in fog"))
    return alice_page


def open_picker(page) -> None:
    page.locator("#picker").click()
    expect(page.get_by_role("radio", checked=True, name="Kling 3.0 Pro")).to_be_in_viewport()


def names(page) -> list[str]:
    return page.locator("tr[data-able]:visible b").all_inner_texts()


def test_a_model_is_chosen_with_keys_alone_and_nothing_typed_is_lost(desk):
    desk.locator("#picker").focus()
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("radio", checked=True, name="Kling 3.0 Pro")).to_be_in_viewport()
    assert "Search models" in focused(desk)

    desk.keyboard.type("2.6 pro")
    desk.keyboard.press("Enter")  # to the first model that is left; nothing is chosen yet
    desk.keyboard.press("Space")
    button = desk.locator("[data-choose]")
    expect(button).to_have_text("Use Kling 2.6 Pro through Animatic · free")
    tab_to(desk, r"Use Kling 2\.6 Pro through fal", most=3)  # the prices of the chosen row come next
    desk.keyboard.press("Enter")
    expect(button).to_have_text(re.compile(r"^Use Kling 2\.6 Pro through fal · "))
    tab_to(desk, r"^button \| submit .*Use Kling 2\.6 Pro through fal", most=8)
    with desk.expect_response("**/create/draft/"):
        desk.keyboard.press("Enter")

    expect(desk.get_by_role("dialog")).to_be_hidden()
    expect(desk.locator(".picker__name")).to_have_text("Kling 2.6 Pro")
    expect(desk.get_by_role("radio", name="fal", exact=True)).to_be_checked()
    expect(desk.locator("#id_prompt")).to_have_value("A pier in fog")
    expect(desk.locator("#inputs > input[type=hidden][name=via]")).to_have_count(0)
    assert "Kling 2.6 Pro" in focused(desk)


def test_price_rows_have_every_provider_and_follow_what_is_typed(desk):
    open_picker(desk)
    row = desk.locator("tr[data-able]", has_text="Kling 3.0 Pro")
    assert row.locator("td[data-via]").evaluate_all("cells => cells.map(cell => cell.dataset.via)") == [
        "Kling",
        "Runware",
        "fal",
        "Scenario",
    ]
    expect(row.locator("td[data-via=Runware]")).to_contain_text("~$0.56")
    desk.keyboard.press("Escape")

    saved(desk, lambda: desk.locator("#id_duration").fill("10"))
    open_picker(desk)

    expect(row.locator("td[data-via=Runware]")).to_contain_text("~$1.12")
    expect(desk.locator(".picker-sheet [data-words]")).to_have_text("10 s")


def test_chips_leave_what_can_do_it_all(desk):
    open_picker(desk)
    everything = names(desk)

    desk.get_by_role("button", name="Sound", exact=True).click()
    with_sound = names(desk)
    desk.get_by_role("button", name="4K", exact=True).click()

    assert "Kling 3.0 Turbo Pro" in with_sound and len(with_sound) < len(everything)
    assert names(desk) == ["Kling O3 4K", "Kling 3.0 4K"]
    desk.get_by_role("button", name="Camera", exact=True).click()
    expect(desk.get_by_text("No model for this task has all of that.")).to_be_visible()
    expect(desk.locator("#announcer")).to_have_text("0 models")


def test_another_task_is_chosen_at_the_side(desk):
    open_picker(desk)

    desk.get_by_role("navigation", name="Tasks").get_by_role("link", name="Edit video").click()
    expect(desk.locator(".models[data-task=edit-video]")).to_be_visible()
    desk.get_by_role("radio", name="Kling O1 Pro").check()
    with desk.expect_response("**/create/draft/"):
        desk.get_by_role("button", name="Use Kling O1 Pro for edit video through Animatic · free").click()

    expect(desk.locator(".tasks__list [aria-current]")).to_have_text("Edit video")
    expect(desk.locator(".picker__name")).to_have_text("Kling O1 Pro")


def test_cancel_changes_nothing(desk):
    open_picker(desk)
    desk.get_by_role("radio", name="Kling O1 Pro").check()

    desk.get_by_role("button", name="Cancel").click()

    expect(desk.get_by_role("dialog")).to_be_hidden()
    expect(desk.locator(".picker__name")).to_have_text("Kling 3.0 Pro")


@pytest.mark.parametrize("width", [1440, 390, 360])
def test_axe_finds_nothing_in_the_picker_and_it_fits(visit, alice, width):
    phone = {"viewport": PHONE | {"width": width}, "has_touch": True, "is_mobile": True} if width < 1000 else {}
    page = visit(alice, **phone)
    page.goto("/create/?starter=storyboard")
    expect(page.locator("create-desk:defined")).to_be_visible()
    open_picker(page)

    assert_accessible(page)

    box = page.locator(".picker-sheet").bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= width
    assert page.locator(".picker-sheet__list").evaluate("list => list.scrollWidth <= list.clientWidth")


def test_a_kept_value_leads_in_one_click_to_who_takes_it(alice_page, photograph):
    page = alice_page
    page.goto("/create/?task=image-to-video&model=kling-1.5-pro&via=kling")
    give_first_frame(page, photograph)
    saved(page, lambda: page.locator("#guide").get_by_role("radio", name="End frame").check(force=True))
    with page.expect_response("**/uploads/"):
        saved(page, lambda: page.locator("#id_last_frame input[type=file]").set_input_files(photograph))
    saved(page, lambda: page.get_by_role("radio", name="Runware").check())
    kept = page.locator(".kept__row", has_text="Last frame")
    expect(kept).to_be_visible()

    with page.expect_response("**/create/draft/"):
        kept.get_by_role("link", name="Use ").click()

    expect(page.locator(".kept")).to_have_count(0)
    expect(page.locator("frame-picker")).to_have_count(2)


def test_what_is_chosen_while_the_prices_are_still_asked_for_stays_chosen(desk):
    open_picker(desk)
    desk.keyboard.press("Escape")
    desk.route("**/create/models/", lambda route: (desk.wait_for_timeout(400), route.continue_()))

    desk.locator("#picker").click()
    with desk.expect_response("**/create/models/"):
        desk.get_by_role("radio", name="Kling 2.6 Pro").check()

    expect(desk.locator(".picker-sheet.htmx-request, .picker-sheet .htmx-request")).to_have_count(0)
    expect(desk.get_by_role("radio", name="Kling 2.6 Pro")).to_be_checked()
    expect(desk.locator("[data-choose]")).to_have_text("Use Kling 2.6 Pro through Animatic · free")
