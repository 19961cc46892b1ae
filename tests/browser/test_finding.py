"""Finding in the library as people do it: typing, choosing, keeping a search, taking things out of the bin."""

import re
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import expect

from studio.core import clock
from studio.library.models import Asset, Tag, Tagging
from tests.browser.accessible import assert_accessible
from tests.browser.conftest import MEDIA, PHONE
from tests.browser.people import kept
from tests.library.making import RECIPE, made

pytestmark = pytest.mark.browser

PICTURES = {
    "Rocket at night": ("rocket.jpg", "kling-image-3.0", "fal", 5),
    "Chelsea the cat": ("chelsea.jpg", "kling-image-2.1", "kling", 3),
    "Coffee on a table": ("coffee.jpg", "kling-image-3.0", "runware", 0),
    "An astronaut": ("astronaut.jpg", "kling-image-o1", "scenario", 4),
}


@pytest.fixture
def pictures(live_studio, alice, team, tmp_path):
    """Four pictures of Alice's by their names, one of them tagged."""
    found = {}
    for name, (file, model, provider, stars) in PICTURES.items():
        recipe = RECIPE | {"model": model, "task": "text-to-image", "provider": provider}
        path = shutil.copy(MEDIA / file, tmp_path / file)
        asset = kept(made, Path(path), alice, name=name, recipe=recipe | {"values": {"prompt": name}})
        Asset.objects.filter(pk=asset.pk).update(stars=stars)
        found[name] = asset
    tag = Tag.objects.create(team=team, name="Night", key="night")
    Tagging.objects.create(tag=tag, asset=found["Rocket at night"])
    return found


def names(page) -> set[str]:
    return set(page.locator(".tile__name").all_inner_texts())


def shows(page, *expected: str) -> None:
    expect(page.locator(".tile__name")).to_have_count(len(expected))
    assert names(page) == set(expected)


def ready(page) -> None:
    expect(page.locator("justified-grid:defined, .empty").first).to_be_attached()
    expect(page.locator("focus-after:defined")).to_be_attached()


def test_typing_finds_and_loses_no_letter_and_back_leads_out_of_the_search(visit, alice, pictures):
    page = visit(alice)
    page.goto("/library/?sort=oldest")
    ready(page)

    page.keyboard.press("/")
    field = page.get_by_role("searchbox", name="Search the library")
    expect(field).to_be_focused()
    page.route("**/library/?**", lambda route: (page.wait_for_timeout(300), route.continue_()))
    field.press_sequentially("rocket at ni", delay=60)

    expect(page.locator(".tile__name")).to_have_count(1)
    assert field.input_value() == "rocket at ni"
    expect(field).to_be_focused()
    expect(page).to_have_url(re.compile(r"\?q=rocket\+at\+ni&sort=oldest$"))
    page.unroute("**/library/?**")
    field.fill("no such thing")
    expect(page.get_by_role("heading", name="Nothing matches")).to_be_visible()
    page.get_by_role("main").get_by_role("link", name="Clear filters").first.click()
    expect(page.locator(".tile__name")).to_have_count(4)
    expect(field).to_have_value("")
    page.reload()
    shows(page, *PICTURES)


def test_facets_are_counted_when_they_open_chosen_by_keyboard_and_taken_away_one_by_one(visit, alice, pictures):
    page = visit(alice)
    page.goto("/library/")
    ready(page)
    menu = page.locator(".facet", has=page.locator("summary", has_text="Model"))

    menu.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(menu.locator(".facet__option")).to_have_count(3)
    expect(menu.locator(".facet__option", has_text="Kling IMAGE 3.0").locator(".muted")).to_have_text("2")
    assert_accessible(page)
    menu.get_by_role("checkbox", name="Kling IMAGE 3.0").focus()
    page.keyboard.press("Space")
    expect(page.locator(".tile__name")).to_have_count(2)
    expect(menu.get_by_role("checkbox", name="Kling IMAGE 3.0")).to_be_focused()
    page.keyboard.press("Escape")
    expect(menu.locator("summary")).to_be_focused()

    stars = page.locator(".facet", has=page.locator("summary", has_text="Stars"))
    stars.locator("summary").click()
    stars.get_by_role("checkbox", name="4 and more").check()
    page.keyboard.press("Escape")
    shows(page, "Rocket at night")
    expect(page).to_have_url(re.compile(r"\?model=kling-image-3\.0&stars=4$"))
    expect(page.locator(".chosen__chip")).to_have_count(2)
    assert_accessible(page)


def test_a_chip_takes_its_filter_away_and_back_brings_it_again(visit, alice, pictures):
    page = visit(alice)
    page.goto("/library/?model=kling-image-3.0&stars=4")
    ready(page)

    page.get_by_role("link", name="Take away Model: Kling IMAGE 3.0").click()
    expect(page.locator(".tile__name")).to_have_count(2)
    expect(page).to_have_url(re.compile(r"\?stars=4$"))
    assert page.evaluate("document.activeElement !== document.body")
    page.go_back()
    expect(page.locator(".tile__name")).to_have_count(1)
    expect(page.locator(".chosen__chip")).to_have_count(2)


def test_the_order_is_chosen_and_more_facets_lie_behind_one_button(visit, alice, pictures):
    page = visit(alice)
    page.goto("/library/")
    ready(page)

    page.get_by_label("Order").select_option("stars")
    expect(page).to_have_url(re.compile(r"\?sort=stars$"))
    expect(page.locator(".tile__name").first).to_have_text("Rocket at night")
    expect(page.locator(".tile__name").last).to_have_text("Coffee on a table")
    page.locator("summary", has_text="More").click()
    part = page.locator(".facet__part", has=page.locator("summary", has_text="Task"))
    part.locator("summary").click()
    expect(part.locator(".facet__option")).to_have_count(1)
    part.get_by_role("checkbox", name="Text to image").check()
    expect(page.locator(".chosen__chip")).to_have_count(1)
    expect(page.locator(".tile__name")).to_have_count(4)


def test_a_search_is_kept_for_the_team_and_opened_by_another(visit, alice, bob, pictures):
    page = visit(alice)
    page.goto("/library/?tag=night")
    ready(page)

    page.locator("#views summary").click()
    page.get_by_placeholder("Keep this search as").fill("Nights")
    page.get_by_label("For the whole team").check()
    page.locator("#views").get_by_role("button", name="Keep", exact=True).click()
    expect(page.get_by_text("The view Nights is kept for the team.")).to_be_visible()

    his = visit(bob)
    his.goto("/library/")
    ready(his)
    his.locator("#views summary").click()
    his.get_by_role("link", name="Nights").click()
    shows(his, "Rocket at night")
    expect(his.get_by_role("button", name=re.compile("Take away the view"))).to_have_count(0)


def test_what_is_in_the_bin_says_how_long_and_comes_out(visit, alice, pictures):
    Asset.objects.filter(pk=pictures["An astronaut"].pk).update(binned_at=clock.now())
    page = visit(alice)
    page.goto("/library/")
    ready(page)
    expect(page.locator(".tile__name")).to_have_count(3)

    page.get_by_role("link", name="Bin", exact=True).click()
    expect(page.get_by_text("gone in 30 days")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Restore An astronaut").click()
    expect(page.get_by_text("1 file taken out of the bin.")).to_be_visible()
    expect(page.get_by_role("heading", name="The bin is empty")).to_be_visible()
    assert Asset.objects.get(pk=pictures["An astronaut"].pk).binned_at is None


def test_on_a_phone_a_facet_is_a_sheet_at_the_foot_of_the_room(visit, alice, pictures):
    page = visit(alice, viewport=PHONE, has_touch=True)
    page.goto("/library/")
    ready(page)

    page.locator("summary", has_text="Type").tap()
    sheet = page.locator(".facet[open] .facet__menu")
    expect(sheet.locator(".facet__option")).to_have_count(1)
    box = sheet.bounding_box()
    assert box["x"] == 0
    assert box["width"] == PHONE["width"]
    assert round(box["y"] + box["height"]) == PHONE["height"]
    assert_accessible(page)
    sheet.get_by_text("Picture").tap()
    expect(page.locator(".chosen__chip")).to_have_count(1)
    page.locator(".tasks").tap()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
