"""Kling 2.6: picture and sound in one pass, voices, and motion control."""

from studio.catalog.schema import Model

KLING_2_6_STANDARD = Model(
    slug="kling-2.6-standard",
    name="Kling 2.6 Standard",
    family="2.6",
    blurb="720p, and motion control.",
    routes=(),
)

KLING_2_6_PRO = Model(
    slug="kling-2.6-pro",
    name="Kling 2.6 Pro",
    family="2.6",
    blurb="1080p with sound, voices and motion control.",
    routes=(),
)

MODELS = (KLING_2_6_STANDARD, KLING_2_6_PRO)
