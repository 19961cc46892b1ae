"""Kling 1.6: smoother motion than 1.5, from text or from a picture."""

from studio.catalog.schema import Model

KLING_1_6_STANDARD = Model(
    slug="kling-1.6-standard",
    name="Kling 1.6 Standard",
    family="1.6",
    blurb="Smoother motion than 1.5, in 720p.",
    routes=(),
)

KLING_1_6_PRO = Model(
    slug="kling-1.6-pro",
    name="Kling 1.6 Pro",
    family="1.6",
    blurb="Full HD, smoother motion than 1.5.",
    routes=(),
)

MODELS = (KLING_1_6_STANDARD, KLING_1_6_PRO)
