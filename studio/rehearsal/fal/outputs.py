"""What fal's endpoints make: the shapes of their files, and the output that lists them. fal.md, lines 38, 62-428."""

import base64
from collections.abc import Callable, Mapping

from studio.rehearsal.clips import Shape
from studio.rehearsal.fal.endpoints import Endpoint, Inputs, pictures, seconds

Json = dict[str, object]
File = Callable[[Shape], Json]
"""One file as fal tells of it."""

SHORT_SIDES = {"720p": 720, "1080p": 1080, "4k": 2160}
EDGES = {"1K": 1024, "2K": 2048, "4K": 4096}
PER_SECOND = 15
"""So many letters are spoken in a second."""

FORMS = {"jpeg": "jpg", "png": "png", "webp": "webp"}


def shapes(endpoint: Endpoint, inputs: Inputs) -> list[Shape]:
    """The files, in order."""
    return MADE[endpoint.makes](endpoint, inputs)


def _proportions(inputs: Inputs) -> tuple[int, int]:
    """Both sides of `W:H`; 16:9 where it is left out or open."""
    wide, _, high = str(inputs.get("aspect_ratio") or "").partition(":")
    return (int(wide), int(high)) if wide.isdigit() and high.isdigit() else (16, 9)


def _video(endpoint: Endpoint, inputs: Inputs) -> list[Shape]:
    wide, high = _proportions(inputs)
    short = SHORT_SIDES[endpoint.size]
    width, height = (short * wide // high, short) if wide >= high else (short, short * high // wide)
    sound = endpoint.sound is not None and bool(inputs.get("generate_audio", endpoint.sound))
    return [Shape(width=width, height=height, seconds=float(seconds(inputs)), sound=sound)]


def _talking(endpoint: Endpoint, inputs: Inputs) -> list[Shape]:
    return [Shape(seconds=5, sound=True)]


def _speech(endpoint: Endpoint, inputs: Inputs) -> list[Shape]:
    speed = float(inputs.get("voice_speed") or 1) or 1
    return [Shape(form="mp3", seconds=max(1.0, round(len(str(inputs.get("text"))) / PER_SECOND / speed, 2)))]


def _scored(endpoint: Endpoint, inputs: Inputs) -> list[Shape]:
    return [*_talking(endpoint, inputs), Shape(form="mp3", seconds=5)]


def _images(endpoint: Endpoint, inputs: Inputs) -> list[Shape]:
    wide, high = _proportions(inputs)
    edge = EDGES.get(str(inputs.get("resolution")), EDGES["1K"])
    width, height = (edge, edge * high // wide) if wide >= high else (edge * wide // high, edge)
    form = FORMS.get(str(inputs.get("output_format")), "png")
    return [Shape(form=form, width=width, height=height)] * pictures(inputs)


MADE: dict[str, Callable[[Endpoint, Inputs], list[Shape]]] = {
    "video": _video,
    "avatar": _talking,
    "talking": _talking,
    "speech": _speech,
    "scored": _scored,
    "voice": lambda endpoint, inputs: [],
    "images": _images,
    "seeded images": _images,
    "image": lambda endpoint, inputs: [Shape(form="png", width=1024, height=1024)],
}


def output(makes: str, made: list[Shape], about: Mapping[str, object], file: File) -> Json:
    """The output of a model, at the top level of the answer."""
    return OUTPUTS[makes](made, about, file)


def _seeded(made: list[Shape], about: Mapping[str, object], file: File) -> Json:
    found = _listed(made, about, file)
    rest = {"prompt": about["prompt"], "seed": about["seed"], "timings": {"inference": 1.0}}
    return found | {"has_nsfw_concepts": [False] * len(made)} | rest


def _listed(made: list[Shape], about: Mapping[str, object], file: File) -> Json:
    return {"images": [_sized(shape, file) for shape in made]}


def _sized(shape: Shape, file: File) -> Json:
    return file(shape) | {"width": shape.width, "height": shape.height}


def _one(name: str) -> Callable[[list[Shape], Mapping[str, object], File], Json]:
    return lambda made, about, file: {name: file(made[0])}


OUTPUTS: dict[str, Callable[[list[Shape], Mapping[str, object], File], Json]] = {
    "video": _one("video"),
    "talking": _one("video"),
    "speech": _one("audio"),
    "avatar": lambda made, about, file: {"video": file(made[0]), "duration": made[0].seconds},
    "scored": lambda made, about, file: {"video": file(made[0]), "audio": file(made[1])},
    "voice": lambda made, about, file: {"voice_id": about["voice_id"]},
    "image": lambda made, about, file: {"image": _sized(made[0], file)},
    "images": _listed,
    "seeded images": _seeded,
}


def data_uri(shape: Shape, content: bytes) -> str:
    """Where `sync_mode` wants the file inside the answer."""
    return f"data:{shape.mime};base64,{base64.b64encode(content).decode()}"
