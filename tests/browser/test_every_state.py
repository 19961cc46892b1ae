"""Every control of the composer in every state of it: axe-core finds nothing, dark or light; and at 200 % and in forced
colours all of it can be pressed, and what is focused or chosen is seen.

One table, walked: a control, a state, and how it comes about on the page that the state before has left.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from studio.catalog import registry
from studio.jobs.models import Draft
from studio.pages.composing import is_drawn, is_offered
from tests.browser.accessible import assert_accessible
from tests.browser.conftest import MEDIA
from tests.browser.looking import assert_seen_and_reached
from tests.browser.making import upload
from tests.browser.people import in_a_thread, saved, settled
from tests.browser.test_create_controls import opened
from tests.catalog.routes import COMPOSABLE
from tests.core.making import picture
from tests.walks import walk

pytestmark = pytest.mark.browser

Act = Callable[[Page, dict[str, str]], object]

WRITE = "(field, text) => { field.value = text; field.dispatchEvent(new Event('change', { bubbles: true })) }"


# How states come about


def nothing(page: Page, files: dict[str, str]) -> None:
    """The state is there already."""


def put(**values: str) -> Act:
    """Writes into fields what their controls would; `file:` before the name of a file, `files:` before several."""

    def act(page: Page, files: dict[str, str]) -> None:
        for name, said in values.items():
            field = page.locator(f"#compose [name='{name.replace('__', '.')}']").first
            saved(page, lambda field=field, said=said: field.evaluate(WRITE, _text(said, files)))

    return act


def _text(said: str, files: dict[str, str]) -> str:
    kind, _, names = said.partition(":")
    if kind == "file":
        return json.dumps({"asset": files[names]})
    if kind == "files":
        return json.dumps([{"asset": files[name]} for name in names.split()])
    return said


def choose(name: str, value: str) -> Act:
    return lambda page, _: saved(
        page, lambda: page.locator(f"#compose [name='{name}'][value='{value}']").check(force=True)
    )


def switch(label: str) -> Act:
    return lambda page, _: saved(page, lambda: page.get_by_role("switch", name=label).first.click())


def press(selector: str) -> Act:
    return lambda page, _: page.locator(selector).first.click()


def press_and_save(selector: str) -> Act:
    return lambda page, _: saved(page, lambda: page.locator(selector).first.click())


def press_and_see(selector: str, shown: str) -> Act:
    """What opens is there, with all that it asks for."""

    def act(page: Page, _: dict[str, str]) -> None:
        page.locator(selector).first.click()
        expect(page.locator(shown).first).to_be_visible()
        settled(page)

    return act


def keys(selector: str, *pressed: str) -> Act:
    def act(page: Page, _: dict[str, str]) -> None:
        page.locator(selector).first.focus()
        for key in pressed:
            page.keyboard.press(key)

    return act


def hold(selector: str, across: float = 0.5, down: float = 0.5, by: tuple[float, float] = (60, 20)) -> Act:
    """Takes hold of something with the mouse, moves it, and does not let go."""

    def act(page: Page, _: dict[str, str]) -> None:
        held = page.locator(selector).first
        held.scroll_into_view_if_needed()
        box = held.bounding_box()
        x, y = box["x"] + box["width"] * across, box["y"] + box["height"] * down
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(x + by[0], y + by[1], steps=4)

    return act


def also(*acts: Act) -> Act:
    def act(page: Page, files: dict[str, str]) -> None:
        for each in acts:
            each(page, files)

    return act


def refused(page: Page, files: dict[str, str]) -> None:
    """Sent with what is missing: a preview is judged alike, and needs no key."""
    page.locator("#generate").get_by_role("button", name="Preview free").click()
    expect(page.get_by_text("to fix before sending")).to_be_visible()


def left(selector: str) -> Act:
    """Closes a dialog."""

    def act(page: Page, _: dict[str, str]) -> None:
        page.keyboard.press("Escape")
        expect(page.locator(selector)).to_have_count(0)

    return act


# The table


@dataclass(frozen=True, slots=True)
class State:
    """A control in a state. `where` is the part of the page that is looked at; `held`: while the mouse is down.

    Where that is a part inside an element, axe-core looks at the element.
    """

    control: str
    state: str
    where: str
    reach: Act = nothing
    held: bool = False
    after: Act = nothing


def page_of(task: str, model: str, via: str = "kling") -> str:
    return f"/create/?task={task}&model={model}&via={via}"


ERROR = "with an error"
LONG = "word " * 600
TWO_SHOTS = '[{"prompt": "The pier", "duration": 4}, {"prompt": "The boat", "duration": 5}]'
PAGES: dict[str, tuple[State, ...]] = {
    page_of("text-to-video", "kling-3.0-pro"): (
        State("prompt", "empty", "#group-prompt"),
        State("camera in words", "open", "camera-words", press("camera-words summary")),
        State(
            "camera in words",
            "filled",
            "camera-words",
            lambda page, _: saved(page, lambda: page.locator("#id_prompt-move-pan-left").check(force=True)),
        ),
        State("prompt", "filled", "#group-prompt", put(prompt="A pier in fog. A gull lands.")),
        State("prompt", ERROR, "#group-prompt", put(prompt=LONG), after=put(prompt="A pier")),
        State(
            "prompts",
            "dialog open",
            "dialog#sheet",
            press_and_see("prompt-tools [data-prompts]", "dialog#sheet[open] h2"),
            after=left("dialog#sheet[open]"),
        ),
        State("seconds", "filled", "#group-output", put(duration="12")),
        State("switch", "on", "#group-sound", switch("Make sound")),
        State("shots", "empty", "shot-list"),
        State("shots", "filled", "shot-list", press("shot-list [data-do=begin]")),
        State(
            "shots",
            ERROR,
            "shot-list",
            put(shots='[{"prompt": "The pier", "duration": 9}, {"prompt": "The boat", "duration": 9}]'),
        ),
        State(
            "shots",
            "menu open",
            "shot-list [data-part=menu]",
            press("shot-list [data-do=menu]"),
            after=keys("body", "Escape"),
        ),
        State("shots", "filled anew", "shot-list", put(shots=TWO_SHOTS)),
        State("shots", "dragging", "shot-list", hold("shot-list .edge", by=(-40, 0)), held=True),
        State("seconds", "disabled: set by the shots", "#group-output"),
        State(
            "model",
            "dialog open",
            "dialog#model-sheet",
            press_and_see(
                "#picker", "dialog#model-sheet[open] [role=radio], dialog#model-sheet[open] input[type=radio]"
            ),
            after=left("dialog#model-sheet[open]"),
        ),
        State("what will be sent", "open", "#sent", press_and_save("#sent-open")),
    ),
    page_of("text-to-video", "kling-1.0-standard"): (
        State("camera", "empty", "camera-moves"),
        State("camera", "filled", "camera-moves", choose("camera.preset", "down_back")),
        State(
            "camera",
            "an axis put back, with undo",
            "camera-moves",
            also(put(camera__axes__tilt="4"), put(camera__axes__zoom="3")),
        ),
        State("camera", ERROR, "camera-moves", put(camera__axes__zoom="14")),
        State("negative prompt", "filled", "#group-fine", put(negative_prompt="blurry")),
        State("negative prompt", ERROR, "#group-fine", put(negative_prompt=LONG)),
        State("guidance", "filled", "#group-fine", put(guidance="0.9")),
        State("ratio", "filled", "#group-output", choose("aspect_ratio", "9:16")),
        State("seconds", "as segments", "#group-output", choose("duration", "10")),
    ),
    page_of("text-to-video", "kling-1.0-standard", "runware"): (
        State("size", "filled", "#group-output", choose("size", "720x720")),
        State("takes", "filled", "#group-output", choose("takes", "3")),
    ),
    page_of("image-to-video", "kling-3.0-pro"): (
        State("frames", "empty", "#group-frames"),
        State("model", "hidden with the reason: no brush", "#frame-rail"),
        State("frames", "filled", "#group-frames", put(first_frame="file:rocket.jpg")),
        State("frames", "shapes differ", "#group-frames", put(last_frame="file:astronaut.jpg")),
        State("frames", ERROR, "#group-frames", put(last_frame="file:small.png")),
        State(
            "frames",
            "dialog open",
            "dialog[open]",
            press_and_see("#id_first_frame [data-do=find]", "dialog[open] .source__take"),
            after=left("dialog[open]"),
        ),
        State(
            "frames",
            "being cropped",
            "dialog[open]",
            press_and_see("#id_first_frame [data-do=crop]", "dialog[open] crop-picture"),
            after=left("dialog[open]"),
        ),
        State("elements", "empty and open", "#group-references", press("#group-references .cast__new summary")),
        State(
            "elements",
            "filled",
            "#group-references",
            also(put(elements__0__front="file:chelsea.jpg"), put(elements__0__name="Mara")),
        ),
        State("elements", ERROR, "#group-references", put(elements__0__name="M ra!")),
    ),
    page_of("image-to-video", "kling-1.5-pro"): (
        State("guide", "prompt guides", "#guide"),
        State("brush", "empty, without a picture", "#benches", choose("guide", "motion_brush")),
        State("brush", "empty", "motion-brush", put(first_frame="file:rocket.jpg")),
        State("brush", "painting", "motion-brush", hold("motion-brush .board"), held=True),
        State("brush", "filled", "motion-brush", press_and_save("motion-brush [data-turn='0']")),
        State("guide", "another way is kept", "#guide", choose("guide", "camera")),
    ),
    page_of("image-to-video", "kling-2.6-pro"): (
        State("voices", "disabled with the reason", "#group-sound"),
        State("voices", "empty", "#group-sound", press_and_save("press-for button")),
        State("voices", "filled", "#group-sound", put(voices='[{"handle": "829824295735410756", "name": "Anna"}]')),
        State(
            "voices",
            ERROR,
            "#group-sound",
            put(voices=json.dumps([{"handle": f"82982429573541075{at}", "name": f"Anna{at}"} for at in range(3)])),
        ),
        State("voices", "disabled, kept", "#group-sound", switch("Make sound")),
        State(
            "voices",
            "dialog open",
            "dialog#sheet",
            also(
                press_and_save("press-for button"),
                put(voices=""),
                press_and_see("#group-sound a:has-text('New voice')", "dialog#sheet[open] record-voice"),
            ),
            after=left("dialog#sheet[open]"),
        ),
    ),
    page_of("lip-sync", "kling-lip-sync"): (
        State("faces", "empty", "#group-sound"),
        State(
            "faces",
            "filled",
            "#group-sound",
            put(input_video="file:numbered-24fps.mp4", faces__0__audio="file:speech.mp3"),
        ),
        State("faces", "trimming", "#group-sound", hold("#id_faces-0 [data-part=end]", by=(-30, 0)), held=True),
        State("faces", ERROR, "#group-sound", put(faces__0__from="2", faces__0__to="3")),
        State("speech", "words, empty", "#group-sound", choose("speech", "speech_text")),
        State("speech", "words, filled", "#group-sound", put(speech_text="Who is there?", voice="AOT")),
        State("speech", ERROR, "#group-sound", put(speech_text=LONG)),
        State("speech", "kept for the other", "#speech", choose("speech", "audio")),
        State("clip", "missing", "#group-frames", also(put(input_video=""), refused)),
        State("errors", "listed", "#errors"),
    ),
    page_of("lip-sync", "kling-lip-sync", "runware"): (State("speech", "words hidden with the reason", "#inputs"),),
    page_of("image-to-image", "kling-image-2.1"): (
        State("choice", "filled", "#inputs", choose("reference_as", "subject")),
        State("number", "filled", "#group-fine", put(human_fidelity="0.7")),
    ),
    page_of("image-to-image", "kling-image-o3", "fal"): (
        State("references", "empty", "#group-references"),
        State("references", "filled", "#group-references", put(reference_images="files:astronaut.jpg chelsea.jpg")),
        State(
            "references",
            "too many",
            "#group-references",
            put(reference_images="files:" + " ".join(["astronaut.jpg"] * 12)),
        ),
        State("series", "filled", "#group-output", choose("series", "3")),
        State("resolution", "filled", "#group-output", choose("resolution", "2k")),
        State(
            "mentions",
            "menu open",
            "#id_prompt-names",
            also(put(reference_images="files:astronaut.jpg chelsea.jpg"), keys("#id_prompt", "@")),
            after=keys("#id_prompt", "Escape"),
        ),
    ),
    page_of("multi-image-to-image", "kling-image-2.1"): (
        State("references", "with roles", "#group-references", put(reference_images="files:astronaut.jpg chelsea.jpg")),
    ),
    page_of("effects", "kling-effects"): (
        State("effects", "empty", "effect-gallery"),
        State(
            "effects",
            "nothing found",
            "effect-gallery",
            lambda page, _: page.get_by_label("Search effects").fill("xyz"),
        ),
        State(
            "effects",
            "filled",
            "effect-gallery",
            also(
                lambda page, _: page.get_by_label("Search effects").fill("hug"),
                choose("effect", "hug_pro"),
            ),
        ),
        State("people", "empty", "#group-references"),
        State("people", "filled", "#group-references", put(reference_images__0="file:astronaut.jpg")),
        State("people", ERROR, "#group-references", put(reference_images__0="file:small.png")),
    ),
    page_of("expand-image", "kling-image-expand"): (
        State("expansion", "empty", "expand-picture", put(input_image="file:rocket.jpg")),
        State("expansion", "filled", "expand-picture", put(expansion__up="20")),
        State("expansion", "dragging", "expand-picture", hold("[data-handle=right]", by=(40, 0)), held=True),
        State("expansion", ERROR, "expand-picture", put(expansion__up="190", expansion__left="190")),
    ),
    page_of("edit-elements", "kling-1.6-pro"): (
        State("points", "empty", "mark-points"),
        State("points", "with a clip", "mark-points", put(input_video="file:numbered-24fps.mp4")),
        State("points", "half written", "mark-points", put(selection__0__frame="3")),
        State("points", "filled", "mark-points", put(selection__0__x="30", selection__0__y="40")),
        State("points", ERROR, "mark-points", put(selection__0__x="130")),
    ),
}

ROWS = [(address, state) for address, states in PAGES.items() for state in states]


# The walk


@pytest.fixture
def files(alice, tmp_path):
    """The ids of Alice's files by their names; one is too small for any route."""
    names = ("astronaut.jpg", "chelsea.jpg", "rocket.jpg", "numbered-24fps.mp4", "speech.mp3")
    small = picture(tmp_path, "png", width=64, height=64).rename(tmp_path / "small.png")
    return {path.name: str(upload(alice, path).pk) for path in (*(MEDIA / name for name in names), small)}


@pytest.fixture
def composer(visit, alice, complaints, rooms, live_studio):
    """composer(address) -> the page that is open there; a fresh one where it is another address than before."""
    complaints.allow("422")
    shown = {}

    def at(address: str) -> Page:
        if address not in shown:
            rooms.leave(live_studio.url)
            shown.clear()
            in_a_thread(Draft.objects.all().delete)
            shown[address] = visit(alice)
            opened(shown[address], address)
        return shown[address]

    return at


def sort_of(address: str, state: State) -> str:
    """The walk in parts that take about as long."""
    return next((task for task in ("text-to-video", "image-to-video") if f"={task}&" in address), "others")


@walk(("address", "state"), ROWS, lambda address, state: f"{state.control}: {state.state}, {address}", by=sort_of)
def test_no_control_has_a_fault_in_any_of_its_states(address, state, composer, files):
    page = composer(address)
    try:
        state.reach(page, files)
        expect(page.locator(state.where).first).to_be_visible()
        assert_accessible(page, state.where.split()[0])
        if not state.held:
            assert_seen_and_reached(page, page.locator(state.where).first)
    finally:
        if state.held:
            page.mouse.up()
            settled(page)
        state.after(page, files)


def test_every_kind_of_control_stands_on_a_page_of_the_table():
    choices = [dict(part.split("=") for part in address.partition("?")[2].split("&")) for address in PAGES]
    routes = [registry.route(one["model"], one["task"], one["via"]) for one in choices]
    walked = {control.kind for route in routes for control in route.controls}

    assert {
        c.kind for _, route in COMPOSABLE if is_offered(route) for c in route.controls if is_drawn(c)
    } - walked == set()
