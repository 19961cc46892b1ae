"""Kling O3: the omni model of the third generation, with sound, shots, references and editing."""

from studio.catalog.schema import Model

KLING_O3_STANDARD = Model(
    slug="kling-o3-standard",
    name="Kling O3 Standard",
    family="O3",
    blurb="References, shots and sound, in 720p.",
    search="3.0 omni",
    routes=(),
)

KLING_O3_PRO = Model(
    slug="kling-o3-pro",
    name="Kling O3 Pro",
    family="O3",
    blurb="References, shots and sound, in 1080p.",
    search="3.0 omni",
    routes=(),
)

KLING_O3_4K = Model(
    slug="kling-o3-4k",
    name="Kling O3 4K",
    family="O3",
    blurb="References, shots and sound, in 4K.",
    search="3.0 omni",
    routes=(),
)

MODELS = (KLING_O3_STANDARD, KLING_O3_PRO, KLING_O3_4K)
