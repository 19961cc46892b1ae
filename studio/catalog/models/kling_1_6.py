"""Kling 1.6: smoother motion than 1.5, from text or from a picture."""

from studio.catalog.common import fal as via_fal
from studio.catalog.common import kling_video as via_kling
from studio.catalog.common import runware as via_runware
from studio.catalog.common import scenario as via_scenario
from studio.catalog.common.fal_scenes import NEWER, SCENES
from studio.catalog.common.kling import RETIRED, docs
from studio.catalog.media_controls import last_frame
from studio.catalog.schema import Model
from studio.catalog.sources import Note, fal, kling_map, runware, scenario

FRAME_RATE_NOTE = Note(
    "Frame rate",
    "Runware: 30 from text and 24 from a picture for Standard, 24 for Pro. Kling's own map: 30 from a picture, 24 from "
    "text.",
    (runware(341), runware(383), kling_map(13, 17)),
)

EDITING_NOTE = Note(
    "Model",
    "The map has multi-elements under 1.6, and an older page names that model; the newer page names none, and the "
    "newer map has it for all versions: it is not retired with 1.6, and no model is sent.",
    (kling_map(74), docs("multi-element video editing"), docs("video capability map", "2026-05-19")),
)
MARKING_NOTE = Note(
    "Where points are",
    "Kling's page says “[0, 1] represents the top-left corner”, which may mean the range or the corner. Dailies counts "
    "from the top left and sends points as they are.",
    (docs("multi-element video editing: add-selection, points"),),
)

KLING_1_6_STANDARD = Model(
    slug="kling-1.6-standard",
    name="Kling 1.6 Standard",
    family="1.6",
    blurb="Smoother motion than 1.5, in 720p.",
    routes=(
        via_kling.text("kling-v1-6", "std", sources=(kling_map(13, 17), kling_map(68)), retired=RETIRED),
        via_kling.image("kling-v1-6", "std", fps=30, sources=(kling_map(13, 17), kling_map(70)), retired=RETIRED),
        via_kling.several_images("std", kling_map(73), retired=RETIRED),
        via_kling.edit_elements("std", kling_map(74), notes=(EDITING_NOTE, MARKING_NOTE)),
        via_kling.extend(kling_map(75), retired=RETIRED),
        via_kling.pair_effects("kling-v1-6", "std", kling_map(77)),
        via_runware.short_text(
            via_runware.SIZES_720P,
            endpoint="klingai:3@1",
            price=via_runware.per_second("0.0370", "price of 1.6 Standard"),
            sources=(runware(327, 353), via_runware.API),
            notes=(FRAME_RATE_NOTE,),
            fps=30,
        ),
        via_runware.short_image(
            via_runware.SIZES_720P,
            endpoint="klingai:3@1",
            price=via_runware.per_second("0.0370", "price of 1.6 Standard"),
            sources=(runware(327, 367), via_runware.API),
            notes=(FRAME_RATE_NOTE,),
            fps=24,
        ),
        via_fal.text("v1.6/standard"),
        via_fal.image("v1.6/standard"),
        via_fal.several_images("v1.6/standard"),
        via_fal.effects("v1.6/standard", NEWER),
        *via_scenario.v1_6("model_kling-v1-6-standard"),
    ),
)

KLING_1_6_PRO = Model(
    slug="kling-1.6-pro",
    name="Kling 1.6 Pro",
    family="1.6",
    blurb="Full HD, smoother motion than 1.5.",
    routes=(
        via_kling.text("kling-v1-6", "pro", sources=(kling_map(13, 17), kling_map(68)), retired=RETIRED),
        via_kling.image(
            "kling-v1-6",
            "pro",
            extras=(via_kling.LAST,),
            end_alone=True,
            fps=30,
            sources=(kling_map(13, 17), kling_map(70, 72)),
            retired=RETIRED,
        ),
        via_kling.several_images("pro", kling_map(73), retired=RETIRED),
        via_kling.edit_elements("pro", kling_map(74), notes=(EDITING_NOTE, MARKING_NOTE)),
        via_kling.extend(kling_map(75), retired=RETIRED),
        via_kling.pair_effects("kling-v1-6", "pro", kling_map(77)),
        via_runware.short_text(
            via_runware.SIZES_1080P,
            endpoint="klingai:3@2",
            sources=(runware(369, 423), via_runware.API),
            notes=(FRAME_RATE_NOTE,),
            fps=24,
        ),
        via_runware.short_image(
            via_runware.SIZES_1080P,
            endpoint="klingai:3@2",
            sources=(runware(369, 411), via_runware.API),
            notes=(
                FRAME_RATE_NOTE,
                Note(
                    "Last frame",
                    "Kling's map, Scenario and fal have one for 1.6 Pro; Runware's page allows the first frame only.",
                    (runware(385), kling_map(71, 72), scenario(249), fal(90)),
                ),
                Note(
                    "Motion brush",
                    "fal's page describes one for 1.6 Pro, Kling's own map none; Runware's page names none.",
                    (runware(369, 386), kling_map(63, 78), fal(565, 584)),
                ),
            ),
            fps=24,
        ),
        via_fal.text("v1.6/pro", price=via_fal.PRICE_1_6_PRO, sources=(fal(137), fal(196, 219))),
        via_fal.brushed_1_6(price=via_fal.PRICE_1_6_PRO, sources=(fal(12), fal(74, 103), fal(565, 584), fal(606))),
        via_fal.several_images(
            "v1.6/pro",
            via_fal.PICTURE_1_6,
            price=via_fal.PRICE_1_6_PRO,
            sources=(fal(252), fal(323, 343)),
            notes=(via_fal.TIER_NOTE,),
        ),
        via_fal.effects(
            "v1.6/pro",
            SCENES,
            via_fal.PICTURE_1_6,
            price=via_fal.PRICE_1_6_PRO,
            sources=(fal(382), fal(441, 455)),
        ),
        *via_scenario.v1_6("model_kling-v1-6-pro", last_frame(via_scenario.ANY)),
    ),
)

MODELS = (KLING_1_6_STANDARD, KLING_1_6_PRO)
