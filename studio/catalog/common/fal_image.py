"""Builders of fal's routes of Kling's image models: IMAGE O1, 3.0 and O3."""

from studio.catalog.cast_controls import Elements
from studio.catalog.common.fal import ASKED, NEGATIVE, PICTURE, route, schema
from studio.catalog.controls import Ratio, Resolution, Series, Takes
from studio.catalog.media_controls import ReferenceImages
from studio.catalog.rules import AtMost, Excludes
from studio.catalog.schema import Route
from studio.catalog.sources import Note, Source

IMAGE = "fal-ai/kling-image/"

RATIOS = ("16:9", "9:16", "1:1", "4:3", "3:4", "3:2", "2:3", "21:9")
RATIO = Ratio(options=RATIOS, default="16:9")
RATIO_OR_AUTO = Ratio(options=("auto", *RATIOS), default="auto")
TO_2K = Resolution(options=("1k", "2k"), default="1k")
TO_4K = Resolution(options=("1k", "2k", "4k"), default="1k")
TAKES = Takes(most=9)
SERIES = Series(auto=False)
CAST = Elements(most=10, views=(0, 3), handles=False, described=False)
PICTURES = ReferenceImages(least=1, most=10, required=True)
TEN = AtMost(("reference_images", "elements"), 10)
ONE_OR_SERIES = Excludes("takes", "series")

TEN_NOTE = Note(
    "Pictures and elements",
    "Ten together: fal says so for IMAGE O1, Kling for all its image models.",
    (schema("kling-image/o1: elements, image_urls"), Source("Kling AI: API documentation", "omni image", "2026-09")),
)
FILES_NOTE = Note(
    "Format of the picture",
    "Always PNG, which fal makes when nothing is said: it loses nothing.",
    (schema("kling-image: output_format, sync_mode"),),
)


def o1() -> Route:
    """Pictures and elements into one picture; without a picture IMAGE O1 does nothing here."""
    controls = (PICTURES, CAST, ASKED, RATIO_OR_AUTO, TO_2K, TAKES)
    return route("image-to-image", f"{IMAGE}o1", *controls, rules=(TEN,), notes=(TEN_NOTE, FILES_NOTE))


def v3() -> tuple[Route, Route]:
    """IMAGE 3.0, from words or from one picture; elements keep a face."""
    about = {"notes": (TEN_NOTE, FILES_NOTE)}
    one = ReferenceImages(least=1, most=1, accepts=PICTURE, required=True)
    wire = {"names": {"reference_images": "image_url"}, "single": ("reference_images",)}
    return (
        route("text-to-image", f"{IMAGE}v3/text-to-image", ASKED, CAST, RATIO, TO_2K, TAKES, NEGATIVE, **about),
        route(
            "image-to-image",
            f"{IMAGE}v3/image-to-image",
            *(one, CAST, ASKED, RATIO, TO_2K, TAKES),
            rules=(TEN,),
            wire=wire,
            **about,
        ),
    )


def o3() -> tuple[Route, Route]:
    """IMAGE O3, from words or from pictures: single ones, or a series that belongs together."""
    about = {"notes": (TEN_NOTE, FILES_NOTE)}
    many = (TO_4K, TAKES, SERIES)
    return (
        route("text-to-image", f"{IMAGE}o3/text-to-image", ASKED, CAST, RATIO, *many, rules=(ONE_OR_SERIES,), **about),
        route(
            "image-to-image",
            f"{IMAGE}o3/image-to-image",
            *(PICTURES, CAST, ASKED, RATIO_OR_AUTO, *many),
            rules=(TEN, ONE_OR_SERIES),
            **about,
        ),
    )
