"""A recipe's values as the renderer's request: which file is drawn as what, how large, how long, what is heard.

A handle, a file that only its provider has, is drawn as a plate that says so; a sound of that kind is silence. Whatever
a recipe holds that no drawing can show is told in `notes`, which stand on the card.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from studio.catalog.controls import Size
from studio.catalog.pricing import seconds_of
from studio.catalog.schema import Route
from studio.providers.animatic import scenes
from studio.providers.base import Values
from studio.providers.templates import OUR_ID, file

Json = dict[str, object]

SECONDS = 5
"""The length of a clip whose recipe names none: what every provider takes then. An extension adds up to as much."""

PIXELS = {"720p": 1280 * 720, "1080p": 1920 * 1080, "4k": 3840 * 2160, "1k": 1024 * 1024, "2k": 2048 * 2048}
"""About how many pixels a tier has; the sizes of one tier differ by up to a third."""

STEP_PX = 16
"""Where only a ratio and a tier are known, sides are multiples of this."""

WORDS_A_SECOND = {"en": 2.5, "zh": 4.5}
"""How fast the two languages are spoken, English in words and Chinese in characters: to guess how long a speech is."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Way:
    """How one task is drawn: which value is the picture, and which the clip that plays.

    `own_size`: the result is as large as its input. `own_rate`: and as fast. `longer`: seconds that follow the clip.
    `keeps_sound`: what a missing `keep_original_sound` means.
    """

    picture: str = "first_frame"
    clip: str = ""
    own_size: bool = False
    own_rate: bool = False
    longer: int = 0
    keeps_sound: bool = True


WAYS: Mapping[str, Way] = {
    "edit-video": Way(clip="input_video"),
    "edit-elements": Way(clip="input_video"),
    "motion-control": Way(picture="", clip="reference_video"),
    "extend": Way(clip="input_video", own_size=True, longer=SECONDS),
    "lip-sync": Way(clip="input_video", own_size=True, own_rate=True),
    "video-to-audio": Way(clip="input_video", own_size=True, own_rate=True, keeps_sound=False),
    "avatar": Way(picture="input_image"),
    "image-to-image": Way(picture="input_image"),
    "restyle": Way(picture="input_image", own_size=True),
    "expand-image": Way(picture="input_image", own_size=True),
    "element-views": Way(picture="input_image", own_size=True),
}
"""By task; where none is named, the first frame is the picture and nothing plays."""


def request(route: Route, values: Values) -> Json:
    """The renderer's request, with blanks for files and the id."""
    way = _way(route.task, values)
    sounds = list(_sounds(values))
    clip = _given(values[way.clip]) if way.clip in values else None
    volume = _source_volume(way, values) if clip else 0
    return {
        "id": OUR_ID,
        "kind": route.output,
        **_size(route, values, way),
        "fps": None if way.own_rate else route.fps,
        "shots": _shots(values, way),
        **_pictures(values, way),
        "source_video": clip,
        "source_volume": volume,
        "reference_images": list(_references(values, way)),
        "expansion": values.get("expansion"),
        "camera": values.get("camera"),
        "motion_brush": _brush(values.get("motion_brush")),
        "sounds": sounds,
        "mouths": route.task in SPOKEN,
        "restyled": route.task in RESTYLED and "input_image" in values,
        "notes": list(_notes(route, values)),
        "takes": _takes(values),
        "series": "series" in values,
        "sound": bool(values.get("sound") or sounds or volume or route.task in WITH_SOUND),
        "title": "",
        "model": str(route.wire.get("model", "")),
        "task": route.task,
    }


WITH_SOUND = {"video-to-audio", "lip-sync", "avatar"}
"""The tasks whose result always has a sound track."""


SPOKEN = {"lip-sync", "avatar"}
"""The tasks in which somebody on screen speaks."""


RESTYLED = {"restyle", "image-to-image"}
"""The tasks that make another picture of one: the drawing has a filter, if the prompt names one."""


def _way(task: str, values: Values) -> Way:
    if task == "reference-to-video" and values.get("reference_kind") == "base":
        return Way(clip="reference_video")
    return WAYS.get(task, Way())


def _given(media: Mapping[str, object]) -> object:
    """A media value in the request."""
    return {"handle": str(media["handle"])} if "handle" in media else file(media)


# What is seen


def _pictures(values: Values, way: Way) -> Json:
    found = {name: _given(values[name]) for name in ("first_frame", "last_frame") if name in values}
    if way.picture in values:
        found["first_frame"] = _given(values[way.picture])
    two = values.get("reference_images", ()) if "effect" in values else ()
    found |= {name: _given(media) for name, media in zip(("first_frame", "beside"), two, strict=False)}
    return {"first_frame": None, "last_frame": None, "beside": None} | found


def _brush(value: Mapping | None) -> Json | None:
    if value is None:
        return None
    still, brushes = value["static_mask"], value["brushes"]
    strokes = [{"mask": _given(brush["mask"]), "path": brush["path"]} for brush in brushes]
    return {"static_mask": still and _given(still), "brushes": strokes}


def _references(values: Values, way: Way) -> Iterator[object]:
    """The contact sheet: references, then the faces of the elements. Of a clip, one picture."""
    if "input_image" in values and way.picture != "input_image":
        yield _given(values["input_image"])
    if "effect" not in values:
        yield from (_given(media) for media in values.get("reference_images", ()))
    if "reference_video" in values and way.clip != "reference_video":
        yield _clip(values["reference_video"])
    for element in values.get("elements", ()):
        yield _element(element)


def _element(element: Mapping[str, object]) -> object:
    if "front" in element:
        return _given(element["front"])
    if "video" in element:
        return _clip(element["video"])
    return {"handle": f"Element {element['handle']}"}


def _clip(media: Mapping[str, object]) -> object:
    return _given(media) if "handle" in media else {"clip": file(media)}


SERIES = 4
"""So many pictures stand for a series whose number the model decides."""


def _takes(values: Values) -> int:
    """How many files."""
    series = values.get("series", values.get("takes", 1))
    return SERIES if series == "auto" else series


# How long, and what is written over it


def _shots(values: Values, way: Way) -> list[Json]:
    if "shots" in values and not (way.clip and way.clip in values):
        return list(values["shots"])
    words, seconds = _words(values), seconds_of(values)
    if way.longer:
        return [{"prompt": CONTINUED, "duration": None}, {"prompt": words, "duration": seconds or way.longer}]
    if way.clip and way.clip in values:
        return [{"prompt": words, "duration": None}]
    if "audio" in values:
        return [{"prompt": words, "duration": None}]
    return [{"prompt": words, "duration": seconds or _spoken_s(values) or SECONDS}]


CONTINUED = "The clip as it is"


def _words(values: Values) -> str:
    """All that the recipe says in words."""
    shots = " ".join(shot["prompt"] for shot in values.get("shots", ()))
    told = dict(values) | ({"effect": scenes.words(values["effect"])} if "effect" in values else {})
    labelled = (f"{label}: {told[name]}" for name, label in SAID.items() if told.get(name))
    return "\n".join(filter(None, [str(values.get("prompt") or shots), *labelled]))


SAID = {"effect": "Effect", "speech_text": "Says", "sound_prompt": "Sound", "music_prompt": "Music"}


def _spoken_s(values: Values) -> float | None:
    """About how long the speech takes; nobody knows before it is spoken."""
    text = str(values.get("speech_text", ""))
    if not text.strip():
        return None
    language = str(values.get("voice_language", "zh" if any(letter > "\u2e80" for letter in text) else "en"))
    count = len(text) if language == "zh" else len(text.split())
    return max(2.0, round(count / WORDS_A_SECOND.get(language, 2.5) / float(values.get("voice_speed", 1)), 1))


# What is heard


def _sounds(values: Values) -> Iterator[Json]:
    volume = values.get("speech_volume", 1)
    if "audio" in values:
        yield {"file": _given(values["audio"]), "volume": volume}
    for face in values.get("faces", ()):
        cut = {"at": face["at"], "from": face["from"], "to": face["to"]}
        yield {"file": _given(face["audio"]), **cut, "volume": volume}


def _source_volume(way: Way, values: Values) -> float:
    """How loud the clip's own sound is."""
    kept = way.keeps_sound and values.get("keep_original_sound", True)
    return values.get("original_volume", 1) if kept else 0


# What no drawing can show


def _notes(route: Route, values: Values) -> Iterator[str]:
    if "effect" in values:
        yield scenes.note(str(values["effect"]), route.control("effect"))
    if route.task in NOT_DRAWN:
        yield NOT_DRAWN[route.task]
    brushes = values.get("motion_brush", {}).get("brushes", ())
    if any("handle" in brush["mask"] for brush in brushes):
        yield "Motion brush: masks that only the provider has move nothing here"
    for name, words in UNSEEN.items():
        if name in values:
            yield words(values[name])


NOT_DRAWN = {
    "edit-video": "The clip is as it was given: the edit is not drawn",
    "edit-elements": "The clip is as it was given: the edit is not drawn",
    "motion-control": "The clip whose movement is followed; the character is in the corner",
    "extend": "What follows the clip is not drawn: its last picture is held",
    "lip-sync": "Lips do not move here; the meter shows when they would",
    "avatar": "Lips do not move here; the meter shows when they would",
    "video-to-audio": "No sound is made here",
    "element-views": "The other views are not drawn",
}
"""What a whole task has that no drawing can show."""


def _counted(words: str) -> Callable[[list], str]:
    return lambda given: f"{words}: {len(given)}, not heard here"


UNSEEN: Mapping[str, Callable] = {
    "guidance": lambda value: f"Guidance {value:g} changes nothing here",
    "negative_prompt": lambda _: "The negative prompt changes nothing here",
    "fidelity": lambda value: f"Fidelity {value:g} changes nothing here",
    "human_fidelity": lambda value: f"Face fidelity {value:g} changes nothing here",
    "voices": _counted("Voices"),
    "voice": lambda value: f"Voice {value if isinstance(value, str) else 'of your own'}: not heard here",
    "speech_text": lambda _: "How long the speech is, is guessed",
    "series": lambda value: f"The model decides how many; {SERIES} are drawn" if value == "auto" else "A series",
}
"""What a value that cannot be seen says of itself on the card."""


# Size


def _size(route: Route, values: Values, way: Way) -> Json:
    """Width and height in pixels, or what the input's shape decides about."""
    if "width" in values:
        return {"width": values["width"], "height": values["height"]}
    tier, ratio = str(values.get("resolution", "")), str(values.get("aspect_ratio", "auto"))
    pairs = list(_sizes(route, tier))
    if ":" in ratio:
        width, height = _of_ratio(ratio, pairs, PIXELS.get(tier) or _pixels(route))
        return {"width": width, "height": height}
    open_ = {"width": None, "height": None}
    if way.own_size:
        return open_
    return open_ | ({"sizes": [list(pair) for pair in pairs]} if pairs else {"short_side": _short_side(route)})


def _of_ratio(ratio: str, pairs: list[tuple[int, int]], pixels: int) -> tuple[int, int]:
    """The size of that shape; where the route lists none, one of about so many pixels."""
    wide, high = map(float, ratio.split(":"))
    if pairs:
        return min(pairs, key=lambda pair: abs(pair[0] / pair[1] - wide / high))
    sides = ((pixels * wide / high) ** 0.5, (pixels * high / wide) ** 0.5)
    return tuple(STEP_PX * round(side / STEP_PX) for side in sides)


def _short_side(route: Route) -> int:
    return int(route.wire.get("short_side", 720))


def _pixels(route: Route) -> int:
    """Of the tier that the model has: pictures without one are 1k."""
    return PIXELS["1k"] if route.output == "image" else _short_side(route) ** 2 * 16 // 9


def _sizes(route: Route, tier: str) -> Iterator[tuple[int, int]]:
    """The route's sizes of one tier; all of them where no tier is named."""
    pairs = [pair for control in route.controls if isinstance(control, Size) for pair in control.pairs]
    pixels = PIXELS.get(tier)
    near = [pair for pair in pairs if pixels and 0.66 < pair[0] * pair[1] / pixels < 1.5]
    yield from near or pairs
