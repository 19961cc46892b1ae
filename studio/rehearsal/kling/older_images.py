"""Kling's image calls, `/v1/images/...`; there is no newer generation of them. kling-official.md, lines 216-225."""

from decimal import Decimal

from studio.rehearsal.fields import choice, given, group, listed, needed, number, text, when, whole
from studio.rehearsal.kling import prices
from studio.rehearsal.kling.endpoints import ID, MEDIA, TASK, Body, Endpoint

RATIOS = ("16:9", "9:16", "1:1", "4:3", "3:4", "3:2", "2:3", "21:9")
COUNT = whole(1, 9)
ELEMENTS = listed(group(element_id=needed(ID)), most=10)
EXPANSION = needed(number(0, 2))

MODELS = ("kling-v3", "kling-v2-1", "kling-v2", "kling-v2-new", "kling-v1-5", "kling-v1")
"""Line 219. The retired ones are still rehearsed."""


def count(body: Body) -> int:
    """How many pictures are asked for; `auto` makes four here (line 220: 2 to 9, default 4)."""
    if body.get("result_type") == "series":
        return prices.whole_number(body, "series_amount", 4)
    return prices.whole_number(body, "n", 1)


def _generation(body: Body) -> Decimal:
    model = str(body.get("model_name") or "kling-v3")
    price = prices.PER_IMAGE.get(model, prices.OLD_IMAGE)
    return prices.pictures("0.028" if model == "kling-v2-1" and given(body, "image") else price, count(body))


def _omni(body: Body) -> Decimal:
    return prices.pictures("0.056" if body.get("resolution") == "4k" else "0.028", count(body))


def _too_large(body: Body) -> bool:
    """Line 222: the whole is at most three times the picture."""
    up, down, left, right = (float(body[f"{side}_expansion_ratio"]) for side in ("up", "down", "left", "right"))
    return (1 + up + down) * (1 + left + right) > 3


ENDPOINTS = (
    Endpoint(
        path="/v1/images/generations",
        takes={
            **TASK,
            "model_name": choice(*MODELS),
            "prompt": needed(text(2500)),
            "negative_prompt": text(2500),
            "image": MEDIA,
            "image_reference": choice("subject", "face"),
            "image_fidelity": number(0, 1),
            "human_fidelity": number(0, 1),
            "element_list": ELEMENTS,
            "resolution": choice("1k", "2k"),
            "n": COUNT,
            "aspect_ratio": choice(*RATIOS),
        },
        rules=(
            when(
                lambda body: given(body, "image") and given(body, "negative_prompt"),
                ("negative_prompt",),
                "is not supported together with image",
            ),
            when(
                lambda body: given(body, "image_reference") and not given(body, "image"),
                ("image",),
                "is required when image_reference is used",
            ),
        ),
        makes="images",
        units=_generation,
        pack="image",
    ),
    Endpoint(
        path="/v1/images/omni-image",
        takes={
            **TASK,
            "model_name": choice("kling-image-o1", "kling-v3-omni"),
            "prompt": needed(text(2500)),
            "image_list": listed(group(image=needed(MEDIA)), most=10),
            "element_list": ELEMENTS,
            "resolution": choice("1k", "2k", "4k"),
            "result_type": choice("single", "series"),
            "n": COUNT,
            "series_amount": choice(*range(2, 10), *map(str, range(2, 10)), "auto"),
            "aspect_ratio": choice(*RATIOS, "auto"),
        },
        rules=(
            when(
                lambda body: len(body.get("image_list") or []) + len(body.get("element_list") or []) > 10,
                ("image_list",),
                "has too many images and elements",
            ),
        ),
        makes="images or series",
        units=_omni,
        pack="image",
    ),
    Endpoint(
        path="/v1/images/multi-image2image",
        takes={
            **TASK,
            "model_name": choice("kling-v2-1", "kling-v2"),
            "prompt": text(2500),
            "subject_image_list": needed(listed(group(subject_image=needed(MEDIA)), 1, 4)),
            "scene_image": MEDIA,
            "style_image": MEDIA,
            "n": COUNT,
            "aspect_ratio": choice(*RATIOS),
        },
        makes="images",
        units=lambda body: prices.pictures("0.056", count(body)),
        pack="image",
    ),
    Endpoint(
        path="/v1/images/editing/expand",
        takes={
            **TASK,
            "image": needed(MEDIA),
            "up_expansion_ratio": EXPANSION,
            "down_expansion_ratio": EXPANSION,
            "left_expansion_ratio": EXPANSION,
            "right_expansion_ratio": EXPANSION,
            "prompt": text(2500),
            "n": COUNT,
        },
        rules=(
            when(_too_large, ("up_expansion_ratio",), "should not make the picture more than three times as large"),
        ),
        makes="images",
        units=lambda body: prices.pictures("0.028", count(body)),
        pack="image",
    ),
    Endpoint(
        path="/v1/images/kolors-virtual-try-on",
        takes={
            **TASK,
            "model_name": choice("kolors-virtual-try-on-v1", "kolors-virtual-try-on-v1-5"),
            "human_image": needed(MEDIA),
            "cloth_image": needed(MEDIA),
        },
        makes="images",
        units=lambda body: prices.pictures(prices.OLD_IMAGE, 1),
        pack="image",
    ),
    Endpoint(
        path="/v1/general/ai-multi-shot",
        takes={**TASK, "element_frontal_image": needed(MEDIA)},
        makes="views",
        units=lambda body: prices.call("views") * prices.VIDEO_UNIT / prices.IMAGE_UNIT,
        pack="image",
        by_our_id=False,
    ),
)
