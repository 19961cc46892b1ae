"""What the account remembers, and how a person is told: history, activity, private projects, notifications."""

import re
import time

import pytest
from playwright.sync_api import Page, expect

from studio.accounts.models import Project, User
from studio.jobs.machine import State, advance
from studio.jobs.models import Job
from tests.browser.conftest import PHONE
from tests.browser.people import in_a_thread, settled
from tests.live.making import make_job

pytestmark = pytest.mark.browser

TOUCH = {"viewport": PHONE, "has_touch": True, "is_mobile": True}


def ended(owner) -> None:
    make_job(owner, State.READY, title="Harbour at dusk", billed_state="no")
    make_job(owner, State.FAILED, title="Lighthouse", error="It ran out of film.", billed_state="no")
    make_job(owner, State.REFUSED, title="Storm", error="Not allowed.", billed_state="no")


def lines(page: Page) -> list[str]:
    return page.locator(".history__line .ledger__job a").all_inner_texts()


def test_every_job_is_found_in_the_history_by_mouse_and_by_keys(alice_page, alice):
    in_a_thread(ended, alice)
    page = alice_page
    page.goto("/queue/")
    page.get_by_role("link", name="History").click()
    expect(page.locator(".history__line")).to_have_count(3)

    page.get_by_label("State").select_option("failed")
    expect(page.locator(".history__line")).to_have_count(1)
    expect(page).to_have_url(re.compile("state=failed"))
    settled(page)
    page.get_by_label("State").focus()
    page.keyboard.press("Home")
    expect(page.locator(".history__line")).to_have_count(3)
    settled(page)
    page.get_by_label("Words of the job").focus()
    page.keyboard.type("storm")
    expect(page.locator(".history__line")).to_have_count(1)
    settled(page)
    page.get_by_role("link", name="Storm", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="What was sent")).to_be_visible()
    expect(page.locator(".job")).to_contain_text("Not allowed.")
    page.get_by_role("link", name="Make it again").click()
    expect(page.locator("#id_prompt")).to_have_value(re.compile("harbour"))


def test_the_history_is_read_and_narrowed_on_a_phone(visit, alice):
    in_a_thread(ended, alice)
    page = visit(alice, **TOUCH)
    page.goto("/queue/history/?state=failed")

    expect(page.locator(".history__line")).to_have_count(1)
    again = page.get_by_role("link", name="Again: Lighthouse")
    assert again.bounding_box()["height"] >= 44
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.locator(".history__line .ledger__job a").tap()
    expect(page.get_by_role("heading", name="What happened")).to_be_visible()


def test_a_project_is_made_private_in_the_menu_and_what_is_done_stands_in_the_log(alice_page, bob_page, alice):
    page = alice_page
    page.goto("/queue/")
    page.locator(".topbar__project summary").click()
    page.get_by_role("link", name="Projects").click()
    page.get_by_label("New project").fill("Submarine")
    page.get_by_label("Seen by").last.select_option("private")
    page.get_by_role("button", name="Add the project").click()
    expect(page.locator(".entry", has_text="Submarine")).to_contain_text("Only you")

    page.goto("/settings/activity/")
    page.get_by_label("What", exact=True).select_option("team")
    expect(page.locator(".activity__line")).to_have_count(1)
    expect(page.locator(".activity__line")).to_contain_text("made the project Submarine")
    bob_page.goto("/settings/projects/")
    expect(bob_page.locator(".entry")).to_have_count(1)


SPY = """
window.told = []
window.asked = 0
window.rung = 0
class Spy { constructor(title) { told.push(title) } static permission = "default" }
Spy.requestPermission = async () => { asked += 1; return Spy.permission = "granted" }
window.Notification = Spy
const start = OscillatorNode.prototype.start
OscillatorNode.prototype.start = function (at) { rung += 1; return start.call(this, at) }
"""
HIDDEN = "Object.defineProperty(document, 'hidden', { get: () => window.away, configurable: true })"


def comes_true(page: Page, words: str) -> None:
    """Waits; Playwright's own way of waiting for an expression would need `eval`, which the studio forbids."""
    deadline = time.monotonic() + 15
    while not page.evaluate(words):
        assert time.monotonic() < deadline, f"never: {words}; {page.evaluate('[told, rung, asked]')}"
        time.sleep(0.05)


def test_who_looks_elsewhere_is_told_as_they_wish_and_the_browser_is_asked_by_a_press_alone(visit, alice):
    page = visit(alice)
    page.add_init_script(SPY + HIDDEN)
    page.goto("/settings/")
    expect(page.locator("tell-choices:defined")).to_have_count(1)
    assert page.evaluate("asked") == 0
    page.get_by_label("Notify me with the browser").check()
    expect(page.get_by_text("This browser may notify you.")).to_be_visible()
    page.get_by_label("A quiet sound").check()
    page.get_by_role("button", name="Hear failed").click()
    comes_true(page, "rung === 2")
    page.get_by_role("button", name="Save how I am told").click()
    expect(page.get_by_text("How you are told is saved.")).to_be_visible()

    page.goto("/queue/")
    job = in_a_thread(make_job, alice, State.FETCHING, title="Harbour")
    expect(page.locator("tell-me:defined")).to_have_count(1)
    page.locator("h1").click()  # a sound may be heard from the first press on
    page.evaluate("Notification.permission = 'granted'; window.away = true")
    in_a_thread(lambda: advance(Job.objects.get(pk=job.pk), State.READY))

    comes_true(page, "told.length === 1 && rung === 2")
    assert page.evaluate("told") == ["Harbour: ready."]
    expect(page).to_have_title(re.compile(r"^\(1\) Queue"))
    page.evaluate("window.away = false; document.dispatchEvent(new Event('visibilitychange'))")
    expect(page).to_have_title(re.compile("^Queue"))
    assert page.evaluate("asked") == 0


def test_nobody_is_notified_or_hears_anything_who_did_not_ask_for_it(visit, alice):
    page = visit(alice)
    page.add_init_script(SPY + HIDDEN)
    job = in_a_thread(make_job, alice, State.FETCHING, title="Harbour")
    page.goto("/queue/")
    expect(page.locator("tell-me:defined")).to_have_count(1)
    page.evaluate("window.away = true")

    in_a_thread(lambda: advance(Job.objects.get(pk=job.pk), State.READY))

    expect(page).to_have_title(re.compile(r"^\(1\) Queue"))
    assert page.evaluate("[told.length, rung, asked]") == [0, 0, 0]
    assert not in_a_thread(lambda: User.objects.get(pk=alice.pk).notified)
    assert in_a_thread(lambda: Project.objects.count()) == 1
