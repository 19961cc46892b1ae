"""Camera moves over a still as real projective moves, in two and a half dimensions: each part of the picture stands as
near as `depth.py` guesses, and a camera looks at it.

A point p of the picture, whose inverse depth is d, is seen from a camera that has travelled by t, was turned by R and
has a lens K, at K R (p - d t). A frame asks the other way round: the ray q = (K R)^-1 p' meets the relief where
p = q + d(p) (t - t_z q), which is found by repeating it. So that it is found, and nothing is torn or covers itself, the
relief is laid as flat as the whole of the move needs.

What comes into view beside a given picture is not known: it is a dim blur of the picture's edge, plainly no picture. A
plate goes on, mirrored: it holds nothing that one would see twice.
"""

import math
from dataclasses import dataclass

import cv2
import numpy as np

from studio.animatic import depth
from studio.animatic.grounds import eased
from studio.animatic.moves import Move
from studio.animatic.planes import Planes
from studio.animatic.warps import Blocks, Seen, bend, places

FOCAL = 1.2  # of the width: a normal lens
TURN, ROLL = math.radians(1.2), math.radians(2.5)  # by one step of an axis
TRAVEL, FORWARD, ZOOM = 0.02, 0.025, 0.06  # by one step; of the distance, of the focal length
STRETCH = 0.35  # below 1: how much of a place's neighbour's way its own may differ by
REPEATS = 5  # each leaves at most a third of how far off the place is
CELL = 32  # pixels between which the way is linear
MARGIN = 0.5  # of a side: most that is prepared beside the picture
LOOKS, SPARE = 9, 2  # how often during a move is looked what comes into view, pixels to spare
DIM, BLUR_PX = 0.4, 48


@dataclass(frozen=True, slots=True)
class Pose:
    """The camera at one moment: how it is turned, (3, 3); how far it has travelled, (3,), of its distance; its lens,
    of the first."""

    turned: np.ndarray
    travelled: np.ndarray
    lens: float

    @classmethod
    def of(cls, move: Move, part: float) -> "Pose":
        """After `part` (0 to 1) of the move."""
        axes = {axis: amount * part for axis, amount in move.axes}
        zoom = ZOOM * axes.get("zoom", 0)
        steps = (TRAVEL * axes.get("truck", 0), -TRAVEL * axes.get("pedestal", 0), FORWARD * axes.get("dolly", 0))
        turned = _roll(axes.get("roll", 0)) @ _tilt(axes.get("tilt", 0)) @ _pan(axes.get("pan", 0))
        return cls(turned, np.array(steps), 1 + zoom if zoom >= 0 else 1 / (1 - zoom))


def nearer(scale: float) -> float:
    """So many steps of the dolly make what is as near as the mean `scale` times as large."""
    return (1 - 1 / scale) / FORWARD


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


class View:
    """A picture in space and the camera that moves before it. Places are pixels from the picture's middle."""

    def __init__(self, relief: np.ndarray, size: tuple[int, int], move: Move) -> None:
        """`relief` as `depth.relief` gives it, `size` (width, height) of the film."""
        self._move, self._focal = move, FOCAL * size[0]
        self._samples = relief.shape[1] / size[0]
        self._middle = np.float32([(side - 1) / 2 for side in relief.shape[::-1]])
        self._nearness = np.float32(1) + relief * np.float32(self._flat(relief, size))

    def _flat(self, relief: np.ndarray, size: tuple[int, int]) -> float:
        """At most 1: how much of the relief is left, so that no way differs too much from its neighbour's."""
        travelled = Pose.of(self._move, 1).travelled
        reach = np.hypot(*size) / 2 / self._focal  # of the ray to a corner
        far = np.hypot(*travelled[:2]) + abs(travelled[2]) * reach
        steep = np.hypot(*np.gradient(relief)).max() * self._samples * self._focal
        return min(1.0, STRETCH / max(1e-9, far * steep))

    def back(self, part: float, spots: np.ndarray) -> np.ndarray:
        """Where in the picture lies what is seen at these places of the frame, (rows, columns, 2) float32."""
        pose, scale = Pose.of(self._move, part), self._samples * self._focal
        lens = np.diag([1 / (pose.lens * self._focal)] * 2 + [1.0])
        rays = cv2.perspectiveTransform(spots, pose.turned.T @ lens)
        ways = np.float32(pose.travelled[:2] * scale) - rays * np.float32(pose.travelled[2] * scale)
        rays = rays * np.float32(scale) + self._middle  # both as the relief's samples are counted
        found = rays + ways
        for _ in range(REPEATS if pose.travelled.any() else 0):
            found = rays + self._near(found)[..., None] * ways
        return (found - self._middle) / np.float32(self._samples)

    def seen(self, part: float, spot: tuple[float, float]) -> tuple[float, float]:
        """Where in the frame this place of the picture is seen."""
        pose, place = Pose.of(self._move, part), np.float32([[spot]])
        near = float(self._near(place * np.float32(self._samples) + self._middle)[0, 0])
        point = np.array([*(place[0, 0] / self._focal), 1]) - near * pose.travelled
        x, y, z = pose.turned @ point
        return x / z * pose.lens * self._focal, y / z * pose.lens * self._focal

    def _near(self, at: np.ndarray) -> np.ndarray:
        """The inverse depth at these samples of the relief; beside the picture that of its edge."""
        return cv2.remap(self._nearness, at, None, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)

    def beside(self, width: int, height: int) -> tuple[int, int]:
        """How many pixels beside and above or below the picture come into view, even and no more than its MARGIN."""
        half, along = np.float32([width / 2, height / 2]), np.linspace(-1, 1, 17, dtype=np.float32)
        spots = np.dstack(np.meshgrid(along, along)) * half
        far = np.max([np.abs(self.back(n / (LOOKS - 1), spots)).max(axis=(0, 1)) for n in range(LOOKS)], axis=0)
        return tuple(
            2 * math.ceil(min(max(0, over) + SPARE, MARGIN * side) / 2)
            for over, side in zip(far - half, (width, height), strict=True)
        )


class Camera:
    """A shot over a still with a move."""

    def __init__(
        self, rgb: np.ndarray, size: tuple[int, int], move: Move, frames: int, *, is_plate: bool = False
    ) -> None:
        """`rgb` of exactly `size` (width, height)."""
        self._frames = frames
        self._view = View(depth.ground(*size) if is_plate else depth.relief(rgb), size, move)
        margins = self._view.beside(*size)
        self._picture = Blocks(Planes.of((onwards if is_plate else beyond)(rgb, *margins)))
        self._margins = np.float32(margins)
        self._cells = places(size[::-1], CELL)
        self._spots = self._cells - np.float32([(side - 1) / 2 for side in size])

    def draw(self, n: int, into: Planes) -> None:
        part = eased(n / max(1, self._frames - 1))
        way = self._view.back(part, self._spots) - self._spots + self._margins
        bend([Seen(self._picture, way)], CELL, into)


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


def onwards(rgb: np.ndarray, across: int, down: int) -> np.ndarray:
    """The plate with so many pixels on each side of it that mirror it, grain and all."""
    return cv2.copyMakeBorder(rgb, down, down, across, across, cv2.BORDER_REFLECT_101)
