"""Kling 2.5 Turbo: fast and cinematic."""

from studio.catalog.schema import Model

KLING_2_5_TURBO_STANDARD = Model(
    slug="kling-2.5-turbo-standard",
    name="Kling 2.5 Turbo Standard",
    family="2.5 Turbo",
    blurb="Fast and smooth, in 720p.",
    routes=(),
)

KLING_2_5_TURBO_PRO = Model(
    slug="kling-2.5-turbo-pro",
    name="Kling 2.5 Turbo Pro",
    family="2.5 Turbo",
    blurb="Fast, cinematic, up to 1080p, with a last frame.",
    routes=(),
)

MODELS = (KLING_2_5_TURBO_STANDARD, KLING_2_5_TURBO_PRO)
