"""Notes beside the player: two people at once, by mouse, by keys alone, and by a finger on a phone."""

import pytest
from playwright.sync_api import Page, expect

from studio.review.models import Note, Verdict
from tests.browser.accessible import assert_accessible
from tests.browser.conftest import PHONE
from tests.browser.making import result
from tests.browser.numbered import numbered
from tests.browser.people import in_a_thread

pytestmark = pytest.mark.browser


@pytest.fixture
def clip(alice, live_studio, tmp_path):
    """150 numbered frames at 24 a second."""
    return result(alice, numbered(tmp_path / "numbered.mp4", 150, "24"))[1]


def open_clip(page: Page, asset) -> Page:
    page.goto(f"/assets/{asset.pk}/")
    expect(page.locator("clip-player video")).to_have_js_property("controls", False)
    page.wait_for_function("() => customElements.get('review-notes') && document.querySelector('video').readyState > 1")
    return page


def seek(page: Page, frame: int) -> None:
    page.evaluate("frame => document.querySelector('clip-player').transport.go(frame)", frame)
    expect(page.locator("[data-counter]")).to_have_text(str(frame))


def test_bob_writes_alice_resolves_and_each_sees_it_at_once(visit, alice, bob, clip):
    hers, his = open_clip(visit(alice), clip), open_clip(visit(bob), clip)
    his.get_by_role("button", name="Play", exact=True).click()
    his.wait_for_function("() => document.querySelector('clip-player').transport.frame > 3")
    his.get_by_label("Note", exact=True).press_sequentially("The cup jumps")
    assert his.evaluate("() => document.querySelector('video').paused"), "the clip stops when one begins to write"
    marked = int(his.get_by_label("Frame", exact=True).input_value())
    expect(his.locator("[data-counter]")).to_have_text(str(marked))
    his.get_by_role("button", name="Send", exact=True).click()

    theirs = hers.locator(".thread")
    expect(theirs).to_contain_text("The cup jumps")
    expect(hers.locator(".scrub__note")).to_have_count(1)
    expect(his.get_by_label("Note", exact=True)).to_have_value("")
    his.wait_for_function("() => !document.querySelector('video').paused")
    theirs.locator("[data-go]").click()
    expect(hers.locator("[data-counter]")).to_have_text(str(marked))
    expect(theirs.get_by_text("Change", exact=True)).to_be_hidden()

    theirs.get_by_role("button", name="Resolve").click()
    expect(his.locator(".thread")).to_contain_text("Resolved by Alice Archer")
    hers.get_by_role("button", name="Approved").click()
    expect(his.get_by_label("Verdicts")).to_contain_text("Approved")
    assert_accessible(hers)


def test_with_keys_alone_one_marks_writes_answers_and_goes_from_note_to_note(visit, bob, clip):
    page = open_clip(visit(bob), clip)
    for frame, words in ((100, "Too long"), (36, "Warmer")):
        seek(page, frame)
        page.keyboard.press("m")
        expect(page.get_by_label("Note", exact=True)).to_be_focused()
        page.keyboard.type(words)
        page.keyboard.press("Control+Enter")
        expect(page.locator(".thread").filter(has_text=words)).to_be_visible()
        expect(page.get_by_label("Note", exact=True)).to_have_value("")
        expect(page.get_by_label("Note", exact=True)).to_be_focused()
        page.keyboard.press("Escape")

    expect(page.locator(".note__words")).to_have_text(["Warmer", "Too long"])
    for key, frame in (("]", 100), ("[", 36), ("]", 100)):
        page.keyboard.press(key)
        expect(page.locator("[data-counter]")).to_have_text(str(frame))
    page.locator(".thread").first.locator("summary", has_text="Answer").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("Mended")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".thread").first.locator(".thread__replies")).to_contain_text("Mended")
    assert in_a_thread(lambda: sorted(Note.objects.threads().values_list("frame", flat=True))) == [36, 100]


def test_a_note_that_was_not_sent_is_there_after_a_reload_and_is_sent_once(visit, bob, clip):
    page = open_clip(visit(bob), clip)
    seek(page, 50)
    page.get_by_label("Note", exact=True).press_sequentially("Not lost")
    page.reload()
    open_clip(page, clip)
    expect(page.get_by_label("Note", exact=True)).to_have_value("Not lost")
    expect(page.get_by_label("Frame", exact=True)).to_have_value("50")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator(".thread")).to_contain_text("Not lost")
    page.reload()
    expect(page.locator(".thread")).to_have_count(1)
    expect(page.locator(".scrub__note")).to_have_count(1)
    expect(page.get_by_label("Note", exact=True)).to_have_value("")


def test_on_a_phone_one_writes_a_note_and_gives_a_verdict(visit, bob, clip):
    page = open_clip(visit(bob, viewport=PHONE, has_touch=True, is_mobile=True), clip)
    page.get_by_label("Note", exact=True).tap()
    page.keyboard.type("Too dark")
    page.get_by_role("button", name="Send", exact=True).tap()
    expect(page.locator(".thread")).to_contain_text("Too dark")
    page.get_by_label("A note with your verdict").tap()
    page.keyboard.type("Once more, please")
    page.get_by_role("button", name="Changes requested").tap()
    expect(page.get_by_label("Verdicts")).to_contain_text("Changes requested")
    assert in_a_thread(lambda: Verdict.objects.get().note.words) == "Once more, please"
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    assert_accessible(page)


def test_a_list_is_made_of_a_selection_and_put_in_order(visit, alice, live_studio, tmp_path):
    for n in range(2):
        result(alice, numbered(tmp_path / f"{n}.mp4", 30, "24"), f"Shot {n}")
    page = visit(alice)
    page.goto("/review/")
    page.get_by_role("button", name="Today’s dailies").click()
    rows = page.locator(".review-row__words > a")
    expect(rows).to_have_text(["Shot 0", "Shot 1"])
    page.get_by_role("button", name="Later: Shot 0").click()
    expect(rows).to_have_text(["Shot 1", "Shot 0"])
    with page.expect_download() as loaded:
        page.get_by_role("button", name="OpenTimelineIO").click()
    assert loaded.value.suggested_filename.endswith(".otio")
    assert_accessible(page)
