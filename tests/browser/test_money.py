"""Money in a real browser: asked before it is spent, let through by who may, priced by who will bill. A rehearsal."""

from decimal import Decimal

import pytest
from playwright.sync_api import expect

from studio.accounts import keyring
from studio.jobs.models import Job
from tests.browser.accessible import assert_accessible
from tests.browser.people import expect_state, in_a_thread, saved, tab_to
from tests.jobs.spending import budget
from tests.planted import PARTS
from tests.rehearsal.conftest import staged

pytestmark = pytest.mark.browser

PICTURE = "/create/?task=text-to-image&model=kling-image-o1&via=runware"  #: $0.028 by Runware's list
CLIP = "/create/?task=text-to-video&model=kling-3.0-pro&via=scenario"  #: no source gives a price


@pytest.fixture
def rehearsal(settings, tmp_path):
    """The providers are stand-ins that are done at once. To be asked for before the studio is."""
    with staged(tmp_path / "stage") as stage:
        settings.REHEARSAL, settings.KEYS = stage.origin, tmp_path / "keys"
        settings.KEYS.mkdir()
        stage.turn()
        yield stage


@pytest.fixture
def key(team):
    """key(provider): the team's key to it."""
    return lambda slug: in_a_thread(lambda: keyring.add(team, slug, PARTS[slug]))


def compose(page, address: str, prompt: str) -> None:
    page.goto(address)
    saved(page, lambda: page.locator("#id_prompt").fill(prompt))


@pytest.fixture
def asked(rehearsal, bob_page, key, bob, team, complaints):
    """Bob's page, asked whether a job may wait that his budget holds back."""
    complaints.allow("422")
    key("runware")
    budget(team, "0.02", person=bob)
    compose(bob_page, PICTURE, "A lighthouse in fog")
    button = bob_page.locator("#send").bounding_box()
    bob_page.locator("#send").click()
    expect(bob_page.locator("#send-yes")).to_be_visible()
    answer = bob_page.locator("#send-yes").bounding_box()
    assert answer["y"] + answer["height"] <= button["y"], "the second click of a double click would be the answer"
    return bob_page


def test_a_budget_that_is_reached_asks_and_loses_nothing(asked):
    question = asked.get_by_role("alert").filter(has_text="This would pass a budget")

    expect(question).to_be_focused()
    expect(question).to_contain_text("Bob Baker's budget")
    expect(asked.locator("#id_prompt")).to_have_value("A lighthouse in fog")
    assert_accessible(asked)
    assert not Job.objects.exists()


def test_what_a_budget_holds_back_runs_once_a_producer_lets_it_through(rehearsal, asked, alice_page):
    tab_to(asked, "Send for approval")
    asked.keyboard.press("Enter")
    held = asked.locator("#jobs .job[data-shelf=held]")
    expect(held).to_contain_text("Waiting for approval")
    expect(asked.locator("#send-yes")).to_have_count(0)
    expect(held.get_by_role("button", name="Let it through")).to_have_count(0)
    assert rehearsal.charges("runware") == []

    alice_page.goto("/queue/")
    assert_accessible(alice_page)
    tab_to(alice_page, "Let it through: A lighthouse in fog")
    alice_page.keyboard.press("Enter")

    card = asked.locator("#jobs .job")
    expect(card).to_have_attribute("data-state", "ready", timeout=60_000)
    expect(card).to_contain_text("Billed $0.028, as estimated")
    assert len(rehearsal.charges("runware")) == 1
    alice_page.goto("/ledger/")
    expect(alice_page.locator("#ledger tbody tr")).to_contain_text("Runware told it with the result.")


def test_above_ones_own_limit_the_amount_is_shown_once_more_and_one_may_still_say_no(
    rehearsal, alice_page, key, alice, complaints
):
    complaints.allow("422")
    key("runware")
    alice.confirm_above = Decimal("0.01")
    alice.save()
    compose(alice_page, PICTURE, "A pier")

    alice_page.locator("#send").click()
    expect(alice_page.get_by_text("This costs ~$0.028")).to_be_visible()
    with alice_page.expect_response("**/create/draft/"):
        alice_page.get_by_role("button", name="Not now").click()
    expect(alice_page.locator("#send")).to_be_visible()
    assert not Job.objects.exists()

    alice_page.locator("#send").click()
    alice_page.get_by_role("button", name="Generate · ~$0.028").click()
    expect_state(alice_page, alice_page.locator("#jobs .job").get_attribute("id"), "ready")


def test_a_price_that_nobody_lists_is_asked_for_and_is_what_is_billed(rehearsal, alice_page, key):
    key("scenario")
    compose(alice_page, CLIP, "A lighthouse in fog")
    expect(alice_page.locator("#send")).to_contain_text("price ?")

    alice_page.get_by_role("button", name="Ask Scenario for the price").click()

    expect(alice_page.locator("#send")).to_contain_text(" CU")
    expect(alice_page.get_by_text("Quoted by Scenario at")).to_be_visible()
    assert_accessible(alice_page)
    assert rehearsal.charges("scenario") == []
    alice_page.locator("#send").click()
    card = alice_page.locator("#jobs .job").get_attribute("id")
    expect_state(alice_page, card, "ready")
    expect(alice_page.locator(f"#{card}")).to_contain_text(", as quoted")
