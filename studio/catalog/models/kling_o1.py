"""Kling O1: one model for text, frames, references and editing; the inputs choose the task."""

from dataclasses import replace

from studio.catalog.common import fal_omni as via_fal
from studio.catalog.common import runware as via_runware
from studio.catalog.common import scenario as via_scenario
from studio.catalog.common.kling import NEWER_MAP
from studio.catalog.common.kling_omni import Omni
from studio.catalog.common.kling_omni import routes as kling_routes
from studio.catalog.common.kling_sound import element_helpers
from studio.catalog.controls import Seconds, Size, Switch
from studio.catalog.media_controls import (
    Limits,
    Media,
    ReferenceImages,
    first_frame,
    input_video,
    last_frame,
    reference_video,
)
from studio.catalog.pricing import SECOND, PriceList, Rate
from studio.catalog.rules import AtMost, NeedsOne, OptionsUnless, Requires
from studio.catalog.schema import Model, Route
from studio.catalog.sources import Note, kling_map, runware, runware_pages, scenario

RUNWARE_PICTURE = Limits(formats=via_runware.PICTURES, megabytes=32)
RUNWARE_CLIP = Limits(formats=via_runware.CLIPS, seconds=(3, 10), megabytes=32)
RUNWARE_REFERENCE_CLIP = Limits(formats=via_runware.CLIPS, megabytes=32)
RUNWARE_FAST_CLIP = replace(RUNWARE_CLIP, seconds=(6, 20))
"""Runware: KlingAI provider, lines 1022 to 1023 and 1107 to 1108; formats from Runware's API reference."""

RUNWARE_FAST = Switch(name="fast", label="Fast")
RUNWARE_TASK_NOTE = Note(
    "Task",
    "Reference images mean reference to video, and are taken for editing too: with a clip to edit it is editing.",
    (runware(1029), runware(1114), runware(1169, 1186)),
)
RUNWARE_SIZE_NOTE = Note(
    "Size",
    "The list says text to video only, two examples of image to video give one; the model pages take frames, "
    "references or a size, only one of them: the list holds.",
    (runware(1011), runware(1054, 1055), runware(1139, 1140), runware_pages("O1: exactly one of")),
)
RUNWARE_TIER_NOTE = Note(
    "Resolution",
    "Standard is 720p by Runware's list; Scenario's page says 1080p for O1.",
    (runware(1011), scenario(167)),
)
RUNWARE_REFERENCES_NOTE = Note(
    "References",
    "“At least 1 required” stands beside a clip that is enough by itself: one of both is asked for. The clip is sent "
    "plain; only O3's example gives it a kind.",
    (runware(1019, 1021), runware(1029), runware(1366, 1371)),
)
RUNWARE_FAST_NOTE = Note(
    "Fast",
    "Standard names lengths for fast mode (6 to 20 seconds), but its settings have no such switch: not offered.",
    (runware(1016), runware(1022), runware(1027), runware(1112)),
)


def runware_clip(*, fast: bool) -> Media:
    """The clip that is edited; the result is as long."""
    return input_video(RUNWARE_CLIP, beside=(("fast", True, RUNWARE_FAST_CLIP),) if fast else ())


def runware_routes(sizes: tuple[str, ...], prices: tuple[str, str], *, fast: bool, **about: object) -> tuple:
    """All four workflows through Runware. `prices`: per second without and with references or a clip."""
    plain, referring = prices
    page = runware_pages("price of O1")
    made = PriceList(rates=(Rate(plain, SECOND),), source=page, assume={"duration": 5})
    referred = PriceList(rates=(Rate(referring, SECOND),), source=page, assume={"duration": 5})
    edited = PriceList(rates=(Rate(referring, SECOND),), source=page, length_of="input_video")
    short, long = Seconds(options=(5, 10)), Seconds(options=tuple(range(3, 11)))
    asked, takes, keep = via_runware.ASKED, via_runware.TAKES, via_runware.KEEP_SOUND
    references = ReferenceImages(least=1, most=7, accepts=RUNWARE_PICTURE)
    style = ReferenceImages(least=1, most=4, accepts=RUNWARE_PICTURE)
    notes = about.pop("notes", ())
    shared = {"provider": "runware", **about}
    return (
        Route(
            task="text-to-video",
            controls=(asked, Size(options=sizes, required=True), short, takes),
            price=made,
            notes=(RUNWARE_TIER_NOTE, *notes),
            **shared,
        ),
        Route(
            task="image-to-video",
            controls=(first_frame(RUNWARE_PICTURE), last_frame(RUNWARE_PICTURE), asked, short, takes),
            price=made,
            notes=(RUNWARE_SIZE_NOTE, RUNWARE_TIER_NOTE, *notes),
            wire=via_runware.NEW_FRAMES,
            **shared,
        ),
        Route(
            task="reference-to-video",
            controls=(references, reference_video(RUNWARE_REFERENCE_CLIP), asked, long, takes, keep),
            rules=(NeedsOne(("reference_images", "reference_video")),),
            price=referred,
            notes=(RUNWARE_TASK_NOTE, RUNWARE_REFERENCES_NOTE, *notes),
            **shared,
        ),
        Route(
            task="edit-video",
            controls=(runware_clip(fast=fast), style, asked, takes, keep, *([RUNWARE_FAST] if fast else [])),
            price=edited,
            notes=(RUNWARE_TASK_NOTE, *notes),
            **shared,
        ),
    )


SCENARIO_TIER_NOTE = Note(
    "Resolution",
    "Scenario's O1 is 1080p and has one tier: it stands with Pro.",
    (scenario(167), via_scenario.page("Kling O1")),
)
SCENARIO_MODELS_NOTE = Note(
    "Model",
    "Scenario has one model for reference images and one for a reference video: what is given decides.",
    (via_scenario.page("model_kling-o1-r2v"), via_scenario.page("model_kling-o1-video-reference")),
)


def scenario_routes() -> tuple[Route, ...]:
    """Frames, references and editing through Scenario, one model each; from text alone it has none."""
    asked, keep, cast = via_scenario.ASKED, via_scenario.KEEP_SOUND, via_scenario.elements(7, (1, 4), videos=False)
    notes = (SCENARIO_TIER_NOTE, via_scenario.NEGATIVE_NOTE)
    names = {"reference_images": "images", "keep_original_sound": "keepAudio"}
    few = AtMost(("reference_images", "elements"), 4)
    frame = Limits(megabytes=10)
    return (
        via_scenario.image(
            "model_kling-o1-i2v",
            frames=(last_frame(frame),),
            first=frame,
            wire={"names": {"first_frame": "image", "last_frame": "lastFrameImage"}},
            notes=notes,
        ),
        via_scenario.route(
            "reference-to-video",
            "model_kling-o1-r2v",
            ReferenceImages(least=1, most=7),
            reference_video(via_scenario.CLIP),
            cast,
            asked,
            Seconds(options=tuple(range(3, 11))),
            replace(via_scenario.RATIO, options=("auto", *via_scenario.RATIO.options)),
            replace(keep, default=None),
            rules=(
                NeedsOne(("reference_images", "reference_video", "elements")),
                AtMost(("reference_images", "elements"), 7),
                replace(few, other="reference_video"),
                OptionsUnless("aspect_ratio", via_scenario.RATIO.options, ("reference_video",)),
                Requires("keep_original_sound", "reference_video"),
            ),
            sources=(via_scenario.page("model_kling-o1-r2v"), via_scenario.page("model_kling-o1-video-reference")),
            notes=(SCENARIO_MODELS_NOTE, *notes),
            wire={"names": names, "beside": {"reference_video": "model_kling-o1-video-reference"}},
        ),
        via_scenario.route(
            "edit-video",
            "model_kling-o1-video-edit",
            input_video(via_scenario.CLIP),
            ReferenceImages(least=1, most=4),
            replace(cast, most=4),
            asked,
            keep,
            rules=(few,),
            notes=notes,
            wire={"names": names},
        ),
    )


KLING_O1 = {
    "model": "kling-video-o1",
    "seconds": tuple(range(3, 11)),
    "clip_seconds": (3, 10),
    "story": False,
    "with_sound": "",
    "sources": (kling_map(7, 9), NEWER_MAP),
}

KLING_O1_STANDARD = Model(
    slug="kling-o1-standard",
    name="Kling O1 Standard",
    family="O1",
    generation="2.6",
    blurb="References and editing by instruction, in 720p.",
    search="omni",
    routes=(
        *kling_routes(Omni(mode="std", silent="0.084", with_clip="0.126", **KLING_O1)),
        *element_helpers(videos=False),
        *runware_routes(
            via_runware.SIZES_720P_WIDE_SQUARE,
            ("0.084", "0.126"),
            fast=False,
            endpoint="klingai:kling@o1-standard",
            sources=(runware(1000, 1082), via_runware.API),
            notes=(RUNWARE_FAST_NOTE,),
        ),
        *via_fal.o1("o1/standard"),
    ),
)

KLING_O1_PRO = Model(
    slug="kling-o1-pro",
    name="Kling O1 Pro",
    family="O1",
    generation="2.6",
    blurb="References and editing by instruction, in 1080p.",
    search="omni",
    routes=(
        *kling_routes(Omni(mode="pro", silent="0.112", with_clip="0.168", **KLING_O1)),
        *element_helpers(videos=False),
        *runware_routes(
            via_runware.SIZES_1080P_WIDE_SQUARE,
            ("0.112", "0.168"),
            fast=True,
            endpoint="klingai:kling@o1",
            sources=(runware(1085, 1186), via_runware.API),
        ),
        *via_fal.o1("o1"),
        *scenario_routes(),
    ),
)

MODELS = (KLING_O1_STANDARD, KLING_O1_PRO)
