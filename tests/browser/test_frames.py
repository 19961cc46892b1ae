"""The frames of a clip, wherever they come from: library, clip, address; cropped, copied, looped, and never lost."""

import io
import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import av
import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.accessible import assert_accessible
from tests.browser.conftest import MEDIA, PHONE
from tests.browser.making import result, upload
from tests.browser.people import focus_comes_to, saved, settled, tab_to
from tests.browser.quoting import quotes, values
from tests.browser.test_create_controls import drop, opened

pytestmark = pytest.mark.browser

FRAMES = "/create/?task=image-to-video&model=kling-3.0-pro&via=kling"
CLIP = MEDIA / "numbered-24fps.mp4"


def sheet(page: Page):
    return page.get_by_role("dialog")


def open_clip(page: Page, act: str = "click") -> None:
    """In the dialog of a place: the only clip, ready to be sought in."""
    getattr(sheet(page).get_by_role("radio", name="Clips"), act)()
    getattr(sheet(page).get_by_role("button", name="numbered-24fps.mp4"), act)()
    expect(sheet(page).locator("frame-grab:defined video")).to_be_visible()
    expect(sheet(page).locator("[data-time]")).to_have_text("00:04:23 of 120 frames")


def pixels(page: Page, name: str) -> np.ndarray:
    """The picture in a place, as the studio keeps it."""
    asset = json.loads(page.locator(f"input[name={name}]").input_value())["asset"]
    return np.asarray(Image.open(io.BytesIO(page.request.get(f"/media/{asset}/original").body())).convert("RGB"))


def frame_of(number: int) -> np.ndarray:
    """That frame of the clip, decoded from its first frame on."""
    with av.open(str(CLIP)) as container:
        frames = container.decode(container.streams.video[0])
        frame = next(frame for at, frame in enumerate(frames) if at == number)
        return frame.reformat(format="rgb24", src_colorspace="ITU709").to_ndarray()


WRITE = "(field, json) => { field.value = json; field.dispatchEvent(new Event('change', {bubbles: true})) }"


def give(page: Page, **files: str) -> None:
    """Puts assets into places."""
    for name, asset in files.items():
        field = page.locator(f"input[name='{name}']")
        saved(page, lambda field=field, asset=asset: field.evaluate(WRITE, json.dumps({"asset": asset})))


def opened_sheet(page) -> None:
    """It has come whole: its focus is where it begins, and its fields ask when they are changed."""
    expect(sheet(page).get_by_label("Search by name")).to_be_focused()
    settled(page)


def test_a_frame_of_a_clip_is_taken_by_its_number_with_the_keyboard_alone(alice, alice_page, photograph):
    page = alice_page
    upload(alice, photograph)
    upload(alice, CLIP)
    opened(page, FRAMES)

    tab_to(page, "First frame: from the library")
    page.keyboard.press("Enter")
    opened_sheet(page)
    tab_to(page, "radio.*Pictures")
    page.keyboard.press("ArrowRight")
    expect(sheet(page).locator(".source__take")).to_contain_text("choose a frame")
    tab_to(page, "numbered-24fps.mp4")
    page.keyboard.press("Enter")
    expect(sheet(page).get_by_label("Frame of the clip")).to_be_focused()
    expect(sheet(page).locator("[data-time]")).to_have_text("00:04:23 of 120 frames")
    page.keyboard.press("Home")
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    expect(sheet(page).get_by_label("Frame", exact=True)).to_have_value("3")
    tab_to(page, "number.*frame")
    page.keyboard.type("47")
    saved(page, lambda: page.keyboard.press("Enter"))

    assert (pixels(page, "first_frame") == frame_of(47)).all()
    focus_comes_to(page, "First frame")
    saved(page, lambda: page.locator("#id_prompt").fill("Steam rises"))
    [quoted] = quotes(page)
    assert quoted["valid"], quoted["errors"]
    sent, frame = quoted["requests"][-1]["json"], values(page)["first_frame"]["asset"]
    assert (sent["prompt"], sent["image"]) == ("Steam rises", f"{{{{file:{frame}}}}}")


def test_the_frame_at_the_playhead_is_the_one_that_is_seen(alice, alice_page):
    page = alice_page
    upload(alice, CLIP)
    opened(page, FRAMES)
    page.locator("#id_last_frame [data-do=find]").click()
    open_clip(page)
    video = sheet(page).locator("video")
    expect(sheet(page).get_by_label("Frame", exact=True)).to_have_value("119")

    # 1.999 s at 24 frames a second: frame 47 is still on screen, and 48 is what rounding would say
    video.evaluate("video => new Promise(done => { video.onseeked = done; video.currentTime = 1.999 })")
    expect(sheet(page).get_by_label("Frame", exact=True)).to_have_value("47")
    saved(page, lambda: sheet(page).get_by_role("button", name="Use this frame").click())

    assert (pixels(page, "last_frame") == frame_of(47)).all()
    assert "first_frame" not in values(page)


def test_the_clip_on_the_stage_opens_at_its_own_playhead(alice, alice_page):
    page = alice_page
    result(alice, CLIP, "Steam over a cup")
    opened(page, FRAMES)
    clip = page.locator("#stage-view clip-player:defined video")
    expect(clip).to_have_js_property("readyState", 4)  # the player shows its first frame before it is somebody's
    clip.evaluate("video => new Promise(done => { video.onseeked = done; video.currentTime = 1.999 })")

    page.locator("#id_first_frame [data-do=find]").click()
    sheet(page).get_by_role("radio", name="Clips").click()
    sheet(page).get_by_role("button", name="Steam over a cup").click()

    expect(sheet(page).get_by_label("Frame", exact=True)).to_have_value("47")


def test_frames_are_found_matched_and_looped_by_mouse(alice, alice_page, photograph):
    page = alice_page
    for file in (photograph, MEDIA / "astronaut.jpg"):
        upload(alice, file)
    opened(page, FRAMES)

    page.locator("#id_first_frame [data-do=find]").click()
    sheet(page).get_by_label("Search by name").fill("rocket")
    expect(sheet(page).locator(".source__take")).to_have_count(1)
    saved(page, lambda: sheet(page).locator(".source__take").click())
    page.locator("#id_last_frame [data-do=find]").click()
    saved(page, lambda: sheet(page).locator(".source__take", has_text="astronaut").click())
    expect(page.locator("#frame-rail")).to_contain_text("Two shapes: the start is 3:2, the end 1:1.")

    saved(page, lambda: page.get_by_role("button", name="Crop the end to the start’s 3:2").click())
    assert pixels(page, "last_frame").shape[:2] == (340, 512)
    expect(page.locator("#frame-rail")).not_to_contain_text("Two shapes")

    saved(page, lambda: page.get_by_label("Loop: it ends as it begins").click())
    assert values(page)["last_frame"]["asset"] == values(page)["first_frame"]["asset"]
    saved(page, lambda: page.get_by_role("button", name="Take out first frame").click())
    assert not {"first_frame", "last_frame"} & set(values(page)), "what repeats the start goes with it"


def test_a_frame_is_cropped_by_shape_by_its_corner_and_by_numbers(alice, alice_page, photograph):
    page = alice_page
    opened(page, FRAMES)
    give(page, first_frame=str(upload(alice, photograph).pk))
    before = pixels(page, "first_frame")

    page.get_by_role("button", name="Crop first frame").click()
    expect(sheet(page).locator("crop-picture:defined")).to_be_visible()
    sheet(page).get_by_role("button", name="16:9", exact=True).click()
    box, corner = (sheet(page).locator(f"[data-part={part}]") for part in ("box", "corner"))
    held = corner.bounding_box()
    page.mouse.move(held["x"] + 20, held["y"] + 20)
    page.mouse.down()
    page.mouse.move(held["x"] - box.bounding_box()["width"] / 2, held["y"], steps=5)
    page.mouse.up()
    width, height = (int(sheet(page).get_by_label(f"{side}, px").input_value()) for side in ("Width", "Height"))
    assert width < 400 and width / height == pytest.approx(16 / 9, rel=0.01)
    sheet(page).get_by_label("Left, px").fill("0")
    sheet(page).get_by_label("Left, px").press("Tab")
    top = int(sheet(page).get_by_label("Top, px").input_value())
    saved(page, lambda: sheet(page).get_by_role("button", name="Use this part").click())
    after = pixels(page, "first_frame")
    assert after.shape[:2] == (height, width)
    assert np.abs(after.astype(int) - before[top : top + height, :width]).mean() < 3


class Pictures(BaseHTTPRequestHandler):
    """A server of the web that has one picture."""

    def do_GET(self):
        body = (MEDIA / "rocket.jpg").read_bytes() if "launch" in self.path else b""
        self.send_response(200 if body else 404)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture
def web(settings):
    """As a rehearsal has it: every address of the web leads to this machine."""
    server = HTTPServer(("127.0.0.1", 0), Pictures)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.REHEARSAL = f"http://127.0.0.1:{server.server_port}"
    yield
    server.shutdown()
    server.server_close()


ADDRESS = """(text) => { const held = new DataTransfer(); held.setData("text/uri-list", text)
  held.setData("text/plain", text); return held }"""


def test_an_address_is_dropped_pasted_and_written(alice_page, web, complaints):
    complaints.allow("422")
    page = alice_page
    opened(page, FRAMES)

    held = page.evaluate_handle(ADDRESS, "https://files.example/launch.jpg?size=large")
    saved(page, lambda: drop(page, "#id_first_frame", held))
    expect(page.locator("#id_first_frame .frame__caption")).to_contain_text("640 × 427")
    paste = """(held) => document.body.dispatchEvent(
        new ClipboardEvent("paste", { clipboardData: held, bubbles: true, cancelable: true }))"""
    saved(page, lambda: page.evaluate(paste, held))
    assert values(page)["last_frame"]["asset"] == values(page)["first_frame"]["asset"]

    page.locator("#id_first_frame [data-do=find]").click()
    opened_sheet(page)
    sheet(page).get_by_label("Or from an address").fill("https://files.example/nothing.jpg")
    sheet(page).get_by_label("Or from an address").press("Enter")
    expect(sheet(page).get_by_role("alert")).to_contain_text("files.example answered HTTP 404", timeout=30_000)
    page.keyboard.press("Escape")
    expect(sheet(page)).to_have_count(0)
    assert "first_frame" in values(page)


def test_a_thumb_finds_a_frame_and_lets_the_clip_end_as_it_begins(visit, alice):
    upload(alice, CLIP)
    page = visit(alice, viewport=PHONE, has_touch=True)
    opened(page, FRAMES)

    page.locator("#id_first_frame [data-do=find]").tap()
    open_clip(page, "tap")
    sheet(page).get_by_role("button", name="First", exact=True).tap()
    sheet(page).get_by_role("button", name="One frame on").tap()
    saved(page, lambda: sheet(page).get_by_role("button", name="Use this frame").tap())
    saved(page, lambda: page.get_by_label("Loop: it ends as it begins").tap())

    assert (pixels(page, "last_frame") == frame_of(1)).all()
    for button in page.locator("#frame-rail button:visible").all():
        box = button.bounding_box()
        assert min(box["width"], box["height"]) >= 24


def test_frames_outlive_a_reload_another_model_a_lost_connection_and_back(alice, alice_page, photograph, complaints):
    complaints.allow("ERR_FAILED|htmx:sendError")
    page = alice_page
    rocket, astronaut = (str(upload(alice, file).pk) for file in (photograph, MEDIA / "astronaut.jpg"))
    opened(page, FRAMES)
    give(page, first_frame=rocket, last_frame=astronaut)
    frames = {name: values(page)[name] for name in ("first_frame", "last_frame")}

    page.reload()
    assert {name: json.loads(page.locator(f"[name={name}]").input_value()) for name in frames} == frames
    page.goto("/create/?task=text-to-video&model=kling-3.0-pro&via=kling")
    assert not page.locator("#frame-rail").count()
    opened(page, FRAMES)
    assert {name: values(page)[name] for name in frames} == frames

    page.route("**/create/draft/", lambda route: route.abort())
    page.get_by_role("button", name="Swap start and end").click()
    expect(page.locator("#notice")).to_contain_text("could not be reached")
    with page.expect_response("**/create/draft/"):
        page.unroute("**/create/draft/")
    assert values(page)["first_frame"] == frames["last_frame"]
    page.get_by_role("link", name="Library").click()
    page.wait_for_url("**/library/")
    page.go_back()
    expect(page.locator("#id_first_frame img")).to_be_visible()
    assert json.loads(page.locator("[name=first_frame]").input_value()) == frames["last_frame"]


def test_every_state_of_the_rail_and_its_dialog_is_accessible_large_and_in_forced_colours(visit, alice, photograph):
    rocket, astronaut = (str(upload(alice, file).pk) for file in (photograph, MEDIA / "astronaut.jpg"))
    upload(alice, CLIP)
    page = visit(alice, viewport={"width": 720, "height": 450}, device_scale_factor=2)  # 1440 x 900 at 200 %
    opened(page, FRAMES)
    give(page, first_frame=rocket, last_frame=astronaut)

    def fits() -> None:
        assert_accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    fits()
    page.locator("#id_first_frame [data-do=find]").click()
    expect(sheet(page).locator(".source__take").first).to_be_visible()
    fits()
    open_clip(page)
    fits()
    sheet(page).get_by_role("button", name="All files").click()
    sheet(page).get_by_role("button", name="Crop rocket.jpg").click()
    expect(sheet(page).locator(".crop__box")).to_be_visible()
    fits()
    page.emulate_media(forced_colors="active")
    box = sheet(page).locator(".crop__box")
    assert box.evaluate("box => getComputedStyle(box).outlineStyle") == "solid"
