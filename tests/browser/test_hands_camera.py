"""The camera by mouse, by keyboard alone, by touch: tiles, sliders, words in the prompt, and the switch beside it."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import MEDIA
from tests.browser.gestures import becomes, holds, slide
from tests.browser.hands import HANDS, Hand
from tests.browser.making import upload
from tests.browser.quoting import quotes, values
from tests.browser.test_camera import PICTURE, TEXT, WORDS
from tests.browser.test_create_controls import opened

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("name", HANDS)]


def sent(page: Page) -> dict:
    [quoted] = quotes(page)
    assert quoted["valid"], quoted["errors"]
    return quoted["requests"][-1]["json"]


def number(page: Page, axis: str) -> Locator:
    return page.locator(f"[name='camera.axes.{axis}']")


def move(hand: Hand, axis: str, steps: int) -> float:
    """Drags the axis from its middle, or presses an arrow in its number so often; where it stands then."""
    page = hand.page
    if hand.name == "keys":
        hand.enter(number(page, axis))
        for _ in range(abs(steps)):
            page.keyboard.press("ArrowUp" if steps > 0 else "ArrowDown")
    else:
        slide(hand, page.locator(f"[data-axis={axis}]"), steps)
    value = float(number(page, axis).input_value())
    assert value == pytest.approx(steps, abs=0.6)
    return value


def test_a_tile_is_chosen_an_axis_is_moved_and_the_one_before_is_had_back(hand_of, name):
    hand = hand_of(name)
    page = hand.page
    opened(page, TEXT)
    hand.write(page.locator("#id_prompt"), "A pier")

    hand.pick(page.get_by_role("radio", name="Rise, push in"))
    holds(page, camera={"preset": "forward_up"})
    assert sent(page)["camera_control"] == {"type": "forward_up"}
    zoom = move(hand, "zoom", -3)
    holds(page, camera={"preset": "custom", "axes": {"zoom": zoom}})
    pan = move(hand, "pan", 4)
    holds(page, camera={"preset": "custom", "axes": {"pan": pan}})
    assert sent(page)["camera_control"] == {"type": "simple", "config": {"tilt": pan}}  # what films call pan
    expect(page.locator("[data-part=undone]")).to_contain_text("zoom went back to 0")
    hand.press(page.locator("[data-part=undone]").get_by_role("button", name="Undo"))
    holds(page, camera={"preset": "custom", "axes": {"zoom": zoom}})
    hand.pick(page.get_by_role("radio", name="Not guided"))
    holds(page, camera=None)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_move_is_put_into_the_prompt_as_words_and_taken_out(hand_of, name):
    hand = hand_of(name)
    page = hand.page
    opened(page, WORDS)
    hand.write(page.locator("#id_prompt"), "A pier.")

    hand.press(page.locator("camera-words summary"))
    hand.pick(page.get_by_role("radio", name="Pan left"))
    holds(page, prompt="A pier. The camera pans left.")
    assert sent(page)["prompt"] == "A pier. The camera pans left."
    hand.press(page.get_by_role("button", name="Pan left: take it out of the prompt"))
    holds(page, prompt="A pier.")
    expect(page.get_by_role("radio", name="Not said")).to_be_checked()


def test_what_guides_the_motion_is_switched_and_what_is_hidden_is_kept(hand_of, alice, name):
    rocket = {"asset": str(upload(alice, MEDIA / "rocket.jpg").pk)}
    hand = hand_of(name)
    page = hand.page
    opened(page, PICTURE)
    guide = page.locator("#guide")

    hand.give(page.get_by_label("First frame: choose a picture"), MEDIA / "rocket.jpg")
    holds(page, first_frame=rocket)
    hand.pick(guide.get_by_role("radio", name="End frame"))
    hand.press(page.get_by_role("button", name="Copy the start to the end"))
    holds(page, last_frame=rocket)
    hand.pick(guide.get_by_role("radio", name="Camera"))
    expect(guide).to_contain_text("End frame (as it was) is kept, not sent.")
    zoom = move(hand, "zoom", 3)
    holds(page, last_frame=None, camera={"preset": "custom", "axes": {"zoom": zoom}})
    assert "image_tail" not in sent(page) and sent(page)["camera_control"]["config"] == {"zoom": zoom}

    hand.pick(guide.get_by_role("radio", name="End frame"))
    holds(page, last_frame=rocket, camera=None)
    expect(guide).to_contain_text(re.compile("Camera .zoom .* is kept, not sent"))
    assert sent(page)["image_tail"] == sent(page)["image"]
    hand.pick(guide.get_by_role("radio", name="Camera"))
    becomes(page, lambda: values(page).get("camera"), {"preset": "custom", "axes": {"zoom": zoom}})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
