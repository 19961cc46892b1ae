"""Clips whose every frame carries its number as a picture, and how to read it back from what a <video> shows."""

from fractions import Fraction
from pathlib import Path

import av
import numpy as np

BITS, BAR_PX, HEIGHT = 10, 32, 96
WIDTH = (
    BITS + 2
) * BAR_PX  # a white bar and a black one before the number, so that nothing is read of an empty picture


def numbered(path: Path, frames: int, rate: str, *, begin: int = 0) -> Path:
    """Frame n shows n in bars, the highest bit at the left. The first is shown `begin` frames after 0."""
    with av.open(str(path), "w") as out:
        track = out.add_stream("libx264", rate=Fraction(rate), width=WIDTH, height=HEIGHT, pix_fmt="yuv420p")
        track.options = {"preset": "ultrafast", "crf": "20", "g": "24", "bf": "2"}
        for number in range(frames):
            frame = av.VideoFrame.from_ndarray(drawn(number), format="rgb24")
            frame.pts, frame.time_base = number + begin, 1 / Fraction(rate)
            out.mux(track.encode(frame))
        out.mux(track.encode())
    return path


def drawn(number: int) -> np.ndarray:
    bars = [255, 0, *(255 * (number >> bit & 1) for bit in reversed(range(BITS)))]
    row = np.repeat(np.array(bars, np.uint8), BAR_PX)
    return np.repeat(np.tile(row, (HEIGHT, 1))[:, :, None], 3, axis=2)


READ = """video => {
  const bars = BARS, width = bars * BAR_PX, canvas = new OffscreenCanvas(width, 1)
  const pen = canvas.getContext("2d", {willReadFrequently: true})
  pen.drawImage(video, 0, 0, width, 1)
  const pixels = pen.getImageData(0, 0, width, 1).data
  const seen = Array.from({length: bars}, (_, at) => pixels[4 * Math.floor((at + .5) * BAR_PX)] > 127)
  if (!seen[0] || seen[1]) return null
  return seen.slice(2).reduce((number, bar) => 2 * number + bar, 0)
}""".replace("BAR_PX", str(BAR_PX)).replace("BARS", str(BITS + 2))
"""The number that a video shows; null where it shows none."""
