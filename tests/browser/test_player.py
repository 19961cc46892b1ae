"""The viewer's player: frames that are really on the screen, its keys and controls, what is downloaded from it."""

import json
from datetime import timedelta

import pytest

from studio.core import clock, media
from tests.browser.people import kept
from tests.browser.shelf import until
from tests.library.making import RECIPE, copies

pytestmark = pytest.mark.browser

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
