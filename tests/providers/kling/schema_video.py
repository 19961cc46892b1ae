"""Schemas of Kling's two oldest video endpoints: text2video and image2video."""

from tests.providers.kling.schema_words import (
    BLANK,
    URL_OR_BASE64,
    absent,
    body,
    listed,
    not_both,
    number,
    task,
    text,
    when,
)

SHOT = body(
    {
        "index": {"type": "integer", "minimum": 1, "maximum": 6},
        "prompt": text(512),
        "duration": {"type": "string", "pattern": "^([1-9]|1[0-5])$"},
    },
    ("index", "prompt", "duration"),
)
ELEMENTS = listed(body({"element_id": {"anyOf": [{"type": "integer"}, {"type": "string"}]}}, ("element_id",)), 1, 7)
VOICES = listed(body({"voice_id": {"type": "string", "minLength": 1}}, ("voice_id",)), 1, 2)

STORY = {
    "multi_shot": {"type": "boolean"},
    "shot_type": {"enum": ["customize", "intelligence"]},
    "multi_prompt": listed(SHOT, 1, 6),
}
STORY_RULES = [
    when({"multi_shot": {"const": True}}, {"required": ["shot_type"]}),
    when({"shot_type": {"const": "customize"}}, {"required": ["multi_prompt", "duration"], **absent("prompt")}),
    when({"shot_type": {"const": "intelligence"}}, {"required": ["prompt"], **absent("multi_prompt")}),
    when({"multi_prompt": {}}, {"properties": {"shot_type": {"const": "customize"}}, "required": ["multi_shot"]}),
]

SHORT = {"enum": ["5", "10"]}
LONG = {"enum": [str(seconds) for seconds in range(3, 16)]}
MODES = {"enum": ["std", "pro", "4k"]}
RATIO = {"enum": ["16:9", "9:16", "1:1"]}
ON_OFF = {"enum": ["on", "off"]}
YES_NO = {"enum": ["yes", "no"]}

AXIS = number(-10, 10)
CAMERA = {
    "oneOf": [
        body(
            {"type": {"enum": ["down_back", "forward_up", "right_turn_forward", "left_turn_forward"]}},
            ("type",),
        ),
        body(
            {
                "type": {"const": "simple"},
                "config": {
                    **body(dict.fromkeys(("horizontal", "vertical", "pan", "tilt", "roll", "zoom"), AXIS)),
                    "minProperties": 1,
                },
            },
            ("type", "config"),
        ),
    ]
}

OLD_MODELS = ["kling-v1", "kling-v1-5", "kling-v1-6"]
TIERLESS = ["kling-v2-master", "kling-v2-1-master"]


def video_rules(models: list[str]) -> list[dict]:
    """What holds for every model of the two oldest video endpoints."""
    silent = [model for model in models if model not in {"kling-v2-6", "kling-v3"}]
    guided = [model for model in models if model in OLD_MODELS]
    plain = [model for model in models if model != "kling-v3"]
    tiered = [model for model in plain if model not in TIERLESS]
    return [
        *STORY_RULES,
        when({"model_name": {"enum": silent}}, absent("sound")),
        when({"model_name": {"enum": [model for model in models if model not in guided]}}, absent("cfg_scale")),
        when(
            {"model_name": {"enum": plain}},
            {**absent("multi_shot", "shot_type", "multi_prompt"), "properties": {"duration": SHORT}},
        ),
        when({"model_name": {"enum": TIERLESS}}, absent("mode")),
        when(
            {"model_name": {"enum": tiered}},
            {"required": ["mode"], "properties": {"mode": {"enum": ["std", "pro"]}}},
        ),
        when({"model_name": {"const": "kling-v3"}}, {"required": ["mode"]}),
        when({"model_name": {"const": "kling-v2-6"}, "mode": {"const": "std"}}, absent("sound")),
    ]


TEXT_MODELS = [
    "kling-v1", "kling-v1-6", "kling-v2-master", "kling-v2-1-master", "kling-v2-5-turbo", "kling-v2-6", "kling-v3",
]  # fmt: skip
IMAGE_MODELS = [
    "kling-v1", "kling-v1-5", "kling-v1-6", "kling-v2-master", "kling-v2-1", "kling-v2-1-master", "kling-v2-5-turbo",
    "kling-v2-6", "kling-v3",
]  # fmt: skip

VIDEO = {
    "prompt": text(2500),
    "negative_prompt": text(2500),
    **STORY,
    "sound": ON_OFF,
    "cfg_scale": number(0, 1),
    "mode": MODES,
    "camera_control": CAMERA,
    "duration": LONG,
}

TEXT_TO_VIDEO = task(
    {**VIDEO, "model_name": {"enum": TEXT_MODELS}, "aspect_ratio": RATIO},
    ("model_name",),
    allOf=[
        *video_rules(TEXT_MODELS),
        {"anyOf": [{"required": ["prompt"]}, {"required": ["multi_prompt"]}]},
        when(
            {"camera_control": {}},
            {
                "properties": {
                    "model_name": {"const": "kling-v1"},
                    "mode": {"const": "std"},
                    "duration": {"const": "5"},
                }
            },
        ),
    ],
)

POINT = body({"x": {"type": "integer"}, "y": {"anyOf": [{"type": "integer"}, BLANK]}}, ("x", "y"))
BRUSH = body({"mask": URL_OR_BASE64, "trajectories": listed(POINT, 2, 77)}, ("mask", "trajectories"))
BRUSHED = [{"required": ["static_mask"]}, {"required": ["dynamic_masks"]}]
BRUSH_MODELS = {
    "anyOf": [
        {"properties": {"model_name": {"const": "kling-v1"}}},
        {"properties": {"model_name": {"const": "kling-v1-5"}, "mode": {"const": "pro"}}},
    ]
}
END_MODELS = {
    "anyOf": [
        {"properties": {"model_name": {"const": "kling-v1"}, "duration": {"const": "5"}}},
        {"properties": {"model_name": {"const": "kling-v3"}}},
        {
            "properties": {
                "model_name": {"enum": ["kling-v1-5", "kling-v1-6", "kling-v2-1", "kling-v2-5-turbo", "kling-v2-6"]},
                "mode": {"const": "pro"},
            }
        },
    ]
}

IMAGE_TO_VIDEO = task(
    {
        **VIDEO,
        "model_name": {"enum": IMAGE_MODELS},
        "image": URL_OR_BASE64,
        "image_tail": URL_OR_BASE64,
        "element_list": {**ELEMENTS, "maxItems": 3},
        "voice_list": VOICES,
        "static_mask": URL_OR_BASE64,
        "dynamic_masks": listed(BRUSH, 1, 6),
    },
    ("model_name",),
    allOf=[
        *video_rules(IMAGE_MODELS),
        {"anyOf": [{"required": ["image"]}, {"required": ["image_tail"]}]},
        not_both("image_tail", "static_mask"),
        not_both("image_tail", "dynamic_masks"),
        not_both("image_tail", "camera_control"),
        not_both("static_mask", "camera_control"),
        not_both("dynamic_masks", "camera_control"),
        not_both("element_list", "voice_list"),
        when({"voice_list": {}}, {"properties": {"sound": {"const": "on"}}, "required": ["sound"]}),
        when({"voice_list": {}}, {"properties": {"model_name": {"const": "kling-v2-6"}, "mode": {"const": "pro"}}}),
        when({"element_list": {}}, {"properties": {"model_name": {"const": "kling-v3"}}}),
        {"if": {"required": ["image_tail"]}, "then": END_MODELS},
        {
            "if": {"required": ["image_tail"], **absent("image")},
            "then": {"properties": {"model_name": {"enum": ["kling-v1-5", "kling-v1-6"]}}},
        },
        when(
            {"image_tail": {}, "model_name": {"const": "kling-v2-6"}},
            {"properties": {"sound": {"const": "off"}}},
        ),
        {
            "if": {"anyOf": BRUSHED},
            "then": {
                "required": ["image"],
                "properties": {"duration": {"const": "5"}},
                "allOf": [BRUSH_MODELS],
            },
        },
        when(
            {"camera_control": {}},
            {
                "required": ["image"],
                "properties": {
                    "model_name": {"const": "kling-v1-5"},
                    "mode": {"const": "pro"},
                    "duration": {"const": "5"},
                    "camera_control": {"properties": {"type": {"const": "simple"}}},
                },
            },
        ),
    ],
)
