"""Schemas of Kling's other video endpoints: omni, several images, motion, extension, effects, multi-elements."""

from tests.providers.kling.schema_video import (
    ELEMENTS,
    LONG,
    MODES,
    OLD_MODELS,
    ON_OFF,
    RATIO,
    SHORT,
    STORY,
    STORY_RULES,
    YES_NO,
)
from tests.providers.kling.schema_words import (
    URL,
    URL_OR_BASE64,
    absent,
    body,
    listed,
    number,
    one_of,
    task,
    text,
    when,
)

OMNI_IMAGE = body(
    {"image_url": URL_OR_BASE64, "type": {"enum": ["first_frame", "end_frame"]}},
    ("image_url",),
)
OMNI_VIDEO = body(
    {"video_url": URL, "refer_type": {"enum": ["base", "feature"]}, "keep_original_sound": YES_NO},
    ("video_url", "refer_type"),
)
HAS_FIRST_FRAME = {
    "required": ["image_list"],
    "properties": {
        "image_list": {"contains": {"properties": {"type": {"const": "first_frame"}}, "required": ["type"]}}
    },
}
EDITS = {
    "required": ["video_list"],
    "properties": {"video_list": {"items": {"properties": {"refer_type": {"const": "base"}}}}},
}

OMNI = task(
    {
        "model_name": {"enum": ["kling-video-o1", "kling-v3-omni"]},
        "prompt": text(2500),
        **STORY,
        "image_list": listed(OMNI_IMAGE, 1, 9),
        "element_list": ELEMENTS,
        "video_list": listed(OMNI_VIDEO, 1, 1),
        "sound": ON_OFF,
        "mode": MODES,
        "aspect_ratio": RATIO,
        "duration": LONG,
    },
    ("model_name", "mode"),
    allOf=[
        *STORY_RULES,
        {"anyOf": [{"required": ["prompt"]}, {"required": ["multi_prompt"]}]},
        when({"video_list": {}}, {"properties": {"sound": {"const": "off"}}}),
        when(
            {"model_name": {"const": "kling-video-o1"}},
            {
                **absent("multi_shot", "sound"),
                "properties": {
                    "mode": {"enum": ["std", "pro"]},
                    "duration": {"enum": [str(seconds) for seconds in range(3, 11)]},
                },
            },
        ),
        {
            "if": {"anyOf": [HAS_FIRST_FRAME, {"required": ["video_list"]}]},
            "else": {"required": ["aspect_ratio"]},
        },
        {"if": EDITS, "then": absent("duration", "aspect_ratio", "multi_shot")},
        when(
            {"video_list": {}},
            {"properties": {"image_list": {"maxItems": 5}, "element_list": {"maxItems": 4}}},
        ),
    ],
)

SEVERAL_IMAGES = task(
    {
        "model_name": {"const": "kling-v1-6"},
        "image_list": listed(body({"image": URL_OR_BASE64}, ("image",)), 1, 4),
        "prompt": text(2500),
        "negative_prompt": text(2500),
        "mode": {"enum": ["std", "pro"]},
        "duration": SHORT,
        "aspect_ratio": RATIO,
    },
    ("model_name", "image_list", "prompt", "mode"),
)

MOTION = task(
    {
        "model_name": {"const": "kling-v2-6"},
        "prompt": text(2500),
        "image_url": URL_OR_BASE64,
        "video_url": URL,
        "keep_original_sound": YES_NO,
        "character_orientation": {"enum": ["image", "video"]},
        "mode": {"enum": ["std", "pro"]},
    },
    ("model_name", "image_url", "video_url", "character_orientation", "mode"),
)

EXTEND = task({"video_id": {"type": "string", "minLength": 1}, "prompt": text(2500)}, ("video_id",))

EFFECTS = task(
    {
        "effect_scene": {"type": "string", "pattern": "^[a-z0-9_]+$"},
        "input": {
            "oneOf": [
                body({"image": URL_OR_BASE64}, ("image",)),
                body({"images": listed(URL_OR_BASE64, 2, 2)}, ("images",)),
                body(
                    {
                        "images": listed(URL_OR_BASE64, 2, 2),
                        "model_name": {"enum": OLD_MODELS},
                        "mode": {"enum": ["std", "pro"]},
                        "duration": SHORT,
                    },
                    ("images", "model_name", "mode", "duration"),
                ),
            ]
        },
    },
    ("effect_scene", "input"),
    watermark=False,
    allOf=[
        when(
            {"effect_scene": {"enum": ["hug", "kiss", "heart_gesture", "fight"]}},
            {"properties": {"input": {"required": ["model_name", "images"]}}},
        ),
        when(
            {"effect_scene": {"const": "fight"}},
            {"properties": {"input": {"properties": {"model_name": {"const": "kling-v1-6"}}}}},
        ),
    ],
)

SESSION = {"session_id": {"type": "string", "minLength": 1}}
CLIP = {"video_id": {"type": "string", "not": {"pattern": "://"}}, "video_url": URL}
SHARE = number(0, 1)
START_MARKING = body(CLIP, **one_of("video_id", "video_url"))
MARK = body(
    {
        **SESSION,
        "frame_index": {"type": "integer", "minimum": 0},
        "points": listed(body({"x": SHARE, "y": SHARE}, ("x", "y")), 1, 10),
    },
    ("session_id", "frame_index", "points"),
)
EDIT_ELEMENTS = task(
    {
        **SESSION,
        "edit_mode": {"enum": ["addition", "swap", "removal"]},
        "image_list": listed(body({"image": URL_OR_BASE64}, ("image",)), 1, 2),
        "prompt": text(2500),
        "negative_prompt": text(2500),
        "mode": {"enum": ["std", "pro"]},
        "duration": SHORT,
    },
    ("session_id", "edit_mode", "prompt"),
    allOf=[
        when({"edit_mode": {"const": "addition"}}, {"required": ["image_list"]}),
        when(
            {"edit_mode": {"const": "swap"}},
            {"required": ["image_list"], "properties": {"image_list": {"maxItems": 1}}},
        ),
        when({"edit_mode": {"const": "removal"}}, absent("image_list")),
    ],
)
