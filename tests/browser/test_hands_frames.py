"""The rail of frames by mouse, by keyboard alone, by touch: found, copied, cropped, grabbed; what is sent then."""

from dataclasses import replace

import pytest
from playwright.sync_api import Locator, Page, expect

from studio.catalog import registry
from studio.catalog.media_controls import MediaList
from studio.jobs.models import Draft
from studio.pages import composing
from tests.browser.conftest import MEDIA
from tests.browser.gestures import becomes, drag, holds, slide, within
from tests.browser.hands import HANDS, Hand
from tests.browser.making import result, upload
from tests.browser.people import in_a_thread, settled
from tests.browser.quoting import quotes, values
from tests.browser.test_create_controls import opened
from tests.browser.test_frames import CLIP, FRAMES, frame_of, pixels, sheet, web  # noqa: F401

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("name", HANDS)]

LONG_MS = 30_000


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def media(asset) -> dict:
    return {"asset": str(asset.pk)}


def frames(page: Page) -> dict:
    if not in_a_thread(Draft.objects.exists):
        return {}
    return {name: value for name, value in values(page).items() if name.endswith("_frame")}


def find(hand: Hand, place: str) -> Locator:
    """The dialog in which a file is found for a place."""
    page = hand.page
    hand.press(button(page, f"{place}: from the library or an address"))
    expect(sheet(page).get_by_label("Search by name")).to_be_focused()
    settled(page)
    return sheet(page)


def sent(page: Page) -> dict:
    [quoted] = quotes(page)
    assert quoted["valid"], quoted["errors"]
    return quoted["requests"][-1]["json"]


def test_the_start_is_copied_to_the_end_and_back_swapped_looped_and_made_to_match(hand_of, alice, name):
    rocket, astronaut = (upload(alice, MEDIA / f"{each}.jpg") for each in ("rocket", "astronaut"))
    hand = hand_of(name)
    page = hand.page
    opened(page, FRAMES)
    hand.write(page.locator("#id_prompt"), "It rises")
    loop = page.get_by_role("switch", name="Loop: it ends as it begins")

    hand.give(page.get_by_label("First frame: choose a picture"), MEDIA / "rocket.jpg")
    holds(page, first_frame=media(rocket), last_frame=None)
    hand.press(button(page, "Copy the start to the end"))
    holds(page, first_frame=media(rocket), last_frame=media(rocket))
    expect(loop).to_be_checked()
    hand.press(loop)
    holds(page, first_frame=media(rocket), last_frame=None)
    hand.press(button(page, "Swap start and end"))
    holds(page, first_frame=None, last_frame=media(rocket))
    hand.press(button(page, "Copy the end to the start"))
    holds(page, first_frame=media(rocket), last_frame=media(rocket))
    assert (sent(page)["image"], sent(page)["image_tail"]) == (f"{{{{file:{rocket.pk}}}}}",) * 2

    hand.press(find(hand, "Last frame").locator(".source__take", has_text="astronaut"))
    holds(page, first_frame=media(rocket), last_frame=media(astronaut))
    expect(loop).not_to_be_checked()
    hand.press(button(page, "Crop the end to the start’s 3:2"))
    expect(page.locator("#frame-rail")).not_to_contain_text("Two shapes", timeout=LONG_MS)
    becomes(page, lambda: pixels(page, "last_frame").shape, (340, 512, 3))
    hand.press(loop)
    holds(page, first_frame=media(rocket), last_frame=media(rocket))
    hand.press(button(page, "Take out first frame"))
    holds(page, first_frame=None, last_frame=None)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


# A part of a picture, an address, a frame of a clip


def narrower(hand: Hand) -> None:
    """The part of the picture made half as wide: by its corner, or by its number."""
    page, box = hand.page, sheet(hand.page).locator("[data-part=box]")
    if hand.name == "keys":
        hand.write(sheet(page).get_by_label("Width, px"), "320", instead=True)
        return page.keyboard.press("Tab")
    corner = sheet(page).locator("[data-part=corner]")
    corner.scroll_into_view_if_needed()
    x, y = within(corner, 0.5, 0.5)
    drag(hand, (x, y), (x - box.bounding_box()["width"] / 2, y))
    return None


def to_frame_47(hand: Hand) -> None:
    """On the stage: the playhead of the newest result, by its bar and its steps."""
    page = hand.page
    hand.to("Stage")
    player = page.locator("#stage-view clip-player")
    expect(player.locator("video")).to_have_js_property("readyState", 4)
    bar = player.locator("[data-seek]")
    slide(hand, bar, 47)
    for _ in range(120):
        if (at := int(bar.input_value())) == 47:
            break
        hand.press(player.get_by_role("button", name="One frame on" if at < 47 else "One frame back"))
    expect(bar).to_have_value("47")
    hand.to("Set up")


@pytest.mark.usefixtures("web")
def test_a_frame_comes_from_an_address_is_cropped_and_the_other_is_grabbed_at_the_playhead(hand_of, alice, name):
    result(alice, CLIP, "Steam over a cup")
    hand = hand_of(name)
    page = hand.page
    opened(page, FRAMES)

    hand.write(find(hand, "First frame").get_by_label("Or from an address"), "https://files.example/launch.jpg")
    hand.press(button(sheet(page), "Fetch"))
    expect(sheet(page)).to_be_hidden()
    becomes(page, lambda: list(frames(page)), ["first_frame"])
    hand.press(button(page, "Crop first frame"))
    expect(sheet(page).locator("crop-picture:defined")).to_be_visible()
    hand.press(button(sheet(page), "16:9"))
    narrower(hand)
    sides = [int(sheet(page).get_by_label(f"{side}, px").input_value()) for side in ("Height", "Width")]
    assert sides[1] == pytest.approx(320, abs=4) and sides[1] / sides[0] == pytest.approx(16 / 9, rel=0.01)
    before = frames(page)
    hand.press(button(sheet(page), "Use this part"))
    expect(sheet(page)).to_be_hidden()
    becomes(page, lambda: frames(page) != before and list(pixels(page, "first_frame").shape[:2]), sides)

    to_frame_47(hand)
    dialog = find(hand, "Last frame")
    hand.pick(dialog.get_by_role("radio", name="Clips"))
    hand.press(dialog.get_by_role("button", name="Steam over a cup"))
    expect(dialog.get_by_label("Frame", exact=True)).to_have_value("47")
    hand.press(button(dialog, "Use this frame"))
    expect(dialog).to_be_hidden()
    becomes(page, lambda: list(frames(page)), ["first_frame", "last_frame"])
    assert (pixels(page, "last_frame") == frame_of(47)).all()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


# The rail between


@pytest.fixture
def with_keyframes(monkeypatch):
    """A route that takes keyframes; no provider's does yet."""
    model = registry.get("kling-3.0-pro")
    between = MediaList(name="keyframes", label="Keyframe", most=8)

    def with_more(route):
        mine = (route.task, route.provider) == ("image-to-video", "kling")
        return replace(route, controls=(*route.controls, between)) if mine else route

    monkeypatch.setitem(registry._BY_SLUG, model.slug, replace(model, routes=tuple(map(with_more, model.routes))))
    monkeypatch.setitem(registry._CONTROLS, "keyframes", between)
    composing._route.cache_clear()
    yield
    composing._route.cache_clear()  # pages look a route up once


def earlier(hand: Hand) -> None:
    """The second keyframe before the first."""
    tile = hand.page.locator("#id_keyframes .tray__picture").nth(1)
    if hand.name == "keys":
        hand.reach(tile)
        return hand.page.keyboard.press("Alt+ArrowLeft")
    tile.scroll_into_view_if_needed()
    if hand.name == "mouse":
        tile.hover()
    return hand.press(button(hand.page, "Move coffee.jpg earlier"))


@pytest.mark.usefixtures("with_keyframes")
def test_keyframes_stand_on_the_rail_in_order(hand_of, alice, name):
    rocket, coffee = (upload(alice, MEDIA / f"{each}.jpg") for each in ("rocket", "coffee"))
    hand = hand_of(name)
    page = hand.page
    opened(page, FRAMES)

    hand.give(page.get_by_label("Add a keyframe"), MEDIA / "rocket.jpg", MEDIA / "coffee.jpg")
    holds(page, keyframes=[media(rocket), media(coffee)])
    expect(page.locator(".frame-rail__middle")).to_contain_text("at 1.7, 3.3 s")
    earlier(hand)
    holds(page, keyframes=[media(coffee), media(rocket)])
    hand.press(button(page, "Take out coffee.jpg"))
    holds(page, keyframes=[media(rocket)])
    expect(page.locator(".frame-rail__middle")).to_contain_text("at 2.5 s")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
