"""Clips and pictures from elsewhere: a folder dropped on the library, files chosen by keys, a zip given by a finger."""

import json

import pytest
from playwright.sync_api import Page, expect

from studio.library.models import Asset
from tests.browser.accessible import assert_accessible
from tests.browser.people import in_a_thread
from tests.browser.shelf import until
from tests.core import making
from tests.library.foreign_files import GRAPH, packed, png, saved
from tests.library.making import RECIPE

pytestmark = pytest.mark.browser

PATIENCE_MS = 60_000


@pytest.fixture
def folder(tmp_path):
    """A folder in a folder: a clip with its recipe, a picture of ComfyUI, notes, half a picture."""
    deep = tmp_path / "shoot" / "day one"
    deep.mkdir(parents=True)
    making.film(deep, name="dusk.mp4")
    (deep / "dusk.recipe.json").write_text(json.dumps(RECIPE))
    (deep / "graph.png").write_bytes(png(prompt=json.dumps(GRAPH)))
    (deep / "half.png").write_bytes(saved("PNG")[:100])
    (tmp_path / "shoot" / "notes.txt").write_text("Buy milk.")
    return tmp_path / "shoot"


def rows(page: Page, state: str):
    return page.locator(f"[data-list] > [data-state={state}]")


def drop(page: Page, *paths) -> None:
    """From a window of the system: the drag is the browser's own, folders and all."""
    session = page.context.new_cdp_session(page)
    data = {"items": [], "files": [str(path) for path in paths], "dragOperationsMask": 1}
    for kind in ("dragEnter", "dragOver", "drop"):
        session.send("Input.dispatchDragEvent", {"type": kind, "data": data, "x": 700, "y": 500})


def test_a_folder_that_is_dropped_on_the_library_is_brought_in(alice_page, folder):
    page = alice_page
    page.goto("/library/")
    until(page, "() => !!customElements.get('import-gate')")

    drop(page, folder)

    expect(page.get_by_role("dialog")).to_contain_text("Import")
    expect(rows(page, "refused")).to_have_count(2, timeout=PATIENCE_MS)
    expect(rows(page, "taken")).to_have_count(2, timeout=PATIENCE_MS)
    expect(page.locator("[data-list]")).to_contain_text("shoot/day one/dusk.mp4")
    expect(page.locator("[data-list]")).to_contain_text("Taken. With its recipe.")
    expect(page.locator("[data-list]")).to_contain_text("Made with ComfyUI, as it says.")
    expect(page.locator("[data-sum]")).to_contain_text("2 taken 0 already here 2 refused")

    page.get_by_role("link", name="graph.png").click()
    expect(page.get_by_role("heading", name="Made with ComfyUI")).to_be_visible()
    expect(page.get_by_text("a lighthouse in a storm").first).to_be_visible()


def test_files_are_brought_in_with_the_keyboard_alone_and_known_again(hand_of, folder):
    hand = hand_of("keys")
    page = hand.page
    page.goto("/library/")
    until(page, "() => !!customElements.get('import-gate')")
    hand.press(page.get_by_role("link", name="Import"))
    until(page, "() => !!customElements.get('import-files')")
    field = page.locator("import-files input[multiple]:not([webkitdirectory])")
    film = folder / "day one" / "dusk.mp4"

    for state in ("taken", "known"):
        hand.give(field, film)
        expect(rows(page, state)).to_have_count(1, timeout=PATIENCE_MS)

    assert in_a_thread(Asset.objects.count) == 1
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_zip_is_brought_in_by_a_finger_on_a_phone(hand_of, tmp_path):
    path = tmp_path / "all.zip"
    path.write_bytes(packed({"one.png": saved("PNG", 1), "../two.png": saved("PNG", 2), "three.png": saved("PNG", 3)}))
    hand = hand_of("touch")
    page = hand.page
    page.goto("/library/import/")
    until(page, "() => !!customElements.get('import-files')")

    hand.give(page.locator("import-files input[multiple]:not([webkitdirectory])"), path)

    expect(rows(page, "taken")).to_have_count(2, timeout=PATIENCE_MS)
    expect(rows(page, "refused")).to_contain_text("leads out of the archive")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert_accessible(page)
