"""Taking files of the library elsewhere: dragged to a project, a list, a collection and out of the browser; by keys and
by a finger, the same by menus."""

import pytest
from playwright.sync_api import expect

from studio.library.models import Asset, Collection
from studio.review import lists
from tests.browser.conftest import PHONE
from tests.browser.people import kept
from tests.browser.shelf import FOCUSED, earlier, ready, tile, until
from tests.core import making
from tests.library.making import copies, made

pytestmark = pytest.mark.browser


@pytest.fixture
def shots(clip):
    return [clip, *copies(clip, 4, newest=earlier())]


@pytest.fixture
def team(alice):
    return alice.teams.first()


@pytest.fixture
def other(team):
    return team.projects.create(name="Night train")


@pytest.fixture
def monday(alice, team, shots):
    return lists.build(alice, team, "Monday", [shots[4].pk])


@pytest.fixture
def reel(alice, team):
    return Collection.objects.create(team=team, owner=alice, name="Reel")


def opened(page, address="/library/") -> None:
    page.goto(address)
    ready(page)
    until(page, "() => ['bulk-bar', 'drop-places', 'preview-pane'].every(tag => customElements.get(tag))")


def lifted(page, asset) -> None:
    tile(page, asset).locator("img").hover()
    page.mouse.down()
    box = tile(page, asset).bounding_box()
    page.mouse.move(box["x"] + 60, box["y"] + 60, steps=4)


def put(page, asset, words: str) -> None:
    """Drags the tile to the place that is called so."""
    lifted(page, asset)
    place = page.locator("drop-places [data-put]", has_text=words)
    place.wait_for()
    box = place.bounding_box()
    for away in (4, 0):
        page.mouse.move(box["x"] + box["width"] / 2 + away, box["y"] + box["height"] / 2, steps=3)
    expect(place).to_have_attribute("data-over", "")
    page.mouse.up()


def test_a_tile_is_dragged_to_a_project_and_undo_brings_it_back(visit, alice, shots, other):
    page = visit(alice)
    opened(page)
    assert page.locator("drop-places").is_hidden()

    put(page, shots[1], "Night train")

    expect(page.locator("#toast")).to_contain_text("1 file moved to Night train.")
    assert page.locator("drop-places").is_hidden()
    assert set(other.assets.values_list("pk", flat=True)) == {shots[1].pk}
    page.locator("[data-undo]").click()
    expect(page.locator("#toast")).to_contain_text("1 file as before.")
    assert not other.assets.exists()


def test_all_that_is_chosen_is_dragged_to_a_list_and_into_a_collection(visit, alice, shots, monday, reel):
    page = visit(alice)
    opened(page)
    for shot in shots[1:3]:
        tile(page, shot).locator("img").click(modifiers=["Control"])

    put(page, shots[1], "Monday")
    expect(page.locator("#toast")).to_contain_text("2 files put on Monday.")
    put(page, shots[2], "Reel")
    expect(page.locator("#toast")).to_contain_text("2 files added to Reel.")
    put(page, shots[3], "Reel")
    expect(page.locator("#toast")).to_contain_text("1 file added to Reel.")

    assert monday.listed.count() == 3
    assert set(reel.members.values_list("asset", flat=True)) == {shot.pk for shot in shots[1:4]}


CARRIED = """id => {
  const link = document.querySelector(`#asset-${id} .tile__picture > a`), dataTransfer = new DataTransfer()
  link.dispatchEvent(new DragEvent("dragstart", { bubbles: true, cancelable: true, dataTransfer }))
  link.dispatchEvent(new DragEvent("dragend", { bubbles: true, dataTransfer }))
  return Object.fromEntries([...dataTransfer.types].map((type) => [type, dataTransfer.getData(type)]))
}"""


def test_what_is_dragged_out_of_the_browser_is_the_file_itself_under_its_name(visit, alice, shots):
    page = visit(alice)
    opened(page)

    carried = page.evaluate(CARRIED, str(shots[1].pk))

    mime, name, address = carried["downloadurl"].split(":", 2)
    assert (mime, name) == ("video/mp4", f"{shots[1].name}.mp4")
    answer = page.request.get(address)
    assert answer.ok
    assert answer.headers["content-type"] == "video/mp4"
    assert carried["text/uri-list"].strip().endswith(f"/assets/{shots[1].pk}/")


# The same without dragging


def test_by_keyboard_v_puts_it_on_a_list_that_there_is(visit, alice, shots, monday):
    page = visit(alice)
    opened(page)
    tile(page, shots[1]).locator("a").first.focus()

    page.keyboard.press("v")
    page.get_by_role("button", name="Monday").wait_for()
    page.keyboard.press("Tab")
    while not page.get_by_role("button", name="Monday").evaluate("one => one === document.activeElement"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.locator("#toast")).to_contain_text("1 file put on Monday.")
    assert monday.listed.filter(asset=shots[1]).exists()


def test_by_touch_what_is_chosen_goes_on_a_list(visit, alice, shots, monday):
    page = visit(alice, viewport=PHONE, has_touch=True, is_mobile=True)
    opened(page)
    for shot in shots[:2]:
        tile(page, shot).locator(".tile__check").tap()

    page.locator("bulk-bar summary[aria-label=Review]").tap()
    page.get_by_role("button", name="Monday").tap()

    expect(page.locator("#toast")).to_contain_text("2 files put on Monday.")
    assert monday.listed.count() == 3


def test_u_uses_a_picture_as_the_first_frame_by_keyboard(visit, alice, live_studio, tmp_path):
    picture = kept(made, making.picture(tmp_path), alice, name="The photograph")
    page = visit(alice)
    opened(page)
    tile(page, picture).locator("a").first.focus()

    page.keyboard.press("u")
    use = page.get_by_role("dialog").get_by_role("link", name="First frame, Image to video")
    use.wait_for()
    while not use.evaluate("one => one === document.activeElement"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    page.wait_for_url("**/create/**")
    expect(page.locator("#id_first_frame input[type=hidden]").first).to_have_value(f'{{"asset": "{picture.pk}"}}')


def test_by_touch_a_file_is_used_from_its_sheet(visit, alice, live_studio, tmp_path):
    picture = kept(made, making.picture(tmp_path), alice, name="The photograph")
    page = visit(alice, viewport=PHONE, has_touch=True, is_mobile=True)
    opened(page)

    tile(page, picture).locator("img").tap()
    page.get_by_role("dialog").get_by_role("link", name="Use as…").tap()
    page.get_by_role("dialog").get_by_role("link", name="First frame, Image to video").tap()

    page.wait_for_url("**/create/**")
    expect(page.locator("#id_first_frame input[type=hidden]").first).to_have_value(f'{{"asset": "{picture.pk}"}}')


def test_r_remixes_d_downloads_and_c_compares_what_has_the_focus_or_is_chosen(visit, alice, shots):
    page = visit(alice)
    opened(page)
    tile(page, shots[1]).locator("a").first.focus()

    with page.expect_download() as download:
        page.keyboard.press("d")
    assert download.value.suggested_filename == f"{shots[1].name}.mp4"
    page.keyboard.press("Shift+ArrowRight")
    with page.expect_download() as download:
        page.keyboard.press("d")
    assert download.value.suggested_filename.endswith(".zip")
    page.keyboard.press("c")
    page.wait_for_url(f"**/compare/?ids={shots[1].pk},{shots[2].pk}")

    opened(page)
    tile(page, shots[3]).locator("a").first.focus()
    page.keyboard.press("r")
    page.wait_for_url(f"**/create/?remix={shots[3].pk}")


def test_control_z_takes_back_what_was_done_last(visit, alice, shots):
    page = visit(alice)
    opened(page)
    tile(page, shots[1]).locator("a").first.focus()
    page.keyboard.press("Delete")
    tile(page, shots[1]).wait_for(state="detached")
    page.locator("[data-undo]").wait_for()
    until(page, FOCUSED, str(shots[2].pk))  # one goes on from there

    page.keyboard.press("Control+z")

    tile(page, shots[1]).wait_for()
    assert Asset.objects.get(pk=shots[1].pk).binned_at is None
