"""The viewer: exact frames at every rate, between two points, closely, by keys and fingers; what is saved of it."""

import re

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.accessible import assert_accessible
from tests.browser.conftest import PHONE
from tests.browser.making import result
from tests.browser.numbered import READ, drawn, numbered
from tests.core import making

pytestmark = pytest.mark.browser

FRAMES = 150
RATES = ("24", "25", "30000/1001", "30")

SHOWN = f"""async () => {{
  const video = document.querySelector("clip-player video"), read = {READ}
  while (video.seeking || video.readyState < 2) await new Promise(requestAnimationFrame)
  await new Promise(requestAnimationFrame)
  return [read(video), Number(document.querySelector("[data-counter]").textContent)]
}}"""
"""[the number in the picture, the number in the counter], once nothing moves."""

AS_IT_PLAYS = f"""(count) => new Promise(done => {{
  const video = document.querySelector("clip-player video"), read = {READ}, seen = []
  const note = (_, {{mediaTime}}) => {{
    seen.push([read(video), mediaTime])
    seen.length < count ? video.requestVideoFrameCallback(note) : done(seen)
  }}
  video.requestVideoFrameCallback(note)
}})"""


def open_clip(page, asset) -> None:
    page.goto(f"/assets/{asset.pk}/")
    expect(page.locator("clip-player video")).to_have_js_property("controls", False)
    page.evaluate(SHOWN)


@pytest.fixture
def clip(alice, live_studio, tmp_path):
    return result(alice, numbered(tmp_path / "numbered.mp4", FRAMES, "25"))[1]


# Frames


@pytest.mark.parametrize("rate", RATES)
def test_the_counter_is_the_number_in_the_picture_at_every_step_and_leap(rate, visit, alice, live_studio, tmp_path):
    page = visit(alice)
    open_clip(page, result(alice, numbered(tmp_path / "numbered.mp4", FRAMES, rate))[1])
    seen = [page.evaluate(SHOWN)]

    for _ in range(60):
        page.keyboard.press(".")
        seen.append(page.evaluate(SHOWN))
    for _ in range(10):
        page.keyboard.press(",")
        seen.append(page.evaluate(SHOWN))
    assert seen == [[n, n] for n in (*range(61), *range(59, 49, -1))]

    slider, leaps = page.get_by_role("slider", name="Position"), (149, 0, 101, 3, 128, 64, 63, 1)
    for number in leaps:
        slider.fill(str(number))
        assert page.evaluate(SHOWN) == [number, number]
    for _ in range(5):  # faster than pictures come
        page.keyboard.press(">")
    assert page.evaluate(SHOWN) == [51, 51]
    page.evaluate("document.activeElement.blur()")
    for key, number in (("End", 149), (".", 149), ("Home", 0), (",", 0)):
        page.keyboard.press(key)
        assert page.evaluate(SHOWN) == [number, number]


def test_the_counter_is_right_where_it_was_stopped_and_steps_go_on_from_there(visit, alice, clip):
    page = visit(alice)
    open_clip(page, clip)
    for speed in ("1", "0.5", "2"):
        page.get_by_label("Speed").select_option(speed)
        page.keyboard.press("Home")
        page.keyboard.press("l")
        played = page.evaluate(AS_IT_PLAYS, 12)
        page.keyboard.press("k")

        assert all(number is not None and abs(number - time * 25) <= 1 for number, time in played), played
        picture, counter = page.evaluate(SHOWN)
        assert picture == counter > 8
        page.keyboard.press(".")
        assert page.evaluate(SHOWN) == [picture + 1, picture + 1]


def test_a_clip_that_begins_late_is_counted_from_its_first_frame(visit, alice, live_studio, tmp_path):
    page = visit(alice)
    open_clip(page, result(alice, numbered(tmp_path / "late.mp4", 60, "24", begin=3))[1])

    seen = [page.evaluate(SHOWN)]
    for _ in range(5):
        page.keyboard.press(".")
        seen.append(page.evaluate(SHOWN))

    assert seen == [[n, n] for n in range(6)]


def test_timecode_is_drop_frame_at_29_97_only(visit, alice, clip):
    page = visit(alice)
    page.goto("/library/")
    asked = [[17, 24], [1800, 30], [1799, 30 / 1.001], [1800, 30 / 1.001], [17982, 30 / 1.001], [107892, 30 / 1.001]]
    asked += [[3600, 60 / 1.001], [1440, 24 / 1.001], [90000, 25]]

    told = page.evaluate(
        "async rows => { const time = await import('studio/lib/time.js'); return rows.map(r => time.timecode(...r)) }",
        asked,
    )

    known = [
        "00:00:17",
        "01:00:00",
        "00:59;29",
        "01:00;02",
        "10:00;00",
        "1:00:00;00",
        "01:00;04",
        "01:00:00",
        "1:00:00:00",
    ]
    assert told == known


# Between two points, closely


def test_in_and_out_are_played_over_and_over_and_the_parts_are_named_by_them(visit, alice, clip):
    page = visit(alice)
    open_clip(page, clip)
    slider = page.get_by_role("slider", name="Position")
    slider.fill("40")
    page.keyboard.press("i")
    slider.fill("52")
    page.get_by_role("button", name="Out point here").click()
    expect(page.locator("[data-range]")).to_be_visible()

    page.keyboard.press("l")
    played = [number for number, _ in page.evaluate(AS_IT_PLAYS, 40)]
    page.keyboard.press("k")

    assert min(played) >= 40
    assert sum(number > 53 for number in played) <= 4, (
        played
    )  # a frame or two beyond, on a machine that is slow to turn
    assert any(later < number for number, later in zip(played, played[1:], strict=False)), "it did not turn around"
    expect(page.get_by_role("button", name="In point here")).to_have_attribute("aria-pressed", "true")
    link = page.locator("a[data-place*='loop.gif']")
    expect(link).to_have_attribute("href", f"/assets/{clip.pk}/loop.gif?from=40&to=52")
    page.keyboard.press("\\")
    expect(page.locator("[data-range]")).to_be_hidden()
    expect(link).to_have_attribute("href", f"/assets/{clip.pk}/loop.gif?from=0&to=149")


def test_without_loop_it_stops_on_the_out_point(visit, alice, clip):
    page = visit(alice)
    open_clip(page, clip)
    page.get_by_role("button", name="Loop").click()
    page.get_by_role("slider", name="Position").fill("12")
    page.keyboard.press("o")
    page.keyboard.press("Home")

    page.keyboard.press(" ")
    expect(page.locator("[data-counter]")).to_have_text("12")
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()

    assert page.evaluate(SHOWN) == [12, 12]


SCALE = "() => new DOMMatrix(getComputedStyle(document.querySelector('[data-look]')).transform).a"
PER_PIXEL = """() => {
  const video = document.querySelector("clip-player video"), box = video.getBoundingClientRect()
  return Math.min(box.width / video.videoWidth, box.height / video.videoHeight)
}"""


def test_pixels_are_seen_one_by_one_dragged_and_whole_again(visit, alice, clip):
    page = visit(alice)
    open_clip(page, clip)
    zoom = page.locator("[data-zoom]")
    fit = page.evaluate(PER_PIXEL)
    page.wait_for_load_state("networkidle")  # what zooms is fetched after the player

    page.keyboard.press("z")

    expect(zoom).to_have_text(re.compile("00 %"))
    assert page.evaluate(PER_PIXEL) == pytest.approx(int(fit) + 1, abs=0.01)
    assert (
        page.locator("[data-look]").evaluate("look => getComputedStyle(look.firstElementChild).imageRendering")
        == "pixelated"
    )
    box = page.locator("[data-board]").bounding_box()
    before = page.locator("clip-player video").bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2 + 30, box["y"] + box["height"] / 2 + 10, steps=4)
    page.mouse.up()
    after = page.locator("clip-player video").bounding_box()
    assert (after["x"] - before["x"], after["y"] - before["y"]) == pytest.approx((30, 10), abs=1)
    assert page.evaluate("document.querySelector('clip-player video').paused"), "a drag is no press"
    for key in ("+", "+", "-", "*"):
        page.keyboard.press(key)
    expect(zoom).to_have_text("Fit")
    assert page.evaluate(SCALE) == 1


def test_safe_areas_lie_over_the_picture_and_not_over_its_surround(visit, alice, clip):
    page = visit(alice)
    open_clip(page, clip)
    expect(page.locator("[data-safe]")).to_be_hidden()

    page.keyboard.press("a")

    outer = page.locator("[data-safe] rect").first.bounding_box()
    video = page.locator("clip-player video").bounding_box()
    width = min(video["width"], video["height"] * 384 / 96)
    assert outer["width"] == pytest.approx(width * 0.93, abs=2)
    expect(page.get_by_role("button", name="Safe areas")).to_have_attribute("aria-pressed", "true")


# What is saved


def test_the_frame_on_screen_is_saved_and_a_loop_that_is_too_long_gets_a_sentence(
    visit, alice, live_studio, tmp_path, complaints
):
    complaints.allow("status of 422")
    page = visit(alice)
    open_clip(page, result(alice, numbered(tmp_path / "numbered.mp4", 300, "25"), title="Numbers")[1])
    page.get_by_role("slider", name="Position").fill("77")
    page.evaluate(SHOWN)

    page.get_by_text("Save a part").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="This frame, as PNG").click()

    download.value.save_as(tmp_path / "saved.png")
    assert download.value.suggested_filename == "Numbers, frame 77.png"
    with Image.open(tmp_path / "saved.png") as saved:
        assert (np.asarray(saved.convert("L"))[48] > 127).tolist() == (drawn(77)[48, :, 0] > 127).tolist()
    page.get_by_role("link", name="In to out, as GIF").click()
    expect(page.locator("#notice")).to_contain_text("at most 10 seconds long, and frames 0 to 299 last 12.0")


def test_escape_closes_what_is_open_and_only_then_leads_back(visit, alice, clip):
    page = visit(alice)
    open_clip(page, clip)
    page.get_by_text("Save a part").press("Enter")
    expect(page.get_by_role("link", name="This frame, as PNG")).to_be_visible()

    page.keyboard.press("Escape")

    expect(page.get_by_role("link", name="This frame, as PNG")).to_be_hidden()
    expect(page).to_have_url(re.compile(f"/assets/{clip.pk}/"))
    page.keyboard.press("Escape")
    expect(page).to_have_url(re.compile("/library/"))


# Everybody


def test_the_viewer_is_for_fingers_and_fits_a_phone(visit, alice, clip):
    page = visit(alice, viewport=PHONE, has_touch=True)
    open_clip(page, clip)

    page.get_by_role("button", name="One frame on").tap()
    assert page.evaluate(SHOWN) == [1, 1]
    page.get_by_role("button", name="In point here").tap()
    page.get_by_role("button", name="Closer").tap()
    assert page.evaluate(SCALE) == pytest.approx(1.5)
    page.get_by_role("button", name=re.compile("Pixel for pixel")).tap()
    page.locator("[data-board]").tap()
    expect(page.get_by_role("button", name="Pause")).to_be_visible()

    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    for button in page.locator("clip-player button:visible:not([data-surround])").all():
        box = button.bounding_box()
        assert min(box["width"], box["height"]) >= 36, button.get_attribute("aria-label")
    assert_accessible(page)


def test_what_was_sent_the_hash_and_the_waveform_are_there_and_all_is_accessible(visit, alice, live_studio, tmp_path):
    page = visit(alice)
    asset = result(alice, making.film(tmp_path, frames=50, sound=True))[1]
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    with page.expect_response("**/waveform.json"):
        page.goto(f"/assets/{asset.pk}/")
    expect(page.locator("wave-form path")).to_have_attribute("d", re.compile("^M0,"))
    expect(page.get_by_text("Nothing left this machine")).to_be_visible()

    page.get_by_role("button", name="Copy the hash").click()

    assert page.evaluate("navigator.clipboard.readText()") == asset.sha256
    assert_accessible(page)
