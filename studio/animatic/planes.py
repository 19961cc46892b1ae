"""A picture as the encoder wants it: Y, U and V planes, 4:2:0, BT.709, 16 to 235. Everything that is drawn ends here.

Drawing straight into planes is half the work of drawing RGB and needs no conversion per frame.
Chroma lies where H.264 expects it: on the left column of each 2 x 2 pixels, between their rows.
"""

from dataclasses import dataclass
from typing import Self

import cv2
import numpy as np

# ITU-R BT.709: Kr 0.2126, Kb 0.0722; luma 219 steps from 16, chroma 224 around 128.
_LUMA = np.array([0.2126, 0.7152, 0.0722])
_BLUE = (np.array([0, 0, 1]) - _LUMA) / 1.8556
_RED = (np.array([1, 0, 0]) - _LUMA) / 1.5748
TO_YUV = np.column_stack((np.vstack((_LUMA * 219, _BLUE * 224, _RED * 224)) / 255, (16, 128, 128)))

FLAT = 1e-6  # a matrix whose last row says less than this is affine, and quicker

CELL = 16  # of a projective warp: within one it is linear to a hundredth of a pixel
BAND = 64  # rows; a multiple of every cell

_ACROSS = np.array([0.25, 0.5, 0.25])
_DOWN = np.array([0.5, 0.5])


@dataclass(slots=True)
class Planes:
    """`y` (height, width), `u` and `v` of half the size each way, all uint8. Sides are even."""

    y: np.ndarray
    u: np.ndarray
    v: np.ndarray

    @classmethod
    def empty(cls, width: int, height: int) -> Self:
        half = (height // 2, width // 2)
        return cls(np.empty((height, width), np.uint8), np.empty(half, np.uint8), np.empty(half, np.uint8))

    @classmethod
    def of(cls, rgb: np.ndarray) -> Self:
        """From (height, width, 3) uint8, sides even."""
        yuv = cv2.transform(rgb, TO_YUV)
        return cls(np.ascontiguousarray(yuv[:, :, 0]), *(_halved(yuv[:, :, at]) for at in (1, 2)))

    @property
    def size(self) -> tuple[int, int]:
        """Width and height."""
        return self.y.shape[1], self.y.shape[0]

    def all(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        return self.y, self.u, self.v

    def box(self, x: int, y: int, width: int, height: int) -> Self:
        """A view of this part; all four even."""
        half = np.s_[y // 2 : (y + height) // 2, x // 2 : (x + width) // 2]
        return type(self)(self.y[y : y + height, x : x + width], self.u[half], self.v[half])


def _halved(chroma: np.ndarray) -> np.ndarray:
    """Left-sited: a 1-2-1 filter around every second column, the mean of two rows."""
    smooth = cv2.sepFilter2D(chroma, -1, _ACROSS, _DOWN, anchor=(1, 0), borderType=cv2.BORDER_REPLICATE)
    return np.ascontiguousarray(smooth[::2, ::2])


def mix(first: Planes, second: Planes, part: float, into: Planes) -> None:
    """`into` = first * (1 - part) + second * part; `into` may be either of them."""
    for a, b, target in zip(first.all(), second.all(), into.all(), strict=True):
        cv2.addWeighted(a, 1 - part, b, part, 0, dst=target)


def zoom(picture: Planes, scale: float, into: Planes) -> None:
    """Draws the middle of `picture` over all of `into`; `scale` is how many of its pixels one pixel of `into` spans."""
    (width, height), (across, down) = picture.size, into.size
    x = (width - 1) / 2 - scale * (across - 1) / 2
    y = (height - 1) / 2 - scale * (down - 1) / 2
    _warp(picture.y, scale, x, y, into.y)
    # Chroma sample (i, j) lies at luma (2 i, 2 j + 1/2), in both pictures.
    x, y = x / 2, (y + scale / 2 - 0.5) / 2
    _warp(picture.u, scale, x, y, into.u)
    _warp(picture.v, scale, x, y, into.v)


def _warp(source: np.ndarray, scale: float, x: float, y: float, target: np.ndarray) -> None:
    matrix = np.array([[scale, 0, x], [0, scale, y]])
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    cv2.warpAffine(source, matrix, target.shape[::-1], dst=target, flags=flags, borderMode=cv2.BORDER_REPLICATE)


CHROMA = np.array([[2, 0, 0], [0, 2, 0.5], [0, 0, 1.0]])
"""From a place among chroma samples to its place among pixels."""


def warp(picture: Planes, matrix: np.ndarray, into: Planes) -> None:
    """Draws `picture` over all of `into`; `matrix` (3, 3) leads from a pixel of `into` to one of `picture`."""
    chroma = np.linalg.inv(CHROMA) @ matrix @ CHROMA
    for source, target, back in zip(picture.all(), into.all(), (matrix, chroma, chroma), strict=True):
        if np.abs(back[2, :2]).max() * max(target.shape) < FLAT:
            how = {"flags": cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP, "borderMode": cv2.BORDER_REPLICATE}
            cv2.warpAffine(source, back[:2] / back[2, 2], target.shape[::-1], dst=target, **how)
        else:
            bend(source, cv2.perspectiveTransform(places(target.shape, CELL), back), CELL, target)


def places(shape: tuple[int, int], cell: int) -> np.ndarray:
    """The middles of square cells of so many samples, x and y, with one more cell on each side; float32."""
    down, across = (-(-side // cell) + 2 for side in shape)
    y, x = np.mgrid[0:down, 0:across].astype(np.float32)
    return np.dstack([x, y]) * cell - np.float32((cell + 1) / 2)


def bend(source: np.ndarray, coarse: np.ndarray, cell: int, target: np.ndarray) -> None:
    """Draws `source` over all of `target`; `coarse` says for the middle of each of its cells which place is seen there.

    Shaped as `places`; in between it is linear. Drawn in bands that stay in the processor's cache.
    """
    height, width = target.shape
    for top in range(0, height, BAND):
        rows = min(BAND, height - top)
        part = coarse[top // cell : (top + BAND) // cell + 2]
        fine = cv2.resize(part, None, fx=cell, fy=cell, interpolation=cv2.INTER_LINEAR)
        band = fine[cell : cell + rows, cell : cell + width]
        how = {"interpolation": cv2.INTER_LINEAR, "borderMode": cv2.BORDER_REPLICATE}
        cv2.remap(source, band, None, dst=target[top : top + rows], **how)


class Overlay:
    """A small picture with transparency, prepared once and laid over its box of many frames."""

    def __init__(self, rgba: np.ndarray, x: int, y: int) -> None:
        """`rgba` (height, width, 4) uint8, sides even, at the even position `x`, `y`."""
        self.place = (x, y, rgba.shape[1], rgba.shape[0])
        alpha = np.ascontiguousarray(rgba[:, :, 3])
        half = cv2.resize(alpha, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
        colours = Planes.of(np.ascontiguousarray(rgba[:, :, :3]))
        self._layers = [(colour, cover) for colour, cover in zip(colours.all(), (alpha, half, half), strict=True)]
        self._solid = self._prepared(1.0)

    def _prepared(self, opacity: float) -> list[tuple[np.ndarray, np.ndarray]]:
        """Per plane: what is added, and the share of the frame that stays, of 255."""
        ready = []
        for colour, cover in self._layers:
            alpha = cover if opacity >= 1 else cv2.convertScaleAbs(cover, alpha=opacity)
            ready.append((cv2.multiply(colour, alpha, scale=1 / 255), 255 - alpha))
        return ready

    def draw(self, frame: Planes, opacity: float = 1.0) -> None:
        if opacity <= 0:
            return
        layers = self._solid if opacity >= 1 else self._prepared(opacity)
        for plane, (added, stays) in zip(frame.box(*self.place).all(), layers, strict=True):
            cv2.multiply(plane, stays, dst=plane, scale=1 / 255)
            cv2.add(plane, added, dst=plane)
