"""Who speaks, and how loud: a meter on the mouth of each face, as many as there are sounds. Lips are not moved.

Faces are found by the Haar cascade that ships with OpenCV (Viola and Jones, 2001), every half a second, and taken from
left to right. Where none is found, the meter stands in the middle and says so.
"""

import math
from fractions import Fraction

import cv2
import numpy as np

from studio.animatic import typeset
from studio.animatic.planes import Overlay, Planes

CASCADE = "haarcascade_frontalface_alt2.xml"
LOOK_EVERY_S = Fraction(1, 2)
SEARCH_PX = 360  # the long side of the picture on which faces are searched
SMALLEST = 0.12  # of its shorter side
SURE = 4  # detections that agree
MOUTH_AT, BAR_HIGH = 0.78, 0.09  # of the face's height, from its top
QUIET_DB, LOUD_DB = -46, -10  # of full scale: an empty and a full bar
INK, TRACK, LEVEL = (225, 128, 128), (40, 128, 128), (170, 70, 90)  # Y, U, V: white, dark, green

Box = tuple[int, int, int, int]  # x, y, width, height


class Mouths:
    """The meters of a film. Must be drawn in order, straight on the ground."""

    def __init__(self, levels: list[np.ndarray], size: tuple[int, int], fps: Fraction) -> None:
        """`levels`: of each sound, how loud it is during each frame, RMS from 0 to 1."""
        self._levels, self._size = levels, size
        self._every = max(1, round(LOOK_EVERY_S * fps))
        self._finder = cv2.CascadeClassifier(cv2.data.haarcascades + CASCADE)
        self._faces: list[Box] = []
        self._absent = _words("No face found", size)

    def draw(self, n: int, into: Planes) -> None:
        """Frame `n` of the film."""
        if n % self._every == 0:
            self._faces = self._found(into.y) or self._faces
        boxes = self._faces or [_middle(*self._size)]
        for box, level in zip(boxes, self._levels, strict=False):
            _meter(into, box, bar(level[min(n, len(level) - 1)]), outlined=bool(self._faces))
        if not self._faces:
            self._absent.draw(into)

    def _found(self, luma: np.ndarray) -> list[Box]:
        """As many faces as there are sounds, the surest, from left to right."""
        height, width = luma.shape
        scale = min(1.0, SEARCH_PX / max(height, width))
        small = cv2.resize(luma, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        least = max(20, round(min(small.shape) * SMALLEST))
        boxes, _, weights = self._finder.detectMultiScale3(
            cv2.equalizeHist(small), 1.1, SURE, minSize=(least, least), outputRejectLevels=True
        )
        found = sorted(zip(weights, map(tuple, boxes), strict=True), reverse=True)[: len(self._levels)]
        return sorted(tuple(int(side / scale) for side in box) for _, box in found)


def bar(level: float) -> float:
    """How full the meter is, 0 to 1: as the ear hears, by decibels."""
    loud = 20 * math.log10(max(level, 1e-6))
    return min(1.0, max(0.0, (loud - QUIET_DB) / (LOUD_DB - QUIET_DB)))


def _middle(width: int, height: int) -> Box:
    side = min(width, height) // 3
    return (width - side) // 2, (height - side) // 3, side, side


def _meter(into: Planes, box: Box, full: float, *, outlined: bool) -> None:
    """The face's frame, and on its mouth a bar that grows from the middle to both sides."""
    x, y, width, height = box
    thick = max(2, height // 80 * 2)
    if outlined:
        for edge in ((x, y, width, thick), (x, y + height, width, thick), (x, y, thick, height)):
            _fill(into, *edge, INK)
        _fill(into, x + width, y, thick, height + thick, INK)
    top, high = y + round(height * MOUTH_AT), max(4, round(height * BAR_HIGH))
    room = round(width * 0.7)
    _fill(into, x + (width - room) // 2, top, room, high, TRACK)
    _fill(into, x + (width - round(room * full)) // 2, top, round(room * full), high, LEVEL)


def _fill(into: Planes, x: int, y: int, width: int, height: int, colour: tuple[int, int, int]) -> None:
    """A box of one colour, on even pixels; what lies outside the frame is left out."""
    across, down = into.size
    left, top = max(0, x) & ~1, max(0, y) & ~1
    right, bottom = min(across, x + width + 1 & ~1), min(down, y + height + 1 & ~1)
    if left < right and top < bottom:
        for plane, value in zip(into.box(left, top, right - left, bottom - top).all(), colour, strict=True):
            plane[:] = value


def _words(text: str, size: tuple[int, int]) -> Overlay:
    """Under the meter in the middle."""
    x, y, side, _ = _middle(*size)
    picture = typeset.label(text, max(10, side // 9))
    left = max(0, x + (side - picture.width) // 2) & ~1
    rgba = np.asarray(picture)[: size[1] - (y + side & ~1), : size[0] - left]
    return Overlay(rgba, left, y + side & ~1)
