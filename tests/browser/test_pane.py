"""The library's pane: what is pointed at, beside the grid or in a sheet; and the large look over the grid."""

from uuid import uuid4

import pytest
from playwright.sync_api import expect

from studio.library import lineage
from studio.library.models import Asset, Look
from studio.review import actions
from studio.review.actions import Said
from tests.browser.accessible import assert_accessible
from tests.browser.conftest import PHONE
from tests.browser.people import kept
from tests.browser.shelf import FOCUSED, earlier, focused, ready, tile, until
from tests.core import making
from tests.library.making import copies, made

pytestmark = pytest.mark.browser
CHOSEN = "() => [...document.querySelectorAll('.tile[aria-selected=true]')].map(tile => tile.id.slice(6))"


def at_the_library(page, address="/library/"):
    page.goto(address)
    ready(page)
    until(page, "() => ['bulk-bar', 'preview-pane', 'quick-look'].every(tag => customElements.get(tag))")


@pytest.fixture
def shown(clip, alice, tmp_path):
    """Six clips, the newest first; the second has a source, a note and a prompt of its own."""
    found = [clip, *copies(clip, 5, newest=earlier())]
    picture = kept(made, making.picture(tmp_path), alice, name="The photograph")
    Asset.objects.filter(pk=picture.pk).update(created_at=earlier().replace(year=2025))
    lineage.note(found[1], [picture])
    actions.write(alice, found[1], Said(id=uuid4(), words="The cup jumps", frame=12))
    Asset.objects.filter(pk=found[1].pk).update(recipe=found[1].recipe | {"values": {"prompt": "A low sun"}})
    return found


@pytest.fixture
def pane():
    return lambda page: page.get_by_role("complementary", name="Preview")


# The pane, by mouse


def test_one_press_chooses_and_shows_facts_recipe_lineage_and_notes_and_two_open(visit, alice, shown, pane):
    page = visit(alice)
    at_the_library(page)
    expect(pane(page).get_by_text("Nothing is pointed at")).to_be_visible()

    tile(page, shown[1]).locator("img").click()

    assert page.evaluate(CHOSEN) == [str(shown[1].pk)]
    expect(pane(page).get_by_role("heading", level=2)).to_have_text(shown[1].name)
    for words in ("A low sun", "Kling 3.0 Pro", "50 frames", "The photograph", "The cup jumps"):
        expect(pane(page).get_by_text(words).first).to_be_visible()
    assert page.url.split("#")[0].endswith("/library/")

    tile(page, shown[2]).locator("img").click()
    assert page.evaluate(CHOSEN) == [str(shown[2].pk)]
    expect(pane(page).get_by_role("heading", level=2)).to_have_text(shown[2].name)
    tile(page, shown[2]).locator("img").dblclick()
    page.wait_for_url(f"**/assets/{shown[2].pk}/")


def test_stars_are_given_in_the_pane_and_its_own_shows_them(visit, alice, shown, pane):
    page = visit(alice)
    at_the_library(page)
    tile(page, shown[1]).locator("img").click()

    pane(page).get_by_role("button", name="4 stars").click()

    expect(page.locator(f"#marks-{shown[1].pk}")).to_have_attribute("data-stars", "4")
    expect(pane(page).get_by_role("button", name="4 stars")).to_have_attribute("aria-pressed", "true")
    expect(pane(page).get_by_role("button", name="5 stars")).to_have_attribute("aria-pressed", "false")


def test_the_pane_is_closed_and_opened_with_its_button_and_stays_so_on_another_day(visit, alice, shown, pane):
    page = visit(alice)
    at_the_library(page)
    tile(page, shown[1]).locator("img").click()
    with page.expect_response("**/preferences/pane/"):
        pane(page).get_by_role("button", name="Close the preview").click()
    expect(pane(page)).to_be_hidden()
    assert focused(page) == str(shown[1].pk)

    page.reload()
    ready(page)
    tile(page, shown[2]).locator("img").click()
    assert page.evaluate(CHOSEN) == [str(shown[2].pk)]
    expect(pane(page)).to_be_hidden()
    with page.expect_response("**/preferences/pane/"):
        page.get_by_role("checkbox", name="Preview pane").check()
    expect(pane(page).get_by_role("heading", level=2)).to_have_text(shown[2].name)
    assert Look.of(alice).has_pane


# By keyboard alone


def test_i_opens_and_closes_the_pane_which_follows_the_focus(visit, alice, shown, pane):
    Look.objects.create(user=alice, has_pane=False)
    page = visit(alice)
    at_the_library(page)
    tile(page, shown[0]).locator("a").first.focus()

    with page.expect_response("**/preferences/pane/"):
        page.keyboard.press("i")
    expect(pane(page).get_by_role("heading", level=2)).to_have_text(shown[0].name)
    page.keyboard.press("ArrowRight")
    expect(pane(page).get_by_role("heading", level=2)).to_have_text(shown[1].name)
    assert page.evaluate(CHOSEN) == []  # to walk is not to choose
    with page.expect_response("**/preferences/pane/"):
        page.keyboard.press("i")

    expect(pane(page)).to_be_hidden()
    assert focused(page) == str(shown[1].pk)
    assert not Look.of(alice).has_pane


def test_what_a_press_chose_goes_along_with_the_arrows_so_that_keys_act_on_what_is_seen(visit, alice, shown):
    page = visit(alice)
    at_the_library(page)
    tile(page, shown[1]).locator("img").click()

    page.keyboard.press("ArrowRight")
    page.keyboard.press("3")

    page.locator(f"#marks-{shown[2].pk}[data-stars='3']").wait_for()
    assert page.evaluate(CHOSEN) == [str(shown[2].pk)]
    assert Asset.objects.get(pk=shown[1].pk).stars == 0


# By touch


def test_on_a_phone_a_press_opens_the_same_in_a_sheet_from_which_one_goes_on(visit, alice, shown):
    page = visit(alice, viewport=PHONE, has_touch=True, is_mobile=True)
    at_the_library(page)

    tile(page, shown[1]).locator("img").tap()
    sheet = page.get_by_role("dialog")
    for words in ("A low sun", "The photograph", "The cup jumps"):
        expect(sheet.get_by_text(words).first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    assert_accessible(page)
    sheet.get_by_role("button", name="Close").tap()
    expect(sheet).to_have_count(0)
    assert page.evaluate(CHOSEN) == []

    tile(page, shown[1]).locator("img").tap()
    sheet.get_by_role("link", name="Open", exact=True).tap()
    page.wait_for_url(f"**/assets/{shown[1].pk}/")


def test_on_a_phone_who_wants_no_preview_gets_to_the_file_at_once(visit, alice, shown):
    Look.objects.create(user=alice, has_pane=False)
    page = visit(alice, viewport=PHONE, has_touch=True, is_mobile=True)
    at_the_library(page)

    tile(page, shown[1]).locator("img").tap()

    page.wait_for_url(f"**/assets/{shown[1].pk}/")


# The large look


def looked_at(page, asset):
    """The dialog shows this file."""
    return page.locator(f"dialog.look-large video[src='/media/{asset.pk}/original']")


def test_space_looks_large_arrows_go_on_and_escape_is_back_where_one_was(visit, alice, clip):
    shown = [clip, *copies(clip, 60, newest=earlier())]
    page, asked = visit(alice), []
    page.on("request", lambda request: request.url.endswith("/original") and asked.append(request.url))
    at_the_library(page)
    tile(page, shown[0]).locator("a").first.focus()
    for key in ("PageDown", "ArrowRight", "ArrowLeft"):
        page.keyboard.press(key)
    here = next(asset for asset in shown if str(asset.pk) == focused(page))
    scrolled = "document.querySelector('.pane__scroll').scrollTop"
    before, beside = page.evaluate(scrolled), shown[shown.index(here) + 1]
    assert asked == []

    page.keyboard.press("Space")
    expect(looked_at(page, here)).to_be_visible()
    assert asked
    assert looked_at(page, here).evaluate("video => video.muted")
    page.keyboard.press("Escape")
    expect(page.locator("dialog.look-large")).to_have_count(0)
    until(page, FOCUSED, str(here.pk))
    assert page.evaluate(scrolled) == before

    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    expect(looked_at(page, beside)).to_be_visible()
    page.keyboard.press("ArrowLeft")
    expect(looked_at(page, here)).to_be_visible()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    until(page, FOCUSED, str(beside.pk))
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/assets/{beside.pk}/")


def test_the_look_has_buttons_for_the_mouse_and_plays_by_itself_only_what_may(visit, alice, shown, pane):
    Asset.objects.filter(pk=shown[2].pk).update(flashes=9)
    page = visit(alice, reduced_motion="no-preference")
    at_the_library(page)
    tile(page, shown[1]).locator("img").click()
    pane(page).get_by_role("button", name="Look at it large").click()
    expect(looked_at(page, shown[1])).to_be_visible()
    assert looked_at(page, shown[1]).evaluate("video => video.autoplay")

    page.get_by_role("button", name="The next one").click()
    expect(looked_at(page, shown[2])).to_be_visible()
    assert not looked_at(page, shown[2]).evaluate("video => video.autoplay")
    page.get_by_role("button", name="Close", exact=True).click()

    until(page, FOCUSED, str(shown[2].pk))


def test_those_who_want_less_motion_press_play_themselves(visit, alice, shown):
    page = visit(alice)
    at_the_library(page)
    tile(page, shown[1]).locator("a").first.focus()

    page.keyboard.press("Space")

    expect(looked_at(page, shown[1])).to_be_visible()
    assert not looked_at(page, shown[1]).evaluate("video => video.autoplay")
    assert_accessible(page)


# Everybody


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_the_pane_is_accessible(visit, alice, shown, pane, theme):
    alice.theme = theme
    alice.save()
    page = visit(alice)
    at_the_library(page)
    tile(page, shown[1]).locator("img").click()
    expect(pane(page).get_by_text("The cup jumps")).to_be_visible()

    assert_accessible(page)
