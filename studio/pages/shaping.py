"""Which shape a picture should have: what the route takes, what the other frame has. For cropper and banner."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.forms import BoundField

from studio.catalog.controls import Ratio, Size
from studio.catalog.media_controls import Limits
from studio.catalog.schema import Route
from studio.library.models import Asset

from .cutting import ratio_of
from .framing import CLOSE
from .places import Place, place_of
from .shapes import KNOWN
from .shapes import Shape as Drawn

USUAL = ("16:9", "9:16", "1:1", "4:3", "3:4")
"""What is offered where a route names no shapes: its clips follow their first frame."""


@dataclass(frozen=True, slots=True)
class Shape:
    """One shape to crop to: in words, and as `across:down`."""

    words: str
    value: str


@dataclass(frozen=True, slots=True)
class Fix:
    """One press that gives the picture in a place another shape, cropped from its middle."""

    place: str
    asset: Asset
    ratio: str
    words: str


@dataclass(frozen=True, slots=True)
class Mismatch:
    """Two shapes that should be one: what they are, and what can be done."""

    words: str
    fixes: tuple[Fix, ...]


def shape_words(width: int, height: int) -> str:
    """`16:9`, or the pixels of a shape that has no name."""
    near = min(KNOWN, key=lambda words: abs(ratio_of(words) / Fraction(width, height) - 1))
    return near if same(ratio_of(near), Fraction(width, height)) else f"{width} × {height}"


def same(one: Fraction, other: Fraction) -> bool:
    """Whether nobody sees the difference."""
    return abs(one / other - 1) < CLOSE


def shapes_for(route: Route | None, beside: Sequence[Asset], accepts: Limits) -> list[Shape]:
    """What can be cropped to: as the other frames first, then what the route takes, within the place's limits."""
    own = [Shape(f"As {asset.name}", f"{asset.width}:{asset.height}") for asset in beside if asset.width]
    taken = [Shape(words, words) for words in _named(route) or USUAL]
    least, most = accepts.ratio or (0, float("inf"))
    return [shape for shape in (*own, *taken) if least <= ratio_of(shape.value) <= most]


def _named(route: Route | None) -> list[str]:
    """The shapes that a route names: its ratios, or those of its sizes."""
    names: list[str] = []
    for control in route.controls if route else ():
        if isinstance(control, Ratio):
            names += [option for option in control.options if ratio_of(option)]
        if isinstance(control, Size):
            names += [Drawn("", *pair).ratio for pair in control.pairs]
    return list(dict.fromkeys(names))


# What does not fit


def mismatch(frames: Iterable[BoundField]) -> Mismatch | None:
    """The first thing that is wrong with the shapes of the frames; None where they fit."""
    fields = list(frames)
    filled = [(place, place.picture) for place in map(place_of, fields) if place.picture and place.picture.width]
    if not filled:
        return None
    typed = fields[0].form.typed
    return _out_of_limits(filled) or _of_two(filled) or _of_the_clip(typed, filled)


Filled = list[tuple[Place, Asset]]

CALLED = {"first_frame": "start", "last_frame": "end"}


def _called(place: Place) -> str:
    return CALLED.get(place.name, place.label.lower())


def _out_of_limits(filled: Filled) -> Mismatch | None:
    for place, picture in filled:
        least, most = place.accepts.ratio or (0, float("inf"))
        if least <= picture.ratio <= most:
            continue
        nearest = Fraction(least if picture.ratio < least else most).limit_denominator(100)
        to = f"{nearest.numerator}:{nearest.denominator}"
        words = f"The {_called(place)} is {shape_words(picture.width, picture.height)}, more than is taken here."
        return Mismatch(words, (Fix(place.id, picture, to, f"Crop it to {to}"),))
    return None


def _of_two(filled: Filled) -> Mismatch | None:
    if len(filled) < 2:
        return None
    (one, first), (other, last), *_ = filled
    if same(_ratio(first), _ratio(last)):
        return None
    words = f"Two shapes: the {_called(one)} is {_words(first)}, the {_called(other)} {_words(last)}."
    return Mismatch(words, (_fix(other, last, first, one), _fix(one, first, last, other)))


def _fix(place: Place, picture: Asset, like: Asset, called: Place) -> Fix:
    words = f"Crop the {_called(place)} to the {_called(called)}’s {_words(like)}"
    return Fix(place.id, picture, f"{like.width}:{like.height}", words)


def _of_the_clip(typed: Mapping[str, object], filled: Filled) -> Mismatch | None:
    """The shape that was chosen for the clip, where the route takes one beside a frame."""
    width, height = typed.get("width"), typed.get("height")
    pixels = f"{width}:{height}" if isinstance(width, int) and isinstance(height, int) else ""
    wanted = ratio_of(pixels or str(typed.get("aspect_ratio")))
    place, picture = filled[0]
    if not wanted or same(_ratio(picture), wanted):
        return None
    to = shape_words(wanted.numerator, wanted.denominator)
    words = f"The {_called(place)} is {_words(picture)}, the clip will be {to}."
    return Mismatch(words, (Fix(place.id, picture, f"{wanted.numerator}:{wanted.denominator}", f"Crop it to {to}"),))


def _ratio(picture: Asset) -> Fraction:
    return Fraction(picture.width, picture.height)


def _words(picture: Asset) -> str:
    return shape_words(picture.width, picture.height)


def follows(frames: Iterable[BoundField], route: Route) -> Iterator[str]:
    """`3:2`: the shape that the clip takes from its first frame, where the route lets nobody choose one."""
    if _named(route):
        return
    first = next(iter(frames), None)
    picture = place_of(first).picture if first else None
    if picture and picture.width:
        yield _words(picture)
