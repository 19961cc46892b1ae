"""What stands where no picture was given: a neutral plate, plainly a placeholder, never a guess at the picture.

Where a prompt's words give light and colours, `composed.py` makes one of those.
"""

from collections.abc import Callable

import cv2
import numpy as np

# Shots take turns, so that a cut is seen and found even between two plates: the grey in the middle, of 255.
TONES = (96, 58)
EDGE = 0.62  # how much of the middle's light is left in the corners
ECHO_PX = 32  # a given picture shrunk to this many pixels is nothing but its light and colours
ECHO_LIGHT = (0.8, 0.5)
HATCH = (44, 54)
DETAIL_PX = 1920  # of the long side: there is nothing finer on a plate
GUIDE = 22  # how much brighter the guides are


def sized(make: Callable[[int, int], np.ndarray], width: int, height: int) -> np.ndarray:
    """A plate of this size, made by `make(width, height)` no larger than it has detail for."""
    scale = min(1.0, DETAIL_PX / max(width, height))
    plate = make(max(1, round(width * scale)), max(1, round(height * scale)))
    return plate if scale == 1 else cv2.resize(plate, (width, height), interpolation=cv2.INTER_LINEAR)


def neutral(width: int, height: int, turn: int) -> np.ndarray:
    """RGB (height, width, 3): grey, darker to the corners, with guides. `turn` counts the shots."""
    grey = guided([TONES[turn % len(TONES)] * vignette(width, height)])
    return cv2.merge([grey, grey, grey])


def echo(picture: np.ndarray, width: int, height: int, turn: int) -> np.ndarray:
    """The light and colours of a given picture without anything in it, darkened, with guides: for the shots after the
    one that it begins."""
    small = cv2.resize(picture, (ECHO_PX, max(1, ECHO_PX * height // width)), interpolation=cv2.INTER_AREA)
    small = cv2.GaussianBlur(small[:, :: 1 if turn % 2 else -1], (0, 0), 2)
    wide = cv2.resize(small, (width, height), interpolation=cv2.INTER_CUBIC)
    light = ECHO_LIGHT[turn % len(ECHO_LIGHT)] * vignette(width, height)
    return guided([plane * light for plane in cv2.split(wide)])


def hatched(width: int, height: int) -> np.ndarray:
    """RGB: dark with diagonal stripes, for what is not there. Always the same."""
    step = max(6, min(width, height) // 24)
    y, x = np.mgrid[0:height, 0:width]
    grey = np.where((x + y) // step % 2, HATCH[0], HATCH[1]).astype(np.uint8)
    return np.repeat(grey[:, :, None], 3, axis=2)


def vignette(width: int, height: int) -> np.ndarray:
    """1 in the middle, EDGE in the corners, (height, width) float32."""
    x = np.linspace(-1, 1, width, dtype=np.float32)
    y = np.linspace(-1, 1, height, dtype=np.float32)
    return 1 - (1 - EDGE) / 2 * (x[None, :] ** 2 + y[:, None] ** 2)


def guided(planes: list[np.ndarray]) -> np.ndarray:
    """Thirds as thin lines and a cross in the middle: they show the move and help to judge the framing.

    From a (height, width) of float32 per colour, which are drawn into, to uint8. Colour by colour: numpy is slow along
    an axis of three.
    """
    height, width = planes[0].shape
    thick = max(1, round(min(width, height) / 540))
    lines = np.zeros((height, width), np.float32)
    for third in (1, 2):
        cv2.line(lines, (width * third // 3, 0), (width * third // 3, height), GUIDE // 2, thick)
        cv2.line(lines, (0, height * third // 3), (width, height * third // 3), GUIDE // 2, thick)
    arm = min(width, height) // 24
    cv2.drawMarker(lines, (width // 2, height // 2), 2 * GUIDE, cv2.MARKER_CROSS, 2 * arm, thick)
    lines += _dither(width, height)
    for plane in planes:
        plane += lines
    return cv2.merge([np.clip(plane, 0, 255).astype(np.uint8) for plane in planes])


def _dither(width: int, height: int) -> np.ndarray:
    """Half a step of noise, always the same: without it a slow gradient shows bands."""
    return np.random.default_rng(7).random((height, width), np.float32)
