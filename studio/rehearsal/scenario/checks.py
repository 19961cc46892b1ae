"""What Scenario refuses before it takes a job, and what the result will be like, by the model's inputs."""

import json
import re
from collections.abc import Callable, Mapping
from decimal import Decimal

from studio.rehearsal.clips import Shape
from studio.rehearsal.scenario.errors import Wrong
from studio.rehearsal.scenario.models import CU_PER_SECOND, MODELS, WITH_SOUND, Input

Body = Mapping[str, object]
Knows = Callable[[str], bool]

USUAL_S = 5.0
SIDES = {"standard": 720, "pro": 1080, "4k": 2160, "": 1080}
RATIOS = {"16:9": (16, 9), "9:16": (9, 16), "1:1": (1, 1)}


def check(model: str, body: object, knows: Knows) -> Body:
    """The inputs, if the model takes them. `knows` tells whether an asset id is one of the account's. Raises Wrong."""
    if model not in MODELS:
        raise Wrong(404, f"Model {model} not found")
    if not isinstance(body, Mapping):
        raise Wrong(400, "The body must be a JSON object")
    inputs = {one.name: one for one in MODELS[model]}
    for name in body:
        if name not in inputs:
            raise Wrong(400, f"Input {name} is not an input of this model")
    for one in inputs.values():
        if one.needed and body.get(one.name) in (None, ""):
            raise Wrong(400, f"Input {one.name} is required")
        if one.name in body:
            TYPES[one.type](one, body[one.name], knows)
    _story(model, body)
    return body


def _story(model: str, body: Body) -> None:
    """On the V3 models either a prompt or shots (line 50)."""
    if "multiPrompt" in body and "omni" not in model and "prompt" in body:
        raise Wrong(400, "Inputs prompt and multiPrompt cannot be used together")
    if re.search(r"-v3-[ti]2v-", model) and not (body.get("prompt") or body.get("multiPrompt")):
        raise Wrong(400, "Input prompt is required")
    if model == "model_kling-lip-sync" and not (body.get("audioFile") or body.get("text")):
        raise Wrong(400, "Input audioFile or text is required")
    if "omni" in model and "multiPrompt" in body:
        _omni_story(body)


def _omni_story(body: Body) -> None:
    """Shots as one JSON text; together they are as long as the film (line 51)."""
    shots = shots_of(body)
    if not 1 <= len(shots) <= 6 or any(seconds < 1 for seconds in shots):
        raise Wrong(400, "Input multiPrompt must be a JSON array of 1 to 6 shots of at least 1 second")
    if float(body.get("duration", USUAL_S)) != sum(shots):
        raise Wrong(400, "The durations of multiPrompt must add up to duration")


def shots_of(body: Body) -> list[float]:
    """The seconds of each shot; none where there are no shots, or no readable ones."""
    given = body.get("multiPrompt")
    try:
        shots = json.loads(given) if isinstance(given, str) else given or []
        return [float(shot["duration"]) for shot in shots]
    except (ValueError, TypeError, KeyError):
        return []


# Types


def _string(one: Input, value: object, knows: Knows) -> None:
    if not isinstance(value, str):
        raise Wrong(400, f"Input {one.name} must be a string")
    _allowed(one, value)
    if one.most and len(value) > one.most:
        raise Wrong(400, f"Input {one.name} must be at most {one.most:g} characters long")


def _number(one: Input, value: object, knows: Knows) -> None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Wrong(400, f"Input {one.name} must be a number")
    _allowed(one, value)
    if one.most is not None and not (one.least or 0) <= value <= one.most:
        raise Wrong(400, f"Input {one.name} must be between {one.least:g} and {one.most:g}")


def _boolean(one: Input, value: object, knows: Knows) -> None:
    if not isinstance(value, bool):
        raise Wrong(400, f"Input {one.name} must be a boolean")


def _allowed(one: Input, value: object) -> None:
    if one.allowed and value not in one.allowed:
        raise Wrong(400, f"Input {one.name} must be one of: {', '.join(map(str, one.allowed))}")


def _file(one: Input, value: object, knows: Knows) -> None:
    """An asset's id or a data URL (line 20)."""
    if not isinstance(value, str):
        raise Wrong(400, f"Input {one.name} must be a string")
    if value.startswith("data:"):
        return
    if not knows(value):
        raise Wrong(400, f"Input {one.name}: asset {value[:60]} not found")


def _array(one: Input, value: object, knows: Knows) -> None:
    if not isinstance(value, list):
        raise Wrong(400, f"Input {one.name} must be an array")
    if one.most and len(value) > one.most:
        raise Wrong(400, f"Input {one.name} must have at most {one.most:g} items")


def _files(one: Input, value: object, knows: Knows) -> None:
    _array(one, value, knows)
    for item in value:
        _file(one, item, knows)


def _objects(one: Input, value: object, knows: Knows) -> None:
    _array(one, value, knows)
    if not all(isinstance(item, Mapping) for item in value):
        raise Wrong(400, f"Input {one.name} must be an array of objects")


TYPES = {
    "string": _string,
    "number": _number,
    "boolean": _boolean,
    "file": _file,
    "file_array": _files,
    "inputs_array": _objects,
}


# The result


def shape_of(model: str, body: Body) -> Shape:
    """What the result is like, as far as the inputs tell."""
    side = SIDES[_tier(model, body)]
    wide, high = RATIOS.get(str(body.get("aspectRatio")), (16, 9))
    least = min(wide, high)
    sound = bool(body.get("generateAudio")) or any(name in body for name in ("audio", "audioFile", "text"))
    return Shape(
        width=side * wide // least,
        height=side * high // least,
        seconds=seconds_of(body),
        sound=sound or model == "model_kling-video-to-audio",
    )


def seconds_of(body: Body) -> float:
    """The length: of the shots together, or as asked; five where a file decides it."""
    return sum(shots_of(body)) or float(body.get("duration") or USUAL_S)


def cost(model: str, body: Body) -> Decimal:
    """Creative units."""
    units = Decimal(CU_PER_SECOND[_tier(model, body)]) * Decimal(str(seconds_of(body)))
    return (units * Decimal(WITH_SOUND) if body.get("generateAudio") else units).quantize(Decimal("0.01"))


def _tier(model: str, body: Body) -> str:
    word = {"std": "standard"}.get(str(body.get("mode")), str(body.get("mode", "")))
    found = re.search(r"standard|pro|4k", word or model)
    return found[0] if found else ""
