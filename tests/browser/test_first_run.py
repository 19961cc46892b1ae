"""The first run in a real browser: from the owner's link through six steps to Create, and what is tried there."""

import pytest
from playwright.sync_api import Page, expect

from studio.accounts.links import issue
from studio.accounts.models import Budget, User
from studio.animatic.testclips import CLIPS
from studio.pages import sample
from tests.browser.accessible import assert_accessible
from tests.browser.conftest import PHONE
from tests.browser.people import compose_clip, expect_state, send

pytestmark = pytest.mark.browser

STEPS = ("you", "files", "providers", "limits", "reach", "team")


@pytest.fixture(autouse=True)
def quick(monkeypatch, settings, tmp_path):
    """One short clip instead of six: drawing takes a while."""
    monkeypatch.setattr(sample, "CLIPS", tuple(clip for clip in CLIPS if clip.slug == "grey-steps"))
    settings.KEYS = tmp_path / "keys"
    settings.KEYS.mkdir()


def go_on(page: Page, words: str) -> None:
    page.get_by_role("link", name=words).or_(page.get_by_role("button", name=words)).click()


def test_from_the_owners_link_to_the_sample_project(visit):
    page = visit()
    page.goto(issue())
    page.get_by_label("Name").fill("Alice Archer")
    page.get_by_label("E-mail").fill("alice@example.com")
    page.get_by_role("button", name="Open the studio").click()

    expect(page.get_by_role("heading", name="Where do the files go?")).to_be_visible()
    expect(page.get_by_text("1 MB was written there, read back and removed")).to_be_visible()
    go_on(page, "On to providers")
    expect(page.get_by_role("heading", name="Who makes the clips?")).to_be_visible()
    expect(page.get_by_text("Providers bill you directly; this app is free.")).to_be_visible()
    go_on(page, "On to safety limits")
    page.get_by_label("The team may spend a month").fill("120")
    go_on(page, "Save, and on to reachability")
    expect(page.get_by_text("providers are asked instead, every few seconds: that is fine")).to_be_visible()
    go_on(page, "On to invite")
    page.get_by_label("Name").fill("Dana Diaz")
    page.get_by_label("E-mail").fill("dana@example.com")
    page.get_by_role("button", name="Make an invitation link").click()
    link = page.locator("#invite-link").inner_text()
    go_on(page, "Open the studio")

    expect(page.locator("#compose")).to_be_visible()
    expect(page.locator(".sample__clip")).to_contain_text("Grey steps", timeout=60_000)
    expect(page.locator(".trying__row")).to_have_count(4)
    assert {budget.amount for budget in Budget.objects.all()} == {120, 50}
    dana_comes(visit(), link)


def dana_comes(page: Page, link: str) -> None:
    page.goto(link)
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator("#compose")).to_be_visible()
    expect(page.locator(".trying__row").last).to_contain_text("Find it again")
    assert User.objects.get(email="dana@example.com").memberships.get().role == "artist"


def test_every_step_can_be_skipped_is_accessible_and_fits_on_a_phone(visit, alice, complaints):
    complaints.allow("422")
    page = visit(alice, viewport=PHONE)
    for slug in STEPS:
        page.goto(f"/welcome/{slug}/")
        assert_accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], slug

    page.goto("/welcome/limits/")
    page.get_by_label("The team may spend a month").fill("-1")
    page.get_by_role("button", name="Save, and on to").click()
    expect(page.get_by_text("Give 0 or more")).to_be_visible()
    page.get_by_role("button", name="Finish later").click()

    expect(page.locator("#compose")).to_be_visible()
    assert not Budget.objects.exists()


def test_what_is_tried_is_ticked_and_the_list_goes_away(visit, alice):
    page = visit(alice)
    page.goto("/welcome/team/")
    page.get_by_role("button", name="Open the studio").click()
    rows = page.locator(".trying__row")

    rows.first.get_by_role("link").click()
    expect(page.locator("#id_shots, shot-list").first).to_be_attached()
    compose_clip(page, "A harbour at dusk")  # smaller than the storyboard, and drawn sooner
    expect_state(page, send(page), "ready", within_s=120)
    page.goto("/create/")
    expect(rows.first).to_have_attribute("data-done", "")

    rows.nth(1).get_by_role("link").click()
    expect(page.locator("clip-player").first).to_be_visible()
    page.goto("/create/")
    rows.nth(2).get_by_role("link").click()
    expect(page.locator("#compose")).to_be_visible()
    page.goto("/create/")
    expect(page.locator(".trying__row[data-done]")).to_have_count(3)

    page.get_by_role("button", name="Hide the list").click()
    expect(rows).to_have_count(0)
    page.reload()
    expect(rows).to_have_count(0)
