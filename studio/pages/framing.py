"""Shape and pixels in two languages: width and height, or a ratio and a resolution by name; one said as the other."""

from collections.abc import Iterator, Mapping

from studio.catalog.controls import Ratio, Resolution, Size
from studio.catalog.schema import Route
from studio.core.numbers import whole

from .shapes import tier_name

PIXELS = ("width", "height")
NAMES = ("aspect_ratio", "resolution")
CLOSE = 0.03  #: two shapes are the same when width / height differs by less; 1360 x 768 is 16:9


def framed(values: Mapping[str, object], kept: Mapping[str, object], route: Route) -> dict[str, object]:
    """The values, and what they mean in the words that the route takes. The newest choice is in `values`."""
    said = dict(values)
    if takes_pixels(route) and not any(name in values for name in PIXELS):
        said |= _as_pixels(values, kept, _control(route, Size))
    elif not takes_pixels(route) and all(isinstance(values.get(name), int) for name in PIXELS):
        said |= dict(_as_names(values["width"], values["height"], route))
    return said


def takes_pixels(route: Route) -> bool:
    """Whether the shape is said in pixels there; where both are taken (a preview), pixels are what is shown."""
    return _control(route, Size) is not None


def is_said_otherwise(route: Route, kind: type) -> bool:
    """Whether a kept size, ratio or resolution is not lost on the route, since its own words say it."""
    if issubclass(kind, Size):
        return _control(route, Ratio) is not None
    return issubclass(kind, Ratio | Resolution) and takes_pixels(route)


def says_it_twice(route: Route, kind: type) -> bool:
    """Whether a ratio or a resolution would repeat what the size of the route says."""
    both = takes_pixels(route) and _control(route, Ratio) is not None
    return both and issubclass(kind, Ratio | Resolution)


def _as_pixels(values: Mapping, kept: Mapping, size: Size) -> dict[str, object]:
    """The size of that ratio: the one that was set before, else the one of that resolution, else the first."""
    ratio = _number(values.get("aspect_ratio"))
    same = [pair for pair in size.pairs if ratio and abs(pair[0] / pair[1] / ratio - 1) < CLOSE]
    if not same:
        return {}
    before = (kept.get("width"), kept.get("height"))
    named = [pair for pair in same if tier_name(*pair).lower() == values.get("resolution")]
    return dict(zip(PIXELS, before if before in (named or same) else (named or same)[0], strict=True))


def _as_names(width: int, height: int, route: Route) -> Iterator[tuple[str, object]]:
    ratio, resolution = _control(route, Ratio), _control(route, Resolution)
    shapes = {option: number for option in (ratio.options if ratio else ()) if (number := _number(option))}
    nearest = min(shapes, key=lambda option: abs(shapes[option] - width / height), default=None) if height else None
    if nearest and abs(width / height / shapes[nearest] - 1) < CLOSE:
        yield "aspect_ratio", nearest
    name = tier_name(width, height).lower()
    if resolution and name in resolution.options:
        yield "resolution", name


def _number(ratio: object) -> float | None:
    """`16:9` -> 1.78; None for `auto` and for what is no ratio."""
    across, _, down = str(ratio).partition(":")
    sides = whole(across), whole(down)
    return sides[0] / sides[1] if all(sides) else None


def _control(route: Route, kind: type) -> object | None:
    return next((control for control in route.controls if isinstance(control, kind)), None)
