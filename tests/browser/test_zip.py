"""Files are chosen in the library and come as one zip: with the mouse, the keyboard alone, and a finger."""

import zipfile

import pytest
from playwright.sync_api import Page, expect

from studio.library import store
from tests.browser.hands import EVERY, HANDS, Hand
from tests.browser.people import in_a_thread
from tests.browser.shelf import ready, tile, until
from tests.library.making import copies

pytestmark = pytest.mark.browser


@pytest.fixture
def shelf(clip):
    """The clip and two copies of it, of one file."""
    return [clip, *in_a_thread(copies, clip, 2)]


def opened(page: Page) -> None:
    page.goto("/library/")
    ready(page)
    until(page, "() => !!customElements.get('bulk-bar')")


def by_checks(hand: Hand, assets) -> None:
    for asset in assets:
        if hand.name == "mouse":
            tile(hand.page, asset).hover()
        hand.press(tile(hand.page, asset).locator(".tile__check"))


def by_keys(hand: Hand, assets) -> None:
    """All that are loaded: Control and A where a tile has the focus."""
    hand.reach(hand.page.locator(".tile a").first)
    hand.page.keyboard.press("Control+a")


CHOOSE = {"mouse": by_checks, "keys": by_keys, "touch": by_checks}


@pytest.mark.parametrize("name", HANDS)
def test_chosen_files_come_as_one_zip_by_names_of_ones_own(hand_of, shelf, tmp_path, name):
    hand = hand_of(name)
    page = hand.page
    opened(page)
    CHOOSE[name](hand, shelf)
    expect(page.locator("bulk-bar [data-words]")).to_have_text("3 selected")

    hand.press(page.locator("bulk-bar summary[aria-label=Download]"))
    hand.write(page.get_by_label("File names"), "{person}/{number}", instead=True)
    with page.expect_download() as download:
        hand.press(page.get_by_role("button", name="Download zip"))
    path = tmp_path / "all.zip"
    download.value.save_as(path)

    assert download.value.suggested_filename.endswith(".zip")
    with zipfile.ZipFile(path) as found:
        assert found.testzip() is None
        assert {each for each in found.namelist() if each.endswith(".mp4")} == {
            f"Alice Archer/000{n}.mp4" for n in (1, 2, 3)
        }
        assert found.read("Alice Archer/0001.mp4") == store.path_of(shelf[0]).read_bytes()
    expect(page.locator("bulk-bar details[open]")).to_have_count(0)


def test_all_that_match_come_and_names_that_cannot_be_are_said(alice_page, shelf):
    page = alice_page
    opened(page)
    by_checks(EVERY["mouse"](page, "mouse"), shelf[:2])
    page.get_by_role("button", name="Select all 3 matching").click()
    page.locator("bulk-bar summary[aria-label=Download]").click()
    page.get_by_label("File names").fill("{colour}")
    page.get_by_role("button", name="Download zip").click()

    expect(page.get_by_text("There is no {colour} to name files by.")).to_be_visible()
