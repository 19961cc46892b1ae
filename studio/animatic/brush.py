"""The motion brush: each painted region moves along its path, eased; the hole behind it is filled from around it, and
what is held still stays in front of all that passes."""

from collections.abc import Iterator, Sequence

import cv2
import numpy as np

from studio.animatic import pictures
from studio.animatic.grounds import eased
from studio.animatic.plan import Brush
from studio.animatic.planes import Planes
from studio.animatic.reading import CannotDraw, File

FIELD = "motion_brush"
SAME_SHAPE = 0.02  # by how much width / height of a mask may differ from the picture's
FILL_PX = 360  # the hole is filled on a picture of this width: it is a guess, and soft
FILL_AROUND = 5  # pixels of that picture that the filling looks at
SPARE = 4  # pixels around a region, so that it can be moved by parts of a pixel
PAINTED = 127


def along(path: Sequence[tuple[float, float]], part: float) -> tuple[float, float]:
    """The place after this part (0 to 1) of the path's length."""
    points = np.asarray(path, float)
    lengths = np.concatenate([[0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))])
    at = part * lengths[-1]
    return float(np.interp(at, lengths, points[:, 0])), float(np.interp(at, lengths, points[:, 1]))


class Region:
    """A painted part of the picture, cut out once, laid down many times."""

    def __init__(self, picture: Planes, mask: np.ndarray) -> None:
        """`mask` (height, width) uint8, as large as the picture, 255 where it is painted."""
        x, y, width, height = cv2.boundingRect(mask)
        self._at = (x - SPARE) & ~1, (y - SPARE) & ~1
        size = (width + 3 * SPARE & ~1, height + 3 * SPARE & ~1)
        alpha = _cut(cv2.GaussianBlur(mask, (3, 3), 0), *self._at, *size)
        half = cv2.resize(alpha, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
        sources = zip(picture.all(), (alpha, half, half), (1, 2, 2), strict=True)
        self._layers = [
            (cv2.multiply(_cut(plane, *(a // n for a in (*self._at, *size))), cover, scale=1 / 255), cover)
            for plane, cover, n in sources
        ]

    def draw(self, into: Planes, across: float, down: float) -> None:
        """Lays it down so many pixels to the right and below of where it was; what leaves the frame is cut off."""
        for target, (added, cover), step in zip(into.all(), self._layers, (1, 2, 2), strict=True):
            places = ((at + way) / step for at, way in zip(self._at, (across, down), strict=True))
            (x, right), (y, below) = (divmod(place, 1) for place in places)
            moved = [_moved(each, right, below) for each in (added, cover)]
            _lay(target, *moved, int(x) + 1, int(y) + 1)


def _cut(plane: np.ndarray, x: int, y: int, width: int, height: int) -> np.ndarray:
    """This part of a plane, black where it lies outside."""
    part = np.zeros((height, width), np.uint8)
    left, top = max(0, x), max(0, y)
    inside = plane[top : max(0, y + height), left : max(0, x + width)]
    part[top - y : top - y + inside.shape[0], left - x : left - x + inside.shape[1]] = inside
    return part


def _moved(plane: np.ndarray, right: float, below: float) -> np.ndarray:
    """By parts of a sample, without its first row and column; they are empty."""
    wide = cv2.addWeighted(plane[:, 1:], 1 - right, plane[:, :-1], right, 0)
    return cv2.addWeighted(wide[1:], 1 - below, wide[:-1], below, 0)


def _lay(target: np.ndarray, added: np.ndarray, cover: np.ndarray, x: int, y: int) -> None:
    """Over a plane, in its place; premultiplied."""
    height, width = target.shape
    left, top = max(0, -x), max(0, -y)
    right, bottom = min(added.shape[1], width - x), min(added.shape[0], height - y)
    if left >= right or top >= bottom:
        return
    box = target[y + top : y + bottom, x + left : x + right]
    part = np.s_[top:bottom, left:right]
    box[:] = cv2.add(cv2.multiply(box, 255 - cover[part], scale=1 / 255), added[part])


class Brushed:
    """A shot over a still, of which parts move."""

    def __init__(self, rgb: np.ndarray, masks: "Masks", frames: int) -> None:
        """`rgb` of the film's size."""
        picture = Planes.of(rgb)
        self._frames, self._paths = frames, masks.paths
        self._ground = Planes.of(filled(rgb, masks.painted))
        self._regions = [Region(picture, mask) for mask in masks.painted]
        self._still = Region(picture, masks.still) if masks.still is not None else None

    def draw(self, n: int, into: Planes) -> None:
        part = eased(n / max(1, self._frames - 1))
        for plane, target in zip(self._ground.all(), into.all(), strict=True):
            np.copyto(target, plane)
        for region, path in zip(self._regions, self._paths, strict=True):
            x, y = along(path, part)
            region.draw(into, x - path[0][0], y - path[0][1])
        if self._still:
            self._still.draw(into, 0, 0)


def filled(rgb: np.ndarray, masks: list[np.ndarray]) -> np.ndarray:
    """The picture without its painted parts, filled from around them."""
    if not masks:
        return rgb
    hole = np.maximum.reduce(masks)
    height, width = rgb.shape[:2]
    small = (min(width, FILL_PX), max(1, round(height * min(width, FILL_PX) / width)))
    around = cv2.dilate(cv2.resize(hole, small, interpolation=cv2.INTER_AREA), np.ones((5, 5), np.uint8))
    picture = cv2.resize(rgb, small, interpolation=cv2.INTER_AREA)
    guess = cv2.inpaint(picture, (around > 0).astype(np.uint8), FILL_AROUND, cv2.INPAINT_TELEA)
    guess = cv2.resize(guess, (width, height), interpolation=cv2.INTER_CUBIC)
    soft = cv2.GaussianBlur(cv2.dilate(hole, np.ones((5, 5), np.uint8)), (5, 5), 0).astype(np.float32) / 255
    return cv2.blendLinear(rgb, guess, 1 - soft, soft)


class Masks:
    """What is painted, at the film's size, and its paths in the film's pixels. Masks that are not here move nothing."""

    def __init__(self, brush: Brush, picture: File, size: tuple[int, int]) -> None:
        """`size` (width, height) of the film, over which the picture is fitted by cover. Raises CannotDraw."""
        self._size = size
        self._given = pictures.size(picture.path, "first_frame")
        here = [(n, stroke) for n, stroke in enumerate(brush.strokes, 1) if stroke.mask.is_here]
        self.painted = [self._read(stroke.mask, f"The mask of brush {n}") for n, stroke in here]
        self.paths = [list(self._placed(stroke.path)) for _, stroke in here]
        still = brush.still if brush.still and brush.still.is_here else None
        self.still = self._read(still, "The area that is held still") if still else None

    def _placed(self, path: Sequence[tuple[float, float]]) -> Iterator[tuple[float, float]]:
        scale = max(film / given for film, given in zip(self._size, self._given, strict=True))
        left, top = ((film - given * scale) / 2 for film, given in zip(self._size, self._given, strict=True))
        return ((x * scale + left, y * scale + top) for x, y in path)

    def _read(self, mask: File, words: str) -> np.ndarray:
        width, height = pictures.size(mask.path, FIELD)
        given = self._given
        if abs(width / height - given[0] / given[1]) > SAME_SHAPE:
            raise CannotDraw(
                FIELD,
                f"{words} measures {width} x {height}, another shape than its picture of {given[0]} x {given[1]}. "
                "Paint it on that picture.",
            )
        painted = pictures.cover(pictures.painted(mask.path, FIELD), *self._size)
        painted = np.where(painted > PAINTED, 255, 0).astype(np.uint8)
        if not painted.any():
            raise CannotDraw(FIELD, f"{words} is empty where the film shows it. Paint an area, or remove it.")
        return painted
