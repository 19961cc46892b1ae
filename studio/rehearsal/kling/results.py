"""What a finished task gives: the shapes of its files, decided when it is accepted, and how each generation lists them.

kling-official.md, lines 121-135, 176-235.
"""

import base64
import binascii
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from PIL import ImageFile

from studio.rehearsal.clips import Shape
from studio.rehearsal.kling import prices
from studio.rehearsal.kling.endpoints import Body, Endpoint
from studio.rehearsal.kling.newer import of_type, setting
from studio.rehearsal.kling.older_images import count

Json = dict[str, object]
Url = Callable[[Shape], str]

HEIGHTS = {"720p": 720, "1080p": 1080, "4k": 2160}
"""The shorter side, but of a square: see SQUARES."""
SQUARES = {"720p": 960, "1080p": 1440, "4k": 2160}
EDGES = {"1k": 1024, "2k": 2048, "4k": 4096}
"""A picture's longer side; no source gives its pixels."""

HEAD = 1 << 16
"""So much of a picture is enough to tell its size."""


def sized(ratio: str, size: str) -> tuple[int, int]:
    """The pixels of a video: `W:H` and 720p, 1080p or 4k."""
    wide, high = proportions(ratio)
    if wide == high:
        return SQUARES[size], SQUARES[size]
    short = HEIGHTS[size]
    return (round(short * wide / high), short) if wide > high else (short, round(short * high / wide))


def edged(ratio: str, size: str) -> tuple[int, int]:
    """The pixels of a picture: `W:H` and 1k, 2k or 4k."""
    wide, high = proportions(ratio)
    longest = EDGES.get(size, EDGES["1k"])
    return (longest, round(longest * high / wide)) if wide > high else (round(longest * wide / high), longest)


def proportions(ratio: str) -> tuple[float, float]:
    """Both sides of `W:H`; 16:9 for `auto` and what is no ratio."""
    wide, _, high = ratio.partition(":")
    return (float(wide), float(high)) if wide.isdigit() and high.isdigit() else (16.0, 9.0)


def ratio_of(picture: object) -> str:
    """The proportions of a picture that was sent as base64, so that what is made of it has them, too."""
    if not isinstance(picture, str) or picture.startswith(("http://", "https://")):
        return ""
    parser = ImageFile.Parser()
    try:
        parser.feed(base64.b64decode(picture[:HEAD], validate=True))
    except (binascii.Error, ValueError, OSError, SyntaxError):
        return ""
    return f"{parser.image.width}:{parser.image.height}" if parser.image else ""


# What will be made


def shapes(endpoint: Endpoint, body: Body) -> list[Shape]:
    """The files of a task, in order; a longer or talking video gets its length from what it is made of."""
    if endpoint.makes in ("images", "images or series"):
        return [_picture(body)] * count(body)
    return MAKES[endpoint.makes](endpoint, body)


def _video(endpoint: Endpoint, body: Body) -> list[Shape]:
    return [_newer_video(body) if endpoint.newer else _older_video(body)]


def _newer_video(body: Body) -> Shape:
    frame = next((item.get("url") for kind in ("first_frame", "image") for item in of_type(body, kind)), None)
    ratio = str(setting(body, "aspect_ratio") or ratio_of(frame))
    width, height = sized(ratio, str(setting(body, "resolution") or "720p"))
    sound = setting(body, "audio") in ("native", "original")
    seconds = prices.whole_number(body.get("settings") or {}, "duration", 5)
    return Shape(width=width, height=height, seconds=seconds, sound=sound)


def _older_video(body: Body) -> Shape:
    given = body.get("input")
    about = {**body, **given} if isinstance(given, Mapping) else body
    pictures = about.get("image_list")
    first = pictures[0] if isinstance(pictures, list) and pictures else {}
    picture = next((about[name] for name in ("image", "image_url", "image_tail") if about.get(name)), None)
    picture = picture or first.get("image_url") or first.get("image")
    ratio = str(about.get("aspect_ratio") or ratio_of(picture))
    width, height = sized(ratio, prices.SIZES.get(str(about.get("mode") or "std"), "720p"))
    sound = about.get("sound") == "on" or about.get("keep_original_sound") == "yes" or "sound_file" in about
    return Shape(width=width, height=height, seconds=prices.whole_number(about, "duration", 5), sound=sound)


def _talking(endpoint: Endpoint, body: Body) -> list[Shape]:
    return [Shape(seconds=5, sound=True)]


def _sound(endpoint: Endpoint, body: Body) -> list[Shape]:
    return [Shape(form="mp3", seconds=float(body.get("duration") or 5))]


def _picture(body: Body) -> Shape:
    pictures = body.get("image_list")
    first = pictures[0].get("image") if isinstance(pictures, list) and pictures else body.get("image")
    ratio = body.get("aspect_ratio")
    ratio = ratio_of(first) if ratio in (None, "", "auto") else str(ratio)
    width, height = edged(ratio, str(body.get("resolution") or "1k"))
    return Shape(form="png", width=width, height=height)


VIEW = Shape(form="png", width=1024, height=1024)
TRIAL = Shape(form="mp3", seconds=5)

MAKES: dict[str, Callable[[Endpoint, Body], list[Shape]]] = {
    "video": _video,
    "longer video": lambda endpoint, body: [Shape(seconds=10)],
    "video of a session": _video,
    "lips of a session": _talking,
    "sound": _sound,
    "video and sound": _talking,
    "views": lambda endpoint, body: [VIEW] * 3,
    "element": lambda endpoint, body: [VIEW],
    "voice": lambda endpoint, body: [TRIAL],
}


# What is told of it


def its_id(task_id: str, place: int = 0) -> str:
    """The id of one result. Task ids end in 0, so that the task is found again by it."""
    return f"{task_id[:-1]}{place + 1}"


def task_of(result_id: str) -> str:
    """The way back."""
    return f"{result_id[:-1]}0"


def seconds(shape: Shape) -> str:
    """A length, which Kling writes as a text."""
    return f"{shape.seconds:g}"


def older(makes: str, task_id: str, made: list[Shape], about: Mapping[str, object], url: Url) -> Json:
    """`task_result` of the older generation."""
    return OLDER[makes](task_id, made, about, url)


def _videos(task_id: str, made: list[Shape], about: Mapping[str, object], url: Url) -> Json:
    return {"videos": [_one_video(task_id, place, shape, about, url) for place, shape in enumerate(made)]}


def _one_video(task_id: str, place: int, shape: Shape, about: Mapping[str, object], url: Url) -> Json:
    video: Json = {"id": its_id(task_id, place), "url": url(shape), "duration": seconds(shape)}
    marked = {"watermark_url": url(shape)} if about.get("watermark") else {}
    session = {"session_id": about["session_id"]} if about.get("session_id") else {}
    return video | marked | session


def _images(task_id: str, made: list[Shape], about: Mapping[str, object], url: Url) -> Json:
    marked = bool(about.get("watermark"))
    return {
        "images": [
            {"index": place, "url": url(shape)} | ({"watermark_url": url(shape)} if marked else {})
            for place, shape in enumerate(made)
        ]
    }


def _images_or_series(task_id: str, made: list[Shape], about: Mapping[str, object], url: Url) -> Json:
    found = _images(task_id, made, about, url)["images"]
    if about.get("series"):
        return {"result_type": "series", "images": [], "series_images": found}
    return {"result_type": "single", "images": found, "series_images": []}


def _sounds(task_id: str, made: list[Shape], about: Mapping[str, object], url: Url) -> Json:
    """Line 212: both forms of each."""
    return {"audios": [_one_sound(its_id(task_id, place + 5), shape, url) for place, shape in enumerate(made)]}


def _one_sound(sound_id: str, shape: Shape, url: Url) -> Json:
    mp3, wav = (replace(shape, form=form) for form in ("mp3", "wav"))
    lengths = {"duration_mp3": seconds(mp3), "duration_wav": seconds(wav)}
    return {"id": sound_id, "url_mp3": url(mp3), "url_wav": url(wav)} | lengths


def _video_and_sound(task_id: str, made: list[Shape], about: Mapping[str, object], url: Url) -> Json:
    sounds = [Shape(form="mp3", seconds=shape.seconds) for shape in made]
    return _videos(task_id, made, about, url) | _sounds(task_id, sounds, about, url)


def _views(task_id: str, made: list[Shape], about: Mapping[str, object], url: Url) -> Json:
    """Line 223: three sets of three."""
    return {
        "images": [
            {"index": place, **{f"url_{number}": url(shape) for number in (1, 2, 3)}}
            for place, shape in enumerate(made)
        ]
    }


def _elements(task_id: str, made: list[Shape], about: Mapping[str, object], url: Url) -> Json:
    return {"elements": [element(int(its_id(task_id)), about, url)]}


def element(element_id: int, about: Mapping[str, object], url: Url, owned_by: str = "") -> Json:
    """Line 231."""
    return {
        "element_id": element_id,
        "element_name": about.get("name", ""),
        "element_description": about.get("description", ""),
        "reference_type": about.get("reference", "image_refer"),
        "element_image_list": {"frontal_image": url(VIEW), "refer_images": [{"image_url": url(VIEW)}]},
        "owned_by": owned_by or about.get("owner", ""),
        "status": "deleted" if about.get("deleted") else "succeed",
    }


def _voices(task_id: str, made: list[Shape], about: Mapping[str, object], url: Url) -> Json:
    return {"voices": [voice(its_id(task_id), str(about.get("name", "")), str(about.get("owner", "")), url)]}


def voice(voice_id: str, name: str, owned_by: str, url: Url) -> Json:
    """Line 234."""
    return {"voice_id": voice_id, "voice_name": name, "trial_url": url(TRIAL), "owned_by": owned_by}


OLDER: dict[str, Callable[[str, list[Shape], Mapping[str, object], Url], Json]] = {
    "video": _videos,
    "longer video": _videos,
    "video of a session": _videos,
    "lips of a session": _videos,
    "sound": _sounds,
    "video and sound": _video_and_sound,
    "images": _images,
    "images or series": _images_or_series,
    "views": _views,
    "element": _elements,
    "voice": _voices,
}


def newer(task_id: str, made: list[Shape], about: Mapping[str, object], url: Url) -> Iterator[Json]:
    """`outputs` of the newer generation (line 129), which makes videos only."""
    for place, shape in enumerate(made):
        marked = url(shape) if about.get("watermark") else ""
        video = {"type": "video", "id": its_id(task_id, place), "url": url(shape), "watermark_url": marked}
        yield video | {"duration": seconds(shape)}
