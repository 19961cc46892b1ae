"""Shapes painted on a picture of a frame, as the player shows them: for files that leave the studio."""

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from PIL import Image, ImageDraw

from studio.animatic import typeset

from .shapes import COLOURS, STYLE, Point, Shape

EDGE = (0, 0, 0, 140)  #: around a line, so that it is seen on its own colour too
FINE = 2  #: times as large as the picture is painted, then made smaller: lines without stairs
LARGEST_PX = 4096  #: a longer side than this is painted as it is
HEAD_ANGLE = math.radians(28)  #: of each side of an arrow's head to its line
LEADING, ASCENT, MARGIN = 1.2, 0.8, 0.3  #: of a line of text, of its letters, and around it: in heights of a letter


@dataclass(frozen=True, slots=True)
class Sheet:
    """Where a shape is painted: all in its pixels."""

    draw: ImageDraw.ImageDraw
    width: int
    height: int

    @property
    def short(self) -> int:
        return min(self.width, self.height)

    def place(self, point: Point) -> Point:
        return point[0] * self.width, point[1] * self.height


def paint(image: Image.Image, shapes: Iterable[Shape]) -> Image.Image:
    """A new RGB picture of the same size with the shapes over it, in their order. `shapes.shape_of` reads them from
    what a Drawing keeps."""
    fine = FINE if max(image.size) * FINE <= LARGEST_PX else 1
    ink = Image.new("RGBA", (image.width * fine, image.height * fine))
    sheet = Sheet(ImageDraw.Draw(ink), *ink.size)
    for shape in shapes:
        _PAINTERS[shape.kind](sheet, shape)
    painted = image.convert("RGBA")
    painted.alpha_composite(ink.resize(image.size, Image.Resampling.BOX))
    return painted.convert("RGB")


def arrow_lines(tail: Point, tip: Point, head: float) -> list[list[Point]]:
    """The line of an arrow and its head, in pixels; a head is at most half as long as its line."""
    length = min(head, math.dist(tail, tip) / 2)
    back = math.atan2(tail[1] - tip[1], tail[0] - tip[0])
    ends = [
        (tip[0] + length * math.cos(back + turn), tip[1] + length * math.sin(back + turn))
        for turn in (HEAD_ANGLE, -HEAD_ANGLE)
    ]
    return [[tail, tip], [ends[0], tip, ends[1]]]


def _pen(sheet: Sheet, shape: Shape) -> None:
    _lines(sheet, [[sheet.place(point) for point in shape.points]], shape.colour)


def _arrow(sheet: Sheet, shape: Shape) -> None:
    tail, tip = (sheet.place(point) for point in shape.points)
    _lines(sheet, arrow_lines(tail, tip, STYLE["head"] * sheet.short), shape.colour)


def _box(sheet: Sheet, shape: Shape) -> None:
    (left, top), (right, bottom) = (sheet.place(point) for point in shape.points)
    _lines(sheet, [[(left, top), (right, top), (right, bottom), (left, bottom), (left, top)]], shape.colour)


def _text(sheet: Sheet, shape: Shape) -> None:
    size = max(8, round(STYLE["letter"] * sheet.short))
    style, words = ("bold", size), typeset.clean(shape.words)
    lines = list(typeset.lines(words, style, round(STYLE["measure"] * sheet.width)))
    widest = max((typeset.width(line, *style) for line in lines), default=0)
    x, y = sheet.place(shape.points[0])
    x = max(MARGIN * size, min(x, sheet.width - widest - MARGIN * size))
    y = max(0, min(y, sheet.height - LEADING * size * len(lines)))
    edge = max(1, round(size / 12))
    for at, line in enumerate(lines):
        base = round(y + size * (ASCENT + LEADING * at))
        for dx, dy in ((-edge, 0), (edge, 0), (0, -edge), (0, edge)):
            typeset.draw(sheet.draw, (round(x) + dx, base + dy), line, style, EDGE)
        typeset.draw(sheet.draw, (round(x), base), line, style, (*COLOURS[shape.colour].rgb, 255))


_PAINTERS: Mapping[str, Callable[[Sheet, Shape], None]] = {"pen": _pen, "arrow": _arrow, "box": _box, "text": _text}


def _lines(sheet: Sheet, lines: Iterable[list[Point]], colour: int) -> None:
    """First all dark edges, then the colour over them."""
    lines = list(lines)
    for part, fill in ((STYLE["edge"], EDGE), (STYLE["line"], (*COLOURS[colour].rgb, 255))):
        for line in lines:
            _line(sheet.draw, line, max(1.0, part * sheet.short), fill)


def _line(draw: ImageDraw.ImageDraw, line: list[Point], width: float, fill: tuple[int, ...]) -> None:
    """With round joints and ends; one point is a dot."""
    draw.line(line, fill=fill, width=round(width), joint="curve")
    half = (round(width) - 1) / 2
    for x, y in line:
        draw.ellipse((x - half, y - half, x + half, y + half), fill=fill)
