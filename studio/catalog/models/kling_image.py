"""Kling's newer image models: IMAGE O1 and O3 with up to ten references, IMAGE 3.0 with one."""

from studio.catalog.common import fal_image as via_fal
from studio.catalog.common import kling_image as via_kling
from studio.catalog.common import runware as via_runware
from studio.catalog.common.kling import NEWER_IMAGE_MAP
from studio.catalog.common.kling_sound import element_helpers
from studio.catalog.controls import Resolution, Size, Text
from studio.catalog.media_controls import Limits, ReferenceImages
from studio.catalog.pricing import IMAGE, PriceList, Rate
from studio.catalog.rules import Excludes
from studio.catalog.schema import Model, Route
from studio.catalog.sources import Note, Source, kling_map, runware, runware_pages

SIZES_1K = ("1024x1024", "1248x832", "832x1248", "1168x880", "880x1168", "768x1360", "1360x768", "1552x656")
SIZES_2K = ("2048x2048", "2496x1664", "1664x2496", "2336x1760", "1760x2336", "1536x2720", "2720x1536", "3104x1312")
SIZES_4K = ("4096x4096", "4992x3328", "3328x4992", "4736x3520", "3520x4736", "3072x5440", "5440x3072", "6272x2688")
SIZES = SIZES_1K + SIZES_2K
"""Runware: KlingAI provider, lines 26 to 27, 95 to 96 and 132 to 134."""

RUNWARE_REFERENCE = Limits(formats=via_runware.PICTURES)
"""Formats from Runware's API reference; its page sets no size for the references of image models."""

RUNWARE_RESULTS_NOTE = Note(
    "Takes",
    "Four at most: the count that Runware's reference is sure of. Older pages say 20 for images.",
    (Source("Runware: API reference", "numberResults"),),
)
RUNWARE_FIRST_SHAPE_NOTE = Note(
    "Size",
    "Without a size the shape is that of the first reference, and a resolution may be chosen instead: lower case as in "
    "the page; Runware's SDK writes “2K”.",
    (runware(28, 32), runware(54, 65), runware_pages("SDK: IMAGE O1")),
)
RUNWARE_SDK_RESOLUTION_NOTE = Note(
    "Resolution",
    "The page has it for IMAGE O1 only; Runware's SDK and model pages have it for 3.0 as well, instead of a size.",
    (runware(92, 96), runware_pages("IMAGE 3.0: resolution")),
)
RUNWARE_SERIES_NOTE = Note(
    "Series and faces",
    "The introduction of IMAGE O3 promises series and control of faces; the page has no parameter for either.",
    (runware(121), runware(129, 134)),
)


def runware_price(page: str, four_k: str = "") -> PriceList:
    """One price per image; one of its own for the sizes of 4K, where there are any."""
    widths = tuple(int(size.partition("x")[0]) for size in SIZES_4K)
    large = [Rate(four_k, IMAGE, {"width": widths})] if four_k else []
    return PriceList(rates=(*large, Rate("0.028", IMAGE)), source=runware_pages(page))


def runware_text(least: int, sizes: tuple[str, ...], **about: object) -> Route:
    """A picture from words, in one of the sizes."""
    controls = (Text(least=least, most=2500, required=True), Size(options=sizes, required=True), via_runware.TAKES)
    return Route(provider="runware", task="text-to-image", controls=controls, **about)


def runware_references(least: int, most: int, *others: object, **about: object) -> Route:
    """A picture from references and words."""
    references = ReferenceImages(least=1, most=most, accepts=RUNWARE_REFERENCE, required=True)
    controls = (references, Text(least=least, most=2500, required=True), *others, via_runware.TAKES)
    return Route(provider="runware", task="image-to-image", controls=controls, **about)


O1_ABOUT = {"endpoint": "klingai:kling-image@o1", "price": runware_price("price of IMAGE O1")}
IMAGE_3_ABOUT = {"endpoint": "klingai:kling-image@3", "price": runware_price("price of IMAGE 3.0")}
O3_ABOUT = {"endpoint": "klingai:kling-image@o3", "price": runware_price("price of IMAGE O3", "0.056")}

KLING_IMAGE_O1 = Model(
    slug="kling-image-o1",
    name="Kling IMAGE O1",
    family="Image",
    generation="2.6",
    blurb="High control: up to ten references, steady characters, strong styles.",
    search="omni",
    routes=(
        via_kling.omni_text(
            "kling-image-o1",
            ("1k", "2k"),
            price=via_kling.per_image("0.028"),
            sources=(kling_map(152), NEWER_IMAGE_MAP),
        ),
        via_kling.omni_image(
            "kling-image-o1",
            ("1k", "2k"),
            price=via_kling.per_image("0.028"),
            sources=(kling_map(153), NEWER_IMAGE_MAP),
        ),
        *element_helpers(videos=False),
        runware_text(3, SIZES, sources=(runware(13, 40), via_runware.API), notes=(RUNWARE_RESULTS_NOTE,), **O1_ABOUT),
        runware_references(
            3,
            10,
            Size(options=SIZES),
            Resolution(options=("1k", "2k")),
            rules=(Excludes("resolution", "width"),),
            sources=(runware(13, 80), via_runware.API),
            notes=(RUNWARE_RESULTS_NOTE, RUNWARE_FIRST_SHAPE_NOTE),
            **O1_ABOUT,
        ),
        via_fal.o1(),
    ),
)

KLING_IMAGE_3_0 = Model(
    slug="kling-image-3.0",
    name="Kling IMAGE 3.0",
    family="Image",
    generation="3.0",
    blurb="Professional realism in 2K: texture, light and material.",
    routes=(
        via_kling.text(
            "kling-v3", resolutions=("1k", "2k"), price=via_kling.per_image("0.028"), sources=(NEWER_IMAGE_MAP,)
        ),
        via_kling.with_elements(price=via_kling.per_image("0.028"), sources=(NEWER_IMAGE_MAP,)),
        *element_helpers(videos=False),
        runware_text(
            1, SIZES, sources=(runware(82, 104), via_runware.API), notes=(RUNWARE_RESULTS_NOTE,), **IMAGE_3_ABOUT
        ),
        runware_references(
            1,
            1,
            Size(options=SIZES),
            Resolution(options=("1k", "2k")),
            rules=(Excludes("resolution", "width"),),
            sources=(runware(82, 117), via_runware.API),
            notes=(RUNWARE_RESULTS_NOTE, RUNWARE_SDK_RESOLUTION_NOTE),
            wire={"resolution": "upper"},
            **IMAGE_3_ABOUT,
        ),
        *via_fal.v3(),
    ),
)

KLING_IMAGE_O3 = Model(
    slug="kling-image-o3",
    name="Kling IMAGE O3",
    family="Image",
    generation="3.0",
    blurb="Up to 4K and ten references.",
    search="omni",
    routes=(
        via_kling.omni_text(
            "kling-v3-omni",
            ("1k", "2k", "4k"),
            price=via_kling.per_image("0.028", "0.056"),
            sources=(NEWER_IMAGE_MAP,),
        ),
        via_kling.omni_image(
            "kling-v3-omni",
            ("1k", "2k", "4k"),
            series=True,
            price=via_kling.per_image("0.028", "0.056"),
            sources=(NEWER_IMAGE_MAP,),
        ),
        *element_helpers(videos=False),
        runware_text(
            1,
            SIZES + SIZES_4K,
            sources=(runware(119, 142), via_runware.API),
            notes=(RUNWARE_RESULTS_NOTE, RUNWARE_SERIES_NOTE),
            **O3_ABOUT,
        ),
        runware_references(
            1,
            10,
            Size(options=SIZES + SIZES_4K, required=True),
            sources=(runware(119, 170), runware_pages("SDK: IMAGE O3 requires width and height"), via_runware.API),
            notes=(RUNWARE_RESULTS_NOTE, RUNWARE_SERIES_NOTE),
            **O3_ABOUT,
        ),
        *via_fal.o3(),
    ),
)

MODELS = (KLING_IMAGE_O1, KLING_IMAGE_3_0, KLING_IMAGE_O3)
