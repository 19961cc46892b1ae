"""The order of a collection: by dragging, by keys and by the menu; kept, taken back, and gone on with by the chain."""

import pytest
from playwright.sync_api import expect

from studio.library.models import Asset, Collected, Collection
from tests.browser.accessible import assert_accessible
from tests.browser.conftest import PHONE
from tests.browser.people import settled
from tests.browser.shelf import FOCUSED, earlier, ready, tile, until
from tests.library.making import copies

pytestmark = pytest.mark.browser
SHOWN = "() => (document.querySelector('justified-grid')?.shelf?.items ?? []).map(({ id }) => id.slice(6))"
"""All of them, also those that a small window has no room for."""


@pytest.fixture
def shots(clip):
    return [clip, *copies(clip, 5, newest=earlier())]


@pytest.fixture
def reel(alice, shots):
    made = Collection.objects.create(team=alice.teams.first(), owner=alice, name="Reel")
    Collected.objects.bulk_create(Collected(collection=made, asset=shot, place=n) for n, shot in enumerate(shots))
    return made


def opened(page, reel) -> None:
    page.goto(f"/library/?collection={reel.pk}&sort=arranged")
    ready(page)
    until(page, "() => !!customElements.get('bulk-bar')")


def stands(page, shots, order: str) -> None:
    """The page shows this order, by numbers, and the studio keeps it."""
    wanted = [str(shots[int(n)].pk) for n in order]
    until(page, f"wanted => JSON.stringify(({SHOWN})()) === JSON.stringify(wanted)", wanted)
    for _ in range(100):
        if [str(pk) for pk in Collected.objects.values_list("asset", flat=True)] == wanted:
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"not kept: {order}")


def dragged(page, moved, onto, part: float) -> None:
    """Carries a tile over another, to such a part of its width, and lets it go there."""
    box = tile(page, onto).locator(".tile__picture").bounding_box()
    tile(page, moved).locator("img").hover()
    page.mouse.down()
    for away in (8, 0):
        page.mouse.move(box["x"] + box["width"] * part + away, box["y"] + box["height"] / 2, steps=4)
    expect(page.locator(".tile[data-before]")).to_have_count(0 if part > 0.5 and onto.pk == last(page) else 1)
    page.mouse.up()


def last(page):
    return page.evaluate(SHOWN)[-1]


def test_an_open_collection_has_an_order_of_its_own_to_choose(visit, alice, shots, reel):
    Collected.objects.filter(asset=shots[5]).update(place=0)
    Collected.objects.filter(asset=shots[0]).update(place=5)
    page = visit(alice)
    page.goto("/library/")
    ready(page)
    assert page.get_by_label("Order", exact=True).locator("option[value=arranged]").count() == 0

    page.locator(".facet > summary", has_text="More").click()
    page.locator(".facet__title", has_text="Collection").click()
    page.get_by_role("checkbox", name="Reel").check()
    expect(page.locator(".tile")).to_have_count(6)
    page.keyboard.press("Escape")
    page.get_by_label("Order", exact=True).select_option("arranged")

    wanted = [str(shots[n].pk) for n in (5, 1, 2, 3, 4, 0)]
    until(page, f"wanted => JSON.stringify(({SHOWN})()) === JSON.stringify(wanted)", wanted)
    assert "sort=arranged" in page.url


def test_a_tile_is_dragged_before_and_behind_another_and_the_order_is_kept_and_taken_back(visit, alice, shots, reel):
    page = visit(alice)
    opened(page, reel)

    dragged(page, shots[3], shots[1], 0.2)
    stands(page, shots, "031245")
    dragged(page, shots[0], shots[2], 0.8)
    stands(page, shots, "312045")
    page.get_by_role("button", name="Undo").click()
    stands(page, shots, "031245")

    page.reload()
    ready(page)
    stands(page, shots, "031245")


def test_alt_and_the_arrows_move_a_tile_and_the_focus_stays_on_it(visit, alice, shots, reel):
    page = visit(alice)
    opened(page, reel)
    tile(page, shots[1]).locator("a").first.focus()

    for keys, order in (("Alt+ArrowRight", "021345"), ("Alt+ArrowRight", "023145"), ("Alt+ArrowLeft", "021345")):
        page.keyboard.press(keys)
        until(page, FOCUSED, str(shots[1].pk))
        stands(page, shots, order)
    page.keyboard.press("Alt+Home")
    stands(page, shots, "102345")
    page.keyboard.press("Alt+ArrowLeft")  # it is the first already, and the browser does not go back
    page.keyboard.press("Alt+End")
    stands(page, shots, "023451")
    until(page, FOCUSED, str(shots[1].pk))
    settled(page)
    page.keyboard.press("Control+z")
    stands(page, shots, "102345")


def test_by_touch_the_menu_moves_what_is_chosen_and_takes_it_out(visit, alice, shots, reel):
    page = visit(alice, viewport=PHONE, has_touch=True, is_mobile=True)
    opened(page, reel)
    for shot in shots[3:5]:
        tile(page, shot).locator(".tile__check").tap()

    def by_menu(words: str) -> None:
        menu = page.locator("bulk-bar details", has=page.locator("summary[aria-label=Order]"))
        if menu.get_attribute("open") is None:
            menu.locator("summary").tap()
        menu.get_by_role("button", name=words).tap()

    by_menu("To the first place")
    stands(page, shots, "340125")
    by_menu("One place on")
    stands(page, shots, "034125")
    assert_accessible(page)
    by_menu("Out of the collection")
    expect(page.locator("#toast")).to_contain_text("2 files taken out of Reel.")
    stands(page, shots, "0125")
    assert Asset.objects.count() == 6


def test_in_another_order_nothing_is_moved(visit, alice, shots, reel):
    page = visit(alice)
    page.goto(f"/library/?collection={reel.pk}")
    ready(page)
    tile(page, shots[1]).locator("a").first.focus()

    page.keyboard.press("Alt+End")
    page.keyboard.press("ArrowRight")

    until(page, FOCUSED, str(shots[2].pk))
    assert [row.asset_id for row in Collected.objects.all()] == [shot.pk for shot in shots]
    assert page.locator("bulk-bar summary[aria-label=Order]").count() == 0


# Play and join


def test_what_is_chosen_plays_in_a_row_in_the_order_in_which_it_was_chosen(visit, alice, shots):
    page = visit(alice)
    page.goto("/library/")
    ready(page)
    until(page, "() => !!customElements.get('bulk-bar')")
    play = page.locator("[data-chain-link]")
    for shot in (shots[2], shots[0]):
        tile(page, shot).locator("img").click(modifiers=["Control"])

    play.click()

    page.wait_for_url(f"**/chain/?ids={shots[2].pk},{shots[0].pk}")
    until(page, "() => !!customElements.get('chain-player')")
    page.keyboard.press("?")
    sheet = page.get_by_role("dialog")
    for words in ("Clips in a row", "To the join before, to the next one"):
        expect(sheet.get_by_text(words).first).to_be_visible()


def test_what_is_chosen_is_joined_from_the_bar_into_one_new_clip_by_keyboard(visit, alice, shots):
    page = visit(alice)
    page.goto("/library/")
    ready(page)
    until(page, "() => !!customElements.get('bulk-bar')")
    tile(page, shots[0]).locator("a").first.focus()
    page.keyboard.press("Shift+Space")
    join = page.locator("[data-join]")
    expect(join).to_be_disabled()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+Space")

    join.focus()
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_contain_text("and 1 other, joined")
    assert Asset.objects.get(name__endswith="joined").frames == 2 * shots[0].frames


def test_a_picture_among_them_does_not_play_in_a_row_and_the_bar_says_so(visit, alice, shots, photograph):
    Asset.objects.filter(pk=shots[1].pk).update(kind="image", mime="image/png", format="png", duration_s=None)
    page = visit(alice)
    page.goto("/library/")
    ready(page)
    until(page, "() => !!customElements.get('bulk-bar')")

    for shot in shots[:2]:
        tile(page, shot).locator("img").click(modifiers=["Control"])

    play = page.locator("[data-chain-link]")
    expect(play).to_have_attribute("title", "Select 2 to 20 clips to play them in a row")
    assert play.get_attribute("href") is None
    assert page.locator("[data-compare-link]").get_attribute("href")
