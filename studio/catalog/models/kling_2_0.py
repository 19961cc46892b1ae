"""Kling 2.0 Master: cinematic realism, 720p."""

from studio.catalog.common import fal as via_fal
from studio.catalog.common import kling_video as via_kling
from studio.catalog.common import runware as via_runware
from studio.catalog.common import scenario as via_scenario
from studio.catalog.common.kling import RETIRED
from studio.catalog.schema import Model
from studio.catalog.sources import Note, kling_map, runware, runware_pages, scenario

PRICE = via_runware.per_second("0.1848", "price of 2.0 Master")
SIZE_NOTE = Note(
    "Size",
    "720p by Runware's list and Kling's own map; Runware's price page calls it 1080p, Scenario names 360p to 720p.",
    (runware(437), kling_map(16), runware_pages("price of 2.0 Master"), scenario(175)),
)

KLING_2_0_MASTER = Model(
    slug="kling-2.0-master",
    name="Kling 2.0 Master",
    family="2.0",
    blurb="Cinematic realism and strong response to the prompt, in 720p.",
    routes=(
        via_kling.text("kling-v2-master", sources=(kling_map(13, 17), kling_map(85)), retired=RETIRED),
        via_kling.image("kling-v2-master", sources=(kling_map(13, 17), kling_map(86)), retired=RETIRED),
        via_runware.short_text(
            via_runware.SIZES_720P,
            endpoint="klingai:4@3",
            price=PRICE,
            sources=(runware(424, 451), via_runware.API),
            notes=(SIZE_NOTE,),
        ),
        via_runware.short_image(
            via_runware.SIZES_720P,
            endpoint="klingai:4@3",
            price=PRICE,
            sources=(runware(424, 465), via_runware.API),
            notes=(SIZE_NOTE,),
        ),
        via_fal.text("v2/master"),
        via_fal.image("v2/master"),
        via_scenario.named("image-to-video", "Kling 2.0 for image to video", scenario(175), scenario(218)),
    ),
)

MODELS = (KLING_2_0_MASTER,)
