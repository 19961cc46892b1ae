"""Kling's older video calls, `/v1/videos/...`. kling-official.md, lines 132-202."""

from collections.abc import Mapping
from decimal import Decimal

from studio.rehearsal.fields import (
    Rule,
    apart,
    at_least_one,
    choice,
    exactly_one,
    given,
    group,
    listed,
    needed,
    number,
    text,
    when,
    whole,
)
from studio.rehearsal.fields import flag as boolean
from studio.rehearsal.kling import prices
from studio.rehearsal.kling.endpoints import CLIP, ID, MEDIA, TASK, Body, Endpoint

FIVE_OR_TEN = choice("5", "10")
SECONDS = choice(*map(str, range(3, 16)))
RATIO = choice("16:9", "9:16", "1:1")
MODE = choice("std", "pro", "4k")
ON_OFF = choice("on", "off")
YES_NO = choice("yes", "no")
AXIS = number(-10, 10)
ELEMENT = group(element_id=needed(ID))

TEXT_MODELS = (
    "kling-v1", "kling-v1-6", "kling-v2-master", "kling-v2-1-master", "kling-v2-5-turbo", "kling-v2-6", "kling-v3",
)  # fmt: skip
IMAGE_MODELS = (*TEXT_MODELS, "kling-v1-5", "kling-v2-1")
"""Lines 144 and 160. The retired ones (line 257) are still rehearsed: nothing is made here that could be gone."""

NAMES = {
    "kling-v1": "1.0",
    "kling-v1-5": "1.5",
    "kling-v1-6": "1.6",
    "kling-v2-master": "2.0-master",
    "kling-v2-1": "2.1",
    "kling-v2-1-master": "2.1-master",
    "kling-v2-5-turbo": "2.5-turbo",
    "kling-v2-6": "2.6",
    "kling-v3": "3.0",
    "kling-video-o1": "o1",
    "kling-v3-omni": "3.0-omni",
}

CAMERA = group(
    type=needed(choice("simple", "down_back", "forward_up", "right_turn_forward", "left_turn_forward")),
    config=group(horizontal=AXIS, vertical=AXIS, pan=AXIS, tilt=AXIS, roll=AXIS, zoom=AXIS),
)
SHOT = group(index=needed(whole(1, 6)), prompt=needed(text(512)), duration=needed(text()))
STORY = {
    "multi_shot": boolean(),
    "shot_type": choice("customize", "intelligence"),
    "multi_prompt": listed(SHOT, 1, 6),
}
VIDEO = {
    **TASK,
    **STORY,
    "prompt": text(2500),
    "negative_prompt": text(2500),
    "sound": ON_OFF,
    "cfg_scale": number(0, 1),
    "mode": MODE,
    "camera_control": CAMERA,
    "duration": SECONDS,
}


# What may not go together


def _one_axis(body: Body) -> bool:
    """Line 164: exactly one axis other than 0, and only with `simple`."""
    camera = body.get("camera_control")
    if not isinstance(camera, Mapping) or camera.get("type") != "simple":
        return False
    config = camera.get("config")
    return not isinstance(config, Mapping) or sum(bool(value) for value in config.values()) != 1


def _shots_do_not_add_up(body: Body) -> bool:
    """Line 149: the shots' seconds are the duration's."""
    shots = body.get("multi_prompt") or []
    seconds = sum(prices.whole_number(shot, "duration", 0) for shot in shots if isinstance(shot, Mapping))
    return bool(shots) and seconds != prices.whole_number(body, "duration", 5)


STORY_RULES: tuple[Rule, ...] = (
    when(lambda body: bool(body.get("multi_shot")) and not given(body, "shot_type"), ("shot_type",), "is required"),
    when(
        lambda body: body.get("shot_type") == "customize" and not given(body, "multi_prompt"),
        ("multi_prompt",),
        "is required when shot_type is customize",
    ),
    when(
        lambda body: not given(body, "prompt") and not given(body, "multi_prompt") and not given(body, "image"),
        ("prompt",),
        "is required",
    ),
    when(_shots_do_not_add_up, ("multi_prompt",), "durations should add up to duration"),
)
FIVE_OR_TEN_ONLY = when(
    lambda body: body.get("model_name") != "kling-v3" and body.get("duration") not in (None, "", "5", "10"),
    ("duration",),
    "should be one of 5, 10",
)
CAMERA_RULE = when(_one_axis, ("camera_control", "config"), "should have exactly one value that is not 0")
VOICED = when(
    lambda body: given(body, "voice_list") and body.get("sound") != "on",
    ("sound",),
    "should be on when voice_list is used",
)


def _typed(body: Body, *kinds: str | None) -> list[object]:
    """The pictures of these types; None for those that are only followed."""
    return [one for one in body.get("image_list") or [] if one.get("type") in kinds]


def _too_many_references(body: Body) -> bool:
    """Line 174: seven, or four beside a clip, elements included. Frames are not counted, as on the newer page (113)."""
    followed = len(_typed(body, None)) + len(body.get("element_list") or [])
    return followed > (4 if given(body, "video_list") else 7)


def _end_frame_among_many(body: Body) -> bool:
    """Line 174."""
    return bool(_typed(body, "end_frame")) and len(body["image_list"]) > 2


def _end_frame_alone(body: Body) -> bool:
    """Line 174."""
    return bool(_typed(body, "end_frame")) and not _typed(body, "first_frame")


# What it costs


def _seconds(body: Body) -> int:
    return prices.whole_number(body, "duration", 5)


def _kind(body: Body, default: str) -> str:
    """Which row of the price list: the model, and what makes it dearer."""
    name = NAMES[str(body.get("model_name") or default)]
    if name == "2.6" and given(body, "voice_list"):
        return "2.6 voice"
    if name in ("3.0-omni", "o1") and given(body, "video_list"):
        return f"{name} clip"
    return f"{name} sound" if body.get("sound") == "on" and name in ("2.6", "3.0", "3.0-omni") else name


def _by_model(default: str, mode: str = "std"):
    def units(body: Body) -> Decimal:
        return prices.clip(_kind(body, default), body.get("mode") or mode, _seconds(body))

    return units


def _motion(body: Body) -> Decimal:
    name = NAMES[str(body.get("model_name") or "kling-v2-6")]
    return prices.clip(f"{name} motion", body.get("mode"), 5)


def _extension(body: Body) -> Decimal:
    """A clip is extended at the size of its source, which is 1080p here."""
    return Decimal(prices.EXTEND["1080p"]) / prices.VIDEO_UNIT


def _like(kind: str):
    def units(body: Body) -> Decimal:
        return prices.clip(kind, body.get("mode") or "std", _seconds(body))

    return units


def _wrong_number_of_pictures(body: Body) -> bool:
    """Line 201: 1 or 2 for an addition, 1 for a swap, none for a removal."""
    given_pictures = body.get("image_list") or []
    allowed = {"addition": (1, 2), "swap": (1,), "removal": (0,)}.get(str(body.get("edit_mode")))
    return allowed is not None and len(given_pictures) not in allowed


ENDPOINTS = (
    Endpoint(
        path="/v1/videos/text2video",
        takes={**VIDEO, "model_name": choice(*TEXT_MODELS), "aspect_ratio": RATIO},
        rules=(*STORY_RULES, FIVE_OR_TEN_ONLY, CAMERA_RULE),
        makes="video",
        units=_by_model("kling-v1"),
    ),
    Endpoint(
        path="/v1/videos/image2video",
        takes={
            **VIDEO,
            "model_name": choice(*IMAGE_MODELS),
            "image": MEDIA,
            "image_tail": MEDIA,
            "element_list": listed(ELEMENT, most=3),
            "voice_list": listed(group(voice_id=needed(text())), most=2),
            "static_mask": MEDIA,
            "dynamic_masks": listed(
                group(mask=needed(MEDIA), trajectories=listed(group(x=needed(whole()), y=needed(whole())), 2, 77)),
                most=6,
            ),
        },
        rules=(
            at_least_one("image", "image_tail"),
            apart(("image_tail",), ("static_mask", "dynamic_masks"), ("camera_control",)),
            *STORY_RULES[:2],
            STORY_RULES[3],
            FIVE_OR_TEN_ONLY,
            CAMERA_RULE,
            VOICED,
        ),
        makes="video",
        units=_by_model("kling-v1"),
    ),
    Endpoint(
        path="/v1/videos/omni-video",
        takes={
            **TASK,
            **STORY,
            "model_name": choice("kling-video-o1", "kling-v3-omni"),
            "prompt": text(2500),
            "image_list": listed(group(image_url=needed(MEDIA), type=choice("first_frame", "end_frame")), most=9),
            "element_list": listed(ELEMENT, most=7),
            "video_list": listed(
                group(video_url=needed(CLIP), refer_type=choice("base", "feature"), keep_original_sound=YES_NO), most=1
            ),
            "sound": ON_OFF,
            "mode": MODE,
            "aspect_ratio": RATIO,
            "duration": SECONDS,
        },
        rules=(
            *STORY_RULES[:3],
            when(
                lambda body: given(body, "video_list") and body.get("sound") == "on",
                ("sound",),
                "should be off when video_list is used",
            ),
            when(_too_many_references, ("image_list",), "has too many images and elements"),
            when(_end_frame_among_many, ("image_list",), "takes an end_frame with two images at most"),
            when(_end_frame_alone, ("image_list",), "takes an end_frame only with a first_frame"),
        ),
        makes="video",
        units=_by_model("kling-video-o1", "pro"),
    ),
    Endpoint(
        path="/v1/videos/multi-image2video",
        takes={
            **TASK,
            "model_name": choice("kling-v1-6"),
            "image_list": needed(listed(group(image=needed(MEDIA)), 1, 4)),
            "prompt": needed(text(2500)),
            "negative_prompt": text(2500),
            "mode": choice("std", "pro"),
            "duration": FIVE_OR_TEN,
            "aspect_ratio": RATIO,
        },
        makes="video",
        units=_like("1.6"),
    ),
    Endpoint(
        path="/v1/videos/motion-control",
        takes={
            **TASK,
            "model_name": choice("kling-v2-6", "kling-v3"),
            "image_url": needed(MEDIA),
            "video_url": needed(CLIP),
            "character_orientation": needed(choice("image", "video")),
            "mode": needed(choice("std", "pro")),
            "keep_original_sound": YES_NO,
            "prompt": text(2500),
            "element_list": listed(ELEMENT, most=1),
        },
        makes="video",
        units=_motion,
    ),
    Endpoint(
        path="/v1/videos/video-extend",
        takes={
            **TASK,
            "video_id": needed(text()),
            "prompt": text(2500),
            "negative_prompt": text(2500),
            "cfg_scale": number(0, 1),
        },
        makes="longer video",
        units=_extension,
    ),
    Endpoint(
        path="/v1/videos/effects",
        takes={
            **TASK,
            "effect_scene": needed(text()),
            "input": needed(
                group(
                    image=MEDIA,
                    images=listed(MEDIA, 2, 2),
                    duration=FIVE_OR_TEN,
                    model_name=text(),
                    mode=choice("std", "pro"),
                )
            ),
        },
        rules=(lambda body: exactly_one("image", "images")(body["input"]),),
        makes="video",
        units=lambda body: prices.clip("effects", body["input"].get("mode") or "std", _seconds(body["input"])),
    ),
    Endpoint(
        path="/v1/videos/multi-elements",
        takes={
            **TASK,
            "model_name": text(),
            "session_id": needed(text()),
            "edit_mode": needed(choice("addition", "swap", "removal")),
            "image_list": listed(group(image=needed(MEDIA)), most=2),
            "prompt": needed(text(2500)),
            "negative_prompt": text(2500),
            "mode": choice("std", "pro"),
            "duration": FIVE_OR_TEN,
        },
        rules=(when(_wrong_number_of_pictures, ("image_list",), "has the wrong number of images for edit_mode"),),
        makes="video of a session",
        units=_like("elements"),
    ),
)
