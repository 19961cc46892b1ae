"""The last frames of a clip, small and beside each other, and which of them another clip can start from.

Runs only in the limited child.
"""

from itertools import pairwise
from pathlib import Path
from statistics import median

from PIL import Image

from studio.core.films import BEFORE_END, NEARLY, sharpness
from studio.core.movies import BROKEN, as_seen, decoded_from, open_media, stamps

__all__ = ["BROKEN", "strip"]

THUMB_PX = 160
BLACK = 10  #: mean of the grey picture, 0 to 255; video black that was encoded is not quite 0
FADED = 0.8
"""A frame is in a fade where it is so much darker than the clip was, and it gets no lighter to the end."""

STEADY = 1
"""Brightness that differs by so little is the same: encoding changes it so far."""


def strip(path: Path, format_name: str, count: int, into: Path) -> list[dict]:
    """`ending.webp` in the folder: the last `count` frames, or all, in one row, each 160 px wide.

    Answers with a row for each: `{"number", "sharp", "light", "fault"}`; `sharp` 0 to 1, by the variance of the
    Laplacian as part of the sharpest one's; `light` 0 to 255; `fault` "", "black" or "fade"; `best` is one of them.
    """
    shown = stamps(path, format_name)
    wanted = shown[-count:]
    with open_media(path, format_name) as container:
        frames = [frame for frame in decoded_from(container, wanted[0]) if frame.pts in set(wanted)]
    thumbs = [_small(as_seen(frame)) for frame in frames]
    _side_by_side(thumbs).save(into / "ending.webp", quality=80, method=2)
    sharp, light = [sharpness(frame) for frame in frames], [_light(thumb) for thumb in thumbs]
    most = max(*sharp, 1e-9)
    rows = [
        {"number": shown.index(frame.pts), "sharp": round(sharp[at] / most, 3), "light": light[at], "fault": fault}
        for at, (frame, fault) in enumerate(zip(frames, faults(light), strict=True))
    ]
    best = _best(rows)
    return [row | {"best": row is best} for row in rows]


def _small(picture: Image.Image) -> Image.Image:
    return picture.resize((THUMB_PX, max(2, round(THUMB_PX * picture.height / picture.width))), Image.Resampling.BOX)


def _light(picture: Image.Image) -> float:
    histogram = picture.convert("L").histogram()
    return round(sum(value * pixels for value, pixels in enumerate(histogram)) / sum(histogram), 1)


def _side_by_side(thumbs: list[Image.Image]) -> Image.Image:
    sheet = Image.new("RGB", (THUMB_PX * len(thumbs), thumbs[0].height))
    for at, thumb in enumerate(thumbs):
        sheet.paste(thumb, (at * THUMB_PX, 0))
    return sheet


def faults(light: list[float]) -> list[str]:
    """What is wrong with each frame, by how light they are: it is black, or fading."""
    falls_from = len(light) - 1
    for at, (before, after) in reversed(list(enumerate(pairwise(light)))):
        if after > before + STEADY:
            break
        falls_from = at
    usual = median(light[: falls_from + 1])
    fades = [at > falls_from and value < FADED * usual for at, value in enumerate(light)]
    return ["black" if value < BLACK else "fade" if fades[at] else "" for at, value in enumerate(light)]


def _best(rows: list[dict]) -> dict:
    """The last sharp one a little before the end, of those without a fault; see films.good_frame."""
    good = [row for row in rows if not row["fault"]] or rows
    low, high = (max(0, len(good) - before) for before in BEFORE_END)
    near = good[low : high + 1]
    sharpest = max(row["sharp"] for row in near)
    return next(row for row in reversed(near) if row["sharp"] >= NEARLY * sharpest)
