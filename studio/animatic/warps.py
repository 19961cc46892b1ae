"""A picture's planes drawn again on every frame: nearer, seen by a camera that moves, bent. Most of a film's time is
spent here, so each plane is prepared once, in the shape that OpenCV draws quickest.

A zoom on the middle draws four quarters at once, each from the middle outwards, as four channels. `cv2.resize` begins
at a pixel's corner: there it is exact to any part of a pixel, and takes a quarter of the time of `warpAffine`.

All else is looked up in blocks: each sample is kept with its neighbours to the right and below, and 2 x 2 samples of
the frame are fetched from one place, in less than half the time of four. Within a block nothing is scaled: where a move
enlarges by a fifth, each of the four is a tenth of a pixel off, which cannot be seen. Of the colours, which nobody sees
as sharp, both are fetched at once, from the nearest half of their samples' steps; only light is found in between.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np

from studio.animatic.planes import Planes

EDGES = {"borderMode": cv2.BORDER_REPLICATE}
FLIPS = (1, 0, -1)  # how `cv2.flip` turns each quarter but the lower right one into its place


class Middle:
    """A plane with even sides, to be drawn onto another with even sides from the middle of both."""

    def __init__(self, plane: np.ndarray, target: tuple[int, int]) -> None:
        """`target`: the other's shape."""
        first, *others = _quarters(plane)
        self._quarters = cv2.merge([first, *map(cv2.flip, others, FLIPS)])
        down, across = (side // 2 for side in target)
        self._drawn = np.empty((down, across, 4), np.uint8)
        self._turned = [np.empty((down, across), np.uint8) for _ in FLIPS]

    def draw(self, scale: float, target: np.ndarray) -> None:
        """`scale`, at least 1: how many of the plane's samples one of the target spans; it must not show its border."""
        down, across, _ = self._drawn.shape
        seen = self._quarters[: round(down * scale), : round(across * scale)]
        cv2.resize(seen, None, dst=self._drawn, fx=1 / scale, fy=1 / scale, interpolation=cv2.INTER_LINEAR)
        first, *others = _quarters(target)
        cv2.split(self._drawn, [first, *self._turned])
        for part, place, flip in zip(self._turned, others, FLIPS, strict=True):
            cv2.flip(part, flip, dst=place)


def _quarters(plane: np.ndarray) -> tuple[np.ndarray, ...]:
    y, x = (side // 2 for side in plane.shape)
    return plane[y:, x:], plane[y:, :x], plane[:y, x:], plane[:y, :x]


class Odd:
    """As `Middle`, for sides that have no middle between two samples."""

    def __init__(self, plane: np.ndarray, _target: tuple[int, int]) -> None:
        self._plane = plane

    def draw(self, scale: float, target: np.ndarray) -> None:
        x, y = (
            (side - 1) / 2 - scale * (other - 1) / 2
            for side, other in zip(self._plane.shape[::-1], target.shape[::-1], strict=True)
        )
        how = {"flags": cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP, "borderMode": cv2.BORDER_REPLICATE}
        cv2.warpAffine(self._plane, np.array([[scale, 0, x], [0, scale, y]]), target.shape[::-1], dst=target, **how)


class Zoom:
    """The middle of a picture over all of a film's frame."""

    def __init__(self, picture: Planes, size: tuple[int, int]) -> None:
        """`size` (width, height) of the film, even; the picture is no smaller."""
        shapes = [plane.shape for plane in Planes.empty(*size).all()]
        self._planes = [_centred(plane, shape) for plane, shape in zip(picture.all(), shapes, strict=True)]

    def draw(self, scale: float, into: Planes) -> None:
        """`scale`, at least 1: how many of the picture's pixels one of the film spans."""
        for plane, target in zip(self._planes, into.all(), strict=True):
            plane.draw(scale, target)


def _centred(plane: np.ndarray, target: tuple[int, int]) -> Middle | Odd:
    has_middle = not any(side % 2 for side in (*plane.shape, *target))
    return (Middle if has_middle else Odd)(plane, target)


class Blocks:
    """A picture that is looked up in blocks of 2 x 2 samples."""

    def __init__(self, picture: Planes) -> None:
        self.light = cv2.merge(_blocks(picture.y, 1))
        """(height, width, 4) uint8: each sample with its neighbours."""
        self.colours = _in_one([cv2.merge(_blocks(_doubled(plane), 2)) for plane in (picture.u, picture.v)])
        """At each half of their samples' steps, of both, in the eight bytes of what OpenCV takes for one number."""


def _blocks(plane: np.ndarray, step: int) -> list[np.ndarray]:
    """Of each sample: itself, and those so many steps to the right, below, and both."""
    wide = cv2.copyMakeBorder(plane, 0, step, 0, step, cv2.BORDER_REPLICATE)
    return [wide[:-step, :-step], wide[:-step, step:], wide[step:, :-step], wide[step:, step:]]


def _doubled(plane: np.ndarray) -> np.ndarray:
    """With what lies half way between its samples; twice the shape."""
    here, right, below, beyond = _blocks(plane, 1)
    fine = np.empty((2 * plane.shape[0], 2 * plane.shape[1]), np.uint8)
    fine[::2, ::2] = here
    fine[::2, 1::2] = cv2.addWeighted(here, 0.5, right, 0.5, 0)
    fine[1::2, ::2] = between = cv2.addWeighted(here, 0.5, below, 0.5, 0)
    fine[1::2, 1::2] = cv2.addWeighted(between, 0.5, cv2.addWeighted(right, 0.5, beyond, 0.5, 0), 0.5, 0)
    return fine


def _in_one(fours: list[np.ndarray]) -> np.ndarray:
    """Two of (height, width, 4) uint8 as one of (height, width, 1) float64: only moved, it keeps every bit."""
    return cv2.merge([four.view(np.int32) for four in fours]).view(np.float64)


@dataclass(frozen=True, slots=True)
class Seen:
    """A picture, what of the frame it is (`share`, 0 to 1), and the way to it.

    `way` (rows, columns, 2) float32, shaped as `places`: how many pixels to the right and below lies what is seen in
    the middle of each cell. In between it is linear.
    """

    picture: Blocks
    way: np.ndarray
    share: float = 1.0


def bend(seen: Sequence[Seen], cell: int, into: Planes, turn: tuple[int, int] = (0, 1)) -> None:
    """Draws one picture, or two that are mixed, over all of `into`; `cell` pixels wide are the cells of their ways.

    `turn`: which band of it, of how many.
    """
    for draw, plane, width in ((_bend_light, into.y, cell), (_bend_colours, into.u, cell // 2)):
        band = Band.of(plane.shape, width, turn)
        if band.down:
            draw(seen, width, into, band)


def _bend_light(seen: Sequence[Seen], cell: int, into: Planes, band: "Band") -> None:
    spots = places(into.y.shape, cell) - np.float32(0.5)  # from the middle of a block to its first sample
    drawn = [
        cv2.remap(each.picture.light, *map(band.fine, cv2.split(spots + each.way)), cv2.INTER_LINEAR, **EDGES)
        for each in seen
    ]
    _lay_light(_mixed(drawn, seen[-1].share), into.y[band.lines])


def _bend_colours(seen: Sequence[Seen], cell: int, into: Planes, band: "Band") -> None:
    """`cell` in their samples, of which the pictures have two for each."""
    spots = 2 * places(into.u.shape, cell) - np.float32(1)
    drawn = [
        cv2.remap(each.picture.colours, band.fine(spots + each.way), None, cv2.INTER_NEAREST, **EDGES).view(np.uint8)
        for each in seen
    ]
    blocks = _mixed(drawn, seen[-1].share).view(np.uint16)
    lines = [plane[band.lines][line::2] for plane in (into.u, into.v) for line in (0, 1)]
    _lay_colours(blocks.reshape(len(blocks), -1, len(lines)), lines)


def _mixed(drawn: list[np.ndarray], part: float) -> np.ndarray:
    return cv2.addWeighted(drawn[0], 1 - part, drawn[1], part, 0) if len(drawn) == 2 else drawn[0]


@lru_cache(16)
def places(shape: tuple[int, int], cell: int) -> np.ndarray:
    """The middles of square cells of so many samples, x and y, with one more cell on each side; float32."""
    down, across = (-(-side // cell) + 2 for side in shape)
    y, x = np.mgrid[0:down, 0:across].astype(np.float32)
    return np.dstack([x, y]) * cell - np.float32((cell + 1) / 2)


@dataclass(frozen=True, slots=True)
class Band:
    """A part of a plane, in blocks: its first row, how many it has, how wide it and how wide a cell is."""

    top: int
    down: int
    across: int
    step: int

    @classmethod
    def of(cls, shape: tuple[int, int], cell: int, turn: tuple[int, int]) -> "Band":
        down, across = (-(-side // 2) for side in shape)
        first, end = (min(down, cell * -(-down * n // (turn[1] * cell))) for n in (turn[0], turn[0] + 1))
        return cls(first, end - first, across, cell // 2)

    @property
    def lines(self) -> slice:
        return slice(2 * self.top, 2 * (self.top + self.down))

    def fine(self, coarse: np.ndarray) -> np.ndarray:
        """What `coarse`, shaped as `places`, is for each block."""
        first, step = self.top // self.step, self.step
        part = coarse[first : first + -(-self.down // step) + 2]
        fine = cv2.resize(part, None, fx=step, fy=step, interpolation=cv2.INTER_LINEAR)
        return fine[step : step + self.down, step : step + self.across]


def _lay_light(blocks: np.ndarray, target: np.ndarray) -> None:
    """(rows, columns, 4) onto an even plane. The upper two of each are the lower half of a number."""
    pairs = blocks.view(np.uint32)[..., 0]
    np.copyto(target[0::2].view(np.uint16), pairs, casting="unsafe")
    np.right_shift(pairs, 16, out=target[1::2].view(np.uint16), casting="unsafe")


def _lay_colours(blocks: np.ndarray, lines: list[np.ndarray]) -> None:
    """(rows, columns, lines) of pairs, without what is over on odd sides."""
    if all(line.shape == (len(blocks), 2 * blocks.shape[1]) for line in lines):
        cv2.split(blocks, [line.view(np.uint16) for line in lines])
        return
    for line, pairs in zip(lines, cv2.split(blocks), strict=True):
        line[:] = pairs.view(np.uint8)[: len(line), : line.shape[1]]
