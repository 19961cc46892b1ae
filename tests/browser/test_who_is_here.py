"""Faces beside the player: who opens the file comes, who closes it goes, and two tabs are one person."""

import pytest
from playwright.sync_api import expect

from tests.browser.accessible import assert_accessible
from tests.browser.conftest import PHONE
from tests.browser.making import result
from tests.browser.numbered import numbered
from tests.browser.test_notes import open_clip

pytestmark = pytest.mark.browser


def test_who_looks_at_the_same_file_is_seen_and_gone_when_they_leave(visit, alice, bob, live_studio, tmp_path):
    clip = result(alice, numbered(tmp_path / "numbered.mp4", 30, "24"))[1]
    hers = open_clip(visit(alice), clip)
    faces = hers.get_by_role("list", name="Here now").get_by_role("listitem")
    expect(faces).to_have_text(["AAAlice Archer"])

    his = open_clip(visit(bob, viewport=PHONE, has_touch=True, is_mobile=True), clip)
    expect(faces).to_have_text(["AAAlice Archer", "BBBob Baker"])
    other = his.context.new_page()
    other.goto(f"/assets/{clip.pk}/")
    expect(other.get_by_role("list", name="Here now").get_by_role("listitem")).to_have_count(2)
    expect(faces).to_have_count(2)
    assert_accessible(hers)
    assert his.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    other.close()
    his.goto("/queue/")
    expect(faces).to_have_text(["AAAlice Archer"])
