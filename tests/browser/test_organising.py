"""Putting the library in order with the mouse, the keyboard alone and a finger: tag, move, collect, rate, flag, bin and
back; how large the pictures are; what is like a file and what went into it."""

import pytest
from playwright.sync_api import expect

from studio.library import lineage
from studio.library.models import Asset, Collection, Tag
from tests.browser.conftest import PHONE
from tests.browser.hands import HANDS, Hand
from tests.browser.people import in_a_thread, kept
from tests.browser.shelf import earlier, ready, tile, until
from tests.core import making
from tests.library.making import copies, made

pytestmark = pytest.mark.browser


@pytest.fixture
def shots(clip):
    """Four clips; the first is from before the page was made, so that nothing of them comes by the socket."""
    return [clip, *in_a_thread(copies, clip, 3, newest=earlier())]


def opened(page, address="/library/") -> None:
    page.goto(address)
    ready(page)
    until(page, "() => !!customElements.get('bulk-bar') && !!customElements.get('shelf-size')")


def choose_two(hand: Hand, shots) -> None:
    """The first two: by their checks, or with Shift and an arrow."""
    if hand.name == "keys":
        hand.reach(tile(hand.page, shots[0]).locator("a").first)
        hand.page.keyboard.press("Shift+ArrowRight")
    else:
        for shot in shots[:2]:
            tile(hand.page, shot).hover()
            hand.press(tile(hand.page, shot).locator(".tile__check"))
    expect(hand.page.locator("bulk-bar [data-words]")).to_have_text("2 selected")


def menu(hand: Hand, words: str):
    """A menu of the bar, open."""
    found = hand.page.locator("bulk-bar details").filter(
        has=hand.page.locator(f"summary[aria-label='{words}'], summary:has-text('{words}')")
    )
    hand.press(found.locator("summary"))
    expect(found).to_have_attribute("open", "")
    return found


def said(hand: Hand, words: str) -> None:
    expect(hand.page.locator("#toast")).to_contain_text(words)


@pytest.mark.parametrize("name", HANDS)
def test_what_is_chosen_is_tagged_collected_and_moved(hand_of, shots, alice, name):
    hand, team = hand_of(name), alice.teams.first()
    other = in_a_thread(team.projects.create, name="Night train")
    opened(hand.page)
    choose_two(hand, shots)

    tags = menu(hand, "Tag")
    hand.write(tags.get_by_placeholder("A tag"), "dusk")
    hand.press(tags.get_by_role("button", name="Add"))
    said(hand, "2 files tagged dusk.")
    reels = menu(hand, "Collect")
    hand.write(reels.get_by_placeholder("A new collection"), "Reel")
    hand.press(reels.get_by_role("button", name="Add"))
    said(hand, "2 files added to Reel.")
    projects = menu(hand, "Move")
    hand.press(projects.get_by_role("button", name="Night train"))
    said(hand, "2 files moved to Night train.")

    chosen = {shot.pk for shot in shots[:2]}
    assert set(in_a_thread(lambda: list(Tag.objects.get().taggings.values_list("asset", flat=True)))) == chosen
    held = in_a_thread(lambda: list(Collection.objects.get().members.values_list("asset", flat=True)))
    assert set(held) == chosen
    assert set(in_a_thread(lambda: list(other.assets.values_list("pk", flat=True)))) == chosen


@pytest.mark.parametrize("name", HANDS)
def test_what_is_chosen_is_rated_flagged_binned_and_brought_back(hand_of, shots, name):
    hand = hand_of(name)
    opened(hand.page)
    choose_two(hand, shots)

    hand.press(menu(hand, "Rate").get_by_role("button", name="4 stars"))
    said(hand, "2 files rated: 4 stars.")
    expect(hand.page.locator(f"#marks-{shots[1].pk}")).to_have_attribute("data-stars", "4")
    hand.press(hand.page.get_by_role("button", name="Pick", exact=True))
    said(hand, "2 files picked.")
    hand.press(hand.page.get_by_role("button", name="Reject", exact=True))
    said(hand, "2 files rejected.")
    expect(hand.page.locator(f"#marks-{shots[1].pk}")).to_have_attribute("data-flag", "reject")
    hand.press(hand.page.get_by_role("button", name="Bin", exact=True))
    expect(tile(hand.page, shots[1])).to_have_count(0)
    hand.press(hand.page.locator("[data-undo]"))
    expect(tile(hand.page, shots[1])).to_be_visible()

    for shot in shots[:2]:
        found = in_a_thread(Asset.objects.get, pk=shot.pk)
        assert (found.stars, found.flag, found.binned_at) == (4, "reject", None)


@pytest.mark.parametrize("name", HANDS)
def test_how_large_and_how_close_the_pictures_are_is_chosen_and_kept(hand_of, shots, name):
    hand = hand_of(name)
    opened(hand.page)
    picture = tile(hand.page, shots[0]).locator(".tile__picture")
    before = picture.bounding_box()["height"]

    with hand.page.expect_response("**/preferences/library/"):
        hand.pick(hand.page.get_by_role("radio", name="Small", exact=True))
    smaller = picture.bounding_box()["height"]
    with hand.page.expect_response("**/preferences/library/"):
        hand.press(hand.page.get_by_role("checkbox", name="Pictures only"))
    expect(tile(hand.page, shots[0]).locator(".tile__name")).to_be_hidden()
    hand.page.reload()
    ready(hand.page)

    assert smaller < before
    expect(hand.page.get_by_role("radio", name="Small", exact=True)).to_be_checked()
    expect(tile(hand.page, shots[0]).locator(".tile__name")).to_be_hidden()


@pytest.mark.parametrize("name", HANDS)
def test_from_a_picture_one_comes_to_those_like_it_and_to_what_came_of_it(hand_of, alice, clip, tmp_path, name):
    picture = kept(made, making.picture(tmp_path), alice, name="The photograph")
    twin = in_a_thread(twin_of, picture)
    in_a_thread(lineage.note, clip, [picture])
    hand = hand_of(name)
    hand.page.goto(f"/assets/{picture.pk}/")
    hand.page.wait_for_load_state("networkidle")

    hand.press(hand.page.get_by_role("link", name="Similar"))
    hand.page.wait_for_url("**/library/?like=*")
    ready(hand.page)
    expect(hand.page.locator(".tile")).to_have_count(2)
    expect(tile(hand.page, twin)).to_be_visible()
    expect(hand.page.locator(".chosen__chip")).to_contain_text("Like The photograph")

    hand.page.goto(f"/assets/{picture.pk}/")
    hand.page.wait_for_load_state("networkidle")
    hand.press(hand.page.get_by_role("link", name="Lineage"))
    results = hand.page.get_by_role("region", name="Made with it").get_by_role("link")
    expect(results).to_have_count(1)
    hand.press(results.first)
    expect(hand.page.get_by_role("heading", level=1)).to_have_text(clip.name)


def twin_of(picture: Asset) -> Asset:
    """One more that looks alike."""
    [twin] = copies(picture, 1, newest=earlier(), likeness=picture.likeness)
    return twin


@pytest.mark.parametrize("name", HANDS)
def test_what_was_used_as_an_input_is_found_by_its_facet(hand_of, alice, clip, tmp_path, name):
    picture = kept(made, making.picture(tmp_path), alice, name="The photograph")
    in_a_thread(lineage.note, clip, [picture])
    hand = hand_of(name)
    opened(hand.page)
    expect(hand.page.locator(".tile")).to_have_count(2)

    hand.press(hand.page.locator(".facet > summary", has_text="More"))
    hand.press(hand.page.locator(".facet__title", has_text="As an input"))
    hand.press(hand.page.get_by_role("checkbox", name="Used as an input"))

    expect(hand.page.locator(".tile")).to_have_count(1)
    expect(tile(hand.page, picture)).to_be_visible()
    assert "used=yes" in hand.page.url


def test_by_touch_one_of_two_is_kept_in_the_comparison(visit, alice, shots):
    page = visit(alice, viewport=PHONE, has_touch=True, is_mobile=True)
    page.goto(f"/compare/?ids={shots[0].pk},{shots[1].pk}")
    until(page, "() => !!customElements.get('compare-room')")
    page.wait_for_load_state("networkidle")

    page.get_by_role("button", name="Keep B").tap()

    expect(page.get_by_role("button", name="Keep B")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#announcer")).to_have_text("B is kept, the others are marked as rejected.")
    flags = [in_a_thread(Asset.objects.get, pk=shot.pk).flag for shot in shots[:2]]
    assert flags == ["reject", "pick"]
