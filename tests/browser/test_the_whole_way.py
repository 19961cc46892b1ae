"""From the first link to a file on disk, with the mouse and with the keyboard alone."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from studio.accounts.links import issue
from studio.jobs.models import Job
from studio.library.models import Asset
from tests.browser.people import cuts, expect_state, film, give_first_frame, saved, send, tab_to

pytestmark = pytest.mark.browser

SHOTS = [("Wide: the rocket waits in the dark", 3), ("Closer: smoke rolls over the pad", 4), ("It lifts", 3)]
COMPOSER = "/create/?task=image-to-video&model=kling-3.0-pro&via=animatic"


@pytest.fixture
def visitor(visit):
    """A page of somebody without an account, and every text that its sockets bring."""
    page, heard = visit(), []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda text: heard.append(str(text))))
    return page, heard


# With the mouse


def test_the_whole_way(visitor, photograph, tmp_path):
    page, heard = visitor
    make_an_account(page)
    compose_three_shots(page, photograph)

    card = send(page)
    watch_it_happen(page, card, heard)
    open_it_from_the_library(page)
    seek_in_it(page)

    is_as_asked(download(page, tmp_path))


def make_an_account(page: Page) -> None:
    page.goto(issue())
    page.get_by_label("Name").fill("Alice Archer")
    page.get_by_label("E-mail").fill("alice@example.com")
    page.get_by_label("Password").fill("correct horse battery")
    page.get_by_role("button", name="Open the studio").click()
    page.get_by_role("button", name="Finish later").click()
    expect(page.locator("#compose")).to_be_visible()


def compose_three_shots(page: Page, photograph: Path) -> None:
    page.goto(COMPOSER)
    given = give_first_frame(page, photograph)
    assert (given["width"], given["height"]) == (640, 427)
    saved(page, lambda: page.locator("[name=size][value='1920x1080']").check(force=True))
    saved(page, lambda: page.get_by_role("button", name="Cut into shots").click())
    for number, (prompt, seconds) in enumerate(SHOTS, 1):
        if number > 1:
            saved(page, lambda: page.get_by_role("button", name=re.compile("add a shot", re.I)).click())
        write_shot(page, number, prompt, seconds)
    shots = json.loads(page.locator("textarea[name=shots]").input_value())
    assert [(shot["prompt"], shot["duration"]) for shot in shots] == SHOTS


def write_shot(page: Page, number: int, prompt: str, seconds: int) -> None:
    saved(page, lambda: page.get_by_label(f"Prompt of shot {number}").fill(prompt))
    field = page.get_by_label("Seconds", exact=True)
    if field.input_value() != str(seconds):
        saved(page, lambda: (field.fill(str(seconds)), field.press("Tab")))


def watch_it_happen(page: Page, card: str, heard: list[str]) -> None:
    expect_state(page, card, "running")
    expect(page.locator(f"#{card} progress")).to_be_visible()
    expect_state(page, card, "ready", within_s=240)
    pushed = [int(frame) for text in heard for frame in re.findall(r'max="\d+" value="(\d+)"', text)]
    assert len(set(pushed)) >= 3, "progress came by the socket"
    assert pushed == sorted(pushed)


def open_it_from_the_library(page: Page) -> None:
    page.get_by_role("navigation", name="Main", exact=True).get_by_role("link", name="Library").click()
    page.locator(".tile a").first.dblclick()
    expect(page.locator("video")).to_have_js_property("readyState", 4)


def seek_in_it(page: Page) -> None:
    """To frame 170, which lies in the third shot or late in the second."""
    with page.expect_response(lambda answer: "/media/" in answer.url and answer.status == 206):
        page.reload()
    page.get_by_label("Position").fill("170")
    page.wait_for_function(
        "() => { const v = document.querySelector('video'); return v.currentTime > 5 && !v.seeking }"
    )
    shown = page.locator("video").evaluate("video => video.currentTime")
    assert shown == pytest.approx(170.5 / frames_a_second(), abs=1 / frames_a_second())


def frames_a_second() -> float:
    """Of the one result."""
    numerator, _, denominator = Asset.objects.results().get().fps.partition("/")
    return int(numerator) / int(denominator or 1)


def download(page: Page, folder: Path) -> Path:
    with page.expect_download() as arriving:
        page.get_by_role("link", name="Download").click()
    arriving.value.save_as(folder / "film.mp4")
    return folder / "film.mp4"


def is_as_asked(path: Path) -> None:
    """1920x1080 H.264 of 10.0 s, and cuts at 3.0 and 7.0 s."""
    stream, pictures = film(path)
    rate = float(stream.average_rate)
    assert (stream.codec_context.name, stream.width, stream.height) == ("h264", 1920, 1080)
    assert abs(len(pictures) / rate - 10.0) <= 1 / rate
    assert [at / rate for at in cuts(pictures, 2)] == pytest.approx([3.0, 7.0], abs=1 / rate)


# With the keyboard alone


def test_the_whole_way_with_the_keyboard_alone(visitor, photograph, tmp_path):
    page, _ = visitor
    make_an_account_by_keys(page)
    give_a_photograph_by_keys(page, photograph)
    cut_into_two_shots_by_keys(page)

    page.keyboard.press("Control+Enter")
    expect(page.locator("#jobs .job")).to_have_attribute("data-state", "ready", timeout=240_000)
    assert [shot["duration"] for shot in Job.objects.get().recipe["values"]["shots"]] == [3, 4]
    open_and_seek_by_keys(page)

    stream, pictures = film(download_by_keys(page, tmp_path))
    assert len(pictures) / float(stream.average_rate) == pytest.approx(7.0, abs=0.05)


def make_an_account_by_keys(page: Page) -> None:
    page.goto(issue())
    tab_to(page, r"\| name \|")
    page.keyboard.type("Alice Archer")
    tab_to(page, r"\| email \|")
    page.keyboard.type("alice@example.com")
    tab_to(page, "Open the studio")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Finish later")).to_be_visible()
    tab_to(page, "Finish later")
    page.keyboard.press("Enter")
    expect(page.locator("#compose")).to_be_visible()


def give_a_photograph_by_keys(page: Page, photograph: Path) -> None:
    tab_to(page, "Image to video")
    saved(page, lambda: page.keyboard.press("Enter"))
    tab_to(page, "First frame: choose")
    expect(page.locator("frame-picker:defined").first).to_be_visible()
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Space")
    with page.expect_response("**/uploads/"):
        saved(page, lambda: chooser.value.set_files(photograph))


def cut_into_two_shots_by_keys(page: Page) -> None:
    tab_to(page, "Cut into shots")
    saved(page, lambda: page.keyboard.press("Enter"))
    write_shot_by_keys(page, "Wide: the rocket waits", 3)
    tab_to(page, "add a shot", key="Shift+Tab")
    saved(page, lambda: page.keyboard.press("Enter"))
    write_shot_by_keys(page, "It lifts", 4)


def write_shot_by_keys(page: Page, prompt: str, seconds: int) -> None:
    """The focus is in the shot's prompt."""
    saved(page, lambda: page.keyboard.type(prompt))
    tab_to(page, r"^input \| number .*Seconds")
    page.keyboard.press("Control+A")
    saved(page, lambda: (page.keyboard.type(str(seconds)), page.keyboard.press("Tab")))


def open_and_seek_by_keys(page: Page) -> None:
    tab_to(page, r"^a .*\| Library", key="Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".tile")).to_have_count(1)
    tab_to(page, r"^a .*Wide: the rocket")
    page.keyboard.press("Enter")
    expect(page.locator("video")).to_have_js_property("readyState", 4)
    tab_to(page, "Position")
    page.keyboard.press("End")
    page.wait_for_function("() => document.querySelector('video').currentTime > 6.5")


def download_by_keys(page: Page, folder: Path) -> Path:
    tab_to(page, r"^a .*Download", key="Shift+Tab")
    with page.expect_download() as arriving:
        page.keyboard.press("Enter")
    arriving.value.save_as(folder / "film.mp4")
    return folder / "film.mp4"
