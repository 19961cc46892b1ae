"""People outside, by a share link: in a browser of their own, beside Alice in hers."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from studio.core import clock
from studio.review.models import ShareLink, Verdict
from tests.browser.accessible import assert_accessible
from tests.browser.conftest import PHONE
from tests.browser.making import result
from tests.browser.numbered import numbered
from tests.browser.people import in_a_thread
from tests.review import sharing_made

pytestmark = pytest.mark.browser
PASSWORD = "tide-anchor-41"


@pytest.fixture
def clip(alice, live_studio, tmp_path):
    """150 numbered frames at 24 a second."""
    return result(alice, numbered(tmp_path / "numbered.mp4", 150, "24"))[1]


def link_to(by, scope, password: str = "", **more) -> tuple[ShareLink, str]:
    link = in_a_thread(sharing_made.made, by, scope, password, **more)
    return link, in_a_thread(sharing_made.address, link)


def enter(page: Page, address: str, **given: str) -> Page:
    """Through the door, and until the player plays and the socket listens."""
    page.add_init_script("document.addEventListener('htmx:wsAfterMessage', () => { window.hears = true })")
    page.goto(address)
    for label, words in given.items():
        page.get_by_label(label.replace("_", " "), exact=True).fill(words)
    page.get_by_role("button", name="Open").click()
    page.wait_for_function("() => window.hears")
    expect(page.locator("clip-player video")).to_have_js_property("controls", False)
    page.wait_for_function("() => customElements.get('review-notes') && document.querySelector('video').readyState > 1")
    return page


def share(page: Page, asset) -> str:
    """Alice shares it from the viewer; the address that she copies."""
    page.goto(f"/assets/{asset.pk}/")
    page.get_by_role("link", name="Share", exact=True).click()
    page.get_by_label("Name, as guests read it").fill("Harbour, for Paolo")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_label("Approve, or ask for changes").check()
    assert_accessible(page)
    page.get_by_role("button", name="Make the link").click()
    assert_accessible(page)
    return page.locator(".share-table__address .mono").inner_text()


def open_notes(page: Page, asset) -> None:
    page.goto(f"/assets/{asset.pk}/")
    page.wait_for_function("() => customElements.get('review-notes')")


def write(page: Page, frame: int, words: str, name: str) -> None:
    page.evaluate("frame => document.querySelector('clip-player').transport.go(frame)", frame)
    form = page.locator("#note-form")
    form.get_by_label("Note", exact=True).press_sequentially(words)
    expect(form.get_by_label("Frame", exact=True)).to_have_value(str(frame))
    form.get_by_label("Your name, shown beside what you write").fill(name)
    form.get_by_role("button", name="Send", exact=True).click()


def test_a_password_opens_the_door(visit, alice, clip, complaints):
    complaints.allow("status of 422")
    address, page = share(visit(alice), clip), visit()
    page.goto(address)
    assert_accessible(page)
    page.get_by_label("Password").fill("wrong")
    page.get_by_role("button", name="Open").click()
    expect(page.get_by_role("alert").filter(has_text="not the password")).to_be_visible()
    enter(page, address, Password=PASSWORD)
    expect(page.get_by_role("navigation", name="Main")).to_have_count(0)
    assert_accessible(page)


def test_what_a_guest_writes_and_judges_is_at_alices_at_once_and_her_answer_at_theirs(visit, alice, clip, complaints):
    complaints.allow("status of 422")
    _, address = link_to(alice, clip, may_approve=True)
    hers, theirs = visit(alice), enter(visit(), address)
    open_notes(hers, clip)
    write(theirs, 36, "A beat longer?", "Paolo")
    arrived = hers.locator(".thread").filter(has_text="A beat longer?")
    expect(arrived).to_contain_text("Paolo")
    expect(arrived.get_by_text("Guest", exact=True)).to_be_visible()
    expect(theirs.locator("#note-form").get_by_text("You write as Paolo")).to_be_visible()
    arrived.locator("summary", has_text="Answer").click()
    arrived.get_by_label("Answer", exact=True).fill("Two frames more, then")
    arrived.get_by_role("button", name="Send the answer").click()
    expect(theirs.locator(".thread__replies")).to_contain_text("Two frames more, then")

    approve = theirs.get_by_role("button", name="Approve")
    theirs.locator(".verdict").get_by_label("Your name, shown beside what you write").fill("Paolo")
    approve.click()
    expect(theirs.get_by_text("Tick that you have looked at all of it")).to_be_visible()
    theirs.get_by_label("I have looked at all of it").check()
    approve.click()
    expect(hers.locator(f"#verdicts-{clip.pk}")).to_contain_text("Paolo")
    assert in_a_thread(lambda: str(Verdict.objects.get())) == "Paolo: Approved"


def test_alice_revokes_and_all_is_over_at_once(visit, alice, clip, complaints):
    complaints.allow("status of (404|410)")
    _, address = link_to(alice, clip, name="Harbour, for Paolo")
    hers, theirs = visit(alice), enter(visit(), address)
    media = theirs.locator("video").get_attribute("src")
    assert theirs.request.get(media).status == 200
    hers.goto("/review/shared/")
    expect(hers.locator(".share-table")).to_contain_text("1 time")
    hers.locator("summary", has_text="Revoke").click()
    hers.get_by_role("button", name="Revoke Harbour, for Paolo").click()
    expect(hers.get_by_text("is revoked: nobody sees anything by it any more")).to_be_visible()
    expect(theirs.get_by_role("heading", name="This link has ended")).to_be_visible()
    expect(theirs.locator("#main")).to_contain_text("Alice Archer")
    expect(theirs.locator("video, .thread, .guest__title")).to_have_count(0)
    assert theirs.request.get(media).status == 404
    theirs.reload()
    expect(theirs.get_by_role("heading", name="This link has ended")).to_be_visible()
    assert "Harbour" not in theirs.content()
    assert_accessible(theirs)


def test_a_link_ends_by_the_clock_while_somebody_looks(visit, alice, clip, complaints):
    complaints.allow(r"status of (404|410)")
    link, address = link_to(alice, clip, expires_at=clock.now() + timedelta(seconds=20))
    page = enter(visit(), address)
    media = page.locator("video").get_attribute("src")
    assert page.request.get(media).status == 200

    expect(page.get_by_role("heading", name="This link has ended")).to_be_visible(timeout=60_000)
    assert page.request.get(media).status == 404


def test_the_watermark_says_the_name_and_stays_at_full_screen(visit, alice, clip):
    _, address = link_to(alice, clip, has_watermark=True)
    page = enter(visit(), address, Your_name="Paolo")
    mark = page.locator(".watermark text").last
    expect(mark).to_be_visible()
    expect(mark).to_have_text(re.compile("Paolo · .+ · For the client"))
    expect(page.get_by_text("Your name is drawn over the player only")).to_be_visible()
    page.get_by_role("button", name="Full screen").click()
    page.wait_for_function("() => document.fullscreenElement")
    assert page.evaluate("() => document.fullscreenElement.contains(document.querySelector('.watermark'))")
    expect(mark).to_be_in_viewport()
    page.keyboard.press("Escape")


def test_a_guest_steps_by_frames_with_the_same_keys(visit, alice, clip):
    _, address = link_to(alice, clip)
    page = enter(visit(), address)
    counter = page.locator("[data-counter]")
    for key, frame in ((".", 1), (".", 2), (">", 12), (",", 11), ("End", 149), ("Home", 0)):
        page.keyboard.press(key)
        expect(counter).to_have_text(str(frame))


def test_on_a_phone_a_list_is_looked_at_and_a_note_is_written(visit, alice, team, clip, tmp_path):
    from studio.review import lists

    other = result(alice, numbered(tmp_path / "other.mp4", 30, "24"), "Shot 2")[1]
    dailies = in_a_thread(lists.build, alice, team, "Dailies", [clip.pk, other.pk])
    _, address = link_to(alice, dailies, may_approve=True, may_download=True, has_watermark=True)
    page = enter(visit(viewport=PHONE, has_touch=True, is_mobile=True), address, Your_name="Paolo")
    page.get_by_role("navigation", name="What is shared").get_by_role("link", name="Shot 2").tap()
    expect(page.locator(".guest__file")).to_contain_text("Shot 2")
    page.wait_for_function("() => customElements.get('review-notes')")
    page.get_by_label("Note", exact=True).fill("Warmer, please")
    page.get_by_role("button", name="Send", exact=True).tap()
    expect(page.locator(".thread")).to_contain_text("Warmer, please")
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    assert_accessible(page)


def test_files_chosen_in_the_library_are_shared_as_a_list(visit, alice, clip, tmp_path):
    result(alice, numbered(tmp_path / "other.mp4", 30, "24"), "Shot 2")
    page = visit(alice)
    page.goto("/library/")
    expect(page.locator("justified-grid:defined")).to_be_visible()
    expect(page.locator(".tile")).to_have_count(2)
    page.locator(".tile").first.focus()
    page.keyboard.press("Control+a")
    page.locator("bulk-bar").get_by_role("button", name="Share").click()
    expect(page.get_by_text("The list Shared on")).to_be_visible()
    page.get_by_role("button", name="Make the link").click()
    expect(page.locator(".share-table__address .mono")).to_contain_text("/shared/")
    assert_accessible(page)


def test_the_table_of_links_fits_a_phone(visit, alice, clip):
    link_to(alice, clip, PASSWORD, may_approve=True, may_download=True, shows_versions=True, has_watermark=True)
    page = visit(alice, viewport=PHONE)
    page.goto("/review/shared/")
    page.locator("summary", has_text="Change").click()
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    assert_accessible(page)
    page.goto(f"/review/shared/new/?asset={clip.pk}")
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
