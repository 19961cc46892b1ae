"""From canonical values to one Runware task. One row per value: where it goes, and how it is written there.

Field names: Runware's "KlingAI provider" page and its API reference; see the routes' sources for each model.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from studio.catalog.schema import Route

KLINGAI = "providerSettings.klingai."
TASK_TYPES = {"video": "videoInference", "image": "imageInference"}

Named = Callable[[Mapping[str, object]], object]
"""A media value -> what names it in the request."""


def as_is(value: object, named: Named) -> object:
    """Numbers, words and switches need no translation."""
    return value


def one(value: Mapping[str, object], named: Named) -> object:
    """A single file."""
    return named(value)


def several(value: list, named: Named) -> object:
    """Files in order."""
    return [named(item) for item in value]


def in_a_list(value: Mapping[str, object], named: Named) -> object:
    """A single file where the API takes a list."""
    return [named(value)]


def shots(value: list, named: Named) -> object:
    """Runware's examples write a shot's seconds as text."""
    return [{"prompt": shot["prompt"], "duration": str(shot["duration"])} for shot in value]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value goes: a dotted path, and how it is written."""

    path: str
    write: Callable[[object, Named], object] = as_is


PLACES = {
    "prompt": Place("positivePrompt"),
    "negative_prompt": Place("negativePrompt"),
    "guidance": Place("CFGScale"),
    "duration": Place("duration"),
    "width": Place("width"),
    "height": Place("height"),
    "resolution": Place("resolution"),
    "takes": Place("numberResults"),
    "reference_images": Place("inputs.referenceImages", several),
    "voices": Place("inputs.referenceVoices", several),
    "input_video": Place("inputs.video", one),
    "audio": Place("inputs.audio", one),
    "reference_video": Place("inputs.referenceVideos", in_a_list),
    "sound": Place(KLINGAI + "sound"),
    "keep_original_sound": Place(KLINGAI + "keepOriginalSound"),
    "character_orientation": Place(KLINGAI + "characterOrientation"),
    "fast": Place(KLINGAI + "fast"),
    "shots": Place(KLINGAI + "multiPrompt", shots),
    "shot_style": Place(KLINGAI + "shotType"),
    "speech_volume": Place(KLINGAI + "soundVolume"),
    "original_volume": Place(KLINGAI + "originalAudioVolume"),
}

FRAMES = {"first_frame": "first", "last_frame": "last"}
FRAME_KEYS = {"frameImages": "inputImage", "inputs.frameImages": "image"}
"""The older form stands at the top of the task, the newer one (from 2.6 on) among its inputs."""

LEFT_OUT = {
    # With shots the length is their sum, and Runware's examples give none beside them.
    "duration": lambda values: "shots" in values,
}


def inference(route: Route, values: Mapping[str, object], named: Named) -> dict[str, object]:
    """The task without its id and without what is added for delivery."""
    task = {"taskType": TASK_TYPES[route.output], "model": route.endpoint}
    for name, value in values.items():
        if name in PLACES and not LEFT_OUT.get(name, lambda _: False)(values):
            put(task, PLACES[name].path, PLACES[name].write(value, named))
    if frames := frame_images(route, values, named):
        put(task, route.wire["frames"], frames)
    return task


def frame_images(route: Route, values: Mapping[str, object], named: Named) -> list[dict[str, object]]:
    """First and last frame, in the form that the model takes."""
    given = {name: word for name, word in FRAMES.items() if name in values}
    if not given:
        return []
    key = FRAME_KEYS[route.wire["frames"]]
    return [{key: named(values[name]), "frame": word} for name, word in given.items()]


def put(task: dict, path: str, value: object) -> None:
    """Set a value at a dotted path, making the objects on the way."""
    *way, last = path.split(".")
    for key in way:
        task = task.setdefault(key, {})
    task[last] = value
