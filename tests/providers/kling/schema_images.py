"""Schemas of Kling's image endpoints."""

from tests.providers.kling.schema_video import ELEMENTS
from tests.providers.kling.schema_words import URL_OR_BASE64, absent, body, listed, not_both, number, task, text, when

EIGHT = ["16:9", "9:16", "1:1", "4:3", "3:4", "3:2", "2:3", "21:9"]
COUNT = {"type": "integer", "minimum": 1, "maximum": 9}

GENERATIONS = task(
    {
        "model_name": {"enum": ["kling-v1", "kling-v1-5", "kling-v2", "kling-v2-new", "kling-v2-1", "kling-v3"]},
        "prompt": text(2500),
        "negative_prompt": text(2500),
        "image": URL_OR_BASE64,
        "image_reference": {"enum": ["subject", "face"]},
        "image_fidelity": number(0, 1),
        "human_fidelity": number(0, 1),
        "element_list": {**ELEMENTS, "maxItems": 10},
        "resolution": {"enum": ["1k", "2k"]},
        "n": COUNT,
        "aspect_ratio": {"enum": EIGHT},
    },
    ("model_name", "prompt"),
    allOf=[
        not_both("image", "negative_prompt"),
        {"if": {"required": ["image_reference"]}, "then": {"required": ["image"]}},
        {"if": {"required": ["image_fidelity"]}, "then": {"required": ["image"]}},
        when({"human_fidelity": {}}, {"properties": {"image_reference": {"const": "subject"}}}),
        {"if": {"required": ["human_fidelity"]}, "then": {"required": ["image_reference"]}},
        when(
            {"model_name": {"const": "kling-v1"}},
            {"properties": {"aspect_ratio": {"enum": EIGHT[:-1]}, "resolution": {"const": "1k"}}},
        ),
        when({"model_name": {"const": "kling-v1-5"}}, {"properties": {"resolution": {"const": "1k"}}}),
        when({"model_name": {"const": "kling-v1-5"}, "image": {}}, {"required": ["image_reference"]}),
        when({"image_reference": {}}, {"properties": {"model_name": {"enum": ["kling-v1-5", "kling-v2-1"]}}}),
        when({"element_list": {}}, {"properties": {"model_name": {"const": "kling-v3"}}}),
        when({"model_name": {"const": "kling-v2-new"}}, {"required": ["image"], **absent("aspect_ratio")}),
        when(
            {"model_name": {"const": "kling-v2"}, "image": {}},
            {"properties": {"resolution": {"const": "1k"}}},
        ),
    ],
)

OMNI_IMAGES = task(
    {
        "model_name": {"enum": ["kling-image-o1", "kling-v3-omni"]},
        "prompt": text(2500),
        "image_list": listed(body({"image": URL_OR_BASE64}, ("image",)), 1, 10),
        "element_list": {**ELEMENTS, "maxItems": 10},
        "resolution": {"enum": ["1k", "2k", "4k"]},
        "result_type": {"enum": ["single", "series"]},
        "n": COUNT,
        "series_amount": {"enum": [2, 3, 4, 5, 6, 7, 8, 9, "auto"]},
        "aspect_ratio": {"enum": [*EIGHT, "auto"]},
    },
    ("model_name", "prompt"),
    allOf=[
        when(
            {"model_name": {"const": "kling-image-o1"}},
            {**absent("result_type"), "properties": {"resolution": {"enum": ["1k", "2k"]}}},
        ),
        when({"result_type": {"const": "series"}}, {"required": ["series_amount"], **absent("n")}),
        {"if": {"required": ["series_amount"]}, "then": {"required": ["result_type"]}},
        {
            "if": absent("image_list", "element_list"),
            "then": {**absent("result_type"), "properties": {"aspect_ratio": {"enum": EIGHT}}},
        },
    ],
)

SEVERAL_TO_IMAGE = task(
    {
        "model_name": {"enum": ["kling-v2", "kling-v2-1"]},
        "prompt": text(2500),
        "subject_image_list": listed(body({"subject_image": URL_OR_BASE64}, ("subject_image",)), 1, 4),
        "scene_image": URL_OR_BASE64,
        "style_image": URL_OR_BASE64,
        "n": COUNT,
        "aspect_ratio": {"enum": EIGHT},
    },
    ("model_name", "subject_image_list"),
)

GROWTH = number(0, 2)
EXPAND = task(
    {
        "image": URL_OR_BASE64,
        **{f"{side}_expansion_ratio": GROWTH for side in ("up", "down", "left", "right")},
        "prompt": text(2500),
        "n": COUNT,
    },
    ("image", "up_expansion_ratio", "down_expansion_ratio", "left_expansion_ratio", "right_expansion_ratio"),
)
