"""Kling 2.1: smoother than 2.0; Pro ends on a frame, Master works from text as well."""

from studio.catalog.schema import Model

KLING_2_1_STANDARD = Model(
    slug="kling-2.1-standard",
    name="Kling 2.1 Standard",
    family="2.1",
    blurb="Smooth animation of a picture, in 720p.",
    routes=(),
)

KLING_2_1_PRO = Model(
    slug="kling-2.1-pro",
    name="Kling 2.1 Pro",
    family="2.1",
    blurb="Full HD with first and last frame.",
    routes=(),
)

KLING_2_1_MASTER = Model(
    slug="kling-2.1-master",
    name="Kling 2.1 Master",
    family="2.1",
    blurb="Full HD, fluid motion, precise with prompts.",
    routes=(),
)

MODELS = (KLING_2_1_STANDARD, KLING_2_1_PRO, KLING_2_1_MASTER)
