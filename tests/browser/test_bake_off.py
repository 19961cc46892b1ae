"""A bake-off of three animatics: begun by Alice, voted on by two at once, blind until she shows the names."""

import re

import pytest
from playwright.sync_api import Page, expect

from studio.review.models import BakeOff
from tests.browser.accessible import assert_accessible
from tests.browser.conftest import PHONE
from tests.browser.people import compose_clip, in_a_thread, tab_to
from tests.pages.test_bake_off import ABOUT_ANIMATICS, GIVEAWAY

pytestmark = pytest.mark.browser
ROUTES = ("kling-3.0-standard/animatic", "kling-3.0-pro/animatic", "kling-2.5-turbo-standard/animatic")


def begun(page: Page) -> str:
    """Composes a clip, chooses three that draw it, and begins; the address of the bake-off."""
    compose_clip(page, "A pier in fog", 5)
    page.get_by_role("link", name="Bake-off…").click()
    expect(page.locator(f'input[value="{ROUTES[0]}"]')).to_be_checked()
    for route in ROUTES[1:]:
        with page.expect_response("**/bake-offs/new/**"):
            page.locator(f'input[value="{route}"]').check()
    expect(page.locator("#bake-sum")).to_contain_text("3 chosen: free")
    page.get_by_role("button", name=re.compile("^Begin the bake-off · free")).click()
    page.wait_for_url(re.compile(r"/bake-offs/[0-9a-f-]{36}/"))
    return page.url


def is_blind(page: Page) -> None:
    html = page.locator("#bake").evaluate("view => view.outerHTML")
    html = html.replace(ABOUT_ANIMATICS, "")
    assert not GIVEAWAY.search(html), GIVEAWAY.search(html)


def test_two_vote_at_once_nothing_tells_and_then_the_names_are_shown(visit, alice, bob):
    hers = visit(alice)
    address = begun(hers)
    is_blind(hers)
    his = visit(bob)
    his.goto(address)

    for page in (hers, his):
        expect(page.locator(".entry video")).to_have_count(3, timeout=90_000)
        is_blind(page)
        assert_accessible(page)
    his.get_by_role("button", name="Vote for B").click()
    expect(hers.locator("#entry-B .entry__tally")).to_have_text("1 vote")
    hers.get_by_role("button", name="Vote for C").click()
    expect(his.locator("#entry-C .entry__tally")).to_have_text("1 vote")
    his.get_by_role("button", name="Vote for C").click()
    expect(hers.locator("#entry-C .entry__tally")).to_have_text("2 votes")
    expect(hers.locator("#entry-B .entry__tally")).to_have_text("0 votes")
    for page in (hers, his):
        is_blind(page)
    expect(his.get_by_role("button", name="Reveal")).to_have_count(0)

    hers.get_by_role("button", name="Reveal").click()

    for page in (hers, his):
        expect(page.locator(".bake__verdict")).to_contain_text(
            re.compile("^C, Kling .* via Animatic, has won with 2 of 2")
        )
        expect(page.locator(".bake__facts tbody tr")).to_have_count(3)
        expect(page.locator(".bake__facts tbody td:nth-child(5)")).to_have_text(["free"] * 3)
        expect(page.get_by_role("button", name=re.compile("Vote"))).to_have_count(0)
        assert_accessible(page)
    names = set(his.locator(".bake__facts tbody td:nth-child(2)").all_inner_texts())
    assert len(names) == 3
    assert in_a_thread(BakeOff.objects.get).revealed_by_id == alice.pk


def test_with_keys_alone_one_begins_and_votes_on_a_phone(visit, alice):
    page = visit(alice, viewport=PHONE)
    begun(page)
    expect(page.locator(".entry video")).to_have_count(3, timeout=90_000)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]

    tab_to(page, r"vote-A|Vote for A")
    page.keyboard.press("Enter")

    expect(page.locator("#vote-A")).to_have_attribute("aria-pressed", "true")
    assert_accessible(page)


def test_choosing_is_accessible_in_both_themes(visit, alice):
    for theme in ("dark", "light"):
        alice.theme = theme
        alice.save()
        page = visit(alice)
        compose_clip(page, f"A pier in {theme}", 5)
        page.get_by_role("link", name="Bake-off…").click()
        expect(page.get_by_role("group", name="Who takes part")).to_be_visible()
        assert_accessible(page)
