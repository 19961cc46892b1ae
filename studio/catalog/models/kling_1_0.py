"""Kling 1.0: the first generation, 720p in clips of 5 or 10 seconds."""

from studio.catalog.common import fal as via_fal
from studio.catalog.common import kling_video as via_kling
from studio.catalog.common import runware as via_runware
from studio.catalog.common.fal_scenes import NEWER
from studio.catalog.common.kling import RETIRED
from studio.catalog.schema import Model
from studio.catalog.sources import Note, kling_map, runware

LAST_FRAME_NOTE = Note(
    "Last frame",
    "Kling's own map has one for 5 seconds; Runware's page allows the first frame only.",
    (runware(190), runware(232), kling_map(36)),
)
MOTION_NOTE = Note(
    "Motion brush and camera",
    "Kling's own map has a brush for 5 seconds, and a camera for Standard from text; Runware's page names neither.",
    (runware(174, 233), kling_map(33), kling_map(37)),
)

FAL_LENGTH_NOTE = Note(
    "Camera, last frame and motion brush",
    "Kling's own map has them in clips of 5 seconds only; fal's schemas set no such limit.",
    (kling_map(33), kling_map(36), kling_map(37), via_fal.schema("v1/standard")),
)

KLING_1_0_STANDARD = Model(
    slug="kling-1.0-standard",
    name="Kling 1.0 Standard",
    family="1.0",
    blurb="Simple scenes and single characters, at little cost.",
    routes=(
        via_kling.text(
            "kling-v1", "std", camera=True, fps=30, sources=(kling_map(13, 17), kling_map(32, 33)), retired=RETIRED
        ),
        via_kling.image(
            "kling-v1",
            "std",
            extras=(via_kling.LAST, via_kling.BRUSH),
            five=("last_frame", "motion_brush"),
            fps=30,
            sources=(kling_map(13, 17), kling_map(35, 37)),
            retired=RETIRED,
        ),
        via_kling.extend(kling_map(38), kling_map(42), fps=30, retired=RETIRED),
        via_kling.pair_effects("kling-v1", "std", kling_map(40), fps=30),
        via_runware.short_text(
            via_runware.SIZES_720P,
            endpoint="klingai:1@1",
            sources=(runware(174, 200), via_runware.API),
            notes=(MOTION_NOTE,),
            fps=30,
        ),
        via_runware.short_image(
            via_runware.SIZES_720P,
            endpoint="klingai:1@1",
            sources=(runware(174, 214), via_runware.API),
            notes=(LAST_FRAME_NOTE, MOTION_NOTE),
            fps=30,
        ),
        via_fal.text("v1/standard", via_fal.CAMERA, notes=(FAL_LENGTH_NOTE,)),
        via_fal.image("v1/standard", via_fal.LAST, via_fal.BRUSH, notes=(FAL_LENGTH_NOTE,)),
        via_fal.effects("v1/standard", NEWER),
    ),
)

KLING_1_0_PRO = Model(
    slug="kling-1.0-pro",
    name="Kling 1.0 Pro",
    family="1.0",
    blurb="Finer and steadier than 1.0 Standard in complex scenes.",
    routes=(
        via_kling.text("kling-v1", "pro", fps=30, sources=(kling_map(13, 17), kling_map(32)), retired=RETIRED),
        via_kling.image(
            "kling-v1",
            "pro",
            extras=(via_kling.LAST, via_kling.BRUSH),
            five=("last_frame", "motion_brush"),
            fps=30,
            sources=(kling_map(13, 17), kling_map(35, 37)),
            retired=RETIRED,
        ),
        via_kling.extend(kling_map(38), kling_map(42), fps=30, retired=RETIRED),
        via_kling.pair_effects("kling-v1", "pro", kling_map(40), fps=30),
        via_runware.short_text(
            via_runware.SIZES_720P,
            endpoint="klingai:1@2",
            sources=(runware(216, 243), via_runware.API),
            fps=30,
        ),
        via_runware.short_image(
            via_runware.SIZES_720P,
            endpoint="klingai:1@2",
            sources=(runware(216, 257), via_runware.API),
            notes=(LAST_FRAME_NOTE, MOTION_NOTE),
            fps=30,
        ),
    ),
)

MODELS = (KLING_1_0_STANDARD, KLING_1_0_PRO)
