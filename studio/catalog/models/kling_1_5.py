"""Kling 1.5: image to video, the crisper successor of 1.0."""

from studio.catalog.common import fal as via_fal
from studio.catalog.common import kling_video as via_kling
from studio.catalog.common import runware as via_runware
from studio.catalog.common.fal_scenes import NEWER
from studio.catalog.common.kling import RETIRED
from studio.catalog.pricing import CLIP, PriceList, Rate
from studio.catalog.schema import Model
from studio.catalog.sources import Note, fal, kling_map, runware, runware_pages

PROMPT_NOTE = Note(
    "Prompt",
    "Runware's specification of 1.5 lists none, its sister models take 2 to 2,500 characters: offered, never required.",
    (runware(269, 274), runware(184)),
)

FAL_TEXT_NOTE = Note(
    "Text to video",
    "Kling's own map has dashes for 1.5, Runware image to video only; fal has an endpoint for Pro.",
    (kling_map(50), runware(293, 310), via_fal.schema("v1.5/pro/text-to-video")),
)
FAL_LENGTH_NOTE = Note(
    "Motion brush",
    "Kling's own map has it in clips of 5 seconds only; fal's schema sets no such limit.",
    (kling_map(55), via_fal.schema("v1.5/pro/image-to-video")),
)

KLING_1_5_STANDARD = Model(
    slug="kling-1.5-standard",
    name="Kling 1.5 Standard",
    family="1.5",
    blurb="Crisper than 1.0, few artifacts, low cost.",
    routes=(
        via_kling.image("kling-v1-5", "std", fps=30, sources=(kling_map(13, 17), kling_map(52)), retired=RETIRED),
        via_kling.extend(kling_map(57), fps=30, retired=RETIRED),
        via_kling.pair_effects("kling-v1-5", "std", kling_map(59), fps=30),
        via_runware.short_image(
            via_runware.SIZES_720P,
            negative=False,
            endpoint="klingai:2@1",
            price=PriceList(
                # The page's example answer says what 5 seconds cost; nothing says what 10 do.
                rates=(Rate("0.1848", CLIP, {"duration": 5}),),
                source=runware_pages("example response of 1.5 Standard"),
            ),
            sources=(runware(259, 291), via_runware.API),
            notes=(PROMPT_NOTE,),
            fps=30,
        ),
    ),
)

KLING_1_5_PRO = Model(
    slug="kling-1.5-pro",
    name="Kling 1.5 Pro",
    family="1.5",
    blurb="Full HD, with more control over motion.",
    routes=(
        via_kling.image(
            "kling-v1-5",
            "pro",
            extras=(via_kling.LAST, via_kling.BRUSH, via_kling.SIMPLE_CAMERA),
            five=("motion_brush", "camera"),
            end_alone=True,
            fps=30,
            sources=(kling_map(13, 17), kling_map(52, 56)),
            retired=RETIRED,
        ),
        via_kling.extend(kling_map(57), fps=30, retired=RETIRED),
        via_kling.pair_effects("kling-v1-5", "pro", kling_map(59), fps=30),
        via_runware.short_image(
            via_runware.SIZES_1080P,
            negative=False,
            endpoint="klingai:2@2",
            sources=(runware(293, 325), via_runware.API),
            notes=(
                PROMPT_NOTE,
                Note(
                    "Last frame",
                    "Kling's own map has one for 1.5 Pro; Runware's page allows the first frame only.",
                    (runware(307), kling_map(53, 54)),
                ),
                Note(
                    "Motion brush and camera",
                    "Kling's own map has both for 1.5 Pro at 5 seconds; Runware's page names neither.",
                    (runware(293, 310), kling_map(55, 56), fal(561, 563)),
                ),
            ),
            fps=30,
        ),
        via_fal.text("v1.5/pro", notes=(FAL_TEXT_NOTE,)),
        via_fal.image("v1.5/pro", via_fal.LAST, via_fal.BRUSH, via_fal.RATIO, notes=(FAL_LENGTH_NOTE,)),
        via_fal.effects("v1.5/pro", NEWER),
    ),
)

MODELS = (KLING_1_5_STANDARD, KLING_1_5_PRO)
