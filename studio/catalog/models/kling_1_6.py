"""Kling 1.6: smoother motion than 1.5, from text or from a picture."""

from studio.catalog.common import runware as via_runware
from studio.catalog.schema import Model
from studio.catalog.sources import Note, fal, kling_map, runware, scenario

FRAME_RATE_NOTE = Note(
    "Frame rate",
    "Runware: 30 from text and 24 from a picture for Standard, 24 for Pro. Kling's own map: 30 from a picture, 24 from "
    "text.",
    (runware(341), runware(383), kling_map(13, 16)),
)

KLING_1_6_STANDARD = Model(
    slug="kling-1.6-standard",
    name="Kling 1.6 Standard",
    family="1.6",
    blurb="Smoother motion than 1.5, in 720p.",
    routes=(
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
    ),
)

KLING_1_6_PRO = Model(
    slug="kling-1.6-pro",
    name="Kling 1.6 Pro",
    family="1.6",
    blurb="Full HD, smoother motion than 1.5.",
    routes=(
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
    ),
)

MODELS = (KLING_1_6_STANDARD, KLING_1_6_PRO)
