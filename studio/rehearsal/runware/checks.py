"""What Runware refuses before it takes a task: parameters that it does not know, that are missing, or out of range.

Common parameters: facts, lines 57-82. What a model takes: `models.py`.
"""

import binascii
import re
from base64 import b64decode
from collections.abc import Callable, Iterator, Mapping

from studio.rehearsal.runware.errors import Wrong
from studio.rehearsal.runware.models import MODELS, Model
from studio.rehearsal.runware.prices import inputs_of, settings_of
from studio.rehearsal.runware.rules import RULES

Task = Mapping[str, object]

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)
LIKE_UUID = re.compile(r"\w{8}-\w{4}-\w{4}-\w{4}-\w{12}", re.ASCII)
"""Its documents say version 4, and their own examples are of others, or of none (contradictions C1.12)."""

COMMON = {
    *("taskType", "taskUUID", "model", "numberResults", "outputType", "outputFormat", "outputQuality"),
    *("deliveryMethod", "webhookURL", "uploadEndpoint", "includeCost", "ttl", "safety", "routing", "settings"),
}
ELSEWHERE = {
    *("positivePrompt", "negativePrompt", "width", "height", "duration", "fps", "steps", "seed", "CFGScale"),
    *("frameImages", "inputs", "referenceImages", "providerSettings", "resolution", "lora", "acceleratorOptions"),
    *("speech", "inputAudios", "advancedFeatures", "scheduler", "strength", "seedImage", "maskImage"),
}
"""Parameters that exist, though not for every model: `unsupportedParameter`, not `unknownParameter` (line 82)."""

PROVIDERS = {"klingai", "alibaba", "bytedance", "google", "openai", "pixverse", "vidu", "minimax", "bfl", "ideogram"}
RESULTS = {"videoInference": 4, "imageInference": 20}
FORMATS = {"videoInference": ("MP4", "WEBM", "MOV"), "imageInference": ("JPG", "PNG", "WEBP")}
TYPES = {"videoInference": ("URL",), "imageInference": ("URL", "base64Data", "dataURI")}


def model_of(task: Task) -> Model:
    """Raises Wrong for one that is not there, or does other tasks."""
    name = task.get("model")
    if not isinstance(name, str):
        raise Wrong("missingModel", "The 'model' parameter is required.", "model")
    model = MODELS.get(name)
    if model is None or model.task != task["taskType"]:
        raise Wrong("invalidModel", f"Invalid value for 'model' parameter: {name} is not available.", "model")
    return model


def check(task: Task, knows: Callable[[str], bool]) -> Model:
    """The model of a task that may be taken. `knows` tells whether a media id is one of the account's. Raises Wrong."""
    model = model_of(task)
    for examine in (_names, _delivery, _words, _length, _size, _frames, _inputs, _settings):
        examine(task, model)
    for rule in RULES.get(model.air, ()):
        rule(task)
    for place, media in media_in(task):
        _media(place, media, knows)
    return model


def check_id(task: Task) -> None:
    """Every task carries an id of the caller's. Raises Wrong."""
    given = task.get("taskUUID")
    if given is None:
        raise Wrong("missingTaskUUID", "The 'taskUUID' parameter is required.", "taskUUID")
    if not isinstance(given, str) or not UUID.fullmatch(given):
        raise Wrong("invalidTaskUUID", "Invalid value for 'taskUUID' parameter. It must be a UUID v4.", "taskUUID")


def _names(task: Task, model: Model) -> None:
    """Only parameters that the model has."""
    has = COMMON | set(_own(model))
    for name in task:
        if name in has:
            continue
        if name in ELSEWHERE:
            words = f"The '{name}' parameter is not supported by the model architecture."
            raise Wrong("unsupportedParameter", words, name)
        raise Wrong("unknownParameter", f"Unknown parameter '{name}'.", name)


def _own(model: Model) -> Iterator[str]:
    """The parameters that a model has besides the common ones."""
    table = {
        "positivePrompt": model.prompt,
        "negativePrompt": model.negative,
        "CFGScale": model.guidance,
        "width": model.sizes,
        "height": model.sizes,
        "duration": model.seconds,
        "resolution": model.resolutions,
        "frameImages": model.frames_at == "frameImages" and model.frames,
        "inputs": model.inputs or (model.frames_at != "frameImages" and model.frames),
        "providerSettings": model.settings,
        "advancedFeatures": model.task == "imageInference",
    }
    return (name for name, there in table.items() if there)


def _delivery(task: Task, model: Model) -> None:
    _whole(task, "numberResults", 1, RESULTS[model.task])
    _whole(task, "ttl", 60, 1 << 31)
    _whole(task, "outputQuality", 20, 99)
    _one_of(task, "deliveryMethod", ("async", "sync"))
    _one_of(task, "outputFormat", FORMATS[model.task])
    _one_of(task, "outputType", TYPES[model.task])
    if "includeCost" in task and not isinstance(task["includeCost"], bool):
        raise Wrong("invalidIncludeCost", "Invalid value for 'includeCost' parameter.", "includeCost", type="boolean")
    hook = task.get("webhookURL")
    if hook is not None and not (isinstance(hook, str) and re.match(r"https?://[^/\s]+", hook)):
        raise Wrong("invalidWebhookURL", "Invalid value for 'webhookURL' parameter.", "webhookURL", type="string")


def _words(task: Task, model: Model) -> None:
    if "positivePrompt" not in task and model.prompt and (model.prompted or not _tells_otherwise(task)):
        raise Wrong("missingPositivePrompt", "The 'positivePrompt' parameter is required.", "positivePrompt")
    for name in ("positivePrompt", "negativePrompt"):
        if name in task:
            _text(name, task[name], *(model.prompt or (2, 2500)))
    scale = task.get("CFGScale", 0.5)
    if not isinstance(scale, int | float) or isinstance(scale, bool) or not 0 <= scale <= 1:
        raise Wrong(
            "invalidCFGScale", "Invalid value for 'CFGScale' parameter.", "CFGScale", type="float", min=0, max=1
        )


def _tells_otherwise(task: Task) -> bool:
    """Whether there is something to go by without a prompt: a frame, an input, shots (contradictions C1.2, C1.10)."""
    return bool(frames_in(task) or inputs_of(task) or settings_of(task).get("multiPrompt"))


def _text(name: str, value: object, least: int, most: int) -> None:
    code = "invalid" + name[0].upper() + name[1:]
    if not isinstance(value, str):
        raise Wrong(code, f"Invalid value for '{name}' parameter.", name, type="string")
    if not least <= len(value) <= most:
        words = f"Invalid value for '{name}' parameter. The length must be between {least} and {most} characters."
        raise Wrong(code + "Length", words, name, type="string", min=least, max=most)


def _length(task: Task, model: Model) -> None:
    """A length as captured (lines 30-31)."""
    given = task.get("duration")
    if given is None:
        return
    if isinstance(given, bool) or not isinstance(given, int | float) or given not in model.seconds:
        words = "Invalid value for duration parameter. This duration is not supported by the model architecture."
        raise Wrong("unsupportedDuration", words, "duration", type="float", allowedValues=list(model.seconds))


def _size(task: Task, model: Model) -> None:
    """Both sides or neither, and one of the model's sizes. With frames some models take theirs from the frame."""
    given = [task[side] for side in ("width", "height") if side in task]
    both = ["width", "height"]
    if len(given) == 1:
        raise Wrong("missingDimensions", "Both 'width' and 'height' parameters are required together.", both)
    if given and f"{given[0]}x{given[1]}" not in model.sizes:
        words = "Invalid dimensions. This combination is not supported by the model architecture."
        raise Wrong("unsupportedDimensions", words, both, type="integer", allowedValues=list(model.sizes))
    tier = task.get("resolution")
    if tier is not None and str(tier).lower() not in model.resolutions:
        words = "Invalid value for 'resolution' parameter."
        raise Wrong("invalidResolution", words, "resolution", allowedValues=list(model.resolutions))
    if given and tier is not None and model.task == "imageInference":
        words = "The 'resolution' parameter cannot be used together with 'width' and 'height'."
        raise Wrong("incompatibleParameters", words, ["resolution", "width", "height"])


def _frames(task: Task, model: Model) -> None:
    frames = frames_in(task)
    if frames is None and not model.framed:
        return
    if frames is None:
        words = f"The '{model.frames_at}' parameter is required: the model does not support text-to-video."
        raise Wrong("missingFrameImages", words, model.frames_at)
    if not isinstance(frames, list) or not frames:
        raise Wrong("arrayTooSmall", f"The '{model.frames_at}' parameter needs an element.", model.frames_at, min=1)
    if len(frames) > model.frames:
        words = f"The '{model.frames_at}' parameter takes {model.frames} elements at most."
        raise Wrong("arrayTooLarge", words, model.frames_at, max=model.frames)
    for place, frame in enumerate(frames):
        if isinstance(frame, Mapping) and frame.get("frame", "first") not in ("first", "last"):
            path = f"{model.frames_at}.{place}.frame"
            raise Wrong("invalidFrameImages", f"Invalid value for '{path}'.", path, allowedValues=["first", "last"])
    if model.one_of and "width" in task:
        words = f"The '{model.frames_at}' parameter cannot be used together with 'width' and 'height'."
        raise Wrong("incompatibleParameters", words, [model.frames_at, "width", "height"])


def frames_in(task: Task) -> object:
    """The frame images, wherever they stand; None where there are none."""
    return task.get("frameImages", inputs_of(task).get("frameImages"))


def _inputs(task: Task, model: Model) -> None:
    given = inputs_of(task)
    for name in model.needs:
        if name not in given:
            raise Wrong("missingInputs", f"The 'inputs.{name}' parameter is required.", f"inputs.{name}")
    for name, value in given.items():
        path = f"inputs.{name}"
        if name == "frameImages" and model.frames and model.frames_at == path:
            continue
        if name not in model.inputs:
            words = f"The '{path}' parameter is not supported by the model architecture."
            raise Wrong("unsupportedParameter", words, path)
        if isinstance(value, list) and len(value) > model.inputs[name]:
            words = f"The '{path}' parameter takes {model.inputs[name]} elements at most."
            raise Wrong("arrayTooLarge", words, path, max=model.inputs[name])


def _settings(task: Task, model: Model) -> None:
    given = task.get("providerSettings", {})
    for provider in given if isinstance(given, Mapping) else ():
        if provider not in PROVIDERS:
            words = f"Unknown provider '{provider}' in 'providerSettings'."
            raise Wrong("unknownProviderSettingsProvider", words, "providerSettings")
        if provider != "klingai":
            words = f"The provider '{provider}' does not match the provider of the model."
            raise Wrong("mismatchProviderSettingsProvider", words, "providerSettings")
    for name in settings_of(task):
        if name not in model.settings:
            path = f"providerSettings.klingai.{name}"
            raise Wrong("unsupportedParameter", f"The '{path}' parameter is not supported by the model.", path)
    _shots(settings_of(task).get("multiPrompt"))


def _shots(shots: object) -> None:
    """Up to six, each with a prompt and seconds, as a number or as text (lines 778, 820-842; facts, line 119)."""
    path = "providerSettings.klingai.multiPrompt"
    if shots is None:
        return
    if not isinstance(shots, list) or not 1 <= len(shots) <= 6:
        raise Wrong("arrayTooLarge", f"The '{path}' parameter takes 1 to 6 elements.", path, min=1, max=6)
    for shot in shots:
        seconds = str(shot.get("duration", "")) if isinstance(shot, Mapping) else ""
        if not re.fullmatch(r"\d{1,2}(\.\d+)?", seconds) or not isinstance(shot.get("prompt"), str):
            raise Wrong("invalidMultiPrompt", f"Invalid value for '{path}'.", path)


# Media


def media_in(task: Task) -> Iterator[tuple[str, object]]:
    """Every file that a task names, with its place."""
    frames = frames_in(task)
    for place, frame in enumerate(frames if isinstance(frames, list) else []):
        image = frame.get("inputImage", frame.get("image")) if isinstance(frame, Mapping) else frame
        yield f"frameImages.{place}", image
    for name, value in inputs_of(task).items():
        if name in ("frameImages", "elements"):
            continue
        for place, item in enumerate(value if isinstance(value, list) else [value]):
            yield f"inputs.{name}.{place}", item.get("video") if isinstance(item, Mapping) else item


def _media(place: str, media: object, knows: Callable[[str], bool]) -> None:
    """An id of something stored or made there, an address, a data URI, or bare base64 (line 100)."""
    if not isinstance(media, str) or not media:
        raise Wrong("invalidMedia", f"Invalid value for '{place}'.", place, type="string")
    if LIKE_UUID.fullmatch(media):
        if not knows(media):
            raise Wrong("invalidMedia", f"Invalid value for '{place}': the media does not exist.", place)
    elif not re.match(r"https?://[^/\s]+", media) and not _is_base64(media):
        raise Wrong("invalidMedia", f"Invalid value for '{place}': neither a UUID, a URL nor base64.", place)


def _is_base64(media: str) -> bool:
    _, _, content = media.partition(";base64,") if media.startswith("data:") else ("", "", media)
    try:
        return len(b64decode(content, validate=True)) > 0
    except (binascii.Error, ValueError):
        return False


# Values


def _whole(task: Task, name: str, least: int, most: int) -> None:
    value = task.get(name, least)
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        code = "invalid" + name[0].upper() + name[1:]
        raise Wrong(code, f"Invalid value for '{name}' parameter.", name, type="integer", min=least, max=most)


def _one_of(task: Task, name: str, allowed: tuple[str, ...]) -> None:
    value = task.get(name)
    given = value if isinstance(value, list) else [] if value is None else [value]
    if any(one not in allowed for one in given):
        code = "invalid" + name[0].upper() + name[1:]
        raise Wrong(code, f"Invalid value for '{name}' parameter.", name, allowedValues=list(allowed))
