"""The library and the viewer as people use them: with the mouse, with the keyboard, on a phone, without JavaScript."""

import json
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from asgiref.sync import async_to_sync
from django.db import connections

from studio.core import clock, media
from studio.library.models import Asset
from tests.browser.accessible import assert_accessible
from tests.browser.conftest import DESKTOP, PHONE
from tests.core import making
from tests.library.making import RECIPE, copies, made

pytestmark = pytest.mark.browser
MOVING = {"reduced_motion": "no-preference"}
INTENT_MS = 120


def earlier():
    """Before the page was made: what is newer comes by the socket."""
    return clock.now() - timedelta(hours=1)


def until(page, condition: str, arg=None, within_s: float = 10) -> None:
    """Waits for a condition in the page. (Playwright's own way needs `eval` in the page, which our policy forbids.)"""
    deadline = time.monotonic() + within_s
    while not page.evaluate(condition, arg):
        assert time.monotonic() < deadline, f"not within {within_s} s: {condition} {arg or ''}"
        page.wait_for_timeout(20)


def kept(make, *args, **how):
    """Calls an async function from beside Playwright, whose loop is running in this thread."""

    def call():
        try:
            return async_to_sync(make)(*args, **how)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(call).result()


@pytest.fixture
def clip(live_studio, alice, tmp_path):
    """A clip of Alice's: 50 frames at 25 a second, frame n is n/50 bright."""
    return kept(made, making.film(tmp_path, frames=50), alice, name="The clip")


@pytest.fixture
def asked():
    """asked(page) -> the addresses below /media/ that the page asks for, from now on."""

    def listen(page) -> list[str]:
        found = []
        page.on("request", lambda request: "/media/" in request.url and found.append(request.url))
        return found

    return listen


def tile(page, asset):
    return page.locator(f"#asset-{asset.pk}")


FOCUSED = "id => document.activeElement.closest('.tile')?.id === `asset-${id}`"


def focused(page) -> str:
    return page.evaluate("document.activeElement.closest('.tile')?.id ?? ''").removeprefix("asset-")


def ready(page) -> None:
    """The page's elements are at work."""
    until(page, "!!customElements.get('justified-grid') && !!customElements.get('sprite-scrub')")


# The grid

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
DOWN = "() => { const scroll = document.querySelector('.pane__scroll'); scroll.scrollBy(0, scroll.clientHeight / 2) }"
UP = "() => { const scroll = document.querySelector('.pane__scroll'); scroll.scrollBy(0, -scroll.clientHeight) }"
SCROLLED = "document.querySelector('.pane__scroll').scrollTop"
PLACES = """() => {
  const { top } = document.querySelector("justified-grid").getBoundingClientRect()
  const y = (tile) => Math.round(tile.getBoundingClientRect().top - top)
  return [...document.querySelectorAll(".tile")].map(tile => [tile.id, y(tile)])
}"""


def tiles(page) -> list[str]:
    return page.eval_on_selector_all(".tile", IDS)


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
    until(page, "() => document.querySelectorAll('.tile').length > 4")

    assert again
    assert 0 < most <= 150
    now = dict(page.evaluate(PLACES))
    assert {name: now[name] for name in stood.keys() & now.keys()} == {n: stood[n] for n in stood.keys() & now.keys()}
    assert len(stood.keys() & now.keys()) > 4


def test_what_is_made_meanwhile_moves_nothing_under_the_eye_of_who_has_scrolled(visit, alice, clip, tmp_path):
    copies(clip, 300, newest=earlier())
    page = visit(alice)
    page.goto("/library/")
    ready(page)
    page.wait_for_timeout(500)  # the socket has said hello
    for _ in range(4):
        page.evaluate(DOWN)
        page.wait_for_timeout(100)
    seen = page.evaluate("document.elementFromPoint(700, 500).closest('.tile').id")
    box = page.locator(f"#{seen}").bounding_box()
    height = page.evaluate("document.querySelector('justified-grid').offsetHeight")

    kept(made, making.film(tmp_path, frames=30, name="new.mp4"), alice, name="New")
    until(page, "height => document.querySelector('justified-grid').offsetHeight > height", arg=height)

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


# Choosing

CHOSEN = "() => [...document.querySelectorAll('.tile[aria-selected=true]')].map(tile => tile.id.slice(6))"


def names(assets) -> list[str]:
    return [str(asset.pk) for asset in assets]


def test_files_are_chosen_with_the_check_with_ctrl_with_shift_and_with_a_rectangle(visit, alice, clip):
    shown = [clip, *copies(clip, 20, newest=earlier())]
    page = visit(alice)
    page.goto("/library/")
    ready(page)
    bar = page.get_by_role("region", name="Selected files")
    until(page, "() => !!customElements.get('bulk-bar')")

    tile(page, shown[1]).hover()
    tile(page, shown[1]).get_by_role("button", name="Select").click()
    assert page.evaluate(CHOSEN) == names([shown[1]])
    tile(page, shown[4]).locator("img").click(modifiers=["Shift"])
    assert page.evaluate(CHOSEN) == names(shown[1:5])
    tile(page, shown[2]).locator("img").click(modifiers=["Control"])
    assert page.evaluate(CHOSEN) == names([shown[1], shown[3], shown[4]])
    assert bar.get_by_text("3 selected").is_visible()
    page.keyboard.press("Escape")
    assert page.evaluate(CHOSEN) == []
    assert bar.is_hidden()

    first, third = tile(page, shown[1]).bounding_box(), tile(page, shown[3]).bounding_box()
    page.mouse.move(first["x"] - 4, first["y"] - 6)
    page.mouse.down()
    page.mouse.move(third["x"] + 20, third["y"] + 30, steps=5)
    page.mouse.up()
    assert page.evaluate(CHOSEN) == names(shown[1:4])


def test_keys_choose_rate_flag_and_bin_and_undo_brings_back(visit, alice, clip):
    shown = [clip, *copies(clip, 20, newest=earlier())]
    page = visit(alice)
    page.goto("/library/")
    ready(page)
    until(page, "() => !!customElements.get('bulk-bar')")
    tile(page, shown[1]).locator("a").focus()

    page.keyboard.press("4")
    page.locator(f"#marks-{shown[1].pk}[data-stars='4']").wait_for()
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    assert page.evaluate(CHOSEN) == names(shown[1:4])
    page.keyboard.press("p")
    for asset in shown[1:4]:
        page.locator(f"#marks-{asset.pk}[data-flag='pick']").wait_for()
    page.keyboard.press("Delete")
    tile(page, shown[2]).wait_for(state="detached")
    page.locator("[data-undo]").click()

    for asset in shown[1:4]:
        tile(page, asset).wait_for()
    page.locator(f"#asset-{shown[0].pk} a").focus()
    page.keyboard.press("Control+a")
    assert page.evaluate(CHOSEN) == names(shown)


def test_what_is_chosen_stays_so_while_it_is_out_of_the_page_and_all_that_match_are_rated(visit, alice, clip):
    copies(clip, 300, newest=earlier())
    page = visit(alice)
    page.goto("/library/")
    ready(page)
    until(page, "() => !!customElements.get('bulk-bar')")
    tile(page, clip).locator("a").focus()
    page.keyboard.press("Space")
    page.keyboard.press("End")
    page.keyboard.press("End")
    until(page, "id => !document.getElementById(id)", arg=f"asset-{clip.pk}")
    page.keyboard.press("Home")
    tile(page, clip).wait_for()
    assert page.evaluate(CHOSEN) == names([clip])

    page.keyboard.press("Control+a")
    page.get_by_role("button", name="Select all 301 matching").click()
    page.locator("bulk-bar summary", has_text="Rate").click()
    page.get_by_role("button", name="5 stars").click()

    page.get_by_text("301 files").first.wait_for()
    page.locator(f"#marks-{clip.pk}[data-stars='5']").wait_for()
    assert not Asset.objects.exclude(stars=5).exists()


def test_a_finger_chooses_two_and_compares_them(visit, alice, clip):
    shown = [clip, *copies(clip, 6, newest=earlier())]
    page = visit(alice, viewport=PHONE, has_touch=True, is_mobile=True)
    page.goto("/library/")
    ready(page)
    until(page, "() => !!customElements.get('bulk-bar')")

    tile(page, shown[0]).get_by_role("button", name="Select").tap()
    compare = page.locator("[data-compare-link]")
    assert compare.get_attribute("title") == "Select 2 to 4 to compare them"
    tile(page, shown[1]).locator("img").tap()
    compare.tap()

    page.wait_for_url(f"**/compare/?ids={shown[0].pk},{shown[1].pk}")


def test_sizes_are_changed_by_key_and_kept(visit, alice, clip):
    copies(clip, 10, newest=earlier())
    page = visit(alice)
    page.goto("/library/")
    ready(page)
    until(page, "() => !!customElements.get('shelf-size')")
    height = tile(page, clip).locator(".tile__picture").bounding_box()["height"]

    with page.expect_response("**/preferences/library/"):
        page.keyboard.press("=")
    larger = tile(page, clip).locator(".tile__picture").bounding_box()["height"]
    page.reload()
    ready(page)

    assert larger > height
    assert page.get_by_role("radio", name="Large", exact=True).is_checked()
    assert tile(page, clip).locator(".tile__picture").bounding_box()["height"] == larger


# Scrubbing


def test_resting_on_a_tile_fetches_its_sprite_and_never_the_film(visit, alice, clip, asked):
    page = visit(alice, **MOVING)
    page.goto("/library/")
    ready(page)
    media_asked = asked(page)

    tile(page, clip).hover(position={"x": 100, "y": 50})
    until(
        page,
        "id => !document.querySelector(`#asset-${id} sprite-scrub`).shadowRoot.querySelector('[part=film]').hidden",
        arg=str(clip.pk),
    )

    assert [address.rsplit("/", 1)[1] for address in media_asked] == ["sprite"]


def test_no_byte_of_a_video_comes_before_a_press(visit, alice, clip, asked):
    """Scrolling, resting on a tile, walking with keys, scrubbing, choosing: posters and sprites only."""
    copies(clip, 120, newest=earlier())
    page = visit(alice, **MOVING)
    media_asked = asked(page)
    page.goto("/library/")
    ready(page)

    tile(page, clip).hover(position={"x": 100, "y": 60})
    page.wait_for_timeout(2 * INTENT_MS)
    tile(page, clip).locator("a").focus()
    for key in (".", ".", ",", "Space", "ArrowRight", ".", "PageDown", "PageDown", "End"):
        page.keyboard.press(key)
        page.wait_for_timeout(50)
    page.wait_for_load_state("networkidle")

    assert {address.rsplit("/", 1)[1] for address in media_asked} == {"poster", "sprite"}


def test_the_film_follows_the_pointer(visit, alice, clip):
    page = visit(alice, **MOVING)
    page.goto("/library/")
    ready(page)
    box = tile(page, clip).locator("sprite-scrub").bounding_box()
    seen = []

    for across in (0.25, 0.75):
        page.mouse.move(box["x"] + box["width"] * across, box["y"] + 40)
        film = "document.querySelector('sprite-scrub').shadowRoot.querySelector('[part=film]')"
        until(page, f"!{film}.hidden")
        seen.append(page.evaluate(f"{film}.style.backgroundPosition"))

    assert seen == ["55.5556% 22.2222%", "55.5556% 77.7778%"]


def test_passing_over_a_tile_fetches_nothing(visit, alice, clip, asked):
    page = visit(alice, **MOVING)
    page.goto("/library/")
    ready(page)
    media_asked = asked(page)

    tile(page, clip).hover(position={"x": 100, "y": 50})
    page.mouse.move(5, 5)
    page.wait_for_timeout(2 * INTENT_MS)

    assert media_asked == []


def test_those_who_want_less_motion_get_it_by_key_only(visit, alice, clip, asked):
    page = visit(alice)
    page.goto("/library/")
    ready(page)
    media_asked = asked(page)

    tile(page, clip).hover(position={"x": 100, "y": 50})
    page.wait_for_timeout(2 * INTENT_MS)
    assert media_asked == []

    page.mouse.move(5, 5)
    tile(page, clip).locator("a").focus()
    page.keyboard.press(".")
    until(page, "!document.querySelector('sprite-scrub').shadowRoot.querySelector('[part=film]').hidden")


# Live


def test_what_is_made_meanwhile_appears_at_the_top_once(visit, alice, bob, clip, tmp_path):
    page, mine = visit(alice), visit(alice)
    page.goto("/library/")
    mine.goto("/library/?in=mine")
    ready(page)
    page.wait_for_timeout(500)  # both sockets have said hello

    his = kept(made, making.film(tmp_path, frames=30, name="his.mp4"), bob, name="Bob's clip")
    page.locator(f"#arrivals #asset-{his.pk}").wait_for()
    hers = kept(made, making.film(tmp_path, frames=35, name="hers.mp4"), alice, name="Alice's clip")
    mine.locator(f"#arrivals #asset-{hers.pk}").wait_for()
    page.locator(f"#arrivals #asset-{hers.pk}").wait_for()

    assert page.get_by_role("heading", name="Just in").is_visible()
    assert page.eval_on_selector_all(".tile", "tiles => tiles.map(tile => tile.id)") == [
        f"asset-{asset.pk}" for asset in (hers, his, clip)
    ]
    assert mine.locator(f"#asset-{his.pk}").count() == 0


def test_the_first_result_takes_the_place_of_the_empty_words(visit, alice, live_studio, tmp_path):
    page = visit(alice)
    page.goto("/library/")
    page.get_by_text("Nothing made yet").wait_for()
    page.wait_for_timeout(500)

    kept(made, making.film(tmp_path), alice)

    page.locator("#arrivals .tile").wait_for()
    assert page.get_by_text("Nothing made yet").is_hidden()


# The viewer

BRIGHTNESS = """() => {
  const video = document.querySelector("video")
  const canvas = new OffscreenCanvas(8, 8)
  const pen = canvas.getContext("2d")
  pen.drawImage(video, 0, 0, 8, 8)
  return pen.getImageData(4, 4, 1, 1).data[0]
}"""


def frame_on_screen(page) -> int:
    """The frame that is really there, read from its brightness."""
    return round(page.evaluate(BRIGHTNESS) / 255 * 50)


AT = """code => document.querySelector("[data-timecode]").textContent === code
  && !document.querySelector("video").seeking"""


def at(page, timecode: str) -> None:
    until(page, AT, arg=timecode)


def open_viewer(page, asset) -> None:
    page.goto(f"/assets/{asset.pk}/")
    until(page, "document.querySelector('video').readyState >= 2 && !document.querySelector('video').controls")


def test_the_player_steps_by_frames(visit, alice, clip):
    page = visit(alice)
    open_viewer(page, clip)
    at(page, "00:00:00")

    for _ in range(7):
        page.keyboard.press(".")
    at(page, "00:00:07")
    assert frame_on_screen(page) == 7

    page.keyboard.press(",")
    at(page, "00:00:06")
    assert frame_on_screen(page) == 6

    page.keyboard.press("Shift+>")
    at(page, "00:00:16")
    assert frame_on_screen(page) == 16

    page.get_by_role("button", name="One frame back").click()
    at(page, "00:00:15")
    assert frame_on_screen(page) == 15


def test_steps_stop_at_both_ends(visit, alice, clip):
    page = visit(alice)
    open_viewer(page, clip)

    page.keyboard.press(",")
    at(page, "00:00:00")
    page.get_by_role("slider", name="Position").press("End")
    at(page, "00:01:24")
    page.keyboard.press(".")
    at(page, "00:01:24")

    assert frame_on_screen(page) == 49


def test_the_slider_seeks_and_says_where(visit, alice, clip):
    page = visit(alice)
    open_viewer(page, clip)
    slider = page.get_by_role("slider", name="Position")

    slider.fill("30")

    at(page, "00:01:05")
    assert slider.get_attribute("aria-valuetext") == "00:01:05, frame 30"
    assert frame_on_screen(page) == 30


def test_space_plays_and_pauses_and_the_button_says_so(visit, alice, clip):
    page = visit(alice)
    open_viewer(page, clip)

    page.keyboard.press(" ")
    until(page, "document.querySelector('video').currentTime > 0.3")
    assert page.get_by_role("button", name="Pause").is_visible()
    page.keyboard.press("k")

    assert page.evaluate("document.querySelector('video').paused")
    assert page.get_by_role("button", name="Play").is_visible()


def test_j_plays_backwards(visit, alice, clip):
    page = visit(alice)
    open_viewer(page, clip)
    page.get_by_role("slider", name="Position").fill("40")
    at(page, "00:01:15")

    page.keyboard.press("j")
    until(page, "document.querySelector('[data-seek]').value < 30")
    page.keyboard.press("k")

    assert page.evaluate("document.querySelector('[data-seek]').value < 30")


def test_keys_do_nothing_while_somebody_types(visit, alice, clip):
    page = visit(alice)
    open_viewer(page, clip)
    page.evaluate("document.querySelector('main').append(document.createElement('input'))")
    page.locator("main > input").click()

    page.keyboard.type("k l.")

    assert page.evaluate("document.querySelector('video').paused")
    assert page.locator("main > input").input_value() == "k l."


def test_the_speed_and_the_loop_are_set(visit, alice, clip):
    page = visit(alice)
    open_viewer(page, clip)
    loop = page.get_by_role("button", name="Loop")
    assert loop.get_attribute("aria-pressed") == "true"

    page.get_by_label("Speed").select_option("0.5")
    loop.click()

    assert page.evaluate("document.querySelector('video').playbackRate") == 0.5
    assert loop.get_attribute("aria-pressed") == "false"


def test_a_download_carries_the_recipe(visit, alice, clip, tmp_path):
    page = visit(alice)
    page.goto(f"/assets/{clip.pk}/")

    with page.expect_download() as download:
        page.get_by_role("link", name="Download", exact=True).click()

    saved = tmp_path / "saved.mp4"
    download.value.save_as(saved)
    assert download.value.suggested_filename == "The clip.mp4"
    assert json.loads(kept(media.read_recipe, saved)) == RECIPE


def test_up_and_down_walk_through_the_list(visit, alice, clip):
    newer = copies(clip, 1, newest=clock.now() + timedelta(minutes=1))[0]
    page = visit(alice)
    page.goto(f"/assets/{clip.pk}/")
    until(page, "!!customElements.get('key-links')")

    page.keyboard.press("ArrowUp")
    page.wait_for_url(f"**/assets/{newer.pk}/")
    until(page, "!!customElements.get('key-links')")
    page.keyboard.press("ArrowDown")

    page.wait_for_url(f"**/assets/{clip.pk}/")


def test_the_surround_is_chosen_and_remembered(visit, alice, clip):
    page = visit(alice)
    page.goto(f"/assets/{clip.pk}/")

    page.get_by_role("button", name="White surround").click()
    page.reload()

    until(page, "document.documentElement.dataset.surround === 'white'")
    assert page.get_by_role("button", name="White surround").get_attribute("aria-pressed") == "true"


# Everybody


def test_library_and_viewer_are_accessible_in_both_rooms(visit, alice, clip, tmp_path):
    copies(clip, 60, newest=clock.now() - timedelta(days=1))
    picture = kept(made, making.picture(tmp_path), alice, name="A picture")
    page = visit(alice)

    for address in ("/library/", "/library/?in=uploads", f"/assets/{clip.pk}/", f"/assets/{picture.pk}/"):
        page.goto(address)
        page.wait_for_load_state("networkidle")
        assert_accessible(page)

    page.goto("/library/")
    ready(page)
    until(page, "() => !!customElements.get('bulk-bar')")
    tile(page, clip).locator("a").focus()
    page.keyboard.press("Control+a")
    page.locator("bulk-bar summary", has_text="Tag").click()
    page.get_by_text("No tags yet.").wait_for()
    assert_accessible(page)


def test_nothing_is_wider_than_a_phone(visit, alice, clip):
    copies(clip, 20, newest=earlier())
    page = visit(alice, viewport=PHONE)

    for address in ("/library/", f"/assets/{clip.pk}/"):
        page.goto(address)
        page.wait_for_load_state("networkidle")
        assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


def test_without_javascript_there_are_tiles_links_and_the_browsers_own_player(visit, alice, clip):
    oldest = copies(clip, 60, newest=earlier())[-1]
    page = visit(alice, java_script_enabled=False)

    page.goto("/library/")
    assert tile(page, Asset.objects.newest_first().first()).bounding_box()["width"] > 100
    page.get_by_role("link", name="Show older").click()
    tile(page, oldest).get_by_role("link").click()

    page.wait_for_url(f"**/assets/{oldest.pk}/")
    assert page.locator("video").get_attribute("controls") is not None
    assert page.locator(".transport").is_hidden()
