"""How large a render is: as asked, or as the pictures it is made of decide."""

import math
from dataclasses import dataclass

from studio.animatic import reading
from studio.animatic.reading import CannotDraw, Facts, File

Json = dict

SMALLEST_PX = 64
LARGEST_PX = {"video": 4096, "image": 8192}
MOST_PIXELS = 40_000_000
DECIDE = ("source_video", "first_frame", "last_frame", "beside")
"""The files that decide a size, the first that is given; after them the references."""


@dataclass(frozen=True, slots=True)
class Deciding:
    """What decides a size that the request leaves open."""

    given: dict[str, File | None]
    references: tuple[File, ...]
    expansion: tuple[float, float, float, float] | None
    facts: Facts | None

    def size(self) -> tuple[float, float] | None:
        """Of the first given picture that is here, with its expansion; None where none is, or nobody may look."""
        for name in DECIDE:
            if (file := self.given[name]) and file.is_here and self.facts:
                return self._grown(*self.facts.size(file, name))
        here = (file for file in self.references if file.is_here and self.facts)
        return next((self.facts.size(file, "reference_images") for file in here), None)

    @property
    def has_pictures(self) -> bool:
        return bool(self.references) or any(self.given.values())

    def _grown(self, width: int, height: int) -> tuple[float, float]:
        up, down, left, right = self.expansion or (0, 0, 0, 0)
        return width * (1 + left + right), height * (1 + up + down)


def size(request: Json, kind: str, deciding: Deciding) -> tuple[int, int]:
    """As given; else the one of `sizes` that has the shape of what decides; else its shape with a side of
    `short_side`; else its very size, where all three are open."""
    if request.get("width") is not None or request.get("height") is not None:
        return _pair(request.get("width"), request.get("height"), kind)
    sizes, short = request.get("sizes"), request.get("short_side")
    if not sizes and short is None and not deciding.has_pictures:
        return _pair(None, None, kind)
    if sizes:
        return _nearest(sizes, kind, deciding)
    across, down = deciding.size() or (1280.0, 720.0)
    scale = 1.0 if short is None else _side(short, "short_side", kind) / min(across, down)
    return _pair(*_possible(across * scale, down * scale, kind), kind)


def _nearest(sizes: object, kind: str, deciding: Deciding) -> tuple[int, int]:
    if not isinstance(sizes, list) or not all(isinstance(size, list) and len(size) == 2 for size in sizes):
        raise CannotDraw("sizes", "Sizes are a list of [width, height].")
    pairs = [_pair(width, height, kind) for width, height in sizes]
    if (wanted := deciding.size()) is None:
        return pairs[0]
    shape = math.log(wanted[0] / wanted[1])
    return min(pairs, key=lambda pair: abs(math.log(pair[0] / pair[1]) - shape))


def _possible(width: float, height: float, kind: str) -> tuple[int, int]:
    """The same shape within what can be drawn; even sides for a film."""
    scale = min(1.0, LARGEST_PX[kind] / max(width, height), math.sqrt(MOST_PIXELS / (width * height)))
    step = 2 if kind == "video" else 1
    sides = (step * math.floor(side * scale / step + 0.5) for side in (width, height))
    return tuple(max(SMALLEST_PX, min(side, LARGEST_PX[kind])) for side in sides)


def _pair(width: object, height: object, kind: str) -> tuple[int, int]:
    across, down = _side(width, "width", kind), _side(height, "height", kind)
    if across * down > MOST_PIXELS:
        raise CannotDraw("width", f"{across} x {down} pixels were asked for; up to {MOST_PIXELS:,} can be drawn.")
    return across, down


def _side(value: object, name: str, kind: str) -> int:
    pixels = reading.whole(value, name, SMALLEST_PX, LARGEST_PX[kind])
    if kind == "video" and pixels % 2:
        raise CannotDraw(name, f"The {name} is {pixels}; H.264 needs an even number of pixels. Use {pixels - 1}.")
    return pixels


def expansion(value: object) -> tuple[float, float, float, float] | None:
    """Shares of the side."""
    if value is None:
        return None
    sides = reading.thing(value, "expansion", {"up", "down", "left", "right"})
    return tuple(reading.number(sides.get(side, 0), "expansion", 0, 2) for side in ("up", "down", "left", "right"))
