"""Jobs on open pages: for the team and not for strangers, cancelled while queued and running, after a restart."""

import time

import pytest
from playwright.sync_api import expect

from studio.accounts.changes import announce
from studio.jobs.models import Job
from studio.library.models import Asset
from tests.browser.people import compose_clip, expect_state, send

pytestmark = pytest.mark.browser

LONG = 15  #: s; drawn slowly enough to be met while it runs


def test_bob_sees_alices_job_live_and_charlie_does_not(alice_page, bob_page, charlie_page):
    heard = []
    charlie_page.on("websocket", lambda socket: socket.on("framereceived", lambda text: heard.append(str(text))))
    bob_page.goto("/queue/")
    charlie_page.goto("/queue/")
    expect(charlie_page.locator(".topbar__queue")).to_contain_text("0 / 0")
    compose_clip(alice_page, "A harbour at dusk", seconds=5)

    card = send(alice_page)

    row = bob_page.locator(f"#{card}")
    expect(row).to_be_visible()
    expect(row).to_contain_text("A harbour at dusk")
    expect(row).to_contain_text("Alice")
    expect(bob_page.locator(".topbar__queue")).to_contain_text("0 / 1")
    expect_state(bob_page, card, "ready")
    expect(bob_page.locator("[data-place=done]").locator(f"#{card}")).to_be_visible()
    expect(bob_page.locator(".topbar__queue")).to_contain_text("0 / 0")
    assert charlie_page.locator(".job").count() == 0
    assert not [text for text in heard if card in text or "harbour" in text]


def test_a_new_clip_comes_into_the_open_library(alice_page, bob_page):
    bob_page.goto("/library/")
    compose_clip(alice_page, "A harbour at dusk")

    card = send(alice_page)

    expect_state(alice_page, card, "ready")
    expect(bob_page.locator(".tile")).to_have_count(1)
    expect(bob_page.locator(".tile img")).to_have_js_property("complete", True)


def test_a_screen_reader_is_told_once_when_it_is_ready(alice_page):
    compose_clip(alice_page, "A harbour at dusk")
    alice_page.evaluate("""() => {
      window.said = []
      const watch = new MutationObserver(() => said.push(document.getElementById("announcer").textContent))
      watch.observe(document.getElementById("announcer"), {childList: true, subtree: true, characterData: true})
    }""")

    card = send(alice_page)

    expect_state(alice_page, card, "ready")
    alice_page.wait_for_function("() => said.some(words => words.includes('ready'))")
    assert alice_page.evaluate("said.filter(words => words === 'A harbour at dusk: ready.').length") == 1
    assert len(alice_page.evaluate("said")) <= 4


def test_cancel_while_running(alice_page, live_studio):
    compose_clip(alice_page, "A long one", seconds=LONG)
    card = send(alice_page)
    expect_state(alice_page, card, "running")

    alice_page.locator(f"#{card}").get_by_role("button", name="Cancel").click()

    expect_state(alice_page, card, "cancelled", within_s=10)
    assert Job.objects.get().cancel_requested_at is not None
    assert not Asset.objects.results().exists()


def test_an_answer_that_a_push_has_overtaken_leaves_one_card(alice_page):
    def late(route):
        answer = route.fetch()
        time.sleep(1.5)
        route.fulfill(response=answer)

    page = alice_page
    page.route("**/cancellation/", late)
    compose_clip(page, "A long one", seconds=LONG)
    card = send(page)
    expect_state(page, card, "running")

    with page.expect_response("**/cancellation/"):
        page.locator(f"#{card}").get_by_role("button", name="Cancel").click()
    page.wait_for_load_state("networkidle")

    expect(page.locator(".job")).to_have_count(1)
    expect_state(page, card, "cancelled")


def test_cancel_while_queued(alice_page):
    page = alice_page
    compose_clip(page, "A long one", seconds=LONG)
    cards = [send(page) for _ in range(4)]
    page.goto("/queue/")
    waiting = page.locator("[data-place=waiting] .job")
    expect(waiting.first).to_be_visible()
    card = waiting.last.get_attribute("id")

    page.locator(f"#{card}").get_by_role("button", name="Cancel").click()

    expect_state(page, card, "cancelled", within_s=10)
    expect(page.locator("[data-place=done]").locator(f"#{card}")).to_be_visible()
    job = Job.objects.get(pk=card.removeprefix("job-"))
    assert job.started_at is None
    assert not job.attempts.exists()
    for other in cards:
        button = page.locator(f"#{other}").get_by_role("button", name="Cancel")
        if button.count():
            button.click()


def test_a_page_heals_itself_after_the_studio_was_restarted(alice_page, live_studio, complaints):
    complaints.allow(r"net::ERR_|WebSocket connection|\[object Event\]|htmx:sendError")
    page = alice_page
    compose_clip(page, "Long enough to be interrupted", seconds=LONG)
    card = send(page)
    expect_state(page, card, "running")
    page.evaluate("window.stayed = true")

    live_studio.stop()
    expect(page.locator("#notice")).to_contain_text("reconnecting", timeout=15_000)
    live_studio.start()

    expect_state(page, card, "ready", within_s=120)
    expect(page.locator("#notice")).to_be_hidden()
    assert page.evaluate("window.stayed"), "it was the same page all the time"
    assert Asset.objects.results().count() == 1


def test_somebody_who_has_left_the_team_is_told_and_hears_no_more(alice_page, bob_page, bob):
    bob_page.goto("/queue/")
    expect(bob_page.locator(".topbar__queue")).to_contain_text("0 / 0")
    bob_page.wait_for_load_state("networkidle")

    membership = bob.memberships.get()
    membership.delete()
    announce("membership", str(membership.pk), membership.team_id)

    expect(bob_page.locator("#notice")).to_contain_text("not on this team any more")
    compose_clip(alice_page, "Not for Bob")
    card = send(alice_page)
    expect_state(alice_page, card, "ready")
    assert bob_page.locator(".job").count() == 0
