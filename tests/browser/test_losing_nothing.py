"""What is typed survives a lost connection and the Back button."""

import re
import time

import pytest
from django.conf import settings
from playwright.sync_api import expect

from studio.jobs.models import Draft
from tests.browser.conftest import session_of
from tests.browser.people import in_a_thread, saved

pytestmark = pytest.mark.browser


def prompts(**whose) -> list[str]:
    return [draft.values["typed"].get("prompt") for draft in in_a_thread(lambda: list(Draft.objects.filter(**whose)))]


def eventually(holds) -> None:
    """What is saved may be the answer to what the page said before."""
    deadline = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < deadline, prompts()
        time.sleep(0.05)


def write_on(page, words: str) -> None:
    """Types at the end of the prompt, key by key."""
    page.locator("#id_prompt").press("Control+End")
    saved(page, lambda: page.locator("#id_prompt").press_sequentially(words))


def test_what_was_typed_while_the_studio_was_out_of_reach_is_saved_when_it_is_back(alice_page, complaints):
    complaints.allow("ERR_FAILED|htmx:sendError")
    page = alice_page
    page.goto("/create/?task=text-to-video&model=kling-3.0-pro")
    saved(page, lambda: page.locator("#id_prompt").fill("A pier"))
    page.route("**/create/draft/", lambda route: route.abort())
    page.locator("#id_prompt").fill("A pier in fog")
    expect(page.locator("#notice")).to_contain_text("could not be reached")

    with page.expect_response("**/create/draft/"):
        page.unroute("**/create/draft/")

    expect(page.locator("#notice")).to_be_hidden()
    assert prompts() == ["A pier in fog"]


def test_a_control_whose_script_did_not_come_works_when_the_studio_is_back(alice_page, complaints):
    complaints.allow("ERR_FAILED")
    page = alice_page
    page.route("**/elements/counted-text*", lambda route: route.abort())
    with page.expect_event("requestfailed", lambda request: "counted-text" in request.url):
        page.goto("/create/?task=text-to-video&model=kling-3.0-pro")
    assert page.locator("counted-text:defined").count() == 0

    page.unroute("**/elements/counted-text*")

    expect(page.locator("counted-text:defined").first).to_be_attached()


def test_back_shows_the_words_that_were_typed_last_and_keeps_the_next(alice_page):
    page = alice_page
    page.goto("/create/?task=text-to-video&model=kling-3.0-pro")
    saved(page, lambda: page.locator("#id_prompt").fill("A pier"))
    page.reload()  # the address of the draft is the page's own now
    write_on(page, " in fog, at dawn")
    page.get_by_role("link", name="Library").click()
    page.wait_for_url("**/library/")

    page.go_back()

    expect(page.locator("#id_prompt")).to_have_value("A pier in fog, at dawn")
    write_on(page, "!")
    eventually(lambda: prompts() == ["A pier in fog, at dawn!"])


def test_words_typed_last_come_over_to_the_task_that_is_opened_then(alice_page):
    page = alice_page
    page.goto("/create/?task=text-to-video&model=kling-3.0-pro")
    saved(page, lambda: page.locator("#id_prompt").fill("A pier"))
    page.locator("#id_prompt").press_sequentially(" in fog")

    page.goto("/create/?task=text-to-image&model=kling-image-3.0")

    expect(page.locator("#id_prompt")).to_have_value("A pier in fog")
    eventually(lambda: prompts() == ["A pier in fog"])
    expect(page.locator("[name=task]")).to_have_value("text-to-image")
    expect(page.locator("[name=model]")).to_have_value("kling-image-3.0")


def test_what_one_person_typed_last_is_not_said_for_the_next_in_the_same_tab(alice_page, bob, live_studio, complaints):
    complaints.allow("ERR_FAILED|htmx:sendError|Failed to fetch")
    page = alice_page
    page.goto("/create/?task=text-to-video&model=kling-3.0-pro")
    page.route("**/create/draft/", lambda route: route.abort())
    page.locator("#id_prompt").fill("Alice's words")
    page.goto("/library/")
    assert "Alice's words" in page.evaluate("sessionStorage.getItem('unsaved')")
    page.unroute("**/create/draft/")
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session_of(bob), "url": live_studio.url}
    page.context.clear_cookies()
    page.context.add_cookies([cookie])

    page.goto("/create/?task=text-to-video&model=kling-3.0-pro")

    saved(page, lambda: page.locator("#id_prompt").fill("Bob's words"))
    assert prompts(owner=bob) == ["Bob's words"]
    assert page.evaluate("sessionStorage.getItem('unsaved')") is None


def test_only_the_press_of_the_button_says_that_something_is_sent(alice_page):
    page = alice_page
    page.goto("/create/?task=text-to-video&model=kling-3.0-pro&via=animatic")
    held = []
    page.route("**/create/draft/", lambda route: held.append(route))
    page.route("**/jobs/", lambda route: held.append(route))

    page.locator("#id_prompt").fill("A pier in fog")
    expect(page.locator("#compose.htmx-request")).to_have_count(1)
    expect(page.locator("#send")).to_have_text(re.compile("^Draw animatic"), use_inner_text=True)
    page.locator("#send").click()
    expect(page.locator("#send")).to_have_text("Sending…", use_inner_text=True)

    for route in held:
        route.continue_()
    expect(page.locator("#jobs .job")).to_have_count(1)
