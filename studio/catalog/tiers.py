"""What people call a number of pixels, and which of these names a route's controls know."""

from collections.abc import Iterator
from math import sqrt

from studio.catalog.controls import Resolution, Size
from studio.catalog.schema import Model, Route

FILM_SIDES = {720: "720p", 960: "720p", 1080: "1080p", 1440: "1080p", 2160: "4K", 2880: "4K"}
"""A side that only film sizes have, and what they are called; squares have the area of the wide picture."""

ORDER = ("720p", "1080p", "1K", "2K", "4K")
"""From few pixels to many."""


def tier_name(width: int, height: int) -> str:
    """What people call so many pixels: 720p, 1080p for the sizes of film, else 1K, 2K, 4K."""
    for side, name in FILM_SIDES.items():
        if side in (width, height):
            return name
    return f"{max(1, round(sqrt(width * height) / 1024))}K"


def tiers_of(model: Model, route: Route) -> frozenset[str]:
    """The tiers that a route offers; where a video's API fixes the tier, those of the model's other routes.

    A tier of video is a model of its own: what one provider says of its pixels holds through the others. Empty where no
    route of the model names any.
    """
    own = frozenset(_named(route))
    beside = (other for other in model.routes if other.output == route.output and not other.is_local)
    return own or frozenset(name for other in beside if route.output == "video" for name in _named(other))


def _named(route: Route) -> Iterator[str]:
    for control in route.controls:
        if isinstance(control, Size):
            yield from (tier_name(*pair) for pair in control.pairs)
        elif isinstance(control, Resolution):
            yield from (name if name.endswith("p") else name.upper() for name in control.options)


def widest(names: frozenset[str]) -> str:
    """The one with the most pixels; empty for none."""
    return max(names, key=ORDER.index, default="")
