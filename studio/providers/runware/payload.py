"""From canonical values to one Runware task. One row per value: where it goes, and how it is written there.

Field names: Runware's "KlingAI provider" page and its API reference; see the routes' sources for each model. Where
models differ, the route's `wire` names a variant.
"""

from collections.abc import Mapping

from studio.catalog.mentions import Mention, spoken
from studio.catalog.pricing import seconds_of
from studio.catalog.schema import Route
from studio.catalog.story_controls import written
from studio.providers.payload import Named, Place, fill, in_a_list, one, put, several

KLINGAI = "providerSettings.klingai."
TASK_TYPES = {"video": "videoInference", "image": "imageInference"}


def shots(value: list, named: Named) -> object:
    """Runware's examples write a shot's seconds as text."""
    return [{"prompt": shot["prompt"], "duration": str(shot["duration"])} for shot in value]


def as_prompt(value: list, named: Named) -> object:
    """The whole storyboard as one prompt."""
    return written(value)


def upper(value: str, named: Named) -> object:
    """A tier as Runware's SDK writes it: `2K`."""
    return value.upper()


def feature(value: Mapping[str, object], named: Named) -> object:
    """A reference video that lends its look and its motion (lines 1366-1371)."""
    return [{"video": named(value), "referType": "feature"}]


def elements(value: list, named: Named) -> object:
    """Characters and things, each with an id of its own, a front and further views."""
    return [element(f"element_{number}", item, named) for number, item in enumerate(value, 1)]


def element(place: str, item: Mapping[str, object], named: Named) -> dict[str, object]:
    """One element; without a name its place is its id."""
    views = [named(view) for view in item.get("views", [])]
    body = {"id": item.get("name", place), "frontalImage": named(item["front"]), "images": views}
    words = {"description": item["description"]} if "description" in item else {}
    return body | words | ({"voice": named(item["voice"])} if "voice" in item else {})


PLACES = {
    "prompt": Place("positivePrompt"),
    "negative_prompt": Place("negativePrompt"),
    "guidance": Place("CFGScale"),
    "duration": Place("duration"),
    "width": Place("width"),
    "height": Place("height"),
    "resolution": Place("resolution"),
    "takes": Place("numberResults"),
    "input_image": Place("inputs.image", one),
    "input_video": Place("inputs.video", one),
    "audio": Place("inputs.audio", one),
    "reference_images": Place("inputs.referenceImages", several),
    "reference_video": Place("inputs.referenceVideos", in_a_list),
    "voices": Place("inputs.referenceVoices", several),
    "elements": Place("inputs.elements", elements),
    "sound": Place(KLINGAI + "sound"),
    "keep_original_sound": Place(KLINGAI + "keepOriginalSound"),
    "character_orientation": Place(KLINGAI + "characterOrientation"),
    "fast": Place(KLINGAI + "fast"),
    "shots": Place(KLINGAI + "multiPrompt", shots),
    "shot_style": Place(KLINGAI + "shotType"),
    "speech_volume": Place(KLINGAI + "soundVolume"),
    "original_volume": Place(KLINGAI + "originalAudioVolume"),
}

VARIANTS = {
    ("input_image", "reference"): Place("inputs.referenceImages", in_a_list),
    ("reference_video", "feature"): Place("inputs.referenceVideos", feature),
    ("resolution", "upper"): Place("resolution", upper),
    ("shots", "prompt"): Place("positivePrompt", as_prompt),
}
"""What a route's `wire` may say of a value: where it goes instead."""

FRAMES = {"first_frame": "first", "last_frame": "last"}
FRAME_KEYS = {"frameImages": "inputImage", "inputs.frameImages": "image"}
"""The older form stands at the top of the task, the newer one (from 2.6 on) among its inputs."""

KNOWN = {*PLACES, *FRAMES, "reference_kind"}
"""What Runware can be told. The kind of a reference video is part of how the video itself is written."""


def mention(meant: Mention) -> str:
    """How Runware is told of a reference, a voice or an element in a prompt (lines 714-728)."""
    return f"<<<{meant}>>>"


def inference(route: Route, values: Mapping[str, object], named: Named) -> dict[str, object]:
    """The task without its id and without what is added for delivery; what the route fixes is always in it."""
    given = with_length(route, spoken(values, mention))
    task = fill({"taskType": TASK_TYPES[route.output], "model": route.endpoint}, given, places(route), named)
    if frames := frame_images(route, values, named):
        put(task, route.wire["frames"], frames)
    return task | route.wire.get("fixed", {})


def places(route: Route) -> dict[str, Place]:
    """The places of this route's values."""
    return PLACES | {name: place for (name, word), place in VARIANTS.items() if route.wire.get(name) == word}


def with_length(route: Route, values: Mapping[str, object]) -> dict[str, object]:
    """With shots the length is their sum: left out, as in Runware's examples, but for 3.0 Turbo, which requires it."""
    if "shots" not in values:
        return dict(values)
    rest = {name: value for name, value in values.items() if name != "duration"}
    return rest | ({"duration": seconds_of(values)} if route.wire.get("shots") == "prompt" else {})


def frame_images(route: Route, values: Mapping[str, object], named: Named) -> list[dict[str, object]]:
    """First and last frame, in the form that the model takes."""
    key = FRAME_KEYS.get(route.wire.get("frames"))
    return [{key: named(values[name]), "frame": word} for name, word in FRAMES.items() if name in values]
