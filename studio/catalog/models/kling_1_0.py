"""Kling 1.0: the first generation, 720p in clips of 5 or 10 seconds."""

from studio.catalog.schema import Model

KLING_1_0_STANDARD = Model(
    slug="kling-1.0-standard",
    name="Kling 1.0 Standard",
    family="1.0",
    blurb="Simple scenes and single characters, at little cost.",
    routes=(),
)

KLING_1_0_PRO = Model(
    slug="kling-1.0-pro",
    name="Kling 1.0 Pro",
    family="1.0",
    blurb="Finer and steadier than 1.0 Standard in complex scenes.",
    routes=(),
)

MODELS = (KLING_1_0_STANDARD, KLING_1_0_PRO)
