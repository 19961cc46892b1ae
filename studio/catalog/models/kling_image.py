"""Kling's newer image models: IMAGE O1 with up to ten references, IMAGE 3.0 with one."""

from studio.catalog.controls import Resolution, Size, Takes, Text
from studio.catalog.media_controls import Limits, ReferenceImages
from studio.catalog.pricing import IMAGE, PriceList, Rate
from studio.catalog.rules import Excludes
from studio.catalog.schema import Model, Route
from studio.catalog.sources import Note, Source, runware, runware_pages

SIZES_1K = ("1024x1024", "1248x832", "832x1248", "1168x880", "880x1168", "768x1360", "1360x768", "1552x656")
SIZES_2K = ("2048x2048", "2496x1664", "1664x2496", "2336x1760", "1760x2336", "1536x2720", "2720x1536", "3104x1312")
SIZES = SIZES_1K + SIZES_2K
"""Runware: KlingAI provider, lines 26 to 27 and 95 to 96."""

REFERENCE = Limits(formats=("jpeg", "png", "webp"))
"""Formats from Runware's API reference; its page sets no size for the references of image models."""

REFERENCE_SOURCE = Source("Runware: API reference", "numberResults, media formats")
RESULTS_NOTE = Note(
    "Takes",
    "Four at most: the count that Runware's reference is sure of. Older pages say 20 for images.",
    (Source("Runware: API reference", "numberResults"),),
)


def price(page: str) -> PriceList:
    """One price per image, whatever its size."""
    return PriceList(rates=(Rate("0.028", IMAGE),), source=runware_pages(page))


KLING_IMAGE_O1 = Model(
    slug="kling-image-o1",
    name="Kling IMAGE O1",
    family="Image",
    blurb="High control: up to ten references, steady characters, strong styles.",
    routes=(
        Route(
            provider="runware",
            task="text-to-image",
            endpoint="klingai:kling-image@o1",
            controls=(Text(least=3, most=2500), Size(options=SIZES, required=True), Takes(most=4)),
            price=price("price of IMAGE O1"),
            sources=(runware(13, 40), REFERENCE_SOURCE),
            notes=(RESULTS_NOTE,),
        ),
        Route(
            provider="runware",
            task="image-to-image",
            endpoint="klingai:kling-image@o1",
            controls=(
                ReferenceImages(least=1, most=10, accepts=REFERENCE, required=True),
                Text(least=3, most=2500),
                Size(options=SIZES),
                Resolution(options=("1k", "2k")),
                Takes(most=4),
            ),
            rules=(Excludes("resolution", "width"),),
            price=price("price of IMAGE O1"),
            sources=(runware(13, 81), REFERENCE_SOURCE),
            notes=(RESULTS_NOTE,),
        ),
    ),
)

KLING_IMAGE_3_0 = Model(
    slug="kling-image-3.0",
    name="Kling IMAGE 3.0",
    family="Image",
    blurb="Professional realism in 2K: texture, light and material.",
    routes=(
        Route(
            provider="runware",
            task="text-to-image",
            endpoint="klingai:kling-image@3",
            controls=(Text(least=1, most=2500), Size(options=SIZES, required=True), Takes(most=4)),
            price=price("price of IMAGE 3.0"),
            sources=(runware(82, 104), REFERENCE_SOURCE),
            notes=(RESULTS_NOTE,),
        ),
        Route(
            provider="runware",
            task="image-to-image",
            endpoint="klingai:kling-image@3",
            controls=(
                ReferenceImages(least=1, most=1, accepts=REFERENCE, required=True),
                Text(least=1, most=2500),
                Size(options=SIZES),
                Takes(most=4),
            ),
            price=price("price of IMAGE 3.0"),
            sources=(runware(82, 118), REFERENCE_SOURCE),
            notes=(RESULTS_NOTE,),
        ),
    ),
)

KLING_IMAGE_O3 = Model(
    slug="kling-image-o3",
    name="Kling IMAGE O3",
    family="Image",
    blurb="Up to 4K and ten references.",
    search="omni",
    routes=(),
)

MODELS = (KLING_IMAGE_O1, KLING_IMAGE_3_0, KLING_IMAGE_O3)
