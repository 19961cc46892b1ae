"""Filters with a name: what a prompt's word for a style does to the given picture, simply. Never a generation.

Each takes and gives RGB (height, width, 3) uint8 and is sized by the picture, so that a large one looks like a
small one.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np

PAPER = np.float32([244, 238, 224])
SEPIA = np.float32([[0.393, 0.769, 0.189], [0.349, 0.686, 0.168], [0.272, 0.534, 0.131]])
BLOCKS = 96  # across, for pixel art
STEPS = 6  # of each colour, where colours are flat
WORK_PX = 900  # painting filters work on a picture of at most this side


@dataclass(frozen=True, slots=True)
class Look:
    """A filter and what it is called."""

    name: str
    draw: Callable[[np.ndarray], np.ndarray]


def named(prompt: str) -> Look | None:
    """The first that the words name; None where they name none."""
    text = prompt.lower()
    return next((look for pattern, look in LOOKS if re.search(rf"(?<![a-z])(?:{pattern})(?![a-z])", text)), None)


def _grey(rgb: np.ndarray) -> np.ndarray:
    return cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY)


def _unit(rgb: np.ndarray) -> float:
    """One pixel of a picture of 500."""
    return max(1.0, max(rgb.shape[:2]) / 500)


def pencil(rgb: np.ndarray) -> np.ndarray:
    """Dodge: the picture divided by its own blur leaves the edges."""
    grey = _grey(rgb)
    blurred = cv2.GaussianBlur(grey, (0, 0), 4 * _unit(rgb))
    drawn = cv2.divide(grey, cv2.max(blurred, 1), scale=250)
    return (drawn[:, :, None].astype(np.float32) / 255 * PAPER).astype(np.uint8)


def ink(rgb: np.ndarray) -> np.ndarray:
    """Black where it is darker than around."""
    grey = cv2.GaussianBlur(_grey(rgb), (0, 0), _unit(rgb))
    around = cv2.GaussianBlur(grey, (0, 0), 12 * _unit(rgb))
    black = (grey.astype(int) < around.astype(int) - 4) | (grey < 50)
    return np.where(black[:, :, None], np.float32([22, 20, 20]), PAPER).astype(np.uint8)


def _painted(rgb: np.ndarray, smooth: Callable[[np.ndarray], np.ndarray]) -> np.ndarray:
    """By a filter too slow for large pictures."""
    height, width = rgb.shape[:2]
    scale = min(1.0, WORK_PX / max(height, width))
    small = cv2.resize(rgb, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return cv2.resize(smooth(small), (width, height), interpolation=cv2.INTER_CUBIC)


def _flat(rgb: np.ndarray) -> np.ndarray:
    for _ in range(3):
        rgb = cv2.bilateralFilter(rgb, 7, 40, 7)
    return rgb


def _posterised(rgb: np.ndarray) -> np.ndarray:
    step = 256 // STEPS
    return (rgb // step * step + step // 2).astype(np.uint8)


def cartoon(rgb: np.ndarray) -> np.ndarray:
    """Flat colours and dark edges."""
    flat = _posterised(_painted(rgb, _flat))
    grey = cv2.medianBlur(_grey(rgb), 5)
    edges = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY, _odd(9 * _unit(rgb)), 6)
    return cv2.bitwise_and(flat, flat, mask=edges)


def oil(rgb: np.ndarray) -> np.ndarray:
    """Patches of one colour."""
    return _painted(rgb, lambda small: cv2.medianBlur(_flat(small), 9))


def watercolour(rgb: np.ndarray) -> np.ndarray:
    """Pale, flat, on paper."""
    wash = _painted(rgb, _flat).astype(np.float32)
    return (wash * 0.62 + PAPER * 0.38).astype(np.uint8)


def pixels(rgb: np.ndarray) -> np.ndarray:
    """Large squares of few colours."""
    height, width = rgb.shape[:2]
    across = min(width, BLOCKS)
    small = cv2.resize(rgb, (across, max(1, round(height * across / width))), interpolation=cv2.INTER_AREA)
    return cv2.resize(_posterised(small), (width, height), interpolation=cv2.INTER_NEAREST)


def black_and_white(rgb: np.ndarray) -> np.ndarray:
    return cv2.cvtColor(cv2.createCLAHE(2.0, (8, 8)).apply(_grey(rgb)), cv2.COLOR_GRAY2RGB)


def sepia(rgb: np.ndarray) -> np.ndarray:
    return cv2.transform(rgb, SEPIA)


def night(rgb: np.ndarray) -> np.ndarray:
    """Day for night: dark, blue, little colour."""
    grey = _grey(rgb)[:, :, None].astype(np.float32)
    return ((rgb * 0.35 + grey * 0.65) * np.float32([0.28, 0.36, 0.58])).astype(np.uint8)


def _odd(side: float) -> int:
    return max(3, round(side) | 1)


LOOKS: tuple[tuple[str, Look], ...] = (
    (r"pencil|sketch(?:ed|y)?|graphite|charcoal|line drawing|素描|铅笔", Look("pencil", pencil)),
    (r"ink|woodcut|linocut|engraving|etching|manga|水墨|版画", Look("ink", ink)),
    (r"watercolou?rs?|gouache|水彩", Look("watercolour", watercolour)),
    (r"oil|oils|impasto|impressionis\w*|van gogh|painting|油画", Look("oil", oil)),
    (r"anime|cartoons?|comics?|cel[- ]shaded|ghibli|pixar|illustration|动漫|卡通|漫画", Look("cartoon", cartoon)),
    (r"pixel art|pixels?|8[- ]bit|16[- ]bit|voxels?|lego|像素", Look("pixels", pixels)),
    (r"black and white|black & white|monochrome|noir|gr[ae]yscale|黑白", Look("black and white", black_and_white)),
    (r"sepia|vintage|old photo(?:graph)?|retro|复古|老照片", Look("sepia", sepia)),
    (r"at night|night|nighttime|moonlit|夜晚|夜", Look("night", night)),
)
