"""Builders of the routes of Kling's own image models, all through the older API: there is no newer one for images.

`model` is Kling's name of it; `about` is whatever else a route says: price, sources, notes, retirement.
"""

from dataclasses import replace

from studio.catalog.common.kling import (
    ASKED,
    ELEMENT_DOCS,
    IMAGE_PRICES,
    NEGATIVE,
    PICTURE,
    PROMPT,
    SEEN,
    WATERMARK,
    docs,
)
from studio.catalog.controls import Choice, Number, Ratio, Resolution, Series, Takes
from studio.catalog.media_controls import ReferenceImages, input_image
from studio.catalog.motion_controls import Expansion
from studio.catalog.pricing import IMAGE, PriceList, Rate
from studio.catalog.rules import AtMost, Excludes, NeedsOne, OnlyWhen, Roles
from studio.catalog.schema import Route

GENERATIONS = docs("image generation: /v1/images/generations")
OLDER_GENERATIONS = docs("image generation: /v1/images/generations", "2026-04")
OMNI = docs("omni image: /v1/images/omni-image")
MULTI = docs("multi-image to image: /v1/images/multi-image2image")

RATIOS = ("16:9", "9:16", "1:1", "4:3", "3:4", "3:2", "2:3", "21:9")
SEVEN = RATIOS[:-1]
"""All but 21:9, which came with 1.5."""

TAKES = Takes(most=9)


def fidelity(name: str, label: str) -> Number:
    """How closely the reference is followed: 0 loosely, 1 closely. Kling takes 0.5 and 0.45 when none is given."""
    return Number(name=name, label=label, least=0, most=1, step=0.05)


FIDELITY = fidelity("fidelity", "How closely to follow the picture")
HUMAN_FIDELITY = fidelity("human_fidelity", "How closely to keep the face")
REFERENCE_AS = Choice(name="reference_as", label="Keep", options=("subject", "face"))


def per_image(amount: str, in_4k: str = "") -> PriceList:
    """One price for each picture; 4K may cost more."""
    large = (Rate(in_4k, IMAGE, {"resolution": "4k"}),) if in_4k else ()
    return PriceList(rates=(*large, Rate(amount, IMAGE)), source=IMAGE_PRICES)


def text(
    model: str, ratios: tuple[str, ...] = RATIOS, resolutions: tuple[str, ...] = ("1k",), **about: object
) -> Route:
    """Text to image."""
    about["sources"] = (*about.get("sources", ()), GENERATIONS)
    return Route(
        provider="kling",
        task="text-to-image",
        endpoint="/v1/images/generations",
        controls=(ASKED, Ratio(options=ratios), Resolution(options=resolutions), TAKES, NEGATIVE, WATERMARK),
        wire={"model_name": model},
        **about,
    )


def from_image(
    model: str,
    ratios: tuple[str, ...] = RATIOS,
    resolutions: tuple[str, ...] = ("1k",),
    *,
    extras: tuple = (),
    rules: tuple = (),
    **about: object,
) -> Route:
    """Image to image by the models up to 2.1: one picture. A negative prompt is not taken beside it."""
    about["sources"] = (*about.get("sources", ()), OLDER_GENERATIONS)
    return Route(
        provider="kling",
        task="image-to-image",
        endpoint="/v1/images/generations",
        controls=(
            input_image(PICTURE),
            ASKED,
            *extras,
            Ratio(options=ratios),
            Resolution(options=resolutions),
            TAKES,
            WATERMARK,
        ),
        rules=rules,
        wire={"model_name": model},
        **about,
    )


ONLY_SUBJECT = (OnlyWhen("human_fidelity", "reference_as", ("subject",)),)


def restyle(model: str, **about: object) -> Route:
    """A picture in another style; the result is as large as the picture."""
    about["sources"] = (*about.get("sources", ()), OLDER_GENERATIONS)
    return Route(
        provider="kling",
        task="restyle",
        endpoint="/v1/images/generations",
        controls=(input_image(PICTURE), ASKED, TAKES, WATERMARK),
        wire={"model_name": model},
        **about,
    )


def several(model: str, **about: object) -> Route:
    """One to four subjects, with a scene and a style, in one picture."""
    about["sources"] = (*about.get("sources", ()), MULTI)
    return Route(
        provider="kling",
        task="multi-image-to-image",
        endpoint="/v1/images/multi-image2image",
        controls=(
            ReferenceImages(least=1, most=6, accepts=PICTURE, roles=("subject", "scene", "style"), required=True),
            PROMPT,
            Ratio(options=RATIOS),
            TAKES,
            WATERMARK,
        ),
        rules=(Roles("reference_images", (("subject", 1, 4), ("scene", 0, 1), ("style", 0, 1))),),
        wire={"model_name": model},
        **about,
    )


def with_elements(**about: object) -> Route:
    """Image to image by 3.0: one picture, elements, or both; ten together."""
    about["sources"] = (*about.get("sources", ()), GENERATIONS, ELEMENT_DOCS)
    return Route(
        provider="kling",
        task="image-to-image",
        endpoint="/v1/images/generations",
        controls=(
            ReferenceImages(most=1, accepts=PICTURE),
            replace(SEEN, most=10),
            ASKED,
            Ratio(options=RATIOS),
            Resolution(options=("1k", "2k")),
            TAKES,
            WATERMARK,
        ),
        rules=(NeedsOne(("reference_images", "elements")), AtMost(("reference_images", "elements"), 10)),
        wire={"model_name": "kling-v3"},
        **about,
    )


def omni_text(model: str, resolutions: tuple[str, ...], **about: object) -> Route:
    """Text to image by the omni models."""
    about["sources"] = (*about.get("sources", ()), OMNI)
    return Route(
        provider="kling",
        task="text-to-image",
        endpoint="/v1/images/omni-image",
        controls=(ASKED, Ratio(options=RATIOS), Resolution(options=resolutions), TAKES, WATERMARK),
        wire={"model_name": model},
        **about,
    )


def omni_image(model: str, resolutions: tuple[str, ...], *, series: bool = False, **about: object) -> Route:
    """Pictures and elements, ten together, into one picture, or into a series of them."""
    about["sources"] = (*about.get("sources", ()), OMNI, ELEMENT_DOCS)
    return Route(
        provider="kling",
        task="image-to-image",
        endpoint="/v1/images/omni-image",
        controls=(
            ReferenceImages(most=10, accepts=PICTURE),
            replace(SEEN, most=10),
            ASKED,
            Ratio(options=(*RATIOS, "auto")),
            Resolution(options=resolutions),
            TAKES,
            *((Series(),) if series else ()),
            WATERMARK,
        ),
        rules=(
            NeedsOne(("reference_images", "elements")),
            AtMost(("reference_images", "elements"), 10),
            *((Excludes("takes", "series"),) if series else ()),
        ),
        wire={"model_name": model},
        **about,
    )


def expand(**about: object) -> Route:
    """A picture grows, up to three times its area."""
    return Route(
        provider="kling",
        task="expand-image",
        endpoint="/v1/images/editing/expand",
        controls=(input_image(PICTURE), Expansion(most=2, area=3, required=True), PROMPT, TAKES, WATERMARK),
        sources=(*about.pop("sources", ()), docs("outpainting: /v1/images/editing/expand")),
        **about,
    )
