"""Voices: recorded in the browser, uploaded, heard, found, and meant by a prompt. The microphone hears a file."""

import re
import wave
from pathlib import Path

import av
import numpy as np
import pytest
from playwright.sync_api import Page, expect

from studio.core import clock
from studio.library.models import Voice
from studio.providers.quote import quote
from tests.browser.accessible import assert_accessible
from tests.browser.conftest import MEDIA, PHONE
from tests.browser.making import upload
from tests.browser.people import focus_comes_to, in_a_thread, saved, tab_to
from tests.browser.test_create_controls import drop, opened, transfer
from tests.browser.test_mentions import recipe, write

pytestmark = pytest.mark.browser

SPEAKING = "/create/?task=image-to-video&model=kling-2.6-pro&via=kling"
NEW = "/elements/voice/new/"
RATE = 48_000

NOT_ALLOWED = """() => { navigator.mediaDevices.getUserMedia = async () => {
  throw new DOMException("", "NotAllowedError") } }"""


@pytest.fixture(scope="module")
def spoken(tmp_path_factory) -> Path:
    """The recording of somebody who speaks, as the WAV file that the browser takes for a microphone."""
    to_words = av.AudioResampler(format="s16", layout="mono", rate=RATE)
    with av.open(str(MEDIA / "speech.mp3")) as source:
        parts = [part.to_ndarray() for frame in source.decode(audio=0) for part in to_words.resample(frame)]
    path = tmp_path_factory.mktemp("microphone") / "spoken.wav"
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, RATE, 0, "NONE", ""))
        file.writeframes((np.concatenate(parts, axis=1) // 2).astype(np.int16).tobytes())
    return path


@pytest.fixture(scope="module")
def browser(browser_type, browser_type_launch_args, spoken):
    """A browser with a microphone that hears the file, and that asks nobody."""
    heard = f"--use-file-for-fake-audio-capture={spoken}"
    flags = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream", heard]
    options = browser_type_launch_args | {"args": [*browser_type_launch_args["args"], *flags]}
    found = browser_type.launch(**options)
    yield found
    found.close()


def sounding(page: Page) -> None:
    """The composer with sound: voices are greyed without."""
    opened(page, SPEAKING)
    saved(page, lambda: page.get_by_role("button", name="Turn sound on").click())
    expect(page.get_by_role("link", name="New voice")).to_be_visible()


def begin(page: Page) -> None:
    page.get_by_role("button", name="Record it here").click()
    expect(page.locator("record-voice")).to_contain_text("Speak now")


def speak(page: Page, seconds: int) -> None:
    """Waits until so much is recorded."""
    expect(page.locator("record-voice [data-part=clock]")).to_have_text(
        f"{seconds} of 30 s", timeout=(seconds + 5) * 1000
    )


def record(page: Page, seconds: int) -> None:
    """Records so much of a clear voice, and puts it in."""
    begin(page)
    assert_accessible(page)
    speak(page, seconds)
    page.get_by_role("button", name="Stop").click()
    expect(said(page)).to_contain_text(re.compile(r"^\d\.\d s, .*clear\.$"))
    page.get_by_role("button", name="Use it").click()
    expect(page.locator("[name=recording]")).to_have_value(re.compile("asset"))


def said(page: Page):
    return page.locator("record-voice").get_by_role("status")


def keep(page: Page, name: str, person: str) -> None:
    """Fills in whose voice it is, and keeps it."""
    page.get_by_label("Name", exact=True).last.fill(name)
    page.get_by_label("the person's name").fill(person)
    page.get_by_label("This person agreed").check()
    page.get_by_role("button", name="Keep the voice").click()


def close_and_open_again(page: Page) -> None:
    """The sheet of a new voice: what was typed is there again, and consent is to be given anew."""
    page.get_by_label("Name", exact=True).last.fill("Anna")
    page.get_by_label("the person's name").fill("Anna Ames")
    page.get_by_label("This person agreed").check()
    page.keyboard.press("Escape")
    page.get_by_role("link", name="New voice").click()
    expect(page.get_by_text("As it was typed before")).to_be_visible()
    expect(page.get_by_label("Name", exact=True).last).to_have_value("Anna")
    expect(page.get_by_label("the person's name")).to_have_value("Anna Ames")
    expect(page.get_by_label("This person agreed")).not_to_be_checked()
    assert_accessible(page)


def own(owner, name: str, file: str = "speech.mp3") -> Voice:
    """A voice of the team's."""
    consent = {"consent_name": f"{name} Ames", "consent_at": clock.now()}
    recording = upload(owner, MEDIA / file)
    return Voice.objects.create(team=owner.teams.get(), owner=owner, name=name, recording=recording, **consent)


def test_a_prompt_gets_a_recorded_and_an_uploaded_voice(visit, alice, photograph, complaints):
    complaints.allow("422")
    page = visit(alice)
    sounding(page)
    saved(page, lambda: page.locator("#id_first_frame input[type=file]").first.set_input_files(photograph))
    page.get_by_role("link", name="New voice").click()
    close_and_open_again(page)
    record(page, 6)
    page.get_by_role("button", name="Keep the voice").click()
    expect(page.get_by_role("alert").first).to_contain_text("Without that person's consent the voice is not kept.")
    assert_accessible(page)
    saved(page, lambda: keep(page, "Anna", "Anna Ames"))

    drop(page, "#id_voices", transfer(page, (MEDIA / "speech.mp3").read_bytes(), "ben.mp3", "audio/mpeg"))
    expect(page.locator("[name=recording]")).to_have_value(re.compile("asset"))
    expect(page.get_by_label("the person's name")).to_have_value("")
    saved(page, lambda: keep(page, "Ben", "Ben Bow"))
    write(page, "@Anna asks: who is there? @Ben says nothing.")

    anna = in_a_thread(lambda: Voice.objects.select_related("recording").get(name="Anna"))
    values = recipe()["values"]
    assert (anna.consent_name, anna.recording.format) == ("Anna Ames", "wav")
    assert [each["name"] for each in values["voices"]] == ["Anna", "Ben"]
    sent = quote(recipe())["requests"][-1]["json"]
    assert sent["prompt"] == "<<<voice_1>>> asks: who is there? <<<voice_2>>> says nothing."
    assert [len(sent["voice_list"]), sent["sound"]] == [2, "on"]
    expect(page.locator("#group-sound .tray__note")).to_have_count(0)
    assert_accessible(page)


def test_a_voice_is_recorded_with_the_keyboard_alone(visit, alice):
    page = visit(alice)
    opened(page, NEW)
    tab_to(page, "Record it here")
    page.keyboard.press("Enter")
    speak(page, 7)
    focus_comes_to(page, "Stop")
    page.keyboard.press("Enter")
    expect(said(page)).to_contain_text(" s, ")
    tab_to(page, "Use it", key="Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.locator("[name=recording]")).to_have_value(re.compile("asset"))

    tab_to(page, r"text \| name", key="Shift+Tab")
    page.keyboard.type("Anna")
    tab_to(page, "the person's name")
    page.keyboard.type("Anna Ames")
    tab_to(page, "This person agreed")
    page.keyboard.press("Space")
    tab_to(page, "Keep the voice")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="Anna")).to_be_visible()


def test_a_recording_outlives_a_reload_a_lost_connection_and_the_way_back(visit, alice, complaints):
    complaints.allow("ERR_FAILED")
    page = visit(alice)
    opened(page, NEW)
    begin(page)
    speak(page, 6)
    page.reload()
    expect(said(page)).to_contain_text(re.compile(r"^Recorded at .* and not used yet: [56]\.\d s"))

    page.route("**/uploads/", lambda route: route.abort())
    page.get_by_role("button", name="Use it").click()
    expect(said(page)).to_contain_text("did not reach the studio")
    expect(said(page)).to_contain_text("The recording is kept here.")
    page.unroute("**/uploads/")
    page.get_by_role("link", name="Library").first.click()
    page.wait_for_url("**/library/")
    page.go_back()
    expect(said(page)).to_contain_text("not used yet")

    page.get_by_role("button", name="Use it").click()
    expect(page.locator("[name=recording]")).to_have_value(re.compile("asset"))
    page.reload()
    expect(page.get_by_role("button", name="Record it here")).to_be_visible()
    expect(said(page)).to_have_text("")


def test_on_a_phone_what_is_too_short_is_refused_and_a_silent_browser_says_what_to_do(visit, alice):
    page = visit(alice, viewport=PHONE, has_touch=True, is_mobile=True)
    opened(page, NEW)
    page.get_by_role("button", name="Record it here").tap()
    speak(page, 1)
    page.get_by_role("button", name="Stop").tap()
    expect(said(page)).to_contain_text("too short. At least 5 s of one voice are needed.")
    expect(page.get_by_role("button", name="Use it")).to_be_hidden()
    assert_accessible(page)
    page.get_by_role("button", name="Throw it away").tap()

    page.evaluate(NOT_ALLOWED)
    page.get_by_role("button", name="Record it here").tap()
    expect(said(page)).to_contain_text("Allow it for this page, or upload a recording.")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert_accessible(page)


def test_a_voice_is_found_by_words_and_heard_only_when_asked(visit, alice):
    for name in ("Anna", "Ben", "Cleo", "Dora", "Emil", "Finn"):
        own(alice, name)
    page = visit(alice, viewport={"width": 720, "height": 450})  # 1440 x 900 at 200 %
    heard = []
    page.on("request", lambda request: request.resource_type == "media" and heard.append(request.url))
    sounding(page)
    page.get_by_text("From the team’s voices").click()
    page.get_by_label("Search the team’s voices").fill("cle")
    expect(page.locator(".picks__row:visible")).to_have_count(1)
    assert_accessible(page)
    assert not heard

    with page.expect_request(lambda request: request.resource_type == "media"):
        page.get_by_role("button", name="Hear Cleo").click()
    expect(page.get_by_role("button", name="Hear Cleo")).to_have_attribute("aria-pressed", "true")
    page.emulate_media(forced_colors="active")
    saved(page, lambda: page.locator(".picks__row:visible .pick").click())

    assert [each["name"] for each in recipe()["values"]["voices"]] == ["Cleo"]
    expect(page.get_by_label(re.compile("^Name of .* in the prompt$"))).to_have_value("Cleo")


# While sound is off


def with_anna(page: Page) -> None:
    """A clip in which Anna speaks."""
    sounding(page)
    page.locator("#group-sound .by-id summary").click()
    page.get_by_label("Voice: the provider's own id").fill("829824295735410756")
    saved(page, lambda: page.keyboard.press("Enter"))
    page.get_by_label("Name of voice-1 in the prompt").fill("Anna")
    saved(page, lambda: page.keyboard.press("Tab"))


def price(page: Page) -> str:
    return page.locator(".via .price").inner_text()


def test_voices_are_greyed_while_sound_is_off_and_come_back_with_it(visit, alice):
    page = visit(alice)
    with_anna(page)
    assert price(page) == "~$0.84"

    saved(page, lambda: page.get_by_role("switch", name="Make sound").click())
    greyed = page.get_by_role("group", name="Voices")
    expect(greyed).to_contain_text("Anna")
    expect(greyed).to_contain_text("only while sound is on. These are kept, not sent.")
    assert price(page) == "~$0.35" and "voices" not in recipe()["values"]
    assert_accessible(page)

    tab_to(page, "Turn sound on")
    saved(page, lambda: page.keyboard.press("Enter"))
    expect(page.get_by_role("switch", name="Make sound")).to_be_focused()
    expect(page.get_by_label("Name of Anna in the prompt")).to_have_value("Anna")
    assert price(page) == "~$0.84"
    assert recipe()["values"]["voices"] == [{"handle": "829824295735410756", "name": "Anna"}]

    saved(page, lambda: page.keyboard.press("Space"))
    page.reload()
    expect(page.get_by_role("group", name="Voices")).to_contain_text("Anna")


def test_on_a_phone_a_greyed_voice_is_woken_by_touch(visit, alice):
    with_anna(visit(alice))
    page = visit(alice, viewport=PHONE, has_touch=True, is_mobile=True, forced_colors="active")
    opened(page, SPEAKING)
    saved(page, lambda: page.get_by_role("switch", name="Make sound").tap())
    expect(page.get_by_role("group", name="Voices")).to_have_css("border-top-style", "dashed")

    saved(page, lambda: page.get_by_role("button", name="Turn sound on").tap())

    assert [each["name"] for each in recipe()["values"]["voices"]] == ["Anna"]
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
