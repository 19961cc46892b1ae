"""What fal's Kling video endpoints take. fal.md, lines 117-361; prices lines 37-60."""

from studio.rehearsal.fal.endpoints import (
    COMBO,
    FILE,
    FIVE_OR_TEN,
    FULL_SET,
    GUIDANCE,
    IMAGE_SET,
    MASK,
    PROMPT,
    SHAPES,
    SHAPES_OR_AUTO,
    SHOT,
    TO_FIFTEEN,
    TO_TEN,
    Endpoint,
    files,
    per_second,
)
from studio.rehearsal.fields import Field, Table, apart, at_least_one, choice, flag, group, listed, needed, number, text

EITHER = (at_least_one("prompt", "multi_prompt"), apart(("prompt",), ("multi_prompt",)))
"""Lines 269, 322, 333: one of them, but not both."""
NOT_BOTH = (apart(("prompt",), ("multi_prompt",)),)

WORDS = {"prompt": PROMPT, "negative_prompt": text(2500), "cfg_scale": GUIDANCE, "duration": FIVE_OR_TEN}
TEXT = {**WORDS, "aspect_ratio": SHAPES}
IMAGE = {**WORDS, "image_url": needed(FILE)}
TAIL = {"tail_image_url": FILE}
BRUSH = {"static_mask_url": FILE, "dynamic_masks": listed(MASK)}
AXES = choice("horizontal", "vertical", "pan", "tilt", "roll", "zoom")
CAMERA = {
    "camera_control": choice("down_back", "forward_up", "right_turn_forward", "left_turn_forward"),
    "advanced_camera_control": group(movement_type=needed(AXES), movement_value=needed(number(-10, 10))),
}


def _video(takes: Table, price, *, size: str = "1080p", rules=(), sound: bool | None = None) -> Endpoint:
    return Endpoint(takes=takes, makes="video", price=price, size=size, rules=rules, sound=sound)


V1 = per_second("0.056")
V1_PRO = per_second("0.098")
V16_PRO = per_second("0.095")
"""By its own page (sources/003, line 672)."""
MASTER = per_second("0.28")
TURBO_25 = per_second("0.07")
V26 = per_second("0.07", sound="0.14", voice="0.168")

UP_TO_26 = {
    "v1/standard/text-to-video": _video({**TEXT, **CAMERA}, V1, size="720p"),
    "v1/standard/image-to-video": _video({**IMAGE, **TAIL, **BRUSH}, V1, size="720p"),
    "v1.5/pro/text-to-video": _video(TEXT, V1_PRO),
    "v1.5/pro/image-to-video": _video({**IMAGE, **TAIL, **BRUSH, "aspect_ratio": SHAPES}, V1_PRO),
    "v1.6/standard/text-to-video": _video(TEXT, V1, size="720p"),
    "v1.6/standard/image-to-video": _video(IMAGE, V1, size="720p"),
    "v1.6/pro/text-to-video": _video(TEXT, V16_PRO),
    "v1.6/pro/image-to-video": _video({**IMAGE, **TAIL, **BRUSH, "aspect_ratio": SHAPES}, V16_PRO),
    "v2/master/text-to-video": _video(TEXT, MASTER, size="720p"),
    "v2/master/image-to-video": _video(IMAGE, MASTER, size="720p"),
    "v2.1/standard/image-to-video": _video(IMAGE, V1, size="720p"),
    "v2.1/pro/image-to-video": _video({**IMAGE, **TAIL}, V1_PRO),
    "v2.1/master/text-to-video": _video(TEXT, MASTER),
    "v2.1/master/image-to-video": _video(IMAGE, MASTER),
    "v2.5-turbo/standard/image-to-video": _video(IMAGE, per_second("0.042"), size="720p"),
    "v2.5-turbo/pro/text-to-video": _video(TEXT, TURBO_25),
    "v2.5-turbo/pro/image-to-video": _video({**IMAGE, **TAIL}, TURBO_25),
    "v2.6/pro/text-to-video": _video({**TEXT, "generate_audio": flag()}, V26, sound=True),
    "v2.6/pro/image-to-video": _video(
        {
            "prompt": PROMPT,
            "negative_prompt": text(2500),
            "duration": FIVE_OR_TEN,
            "start_image_url": needed(FILE),
            "end_image_url": FILE,
            "generate_audio": flag(),
            "voice_ids": listed(text(), most=2),
        },
        V26,
        sound=True,
    ),
}

# 3.0, O3, O1

STORY = {"prompt": text(2500), "multi_prompt": listed(SHOT, 1, 6)}
CUT = {**STORY, "shot_type": choice("customize", "intelligent"), "duration": TO_FIFTEEN, "generate_audio": flag()}
FINE = {"negative_prompt": text(2500), "cfg_scale": GUIDANCE}
SIZES = {"standard": "720p", "pro": "1080p", "4k": "4k"}
V3 = {
    "standard": per_second("0.084", sound="0.126", voice="0.154"),
    "pro": per_second("0.112", sound="0.168", voice="0.196"),
    "4k": per_second("0.42"),
}
O3 = {
    "standard": per_second("0.084", sound="0.112", on=False),
    "pro": per_second("0.112", sound="0.14", on=False),
    "4k": per_second("0.42"),
}
"""Its types name no default of `generate_audio` (lines 174, 183, 194): none is made unless it is asked for."""
O3_CLIP = {"standard": per_second("0.126"), "pro": per_second("0.168")}
O1 = {"o1": per_second("0.112"), "o1/standard": per_second("0.084")}
O1_CLIP = {"o1": per_second("0.168"), "o1/standard": per_second("0.126")}
O1_SIZES = {"o1": "1080p", "o1/standard": "720p"}
TURBO = {"standard": per_second("0.112"), "pro": per_second("0.14")}


def _motion(element: Field | None = None) -> Table:
    about = {
        "character_orientation": needed(choice("image", "video")),
        "image_url": needed(FILE),
        "video_url": needed(FILE),
        "keep_original_sound": flag(),
        "prompt": text(2500),
    }
    return {**about, "elements": listed(element, most=1)} if element else about


def _clip(element: Field, **more: Field) -> Table:
    return {
        "prompt": PROMPT,
        "video_url": needed(FILE),
        "keep_audio": flag(),
        "image_urls": files(most=4),
        "elements": listed(element, most=4),
        **more,
    }


def _tiers(name: str, tiers: dict, takes: Table, rules=(), sound: bool | None = None) -> dict[str, Endpoint]:
    family, _, task = name.partition("/")
    return {
        f"{family}/{tier}/{task}": _video(takes, price, size=SIZES[tier], rules=rules, sound=sound)
        for tier, price in tiers.items()
    }


def _o1(task: str, prices: dict, takes: Table) -> dict[str, Endpoint]:
    return {f"{tier}/{task}": _video(takes, price, size=O1_SIZES[tier]) for tier, price in prices.items()}


FRAMES = {"start_image_url": needed(FILE), "end_image_url": FILE}
MOTION_PRICES = {
    "v2.6": {"standard": per_second("0.07"), "pro": per_second("0.112")},
    "v3": {"standard": per_second("0.126"), "pro": per_second("0.168")},
}
"""Of 3.0 as at Kling itself ("fal list = official list", line 60)."""

FROM_3 = {
    **_tiers("v3/text-to-video", V3, {**CUT, **FINE, "aspect_ratio": SHAPES}, EITHER, sound=True),
    **_tiers("v3/image-to-video", V3, {**CUT, **FINE, **FRAMES, "elements": listed(COMBO)}, EITHER, sound=True),
    **_tiers("v2.6/motion-control", MOTION_PRICES["v2.6"], _motion(), sound=True),
    **_tiers("v3/motion-control", MOTION_PRICES["v3"], _motion(IMAGE_SET), sound=True),
    **{
        f"v3/turbo/{tier}/text-to-video": _video(
            {**STORY, "duration": TO_FIFTEEN, "aspect_ratio": SHAPES},
            price,
            size=SIZES[tier],
            rules=EITHER,
            sound=True,
        )
        for tier, price in TURBO.items()
    },
    **{
        f"v3/turbo/{tier}/image-to-video": _video(
            {**STORY, "duration": TO_FIFTEEN, "image_url": needed(FILE)},
            price,
            size=SIZES[tier],
            rules=NOT_BOTH,
            sound=True,
        )
        for tier, price in TURBO.items()
    },
    **_tiers("o3/text-to-video", O3, {**CUT, "aspect_ratio": SHAPES}, EITHER, sound=False),
    **_tiers("o3/image-to-video", O3, {**CUT, "image_url": needed(FILE), "end_image_url": FILE}, EITHER, sound=False),
    **_tiers(
        "o3/reference-to-video",
        O3,
        {
            **CUT,
            "aspect_ratio": SHAPES,
            "image_urls": files(),
            "elements": listed(COMBO),
            "start_image_url": FILE,
            "end_image_url": FILE,
        },
        EITHER,
        sound=False,
    ),
    **_tiers("o3/video-to-video/edit", O3_CLIP, _clip(IMAGE_SET, shot_type=text()), sound=True),
    **_tiers(
        "o3/video-to-video/reference",
        O3_CLIP,
        _clip(IMAGE_SET, shot_type=text(), aspect_ratio=SHAPES_OR_AUTO, duration=TO_FIFTEEN),
        sound=True,
    ),
    **_o1("image-to-video", O1, {"prompt": PROMPT, "duration": TO_TEN, **FRAMES}),
    **_o1(
        "reference-to-video",
        O1,
        {
            "prompt": PROMPT,
            "aspect_ratio": SHAPES,
            "duration": TO_TEN,
            "elements": listed(FULL_SET, most=7),
            "image_urls": files(most=7),
        },
    ),
    **_o1("video-to-video/edit", O1_CLIP, _clip(FULL_SET)),
    **_o1("video-to-video/reference", O1_CLIP, _clip(FULL_SET, aspect_ratio=SHAPES_OR_AUTO, duration=TO_TEN)),
}

VIDEOS = {f"fal-ai/kling-video/{name}": endpoint for name, endpoint in (UP_TO_26 | FROM_3).items()}
"""By endpoint id."""
