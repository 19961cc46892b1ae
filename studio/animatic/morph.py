"""From the first frame to the last: what is found in both moves from here to there, the rest dissolves in its place.

Optical flow (DIS, Kroeger et al. 2016) is searched both ways on small pictures. Where the way there and the way back do
not meet, it has failed and is forgotten. Between the two, each moment's flows are estimated from both (Jiang et al.,
Super SloMo, 2018, equation 4).
"""

from concurrent.futures import ThreadPoolExecutor

import cv2
import numpy as np

from studio.animatic.grounds import eased
from studio.animatic.planes import Planes, bend, mix, places

SEARCH_PX = 480  # the long side of the pictures on which flow is searched
MEETS = 0.01  # of that side: so far apart may the ways there and back end
CELL = 8  # pixels between which the flow is linear
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

    def at(self, part: float) -> tuple[np.ndarray, np.ndarray]:
        """From the picture at this moment to the first and to the last."""
        left = 1 - part
        to_first = self.there * (-left * part) + self.back * (part * part)
        to_last = self.there * (left * left) - self.back * (left * part)
        return to_first, to_last


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
    """A shot that begins with one picture and ends with another. The two are bent side by side, in two threads."""

    def __init__(self, first: np.ndarray, last: np.ndarray, flow: Flow, frames: int) -> None:
        """RGB of the film's size."""
        self._ends = (Planes.of(first), Planes.of(last))
        self._bent = tuple(Planes.empty(*end.size) for end in self._ends)
        self._flow, self._frames = flow, frames
        self._places = [places(plane.shape, CELL // n) for n, plane in ((1, self._ends[0].y), (2, self._ends[0].u))]
        self._hands = ThreadPoolExecutor(2)

    def draw(self, n: int, into: Planes) -> None:
        part = eased(n / max(1, self._frames - 1))
        list(self._hands.map(self._bend, self._ends, self._flow.at(part), self._bent))
        mix(*self._bent, part, into)

    def _bend(self, picture: Planes, flow: np.ndarray, into: Planes) -> None:
        """Every point of `into` is what lies `flow` away in the picture."""
        cells = self._places[0].shape
        inner = cv2.resize(flow, (cells[1] - 2, cells[0] - 2), interpolation=cv2.INTER_LINEAR)
        moves = cv2.copyMakeBorder(inner, 1, 1, 1, 1, cv2.BORDER_REPLICATE) * np.float32(picture.size)
        for n, source, target in zip((1, 2, 2), picture.all(), into.all(), strict=True):
            bend(source, self._places[n - 1] + moves / n, CELL // n, target)
