"""The library's grid: rows, pages that come while one scrolls, what stays in its place, and its keys."""

import time
from datetime import timedelta

import pytest

from studio.core import clock
from studio.library.models import Look
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.people import kept
from tests.browser.shelf import DOWN, FOCUSED, UP, earlier, focused, open_live, ready, tile, until
from tests.core import making
from tests.library.making import copies, made

pytestmark = pytest.mark.browser

BOXES = """pictures => pictures.map(picture => (
  {...picture.getBoundingClientRect().toJSON(), ratio: Number(picture.parentElement.dataset.ratio)}
))"""


def test_tiles_stand_in_rows_that_fill_the_width_at_their_true_ratios(visit, alice, clip):
    shapes = [(1280, 720), (720, 1280), (1000, 1000), (1920, 804)] * 5
    for width, height in shapes:
        copies(clip, 1, width=width, height=height)
    page = visit(alice)

    page.goto("/library/")
    ready(page)

    boxes = page.eval_on_selector_all(".tile__picture", BOXES)
    right = page.evaluate("(grid => grid.getBoundingClientRect().right)(document.querySelector('.grid'))") - 16
    rows = {}
    for box in boxes:
        rows.setdefault(round(box["top"]), []).append(box)
    assert len(boxes) == 21
    assert all(abs(box["width"] / box["height"] - box["ratio"]) < 0.02 for box in boxes)
    assert all(len({round(box["height"], 1) for box in row}) == 1 for row in rows.values())
    assert all(abs(max(box["right"] for box in row) - right) < 1 for row in list(rows.values())[:-1])


def test_the_next_pages_come_while_one_scrolls_each_result_once(visit, alice, clip):
    everything = {str(asset.pk) for asset in copies(clip, 130, newest=earlier())} | {str(clip.pk)}
    page = visit(alice)
    page.goto("/library/")
    ready(page)

    seen, deadline = set(), time.monotonic() + 30
    while not seen >= everything and time.monotonic() < deadline:
        seen |= {asset.removeprefix("asset-") for asset in page.eval_on_selector_all(".tile", IDS)}
        page.evaluate(DOWN)
        page.wait_for_timeout(20)

    assert seen == everything
    assert page.locator("[data-more]").count() == 0


IDS = "tiles => tiles.map(tile => tile.id)"
SCROLLED = "document.querySelector('.pane__scroll').scrollTop"
PLACES = """() => {
  const { top } = document.querySelector("justified-grid").getBoundingClientRect()
  const y = (tile) => Math.round(tile.getBoundingClientRect().top - top)
  return [...document.querySelectorAll(".tile")].map(tile => [tile.id, y(tile)])
}"""


AS_BEFORE = """(now, stood) => {
  const known = now.filter(([id]) => id in stood)
  return known.length > 4 && known.every(([id, y]) => y === stood[id])
}"""

TO_THE_END_AT_ONCE = """() => {
  const scroll = document.querySelector(".pane__scroll"), grid = document.querySelector("justified-grid")
  window.seen = new Set()
  const go = () => {
    for (const tile of grid.querySelectorAll(".tile")) seen.add(tile.id.slice(6))
    scroll.scrollTo(0, scroll.scrollHeight)
  }
  window.going = new MutationObserver(go)
  going.observe(grid, { childList: true, subtree: true })
  go()
}"""


def test_no_page_is_lost_when_its_end_is_in_view_the_moment_it_comes(visit, alice, clip):
    """htmx hears `near` of a new link only after settling: one that was told before that would never ask."""
    everything = {str(asset.pk) for asset in copies(clip, 600, newest=earlier())} | {str(clip.pk)}
    Look.objects.create(user=alice, has_pane=False)  # so wide that each tile of a page is drawn once on the way
    page = visit(alice)
    page.goto("/library/")
    ready(page)

    page.evaluate("htmx.config.defaultSettleDelay = 300")
    page.evaluate(TO_THE_END_AT_ONCE)
    until(page, "!document.querySelector('[data-more]')", within_s=60)

    until(page, "count => seen.size === count", arg=len(everything))
    assert set(page.evaluate("[...seen]")) == everything


@pytest.mark.parametrize("screen", [DESKTOP, PHONE], ids=["1440", "390"])
def test_a_long_list_keeps_at_most_150_tiles_in_the_page_and_each_where_it_stood(visit, alice, clip, screen):
    """More than the grid keeps in memory: on the way back pages are asked of the studio again."""
    for width, height in ((1280, 720), (720, 1280), (1000, 1000)):
        copies(clip, 150, newest=earlier(), width=width, height=height)
    page = visit(alice, viewport=screen)
    page.goto("/library/")
    ready(page)
    page.evaluate("document.querySelector('justified-grid').setAttribute('kept', 150)")
    stood, most = dict(page.evaluate(PLACES)), 0

    page.evaluate(TO_THE_END_AT_ONCE)
    until(page, "!document.querySelector('[data-more]')", within_s=60)
    page.evaluate("going.disconnect()")
    again = []
    page.on("request", lambda request: "before=" in request.url and again.append(request.url))
    for _ in range(200):
        page.evaluate(UP)
        most = max(most, page.locator(".tile").count())
        page.wait_for_timeout(50)
        if page.evaluate(SCROLLED) == 0:
            break
    until(page, "id => Boolean(document.getElementById(id))", arg=f"asset-{clip.pk}")
    until(page, f"stood => ({AS_BEFORE})(({PLACES})(), stood)", arg=stood)

    assert again
    assert 0 < most <= 150


def test_what_is_made_meanwhile_moves_nothing_under_the_eye_of_who_has_scrolled(visit, alice, clip, tmp_path):
    copies(clip, 300, newest=earlier())
    page = visit(alice)
    open_live(page, "/library/")
    ready(page)
    for _ in range(4):
        page.evaluate(DOWN)
        page.wait_for_timeout(100)
    seen = page.evaluate("document.elementFromPoint(700, 500).closest('.tile').id")
    box = page.locator(f"#{seen}").bounding_box()
    assert page.evaluate("document.getElementById('arrivals').hidden")

    kept(made, making.film(tmp_path, frames=30, name="new.mp4"), alice, name="New")
    until(page, "!document.getElementById('arrivals').hidden")

    assert page.locator(f"#{seen}").bounding_box() == box


def test_back_leads_to_the_same_tile_at_the_same_place_and_from_there_up_to_the_newest(visit, alice, clip):
    copies(clip, 300, newest=earlier())
    page = visit(alice)
    page.goto("/library/")
    ready(page)
    page.locator(".tile a").first.focus()
    for _ in range(8):
        page.keyboard.press("PageDown")
        page.wait_for_timeout(150)
    page.keyboard.press("ArrowUp")
    opened = focused(page)
    box = tile(page, clip.__class__(pk=opened)).bounding_box()

    page.keyboard.press("Enter")
    page.wait_for_url(f"**/assets/{opened}/")
    page.go_back()
    page.wait_for_url(f"**/library/?before=*#asset-{opened}")
    until(page, FOCUSED, opened)
    until(page, "() => performance.getEntriesByType('resource').some(({ name }) => name.includes('/library/newer/'))")
    page.wait_for_timeout(200)

    assert abs(tile(page, clip.__class__(pk=opened)).bounding_box()["y"] - box["y"]) < 2
    until(page, f"id => {{ ({UP})(); return Boolean(document.getElementById(id)) }}", arg=f"asset-{clip.pk}")


def test_a_page_that_does_not_come_says_so_and_comes_when_asked_again(visit, alice, clip, complaints):
    complaints.allow("ERR_FAILED|htmx:sendError|htmx:afterRequest")
    copies(clip, 60, newest=earlier())
    page = visit(alice)
    page.route("**/library/?before=*", lambda route: route.abort())
    page.goto("/library/")
    ready(page)
    page.evaluate("document.querySelector('.pane__scroll').scrollTo(0, 1e6)")
    page.get_by_text("The older ones did not come. Press to try again.").wait_for()

    page.unroute("**/library/?before=*")
    page.locator("[data-more]").click()

    page.keyboard.press("End")
    until(page, "() => !document.querySelector('[data-more]')")


def test_arrow_keys_walk_the_grid_enter_opens_and_escape_comes_back_to_the_same_tile(visit, alice, clip):
    shown = [clip, *copies(clip, 60, newest=earlier())]
    page = visit(alice)
    page.goto("/library/")
    ready(page)
    page.locator("#views > summary").focus()

    page.keyboard.press("Tab")
    assert focused(page) == str(shown[0].pk)
    page.keyboard.press("ArrowRight")
    assert focused(page) == str(shown[1].pk)
    page.keyboard.press("ArrowDown")
    below = focused(page)
    assert below not in (str(shown[0].pk), str(shown[1].pk), "")
    page.keyboard.press("ArrowUp")
    assert focused(page) == str(shown[1].pk)
    page.keyboard.press("End")
    last = focused(page)
    assert last != below

    page.keyboard.press("Enter")
    page.wait_for_url(f"**/assets/{last}/")
    until(page, "() => !!customElements.get('key-links')")
    page.keyboard.press("Escape")
    page.wait_for_url(f"**/library/*#asset-{last}")
    until(page, FOCUSED, last)
    page.go_back()
    page.wait_for_url(f"**/assets/{last}/")
    page.go_back()
    page.wait_for_url(f"**/library/*#asset-{last}")
    until(page, FOCUSED, last)


def test_only_one_tile_is_a_stop_for_tab(visit, alice, clip):
    copies(clip, 10, newest=earlier())
    page = visit(alice)
    page.goto("/library/")
    ready(page)

    stops = page.eval_on_selector_all(".tile a", "links => links.filter(link => link.tabIndex === 0).length")

    assert stops == 1


PRESSES = {
    "mouse": lambda mark: mark.click(),
    "keys": lambda mark: mark.press("Enter"),
    "touch": lambda mark: mark.tap(),
}


@pytest.mark.parametrize("by", PRESSES)
def test_the_rail_jumps_to_a_day_and_what_is_newer_is_above_it(visit, alice, clip, by):
    then = copies(clip, 60, newest=clock.now() - timedelta(days=9))
    options = {"viewport": PHONE, "has_touch": True} if by == "touch" else {}
    page = visit(alice, **options)
    page.goto("/library/")
    ready(page)

    PRESSES[by](page.get_by_role("navigation", name="Jump to a date").get_by_role("link").last)
    page.wait_for_url("**/library/?before=*")
    ready(page)
    tile(page, then[0]).wait_for()

    until(page, f"id => {{ ({UP})(); return Boolean(document.getElementById(id)) }}", arg=f"asset-{clip.pk}")
