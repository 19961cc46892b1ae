"""Kling Avatar: a portrait that speaks a recording."""

from studio.catalog.schema import Model

KLING_AVATAR_1_0_STANDARD = Model(
    slug="kling-avatar-1.0-standard",
    name="Kling Avatar 1.0 Standard",
    family="Avatar",
    blurb="A portrait that speaks.",
    routes=(),
)

KLING_AVATAR_1_0_PRO = Model(
    slug="kling-avatar-1.0-pro",
    name="Kling Avatar 1.0 Pro",
    family="Avatar",
    blurb="A portrait that speaks, in finer detail.",
    routes=(),
)

KLING_AVATAR_2_0_STANDARD = Model(
    slug="kling-avatar-2.0-standard",
    name="Kling Avatar 2.0 Standard",
    family="Avatar",
    blurb="Expressive talking portraits of up to five minutes.",
    routes=(),
)

KLING_AVATAR_2_0_PRO = Model(
    slug="kling-avatar-2.0-pro",
    name="Kling Avatar 2.0 Pro",
    family="Avatar",
    blurb="Talking portraits of up to five minutes, in finer detail.",
    routes=(),
)

MODELS = (KLING_AVATAR_1_0_STANDARD, KLING_AVATAR_1_0_PRO, KLING_AVATAR_2_0_STANDARD, KLING_AVATAR_2_0_PRO)
