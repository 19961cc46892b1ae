"""What the composer is filled with in one act, by the mouse, by the keyboard alone and by touch: presets, the recipe of
a result, the draft of another project, a file that another task takes. What comes of it is what the quote says."""

import base64
import re
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from studio.accounts.models import Project
from studio.jobs.models import Preset
from tests.browser.conftest import MEDIA
from tests.browser.hands import HANDS, Hand
from tests.browser.making import result
from tests.browser.people import in_a_thread, saved, saved_with
from tests.browser.quoting import quotes, recipes
from tests.browser.test_create_controls import opened
from tests.browser.test_prompting import prompt, sheet

pytestmark = pytest.mark.browser

START = "/create/?task=text-to-video&model=kling-2.6-pro&via=kling"
OLDER = "/create/?task=text-to-video&model=kling-1.6-standard&via=kling"
O1 = "/create/?task=text-to-video&model=kling-o1-pro&via=kling"


def sent(page: Page) -> dict:
    """The body of the request that would be sent; nothing is wrong with the recipe."""
    [told] = quotes(page)
    assert told["valid"], told["errors"]
    return told["requests"][-1]["json"]


# Presets


def open_presets(hand: Hand):
    """The sheet, by its link or its key."""
    hand.press(hand.page.get_by_role("link", name="Presets"), key="Control+s")
    expect(sheet(hand.page).get_by_label("Keep what is set up now as")).to_be_visible()
    return sheet(hand.page)


def change(hand: Hand, name: str, act: str, to: str = "") -> None:
    """Another name for a preset, or none of it at all."""
    row = sheet(hand.page).get_by_role("listitem").filter(has_text=name)
    hand.press(row.locator("summary"))
    if to:
        hand.write(row.get_by_label("Name", exact=True), to, instead=True)
    hand.press(row.get_by_role("button", name=f"{act} {name}"))


@pytest.mark.parametrize("name", HANDS)
def test_a_preset_is_kept_named_applied_renamed_and_deleted(hand_of, name):
    hand = hand_of(name)
    page = hand.page
    opened(page, START)
    saved_with(page, "A lighthouse in the storm", lambda: hand.write(prompt(page), "A lighthouse in the storm"))
    saved(page, lambda: hand.press(page.get_by_role("switch", name="Make sound")))
    kept, wanted = recipes(page), sent(page)

    presets = open_presets(hand)
    hand.write(presets.get_by_label("Keep what is set up now as"), "Storm")
    hand.press(presets.get_by_label("The team may use it too").first)
    hand.press(presets.get_by_role("button", name="Save preset"))
    expect(presets).to_contain_text("Storm is kept for you and the team.")
    hand.press(presets.get_by_role("button", name="Close"))
    saved_with(page, "Fog", lambda: hand.write(prompt(page), "Fog", instead=True))
    saved(page, lambda: hand.press(page.get_by_role("switch", name="Make sound")))
    assert recipes(page) != kept

    open_presets(hand)
    change(hand, "Storm", "Save", "Storm, long")
    expect(presets).to_contain_text("Storm, long is saved.")
    change(hand, "Storm, long", "Delete")
    hand.press(presets.get_by_role("button", name="Undo"))
    expect(presets).to_contain_text("Storm, long is back.")
    hand.press(presets.get_by_role("link", name="Apply Storm, long"))
    expect(prompt(page)).to_have_value("A lighthouse in the storm")
    expect(page.locator(":not(:defined)")).to_have_count(0)
    saved_with(page, "!", lambda: hand.write(prompt(page), "!"))

    told = sent(page)
    assert told == wanted | {"prompt": "A lighthouse in the storm!"}
    assert in_a_thread(lambda: Preset.objects.get().is_shared)


# The list of commands


def run(hand: Hand, words: str, title: str) -> None:
    """Finds a command by its words, and does it."""
    page = hand.page
    hand.press(page.get_by_role("link", name="Search or run a command"), key="Control+k")
    field = page.get_by_role("combobox", name="Search or run a command")
    expect(field).to_be_focused()
    page.keyboard.type(words)
    hand.take(sheet(page).get_by_role("option", name=title).first)
    expect(field).to_have_count(0)


@pytest.mark.parametrize("name", HANDS)
def test_a_model_is_chosen_and_keys_are_looked_up_in_the_list_of_commands(hand_of, name):
    hand = hand_of(name)
    page = hand.page
    opened(page, "/queue/")
    run(hand, "2.6 pro", "Kling 2.6 Pro")
    expect(page.locator("#picker")).to_contain_text("Kling 2.6 Pro")
    expect(page.locator(":not(:defined)")).to_have_count(0)
    saved_with(page, "A gull", lambda: hand.write(prompt(page), "A gull"))

    if name == "keys":
        hand.reach(page.locator("#picker"))  # single keys are off while one types
        page.keyboard.press("?")
    else:
        run(hand, "shortcuts", "All shortcuts")
    expect(sheet(page)).to_contain_text("Go to the library")
    hand.press(sheet(page).get_by_role("button", name="Close"))
    expect(sheet(page)).to_have_count(0)
    saved(page, lambda: hand.pick(page.get_by_role("radio", name="Kling", exact=True)))

    assert [sent(page)["model_name"], sent(page)["prompt"]] == ["kling-v2-6", "A gull"]


# The recipe of a result


@pytest.mark.parametrize("name", HANDS)
def test_a_recipe_is_applied_to_another_model_and_what_that_cannot_take_is_listed(hand_of, alice, name):
    shots = [{"prompt": "Wide: the sea", "duration": 3}, {"prompt": "Close: the lamp", "duration": 4}]
    made = {"prompt": "A lighthouse", "shots": shots, "shot_style": "customize", "sound": True}
    recipe = {"model": "kling-3.0-pro", "task": "text-to-video", "provider": "kling", "values": made}
    asset = result(alice, MEDIA / "numbered-24fps.mp4", title="The pier", recipe=recipe)[1]
    hand = hand_of(name)
    page = hand.page
    opened(page, OLDER)
    saved_with(page, "crowds", lambda: hand.write(page.get_by_label("Negative prompt"), "crowds"))

    opened(page, f"/assets/{asset.pk}/")
    hand.press(page.get_by_role("link", name="Remix"), key="r")
    expect(page.locator("#ribbon")).to_contain_text("Everything that was asked for is here.")
    expect(page.locator(":not(:defined)")).to_have_count(0)
    hand.press(page.get_by_role("link", name="Everything, for Kling 1.6 Standard"))
    expect(page.locator("#ribbon")).to_contain_text("Kling 1.6 Standard does not take all of it; kept, not sent:")
    expect(page.locator("#ribbon").get_by_role("listitem")).to_contain_text(["Shots", "Make sound"])
    expect(page.locator(":not(:defined)")).to_have_count(0)
    saved_with(page, ", far", lambda: hand.write(prompt(page), ", far"))

    told = sent(page)
    assert [told["model_name"], told["prompt"], told["negative_prompt"]] == [
        "kling-v1-6",
        "A lighthouse, far",
        "crowds",
    ]
    assert not {"multi_shot", "multi_prompt", "sound"} & set(told)


# Drafts


def work_in(hand: Hand, project: str) -> None:
    """Another project, by the menu in the bar."""
    page = hand.page
    hand.press(page.locator(".topbar__project > summary"))
    hand.press(page.get_by_role("button", name=project, exact=True))
    expect(page.locator(".topbar__project > summary")).to_contain_text(project)
    expect(page.locator(":not(:defined)")).to_have_count(0)


@pytest.mark.parametrize("name", HANDS)
def test_every_project_has_a_draft_of_its_own(hand_of, alice, team, name):
    first = team.projects.get().name
    Project.objects.create(team=team, name="Harbour film")
    hand = hand_of(name)
    page = hand.page
    opened(page, START)
    saved_with(page, "A gull", lambda: hand.write(prompt(page), "A gull"))

    work_in(hand, "Harbour film")
    expect(prompt(page)).to_have_value("")
    saved_with(page, "A crane", lambda: hand.write(prompt(page), "A crane"))
    assert [recipe["values"]["prompt"] for recipe in recipes(page)] == ["A crane"]
    work_in(hand, first)
    expect(prompt(page)).to_have_value("A gull")
    saved_with(page, ", at dawn", lambda: hand.write(prompt(page), ", at dawn"))

    assert sent(page)["prompt"] == "A gull, at dawn"
    assert recipes(page)[0]["model"] == "kling-2.6-pro"


# A file that another task takes


def dropped(hand: Hand, file: Path) -> None:
    """From a window of the system, on the stage: the drag is the browser's own."""
    page = hand.page
    box = page.locator("#stage-view").bounding_box()
    data = {"items": [], "files": [str(file)], "dragOperationsMask": 1}
    hand_on = page.context.new_cdp_session(page)
    for kind in ("dragEnter", "dragOver", "drop"):
        at = {"x": box["x"] + box["width"] / 2, "y": box["y"] + 40}
        hand_on.send("Input.dispatchDragEvent", {"type": kind, "data": data} | at)


COPY = """async (picture) => {
  const bytes = Uint8Array.from(atob(picture), letter => letter.charCodeAt(0))
  await navigator.clipboard.write([new ClipboardItem({ "image/png": new Blob([bytes], { type: "image/png" }) })])
}"""


def pasted(hand: Hand, file: Path) -> None:
    """A picture that was copied elsewhere."""
    hand.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    hand.page.evaluate(COPY, base64.b64encode(file.read_bytes()).decode())
    hand.page.keyboard.press("Control+v")


def added(hand: Hand, file: Path) -> None:
    """By the button of the prompt: a finger drags and pastes no files."""
    hand.give(hand.page.get_by_label("Add a file, then choose what it is for"), file)


@pytest.fixture
def png(tmp_path, photograph) -> Path:
    """The photograph as clipboards hold pictures."""
    path = tmp_path / "rocket.png"
    with Image.open(photograph) as picture:
        picture.save(path)
    return path


WAYS = {"mouse": dropped, "keys": pasted, "touch": added}


@pytest.mark.parametrize("name", HANDS)
def test_a_picture_switches_the_model_that_picks_its_task_by_what_it_is_given(hand_of, png, name):
    hand = hand_of(name)
    page = hand.page
    opened(page, O1)
    saved_with(page, "A rocket starts", lambda: hand.write(prompt(page), "A rocket starts"))

    WAYS[name](hand, png)
    expect(sheet(page)).to_contain_text("Switches to image to video; everything typed goes along", timeout=15_000)
    place = sheet(page).get_by_role("button", name=re.compile("^Image to video ?: First frame"))
    saved(page, lambda: hand.press(place))

    expect(page.locator(".tasks__list [aria-current]")).to_have_text("Image to video")
    told = sent(page)
    assert told["prompt"] == "A rocket starts"
    assert [each["type"] for each in told["image_list"]] == ["first_frame"]
