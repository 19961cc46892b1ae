"""fal's page of Kling 1.6 Pro, one of the source documents: its parameters, its examples, its brush and its price."""

import pytest

from studio.catalog.registry import route
from studio.providers.quote import quote
from tests.providers.fal.composing import QUEUE, at, blamed
from tests.sources.fal_endpoints import ENDPOINTS, PAGE, PAGE_PRICE, PROSE_ONLY

PRO = "fal-ai/kling-video/v1.6/pro/"
SNOW = "Snowflakes fall as a car moves along the road."
STREET = (
    "A stylish woman walks down a Tokyo street filled with warm glowing neon and animated city signage. She wears a "
    "black leather jacket, a long red dress, and black boots, and carries a black purse."
)
PAIR = "A cute girl and a baby cow sleeping together on a bed"
CAR = "https://storage.googleapis.com/falserverless/kling/kling_input.jpeg"
GIRL = "https://storage.googleapis.com/falserverless/web-examples/kling-elements/first_image.jpeg"
COW = "https://storage.googleapis.com/falserverless/web-examples/kling-elements/second_image.png"
ONE = "https://storage.googleapis.com/falserverless/juggernaut_examples/VHXMavzPyI27zi6JseyL4.png"
OTHER = "https://storage.googleapis.com/falserverless/juggernaut_examples/QEW5VrzccxGva7mPfEXjf.png"
UGLY = "blur, distort, and low quality"
FIVE_WIDE = {"duration": 5, "aspect_ratio": "16:9", "negative_prompt": UGLY}

EXAMPLES = {
    "32, 66": ("image-to-video", {"prompt": SNOW, "first_frame": at(CAR)}, {"prompt": SNOW, "image_url": CAR}),
    "114-121": (
        "image-to-video",
        {"prompt": SNOW, "first_frame": at(CAR), **FIVE_WIDE, "guidance": 0.5},
        {
            "prompt": SNOW,
            "image_url": CAR,
            "duration": "5",
            "aspect_ratio": "16:9",
            "negative_prompt": UGLY,
            "cfg_scale": 0.5,
        },
    ),
    "230-236": (
        "text-to-video",
        {"prompt": STREET, **FIVE_WIDE, "guidance": 0.5},
        {"prompt": STREET, "duration": "5", "aspect_ratio": "16:9", "negative_prompt": UGLY, "cfg_scale": 0.5},
    ),
    "354-363": (
        "elements",
        {"prompt": PAIR, "reference_images": [at(GIRL), at(COW)], **FIVE_WIDE},
        {
            "prompt": PAIR,
            "input_image_urls": [GIRL, COW],
            "duration": "5",
            "aspect_ratio": "16:9",
            "negative_prompt": UGLY,
        },
    ),
    "434": ("effects", {"effect": "hug"}, {"effect_scene": "hug"}),
    "466-473": (
        "effects",
        {"reference_images": [at(ONE), at(OTHER)], "effect": "hug", "duration": 5},
        {"input_image_urls": [ONE, OTHER], "effect_scene": "hug", "duration": "5"},
    ),
    "570-582": (
        "image-to-video",
        {
            "prompt": "Dynamic scene with controlled motion",
            "first_frame": at("your-image-url"),
            "motion_brush": {
                "static_mask": at("static-mask-url"),
                "brushes": [{"mask": at("dynamic-mask-url"), "path": [[279, 219], [417, 65]]}],
            },
        },
        {
            "prompt": "Dynamic scene with controlled motion",
            "image_url": "your-image-url",
            "static_mask_url": "static-mask-url",
            "dynamic_masks": [
                {"mask_url": "dynamic-mask-url", "trajectories": [{"x": 279, "y": 219}, {"x": 417, "y": 65}]}
            ],
        },
    ),
}
"""The page's examples by their lines: task, values of ours, and the JSON that stands there."""


def asked(task, values, slug="kling-1.6-pro"):
    return quote({"model": slug, "task": task, "provider": "fal", "values": values})


@pytest.mark.parametrize(("task", "values", "expected"), EXAMPLES.values(), ids=[f"lines {at}" for at in EXAMPLES])
def test_an_example_of_the_page_is_quoted_word_for_word(task, values, expected):
    found = asked(task, values)

    (request,) = found["requests"]
    assert request["url"] == f"{QUEUE}{PRO}{task}"
    assert request["json"] == expected


def test_all_examples_are_there():
    assert len(EXAMPLES) == 7


def test_the_example_that_calls_standard_is_quoted_for_standard():
    values = {"prompt": PAIR, "reference_images": [at("first-image-url"), at("second-image-url")]}
    (request,) = asked("elements", values, "kling-1.6-standard")["requests"]

    assert request["url"] == f"{QUEUE}fal-ai/kling-video/v1.6/standard/elements"
    assert request["json"] == {"prompt": PAIR, "input_image_urls": ["first-image-url", "second-image-url"]}


@pytest.mark.parametrize("task", PAGE)
def test_the_page_and_the_schemas_name_the_same_parameters(task):
    assert set(PAGE[task]) == {row.name for row in ENDPOINTS[PRO + task].rows}
    assert sum(len(rows) for rows in PAGE.values()) == 20


def test_what_the_page_names_in_words_only_is_offered_or_noted():
    brushed = route("kling-1.6-pro", "image-to-video", "fal")
    notes = " ".join(map(str, brushed.notes))

    assert "motion_brush" in brushed.values
    assert all(name in notes for name in ("dynamic_mask_url", "special_fx"))
    assert "lines 561-562" in notes and "line 563" in notes
    assert set(PROSE_ONLY) == {"static_mask_url", "dynamic_mask_url", "special_fx"}


@pytest.mark.parametrize(
    ("words", "brush"),
    [
        ("seven brushes", {"static_mask": None, "brushes": [{"mask": at("m"), "path": [[0, 0], [1, 1]]}] * 7}),
        ("a path of one point", {"static_mask": None, "brushes": [{"mask": at("m"), "path": [[0, 0]]}]}),
        ("78 points", {"static_mask": None, "brushes": [{"mask": at("m"), "path": [[0, 0]] * 78}]}),
        ("nothing", {"static_mask": None, "brushes": []}),
    ],
)
def test_a_brush_has_kling_s_limits(words, brush):
    found = asked("image-to-video", {"prompt": SNOW, "first_frame": at(CAR), "motion_brush": brush})

    assert blamed(found) == ["motion_brush"]


def test_a_static_area_alone_is_a_brush():
    values = {"prompt": SNOW, "first_frame": at(CAR), "motion_brush": {"static_mask": at("still"), "brushes": []}}

    (request,) = asked("image-to-video", values)["requests"]
    assert request["json"] == {"prompt": SNOW, "image_url": CAR, "static_mask_url": "still"}


# What it costs


LEAST = {
    "text-to-video": {"prompt": SNOW},
    "image-to-video": {"prompt": SNOW, "first_frame": at(CAR)},
    "elements": {"prompt": PAIR, "reference_images": [at(GIRL)]},
    "effects": {"effect": "hug"},
}


@pytest.mark.parametrize("task", LEAST)
@pytest.mark.parametrize("seconds", [5, 10, None])
def test_a_second_of_1_6_pro_costs_what_the_page_says(task, seconds):
    values = LEAST[task] | ({"duration": seconds} if seconds else {})
    price = asked(task, values)["price"]

    assert price["amount"] == PAGE_PRICE[seconds or 5]
    assert (price["currency"], price["exact"]) == ("USD", False)
    assert f"line {PAGE_PRICE['line']}" in price["source"]
