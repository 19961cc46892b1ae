"""The camera in a real browser: tiles that play, an own move with its undo, words where a model has no camera; and the
switch between the ways to guide the motion."""

import pytest
from playwright.sync_api import Page, expect

from studio.catalog.recipe import Recipe
from studio.jobs.models import Draft
from studio.providers.quote import quote
from tests.browser.accessible import assert_accessible
from tests.browser.conftest import PHONE
from tests.browser.making import upload
from tests.browser.people import focus_comes_to, in_a_thread, saved, tab_to
from tests.browser.test_create_controls import opened

pytestmark = pytest.mark.browser

TEXT = "/create/?task=text-to-video&model=kling-1.0-standard&via=kling"
PICTURE = "/create/?task=image-to-video&model=kling-1.5-pro&via=kling"
WORDS = "/create/?task=text-to-video&model=kling-3.0-pro&via=kling"


def draft() -> dict:
    return in_a_thread(lambda: Draft.objects.newest_first().first().values)


def requested() -> dict:
    """The body that `quote` prints for the newest draft."""
    return in_a_thread(_requested)


def _requested() -> dict:
    newest = Draft.objects.newest_first().first()
    recipe = Recipe(newest.model, newest.task, newest.provider, newest.values["typed"])
    told = quote(recipe.as_json())
    assert told["valid"], told["errors"]
    return told["requests"][0]["json"]


def guide(page: Page, way: str) -> None:
    saved(page, lambda: page.locator("#guide").get_by_role("radio", name=way).check(force=True))
    expect(page.locator(":not(:defined)")).to_have_count(0)


# Moves


def test_a_second_axis_puts_the_first_back_and_undo_brings_it_again(alice_page):
    page = alice_page
    opened(page, TEXT)
    saved(page, lambda: page.locator("#id_prompt").fill("A pier"))
    saved(page, lambda: page.get_by_label("Pedestal").fill("4"))
    assert requested()["camera_control"]["config"]["vertical"] == 4

    saved(page, lambda: page.get_by_label("Tilt up/down").fill("-2.5"))

    assert draft()["typed"]["camera"] == {"preset": "custom", "axes": {"tilt": -2.5}}
    assert requested()["camera_control"]["config"]["pan"] == -2.5  # what films call tilt
    expect(page.get_by_label("Pedestal")).to_have_value("0")
    message = page.locator("[data-part=undone]")
    expect(message).to_contain_text("One axis at a time here: pedestal went back to 0.")
    assert_accessible(page)

    saved(page, lambda: message.get_by_role("button", name="Undo").press("Enter"))
    assert draft()["typed"]["camera"] == {"preset": "custom", "axes": {"pedestal": 4}}
    expect(message).to_be_hidden()
    focus_comes_to(page, "Rehearse move")


def test_presets_are_chosen_with_the_arrow_keys_and_by_touch_and_drawn_as_what_the_lens_will_see(visit, alice):
    page = visit(alice)
    opened(page, TEXT)
    saved(page, lambda: page.locator("#id_prompt").fill("A pier"))
    page.get_by_role("radio", name="Not guided").focus()
    still = page.locator(".lens [data-part=end]").get_attribute("d")

    saved(page, lambda: page.keyboard.press("ArrowRight"))

    focus_comes_to(page, "Crane down")
    assert requested()["camera_control"] == {"type": "down_back"}
    assert page.locator(".lens [data-part=end]").get_attribute("d") != still

    phone = visit(alice, viewport=PHONE, has_touch=True, is_mobile=True)
    opened(phone, TEXT)
    saved(phone, lambda: phone.locator(".move", has_text="Orbit left, in").tap())
    assert requested()["camera_control"] == {"type": "left_turn_forward"}
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")


PLAYING = "() => document.getAnimations().filter(one => one.animationName === 'move-of-the-camera').length"


def test_the_tiles_play_until_they_are_stopped_and_not_at_all_where_no_motion_is_wanted(visit, alice):
    page = visit(alice, reduced_motion="no-preference")
    opened(page, TEXT)
    assert page.evaluate(PLAYING) == 4

    tab_to(page, "Stop or play the drawings")
    page.keyboard.press("Enter")
    assert page.evaluate(PLAYING) == 0
    saved(page, lambda: page.get_by_role("radio", name="Rise, push in").check(force=True))
    assert page.evaluate(PLAYING) == 0

    calm = visit(alice, reduced_motion="reduce")
    opened(calm, TEXT)
    assert calm.evaluate(PLAYING) == 0


def test_a_model_without_a_camera_gets_the_move_as_a_sentence_that_is_taken_out_whole(alice_page):
    page = alice_page
    opened(page, WORDS)
    saved(page, lambda: page.locator("#id_prompt").fill("A pier in fog"))
    page.get_by_text("Camera move, in words").click()
    moves = page.get_by_role("radiogroup", name="Camera move, in words")
    expect(moves.get_by_role("radio", name="Not said")).to_be_checked()

    saved(page, lambda: page.locator(".move", has_text="Pan left").click())
    assert requested()["prompt"] == "A pier in fog\nThe camera pans left."
    chip = page.get_by_role("button", name="Pan left: take it out of the prompt")
    expect(chip).to_be_visible()
    expect(moves.get_by_role("radio", name="Pan left")).to_be_checked()
    assert_accessible(page)

    saved(page, lambda: page.locator(".move", has_text="Tilt up").click())
    assert requested()["prompt"] == "A pier in fog\nThe camera tilts up."
    expect(chip).to_have_count(0)
    expect(moves).to_be_visible()  # the answer leaves it open

    saved(page, lambda: page.get_by_role("button", name="Tilt up: take it out").press("Enter"))
    assert requested()["prompt"] == "A pier in fog"
    expect(moves.get_by_role("radio", name="Not said")).to_be_checked()
    expect(page.locator("camera-words summary")).to_be_focused()
    opened(page, TEXT)
    expect(page.locator("camera-words")).to_have_count(0)  # it has a camera


def test_a_move_in_words_is_chosen_with_the_keyboard_alone_also_faster_than_it_is_saved(alice_page):
    page = alice_page
    opened(page, WORDS)
    saved(page, lambda: page.locator("#id_prompt").fill("A pier in fog."))
    tab_to(page, "Camera move, in words")
    page.keyboard.press("Enter")
    tab_to(page, "Not said")

    saved(page, lambda: [page.keyboard.press("ArrowRight") for _ in range(3)])

    expect(page.get_by_role("button", name="Pull back: take it out of the prompt")).to_be_visible()
    assert requested()["prompt"] == "A pier in fog. The camera pulls back slowly."
    focus_comes_to(page, "Pull back")
    tab_to(page, "Pull back: take it out", key="Shift+Tab")
    saved(page, lambda: page.keyboard.press("Space"))
    assert requested()["prompt"] == "A pier in fog."


def test_a_move_in_words_is_chosen_by_touch_and_its_tile_shows_it_in_forced_colours(visit, alice):
    page = visit(alice, viewport=PHONE, has_touch=True, is_mobile=True, forced_colors="active")
    opened(page, WORDS)
    saved(page, lambda: page.locator("#id_prompt").fill("A pier"))
    page.get_by_text("Camera move, in words").tap()

    saved(page, lambda: page.locator(".move", has_text="Orbit left, in").tap())

    assert requested()["prompt"] == "A pier\nThe camera orbits left, moving in."
    tile = page.locator(".move", has_text="Orbit left, in").locator("span")
    assert tile.evaluate("one => getComputedStyle(one).outlineStyle") == "solid"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    saved(page, lambda: page.get_by_role("button", name="Orbit left, in: take it out").tap())
    assert requested()["prompt"] == "A pier"


PLAYING_IN_WORDS = PLAYING.replace("move-of-the-camera", "move-in-words")


def test_moves_in_words_play_until_they_are_stopped_and_not_at_all_where_no_motion_is_wanted(visit, alice):
    page = visit(alice, reduced_motion="no-preference")
    opened(page, WORDS)
    assert page.evaluate(PLAYING_IN_WORDS) == 0  # nothing plays that is not seen
    page.get_by_text("Camera move, in words").click()
    assert page.evaluate(PLAYING_IN_WORDS) == 16

    tab_to(page, "Stop or play the drawings")
    page.keyboard.press("Enter")
    assert page.evaluate(PLAYING_IN_WORDS) == 0
    saved(page, lambda: page.get_by_role("radio", name="Roll").check(force=True))
    assert page.evaluate(PLAYING_IN_WORDS) == 0

    calm = visit(alice, reduced_motion="reduce")
    opened(calm, WORDS)
    calm.get_by_text("Camera move, in words").click()
    assert calm.evaluate(PLAYING_IN_WORDS) == 0


# Guide motion with


def test_the_switch_keeps_what_it_hides_by_keyboard_after_a_reload_and_through_another_model(
    alice, alice_page, photograph
):
    page = alice_page
    frame = upload(alice, photograph)
    opened(page, PICTURE)
    write = "(field, json) => { field.value = json; field.dispatchEvent(new Event('change', { bubbles: true })) }"
    asset = f'{{"asset": "{frame.pk}"}}'
    saved(page, lambda: page.locator("input[name=first_frame]").evaluate(write, asset))
    page.locator("#guide input:checked").focus()
    saved(page, lambda: page.keyboard.press("ArrowRight"))
    focus_comes_to(page, "End frame")
    saved(page, lambda: page.locator("input[name=last_frame]").evaluate(write, asset))

    guide(page, "Camera")
    saved(page, lambda: page.get_by_label("Zoom", exact=True).fill("3"))

    expect(page.locator("#guide")).to_contain_text("End frame (as it was) is kept, not sent.")
    assert "image_tail" not in requested() and requested()["camera_control"]["config"]["zoom"] == 3
    assert_accessible(page)
    page.reload()
    opened(page, "/create/?model=kling-3.0-pro&via=kling")
    opened(page, "/create/?model=kling-1.5-pro&via=kling")
    expect(page.get_by_label("Zoom", exact=True)).to_have_value("3")
    guide(page, "End frame")
    assert "image_tail" in requested() and "camera_control" not in requested()
    expect(page.locator("#guide")).to_contain_text("Camera (zoom 3) is kept, not sent.")


def test_without_scripts_the_switch_is_a_row_of_radios(visit, alice):
    page = visit(alice, java_script_enabled=False)

    page.goto(PICTURE)

    radios = page.locator("#guide").get_by_role("radio")
    assert [radio.get_attribute("value") for radio in radios.all()] == [
        "prompt",
        "last_frame",
        "motion_brush",
        "camera",
    ]
    radios.nth(3).check(force=True)
    assert radios.nth(3).is_checked() and not radios.nth(0).is_checked()
