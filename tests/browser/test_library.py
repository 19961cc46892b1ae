"""The library as people use it: choosing, scrubbing, what comes by itself; on a phone, without JavaScript."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from studio.core import clock
from studio.library.models import Asset, Look
from tests.browser.accessible import assert_accessible
from tests.browser.conftest import PHONE
from tests.browser.people import kept
from tests.browser.shelf import earlier, open_live, ready, tile, until
from tests.core import making
from tests.library.making import copies, made

pytestmark = pytest.mark.browser
MOVING = {"reduced_motion": "no-preference"}
INTENT_MS = 120


@pytest.fixture
def asked():
    """asked(page) -> the addresses below /media/ that the page asks for, from now on."""

    def listen(page) -> list[str]:
        found = []
        page.on("request", lambda request: "/media/" in request.url and found.append(request.url))
        return found

    return listen


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

    first, second = tile(page, shown[1]).bounding_box(), tile(page, shown[2]).bounding_box()
    assert first["y"] == second["y"]
    page.mouse.move(first["x"] - 4, first["y"] - 6)
    page.mouse.down()
    page.mouse.move(second["x"] + 20, second["y"] + 30, steps=5)
    page.mouse.up()
    assert page.evaluate(CHOSEN) == names(shown[1:3])


def test_keys_choose_rate_flag_and_bin_and_undo_brings_back(visit, alice, clip):
    shown = [clip, *copies(clip, 11, newest=earlier())]
    page = visit(alice)
    page.goto("/library/")
    ready(page)
    until(page, "() => !!customElements.get('bulk-bar')")
    tile(page, shown[1]).locator("a").first.focus()

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
    page.locator(f"#asset-{shown[0].pk} a").first.focus()
    page.keyboard.press("Control+a")
    assert page.evaluate(CHOSEN) == names(shown)


def test_what_is_chosen_stays_so_while_it_is_out_of_the_page_and_all_that_match_are_rated(visit, alice, clip):
    copies(clip, 300, newest=earlier())
    page = visit(alice)
    page.goto("/library/")
    ready(page)
    until(page, "() => !!customElements.get('bulk-bar')")
    tile(page, clip).locator("a").first.focus()
    page.keyboard.press("Shift+Space")
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


def test_keys_reach_what_is_chosen_though_nothing_has_the_focus_but_no_field_that_one_types_in(visit, alice, clip):
    page = visit(alice)
    page.goto("/library/")
    ready(page)
    until(page, "() => !!customElements.get('bulk-bar')")

    page.keyboard.press("Control+a")
    assert page.evaluate(CHOSEN) == names([clip])
    page.keyboard.press("4")
    stars = page.locator(f"#marks-{clip.pk}[data-stars='4']")
    stars.wait_for()
    assert stars.bounding_box()["height"] <= page.locator(".tile__line").bounding_box()["height"]  # in one line

    words = page.get_by_placeholder("Prompts, names, people")
    words.fill("dusk")
    page.keyboard.press("Control+a")
    page.keyboard.press("5")
    expect(words).to_have_value("5")


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
    Look.objects.create(user=alice, has_pane=False)
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
    tile(page, clip).locator("a").first.focus()
    for key in (".", ".", ",", "Shift+Space", "ArrowRight", ".", "PageDown", "PageDown", "End"):
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
    tile(page, clip).locator("a").first.focus()
    page.keyboard.press(".")
    until(page, "!document.querySelector('sprite-scrub').shadowRoot.querySelector('[part=film]').hidden")


# Live


def test_what_is_made_meanwhile_appears_at_the_top_once(visit, alice, bob, clip, tmp_path):
    page, mine = visit(alice), visit(alice)
    open_live(page, "/library/")
    open_live(mine, "/library/?in=mine")
    ready(page)

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
    open_live(page, "/library/")
    page.get_by_text("Nothing made yet").wait_for()

    kept(made, making.film(tmp_path), alice)

    page.locator("#arrivals .tile").wait_for()
    assert page.get_by_text("Nothing made yet").is_hidden()


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
    tile(page, clip).locator("a").first.focus()
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
