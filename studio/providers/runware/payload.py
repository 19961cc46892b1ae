"""From canonical values to one Runware task. One row per value: where it goes, and how it is written there.

Field names: Runware's "KlingAI provider" page and its API reference; see the routes' sources for each model.
"""

from collections.abc import Mapping

from studio.catalog.mentions import Mention, spoken
from studio.catalog.schema import Route
from studio.providers.payload import Named, Place, fill, in_a_list, one, put, several

KLINGAI = "providerSettings.klingai."
TASK_TYPES = {"video": "videoInference", "image": "imageInference"}


def shots(value: list, named: Named) -> object:
    """Runware's examples write a shot's seconds as text."""
    return [{"prompt": shot["prompt"], "duration": str(shot["duration"])} for shot in value]


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


def mention(meant: Mention) -> str:
    """How Runware is told of a reference, a voice or an element in a prompt (lines 714-728)."""
    return f"<<<{meant}>>>"


def inference(route: Route, values: Mapping[str, object], named: Named) -> dict[str, object]:
    """The task without its id and without what is added for delivery.

    With shots the duration is their sum, and Runware's examples give none beside them: it is left out.
    """
    given = {
        name: value for name, value in spoken(values, mention).items() if name != "duration" or "shots" not in values
    }
    task = fill({"taskType": TASK_TYPES[route.output], "model": route.endpoint}, given, PLACES, named)
    if frames := frame_images(route, values, named):
        put(task, route.wire["frames"], frames)
    return task


def frame_images(route: Route, values: Mapping[str, object], named: Named) -> list[dict[str, object]]:
    """First and last frame, in the form that the model takes."""
    key = FRAME_KEYS.get(route.wire.get("frames"))
    return [{key: named(values[name]), "frame": word} for name, word in FRAMES.items() if name in values]
