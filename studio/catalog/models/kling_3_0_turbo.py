"""Kling 3.0 Turbo: the fast edition of 3.0."""

from studio.catalog.common import fal_omni as via_fal
from studio.catalog.common import kling_turbo as via_kling
from studio.catalog.common import runware as via_runware
from studio.catalog.controls import Seconds, Size, Text
from studio.catalog.media_controls import first_frame
from studio.catalog.pricing import PriceList
from studio.catalog.rules import ExactlyOne, ShotsAddUp
from studio.catalog.schema import Model, Route
from studio.catalog.sources import Note, Source, runware, runware_pages
from studio.catalog.story_controls import StoryFits

RUNWARE_SOURCES = (
    runware_pages("3.0 Turbo: parameters and rules"),
    Source("Runware: skills for agents", "multi-shot-video: numbered shot list", "2026-11"),
    via_runware.API,
)
RUNWARE_NOTES = (
    Note(
        "Shots",
        "They are written into the prompt; their seconds must add up to the duration, which is sent. Without a "
        "separate field for them, prompt and shots exclude each other. Six shots of 512 characters are Kling's limit.",
        (runware_pages("3.0 Turbo: prompt"), Source("Kling AI: API reference", "3.0 Turbo: multi-shot")),
    ),
    Note(
        "Limits of the first frame",
        "The page of 3.0 Turbo was not to be read that far: the limits are those of 3.0.",
        (runware(780), runware_pages("3.0 Turbo: inputs.frameImages")),
    ),
    Note(
        "Prompt beside a first frame",
        "3.0 takes a frame alone. For 3.0 Turbo the page is silent, and Runware's SDK requires a prompt always.",
        (runware_pages("SDK: KlingaiVideo30TurboParams requires positivePrompt"),),
    ),
    Note(
        "Sound",
        "The price is “with native audio” and there is no setting for it: clips come with sound.",
        (runware_pages("price of 3.0 Turbo"),),
    ),
)


def runware_routes(sizes: tuple[str, ...], tier: str, price: PriceList) -> tuple[Route, Route]:
    """One model at Runware in two tiers: by the size from text, by `resolution` beside a frame."""
    shared = {"provider": "runware", "endpoint": "klingai:kling-video@3.0-turbo", "price": price}
    shared |= {"sources": RUNWARE_SOURCES, "notes": RUNWARE_NOTES, "always": ("sound",)}
    length = (Seconds(options=via_runware.LENGTHS), via_runware.TAKES)
    return (
        Route(
            task="text-to-video",
            controls=(
                Text(least=3, most=3072),
                via_runware.SHOTS,
                Size(options=sizes, required=True),
                *length,
            ),
            rules=(ExactlyOne(("prompt", "shots")), ShotsAddUp(), StoryFits(3072)),
            wire={"shots": "prompt"},
            **shared,
        ),
        Route(
            task="image-to-video",
            controls=(
                first_frame(via_runware.FRAME_3),
                Text(least=3, most=2500),
                via_runware.SHOTS,
                *length,
                via_runware.NEGATIVE,
            ),
            rules=(ExactlyOne(("prompt", "shots")), ShotsAddUp(), StoryFits(2500)),
            wire=via_runware.NEW_FRAMES | {"shots": "prompt", "fixed": {"resolution": tier}},
            **shared,
        ),
    )


KLING_3_0_TURBO_STANDARD = Model(
    slug="kling-3.0-turbo-standard",
    name="Kling 3.0 Turbo Standard",
    family="3.0 Turbo",
    blurb="Fast clips of 3 to 15 seconds with sound, in 720p.",
    routes=(
        via_kling.text("720p", "0.112"),
        via_kling.image("720p", "0.112"),
        *runware_routes(
            via_runware.SIZES_720P_WIDE_SQUARE, "720p", via_runware.per_second("0.112", "price of 3.0 Turbo")
        ),
        *via_fal.turbo("standard"),
    ),
)

KLING_3_0_TURBO_PRO = Model(
    slug="kling-3.0-turbo-pro",
    name="Kling 3.0 Turbo Pro",
    family="3.0 Turbo",
    blurb="Fast clips of 3 to 15 seconds with sound, in 1080p.",
    routes=(
        via_kling.text("1080p", "0.14"),
        via_kling.image("1080p", "0.14"),
        *runware_routes(
            via_runware.SIZES_1080P_WIDE_SQUARE,
            "1080p",
            via_runware.per_second("0.14", "price of 3.0 Turbo: 0.42 for 3 seconds in 1080p"),
        ),
        *via_fal.turbo("pro"),
    ),
)

MODELS = (KLING_3_0_TURBO_STANDARD, KLING_3_0_TURBO_PRO)
