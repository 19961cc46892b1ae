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
        luma, *chroma = cv2.split(cv2.transform(rgb, TO_YUV))
        return cls(luma, *map(_halved, chroma))

    @property
    def size(self) -> tuple[int, int]:
        """Width and height."""
        return self.y.shape[1], self.y.shape[0]

    def all(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        return self.y, self.u, self.v

    def resized(self, width: int, height: int) -> Self:
        """Larger; both even."""
        how = {"interpolation": cv2.INTER_CUBIC}
        chroma = (cv2.resize(plane, (width // 2, height // 2), **how) for plane in (self.u, self.v))
        return type(self)(cv2.resize(self.y, (width, height), **how), *chroma)

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
