"""Kling O3: the omni model of the third generation, with sound, shots, references and editing."""

from dataclasses import replace

from studio.catalog.common import fal_omni as via_fal
from studio.catalog.common import runware as via_runware
from studio.catalog.common import scenario as via_scenario
from studio.catalog.common.kling import NEWER_MAP, SHOTS_NOTE, changes
from studio.catalog.common.kling_omni import Omni
from studio.catalog.common.kling_omni import routes as kling_routes
from studio.catalog.common.kling_sound import element_helpers
from studio.catalog.controls import Choice, Size
from studio.catalog.media_controls import ReferenceImages, input_video, reference_video
from studio.catalog.pricing import GIVEN, SECOND, PriceList, Rate
from studio.catalog.rules import AtMost, Excludes, NeedsOne, Requires, Rule
from studio.catalog.schema import Model, Route
from studio.catalog.sources import Note, Source, runware, runware_pages

RUNWARE_KIND = Choice(name="reference_kind", label="The reference video lends", options=("feature",))
RUNWARE_CUTS_NOTE = Note(
    "Who cuts",
    "3.0 lists shotType, O3 has shots without it: not offered.",
    (runware(1218), runware(1323), runware(784)),
)
RUNWARE_DIMENSIONS_NOTE = Note(
    "Size and length beside a reference video",
    "The page says that a video to video follows its input, and its example with a reference video gives 1920 x 1080 "
    "and 12 seconds. A reference video lends its features to a new clip, so a size is asked for, and a length taken; "
    "only an edit follows its input. The model pages take frames or a size.",
    (
        runware(1308, 1311),
        runware(1319, 1325),
        runware(1374, 1376),
        runware_pages("O3: frameImages or width and height"),
    ),
)
RUNWARE_KIND_NOTE = Note(
    "Kind of the reference video",
    "Always sent as “feature”, as in the example; Runware names no other word, and editing has an input of its own. "
    "2.6 sends the clip plain.",
    (runware(1210), runware(1366, 1371), runware(734, 735)),
)
RUNWARE_SETTINGS_NOTE = Note(
    "Settings beside a video",
    "The page takes keeping the original sound and nothing else; the rules of the model pages contradict each other.",
    (runware(1218, 1220), runware_pages("O3: providerSettings")),
)
RUNWARE_4K_NOTE = Note(
    "4K",
    "Runware lists the model; no page of its own was to be read. Sizes are those of 3.0 4K, the rest is as O3 Pro; "
    "without a reference video, which Kling and Scenario refuse in 4K.",
    (
        runware_pages("O3 4K: parameters"),
        runware_pages("3.0 4K"),
        Source("Scenario: Kuaishou Technology", "V3 Omni", "2026-07-01"),
    ),
)

RUNWARE_REFERENCE_RULES = (
    AtMost(("reference_images",), 4, other="reference_video"),
    Excludes("sound", "reference_video"),
    Excludes("shots", "reference_video"),
    Requires("keep_original_sound", "reference_video"),
    Requires("reference_kind", "reference_video"),
)


def runware_images(most: int) -> ReferenceImages:
    """Pictures that the clip follows."""
    return ReferenceImages(least=1, most=most, accepts=via_runware.FRAME_3)


def runware_prices(silent: str, with_sound: str, with_video: str) -> PriceList:
    """Per second; a video that goes in and sound that comes out have their rates. An absent duration is 5 seconds."""
    return PriceList(
        rates=(
            Rate(with_video, SECOND, {"reference_video": GIVEN}),
            Rate(with_sound, SECOND, {"sound": True}),
            Rate(silent, SECOND, {"sound": False}),
        ),
        source=runware_pages("price of O3"),
        assume={"sound": False, "duration": 5},
    )


def runware_making(sizes: tuple[str, ...], **about: object) -> tuple[Route, Route]:
    """From text, or from frames."""
    notes = (RUNWARE_CUTS_NOTE, via_runware.SHOTS_LIMIT_NOTE, *about.pop("notes", ()))
    shared = {"rules": via_runware.STORY_RULES, **about}
    return (
        via_runware.story_text(sizes, notes=notes, **shared),
        via_runware.story_image(most_elements=7, notes=(*notes, via_runware.ELEMENTS_NOTE), **shared),
    )


def runware_references(sizes: tuple[str, ...], *, video: bool, **about: object) -> Route:
    """From pictures and elements, and from a video that lends its features."""
    keep = replace(via_runware.KEEP_SOUND, default=None)
    clip = [reference_video(via_runware.CLIP_O3), RUNWARE_KIND, keep] if video else []
    named = ("reference_images", *(["reference_video"] if video else []), "elements")
    rules: tuple[Rule, ...] = (NeedsOne(named), NeedsOne(("prompt", "shots")), *via_runware.STORY_RULES)
    notes = (RUNWARE_CUTS_NOTE, via_runware.ELEMENTS_NOTE, *about.pop("notes", ()))
    return Route(
        provider="runware",
        task="reference-to-video",
        controls=(
            runware_images(7),
            *clip,
            via_runware.elements(7),
            *via_runware.STORY,
            Size(options=sizes, required=True),
            *via_runware.STORY_FINISH,
        ),
        rules=(*rules, *(RUNWARE_REFERENCE_RULES if video else ())),
        notes=(*notes, *((RUNWARE_DIMENSIONS_NOTE, RUNWARE_KIND_NOTE, RUNWARE_SETTINGS_NOTE) if video else ())),
        wire={"reference_video": "feature"},
        **about,
    )


def runware_editing(price: str, **about: object) -> Route:
    """A clip changed by words; the result is as long and as large."""
    clip = input_video(via_runware.CLIP_O3)
    return Route(
        provider="runware",
        task="edit-video",
        controls=(clip, runware_images(4), via_runware.ASKED, via_runware.TAKES, via_runware.KEEP_SOUND),
        price=via_runware.per_second_of("input_video", price, "price of O3"),
        notes=(RUNWARE_SETTINGS_NOTE,),
        **about,
    )


def runware_routes(sizes: tuple[str, ...], prices: tuple[str, str, str], **about: object) -> tuple[Route, ...]:
    """All four workflows through Runware. `prices`: per second silent, with sound, with a video that goes in."""
    listed = runware_prices(*prices)
    return (
        *runware_making(sizes, price=listed, **about),
        runware_references(sizes, video=True, price=listed, **about),
        runware_editing(prices[2], **about),
    )


KLING_O3 = {
    "model": "kling-v3-omni",
    "seconds": tuple(range(3, 16)),
    "clip_seconds": (3, 15),
    "story": True,
    "sources": (NEWER_MAP, changes("2026-06-17")),
    "notes": (
        SHOTS_NOTE,
        Note(
            "4K beside a clip",
            "In April 2026 4K was for everything but reference clips; since June it is for those as well.",
            (changes("2026-04-23"), changes("2026-06-17")),
        ),
    ),
}

KLING_O3_STANDARD = Model(
    slug="kling-o3-standard",
    name="Kling O3 Standard",
    family="O3",
    generation="3.0",
    blurb="References, shots and sound, in 720p.",
    search="3.0 omni",
    routes=(
        *kling_routes(Omni(mode="std", silent="0.084", with_sound="0.112", with_clip="0.126", **KLING_O3)),
        *element_helpers(),
        *runware_routes(
            via_runware.SIZES_720P_WIDE_SQUARE,
            ("0.084", "0.112", "0.126"),
            endpoint="klingai:kling-video@o3-standard",
            sources=(runware(1188, 1291), via_runware.API),
        ),
        *via_fal.o3("standard"),
        *via_scenario.omni_routes("standard"),
    ),
)

KLING_O3_PRO = Model(
    slug="kling-o3-pro",
    name="Kling O3 Pro",
    family="O3",
    generation="3.0",
    blurb="References, shots and sound, in 1080p.",
    search="3.0 omni",
    routes=(
        *kling_routes(Omni(mode="pro", silent="0.112", with_sound="0.14", with_clip="0.168", **KLING_O3)),
        *element_helpers(),
        *runware_routes(
            via_runware.SIZES_1080P_WIDE_SQUARE,
            ("0.112", "0.14", "0.168"),
            endpoint="klingai:kling-video@o3-pro",
            sources=(runware(1293, 1408), via_runware.API),
        ),
        *via_fal.o3("pro", image=via_fal.PRICE_O3_PRO_IMAGE),
        *via_scenario.omni_routes("pro"),
    ),
)

RUNWARE_4K = {
    "endpoint": "klingai:kling-video@o3-4k",
    "sources": (runware_pages("O3 4K: parameters"), via_runware.API),
    "notes": (RUNWARE_4K_NOTE,),
}

KLING_O3_4K = Model(
    slug="kling-o3-4k",
    name="Kling O3 4K",
    family="O3",
    generation="3.0",
    blurb="References, shots and sound, in 4K.",
    search="3.0 omni",
    routes=(
        *kling_routes(Omni(mode="4k", silent="0.42", with_sound="0.42", with_clip="0.42", **KLING_O3)),
        *element_helpers(),
        *runware_making(via_runware.SIZES_4K, **RUNWARE_4K),
        runware_references(via_runware.SIZES_4K, video=False, **RUNWARE_4K),
        *via_fal.o3("4k", clips=False, **dict.fromkeys(("text", "image", "reference"), via_fal.PRICE_4K)),
        *via_scenario.omni_routes("4k", clips=False),
    ),
)

MODELS = (KLING_O3_STANDARD, KLING_O3_PRO, KLING_O3_4K)
