"""The keys' page in a real browser, at the stand-ins of a rehearsal: with the keyboard alone, and on a phone."""

import re

import pytest
from playwright.sync_api import Page, expect

from studio.accounts import keyring
from studio.accounts.models import ProviderKey
from studio.config.rehearsing import stand_ins
from studio.jobs.machine import State
from tests.browser.accessible import assert_accessible
from tests.browser.conftest import PHONE
from tests.browser.people import focus_comes_to, tab_to
from tests.live.making import make_job

pytestmark = pytest.mark.browser
URL = "/settings/providers/"
KEY = "good-key-of-runware-51bd"


@pytest.fixture(scope="module")
def theatre(tmp_path_factory):
    """Stand-ins for all providers, in a process of their own."""
    folder = tmp_path_factory.mktemp("rehearsal")
    with stand_ins(folder, "http://127.0.0.1:9") as origin:
        yield origin


@pytest.fixture(autouse=True)
def rehearsal(settings, tmp_path, theatre):
    """Set before the studio starts: its client is made then."""
    settings.KEYS = tmp_path / "keys"
    settings.KEYS.mkdir()
    settings.REHEARSES, settings.REHEARSAL = True, theatre


@pytest.fixture
def page(rehearsal, visit, alice) -> Page:
    return visit(alice)


def runware(page: Page):
    return page.locator("#prov-runware")


def test_a_key_is_added_changed_and_revoked_with_the_keyboard_alone(page, complaints):
    complaints.allow("422")
    page.goto(URL)

    tab_to(page, "Add a key to Runware")
    page.keyboard.press("Enter")
    tab_to(page, r"runware-key \|")
    page.keyboard.type("wrong")
    page.keyboard.press("Enter")
    expect(runware(page).locator(".error")).to_contain_text("Runware does not accept the key")
    focus_comes_to(page, "runware-key")

    page.keyboard.type(KEY)
    page.keyboard.press("Enter")
    expect(runware(page).locator(".say[role=status]")).to_contain_text("Works.")
    expect(runware(page)).to_contain_text("···· 51bd")
    expect(runware(page).locator(".say[role=status]")).to_be_focused()
    assert KEY not in page.content()

    tab_to(page, "jobs at once")
    with page.expect_response("**/limits/"):
        page.keyboard.type("4")
        page.keyboard.press("Enter")
    expect(runware(page).get_by_label("jobs at once")).to_have_value("4")
    assert ProviderKey.objects.get().parallel == 4

    tab_to(page, "Revoke… Runware")
    page.keyboard.press("Enter")
    tab_to(page, r"\| Revoke the key")
    page.keyboard.press("Enter")
    expect(runware(page)).to_contain_text("No key yet.")
    assert ProviderKey.objects.get().sealed == ""


def test_klings_two_ways_show_one_at_a_time(page, complaints):
    complaints.allow("422")
    page.goto(URL)
    kling = page.locator("#prov-kling")
    kling.locator("summary").click()
    expect(kling.get_by_label("API key", exact=True)).to_be_visible()
    expect(kling.get_by_label("Access key", exact=True)).to_be_hidden()

    kling.get_by_label("Access key and secret").check()
    expect(kling.get_by_label("API key", exact=True)).to_be_hidden()
    kling.get_by_label("Access key", exact=True).fill("access-key-of-kling-0001")
    kling.get_by_label("Secret key", exact=True).fill("secret-of-somebody-else")
    kling.get_by_role("button", name="Test and keep").click()
    expect(kling.locator(".error")).to_contain_text("Kling does not accept the key")
    expect(kling.get_by_label("Access key", exact=True)).to_be_focused()

    kling.get_by_label("Access key", exact=True).fill("access-key-of-kling-0001")
    kling.get_by_label("Secret key", exact=True).fill("secret-of-access-key-of-kling-0001")
    kling.get_by_role("button", name="Test and keep").click()
    expect(kling.locator(".say[role=status]")).to_contain_text("Works. Kling accepts the key")
    expect(kling).to_contain_text("···· 0001")


def test_what_is_under_way_is_said_before_a_key_is_revoked_and_the_page_fits_on_a_phone(visit, alice, rehearsal):
    key = keyring.add(alice.teams.get(), "fal", {"key": "fal-key:with-both-parts-c07e"}, by=alice)
    make_job(alice, State.UNKNOWN, account=key, provider="fal")
    page = visit(alice, viewport=PHONE)
    page.goto(URL)
    fal = page.locator("#prov-fal")

    fal.get_by_text("Revoke…").click()
    expect(fal).to_contain_text("1 job under way is followed and fetched with it")
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]

    fal.get_by_role("button", name="Revoke the key", exact=True).click()
    expect(fal).to_contain_text("is kept for 1 job under way, then erased.")


def test_the_strip_of_a_rehearsal_is_on_every_page_and_leads_to_the_dial(visit, alice, rehearsal):
    door, page = visit(), visit(alice)
    door.goto("/accounts/login/")
    expect(door.get_by_text("nothing is sent to any provider, nothing is billed")).to_be_visible()

    for address in ("/create/", "/library/", "/queue/", URL):
        page.goto(address)
        expect(page.get_by_role("complementary", name="Rehearsal")).to_be_in_viewport()
        assert page.evaluate("document.documentElement.scrollHeight") <= page.viewport_size["height"], address
    page.get_by_role("link", name="How it goes").click()
    page.get_by_label("Reply lost, though accepted and billed").fill("12.5")
    page.get_by_role("button", name="Set it so").click()
    expect(page.get_by_text("From now on it goes so.")).to_be_visible()
    expect(page.get_by_label("Reply lost, though accepted and billed")).to_have_value(re.compile("12.5"))
    assert_accessible(page)
