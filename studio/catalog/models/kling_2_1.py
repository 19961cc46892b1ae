"""Kling 2.1: smoother than 2.0; Pro ends on a frame, Master works from text as well."""

from studio.catalog.common import fal as via_fal
from studio.catalog.common import kling_video as via_kling
from studio.catalog.common import runware as via_runware
from studio.catalog.common import scenario as via_scenario
from studio.catalog.common.kling import RETIRED
from studio.catalog.controls import Guidance
from studio.catalog.media_controls import last_frame
from studio.catalog.schema import Model
from studio.catalog.sources import Note, kling_map, runware, runware_pages, scenario

PROMPT_NOTE = Note(
    "Prompt",
    "Runware's specification of 2.1 Standard and Pro lists none, its sister models take 2 to 2,500 characters: "
    "offered, never required.",
    (runware(477, 482), runware(511, 516), runware(545)),
)
TEXT_NOTE = Note(
    "Text to video",
    "Scenario's page has it for 2.1; Kling's own map and Runware have image to video only for Standard and Pro.",
    (runware(473), runware(484), kling_map(94), scenario(65)),
)
SCENARIO_TEXT_NOTE = Note(
    "Text to video",
    "Scenario's text has it for 2.1; its parameters require a first frame.",
    (scenario(65), via_scenario.page("Kling V2.1: startImage")),
)
MASTER_PRICE = via_runware.per_second("0.1848", "price of 2.1 Master")

KLING_2_1_STANDARD = Model(
    slug="kling-2.1-standard",
    name="Kling 2.1 Standard",
    family="2.1",
    blurb="Smooth animation of a picture, in 720p.",
    routes=(
        via_kling.image(
            "kling-v2-1",
            "std",
            price=via_kling.per_second("0.056"),
            sources=(kling_map(19, 23), kling_map(96)),
            retired=RETIRED,
        ),
        via_runware.short_image(
            via_runware.SIZES_720P,
            negative=False,
            endpoint="klingai:5@1",
            price=via_runware.per_second("0.0370", "price of 2.1 Standard"),
            sources=(runware(467, 499), via_runware.API),
            notes=(
                PROMPT_NOTE,
                TEXT_NOTE,
                Note(
                    "Size",
                    "720p by Runware's list and Kling's own map; Runware's price page and Scenario say 1080p.",
                    (runware(478), kling_map(22), runware_pages("price of 2.1 Standard"), scenario(173)),
                ),
            ),
        ),
        via_fal.image("v2.1/standard"),
        via_scenario.image(
            "model_kling-v2-1",
            via_scenario.NEGATIVE,
            wire=via_scenario.NUMBERS,
            notes=(SCENARIO_TEXT_NOTE,),
        ),
    ),
)

KLING_2_1_PRO = Model(
    slug="kling-2.1-pro",
    name="Kling 2.1 Pro",
    family="2.1",
    blurb="Full HD with first and last frame.",
    routes=(
        via_kling.image(
            "kling-v2-1",
            "pro",
            extras=(via_kling.LAST,),
            price=via_kling.per_second("0.098"),
            sources=(kling_map(19, 23), kling_map(96, 97)),
            retired=RETIRED,
        ),
        via_runware.short_image(
            via_runware.SIZES_1080P,
            last=True,
            negative=False,
            endpoint="klingai:5@2",
            sources=(runware(501, 533), via_runware.API),
            notes=(PROMPT_NOTE, TEXT_NOTE),
        ),
        via_fal.image("v2.1/pro", via_fal.LAST),
        via_scenario.image(
            "model_kling-v2-1-pro", via_scenario.NEGATIVE, Guidance(), frames=(last_frame(via_scenario.ANY),)
        ),
    ),
)

KLING_2_1_MASTER = Model(
    slug="kling-2.1-master",
    name="Kling 2.1 Master",
    family="2.1",
    blurb="Full HD, fluid motion, precise with prompts.",
    routes=(
        via_kling.text(
            "kling-v2-1-master",
            price=via_kling.per_second("0.28"),
            sources=(kling_map(19, 23), kling_map(105)),
            retired=RETIRED,
        ),
        via_kling.image(
            "kling-v2-1-master",
            price=via_kling.per_second("0.28"),
            sources=(kling_map(19, 23), kling_map(106)),
            retired=RETIRED,
        ),
        via_runware.short_text(
            via_runware.SIZES_1080P,
            endpoint="klingai:5@3",
            price=MASTER_PRICE,
            sources=(runware(535, 560), via_runware.API),
            notes=(
                Note(
                    "Size",
                    "The list gives three sizes, the example of text to video none: it may be left out.",
                    (runware(548), runware(553, 560)),
                ),
            ),
        ),
        via_runware.short_image(
            via_runware.SIZES_1080P,
            endpoint="klingai:5@3",
            price=MASTER_PRICE,
            sources=(runware(535, 574), via_runware.API),
        ),
        via_fal.text("v2.1/master"),
        via_fal.image("v2.1/master"),
        via_scenario.text("model_kling-v2-1-master", via_scenario.NEGATIVE, wire=via_scenario.NUMBERS),
        via_scenario.image("model_kling-v2-1-master", via_scenario.NEGATIVE, wire=via_scenario.NUMBERS),
    ),
)

MODELS = (KLING_2_1_STANDARD, KLING_2_1_PRO, KLING_2_1_MASTER)
