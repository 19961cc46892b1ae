"""Kling's image models 1.0 to 2.1."""

from studio.catalog.schema import Model

KLING_IMAGE_1_0 = Model(
    slug="kling-image-1.0",
    name="Kling IMAGE 1.0",
    family="Image",
    blurb="The first image model.",
    routes=(),
)

KLING_IMAGE_1_5 = Model(
    slug="kling-image-1.5",
    name="Kling IMAGE 1.5",
    family="Image",
    blurb="Keeps a subject or a face.",
    routes=(),
)

KLING_IMAGE_2_0 = Model(
    slug="kling-image-2.0",
    name="Kling IMAGE 2.0",
    family="Image",
    blurb="Several pictures into one, and restyling.",
    routes=(),
)

KLING_IMAGE_2_0_NEW = Model(
    slug="kling-image-2.0-new",
    name="Kling IMAGE 2.0 New",
    family="Image",
    blurb="Restyling.",
    routes=(),
)

KLING_IMAGE_2_1 = Model(
    slug="kling-image-2.1",
    name="Kling IMAGE 2.1",
    family="Image",
    blurb="Several pictures into one.",
    routes=(),
)

MODELS = (KLING_IMAGE_1_0, KLING_IMAGE_1_5, KLING_IMAGE_2_0, KLING_IMAGE_2_0_NEW, KLING_IMAGE_2_1)
