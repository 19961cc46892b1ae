"""Whether a clip flashes so that it can harm: general flashes, counted while its frames are decoded for the sprite.

Source: WCAG 2.2, success criterion 2.3.1 and its glossary ("general flash and red flash thresholds"), which follows
ITU-R BT.1702. A flash is a pair of opposing changes of the relative luminance by 10 % of the maximum or more, where the
darker of the two is below 0.80, over at least a quarter of the picture at once. More than three of them within one
second are too many. The quarter is taken of the whole picture, as somebody sees it who sits close. Luminance is that of
the luma, exact for greys. Saturated red, which has a threshold of its own, is not told apart.

1. a frame is sampled in cells; 2. each cell remembers its last extreme, and turns where it has moved far enough from
it; 3. where a quarter of the cells turn the same way within a tenth of a second, the picture has turned; 4. two turns
of the picture are a flash.
"""

from collections import deque

import numpy as np

CHANGE = 0.10
DARKER = 0.80
AREA = 0.25
SAFE = 3
"""So many flashes within a second harm nobody."""

TOGETHER_S = 0.1
"""Cells that turn within so long turn at once: a bright frame may come up over two or three."""

SAMPLE_PX = 8
CELLS = (18, 32)
PLANES = ("yuv420p", "yuvj420p", "yuv422p", "yuvj422p", "yuv444p", "yuvj444p", "nv12", "gray")
FULL_RANGE = 2  # AVCOL_RANGE_JPEG


class Meter:
    """Is shown each frame of a clip once, in order, and knows how many flashes came within one second at most."""

    def __init__(self) -> None:
        self.most = 0
        self._low = self._high = self._way = None
        self._turned_at = {1: None, -1: None}  # way -> when each cell turned that way last
        self._picture_way = 0
        self._turns: deque[float] = deque()

    def see(self, frame) -> None:
        """A frame as PyAV decodes it."""
        if frame.time is not None:
            self.add(frame.time, luminance(frame))

    def add(self, time_s: float, light: np.ndarray) -> None:
        """The relative luminance of the cells, 0 to 1, at a time in seconds."""
        if self._low is None or light.shape != self._low.shape:
            self._begin(light)
        self._low, self._high = np.minimum(self._low, light), np.maximum(self._high, light)
        up = (light - self._low >= CHANGE) & (self._low < DARKER) & (self._way != 1)
        down = (self._high - light >= CHANGE) & (light < DARKER) & (self._way != -1)
        for way, turned in ((1, up), (-1, down)):
            self._way[turned], self._low[turned], self._high[turned] = way, light[turned], light[turned]
            self._turned_at[way][turned] = time_s
            if turned.any() and way != self._picture_way:
                self._turn(way, time_s)

    def _begin(self, light: np.ndarray) -> None:
        self._low, self._high, self._way = light.copy(), light.copy(), np.zeros(light.shape, np.int8)
        self._turned_at = {way: np.full(light.shape, -np.inf) for way in (1, -1)}

    def _turn(self, way: int, time_s: float) -> None:
        """The picture has turned, where enough of its cells have."""
        if (self._turned_at[way] > time_s - TOGETHER_S).mean() < AREA:
            return
        self._picture_way = way
        self._turns.append(time_s)
        while self._turns[0] <= time_s - 1:
            self._turns.popleft()
        self.most = max(self.most, len(self._turns) // 2)


def luminance(frame) -> np.ndarray:
    """Of the frame's cells, 0 to 1: every eighth pixel of its luma, averaged over the cell."""
    plane = frame.format.name in PLANES
    frame = frame if plane else frame.reformat(format="yuv420p")
    luma = frame.planes[0]
    rows = np.frombuffer(luma, np.uint8).reshape(-1, luma.line_size)[: frame.height, : frame.width]
    step = max(1, min(SAMPLE_PX, frame.height // CELLS[0], frame.width // CELLS[1]))
    light = (_FULL if frame.color_range == FULL_RANGE else _NARROW)[rows[::step, ::step]]
    down, across = (max(1, size // count) for size, count in zip(light.shape, CELLS, strict=True))
    whole = light[: light.shape[0] // down * down, : light.shape[1] // across * across]
    return whole.reshape(whole.shape[0] // down, down, -1, across).mean(axis=(1, 3))


def _linear(black: int, white: int) -> np.ndarray:
    """The relative luminance of each of the 256 values of a luma plane (the sRGB curve, as WCAG has it)."""
    value = np.clip((np.arange(256) - black) / (white - black), 0, 1)
    return np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4).astype(np.float32)


_FULL, _NARROW = _linear(0, 255), _linear(16, 235)
