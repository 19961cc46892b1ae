"""Kling 1.5: image to video, the crisper successor of 1.0."""

from studio.catalog.controls import Guidance, Seconds, Size, Takes, Text
from studio.catalog.media_controls import Limits, first_frame
from studio.catalog.pricing import CLIP, PriceList, Rate
from studio.catalog.schema import Model, Route
from studio.catalog.sources import Note, Source, fal, kling_map, runware, runware_pages

FRAME = Limits(formats=("jpeg", "png", "webp"), side=(300, 2048), megabytes=20)
"""Runware: KlingAI provider, lines 274 and 308; formats from Runware's API reference."""

PROMPT_NOTE = Note(
    "Prompt",
    "Runware's specification of 1.5 lists none, its sister models take 2 to 2,500 characters: offered, never required.",
    (runware(269, 274), runware(184)),
)


def controls(*sizes: str) -> tuple:
    """What both tiers take through Runware."""
    return (
        first_frame(FRAME),
        Text(least=2, most=2500),
        Size(options=sizes),
        Seconds(options=(5, 10)),
        Takes(most=4),
        Guidance(),
    )


KLING_1_5_STANDARD = Model(
    slug="kling-1.5-standard",
    name="Kling 1.5 Standard",
    family="1.5",
    blurb="Crisper than 1.0, few artifacts, low cost.",
    routes=(
        Route(
            provider="runware",
            task="image-to-video",
            endpoint="klingai:2@1",
            controls=controls("1280x720", "720x720", "720x1280"),
            price=PriceList(
                # The page's example answer says what 5 seconds cost; nothing says what 10 do.
                rates=(Rate("0.1848", CLIP, {"duration": 5}),),
                source=runware_pages("example response of 1.5 Standard"),
            ),
            sources=(runware(259, 291), Source("Runware: API reference", "numberResults, media formats")),
            notes=(PROMPT_NOTE,),
            fps=30,
            wire={"frames": "frameImages"},
        ),
    ),
)

KLING_1_5_PRO = Model(
    slug="kling-1.5-pro",
    name="Kling 1.5 Pro",
    family="1.5",
    blurb="Full HD, with more control over motion.",
    routes=(
        Route(
            provider="runware",
            task="image-to-video",
            endpoint="klingai:2@2",
            controls=controls("1920x1080", "1080x1080", "1080x1920"),
            sources=(runware(293, 325), Source("Runware: API reference", "numberResults, media formats")),
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
            wire={"frames": "frameImages"},
        ),
    ),
)

MODELS = (KLING_1_5_STANDARD, KLING_1_5_PRO)
