"""Kling 3.0 Turbo: the fast edition of 3.0."""

from studio.catalog.schema import Model

KLING_3_0_TURBO_STANDARD = Model(
    slug="kling-3.0-turbo-standard",
    name="Kling 3.0 Turbo Standard",
    family="3.0 Turbo",
    blurb="Fast clips of 3 to 15 seconds, in 720p.",
    routes=(),
)

KLING_3_0_TURBO_PRO = Model(
    slug="kling-3.0-turbo-pro",
    name="Kling 3.0 Turbo Pro",
    family="3.0 Turbo",
    blurb="Fast clips of 3 to 15 seconds, in 1080p.",
    routes=(),
)

MODELS = (KLING_3_0_TURBO_STANDARD, KLING_3_0_TURBO_PRO)
