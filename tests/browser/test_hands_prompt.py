"""The prompt's helpers by the mouse, by the keyboard alone and by touch: what comes of them is what the quote says."""

import re

import pytest
from playwright.sync_api import Page, expect

from studio.jobs.models import SavedPrompt
from tests.browser.conftest import MEDIA
from tests.browser.hands import HANDS, Hand
from tests.browser.people import in_a_thread, saved, saved_with
from tests.browser.quoting import quotes
from tests.browser.test_create_controls import opened
from tests.browser.test_prompting import made_with, prompt, sheet

pytestmark = pytest.mark.browser

START = "/create/?task=text-to-video&model=kling-2.6-pro&via=kling"
PICTURES = "/create/?task=image-to-image&model=kling-image-o1&via=kling"


def sent(page: Page) -> dict:
    """The body of the request that would be sent; nothing is wrong with the recipe."""
    [told] = quotes(page)
    assert told["valid"], told["errors"]
    return told["requests"][-1]["json"]


def open_tab(hand: Hand, tab: str) -> None:
    """The sheet of prompts, at one of its tabs."""
    hand.press(hand.page.get_by_role("link", name="Prompts", exact=True), key="Alt+p")
    link = sheet(hand.page).get_by_role("link", name=tab, exact=True)
    expect(link).to_be_visible()
    hand.press(link)
    expect(link).to_have_attribute("aria-current", "true")


def walk(hand: Hand) -> None:
    """Two prompts back, and one forth again."""
    earlier, later = (hand.page.get_by_role("button", name=f"{which} prompt") for which in ("An earlier", "A later"))
    steps = ((earlier, "Alt+ArrowUp", "Fog on a pier"), (earlier, "Alt+ArrowUp", "Rain on a pier"))
    for button, key, words in (*steps, (later, "Alt+ArrowDown", "Fog on a pier")):
        hand.press(button, key=key)
        expect(prompt(hand.page)).to_have_value(words)


def keep(hand: Hand, name: str, words: str) -> None:
    """A prompt for the team."""
    shown = sheet(hand.page)
    hand.press(shown.locator("summary", has_text="Keep a prompt for the team"))
    hand.write(shown.get_by_label("Name", exact=True), name)
    hand.write(shown.get_by_label(re.compile("^Words; ")), words, instead=True)
    hand.press(shown.get_by_role("button", name="Keep it"))
    expect(shown).to_contain_text(f"{name} is kept for the team.")


def fill(hand: Hand, row: str, gap: str, words: str, use: str) -> None:
    """A prompt with a variable: what stands for it, and where it goes."""
    shown = sheet(hand.page).locator(".kept-row", has_text=row)
    hand.press(shown.locator("summary", has_text="Fill in and use"))
    hand.write(shown.get_by_role("textbox", name=gap, exact=True), words, instead=True)
    saved(hand.page, lambda: hand.press(shown.get_by_role("button", name=use)))


@pytest.mark.parametrize("name", HANDS)
def test_a_prompt_is_put_together_of_earlier_words_an_example_and_the_teams(hand_of, alice, name):
    made_with(alice, "Rain on a pier", "Fog on a pier")
    hand = hand_of(name)
    page = hand.page
    opened(page, START)
    saved_with(page, "A gull", lambda: hand.write(prompt(page), "A gull"))
    walk(hand)

    open_tab(hand, "The team’s")
    keep(hand, "Light", "at [time of day], [mood]")
    assert in_a_thread(lambda: SavedPrompt.objects.get().text) == "at [time of day], [mood]"
    fill(hand, "Light", "Time of day", "dawn", "Add at the end")
    assert sent(page)["prompt"] == "Fog on a pier at dawn, [mood]"

    open_tab(hand, "Examples")
    fill(hand, "A close-up of something small", "What", "a watch", "Use it")
    assert sent(page)["prompt"] == "Cinematic close-up of a watch with shallow depth of field"
    saved(page, lambda: hand.press(page.get_by_role("button", name="Put back")))
    open_tab(hand, "Earlier")
    add = sheet(page).get_by_role("button", name="Add at the end: Rain on a pier")
    saved(page, lambda: hand.press(add))
    saved_with(page, "crowds", lambda: hand.write(page.get_by_label("Negative prompt"), "crowds"))

    told = sent(page)
    assert told["prompt"] == "Fog on a pier at dawn, [mood] Rain on a pier"
    assert told["negative_prompt"] == "crowds"


WORDS = {
    "Picture": "A pier in fog",
    "Speaker 1": "Anna",
    "Tone 1": "warm voice",
    "Words 1": "Who came back?",
    "Speaker 2": "Ben",
    "Words 2": "I did.",
    "Background sounds": "Gulls",
}
SPOKEN = (
    'Visual: A pier in fog. Dialog: [Anna, warm voice] asks: "Who came back?" [Ben] says: "I did." Background: Gulls.'
)


@pytest.mark.parametrize("name", HANDS)
def test_a_dialogue_is_written_in_its_form(hand_of, name):
    hand = hand_of(name)
    page = hand.page
    opened(page, START)
    saved(page, lambda: hand.press(page.get_by_role("switch", name="Make sound")))
    open_tab(hand, "Dialogue")

    for label, words in WORDS.items():
        hand.write(sheet(page).get_by_label(label, exact=True), words)
    hand.choose(sheet(page).get_by_label("How 1", exact=True), "asks")
    expect(page.locator("#talk-written")).to_have_text(SPOKEN)
    saved(page, lambda: hand.press(sheet(page).get_by_role("button", name="Use it")))

    told = sent(page)
    assert [told["prompt"], told["sound"]] == [SPOKEN, "on"]


def offered(hand: Hand, words: str):
    """A line of the menu of names, which opens at an @ or at its button."""
    page = hand.page
    if hand.name == "keys":
        hand.write(prompt(page), "@")
    else:
        hand.press(page.get_by_role("button", name="Mention somebody"))
    return page.get_by_role("listbox", name="Names for the prompt").get_by_role("option", name=words)


@pytest.mark.parametrize("name", HANDS)
def test_a_picture_is_uploaded_from_the_menu_of_names_and_mentioned_beside_another(hand_of, name):
    hand = hand_of(name)
    page = hand.page
    opened(page, PICTURES)
    field = page.locator("#id_reference_images input[type=file]")
    saved(page, lambda: hand.give(field, MEDIA / "rocket.jpg"))
    saved_with(page, "On top of ", lambda: hand.write(prompt(page), "On top of "))

    with page.expect_file_chooser() as chooser:
        hand.take(offered(hand, "Upload a picture…"))
    saved(page, lambda: chooser.value.set_files(MEDIA / "coffee.jpg"))
    expect(prompt(page)).to_have_value("On top of @coffee ")
    saved_with(page, "stands ", lambda: hand.write(prompt(page), "stands "))
    saved(page, lambda: hand.take(offered(hand, "@rocket")))

    told = sent(page)
    assert told["prompt"].strip() == "On top of <<<image_2>>> stands <<<image_1>>>"
    assert len(told["image_list"]) == 2


def test_the_sheet_opens_while_words_are_being_saved_and_they_are_saved_all_the_same(alice_page):
    page = alice_page
    opened(page, START)
    held = []
    page.route("**/create/draft/", lambda route: route.continue_() if held else held.append(route))
    prompt(page).fill("A gull")
    expect(page.locator("#compose.htmx-request")).to_have_count(1)
    prompt(page).press("Control+End")
    page.keyboard.type(", at dawn")

    page.get_by_role("link", name="Prompts", exact=True).click()
    expect(sheet(page).get_by_role("link", name="Examples")).to_be_visible()
    saved_with(page, "A gull, at dawn", lambda: held[0].continue_())

    assert sent(page)["prompt"] == "A gull, at dawn"
