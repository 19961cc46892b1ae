"""From the first frame to the last: what is found in both moves from here to there, the rest dissolves in its place.

Optical flow (DIS, Kroeger et al. 2016) is searched both ways on small pictures. Where the way there and the way back do
not meet, it has failed and is forgotten. Between the two, each moment's flows are estimated from both (Jiang et al.,
Super SloMo, 2018, equation 4).
"""

from concurrent.futures import ThreadPoolExecutor
from copy import copy
from typing import Self

import cv2
import numpy as np

from studio.animatic.grounds import eased
from studio.animatic.planes import Planes
from studio.animatic.warps import Blocks, Seen, bend, places

SEARCH_PX = 480  # the long side of the pictures on which flow is searched
MEETS = 0.01  # of that side: so far apart may the ways there and back end
CELL = 8  # pixels between which the flow is linear
ALONE = 0.2  # of the way: so long is only the first picture seen, and at its end only the last
HANDS = 2  # threads that draw
ENOUGH = 0.35  # of the picture must be found in both, or all of it dissolves


class Flow:
    """Where what is on one picture is on the other, in parts of the picture's size; (height, width, 2) float32."""

    def __init__(self, first: np.ndarray, last: np.ndarray) -> None:
        """Grey or RGB pictures of one size."""
        there, back = _search(first, last), _search(last, first)
        sure_there, sure_back = _sure(there, back), _sure(back, there)
        self.found = float(np.mean(sure_there))
        self.there = there * _soft(sure_there)
        self.back = back * _soft(sure_back)

    @property
    def is_enough(self) -> bool:
        return self.found >= ENOUGH

    def in_cells(self, shape: tuple[int, ...], size: tuple[int, int]) -> Self:
        """The same in pixels of a picture of this `size`, for the middles of cells and one more on each side."""
        other = copy(self)
        other.there, other.back = (_in_cells(flow * np.float32(size), shape) for flow in (self.there, self.back))
        return other

    def at(self, part: float) -> tuple[np.ndarray, np.ndarray]:
        """From the picture at this moment to the first and to the last."""
        left = 1 - part
        to_first = self.there * (-left * part) + self.back * (part * part)
        to_last = self.there * (left * left) - self.back * (left * part)
        return to_first, to_last


def _in_cells(flow: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    inner = cv2.resize(flow, (shape[1] - 2, shape[0] - 2), interpolation=cv2.INTER_LINEAR)
    return cv2.copyMakeBorder(inner, 1, 1, 1, 1, cv2.BORDER_REPLICATE)


def _search(first: np.ndarray, last: np.ndarray) -> np.ndarray:
    height, width = first.shape[:2]
    scale = min(1.0, SEARCH_PX / max(height, width))
    size = (max(16, round(width * scale)), max(16, round(height * scale)))
    small = [cv2.resize(_grey(each), size, interpolation=cv2.INTER_AREA) for each in (first, last)]
    flow = cv2.DISOpticalFlow_create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM).calc(*small, None)
    return flow / np.array(size, np.float32)


def _grey(picture: np.ndarray) -> np.ndarray:
    return cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY) if picture.ndim == 3 else picture


def _sure(there: np.ndarray, back: np.ndarray) -> np.ndarray:
    """1 where the way there and the way back meet, else 0; (height, width) float32."""
    height, width = there.shape[:2]
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    returned = cv2.remap(back, x + there[:, :, 0] * width, y + there[:, :, 1] * height, cv2.INTER_LINEAR)
    apart = np.linalg.norm(there + returned, axis=2)
    return (apart < MEETS).astype(np.float32)


def _soft(sure: np.ndarray) -> np.ndarray:
    return cv2.GaussianBlur(sure, (0, 0), max(sure.shape) / 100)[:, :, None]


class Morph:
    """A shot that begins with one picture and ends with another. Each hand draws its band of every frame."""

    def __init__(self, first: np.ndarray, last: np.ndarray, flow: Flow, frames: int) -> None:
        """RGB of the film's size."""
        self._ends = [Blocks(Planes.of(end)) for end in (first, last)]
        self._frames = frames
        height, width = first.shape[:2]
        self._flow = flow.in_cells(places((height, width), CELL).shape, (width, height))
        self._hands = ThreadPoolExecutor(HANDS)

    def draw(self, n: int, into: Planes) -> None:
        part = eased(n / max(1, self._frames - 1))
        share = eased(min(1.0, max(0.0, (part - ALONE) / (1 - 2 * ALONE))))
        both = zip(self._ends, self._flow.at(part), (1 - share, share), strict=True)
        seen = [Seen(*each) for each in both if each[2] > 0]
        list(self._hands.map(lambda hand: bend(seen, CELL, into, (hand, HANDS)), range(HANDS)))
