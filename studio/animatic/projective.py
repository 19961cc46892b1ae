"""Camera moves over a still as real projective moves: the picture is a plane in space and a camera looks at it.

The prior of depth is the simplest that holds for most pictures: what is lower is nearer. So the plane leans, and a
camera that travels sees the foreground move more than the background. What comes into view beside the picture is not
known: it is a dim blur of the picture's edge, plainly no picture.
"""

import math

import cv2
import numpy as np

from studio.animatic.grounds import eased
from studio.animatic.moves import Move
from studio.animatic.planes import Planes, warp

FOCAL = 1.2  # of the width: a normal lens
LEAN = 0.5  # how much nearer, in inverse depth, the bottom is than the top
TURN, ROLL = math.radians(1.2), math.radians(2.5)  # by one step of an axis
TRAVEL, FORWARD, ZOOM = 0.02, 0.025, 0.06  # by one step; of the distance, of the focal length
MARGIN = 0.5  # of a side: how much is prepared beside the picture
DIM, BLUR_PX = 0.4, 48


def seen(move: Move, part: float, width: int, height: int) -> np.ndarray:
    """Where a point of the picture is seen, (3, 3), after `part` (0 to 1) of the move, in pixels from the middle."""
    axes = {axis: amount * part for axis, amount in move.axes}
    focal = FOCAL * width
    camera = np.diag([focal, focal, 1.0])
    lens = np.diag([1 + ZOOM * axes.get("zoom", 0)] * 2 + [1.0]) if axes.get("zoom", 0) >= 0 else _wider(axes["zoom"])
    plane = np.array([0, LEAN * focal / height, 1.0])
    travel = np.array(
        [TRAVEL * axes.get("truck", 0), -TRAVEL * axes.get("pedestal", 0), FORWARD * axes.get("dolly", 0)]
    )
    turned = _roll(axes.get("roll", 0)) @ _tilt(axes.get("tilt", 0)) @ _pan(axes.get("pan", 0))
    matrix = lens @ camera @ turned @ (np.eye(3) - np.outer(travel, plane)) @ np.linalg.inv(camera)
    return matrix / matrix[2, 2]


def _wider(steps: float) -> np.ndarray:
    return np.diag([1 / (1 - ZOOM * steps)] * 2 + [1.0])


def _pan(steps: float) -> np.ndarray:
    """To the right: what is ahead is seen further left."""
    cos, sin = math.cos(steps * TURN), math.sin(steps * TURN)
    return np.array([[cos, 0, -sin], [0, 1, 0], [sin, 0, cos]])


def _tilt(steps: float) -> np.ndarray:
    """Up: what is ahead is seen further down."""
    cos, sin = math.cos(steps * TURN), math.sin(steps * TURN)
    return np.array([[1, 0, 0], [0, cos, sin], [0, -sin, cos]])


def _roll(steps: float) -> np.ndarray:
    """Clockwise: what is seen turns the other way."""
    cos, sin = math.cos(steps * ROLL), math.sin(steps * ROLL)
    return np.array([[cos, sin, 0], [-sin, cos, 0], [0, 0, 1]])


class Camera:
    """A shot over a still with a move."""

    def __init__(self, rgb: np.ndarray, size: tuple[int, int], move: Move, frames: int) -> None:
        """`rgb` of exactly `size` (width, height)."""
        self._size, self._move, self._frames = size, move, frames
        margins = tuple(2 * round(side * MARGIN / 2) for side in size)
        self._picture = Planes.of(beyond(rgb, *margins))
        self._middle = _shift(*((side - 1) / 2 + margin for side, margin in zip(size, margins, strict=True)))
        self._view = _shift(*(-(side - 1) / 2 for side in size))

    def draw(self, n: int, into: Planes) -> None:
        part = eased(n / max(1, self._frames - 1))
        back = self._middle @ np.linalg.inv(seen(self._move, part, *self._size)) @ self._view
        warp(self._picture, back / back[2, 2], into)


def _shift(x: float, y: float) -> np.ndarray:
    return np.array([[1, 0, x], [0, 1, y], [0, 0, 1.0]])


def beyond(rgb: np.ndarray, across: int, down: int) -> np.ndarray:
    """The picture with so many pixels on each side of it that are a dim blur of its edge."""
    height, width = rgb.shape[:2]
    scale = BLUR_PX / width
    small = cv2.resize(rgb, (BLUR_PX, max(2, round(height * scale))), interpolation=cv2.INTER_AREA)
    edges = (round(down * scale), round(down * scale), round(across * scale), round(across * scale))
    wide = cv2.GaussianBlur(cv2.copyMakeBorder(small, *edges, cv2.BORDER_REPLICATE), (0, 0), 3)
    ground = cv2.resize(cv2.convertScaleAbs(wide, alpha=DIM), (width + 2 * across, height + 2 * down))
    ground[down : down + height, across : across + width] = rgb
    return ground
