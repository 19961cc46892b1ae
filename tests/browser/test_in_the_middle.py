"""No control loses what it was given when the page is reloaded, the model switched, the connection lost, or Back
pressed: each in the middle, before the studio has answered."""

import json
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from studio.jobs.models import Draft
from tests.browser.conftest import MEDIA
from tests.browser.making import upload
from tests.browser.people import in_a_thread, saved
from tests.browser.test_create_controls import opened
from tests.walks import walk

pytestmark = pytest.mark.browser

Act = Callable[[Page, str], object]


# Acts: how a control is given a value


def written(label: str) -> Act:
    """Types into a field as a person does, and leaves it alone."""

    def act(page: Page, value: str) -> None:
        field = page.get_by_label(label).first
        field.press("Control+A")
        field.press_sequentially(value)

    return act


def chosen(page: Page, name: str, value: str) -> None:
    page.locator(f"#compose [name='{name}'][value='{value}']").check(force=True)


def radio(name: str) -> Act:
    return lambda page, value: chosen(page, name, value)


def listed(name: str) -> Act:
    return lambda page, value: page.locator(f"#compose select[name='{name}']").select_option(value)


def slid(name: str) -> Act:
    return lambda page, value: page.locator(f"#compose [name='{name}']").fill(value)


def switched(page: Page, value: str, name: str) -> None:
    page.locator(f"#compose [name='{name}']").set_checked(value == "true", force=True)


def switch(name: str) -> Act:
    return lambda page, value: switched(page, value, name)


def pressed(name: str) -> Act:
    """One press; it gives the two values in turn."""
    return lambda page, value: page.get_by_role("button", name=name).first.click()


def said(page: Page, value: str) -> None:
    """A camera move in words: its tile."""
    page.locator("camera-words details").evaluate("one => { one.open = true }")
    page.locator(f"camera-words input[value='{value}']").check(force=True)


def named(tray: str) -> Act:
    return lambda page, value: page.locator(f"{tray} [data-part=name]").first.fill(value)


def moved_first(tray: str) -> Act:
    """The second tile goes to the left, whichever it is."""

    def act(page: Page, value: str) -> None:
        page.locator(f"{tray} .tray__picture").nth(1).press("Alt+ArrowLeft")

    return act


# Rows


@dataclass(frozen=True, slots=True)
class Row:
    """A control: where it is shown, what takes its place meanwhile, and how it is given its two values in turn.

    `field` is the form's field that holds the value, `read` how: JavaScript on its text `raw`, where files go by their
    names. `given` is what must be there first, by field: a file, files, or the text of the field.
    """

    control: str
    task: str
    model: str
    other: str
    field: str
    act: Act
    values: tuple[str, str]
    given: tuple[tuple[str, str | tuple[str, ...]], ...] = ()
    read: str = "raw"
    via: str = "kling"
    other_via: str = "kling"

    @property
    def address(self) -> str:
        return f"/create/?task={self.task}&model={self.model}&via={self.via}"


TEXT, PICTURE, EFFECTS, LIPS = "text-to-video", "image-to-video", "effects", "lip-sync"
EDIT, EXPAND, IMAGE, SUBJECT = "edit-elements", "expand-image", "text-to-image", "image-to-image"
FILES = ("astronaut.jpg", "chelsea.jpg", "rocket.jpg", "numbered-24fps.mp4", "speech.mp3")
CLIP = (("input_video", "numbered-24fps.mp4"),)
FRAMES = (("first_frame", "rocket.jpg"), ("last_frame", "astronaut.jpg"))
SHOTS = (("shots", '[{"prompt": "The pier", "duration": 3}, {"prompt": "The boat", "duration": 4}]'),)
VOICES = (("voices", '[{"handle": "829824295735410756", "name": "Anna"}]'),)
TRAY = (("reference_images", ("astronaut.jpg", "chelsea.jpg")),)
SPOKEN = ("speech", "speech_text")
FACE = (*CLIP, ("faces.0.audio", "speech.mp3"))

ROWS = (
    Row(
        "prompt",
        TEXT,
        "kling-3.0-pro",
        "kling-2.6-pro",
        "prompt",
        written("Prompt"),
        ("A pier in fog", "A gull, at dawn"),
    ),
    Row(
        "negative prompt",
        TEXT,
        "kling-1.0-standard",
        "kling-3.0-pro",
        "negative_prompt",
        written("Negative prompt"),
        ("blurry", "bent hands"),
    ),
    Row("guidance", TEXT, "kling-1.0-standard", "kling-3.0-pro", "guidance", slid("guidance"), ("0.2", "0.9")),
    Row("seconds", TEXT, "kling-3.0-pro", "kling-1.0-standard", "duration", slid("duration"), ("7", "12")),
    Row("ratio", TEXT, "kling-1.0-standard", "kling-3.0-pro", "aspect_ratio", radio("aspect_ratio"), ("9:16", "1:1")),
    Row(
        "size",
        TEXT,
        "kling-1.0-standard",
        "kling-3.0-pro",
        "size",
        radio("size"),
        ("720x720", "720x1280"),
        via="runware",
    ),
    Row("switch", TEXT, "kling-3.0-pro", "kling-2.6-pro", "watermark", switch("watermark"), ("true", "")),
    Row("takes", TEXT, "kling-1.0-standard", "kling-3.0-pro", "takes", radio("takes"), ("2", "3"), via="runware"),
    Row(
        "camera: a move",
        TEXT,
        "kling-1.0-standard",
        "kling-3.0-pro",
        "camera.preset",
        radio("camera.preset"),
        ("down_back", "forward_up"),
    ),
    Row(
        "camera: an axis",
        TEXT,
        "kling-1.0-standard",
        "kling-3.0-pro",
        "camera.axes.tilt",
        written("Tilt up/down"),
        ("-2.5", "4"),
    ),
    Row(
        "camera: in words",
        TEXT,
        "kling-3.0-pro",
        "kling-2.6-pro",
        "prompt",
        said,
        ("The camera pans left.", "The camera tilts up."),
    ),
    Row(
        "speech from",
        LIPS,
        "kling-lip-sync",
        "kling-lip-sync",
        "speech",
        radio("speech"),
        ("audio", "speech_text"),
        CLIP,
        other_via="runware",
    ),
    Row(
        "frame",
        PICTURE,
        "kling-3.0-pro",
        "kling-2.6-pro",
        "first_frame",
        pressed("Swap start and end"),
        ("astronaut.jpg", "rocket.jpg"),
        FRAMES,
        "JSON.parse(raw).asset",
    ),
    Row(
        "look",
        TEXT,
        "kling-3.0-pro",
        "kling-2.6-pro",
        "shots",
        written("Look"),
        ("16 mm", "Low sun"),
        SHOTS,
        "JSON.parse(raw)[0].prompt.split('\\n')[0]",
    ),
    Row(
        "elements",
        PICTURE,
        "kling-3.0-pro",
        "kling-1.0-standard",
        "elements.0.name",
        slid("elements.0.name"),
        ("Mara", "Ben"),
        (("elements.0.front", "astronaut.jpg"),),
    ),
    Row(
        "voices",
        PICTURE,
        "kling-2.6-pro",
        "kling-3.0-pro",
        "voices",
        named("#id_voices"),
        ("Mara", "Ben"),
        (("sound", "true"), *VOICES),
        "JSON.parse(raw)[0].name",
    ),
    Row(
        "references",
        SUBJECT,
        "kling-image-o1",
        "kling-image-2.1",
        "reference_images",
        moved_first("#id_reference_images"),
        ("chelsea.jpg", "astronaut.jpg"),
        TRAY,
        "JSON.parse(raw)[0].asset",
    ),
    Row(
        "choice",
        SUBJECT,
        "kling-image-2.1",
        "kling-image-o1",
        "reference_as",
        radio("reference_as"),
        ("subject", "face"),
    ),
    Row(
        "number", SUBJECT, "kling-image-2.1", "kling-image-o1", "human_fidelity", slid("human_fidelity"), ("0.7", "0.2")
    ),
    Row(
        "resolution",
        IMAGE,
        "kling-image-o3",
        "kling-image-1.0",
        "resolution",
        radio("resolution"),
        ("2k", "1k"),
        via="fal",
    ),
    Row("series", IMAGE, "kling-image-o3", "kling-image-1.0", "series", radio("series"), ("3", "5"), via="fal"),
    Row(
        "effect", EFFECTS, "kling-effects", "kling-1.6-pro", "effect", radio("effect"), ("hug_pro", "bullet_time_lite")
    ),
    Row(
        "expansion",
        EXPAND,
        "kling-image-expand",
        "kling-image-expand",
        "expansion.up",
        slid("expansion.up"),
        ("10", "20"),
        (("input_image", "rocket.jpg"),),
        other_via="animatic",
    ),
    Row(
        "points",
        EDIT,
        "kling-1.6-pro",
        "kling-1.6-standard",
        "selection.0.x",
        slid("selection.0.x"),
        ("30", "70"),
        (*CLIP, ("selection.0.frame", "3"), ("selection.0.y", "40")),
    ),
    Row(
        "lanes",
        LIPS,
        "kling-lip-sync",
        "kling-lip-sync",
        "faces.0.to",
        slid("faces.0.to"),
        ("2.5", "3.5"),
        FACE,
        other_via="fal",
    ),
    Row(
        "words",
        LIPS,
        "kling-lip-sync",
        "kling-lip-sync",
        "speech_text",
        slid("speech_text"),
        ("Who is there?", "Nobody."),
        (*CLIP, SPOKEN),
        other_via="runware",
        via="fal",
    ),
    Row(
        "voice",
        LIPS,
        "kling-lip-sync",
        "kling-lip-sync",
        "voice",
        listed("voice"),
        ("genshin_vindi2", "AOT"),
        (*CLIP, SPOKEN),
        other_via="runware",
        via="fal",
    ),
)


# The walk

READ = """([field, names]) => {
  let raw = String(new FormData(document.querySelector("#compose")).get(field) ?? "")
  for (const [id, name] of names) raw = raw.replaceAll(id, name)
  try { return %s } catch { return raw }
}"""


def holds(page: Page, row: Row, value: str, names: list) -> None:
    """The form shows the value when all has been answered."""
    expect(page.locator(":not(:defined)")).to_have_count(0)
    expect(page.locator("#compose.htmx-request")).to_have_count(0)
    page.wait_for_function(
        f"([asked, value]) => ({READ % row.read})(asked) === value", arg=[[row.field, names], value], timeout=3_000
    )


def use(page: Page, row: Row, model: str, via: str) -> None:
    """Another model, as the picker says it."""
    page.keyboard.press("Tab")  # as on the way to the picker
    detail = {"task": row.task, "model": model, "via": via}
    page.locator("create-desk").evaluate(
        "(desk, detail) => desk.dispatchEvent(new CustomEvent('choose', { detail }))", detail
    )
    expect(page.locator(f"input[name=shown][value='{model} {row.task} {via}']")).to_have_count(1)
    expect(page.locator("#compose.htmx-request")).to_have_count(0)


def reload(page: Page, row: Row) -> None:
    page.reload()


def switch_and_return(page: Page, row: Row) -> None:
    use(page, row, row.other, row.other_via)
    use(page, row, row.model, row.via)


def reconnect(page: Page, row: Row) -> None:
    page.keyboard.press("Tab")
    expect(page.locator("#notice")).to_contain_text("could not be reached")
    page.context.set_offline(False)
    expect(page.locator("#notice")).to_be_hidden()


def leave_and_return(page: Page, row: Row) -> None:
    page.get_by_role("link", name="Library").click()
    page.wait_for_url("**/library/")
    page.go_back()


ENDS = (reload, switch_and_return, reconnect, leave_and_return)


@pytest.fixture
def files(alice):
    """The ids of Alice's files by their names."""
    return {name: str(upload(alice, MEDIA / name).pk) for name in FILES}


@walk(("row",), ROWS, lambda row: row.control)
def test_no_control_loses_what_it_is_given_in_the_middle(row, visit, alice, files, complaints):
    complaints.allow("ERR_INTERNET_DISCONNECTED|ERR_FAILED|htmx:sendError")
    in_a_thread(Draft.objects.all().delete)
    page, names = visit(alice), [(key, name) for name, key in files.items()]
    opened(page, row.address)
    for name, what in row.given:
        give(page, name, what, files)
    for at, end in enumerate(ENDS):
        value = row.values[at % 2]
        page.context.set_offline(end is reconnect)
        row.act(page, value)
        try:
            end(page, row)
            holds(page, row, value, names)
        except Exception as fault:
            shown = page.evaluate(READ % row.read, [row.field, names])
            raise AssertionError(f"after {end.__name__}: {value!r} was given, {shown!r} is there") from fault
    page.context.close()


WRITE = "(field, json) => { field.value = json; field.dispatchEvent(new Event('change', { bubbles: true })) }"


def give(page: Page, name: str, what: str | tuple[str, ...], files: dict[str, str]) -> None:
    """Writes into a field what a control would, or chooses it, and waits until it is drawn."""
    if page.locator(f"#compose [name='{name}']").first.get_attribute("type") in ("radio", "checkbox"):
        saved(page, lambda: chosen(page, name, what))
        return
    many = json.dumps([{"asset": files[each]} for each in what]) if isinstance(what, tuple) else None
    text = many or (json.dumps({"asset": files[what]}) if what in files else what)
    saved(page, lambda: page.locator(f"#compose [name='{name}']").evaluate(WRITE, text))
