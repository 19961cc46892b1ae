"""A picture's planes drawn again on every frame: nearer, seen by a camera that moves, bent. Most of a film's time is
spent here, so each plane is prepared once, in the shape that OpenCV draws quickest.

A zoom on the middle draws four quarters at once, each from the middle outwards, as four channels. `cv2.resize` begins
at a pixel's corner: there it is exact to any part of a pixel, and takes a quarter of the time of `warpAffine`.

All else is looked up in blocks: each sample is kept with its neighbours to the right and below as four channels, and
2 x 2 samples of the frame are fetched from one place, in less than half the time of four. Within a block nothing is
scaled: where a move enlarges by a fifth, each of the four is a tenth of a pixel off, which cannot be seen.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np

from studio.animatic.planes import Planes

BAND = 128  # rows of blocks, which stay in the processor's cache; a multiple of every cell
FLIPS = (1, 0, -1)  # how `cv2.flip` turns each quarter but the lower right one into its place

Places = tuple[np.ndarray, np.ndarray]
"""Of each block: whole pixels and, as OpenCV counts them, 32nds; found once for planes that are looked up alike."""


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
    """A picture whose samples are looked up four at a time."""

    def __init__(self, picture: Planes) -> None:
        y, u, v = (_fours(plane) for plane in picture.all())
        self.layers = ((y,), (u, v))
        """Planes that are looked up at the same places: light, and both colours; each (height, width, 4) uint8."""


def _fours(plane: np.ndarray) -> np.ndarray:
    wide = cv2.copyMakeBorder(plane, 0, 1, 0, 1, cv2.BORDER_REPLICATE)
    return cv2.merge([wide[:-1, :-1], wide[:-1, 1:], wide[1:, :-1], wide[1:, 1:]])


def layers(planes: Planes) -> tuple[tuple[np.ndarray, ...], ...]:
    """Shaped as the layers of `Blocks`."""
    return (planes.y,), (planes.u, planes.v)


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

    `turn`: which bands of it, the first one and how many others take turns with it. A band of colour follows its light.
    """
    for layer, (targets, n) in enumerate(zip(layers(into), (1, 2), strict=True)):
        spots = places(targets[0].shape, cell // n)
        ways = (bands(spots + each.way / np.float32(n), cell // n, targets[0].shape, turn) for each in seen)
        planes = list(zip(*(each.picture.layers[layer] for each in seen), targets, strict=True))
        for band in zip(*ways, strict=True):
            for *sources, target in planes:
                drawn = [found(source, where) for source, (_, where) in zip(sources, band, strict=True)]
                lay(_mixed(drawn, seen[-1].share), band[0][0], target)


def _mixed(drawn: list[np.ndarray], part: float) -> np.ndarray:
    return cv2.addWeighted(drawn[0], 1 - part, drawn[1], part, 0) if len(drawn) == 2 else drawn[0]


@lru_cache(16)
def places(shape: tuple[int, int], cell: int) -> np.ndarray:
    """The middles of square cells of so many samples, x and y, with one more cell on each side; float32."""
    down, across = (-(-side // cell) + 2 for side in shape)
    y, x = np.mgrid[0:down, 0:across].astype(np.float32)
    return np.dstack([x, y]) * cell - np.float32((cell + 1) / 2)


def bands(
    coarse: np.ndarray, cell: int, shape: tuple[int, int], turn: tuple[int, int] = (0, 1)
) -> Iterator[tuple[int, Places]]:
    """For a plane of this shape, band by band: its first row, and the place of each of its blocks.

    `coarse`, shaped as `places`, says for the middle of each cell which place is seen there; in between it is linear.
    `turn`: the first band, and how many others take turns with it.
    """
    down, across = (-(-side // 2) for side in shape)
    step = cell // 2
    for top in range(turn[0] * BAND, down, turn[1] * BAND):
        part = coarse[top // step : (top + BAND) // step + 2] - np.float32(0.5)  # from its middle to its first sample
        fine = cv2.resize(part, None, fx=step, fy=step, interpolation=cv2.INTER_LINEAR)
        fine = fine[step : step + min(BAND, down - top), step : step + across]
        yield 2 * top, cv2.convertMaps(fine, None, cv2.CV_16SC2)


def found(source: np.ndarray, where: Places) -> np.ndarray:
    """The blocks at these places, (rows, columns, 4)."""
    return cv2.remap(source, *where, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)


def lay(blocks: np.ndarray, top: int, target: np.ndarray) -> None:
    """Puts blocks in their places, from this row of the plane on, without what is over on odd sides."""
    rows, pairs = target[top : top + 2 * len(blocks)], blocks.view(np.uint16)
    if rows.shape == (2 * len(blocks), 2 * blocks.shape[1]):
        cv2.split(pairs, [rows[0::2].view(np.uint16), rows[1::2].view(np.uint16)])
        return
    for row, line in enumerate(cv2.split(pairs)):
        odd = rows[row::2]
        odd[:] = line.view(np.uint8)[: len(odd), : odd.shape[1]]
