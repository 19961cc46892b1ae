"""Kling Expand: a picture that grows beyond its edges."""

from studio.catalog.common import kling_image as via_kling
from studio.catalog.schema import Model
from studio.catalog.sources import kling_map

KLING_IMAGE_EXPAND = Model(
    slug="kling-image-expand",
    name="Kling Expand",
    family="Image",
    blurb="A picture that grows beyond its edges.",
    routes=(via_kling.expand(price=via_kling.per_image("0.028"), sources=(kling_map(207),)),),
)

MODELS = (KLING_IMAGE_EXPAND,)
