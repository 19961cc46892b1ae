"""Kling 2.5 Turbo: fast and cinematic."""

from studio.catalog.common import fal as via_fal
from studio.catalog.common import kling_video as via_kling
from studio.catalog.common import runware as via_runware
from studio.catalog.common import scenario as via_scenario
from studio.catalog.common.kling import GENERATIONS_NOTE, changes
from studio.catalog.controls import Guidance
from studio.catalog.media_controls import last_frame
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

SCENARIO_LAST_FRAME_NOTE = Note(
    "Last frame",
    "Scenario's text does not list 2.5 Pro among the models with one; its parameters have it.",
    (scenario(239, 249), via_scenario.page("Kling V2.5 I2V Pro: lastFrame")),
)
KLING_TIER_NOTE = Note(
    "Standard",
    "The table of specifications in Kling's map has 2.5 in Pro only, its table of features both from text and from a "
    "picture, and the change log brought Standard in November 2025: it exists.",
    (kling_map(19, 21), kling_map(112, 117), changes("2025-11-11")),
)

KLING_2_5_TURBO_STANDARD = Model(
    slug="kling-2.5-turbo-standard",
    name="Kling 2.5 Turbo Standard",
    family="2.5 Turbo",
    blurb="Fast and smooth, in 720p.",
    routes=(
        via_kling.text(
            "kling-v2-5-turbo",
            "std",
            price=via_kling.per_second("0.042"),
            sources=(kling_map(114), changes("2025-11-11")),
            notes=(KLING_TIER_NOTE, GENERATIONS_NOTE),
        ),
        via_kling.image(
            "kling-v2-5-turbo",
            "std",
            price=via_kling.per_second("0.042"),
            sources=(kling_map(116), changes("2025-11-11")),
            notes=(KLING_TIER_NOTE, GENERATIONS_NOTE),
        ),
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
        via_fal.image("v2.5-turbo/standard"),
        via_scenario.image(
            "model_kling-v2-5-i2v-turbo-standard",
            via_scenario.NEGATIVE,
            Guidance(),
            wire={"names": {"first_frame": "image"}},
        ),
    ),
)

KLING_2_5_TURBO_PRO = Model(
    slug="kling-2.5-turbo-pro",
    name="Kling 2.5 Turbo Pro",
    family="2.5 Turbo",
    blurb="Fast, cinematic, up to 1080p, with a last frame.",
    routes=(
        via_kling.text(
            "kling-v2-5-turbo",
            "pro",
            price=via_kling.per_second("0.07"),
            sources=(kling_map(19, 23), kling_map(114)),
            notes=(GENERATIONS_NOTE,),
        ),
        via_kling.image(
            "kling-v2-5-turbo",
            "pro",
            extras=(via_kling.LAST,),
            price=via_kling.per_second("0.07"),
            sources=(kling_map(19, 23), kling_map(116, 117), changes("2025-11-17")),
            notes=(GENERATIONS_NOTE,),
        ),
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
        via_fal.text("v2.5-turbo/pro", price=via_fal.PRICE_2_5_PRO),
        via_fal.image("v2.5-turbo/pro", via_fal.LAST, price=via_fal.PRICE_2_5_PRO),
        via_scenario.text("model_kling-v2-5-t2v-turbo-pro", via_scenario.NEGATIVE),
        via_scenario.image(
            "model_kling-v2-5-i2v-turbo-pro",
            via_scenario.NEGATIVE,
            Guidance(),
            frames=(last_frame(via_scenario.ANY),),
            wire={"names": {"first_frame": "imageUrl", "last_frame": "lastFrame"}},
            notes=(SCENARIO_LAST_FRAME_NOTE,),
        ),
    ),
)

MODELS = (KLING_2_5_TURBO_STANDARD, KLING_2_5_TURBO_PRO)
