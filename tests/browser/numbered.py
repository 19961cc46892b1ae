"""Clips whose every frame carries its number as a picture, and how to read it back from what is shown of them."""

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

STANDING = f"""async () => {{
  const videos = [...document.querySelectorAll("compare-room video")], read = {READ}
  const comes = () => videos.some(video => video.seeking || video.readyState < 2)
  while (comes()) await new Promise(requestAnimationFrame)
  await new Promise(requestAnimationFrame)
  return videos.map(read)
}}"""
"""The numbers in the pictures, once nothing moves."""

LATE_MS, RECOVERED_MS, PATIENCE_S = 60, 300, 45
PLAYING = f"""([seconds, enough, turns]) => new Promise(done => {{
  const videos = [...document.querySelectorAll("compare-room video")], read = {READ}
  const seen = [], came = videos.map(() => 0), begun = performance.now()
  let late = begun, drawn = begun, last = 0, turned = 0, left = 0
  videos.forEach((video, at) => video.requestVideoFrameCallback(function next(now) {{
    came[at] = now
    video.requestVideoFrameCallback(next)
  }}))
  const note = () => {{
    const now = performance.now(), numbers = videos.map(read), s = (now - begun) / 1000
    const isLate = [drawn, ...came].some(time => now - time > {LATE_MS})
    if (isLate || videos.some(video => video.paused || video.seeking)) late = now
    drawn = now
    if (now - late > {RECOVERED_MS} && !numbers.includes(null)) seen.push(numbers)
    else left += 1
    if (numbers[0] < last) turned += 1
    last = numbers[0]
    const isEnough = s > seconds && seen.length >= enough && turned >= turns
    isEnough || s > {PATIENCE_S} ? done({{seen, turned, left}}) : requestAnimationFrame(note)
  }}
  note()
}})"""
"""The numbers in the pictures each time that the screen is drawn: `{"seen": [[number, number], …], "turned", "left"}`.

For so many seconds, until there are enough of them and it has turned around so often. Where the machine has drawn
nothing for more than 1.5 frames, what is seen says nothing of how well they keep step, nor does it until that is made
up for: `left` counts what was left out for that.
"""
