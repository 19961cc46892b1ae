"""The whole round of a review: Alice makes, Bob reviews, and Paolo, who is outside, comes by a link. Three at once."""

import re
from pathlib import Path

import opentimelineio as otio
import pytest
from playwright.sync_api import Page, expect

from studio.accounts.models import Membership
from studio.core import clock
from studio.library.models import Asset
from studio.review.models import ShareLink
from tests.browser.inking import drag, drawn, open_clip, seek
from tests.browser.people import compose_clip, expect_state, in_a_thread, send
from tests.browser.test_shared import PASSWORD, enter, share, write
from tests.browser.test_versions import check_of

pytestmark = pytest.mark.browser
FROM, TO = (0.3, 0.3), (0.6, 0.5)


def version(number: int) -> Asset:
    return in_a_thread(lambda: Asset.objects.results().get(version=number))


def generate(page: Page, prompt: str) -> None:
    compose_clip(page, prompt)
    expect_state(page, send(page), "ready")


def todays_dailies(page: Page) -> None:
    page.goto("/review/")
    page.get_by_role("button", name="Today’s dailies").click()
    page.wait_for_url(re.compile(r"/review/[0-9a-f-]{36}/"))


def draw(page: Page, frame: int, tool: str, words: str) -> None:
    """A shape on a frame, and words with it."""
    seek(page, frame)
    page.get_by_role("button", name="Draw", exact=True).click()
    page.get_by_role("button", name=tool, exact=True).click()
    drag(page, FROM, TO)
    expect(drawn(page, tool.lower())).to_have_count(1)
    page.get_by_role("button", name="Done").click()
    expect(page.get_by_label("Note", exact=True)).to_be_focused()
    page.keyboard.type(words)
    page.keyboard.press("Control+Enter")
    expect(page.locator(".thread").filter(has_text=words)).to_be_visible()


def revise(page: Page) -> None:
    page.get_by_role("link", name="Revise from notes").click()
    expect(page.locator("#id_prompt")).to_have_value("A harbour at dusk\nMove the boat there\nWarmer light here")
    expect_state(page, send(page), "ready")


def approved_cut(page: Page, folder: Path) -> otio.schema.Timeline:
    """The list of today, as far as it is approved, in OpenTimelineIO."""
    todays_dailies(page)
    page.locator("[name=approved]").check()
    with page.expect_download() as loaded:
        page.get_by_role("button", name="OpenTimelineIO").click()
    loaded.value.save_as(folder / "cut.otio")
    return otio.adapters.read_from_file(str(folder / "cut.otio"))


def test_from_the_first_take_to_a_link_that_has_ended(visit, alice, bob, live_studio, tmp_path, complaints):
    complaints.allow(r"status of (404|410)")  # of the link that has ended
    in_a_thread(lambda: Membership.objects.filter(user=bob).update(role="reviewer"))
    hers, his = visit(alice), visit(bob)
    generate(hers, "A harbour at dusk")
    todays_dailies(hers)
    his.goto("/review/")
    expect(his.get_by_text("A harbour at dusk").first).to_be_visible()

    both_draw_and_comment(hers, his)
    revise(hers)
    all_is_fixed_and_approved(his)

    [clip] = approved_cut(hers, tmp_path).find_clips()
    assert str(version(2).pk) in clip.to_json_string()
    assert str(version(1).pk) not in clip.to_json_string()

    theirs = enter(visit(), share(hers, version(2)), Password=PASSWORD)
    a_guest_comments(theirs, hers, his)
    the_link_ends(theirs)


def both_draw_and_comment(hers: Page, his: Page) -> None:
    open_clip(his, version(1))
    open_clip(hers, version(1))
    draw(his, 10, "Arrow", "Move the boat there")
    expect(hers.locator(".thread")).to_contain_text("Move the boat there")
    draw(hers, 20, "Box", "Warmer light here")
    expect(his.locator(".thread")).to_have_count(2)
    his.get_by_role("button", name="Changes requested").click()
    expect(hers.get_by_label("Verdicts")).to_contain_text("Changes requested")


def all_is_fixed_and_approved(his: Page) -> None:
    his.get_by_role("link", name="Look at v2").click()
    his.wait_for_url(re.compile(str(version(2).pk)))
    for words in ("Move the boat there", "Warmer light here"):
        check_of(his, words).get_by_role("button", name="Fixed").click()
        expect(check_of(his, words)).to_contain_text("Fixed, says Bob Baker")
    his.get_by_role("button", name="Approved").click()
    expect(his.get_by_label("Verdicts")).to_contain_text("Approved")


def a_guest_comments(theirs: Page, hers: Page, his: Page) -> None:
    open_clip(hers, version(2))
    write(theirs, 12, "Lovely. A beat longer?", "Paolo")
    arrived = hers.locator(".thread").filter(has_text="A beat longer?")
    expect(arrived).to_contain_text("Paolo")
    expect(his.locator(".thread").filter(has_text="A beat longer?")).to_be_visible()


def the_link_ends(theirs: Page) -> None:
    """By its date, and its files with it."""
    media = theirs.locator("video").get_attribute("src")
    assert theirs.request.get(media).status == 200
    in_a_thread(lambda: ShareLink.objects.update(expires_at=clock.now()))
    assert theirs.request.get(media).status == 404
    theirs.reload()
    expect(theirs.get_by_role("heading", name="This link has ended")).to_be_visible()
