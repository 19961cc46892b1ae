"""Sizes drawn as the shapes they make: one row of shapes for each tier of pixels."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt

BOX = (36, 26)  #: the drawing's width and height, px
FILM_SIDES = {720: "720p", 960: "720p", 1080: "1080p", 1440: "1080p", 2160: "4K", 2880: "4K"}
"""A side that only film sizes have, and what they are called; squares have the area of the wide picture."""

KNOWN = ("1:1", "4:3", "3:4", "3:2", "2:3", "16:9", "9:16", "21:9", "9:21", "5:4", "4:5", "2:1", "1:2")


@dataclass(frozen=True, slots=True)
class Shape:
    """One size: its form value, its ratio in words, and where the rectangle lies in BOX."""

    value: str
    width: int
    height: int

    @property
    def ratio(self) -> str:
        """The nearest ratio that has a name: 1360 x 768 is 16:9."""
        return min(KNOWN, key=lambda words: abs(_number(words) - self.width / self.height))

    @property
    def drawn(self) -> dict[str, float]:
        """SVG attributes of the rectangle: shapes of one area, centred."""
        scale = min(22 / sqrt(self.width * self.height), 34 / self.width, 24 / self.height)
        width, height = self.width * scale, self.height * scale
        return {
            "x": round((BOX[0] - width) / 2, 1),
            "y": round((BOX[1] - height) / 2, 1),
            "width": round(width, 1),
            "height": round(height, 1),
        }


@dataclass(frozen=True, slots=True)
class Tier:
    """Shapes of about the same number of pixels."""

    name: str
    shapes: tuple[Shape, ...]


def tiers(options: Iterable[str]) -> list[Tier]:
    """`("1024x1024", "2048x2048")` -> a tier 1K and a tier 2K, each in the order of the options."""
    rows: dict[str, list[Shape]] = {}
    for option in options:
        width, height = map(int, option.split("x"))
        rows.setdefault(tier_name(width, height), []).append(Shape(option, width, height))
    return [Tier(name, tuple(shapes)) for name, shapes in rows.items()]


def tier_name(width: int, height: int) -> str:
    """What people call so many pixels: 720p, 1080p for the sizes of film, else 1K, 2K, 4K."""
    for side, name in FILM_SIDES.items():
        if side in (width, height):
            return name
    return f"{max(1, round(sqrt(width * height) / 1024))}K"


def _number(words: str) -> float:
    across, down = map(int, words.split(":"))
    return across / down
