"""Kling 2.5 Turbo: fast and cinematic."""

from studio.catalog.common import runware as via_runware
from studio.catalog.schema import Model
from studio.catalog.sources import Note, kling_map, runware, scenario

FRAME_RATE_NOTE = Note(
    "Frame rate",
    "30 by Runware's list, 24 by Kling's own map.",
    (runware(589), runware(623), kling_map(23)),
)
SIZE_NOTE = Note(
    "Size",
    "720p and 1080p are listed side by side; nothing says which is taken when none is given.",
    (runware(622), runware(636, 647)),
)

KLING_2_5_TURBO_STANDARD = Model(
    slug="kling-2.5-turbo-standard",
    name="Kling 2.5 Turbo Standard",
    family="2.5 Turbo",
    blurb="Fast and smooth, in 720p.",
    routes=(
        via_runware.short_image(
            (),
            endpoint="klingai:6@0",
            price=via_runware.per_second("0.0420", "price of 2.5 Turbo Standard"),
            sources=(runware(576, 607), via_runware.API),
            notes=(
                FRAME_RATE_NOTE,
                Note(
                    "Size",
                    "The size follows the picture; Runware's page says that it should not be given.",
                    (runware(594),),
                ),
                Note(
                    "Text to video",
                    "Kling's own map has it for Standard; Runware and Scenario have image to video only.",
                    (runware(582), kling_map(114), scenario(171)),
                ),
            ),
            fps=30,
        ),
    ),
)

KLING_2_5_TURBO_PRO = Model(
    slug="kling-2.5-turbo-pro",
    name="Kling 2.5 Turbo Pro",
    family="2.5 Turbo",
    blurb="Fast, cinematic, up to 1080p, with a last frame.",
    routes=(
        via_runware.short_text(
            via_runware.SIZES_720P + via_runware.SIZES_1080P,
            endpoint="klingai:6@1",
            sources=(runware(609, 635), via_runware.API),
            notes=(FRAME_RATE_NOTE, SIZE_NOTE),
            fps=30,
        ),
        via_runware.short_image(
            via_runware.SIZES_720P + via_runware.SIZES_1080P,
            last=True,
            endpoint="klingai:6@1",
            sources=(runware(609, 647), via_runware.API),
            notes=(FRAME_RATE_NOTE, SIZE_NOTE),
            fps=30,
        ),
    ),
)

MODELS = (KLING_2_5_TURBO_STANDARD, KLING_2_5_TURBO_PRO)
