"""A plate composed of what a prompt's words give: sky and ground in their light, planes of depth, haze, grain.

No thing is drawn, for nobody knows what it would look like; only the light it would stand in and where the horizon is.
"""

import cv2
import numpy as np

from studio.animatic.lexicon import Colour, Found
from studio.animatic.plates import guided, vignette

PLANES = 4  # of depth, below the horizon
NEARER = 0.6  # below 1: the first step, at the horizon, is the largest
CONTRAST = 0.1  # between one plane and the next
TINT = 0.3  # how far the words' own colours go in
GROUND = 0.65  # how far the ground's own colour goes in
GLOW = 0.22  # of the horizon's light around where the light comes from
GRAIN = 3.0  # of 255
TURNS = (1.0, 0.78)  # two plates in a row of the same words still differ, so that a cut is seen


def plate(found: Found, width: int, height: int, turn: int) -> np.ndarray:
    """RGB (height, width, 3). `turn` counts the shots."""
    column, glow, grain = _column(found, height), _glow(width, height, found, turn) * GLOW, _grain(width, height)
    dim = vignette(width, height) * TURNS[turn % len(TURNS)]
    horizon = np.float32(found.light.horizon)
    return guided([(column[:, colour, None] + glow * horizon[colour]) * dim + grain for colour in range(3)])


def _column(found: Found, height: int) -> np.ndarray:
    """The colours from top to bottom, (height, 3) float32."""
    at = np.linspace(0, 1, height, dtype=np.float32)
    below = _towards(found.light.below, _lit(found), GROUND) if found.ground else np.float32(found.light.below)
    if found.horizon is None:
        column = _between(at, np.float32(found.light.horizon), below)
    else:
        column = _landscape(at, found, below)
    for colour in found.colours:
        column = _towards(column, _shaded(column, colour), TINT)
    for weather in found.weathers:
        grey = column.mean(axis=1, keepdims=True)
        column = _towards(
            _towards(grey, column, weather.colour),
            _shaded(column.mean(axis=0, keepdims=True), weather.haze),
            weather.part,
        )
    return column.astype(np.float32)


def _lit(found: Found) -> np.ndarray:
    """The ground's colour in this light."""
    return np.float32(found.ground) * (0.25 + 0.75 * np.mean(found.light.horizon) / 255)


def _shaded(column: np.ndarray, colour: Colour) -> np.ndarray:
    """A colour as bright as the place where it goes."""
    return np.float32(colour) * (0.35 + 0.65 * column.mean(axis=1, keepdims=True) / 160)


def _landscape(at: np.ndarray, found: Found, below: np.ndarray) -> np.ndarray:
    """Sky down to the horizon, then planes that come nearer, each darker than the one behind."""
    horizon = found.horizon
    sky = _between(np.clip(at / horizon, 0, 1) ** 1.5, np.float32(found.light.above), np.float32(found.light.horizon))
    depth = np.clip((at - horizon) / (1 - horizon), 0, 1)
    plane = (np.ceil(PLANES * np.sqrt(depth)) / PLANES) ** NEARER
    land = _between(plane, np.float32(found.light.horizon), below) * (1 - CONTRAST * plane[:, None])
    return np.where((at < horizon)[:, None], sky, land)


def _between(part: np.ndarray, first: np.ndarray, second: np.ndarray) -> np.ndarray:
    return first * (1 - part[:, None]) + second * part[:, None]


def _towards(first: np.ndarray, second: np.ndarray, part: float) -> np.ndarray:
    return np.float32(first) * (1 - part) + np.float32(second) * part


def _glow(width: int, height: int, found: Found, turn: int) -> np.ndarray:
    """Where the light comes from: left or right, at the horizon; (height, width) from 0 to 1."""
    x = np.linspace(0, 1, width, dtype=np.float32)[None, :] - (0.3 if turn % 2 else 0.7)
    y = np.linspace(0, 1, height, dtype=np.float32)[:, None] - (found.horizon or 0.4)
    return np.exp(-(x**2 + (2 * y) ** 2) * 8)


def _grain(width: int, height: int) -> np.ndarray:
    """Film grain, always the same, about two pixels coarse; (height, width)."""
    noise = np.random.default_rng(11).standard_normal((height // 2 + 1, width // 2 + 1)).astype(np.float32)
    return cv2.resize(noise, (width, height), interpolation=cv2.INTER_LINEAR) * GRAIN
