"""The prompt's helpers and presets in a real browser: by mouse, by the keyboard alone, by touch; no word is lost."""

import base64
import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from studio.jobs import presets
from studio.jobs.machine import State
from studio.jobs.models import Draft, Preset, SavedPrompt
from tests.browser.accessible import assert_accessible
from tests.browser.conftest import MEDIA, PHONE
from tests.browser.making import result
from tests.browser.people import focus_comes_to, in_a_thread, saved, tab_to
from tests.live.making import make_job

pytestmark = pytest.mark.browser

START = "/create/?task=text-to-video&model=kling-3.0-pro&via=animatic"
ROUTE = {"model": "kling-3.0-pro", "task": "text-to-video", "provider": "animatic"}
MINE = "My own words, not sent yet"
OLDER = "/create/?task=text-to-video&model=kling-1.6-standard&via=animatic"
ZOOMED = {"width": 720, "height": 450}  #: 1440 x 900 at 200 %


def made_with(owner, *prompts: str) -> None:
    """Jobs with these prompts, the newest last."""
    for words in prompts:
        recipe = {
            "model": "kling-3.0-pro",
            "task": "text-to-video",
            "provider": "animatic",
            "values": {"prompt": words},
        }
        make_job(owner, State.CANCELLED, recipe=recipe)


def compose(page: Page, words: str = "", address: str = START) -> None:
    """Opens the composer, and writes its prompt."""
    page.goto(address)
    expect(page.locator("prompt-tools:defined")).to_be_visible()
    if words:
        saved(page, lambda: prompt(page).fill(words))


def prompt(page: Page):
    return page.locator("#id_prompt")


def sheet(page: Page):
    return page.locator("dialog#sheet[open]")


def open_prompts(page: Page, tab: str) -> None:
    """The sheet by its button, at one of its tabs."""
    page.get_by_role("link", name="Prompts", exact=True).click()
    choose_tab(page, tab)


def choose_tab(page: Page, tab: str) -> None:
    sheet(page).get_by_role("link", name=tab, exact=True).click()
    expect(sheet(page).get_by_role("link", name=tab, exact=True)).to_have_attribute("aria-current", "true")


def typed_drafts() -> list[str]:
    """The prompts of all drafts, oldest first."""
    rows = in_a_thread(lambda: list(Draft.objects.order_by("created_at")))
    return [row.values["typed"].get("prompt", "") for row in rows]


def test_one_goes_back_through_earlier_prompts_and_forth_again_without_losing_a_word(alice_page, alice):
    made_with(alice, "Rain on a pier", "Fog on a pier")
    page = alice_page
    asked = []
    page.on("request", lambda request: "/earlier/" in request.url and asked.append(request.url))
    compose(page, MINE)
    assert asked == []  # not before somebody goes back

    page.keyboard.press("Alt+ArrowUp")
    expect(prompt(page)).to_have_value("Fog on a pier")
    page.keyboard.press("Alt+ArrowUp")
    expect(prompt(page)).to_have_value("Rain on a pier")
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator("#announcer")).to_have_text("No earlier prompt")
    page.keyboard.press("Control+End")
    saved(page, lambda: page.keyboard.type(", at dawn"))
    page.get_by_role("button", name="A later prompt").click()
    expect(prompt(page)).to_have_value("Fog on a pier")
    page.get_by_role("button", name="A later prompt").click()
    expect(prompt(page)).to_have_value(MINE)
    page.get_by_role("button", name="An earlier prompt").click()
    page.get_by_role("button", name="An earlier prompt").click()
    expect(prompt(page)).to_have_value("Rain on a pier, at dawn")
    assert len(asked) == 1


def test_what_was_written_on_the_way_is_found_after_a_reload(alice_page, alice):
    made_with(alice, "Fog on a pier")
    page = alice_page
    compose(page, MINE)
    page.keyboard.press("Alt+ArrowUp")
    expect(prompt(page)).to_have_value("Fog on a pier")
    saved(page, lambda: prompt(page).fill("Fog on a pier, at dawn"))
    page.keyboard.press("Alt+ArrowUp")
    expect(prompt(page)).to_have_value("Fog on a pier")
    saved(page, lambda: prompt(page).fill("Something new"))

    page.reload()
    expect(page.locator("prompt-tools:defined")).to_be_visible()
    prompt(page).focus()
    walked = {prompt(page).input_value()}
    for _ in range(3):
        before = prompt(page).input_value()
        page.keyboard.press("Alt+ArrowUp")
        expect(prompt(page)).not_to_have_value(before)
        walked.add(prompt(page).input_value())
    assert walked == {"Something new", MINE, "Fog on a pier, at dawn", "Fog on a pier"}


RAIN = "A [place] in the rain, <b>[mood]</b>"


def test_a_prompt_is_kept_for_the_team_with_the_keyboard_alone(alice_page):
    page = alice_page
    compose(page, RAIN)

    page.keyboard.press("Alt+p")
    expect(sheet(page)).to_be_visible()
    tab_to(page, r"\| The team’s")
    page.keyboard.press("Enter")
    expect(sheet(page)).to_contain_text("The team has kept no prompt yet")
    assert_accessible(page)
    tab_to(page, "Keep a prompt for the team")
    page.keyboard.press("Enter")
    tab_to(page, r"\| name \|")
    page.keyboard.type("Rain")
    tab_to(page, r"\| text \|")
    focus_comes_to(page, "A [place] in the rain")  # the present prompt stands there
    tab_to(page, "Keep it")
    page.keyboard.press("Enter")
    expect(sheet(page)).to_contain_text("Rain is kept for the team.")
    assert in_a_thread(lambda: SavedPrompt.objects.get().text) == RAIN


def test_variables_are_filled_in_and_put_back_with_the_keyboard_alone(alice_page, alice, team):
    presets.keep_prompt(alice, team, "Rain", RAIN)
    page = alice_page
    compose(page, MINE)
    page.keyboard.press("Alt+p")
    expect(sheet(page)).to_be_visible()
    tab_to(page, r"\| The team’s")
    page.keyboard.press("Enter")
    expect(sheet(page)).to_contain_text("Rain")
    tab_to(page, "Fill in and use Rain")
    page.keyboard.press("Enter")
    assert_accessible(page)
    tab_to(page, r"\| value-place")
    page.keyboard.type("[pier] & more")
    tab_to(page, r"\| Use it")
    with page.expect_response("**/create/draft/"):
        page.keyboard.press("Enter")
    expect(sheet(page)).to_have_count(0)
    expect(prompt(page)).to_have_value("A [pier] & more in the rain, <b>[mood]</b>")
    expect(prompt(page)).to_be_focused()

    tab_to(page, "Put back")
    page.keyboard.press("Enter")
    expect(prompt(page)).to_have_value(MINE)
    page.keyboard.press("Control+z")  # the browser's own undo knows it too
    expect(prompt(page)).to_have_value("A [pier] & more in the rain, <b>[mood]</b>")


def open_dialogue(page: Page) -> None:
    page.get_by_role("link", name="Prompts", exact=True).tap()
    sheet(page).get_by_role("link", name="Dialogue", exact=True).tap()
    expect(sheet(page).get_by_label("Picture")).to_be_visible()


def type_in(page: Page, label: str, words: str) -> None:
    """In the dialogue form, and waits until it is kept."""
    with page.expect_response("**/dialogue/"):
        sheet(page).get_by_label(label).fill(words)


SPOKEN = 'Visual: A pier in fog. Dialog: [Anna, warm voice] says: "I came back." Background: Gulls, waves.'


def test_a_dialogue_is_written_by_touch_and_survives_a_closed_sheet_and_a_lost_line(visit, alice, complaints):
    complaints.allow("ERR_FAILED|htmx:sendError")
    page = visit(alice, viewport=PHONE, has_touch=True)
    compose(page, MINE)
    open_dialogue(page)
    said = {"Picture": "A pier in fog", "Speaker 1": "Anna", "Tone 1": "warm voice", "Words 1": "I came back."}
    for label, words in said.items():
        type_in(page, label, words)
    expect(sheet(page).get_by_label("Speaker 2")).to_be_visible()
    expect(sheet(page).get_by_label("Words 1")).to_be_focused()
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]

    page.route("**/dialogue/", lambda route: route.abort())
    sheet(page).get_by_label("Background sounds").fill("Gulls")
    expect(page.locator("#notice")).to_contain_text("could not be reached")
    page.unroute("**/dialogue/")
    expect(sheet(page).get_by_label("Background sounds")).to_have_value("Gulls")
    type_in(page, "Background sounds", "Gulls, waves")
    sheet(page).get_by_role("button", name="Close").tap()
    open_dialogue(page)
    expect(sheet(page).get_by_label("Words 1")).to_have_value("I came back.")

    with page.expect_response("**/create/draft/"):
        sheet(page).get_by_role("button", name="Add at the end").tap()
    expect(prompt(page)).to_have_value(f"{MINE} {SPOKEN}")
    assert typed_drafts() == [f"{MINE} {SPOKEN}"]


def test_an_earlier_prompt_is_used_and_added_by_mouse(alice_page, alice):
    made_with(alice, "Rain on a pier", "Fog on a pier")
    page = alice_page
    compose(page, MINE)
    open_prompts(page, "Earlier")
    assert_accessible(page)
    saved(page, lambda: sheet(page).get_by_role("button", name="Use Fog on a pier").click())
    expect(prompt(page)).to_have_value("Fog on a pier")
    open_prompts(page, "Earlier")
    saved(page, lambda: sheet(page).get_by_role("button", name="Add at the end: Rain on a pier").click())

    expect(prompt(page)).to_have_value("Fog on a pier Rain on a pier")
    page.get_by_role("button", name="Put back").click()
    expect(prompt(page)).to_have_value("Fog on a pier")


def test_an_example_of_the_documents_is_used_at_200_percent_and_in_forced_colours(visit, alice):
    page = visit(alice, viewport=ZOOMED)
    compose(page)
    open_prompts(page, "Examples")
    assert_accessible(page)  # before: axe reads the colours that are forced away
    page.emulate_media(forced_colors="active")
    assert page.evaluate("document.documentElement.scrollWidth") <= ZOOMED["width"]

    row = sheet(page).locator(".kept-row", has_text="A close-up of something small")
    row.get_by_text("Fill in and use").click()
    row.get_by_label("What").fill("a watch")
    row.get_by_role("button", name="Use it").click()

    expect(prompt(page)).to_have_value("Cinematic close-up of a watch with shallow depth of field")
    expect(page.get_by_role("button", name="Put back")).to_have_count(0)  # nothing was there before


def test_a_preset_is_kept_with_the_keyboard_alone(alice_page, complaints):
    complaints.allow("422")
    page = alice_page
    compose(page, "A lighthouse in the storm")
    saved(page, lambda: page.locator("#id_duration").fill("12"))
    page.keyboard.press("Control+s")
    expect(sheet(page).get_by_label("Keep what is set up now as")).to_be_focused()
    page.keyboard.press("Enter")
    expect(sheet(page).locator(".error")).to_contain_text("It needs a name")
    assert_accessible(page)
    page.keyboard.type("Storm")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")  # for the team too
    page.keyboard.press("Enter")
    expect(sheet(page)).to_contain_text("Storm is kept for you and the team.")
    preset = in_a_thread(Preset.objects.get)
    assert (preset.values["prompt"], preset.values["duration"]) == ("A lighthouse in the storm", 12)


@pytest.fixture
def storm(alice, team) -> Preset:
    """A preset that the team shares."""
    facts = ROUTE | {"values": {"prompt": "A lighthouse in the storm", "duration": 12}}
    return presets.keep_preset(alice, team, "Storm", True, **facts)


def test_a_preset_is_renamed_deleted_and_taken_back(alice_page, storm):
    page = alice_page
    compose(page)
    page.get_by_role("link", name="Presets").click()
    sheet(page).get_by_label("Change Storm").click()
    sheet(page).get_by_label("Name", exact=True).fill("Storm, long")
    sheet(page).get_by_role("button", name="Save Storm").click()
    expect(sheet(page)).to_contain_text("Storm, long is saved.")
    sheet(page).get_by_label("Change Storm, long").click()
    sheet(page).get_by_role("button", name="Delete Storm, long").click()
    expect(sheet(page)).to_contain_text("No presets yet")
    expect(sheet(page).get_by_role("button", name="Undo")).to_be_focused()
    page.keyboard.press("Enter")
    expect(sheet(page)).to_contain_text("Storm, long is back.")


def test_a_shared_preset_is_applied_and_the_draft_before_stays(bob_page, storm):
    page = bob_page
    compose(page, MINE, OLDER)
    page.get_by_role("link", name="Presets").click()
    sheet(page).get_by_role("link", name="Apply Storm").click()
    expect(prompt(page)).to_have_value("A lighthouse in the storm")
    expect(page.locator("#ribbon")).to_contain_text("From Storm")
    page.get_by_role("link", name="Only the words").click()
    expect(page.locator(".picker__name")).to_have_text("Kling 1.6 Standard")
    expect(prompt(page)).to_have_value("A lighthouse in the storm")
    prompt(page).press("Control+End")
    saved(page, lambda: prompt(page).press_sequentially("!"))
    expect(page.locator("#ribbon")).to_be_visible()
    assert_accessible(page)
    assert typed_drafts() == [MINE, "A lighthouse in the storm!"]


def test_a_result_for_the_model_that_one_has_lists_what_it_cannot_take_and_back_is_the_old_draft(alice_page, alice):
    shots = [{"prompt": "Wide: the sea", "duration": 3}, {"prompt": "Close: the lamp", "duration": 4}]
    values = {"shot_style": "customize", "shots": shots, "sound": True, "width": 1920, "height": 1080}
    recipe = ROUTE | {"values": values}
    asset = result(alice, MEDIA / "numbered-24fps.mp4", title="The pier", recipe=recipe)[1]
    page = alice_page
    compose(page, MINE, OLDER)
    expect(page).to_have_url(re.compile("draft="))

    page.goto(f"/create/?remix={asset.pk}")
    page.get_by_role("link", name="Everything, for Kling 1.6 Standard").click()

    ribbon = page.locator("#ribbon")
    expect(ribbon).to_contain_text("Kling 1.6 Standard does not take all of it; kept, not sent:")
    expect(ribbon.get_by_role("listitem").filter(has_text="Shots")).to_be_visible()
    assert_accessible(page)
    assert json.loads(page.locator("#inputs [name=kept]").input_value())["shots"] == shots
    page.go_back()
    page.go_back()
    expect(prompt(page)).to_have_value(MINE)


# A file beside every place


def drop(page: Page, file: Path, mime: str) -> None:
    """Drops a file on the stage, where no place is."""
    bytes_ = base64.b64encode(file.read_bytes()).decode()
    given = page.evaluate_handle(DROPPED, [bytes_, file.name, mime])
    page.dispatch_event("#stage-view", "drop", {"dataTransfer": given})


DROPPED = """([text, name, type]) => {
  const bytes = Uint8Array.from(atob(text), letter => letter.charCodeAt(0))
  const given = new DataTransfer()
  given.items.add(new File([bytes], name, {type}))
  return given
}"""


def test_a_file_that_the_task_does_not_take_offers_the_switch_to_one_that_does(alice_page, photograph):
    page = alice_page
    compose(page, MINE, "/create/?task=text-to-video&model=kling-o1-pro&via=animatic")
    drop(page, photograph, "image/jpeg")
    expect(sheet(page)).to_contain_text("Where shall")
    expect(sheet(page)).to_contain_text("Switches to image to video; everything typed goes along")
    assert_accessible(page)

    saved(page, lambda: sheet(page).get_by_role("button", name=re.compile("^Image to video ?: First frame")).click())
    expect(page.locator(".tasks__list [aria-current]")).to_have_text("Image to video")
    expect(prompt(page)).to_have_value(MINE)
    first = json.loads(page.locator("#inputs [name=first_frame]").input_value())

    drop(page, MEDIA / "numbered-24fps.mp4", "video/mp4")
    saved(page, lambda: sheet(page).get_by_role("button", name=re.compile("^Edit video ?: ")).click())
    expect(page.locator(".tasks__list [aria-current]")).to_have_text("Edit video")
    expect(page.locator("#inputs [name=input_video]")).to_have_value(re.compile("asset"))
    assert json.loads(page.locator("#inputs [name=kept]").input_value())["first_frame"] == first


def test_a_file_that_the_model_never_takes_says_who_does(alice_page):
    page = alice_page
    compose(page, MINE, "/create/?task=text-to-video&model=kling-2.1-master&via=animatic")

    drop(page, MEDIA / "speech.mp3", "audio/mpeg")

    expect(sheet(page)).to_contain_text("Kling 2.1 Master takes no such file")
    expect(sheet(page)).to_contain_text("does")
    expect(prompt(page)).to_have_value(MINE)
