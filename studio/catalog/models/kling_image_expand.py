"""Kling Expand: a picture that grows beyond its edges."""

from studio.catalog.schema import Model

KLING_IMAGE_EXPAND = Model(
    slug="kling-image-expand",
    name="Kling Expand",
    family="Image",
    blurb="A picture that grows beyond its edges.",
    routes=(),
)

MODELS = (KLING_IMAGE_EXPAND,)
