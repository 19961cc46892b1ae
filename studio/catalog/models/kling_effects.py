"""Kling Effects: ready-made scenes for one or two pictures."""

from studio.catalog.schema import Model

KLING_EFFECTS = Model(
    slug="kling-effects",
    name="Kling Effects",
    family="Effects",
    blurb="Ready-made scenes: hug, kiss, and many more.",
    routes=(),
)

MODELS = (KLING_EFFECTS,)
