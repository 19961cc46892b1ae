"""How near each part of a still is, by a prior: no model looks at it, and nothing is recognised.

Two guesses that hold for most pictures are added up:

1. the ground: what is lower is nearer;
2. what stands on it: of another colour than the picture's edges (the boundary prior of Wei et al., Geodesic Saliency,
   2012), in focus, and not at the edge, where only the ground is left: so the picture's own edges stay straight.

An edge-aware filter (He et al., Guided Image Filtering, 2010) lays the second along the outlines, a blur makes it so
smooth that a picture bent by it is stretched and never torn.
"""

import cv2
import numpy as np

WORK_PX = 160  # the long side of the picture that is looked at
FINE_PX = 480  # of the relief: between its samples a place is found to a 32nd
RELIEF = 0.6  # of the mean: by how much the nearest is nearer, in inverse depth, than the farthest
STANDS = 0.6  # the part of what stands in the sum; the rest is the ground's
EDGE = 0.12  # of each side: what the picture's edges are
DISTINCT = 3.0  # standard deviations from the edges' colours, and beyond
SIGHT, SOFT, FOCUS = 10, 4.0, 6.0  # pixels of the small picture: the filter's radius, the blur, what focus is found on
OUTLINE = 0.01  # contrast, squared, that counts as an outline


def relief(rgb: np.ndarray) -> np.ndarray:
    """(height, width) float32, FINE_PX on its long side: how much nearer than the mean, in parts of its inverse depth.

    `rgb` (height, width, 3) uint8. The mean is 0, and the highest is RELIEF above the lowest.
    """
    small = _sized(rgb, WORK_PX)
    grey = cv2.cvtColor(small, cv2.COLOR_RGB2GRAY).astype(np.float32) / 255
    stands = cv2.GaussianBlur(_guided(_stands(small, grey), grey), (0, 0), SOFT) * _inside(*grey.shape)
    lower = np.linspace(0, 1, len(grey), dtype=np.float32)[:, None]
    near = STANDS * stands / max(float(stands.max()), 1e-3) + (1 - STANDS) * lower
    near = cv2.normalize(near, None, 0, RELIEF, cv2.NORM_MINMAX)
    return _sized(near - near.mean(), FINE_PX)


def ground(width: int, height: int) -> np.ndarray:
    """The relief of a plate of this size: nothing stands on it."""
    down = np.linspace(-RELIEF / 2, RELIEF / 2, max(2, FINE_PX * height // max(width, height)), dtype=np.float32)
    return np.repeat(down[:, None], max(2, FINE_PX * width // max(width, height)), axis=1)


def _sized(picture: np.ndarray, side: int) -> np.ndarray:
    height, width = picture.shape[:2]
    size = tuple(max(16, round(each * side / max(height, width))) for each in (width, height))
    return cv2.resize(picture, size, interpolation=cv2.INTER_AREA if side < max(height, width) else cv2.INTER_CUBIC)


def _stands(rgb: np.ndarray, grey: np.ndarray) -> np.ndarray:
    """0 to 1."""
    return (_distinct(rgb) + _focus(grey)) / 2 * _inside(*grey.shape)


def _inside(height: int, width: int) -> np.ndarray:
    """1 in the middle, 0 at the edges, (height, width)."""
    down, across = (1 - np.linspace(-1, 1, side, dtype=np.float32) ** 2 for side in (height, width))
    return np.outer(down, across)


def _distinct(rgb: np.ndarray) -> np.ndarray:
    """How far each colour is from those of the picture's edges but the lower one (Mahalanobis), 0 to 1."""
    lab = cv2.cvtColor(rgb, cv2.COLOR_RGB2LAB).astype(np.float32)
    height, width = lab.shape[:2]
    y, x = max(1, round(EDGE * height)), max(1, round(EDGE * width))
    edges = np.vstack([part.reshape(-1, 3) for part in (lab[:y], lab[:, :x], lab[:, -x:])])
    spread = np.linalg.inv(np.cov(edges.T) + 4 * np.eye(3))  # 4: two steps of a colour are no difference
    apart = lab - edges.mean(axis=0)
    return np.clip(np.sqrt(((apart @ spread) * apart).sum(axis=2)) / DISTINCT, 0, 1).astype(np.float32)


def _focus(grey: np.ndarray) -> np.ndarray:
    """How much fine detail there is, 0 to 1."""
    detail = cv2.GaussianBlur(np.abs(cv2.Laplacian(grey, cv2.CV_32F)), (0, 0), FOCUS)
    return np.clip(detail / max(float(np.percentile(detail, 95)), 1e-3), 0, 1)


def _guided(near: np.ndarray, grey: np.ndarray) -> np.ndarray:
    """`near` smooth, but with the outlines of `grey`."""

    def mean(each: np.ndarray) -> np.ndarray:
        return cv2.blur(each, (2 * SIGHT + 1, 2 * SIGHT + 1))

    light, middle = mean(grey), mean(near)
    slope = (mean(grey * near) - light * middle) / (mean(grey * grey) - light * light + OUTLINE)
    return mean(slope) * grey + mean(middle - slope * light)
