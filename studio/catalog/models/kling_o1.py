"""Kling O1: one model for text, frames, references and editing; the inputs choose the task."""

from studio.catalog.schema import Model

KLING_O1_STANDARD = Model(
    slug="kling-o1-standard",
    name="Kling O1 Standard",
    family="O1",
    blurb="References and editing by instruction, in 720p.",
    search="omni",
    routes=(),
)

KLING_O1_PRO = Model(
    slug="kling-o1-pro",
    name="Kling O1 Pro",
    family="O1",
    blurb="References and editing by instruction, in 1080p.",
    search="omni",
    routes=(),
)

MODELS = (KLING_O1_STANDARD, KLING_O1_PRO)
