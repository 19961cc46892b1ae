"""Kling 3.0: clips of 3 to 15 seconds with sound, first and last frame, and up to six shots."""

from studio.catalog.controls import NegativePrompt, Seconds, Size, Takes, Text, sound
from studio.catalog.media_controls import Limits, first_frame, last_frame
from studio.catalog.pricing import SECOND, PriceList, Rate
from studio.catalog.rules import NeedsOne, Requires, ShotsAddUp
from studio.catalog.schema import Model, Route
from studio.catalog.sources import Note, Source, runware, runware_pages, scenario
from studio.catalog.story_controls import Shots, ShotStyle

LENGTHS = tuple(range(3, 16))
FRAME = Limits(formats=("jpeg", "png", "webp"), side=(300, None), ratio=(0.4, 2.5), megabytes=10)
"""Runware: KlingAI provider, lines 780 and 863; formats from Runware's API reference."""

STORY = (
    Text(least=2, most=2500),
    Shots(most=6, totals=LENGTHS),
    ShotStyle(options=("customize",), default="customize"),
)
FINISH = (Seconds(options=LENGTHS), Takes(most=4), sound(), NegativePrompt(least=2, most=2500))
STORY_RULES = (ShotsAddUp(), Requires("shot_style", "shots"))

SHOTS_NOTE = Note(
    "Shots",
    "Six at most, by Runware's list; Scenario's page says five. 512 characters a shot is Kling's limit: Runware "
    "names none. The examples give shots without a prompt or a duration, so neither is asked for beside them.",
    (runware(778), runware(820, 842), scenario(21)),
)
SHOT_STYLE_NOTE = Note(
    "Who cuts",
    "Runware lists shotType and uses only “customize”; nothing says which other words it knows.",
    (runware(784), runware(828)),
)
FRAME_SIZE_NOTE = Note(
    "Size",
    "With a frame the size follows the picture: Runware takes either frames or width and height.",
    (runware(774, 776), runware_pages("3.0: frameImages or width and height")),
)


def prices(silent: str, with_sound: str, page: str) -> PriceList:
    """Per second, and what sound adds. An absent `sound` is silent, an absent `duration` is 5 seconds."""
    return PriceList(
        rates=(Rate(with_sound, SECOND, {"sound": True}), Rate(silent, SECOND, {"sound": False})),
        source=runware_pages(page),
        assume={"sound": False, "duration": 5},
    )


def routes(endpoint: str, sizes: tuple[str, ...], price: PriceList, sources: tuple[Source, ...], *notes: Note) -> tuple:
    """Text and image to video through Runware: the same story, with a size or with frames."""
    shared = {
        "provider": "runware",
        "endpoint": endpoint,
        "price": price,
        "sources": (*sources, Source("Runware: API reference", "numberResults, media formats")),
        "wire": {"frames": "inputs.frameImages"},
    }
    common = (SHOTS_NOTE, SHOT_STYLE_NOTE, *notes)
    return (
        Route(
            task="text-to-video",
            controls=(*STORY, Size(options=sizes, required=True), *FINISH),
            rules=(NeedsOne(("prompt", "shots")), *STORY_RULES),
            notes=common,
            **shared,
        ),
        Route(
            task="image-to-video",
            controls=(first_frame(FRAME), last_frame(FRAME), *STORY, *FINISH),
            rules=STORY_RULES,
            notes=(*common, FRAME_SIZE_NOTE),
            **shared,
        ),
    )


KLING_3_0_STANDARD = Model(
    slug="kling-3.0-standard",
    name="Kling 3.0 Standard",
    family="3.0",
    blurb="Sound and up to six shots, in 720p.",
    routes=routes(
        "klingai:kling-video@3-standard",
        ("1280x720", "960x960", "720x1280"),
        prices("0.084", "0.126", "price of 3.0 Standard"),
        (runware(761, 842),),
        Note(
            "Size",
            "The list gives 720p, two examples 1080p: the list holds.",
            (runware(773), runware(792, 793), runware(824, 825)),
        ),
    ),
)

KLING_3_0_PRO = Model(
    slug="kling-3.0-pro",
    name="Kling 3.0 Pro",
    family="3.0",
    blurb="Sound and up to six shots, in 1080p.",
    routes=routes(
        "klingai:kling-video@3-pro",
        ("1920x1080", "1440x1440", "1080x1920"),
        prices("0.112", "0.168", "price of 3.0 Pro"),
        (runware(844, 953),),
    ),
)

KLING_3_0_4K = Model(
    slug="kling-3.0-4k",
    name="Kling 3.0 4K",
    family="3.0",
    blurb="Sound and up to six shots, in 4K.",
    routes=(),
)

MODELS = (KLING_3_0_STANDARD, KLING_3_0_PRO, KLING_3_0_4K)
