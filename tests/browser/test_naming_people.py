"""People are named in notes: by keys alone, by a finger, in answers; and they hear of it where they are."""

import pytest
from playwright.sync_api import Page, expect

from studio.accounts.actions import make_member
from studio.accounts.models import Membership
from studio.review.models import Note
from tests.browser.accessible import assert_accessible
from tests.browser.conftest import PHONE
from tests.browser.making import result
from tests.browser.numbered import numbered
from tests.browser.people import in_a_thread
from tests.browser.test_notes import open_clip

pytestmark = pytest.mark.browser


@pytest.fixture
def clip(alice, live_studio, tmp_path):
    return result(alice, numbered(tmp_path / "numbered.mp4", 30, "24"))[1]


@pytest.fixture
def dora(alice, live_studio):
    """A guest of the team."""

    def make():
        person = make_member("dora@example.com", "Dora Dupont", alice.teams.get())
        Membership.objects.filter(user=person).update(role="guest")
        return person

    return in_a_thread(make)


def menu(page: Page):
    return page.get_by_role("listbox", name="People")


def named() -> list[list[str]]:
    return in_a_thread(lambda: [sorted(p.name for p in n.mentioned.all()) for n in Note.objects.order_by("created_at")])


def test_with_keys_alone_one_names_somebody_who_hears_of_it_on_another_page(visit, alice, bob, dora, clip):
    elsewhere, page = visit(bob), open_clip(visit(alice), clip)
    elsewhere.goto("/queue/")
    expect(elsewhere.locator("#queue-count")).to_be_attached()
    page.get_by_label("Note", exact=True).focus()
    page.keyboard.type("Look @")
    expect(menu(page).get_by_role("option")).to_have_count(3)
    assert_accessible(page)
    page.keyboard.type("bo")
    expect(menu(page).get_by_role("option")).to_have_text(["@Bob Baker"])
    page.keyboard.press("Enter")
    expect(menu(page)).to_be_hidden()
    expect(page.get_by_label("Note", exact=True)).to_have_value("Look @Bob Baker ")
    page.keyboard.type("here")
    page.keyboard.press("Control+Enter")

    expect(page.locator(".thread mark.mention")).to_have_text("@Bob Baker")
    word = elsewhere.locator(".notice--told")
    expect(word).to_contain_text("Alice Archer mentioned you")
    assert_accessible(elsewhere)
    word.get_by_role("link").click()
    expect(elsewhere.locator(".thread mark.mention")).to_have_text("@Bob Baker")
    assert named() == [["Bob Baker"]]


def test_escape_leaves_the_menu_first_and_an_answer_has_one_of_its_own(visit, alice, bob, clip):
    page = open_clip(visit(alice), clip)
    note = page.get_by_label("Note", exact=True)
    note.focus()
    page.keyboard.type("@b")
    expect(menu(page)).to_be_visible()
    page.keyboard.press("Escape")
    expect(menu(page)).to_be_hidden()
    expect(note).to_be_focused()
    page.keyboard.type("ut not now")
    page.keyboard.press("Control+Enter")
    thread = page.locator(".thread")
    expect(thread).to_contain_text("@but not now")
    thread.locator("summary", has_text="Answer").click()
    thread.get_by_label("Answer", exact=True).press_sequentially("Ask @Bob B")
    menu(page).get_by_role("option").click()
    thread.get_by_role("button", name="Send the answer").click()
    expect(thread.locator(".thread__replies mark.mention")).to_have_text("@Bob Baker")
    assert named() == [[], ["Bob Baker"]]


def test_no_guest_is_offered_for_what_is_internal(visit, alice, bob, dora, clip):
    page = open_clip(visit(alice), clip)
    page.get_by_label("Internal").check()
    page.get_by_label("Note", exact=True).press_sequentially("@Dora")

    expect(menu(page).get_by_role("option")).to_contain_text(["does not see internal notes"])
    page.keyboard.press("Enter")
    expect(page.get_by_label("Note", exact=True)).to_have_value("@Dora")


def test_on_a_phone_a_finger_names_somebody_and_review_says_what_waits(visit, alice, bob, clip):
    page = open_clip(visit(alice, viewport=PHONE, has_touch=True, is_mobile=True), clip)
    page.get_by_label("Note", exact=True).tap()
    page.keyboard.type("@")
    option = menu(page).get_by_role("option", name="Bob Baker")
    assert option.bounding_box()["height"] >= 44
    option.tap()
    page.keyboard.type("please")
    page.get_by_role("button", name="Send", exact=True).tap()
    expect(page.locator(".thread mark.mention")).to_have_text("@Bob Baker")
    his = visit(bob, viewport=PHONE, has_touch=True, is_mobile=True)
    his.goto("/review/")
    his.get_by_role("link", name="Mentioned").tap()
    expect(his.get_by_role("list", name="Notes that wait for me")).to_contain_text("@Bob Baker please")
    assert his.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    assert_accessible(his)
