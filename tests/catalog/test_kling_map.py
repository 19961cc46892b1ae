"""Kling's own capability map, cell by cell: a tick is a recipe that is valid and quotes, a dash is refused in words."""

from collections import Counter
from collections.abc import Callable

import pytest
from jsonschema import Draft202012Validator

from studio.catalog.check import check
from studio.catalog.controls import Resolution
from studio.catalog.recipe import Recipe
from studio.catalog.registry import get, route
from studio.providers.kling import URL
from studio.providers.quote import quote
from tests.providers.kling.schemas import SCHEMAS
from tests.sources.kling_map import (
    DASHES,
    EVERY_CELL,
    I2V,
    IMAGE_RESOLUTIONS,
    PLAIN_TICKS,
    SPECIFICATIONS,
    T2I,
    T2V,
    TICKS,
    TICKS_WITH_A_REMARK,
    Cell,
)
from tests.walks import walk

A, B, C = ({"handle": f"https://media.example/{name}.png"} for name in "abc")
CLIP = {"handle": "https://media.example/clip.mp4"}
WORDS = {"prompt": "A pier in fog"}
OTHER = 7
"""A length that is neither 5 nor 10 seconds."""

VIDEO_SLUGS = {
    "kling-video-o1": "kling-o1",
    "kling-v1": "kling-1.0",
    "kling-v1-5": "kling-1.5",
    "kling-v1-6": "kling-1.6",
    "kling-v2-master": "kling-2.0",
    "kling-v2-1": "kling-2.1",
    "kling-v2-1-master": "kling-2.1",
    "kling-v2-5-turbo": "kling-2.5-turbo",
    "kling-v2-6": "kling-2.6",
}
IMAGE_SLUGS = {
    "kling-image-o1": "kling-image-o1",
    "kling-v1": "kling-image-1.0",
    "kling-v1-5": "kling-image-1.5",
    "kling-v2": "kling-image-2.0",
    "kling-v2-new": "kling-image-2.0-new",
    "kling-v2-1": "kling-image-2.1",
}
TIERS = {"std": "standard", "pro": "pro"}


def video_slug(model: str, column: str) -> str:
    """The model that a creator picks for a column."""
    tier = TIERS.get(column.split()[0], "master")
    return f"{VIDEO_SLUGS[model]}-{tier}"


def seconds(column: str) -> dict[str, int]:
    """The length that a column speaks of; none where it speaks of a tier only."""
    last = column.split()[-1]
    return {} if last in TIERS else {"duration": OTHER if last == "other" else int(last.removesuffix("s"))}


# What one recipe of each row looks like: its task and its values


def from_text(cell: Cell) -> list[tuple[str, dict]]:
    ratio = {"aspect_ratio": "16:9"} if cell.model == "kling-video-o1" else {}
    return [("text-to-video", WORDS | ratio | seconds(cell.column))]


def from_image(cell: Cell) -> list[tuple[str, dict]]:
    return [("image-to-video", {"first_frame": A} | seconds(cell.column))]


def text_camera(cell: Cell) -> list[tuple[str, dict]]:
    presets = ["down_back", "forward_up", "right_turn_forward", "left_turn_forward"]
    moves = [{"preset": preset} for preset in presets]
    moves += [{"preset": "custom", "axes": {axis: 4}} for axis in ("truck", "pedestal", "tilt", "pan", "roll", "zoom")]
    return [("text-to-video", WORDS | {"camera": move} | seconds(cell.column)) for move in moves]


def image_camera(cell: Cell) -> list[tuple[str, dict]]:
    moves = [{"preset": "custom", "axes": {axis: -4}} for axis in ("truck", "pedestal", "tilt", "pan", "roll", "zoom")]
    return [("image-to-video", {"first_frame": A, "camera": move} | seconds(cell.column)) for move in moves]


def both_frames(cell: Cell) -> list[tuple[str, dict]]:
    return [("image-to-video", {"first_frame": A, "last_frame": B} | seconds(cell.column))]


def end_alone(cell: Cell) -> list[tuple[str, dict]]:
    start = {} if cell.mark in TICKS else {"first_frame": A}
    return [("image-to-video", start | {"last_frame": B} | seconds(cell.column))]


def brushed(cell: Cell) -> list[tuple[str, dict]]:
    six = [{"mask": B, "path": [[10, 20], [30, 40]]}] * 5 + [{"mask": B, "path": [[n, n] for n in range(77)]}]
    brushes = [{"static_mask": C, "brushes": six}, {"static_mask": C, "brushes": []}]
    return [("image-to-video", {"first_frame": A, "motion_brush": brush} | seconds(cell.column)) for brush in brushes]


def with_voices(cell: Cell) -> list[tuple[str, dict]]:
    voices = {"voices": [{"handle": "829836802793406551"}, {"handle": "829836802793406552"}]}
    heard = {"sound": True} if cell.column.startswith("pro") else {}
    spoken = {"prompt": "@voice_1 says hello, @voice_2 answers"}
    return [("image-to-video", {"first_frame": A} | spoken | voices | heard | seconds(cell.column))]


def driven(cell: Cell) -> list[tuple[str, dict]]:
    """The clip decides the length: 5 and 10 seconds cannot be asked for, every other length is the clip's."""
    length = {} if cell.column.endswith("other") else seconds(cell.column)
    values = {"input_image": A, "reference_video": CLIP} | length
    return [("motion-control", values | {"character_orientation": facing}) for facing in ("image", "video")]


def extended(cell: Cell) -> list[tuple[str, dict]]:
    return [("extend", {"input_video": {"handle": "743211632612511839"}} | WORDS)]


def effects(cell: Cell) -> list[tuple[str, dict]]:
    pair = {"reference_images": [A, B]} | seconds(cell.column)
    return [("effects", pair | {"effect": scene}) for scene in ("hug", "kiss", "heart_gesture")]


def several_images(cell: Cell) -> list[tuple[str, dict]]:
    return [("elements", WORDS | {"reference_images": [A, B, C, A][:count]} | seconds(cell.column)) for count in (1, 4)]


def edited_elements(cell: Cell) -> list[tuple[str, dict]]:
    clip = WORDS | {"input_video": CLIP} | seconds(cell.column)
    marked = {"selection": [{"frame": 0, "points": [[0.5, 0.3]]}]}
    return [
        ("edit-elements", clip | {"reference_images": [A, B]}),
        ("edit-elements", clip | marked | {"edit_mode": "swap", "reference_images": [A]}),
        ("edit-elements", clip | marked | {"edit_mode": "removal"}),
    ]


def image_of(task: str, **values: object) -> Callable[[Cell], list[tuple[str, dict]]]:
    """An image recipe; the column is its ratio where it is one."""

    def recipes(cell: Cell) -> list[tuple[str, dict]]:
        ratio = {"aspect_ratio": cell.column} if ":" in cell.column or cell.column == "auto" else {}
        return [(task, WORDS | values | ratio)]

    return recipes


VIDEO_ROWS = {
    (T2V, "video generation"): from_text,
    (T2V, "camera control"): text_camera,
    (I2V, "video generation"): from_image,
    (I2V, "start/end frame"): both_frames,
    (I2V, "end frame"): end_alone,
    (I2V, "motion brush"): brushed,
    (I2V, "camera control (simple only)"): image_camera,
    (I2V, "voice control"): with_voices,
    (I2V, "motion control"): driven,
    ("Video Extension", "video extension"): extended,
    ("Video Effects", "dual-character"): effects,
    ("Multi-Image to Video", "multi-image to video"): several_images,
    ("Multi-Elements", "multi-elements"): edited_elements,
}
IMAGE_ROWS = {
    T2I: image_of("text-to-image"),
    "image to image": image_of("image-to-image", reference_images=[A]),
    "image to image (entire)": image_of("image-to-image", input_image=A),
    "image to image (subject)": image_of("image-to-image", input_image=A, reference_as="subject", human_fidelity=0.5),
    "image to image (face)": image_of("image-to-image", input_image=A, reference_as="face"),
    "multi-image to image": image_of("multi-image-to-image", reference_images=[A, B, C | {"role": "style"}]),
    "restyle": image_of("restyle", input_image=A),
}
SPEAKING = {"speech_text": "Good evening", "voice": "oversea_male1", "voice_language": "en"}
GROWTH = {"up": 0.5, "down": 0, "left": 1, "right": 0}
OTHER_ROWS = {
    "avatar": [
        ("kling-avatar-2.0-standard", "avatar", {"input_image": A, "audio": B}),
        ("kling-avatar-2.0-pro", "avatar", {"input_image": A, **SPEAKING}),
    ],
    "lip sync": [
        ("kling-lip-sync", "lip-sync", {"input_video": CLIP, "audio": B}),
        ("kling-lip-sync", "lip-sync", {"input_video": CLIP, **SPEAKING}),
    ],
    "video to audio": [
        ("kling-video-to-audio", "video-to-audio", {"input_video": CLIP, "sound_prompt": "rain"}),
        ("kling-video-to-audio", "video-to-audio", {"input_video": {"handle": "7432116326"}}),
    ],
    "image expansion": [("kling-image-expand", "expand-image", {"input_image": A, "expansion": GROWTH})],
}

REFUSED_AT = {
    "camera control": "camera",
    "camera control (simple only)": "camera",
    "start/end frame": "last_frame",
    "end frame": "last_frame",
    "motion brush": "motion_brush",
    "voice control": "voices",
    "motion control": "duration",
    T2I: "aspect_ratio",
    "image to image (entire)": "aspect_ratio",
}
"""Where a dash is refused; a task that a model does not have is refused at the task, another length at the length."""


def recipes(cell: Cell) -> list[Recipe]:
    """The recipes that a cell speaks of."""
    if not cell.model:
        rows = OTHER_ROWS[cell.feature]
    elif cell.section:
        slug = video_slug(cell.model, cell.column)
        rows = [(slug, *row) for row in VIDEO_ROWS[cell.section, cell.feature](cell)]
    else:
        rows = [(IMAGE_SLUGS[cell.model], *row) for row in IMAGE_ROWS[cell.feature](cell)]
    return [Recipe(slug, task, "kling", values) for slug, task, values in rows]


def refused_at(cell: Cell, recipe: Recipe) -> str:
    """The value at which a dash is refused: the task, or Kling where only somebody else runs it."""
    if route(recipe.model, recipe.task, "kling") is None:
        return "provider" if recipe.task in get(recipe.model).tasks else "task"
    return "duration" if cell.column.endswith("other") else REFUSED_AT[cell.feature]


TEXT_TO_AUDIO = next(cell for cell in EVERY_CELL if cell.feature == "text to audio")
TICKED = [cell for cell in EVERY_CELL if cell.mark in TICKS]
DASHED = [cell for cell in EVERY_CELL if cell.mark == "-" and cell is not TEXT_TO_AUDIO]


def test_every_cell_of_the_map_is_here():
    marks = Counter(cell.mark for cell in EVERY_CELL)

    assert marks["y"] == PLAIN_TICKS == 192
    assert marks["s"] + marks["r"] == TICKS_WITH_A_REMARK == 8
    assert marks["-"] == DASHES == 54
    assert (len(TICKED), len(DASHED), len(EVERY_CELL)) == (200, 53, 254)
    assert len({str(cell) for cell in EVERY_CELL}) == len(EVERY_CELL)


@walk(("cell",), TICKED)
def test_a_tick_is_a_recipe_that_is_valid_and_quotes(cell):
    for recipe in recipes(cell):
        found = quote(recipe.as_json())

        assert found["errors"] == [], recipe.values
        for request in found["requests"]:
            Draft202012Validator(SCHEMAS[request["url"].removeprefix(URL)]).validate(request["json"])


@walk(("cell",), DASHED)
def test_a_dash_is_refused_with_a_sentence_where_it_is_asked_for(cell):
    for recipe in recipes(cell):
        errors = {problem.field: problem.message for problem in check(recipe).errors}

        at = refused_at(cell, recipe)
        assert errors[at].endswith(".")
        assert errors[at][0].isupper() or errors[at][0].isdigit()
        assert set(errors) <= {at, "last_frame", "voices"}
        assert quote(recipe.as_json())["requests"] == []


@walk(("cell",), [cell for cell in TICKED if cell.mark == "s"])
def test_a_tick_without_audio_is_refused_with_sound(cell):
    for recipe in recipes(cell):
        loud = Recipe(recipe.model, recipe.task, "kling", {**recipe.values, "sound": True})

        assert [problem.field for problem in check(loud).errors] == ["sound"]


@pytest.mark.parametrize("axis", ["down_back", "forward_up", "right_turn_forward", "left_turn_forward"])
def test_where_the_camera_is_simple_only_its_presets_are_refused(axis):
    values = {"first_frame": A, "camera": {"preset": axis}, "duration": 5}

    (problem,) = check(Recipe("kling-1.5-pro", "image-to-video", "kling", values)).errors

    assert problem.field == "camera"


def test_two_axes_at_once_are_refused():
    values = WORDS | {"camera": {"preset": "custom", "axes": {"pan": 3, "zoom": 1}}}

    (problem,) = check(Recipe("kling-1.0-standard", "text-to-video", "kling", values)).errors

    assert problem.field == "camera"
    assert "pan and zoom" in problem.message


@pytest.mark.parametrize("model", ["1.0-standard", "1.0-pro", "1.5-standard", "1.5-pro", "1.6-standard", "1.6-pro"])
@pytest.mark.parametrize(("name", "value"), [("negative_prompt", "blur"), ("guidance", 0.5)])
def test_an_extension_takes_no_negative_prompt_and_no_guidance(model, name, value):
    values = {"input_video": {"handle": "743211632612511839"}, name: value}

    (problem,) = check(Recipe(f"kling-{model}", "extend", "kling", values)).errors

    assert problem.field == name


def test_text_to_audio_is_a_dash_in_the_map_and_exists_with_a_note():
    found = quote(Recipe("kling-text-to-audio", "text-to-audio", "kling", WORDS | {"duration": 5}).as_json())

    assert found["valid"]
    notes = route("kling-text-to-audio", "text-to-audio", "kling").notes
    assert any(f"line {TEXT_TO_AUDIO.line}" in str(note) for note in notes)


@walk(("model", "task"), SPECIFICATIONS, "{} {}".format)
def test_frame_rate_and_tiers_are_those_of_the_specifications(model, task):
    modes, _, fps = SPECIFICATIONS[model, task]
    ours = {T2V: "text-to-video", I2V: "image-to-video"}[task]

    for mode in modes:
        found = route(video_slug(model, mode), ours, "kling")
        assert found.fps == fps
        assert found.wire.get("mode", "-") == mode
        assert found.wire["model_name"] == model


@walk(("model", "feature"), IMAGE_RESOLUTIONS, "{} {}".format)
def test_image_resolutions_are_those_of_the_map(model, feature):
    task = {T2I: "text-to-image", "image to image": "image-to-image"}[feature]
    controls = route(IMAGE_SLUGS[model], task, "kling").controls

    (resolution,) = (control for control in controls if isinstance(control, Resolution))
    assert resolution.options == IMAGE_RESOLUTIONS[model, feature]


RETIRED_VIDEO = ["1.0-standard", "1.0-pro", "1.5-standard", "1.5-pro", "1.6-standard", "1.6-pro", "2.0-master",
                 "2.1-standard", "2.1-pro", "2.1-master"]  # fmt: skip
RETIRED_IMAGE = ["image-1.0", "image-1.5", "image-2.0", "image-2.0-new"]


@walk(("cell",), TICKED)
def test_what_kling_has_retired_stays_valid_and_carries_a_warning(cell):
    for recipe in recipes(cell):
        gone = recipe.model.removeprefix("kling-") in RETIRED_VIDEO + RETIRED_IMAGE and recipe.task != "edit-elements"
        warned = [words for words in check(recipe).warnings if "retired on 2026-" in words]

        assert bool(warned) == gone
