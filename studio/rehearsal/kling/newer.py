"""Kling's newer calls: the model is in the path, the body is contents, settings and options.

kling-official.md, lines 21-31 and 86-123.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from studio.rehearsal.fields import (
    Field,
    Problem,
    Rule,
    choice,
    flag,
    group,
    listed,
    needed,
    text,
    when,
    whole,
)
from studio.rehearsal.kling import prices
from studio.rehearsal.kling.endpoints import ID, MEDIA, TASK, Body, Endpoint

OPTIONS = group(**TASK)
"""Line 88."""

HD = choice("720p", "1080p")
UHD = choice("720p", "1080p", "4k")
RATIO = choice("16:9", "9:16", "1:1")
LONG = whole(3, 15)
SHORT = choice(5, 10)
SILENT = choice("off", "native")
MODELS = {
    "kling-3.0-turbo": "3.0-turbo",
    "kling-3.0": "3.0",
    "kling-3.0-omni": "3.0-omni",
    "kling-o1": "o1",
    "kling-2.6": "2.6",
    "kling-2.5-turbo": "2.5-turbo",
}

NAMED = {"element": ("element_id", "id"), "voice": ("voice_id", "id")}
"""What else an item of `contents` needs, by its type (line 106)."""

CLIPS = ("feature_video", "base_video", "video")
ITEM = group(type=needed(text()), text=text(), url=MEDIA, id=text(), voice_id=text(), element_id=ID)


def of_type(body: Body, kind: str) -> list[Mapping[str, object]]:
    """The items of one type."""
    contents = body.get("contents")
    items = contents if isinstance(contents, list) else []
    return [item for item in items if isinstance(item, Mapping) and item.get("type") == kind]


def setting(body: Body, name: str) -> object:
    """One of the settings; nothing if there is none."""
    settings = body.get("settings")
    return settings.get(name) if isinstance(settings, Mapping) else None


# What is wrong with contents


def _items(most: Mapping[str, int], words: int) -> Rule:
    """Only these types, each at most so often; every item has what its type needs."""

    def rule(body: Body) -> Problem | None:
        return next(_wrong_items(body, most, words), None)

    return rule


def _wrong_items(body: Body, most: Mapping[str, int], words: int) -> Iterator[Problem]:
    for place, item in enumerate(body.get("contents") or []):
        at, kind = ("contents", place), item.get("type")
        if kind not in most:
            yield Problem(path=(*at, "type"), kind="one_of", words=f"should be one of {', '.join(most)}")
        elif len(of_type(body, kind)) > most[kind]:
            yield Problem(path=at, kind="sequence_too_long", words=f"at most {most[kind]} of type {kind}")
        else:
            yield from _wrong_item(item, at, words)


def _wrong_item(item: Mapping[str, object], at: tuple, words: int) -> Iterator[Problem]:
    kind = item["type"]
    wanted = ("text",) if kind == "prompt" else NAMED.get(str(kind), ("url",))
    for name in wanted:
        if item.get(name) in (None, ""):
            yield Problem(path=(*at, name), kind="missing", words="is required")
    if kind == "prompt" and len(str(item.get("text"))) > words:
        yield Problem(path=(*at, "text"), kind="sequence_too_long", words=f"should have at most {words} characters")
    if kind in CLIPS and not str(item.get("url")).startswith("http"):
        yield Problem(path=(*at, "url"), kind="value_error", words="should be a URL")


def _needs(kind: str) -> Rule:
    return when(lambda body: not of_type(body, kind), ("contents",), f"should have an item of type {kind}")


def _no_frame_before_the_last(body: Body) -> bool:
    """Line 96: a last frame alone is not supported."""
    return bool(of_type(body, "last_frame")) and not of_type(body, "first_frame")


def _small_where_it_must_be_large(body: Body) -> bool:
    """Lines 100-101, 104: sound, and a first with a last frame, are made at 1080p only."""
    dear = setting(body, "audio") == "native" or bool(of_type(body, "last_frame"))
    return dear and setting(body, "resolution") != "1080p"


def _no_shape(body: Body) -> bool:
    """Line 97: the ratio is required where no first frame and no clip give one."""
    given = any(of_type(body, kind) for kind in ("first_frame", "feature_video", "base_video"))
    return not given and not setting(body, "aspect_ratio")


LARGE = when(_small_where_it_must_be_large, ("settings", "resolution"), "should be 1080p")
FRAMES = when(_no_frame_before_the_last, ("contents",), "a last_frame needs a first_frame")
SHAPE = when(_no_shape, ("settings", "aspect_ratio"), "is required")
VOICED = when(
    lambda body: bool(of_type(body, "voice")) and setting(body, "audio") in (None, "off"),
    ("settings", "audio"),
    "should not be off when a voice is used",
)


# What it costs


def _units(model: str, motion: bool = False):
    def units(body: Body) -> Decimal:
        seconds = prices.whole_number(body.get("settings") or {}, "duration", 5)
        return prices.clip(_kind(model, motion, body), setting(body, "resolution") or "720p", seconds)

    return units


def _kind(model: str, motion: bool, body: Body) -> str:
    name = MODELS[model]
    if motion:
        return f"{name} motion"
    if name in ("3.0-omni", "o1") and (of_type(body, "feature_video") or of_type(body, "base_video")):
        return f"{name} clip"
    if of_type(body, "voice"):
        return f"{name} voice"
    return f"{name} sound" if setting(body, "audio") == "native" else name


# The calls


def _from_text(model: str, words: int, **settings: Field) -> Endpoint:
    return Endpoint(
        path=f"/text-to-video/{model}",
        takes={"prompt": needed(text(words)), "settings": group(**settings, aspect_ratio=RATIO), "options": OPTIONS},
        rules=(LARGE,) if model == "kling-2.6" else (),
        makes="video",
        units=_units(model),
        newer=True,
    )


def _from_contents(
    path: str, most: Mapping[str, int], words: int, rules: tuple[Rule, ...], **settings: Field
) -> Endpoint:
    model = path.rpartition("/")[2]
    return Endpoint(
        path=path,
        takes={"contents": needed(listed(ITEM, 1)), "settings": _settings(settings), "options": OPTIONS},
        rules=(_items(most, words), *rules),
        makes="video",
        units=_units(model, motion=path.startswith("/motion-control/")),
        newer=True,
    )


def _settings(settings: Mapping[str, Field]) -> Field:
    """They may be left out as a whole where none of them is needed."""
    whole = group(**settings)
    return needed(whole) if any(field.needed for field in settings.values()) else whole


FRAME = {"prompt": 1, "first_frame": 1}
ENDS = {**FRAME, "last_frame": 1}
OMNI = {**ENDS, "refer_image": 7, "feature_video": 1, "base_video": 1, "element": 7}
MOTION = {"prompt": 1, "image": 1, "video": 1}
ORIENTED = {
    "character_orientation": needed(choice("image", "video")),
    "audio": choice("original", "off"),
    "resolution": HD,
}
NEEDS_FRAME = (_needs("first_frame"),)
NEEDS_BOTH = (_needs("image"), _needs("video"))

ENDPOINTS = (
    _from_text("kling-3.0-turbo", 3072, resolution=HD, duration=LONG),
    _from_contents("/image-to-video/kling-3.0-turbo", FRAME, 2500, NEEDS_FRAME, resolution=HD, duration=LONG),
    _from_text("kling-3.0", 3072, multi_shot=flag(), audio=SILENT, resolution=UHD, duration=LONG),
    _from_contents(
        "/image-to-video/kling-3.0",
        {**ENDS, "element": 3},
        3072,
        NEEDS_FRAME,
        multi_shot=flag(),
        audio=SILENT,
        resolution=UHD,
        duration=LONG,
    ),
    _from_contents(
        "/omni-video/kling-3.0-omni",
        OMNI,
        3072,
        (FRAMES, SHAPE),
        multi_shot=flag(),
        audio=choice("off", "native", "original"),
        resolution=UHD,
        aspect_ratio=RATIO,
        duration=LONG,
    ),
    _from_contents("/motion-control/kling-3.0", {**MOTION, "element": 1}, 2500, NEEDS_BOTH, **ORIENTED),
    _from_contents(
        "/omni-video/kling-o1",
        OMNI,
        2500,
        (FRAMES, SHAPE),
        audio=choice("off", "original"),
        resolution=HD,
        aspect_ratio=RATIO,
        duration=whole(3, 10),
    ),
    _from_text("kling-2.6", 2500, audio=SILENT, resolution=HD, duration=SHORT),
    _from_contents(
        "/image-to-video/kling-2.6",
        {**ENDS, "voice": 2},
        2500,
        (*NEEDS_FRAME, LARGE, VOICED),
        audio=SILENT,
        resolution=HD,
        duration=SHORT,
    ),
    _from_contents("/motion-control/kling-2.6", MOTION, 2500, NEEDS_BOTH, **ORIENTED),
    _from_text("kling-2.5-turbo", 2500, resolution=HD, duration=SHORT),
    _from_contents("/image-to-video/kling-2.5-turbo", ENDS, 2500, (*NEEDS_FRAME, LARGE), resolution=HD, duration=SHORT),
)
