"""From canonical values to the flat JSON of one Scenario model.

Scenario names the same input differently from model to model. The usual names stand here; a route's `wire` may say
otherwise: `names` (value -> field), `lengths` ("number" where seconds are no text), `story` ("json" where shots are one
text), `mentions` (how a prompt names its references), `fixed` (fields that make the tier), `beside` (value -> the model
that is asked while it is given). Source: docs.scenario.com, page "Kuaishou Technology", 2026-07-01.
"""

import json
from collections.abc import Mapping

from studio.catalog.mentions import Mention, spoken
from studio.catalog.pricing import seconds_of
from studio.catalog.schema import Route
from studio.providers.payload import Named, Place, as_is, as_text, fill, one, several


def shots(value: list, named: Named) -> object:
    """A list of shots, their seconds as text like every duration of these models."""
    return [{"prompt": shot["prompt"], "duration": str(shot["duration"])} for shot in value]


def shots_as_json(value: list, named: Named) -> object:
    """The same list as one JSON text, with plain numbers (V3 Omni)."""
    return json.dumps([{"prompt": shot["prompt"], "duration": shot["duration"]} for shot in value], ensure_ascii=False)


def elements(value: list, named: Named) -> object:
    """Characters and things: a front with further views, or a clip."""
    return [element(item, named) for item in value]


def element(item: Mapping[str, object], named: Named) -> dict[str, object]:
    """One element. Its name is ours: prompts mention it by its place."""
    if "video" in item:
        return {"video": named(item["video"])}
    views = [named(view) for view in item.get("views", [])]
    return {"frontalImage": named(item["front"])} | ({"referenceImages": views} if views else {})


PLACES = {
    "prompt": Place("prompt"),
    "negative_prompt": Place("negativePrompt"),
    "guidance": Place("cfgScale"),
    "duration": Place("duration", as_text),
    "aspect_ratio": Place("aspectRatio"),
    "sound": Place("generateAudio"),
    "keep_original_sound": Place("keepOriginalSound"),
    "first_frame": Place("startImage", one),
    "last_frame": Place("endImage", one),
    "input_image": Place("image", one),
    "input_video": Place("video", one),
    "reference_video": Place("video", one),
    "reference_images": Place("referenceImages", several),
    "audio": Place("audio", one),
    "elements": Place("elements", elements),
    "shots": Place("multiPrompt", shots),
    "shot_style": Place("shotType"),
    "character_orientation": Place("characterOrientation"),
    "reference_kind": Place("videoReferenceType"),
    "speech_text": Place("text"),
    "voice": Place("voiceId"),
    "voice_speed": Place("voiceSpeed"),
    "sound_prompt": Place("soundEffectPrompt"),
    "music_prompt": Place("backgroundMusicPrompt"),
    "asmr": Place("asmrMode"),
}

MENTIONS = {"at": "@{kind}{number}", "angle": "<<<{lower}_{number}>>>"}
"""`@Image1` on O1 and V3, `<<<image_1>>>` on V3 Omni."""


def mention(route: Route, meant: Mention) -> str:
    """How a model is told of a reference in its prompt."""
    style = route.wire.get("mentions", "at")
    return MENTIONS[style].format(kind=meant.kind.capitalize(), lower=meant.kind, number=meant.number)


def model_of(route: Route, values: Mapping[str, object]) -> str:
    """The model that is asked: the route's, or the one that takes a value which is given."""
    others = route.wire.get("beside", {})
    return next((model for value, model in others.items() if value in values), route.endpoint)


def body(route: Route, values: Mapping[str, object], named: Named) -> dict[str, object]:
    """The model's inputs; what the route fixes is always among them."""
    given = with_length(route, spoken(values, lambda meant: mention(route, meant)))
    return fill(dict(route.wire.get("fixed", {})), given, places(route), named)


def places(route: Route) -> dict[str, Place]:
    """The places of this route's values, under the names that its model gives them."""
    writers = {name: place.write for name, place in PLACES.items()}
    if route.wire.get("lengths") == "number":
        writers["duration"] = as_is
    if route.wire.get("story") == "json":
        writers["shots"] = shots_as_json
    names = {name: place.path for name, place in PLACES.items()} | route.wire.get("names", {})
    return {name: Place(names[name], writers[name]) for name in PLACES}


def with_length(route: Route, values: Mapping[str, object]) -> dict[str, object]:
    """With shots the length is their sum: left out, but for V3 Omni, where both must be equal."""
    if "shots" not in values:
        return dict(values)
    rest = {name: value for name, value in values.items() if name != "duration"}
    return rest | ({"duration": seconds_of(values)} if route.wire.get("story") == "json" else {})
