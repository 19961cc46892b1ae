"""Each control of the task panels by mouse, by keyboard alone and by thumb: one table, three hands.

A row names a control, how a hand sets it, what the recipe then holds and what the request says for it. The rows of a
route are set in one visit, each begins at another value than it ends at, and at the end the whole recipe is compared.
"""

import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from studio.accounts.models import User
from studio.catalog.controls import Switch
from studio.forms.carry import carry_over
from studio.jobs.models import Draft
from tests.browser.conftest import MEDIA
from tests.browser.hands import HANDS
from tests.browser.making import upload
from tests.browser.panels import GROUPS, VISITS, Row, Visit, sized, speak_with_the_second_face
from tests.browser.people import in_a_thread, settled
from tests.browser.quoting import quotes, recipes
from tests.browser.test_create_controls import opened
from tests.browser.test_frames import give

pytestmark = pytest.mark.browser

WAIT_MS = 20_000

# Files and pages


def film(path: Path, picture: np.ndarray, frames: int, rate: int) -> Path:
    """A clip that shows one picture."""
    height, width, _ = picture.shape
    with av.open(str(path), "w") as out:
        stream = out.add_stream("libx264", rate=rate, width=width, height=height, pix_fmt="yuv420p")
        for _ in range(frames):
            out.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        out.mux(stream.encode())
    return path


def two_people(size: tuple[int, int] = (1280, 720)) -> np.ndarray:
    """A portrait on the left, and its mirror image on the right."""
    with Image.open(MEDIA / "astronaut.jpg") as photograph:
        head = photograph.convert("RGB").crop((130, 0, 330, 240)).resize((400, 480))
    ground = Image.new("RGB", size, (90, 90, 90))
    ground.paste(head, (120, 120))
    ground.paste(head.transpose(Image.Transpose.FLIP_LEFT_RIGHT), (760, 120))
    return np.asarray(ground)


MADE = {
    "long.mp4": lambda path: film(path, np.full((360, 640, 3), 90, np.uint8), frames=12, rate=1),
    "two people.mp4": lambda path: film(path, two_people(), frames=24, rate=8),
}


class Files(dict):
    """The id of a file of Alice's by its name; given to the studio when it is first asked for."""

    def __init__(self, owner: User, folder: Path) -> None:
        self.owner, self.folder = owner, folder

    def __missing__(self, name: str) -> str:
        path = MADE[name](self.folder / name) if name in MADE else MEDIA / name
        self[name] = str(upload(self.owner, path).pk)
        return self[name]

    def of(self, value: object) -> object:
        """The same, with media values for what stands for a file."""
        if isinstance(value, list):
            return [self.of(item) for item in value]
        if isinstance(value, str) and value.startswith("file:"):
            return {"asset": self[value.removeprefix("file:")]}
        return value


@pytest.fixture
def files(alice, tmp_path, live_studio):
    return Files(alice, tmp_path)


def begin(page: Page, owner: User, panel: Visit, given: dict) -> None:
    """Opens a draft of the route that holds these values, and nothing else but what its form begins with."""
    team = in_a_thread(lambda: owner.teams.get())
    columns = {"owner": owner, "team": team, "project": in_a_thread(lambda: team.projects.first())}
    columns |= dict(zip(("model", "task", "provider"), panel.route, strict=True))
    draft = in_a_thread(lambda: Draft.objects.create(**columns, values={"typed": at_first(panel, given), "kept": {}}))
    opened(page, f"/create/?draft={draft.pk}")


def at_first(panel: Visit, given: dict) -> dict:
    """What the form of the route begins with."""
    off = {control.name: False for control in panel.found.controls if isinstance(control, Switch)}
    first = off | carry_over({}, {}, panel.found).values | given
    return {name: value for name, value in first.items() if name not in panel.aside}


def nameless(value: object) -> object:
    """Without the names that files are given for prompts."""
    if isinstance(value, list):
        return [nameless(item) for item in value]
    if isinstance(value, dict):
        return {key: nameless(inner) for key, inner in value.items() if not (key == "name" and "asset" in value)}
    return value


def near(value: object, wanted: object, by: float) -> bool:
    """Whether they are the same, numbers but for `by`."""
    if isinstance(wanted, list) and isinstance(value, list) and len(wanted) == len(value):
        return all(near(one, other, by) for one, other in zip(value, wanted, strict=True))
    if isinstance(wanted, dict) and isinstance(value, dict) and wanted.keys() == value.keys():
        return all(near(value[key], wanted[key], by) for key in wanted)
    if by and isinstance(wanted, int | float) and isinstance(value, int | float):
        return abs(value - wanted) <= by
    return value == wanted


def says(body: object, sent: Mapping[str, object], by: float = 0) -> bool:
    """Whether a request holds all of this."""
    parts = body if isinstance(body, list) else [body]
    inner = {key: next((part[key] for part in parts if key in part), None) for key in sent}
    return all(
        says(inner[key], wanted, by) if isinstance(wanted, Mapping) else near(inner[key], wanted, by)
        for key, wanted in sent.items()
    )


def now(page: Page) -> dict:
    [recipe] = recipes(page)
    return nameless(recipe["values"])


def expect_value(page: Page, row: Row) -> None:
    """Waits until the draft holds it, and the page is drawn with it."""
    until = time.monotonic() + WAIT_MS / 1000
    while not all(near(now(page).get(name), value, row.near) for name, value in row.value.items()):
        assert time.monotonic() < until, f"{row.value} was set, and the draft holds {now(page)}"
        time.sleep(0.02)
    settled(page)


# The tests


def test_every_row_ends_at_another_value_than_it_begins():
    for name, panel in VISITS.items():
        first = at_first(panel, dict(panel.given))
        for row in panel.rows:
            for value, wanted in row.value.items():
                assert first.get(value) != wanted, (name, value)
    assert {name for group in GROUPS.values() for name in group} == set(VISITS)


@pytest.mark.parametrize("kind", HANDS)
@pytest.mark.parametrize("group", GROUPS)
def test_each_control_of_a_panel_is_set_and_sent(hand_of, alice, files, group, kind):
    hand = hand_of(kind)
    page = hand.page
    for name in GROUPS[group]:
        panel = VISITS[name]
        given = {key: files.of(value) for key, value in panel.given.items()}
        begin(page, alice, panel, given)
        for row in panel.rows:
            row.act(hand)
            expect_value(page, row)
        assert_recipe(page, panel, given, name)


def assert_recipe(page: Page, panel: Visit, given: dict, name: str) -> None:
    """The recipe is exactly what was given and set; the request says each row."""
    wanted, by = at_first(panel, given), max(row.near for row in panel.rows)
    for row in panel.rows:
        wanted |= row.value
    [recipe], [quoted] = recipes(page), quotes(page)
    assert (recipe["model"], recipe["task"], recipe["provider"]) == panel.route, name
    got = nameless(recipe["values"])
    differing = {key for key in got | wanted if not near(got.get(key), wanted.get(key), by)}
    assert not differing, (name, {key: (got.get(key), wanted.get(key)) for key in differing})
    assert quoted["valid"], (name, quoted["errors"])
    for row in panel.rows:
        assert says(quoted["requests"][-1]["json"], row.sent, row.near), (name, row.sent, quoted["requests"][-1])


SPEAKS = Visit(
    route=("kling-lip-sync", "lip-sync", "kling"),
    given={"input_video": "file:two people.mp4"},
    rows=(Row(act=speak_with_the_second_face, value={"faces": [{"face": 1, "at": 0, "from": 0}]}),),
)


@pytest.mark.parametrize("kind", HANDS)
def test_a_face_that_is_seen_is_chosen_and_keeps_its_lane_until_its_sound_comes(hand_of, alice, files, kind):
    hand = hand_of(kind)
    page = hand.page
    [row] = SPEAKS.rows
    begin(page, alice, SPEAKS, {key: files.of(value) for key, value in SPEAKS.given.items()})

    row.act(hand)
    expect_value(page, row)
    [quoted] = quotes(page)
    assert [each["message"] for each in quoted["errors"]] == [
        "Faces: one has no sound yet. Give it what it says, or remove it."
    ]
    expect(page.locator("#id_faces-1-face")).to_have_js_property(
        "selectedIndex", 0
    )  # the first is left for another lane
    give(page, **{"faces.0.audio": files["speech.mp3"]})

    speech = {"audio": {"asset": files["speech.mp3"]}, "to": 3}
    expect_value(page, replace(row, value={"faces": [row.value["faces"][0] | speech]}))
    assert quotes(page)[0]["valid"]


@pytest.mark.parametrize("kind", HANDS)
def test_the_model_picker_is_searched_and_a_model_and_its_provider_chosen(hand_of, alice, kind):
    hand, panel = hand_of(kind), VISITS["sound of a clip"]
    page = hand.page
    begin(page, alice, panel, dict(panel.given))
    hand.press(sized(hand, page.locator("#picker")))
    rows = page.locator("model-picker [name=pick]")
    expect(rows.and_(page.locator(":checked"))).to_be_visible()
    settled(page)
    hand.write(page.locator("model-picker [data-find]"), "2.6 pro")
    expect(rows.filter(visible=True)).to_have_count(1)

    if kind == "keys":
        page.keyboard.press("Enter")
        page.keyboard.press("Space")
    else:
        hand.press(sized(hand, page.locator("model-picker tr[data-able]:not([hidden]) label")))
    hand.press(sized(hand, page.locator("model-picker tr:not([hidden]) .models__fare[data-via=fal]")))
    hand.press(sized(hand, page.locator("model-picker [data-choose]")))

    expect(page.locator("#picker")).to_contain_text("Kling 2.6 Pro")
    settled(page)
    [recipe] = recipes(page)
    assert (recipe["model"], recipe["task"], recipe["provider"]) == ("kling-2.6-pro", "text-to-video", "fal")
    assert recipe["values"]["prompt"] == "Waves"
    assert quotes(page)[0]["valid"]
