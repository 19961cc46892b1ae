"""From canonical values to the flat JSON of one endpoint of fal's. One row per value: its field, and how it is written.

Field names: fal's schemas of its endpoints, 2026-08-02; the routes' sources name each. The usual names stand here; a
route's `wire` may say otherwise: `names` (value -> field), `single` (values that are lists with us and one file there),
`beside` (value -> the endpoint that is asked while it is given).
"""

from collections.abc import Callable, Mapping

from studio.catalog.mentions import Mention
from studio.catalog.schema import Route
from studio.providers.base import Values
from studio.providers.payload import Named, Place, as_text, fill, one, several


def upper(value: str, named: Named) -> object:
    """A tier as fal writes it: `2K`."""
    return value.upper()


def first_of(value: list, named: Named) -> object:
    """A list of one, where the endpoint takes a single file."""
    return named(value[0])


def shots(value: list, named: Named) -> object:
    """Shots in order; their seconds are text, like every length here."""
    return [{"prompt": shot["prompt"], "duration": str(shot["duration"])} for shot in value]


def elements(value: list, named: Named) -> object:
    """Characters and things, whole: they are mentioned by their place."""
    return [element(item, named) for item in value]


def element(item: Mapping[str, object], named: Named) -> dict[str, object]:
    """One element: a front with further views, or a clip; its voice is an id by now."""
    files = {"frontal_image_url": "front", "video_url": "video"}
    body: dict[str, object] = {theirs: named(item[ours]) for theirs, ours in files.items() if ours in item}
    views = [named(view) for view in item.get("views", ())]
    voice = {"voice_id": item["voice"]} if "voice" in item else {}
    return body | ({"reference_image_urls": views} if views else {}) | voice


PLACES = {
    "prompt": Place("prompt"),
    "negative_prompt": Place("negative_prompt"),
    "guidance": Place("cfg_scale"),
    "duration": Place("duration", as_text),
    "aspect_ratio": Place("aspect_ratio"),
    "resolution": Place("resolution", upper),
    "takes": Place("num_images"),
    "first_frame": Place("image_url", one),
    "last_frame": Place("tail_image_url", one),
    "input_image": Place("image_url", one),
    "input_video": Place("video_url", one),
    "reference_video": Place("video_url", one),
    "reference_images": Place("image_urls", several),
    "elements": Place("elements", elements),
    "shots": Place("multi_prompt", shots),
    "shot_style": Place("shot_type"),
    "sound": Place("generate_audio"),
    "keep_original_sound": Place("keep_original_sound"),
    "voices": Place("voice_ids"),
    "character_orientation": Place("character_orientation"),
    "effect": Place("effect_scene"),
    "audio": Place("audio_url", one),
    "speech_text": Place("text"),
    "voice": Place("voice_id"),
    "voice_language": Place("voice_language"),
    "voice_speed": Place("voice_speed"),
    "sound_prompt": Place("sound_effect_prompt"),
    "music_prompt": Place("background_music_prompt"),
    "asmr": Place("asmr_mode"),
}


# Values that become more than one field, or one of several

AXES = {
    "truck": "horizontal",
    "pedestal": "vertical",
    "tilt": "pan",
    "pan": "tilt",
    "roll": "roll",
    "zoom": "zoom",
}
"""Film words -> fal's, which are Kling's: its `pan` turns up and down and its `tilt` left and right."""


def camera(value: Mapping[str, object], named: Named) -> dict[str, object]:
    """A preset, or the one axis that moves."""
    if value["preset"] != "custom":
        return {"camera_control": value["preset"]}
    axis, amount = next((axis, amount) for axis, amount in value["axes"].items() if amount)
    return {"advanced_camera_control": {"movement_type": AXES[axis], "movement_value": amount}}


def motion_brush(value: Mapping[str, object], named: Named) -> dict[str, object]:
    """What is held still, and what moves along which path, in whole pixels from the top left (see the routes' note)."""
    moving = [
        {"mask_url": named(brush["mask"]), "trajectories": [{"x": round(x), "y": round(y)} for x, y in brush["path"]]}
        for brush in value["brushes"]
    ]
    still = {"static_mask_url": named(value["static_mask"])} if value["static_mask"] else {}
    return still | ({"dynamic_masks": moving} if moving else {})


def series(value: int, named: Named) -> dict[str, object]:
    """So many pictures that belong together."""
    return {"result_type": "series", "series_amount": value}


PARTS: Mapping[str, Callable[[object, Named], dict[str, object]]] = {
    "camera": camera,
    "motion_brush": motion_brush,
    "series": series,
}

KNOWN = {*PLACES, *PARTS}
"""What fal can be told."""

MENTIONS = {
    "image": "@Image{}",
    "video": "@Video{}",
    "element": "@Element{}",
    "voice": "<<<voice_{}>>>",
}


def mention(meant: Mention) -> str:
    """How a prompt means a picture, a clip, an element or a voice."""
    return MENTIONS[meant.kind].format(meant.number)


def endpoint_of(route: Route, values: Values) -> str:
    """The endpoint that is asked: the route's, or the one that takes a value which is given."""
    others = route.wire.get("beside", {})
    return next((endpoint for value, endpoint in others.items() if value in values), route.endpoint)


def body(route: Route, values: Values, named: Named) -> dict[str, object]:
    """The inputs of the endpoint. With shots their sum is the length, and is not told again. Voices are ids by now."""
    given = {name: value for name, value in values.items() if not told_by_shots(name, values)}
    found = fill({}, given, places(route), named)
    for name, write in PARTS.items():
        if name in given:
            found |= write(given[name], named)
    return found


def told_by_shots(name: str, values: Values) -> bool:
    """Whether shots already say it."""
    return name == "duration" and "shots" in values


def places(route: Route) -> dict[str, Place]:
    """The places of this route's values, under the names that its endpoint gives them."""
    names, single = route.wire.get("names", {}), route.wire.get("single", ())
    return {
        name: Place(names.get(name, place.path), first_of if name in single else place.write)
        for name, place in PLACES.items()
    }
