"""Voices by the mouse, by the keyboard alone and by touch: recorded, uploaded, heard and chosen, with consent. What
comes of it is what the quote says. The microphone hears a file."""

import re

import pytest
from playwright.sync_api import Page, expect

from studio.library.models import Voice
from tests.browser.conftest import MEDIA
from tests.browser.hands import HANDS, Hand
from tests.browser.people import in_a_thread, saved, saved_with
from tests.browser.quoting import quotes, values
from tests.browser.test_create_controls import opened
from tests.browser.test_prompting import prompt, sheet
from tests.browser.test_voices import SPEAKING, browser, own, said, speak, spoken  # noqa: F401

pytestmark = pytest.mark.browser


def sounding(hand: Hand) -> Page:
    """The composer with a picture and with sound: voices are greyed without."""
    page = hand.page
    opened(page, SPEAKING)
    saved(page, lambda: hand.give(page.locator("#id_first_frame input[type=file]"), MEDIA / "rocket.jpg"))
    saved(page, lambda: hand.press(page.get_by_role("button", name="Turn sound on")))
    expect(page.get_by_role("link", name="New voice")).to_be_visible()
    return page


def record(hand: Hand) -> None:
    """Six seconds of a clear voice."""
    page = hand.page
    hand.press(page.get_by_role("button", name="Record it here"))
    expect(page.locator("record-voice")).to_contain_text("Speak now")
    speak(page, 6)
    hand.press(page.get_by_role("button", name="Stop"))
    expect(said(page)).to_contain_text(re.compile(r"^\d\.\d s, "))
    hand.press(page.get_by_role("button", name="Use it"))


def upload(hand: Hand) -> None:
    """The recording of somebody who speaks."""
    hand.give(sheet(hand.page).locator("#id_recording input[type=file]"), MEDIA / "speech.mp3")


def new_voice(hand: Hand, name: str, come: object) -> None:
    """A voice of somebody who agreed, from the composer and back into it."""
    page = hand.page
    hand.press(page.get_by_role("link", name="New voice"))
    form = sheet(page)
    expect(form.get_by_role("button", name="Record it here")).to_be_visible()
    come(hand)
    expect(page.locator("[name=recording]")).to_have_value(re.compile("asset"))
    hand.write(form.get_by_label("Name", exact=True), name)
    hand.write(form.get_by_label("the person's name"), f"{name} Ames")
    hand.press(form.get_by_label("This person agreed"))
    saved(page, lambda: hand.press(form.get_by_role("button", name="Keep the voice")))
    expect(page.get_by_label(re.compile("^Name of .* in the prompt$")).last).to_have_value(name)


@pytest.mark.parametrize("name", ["keys", "touch"])  # a recording takes its seconds: test_voices.py has the mouse
def test_a_recorded_and_an_uploaded_voice_speak_with_the_consent_of_who_is_heard(hand_of, name):
    hand = hand_of(name)
    page = sounding(hand)
    new_voice(hand, "Anna", record)
    new_voice(hand, "Ben", upload)
    words = "@Anna asks: who is there? @Ben says nothing."
    saved_with(page, words, lambda: hand.write(prompt(page), words))

    kept = in_a_thread(lambda: list(Voice.objects.order_by("name").values_list("name", "consent_name")))
    assert kept == [("Anna", "Anna Ames"), ("Ben", "Ben Ames")]
    [told] = quotes(page)
    assert told["valid"], told["errors"]
    body = told["requests"][-1]["json"]
    assert body["prompt"] == "<<<voice_1>>> asks: who is there? <<<voice_2>>> says nothing."
    assert [len(body["voice_list"]), body["sound"]] == [2, "on"]


@pytest.mark.parametrize("name", HANDS)
def test_a_voice_of_the_team_is_heard_chosen_and_taken_out(hand_of, alice, spoken, name):  # noqa: F811
    own(alice, "Anna")
    own(alice, "Ben", str(spoken))
    hand = hand_of(name)
    page = sounding(hand)
    hand.press(page.locator("summary", has_text="From the team’s voices"))
    hear = page.get_by_role("button", name="Hear Ben")
    with page.expect_request(lambda request: request.resource_type == "media"):
        hand.press(hear)
    expect(hear).to_have_attribute("aria-pressed", "true")
    hand.press(hear)
    expect(hear).to_have_attribute("aria-pressed", "false")

    saved(page, lambda: hand.press(page.locator(".pick", has_text="Ben")))
    assert [each["name"] for each in values(page)["voices"]] == ["Ben"]
    hand.press(page.locator("summary", has_text="From the team’s voices"))
    saved(page, lambda: hand.press(page.locator(".pick", has_text="Anna")))
    saved(page, lambda: hand.press(page.get_by_role("button", name="Take out spoken.wav")))
    saved_with(page, "@Anna waits", lambda: hand.write(prompt(page), "@Anna waits"))

    [told] = quotes(page)
    assert told["valid"], told["errors"]
    body = told["requests"][-1]["json"]
    assert [body["prompt"], len(body["voice_list"])] == ["<<<voice_1>>> waits", 1]
