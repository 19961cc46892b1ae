"""Kling Avatar: a portrait that speaks a recording."""

from studio.catalog.common import fal_sound as via_fal
from studio.catalog.common import kling_sound as via_kling
from studio.catalog.common import runware as via_runware
from studio.catalog.common import scenario as via_scenario
from studio.catalog.controls import Text
from studio.catalog.media_controls import Limits, audio, input_image
from studio.catalog.schema import Model, Route
from studio.catalog.sources import Source, runware

RUNWARE_PORTRAIT = Limits(formats=via_runware.PICTURES, side=(300, None), ratio=(0.4, 2.5), megabytes=10)
RUNWARE_SPEECH = Limits(formats=via_runware.RECORDINGS, seconds=(2, 300), megabytes=5)
"""Runware: KlingAI provider, lines 1423 to 1424 and 1458 to 1459; formats from Runware's API reference."""


def runware_avatar(endpoint: str, price: str, page: str, *sources: Source) -> Route:
    """A portrait that speaks a recording; the result is as long as the recording."""
    return Route(
        provider="runware",
        task="avatar",
        endpoint=endpoint,
        controls=(
            input_image(RUNWARE_PORTRAIT, "Portrait"),
            audio(RUNWARE_SPEECH),
            Text(least=1, most=2500),
            via_runware.TAKES,
        ),
        price=via_runware.per_second_of("audio", price, page),
        sources=(*sources, via_runware.API),
    )


KLING_AVATAR_1_0_STANDARD = Model(
    slug="kling-avatar-1.0-standard",
    name="Kling Avatar 1.0 Standard",
    family="Avatar",
    generation="1.0",
    blurb="A portrait that speaks.",
    routes=(via_fal.avatar("v1/standard/ai-avatar"),),
)

KLING_AVATAR_1_0_PRO = Model(
    slug="kling-avatar-1.0-pro",
    name="Kling Avatar 1.0 Pro",
    family="Avatar",
    generation="1.0",
    blurb="A portrait that speaks, in finer detail.",
    routes=(via_fal.avatar("v1/pro/ai-avatar"),),
)

KLING_AVATAR_2_0_STANDARD = Model(
    slug="kling-avatar-2.0-standard",
    name="Kling Avatar 2.0 Standard",
    family="Avatar",
    generation="2.0",
    blurb="Expressive talking portraits of up to five minutes.",
    routes=(
        via_kling.avatar("std", "0.056"),
        runware_avatar("klingai:avatar@2.0-standard", "0.044", "price of Avatar 2.0 Standard", runware(1410, 1443)),
        via_fal.avatar("ai-avatar/v2/standard"),
    ),
)

KLING_AVATAR_2_0_PRO = Model(
    slug="kling-avatar-2.0-pro",
    name="Kling Avatar 2.0 Pro",
    family="Avatar",
    generation="2.0",
    blurb="Talking portraits of up to five minutes, in finer detail.",
    routes=(
        via_kling.avatar("pro", "0.112"),
        runware_avatar("klingai:avatar@2.0-pro", "0.087", "price of Avatar 2.0 Pro", runware(1445, 1478)),
        via_fal.avatar("ai-avatar/v2/pro"),
        via_scenario.route(
            "avatar",
            "model_kling-video-ai-avatar-v2-pro",
            input_image(via_scenario.ANY, "Portrait"),
            audio(via_scenario.ANY),
            via_scenario.PROMPT,
            wire={"names": {"prompt": "text"}},
            notes=(via_scenario.NEGATIVE_NOTE,),
        ),
    ),
)

MODELS = (KLING_AVATAR_1_0_STANDARD, KLING_AVATAR_1_0_PRO, KLING_AVATAR_2_0_STANDARD, KLING_AVATAR_2_0_PRO)
