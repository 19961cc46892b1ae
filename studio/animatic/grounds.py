"""What lies under the captions, shot by shot: a still that is moved, a clip that plays."""

import math
from fractions import Fraction
from typing import Protocol, Self

import numpy as np

from studio.animatic import pictures
from studio.animatic.footage import Clip
from studio.animatic.planes import Planes
from studio.animatic.warps import Zoom

PUSH_A_SECOND, PUSH_MOST = 0.02, 0.15  # of the picture's size
EARLY = Fraction(1, 4)  # of a frame: clips whose times are rounded to milliseconds are not shown a frame late


def eased(part: float) -> float:
    """0 to 1, slow at both ends."""
    return part * part * (3 - 2 * part)


class Ground(Protocol):
    """The pictures of one shot."""

    def draw(self, n: int, into: Planes) -> None:
        """Draws frame `n` of the shot over all of `into`; n ascends."""


class Push:
    """A slow eased push-in."""

    def __init__(self, picture: Planes, size: tuple[int, int], frames: int, fps: Fraction) -> None:
        """`picture` is larger than `size` (width, height) by as much as `roomy` says."""
        self._zoom, self._frames = Zoom(picture, size), frames
        self._scale = min(had / side for had, side in zip(picture.size, size, strict=True))
        self._push = push(frames, fps)

    @classmethod
    def over(cls, rgb: np.ndarray, size: tuple[int, int], frames: int, fps: Fraction) -> Self:
        """Over a picture of any size, fitted by cover with pixels to spare for the end of the move."""
        return cls(Planes.of(pictures.cover(rgb, *roomy(size, frames, fps))), size, frames, fps)

    @classmethod
    def on(cls, picture: Planes, frames: int, fps: Fraction) -> Self:
        """On a picture of the film's size."""
        return cls(picture.resized(*roomy(picture.size, frames, fps)), picture.size, frames, fps)

    def draw(self, n: int, into: Planes) -> None:
        part = eased(n / max(1, self._frames - 1))
        self._zoom.draw(max(1.0, self._scale / (1 + (self._push - 1) * part)), into)


def roomy(size: tuple[int, int], frames: int, fps: Fraction) -> tuple[int, ...]:
    """The size of a picture of which as many pixels as the film has are left at the end; its planes have a middle."""
    return tuple(4 * math.ceil(side * push(frames, fps) / 4) for side in size)


def push(frames: int, fps: Fraction) -> float:
    """How much larger the picture is at the end."""
    return 1 + min(PUSH_MOST, PUSH_A_SECOND * float(frames / fps))


class Playing:
    """The source clip at its own pace, whatever the film's rate is."""

    def __init__(self, clip: Clip, start: int, fps: Fraction) -> None:
        """`start`: the film's frame at which this shot begins."""
        self._clip, self._start, self._fps = clip, start, fps

    def draw(self, n: int, into: Planes) -> None:
        shown = self._clip.at((self._start + n) / self._fps, EARLY / self._fps)
        for plane, target in zip(shown.all(), into.all(), strict=True):
            np.copyto(target, plane)
