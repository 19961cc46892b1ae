"""From notes to the next version: Bob asks for changes, Alice revises, the new version asks, Bob says what is fixed.

By mouse with both at once, by keys alone, and on a phone.
"""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from studio.library.models import Asset
from studio.review import actions, lists
from studio.review.actions import Said
from studio.review.models import Note, Verdict
from tests.browser.accessible import assert_accessible
from tests.browser.conftest import PHONE
from tests.browser.making import result
from tests.browser.numbered import numbered
from tests.browser.people import expect_state, in_a_thread, saved, send, settled

pytestmark = pytest.mark.browser

RECIPE = {
    "model": "kling-3.0-standard",
    "task": "text-to-video",
    "provider": "animatic",
    "values": {"prompt": "A harbour at dusk", "width": 1280, "height": 720, "duration": 3},
}


@pytest.fixture
def first(alice, live_studio, tmp_path):
    """Version 1: 72 numbered frames at 24 a second."""
    return result(alice, numbered(tmp_path / "first.mp4", 72, "24"), recipe=RECIPE)[1]


@pytest.fixture
def second(first, alice, tmp_path):
    """Version 2, 90 frames at 30 a second, with two open notes on version 1."""
    made = result(alice, numbered(tmp_path / "second.mp4", 90, "30"), recipe=RECIPE | {"derived_from": str(first.pk)})
    return made[1]


@pytest.fixture
def notes(first, bob):
    return [write(bob, first, words, frame) for words, frame in (("The cup jumps", 36), ("Warmer, please", None))]


def write(by, asset, words: str, frame: int | None = None) -> Note:
    return in_a_thread(lambda: actions.write(by, asset, Said(id=uuid4(), words=words, frame=frame)))


def look_at(page: Page, asset, query: str = "") -> Page:
    page.goto(f"/assets/{asset.pk}/{query}")
    page.wait_for_function("() => customElements.get('review-notes') && document.querySelector('video').readyState > 1")
    return page


def check_of(page: Page, words: str):
    return page.locator(".ask", has_text=words)


def test_bob_asks_for_changes_alice_revises_and_the_next_version_asks_what_is_fixed(visit, alice, bob, first, notes):
    his, hers = look_at(visit(bob), first), look_at(visit(alice), first)
    his.get_by_role("button", name="Changes requested").click()
    expect(hers.get_by_label("Verdicts")).to_contain_text("Changes requested")

    revise(hers)
    expect_state(hers, send(hers), "ready")
    expect(his.get_by_text("v2 is there.")).to_be_visible()
    his.get_by_role("link", name="Look at v2").click()
    his.wait_for_url(lambda url: str(first.pk) not in url)

    newest = in_a_thread(lambda: Asset.objects.get(version=2))
    assert newest.stack == first.pk
    look_at(hers, newest)
    say_what_is_fixed(his, hers)
    his.get_by_role("button", name="Approved").click()
    expect(hers.get_by_label("Verdicts")).to_contain_text("Approved")


def revise(page: Page) -> None:
    """To a composer that holds the first of two notes in its prompt, and ticked off, also after a reload."""
    page.get_by_role("link", name="Revise from notes").click()
    expect(page.get_by_role("heading", name="Becomes v2")).to_be_visible()
    prompt = page.locator("#id_prompt")
    expect(prompt).to_have_value("A harbour at dusk\nWarmer, please\nThe cup jumps")
    saved(page, lambda: page.get_by_label("The cup jumps").check())
    expect(page.get_by_role("group", name="Open notes")).to_contain_text("1 of 2 ticked off")
    saved(page, lambda: page.get_by_role("button", name=re.compile("^In the prompt.*Warmer")).click())
    expect(prompt).to_have_value("A harbour at dusk\nThe cup jumps")
    assert_accessible(page)
    page.reload()
    expect(page.get_by_label("The cup jumps")).to_be_checked()
    expect(prompt).to_have_value("A harbour at dusk\nThe cup jumps")


def say_what_is_fixed(his: Page, hers: Page) -> None:
    """One note is, the other is not; she sees both at once."""
    expect(his.get_by_role("heading", name="Check: is this fixed?")).to_be_visible()
    assert_accessible(his)
    check_of(his, "The cup jumps").get_by_role("button", name="Fixed").click()
    expect(check_of(hers, "The cup jumps")).to_contain_text("Fixed, says Bob Baker")
    check_of(his, "Warmer, please").get_by_role("textbox").fill("Still cold")
    check_of(his, "Warmer, please").get_by_role("button", name="Not yet").click()
    expect(check_of(hers, "Warmer, please")).to_contain_text("Still cold")
    expect(check_of(hers, "Warmer, please")).to_have_attribute("data-state", "not-yet")


def test_an_approval_of_an_old_version_asks_which(visit, bob, first, second, notes, complaints):
    complaints.allow("status of 422")  # a question
    page = look_at(visit(bob), first)
    expect(page.get_by_text("v2 is there.")).to_be_visible()
    page.get_by_label("A note with your verdict").fill("Lovely")
    page.get_by_role("button", name="Approved").click()
    asked = page.get_by_role("alert")
    expect(asked).to_contain_text("v2 is newer than v1. Which of them do you mean?")
    expect(page.get_by_role("button", name="Approved: v2")).to_be_focused()
    assert_accessible(page)
    page.get_by_role("button", name="Approved: v2").click()
    page.wait_for_url(re.compile(str(second.pk)))
    expect(page.get_by_label("Verdicts")).to_contain_text("Approved")
    assert in_a_thread(lambda: Verdict.objects.get().asset) == second

    look_at(page, first)
    page.get_by_role("button", name="Approved").click()
    page.get_by_role("button", name="Approved: v1 all the same").click()
    expect(page.get_by_label("Verdicts")).to_contain_text("Approved")
    assert in_a_thread(lambda: Verdict.objects.filter(asset=first).count()) == 1


def test_with_keys_alone_one_goes_from_version_to_version_and_answers(visit, bob, first, second, notes):
    page = look_at(visit(bob), second)
    page.keyboard.press("v")
    menu = page.locator(".versions__menu")
    expect(menu).to_be_visible()
    expect(page.locator(".versions__pill")).to_contain_text("v2")
    expect(menu.get_by_role("link").first).to_be_focused()
    assert_accessible(page)
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()

    go = check_of(page, "The cup jumps").locator("[data-go]")
    go.focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-counter]")).to_have_text("45")  # 1.5 s, at 30 frames a second
    page.keyboard.press("Tab")
    page.keyboard.type("Gone")
    page.keyboard.press("Enter")  # in the words it answers nothing
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(check_of(page, "The cup jumps")).to_contain_text("Fixed, says Bob Baker")
    expect(check_of(page, "The cup jumps")).to_contain_text("Gone")

    page.keyboard.press("v")
    expect(menu.get_by_role("link").first).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(str(first.pk)))
    expect(page.locator(".thread", has_text="The cup jumps")).to_contain_text("Resolved by Bob Baker in v2")
    page.keyboard.press("n")
    expect(page.get_by_role("heading", name="Becomes v3")).to_be_visible()


def test_on_a_phone_one_checks_and_revises(visit, bob, first, second, notes):
    page = look_at(visit(bob, viewport=PHONE, has_touch=True, is_mobile=True), second)
    check_of(page, "Warmer, please").get_by_role("button", name="Not yet").tap()
    expect(check_of(page, "Warmer, please")).to_contain_text("Not yet.")
    page.locator(".versions__pill").tap()
    expect(page.locator(".versions__menu")).to_be_visible()
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    assert_accessible(page)
    page.get_by_role("link", name="Compare with v1").tap()
    page.wait_for_url("**/compare/**")

    page.goto(f"/create/?revise={second.pk}")
    settled(page)
    expect(page.get_by_role("heading", name="Becomes v3")).to_be_visible()
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    assert_accessible(page)


def test_a_list_is_walked_with_up_and_down_and_speed_and_loop_stay(visit, alice, bob, first, tmp_path):
    other = result(alice, numbered(tmp_path / "other.mp4", 48, "24"), "Another shot")[1]
    made = in_a_thread(lambda: lists.build(alice, first.team, "Dailies", [other.pk, first.pk]))
    page = visit(bob)
    page.goto(f"/review/{made.pk}/")
    page.get_by_role("link", name="Another shot", exact=True).click()
    page.wait_for_function("() => document.querySelector('clip-player')?.transport")
    page.evaluate("() => { const t = document.querySelector('clip-player').transport; t.speed = 2; t.loops = false }")
    expect(page.locator("#list-progress")).to_have_text("0 of 2 decided")
    page.get_by_role("button", name="Rejected").click()
    expect(page.locator("#list-progress")).to_have_text("1 of 2 decided")

    page.locator("body").press("ArrowDown")
    page.wait_for_url(re.compile(f"{first.pk}/.list={made.pk}"))
    page.wait_for_function("() => document.querySelector('clip-player')?.transport?.speed === 2")
    assert page.evaluate("() => document.querySelector('clip-player').transport.loops") is False
    expect(page.get_by_role("link", name=re.compile("^Next:"))).to_have_count(0)
    assert_accessible(page)
    page.locator("body").press("ArrowUp")
    page.wait_for_url(re.compile(str(other.pk)))
    page.locator("body").press("Escape")
    page.wait_for_url(re.compile(f"/review/{made.pk}/"))


def test_the_frame_of_a_note_becomes_the_start_frame_and_what_was_ticked_stays(visit, alice, first, notes):
    page = visit(alice)
    page.goto(f"/create/?revise={first.pk}")
    saved(page, lambda: page.get_by_label("Warmer, please").check())
    page.get_by_role("button", name="Its frame as the start frame").click()
    page.wait_for_url(re.compile("use="))
    expect(page.locator("#id_first_frame img")).to_be_visible()
    expect(page.get_by_label("Warmer, please")).to_be_checked()
    expect(page.get_by_role("heading", name="Becomes v2")).to_be_visible()
    expect(page.locator("#id_prompt")).to_have_value("A harbour at dusk\nWarmer, please\nThe cup jumps")
    assert_accessible(page)


def test_a_project_that_wants_proofs_says_so_before_one_sends(visit, alice, bob, first):
    page = visit(alice)
    page.goto("/settings/projects/")
    page.get_by_text("Change: First project").click()
    page.get_by_label("Only of approved proofs").check()
    assert_accessible(page)
    page.get_by_role("button", name=re.compile("^Save.*First project")).click()
    expect(page.get_by_text("Proof, then final").first).to_be_visible()

    address = f"/create/?remix={first.pk}&model=kling-3.0-pro&via=kling"
    page.goto(address)
    expect(page.locator("#proof-first")).to_contain_text("wants a proof first")
    assert_accessible(page)
    in_a_thread(lambda: actions.judge(bob, first, "approved"))
    page.goto(address)
    expect(page.get_by_role("heading", name="Becomes v2")).to_be_visible()
    expect(page.locator("#proof-first")).to_have_count(0)
