"""What the limited child does to find an object: the picture made small, GrabCut, and the mask at the picture's size.

1. What is certainly background, and what may be the object, is told from the click or the box.
2. GrabCut models the colours of both and cuts between them.
3. Only what hangs together with the click, or the large parts in the box, is the object; its holes are filled.
"""

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from studio.core.pictures import as_srgb

Json = dict
Mask = np.ndarray

SIDE_PX = 320  #: the long side of what is looked at; finer edges than that are painted by hand
ROUNDS = 4
NEAR = 0.3  #: of the long side: how far from a click its object may reach
AROUND = 0.3  #: of a box's sides: how much round it is looked at, to know the background
DISC = 0.02  #: of what is looked at: what is certainly the object at a click
GUESS = 0.15  #: of what is looked at: what is likely the object where the point's own surface is too small
TOO_SMALL = 0.01  #: share of what is looked at
ALIKE = 18  #: levels by which neighbours may differ and still be one surface
SMALLEST = 0.05  #: parts smaller than this share of the largest are no parts of the object
NOTHING = "Nothing stands out there. Click on the object itself, or drag a box round it; or paint the area."

cv2.setNumThreads(1)
cv2.setRNGSeed(1)  # the same click finds the same object


def run(request: Json, _say: Callable) -> Json:
    """`{"path", "format", "where", "into"}` -> `{"made": path}` or `{"nothing": sentence}`; for `where` see objects."""
    with Image.open(request["path"], formats=[request["format"].upper()]) as picture:
        size = picture.size
        box = _looked_at(request["where"], size)
        part = as_srgb(picture.crop(box)).convert("RGB")
    sides = part.size
    part.thumbnail((SIDE_PX, SIDE_PX), Image.Resampling.BILINEAR, reducing_gap=2.0)
    pixels = np.asarray(part)[..., ::-1].copy()  # OpenCV counts blue first
    x, y, *extent = request["where"]
    where = [round(at * part.width / sides[0]) for at in (x - box[0], y - box[1], *extent)]
    mask = _in_box(pixels, *where) if extent else at_click(pixels, *where)
    if not mask.any():
        return {"nothing": NOTHING}
    whole = Image.new("L", size)
    whole.paste(Image.fromarray(_at_size(mask, sides)), box[:2])
    target = Path(request["into"]) / "object.png"
    whole.save(target)
    return {"made": str(target)}


def _looked_at(where: list[int], size: tuple[int, int]) -> tuple[int, int, int, int]:
    """The part of the picture that matters: left, top, right, bottom."""
    x, y, *extent = where
    far = round(NEAR * max(size))
    across, down = (max(4, round(AROUND * side)) for side in extent) if extent else (far, far)
    width, height = extent or (0, 0)
    right, bottom = min(size[0], x + width + across), min(size[1], y + height + down)
    return max(0, x - across), max(0, y - down), right, bottom


def at_click(pixels: Mask, x: int, y: int) -> Mask:
    """The object under a point: its own surface is likely, its surroundings may be, the rim is not."""
    height, width = pixels.shape[:2]
    x, y = min(x, width - 1), min(y, height - 1)
    known = np.full((height, width), cv2.GC_PR_BGD, np.uint8)
    surface = _surface(pixels, x, y)
    if surface.mean() < TOO_SMALL:  # fur, leaves: the point's own surroundings are the best guess
        cv2.circle(surface, (x, y), round(GUESS * max(width, height)), 1, -1)
    known[surface > 0] = cv2.GC_PR_FGD
    known[:2], known[-2:], known[:, :2], known[:, -2:] = [cv2.GC_BGD] * 4
    cv2.circle(known, (x, y), max(2, round(DISC * max(width, height))), cv2.GC_FGD, -1)
    found = _cut(pixels, known)
    _, parts = cv2.connectedComponents(found)
    return _whole((parts == parts[y, x]).astype(np.uint8)) if found[y, x] else np.zeros_like(found)


def _surface(pixels: Mask, x: int, y: int) -> Mask:
    """What is of one colour with the point, step by step."""
    height, width = pixels.shape[:2]
    flooded = np.zeros((height + 2, width + 2), np.uint8)
    calm = cv2.bilateralFilter(pixels, 7, 40, 7)
    alike = (ALIKE // 3,) * 3
    cv2.floodFill(calm, flooded, (x, y), 0, alike, alike, cv2.FLOODFILL_MASK_ONLY | (1 << 8))
    return flooded[1:-1, 1:-1]


def _in_box(pixels: Mask, x: int, y: int, width: int, height: int) -> Mask:
    """The object in a box: all outside is background."""
    known = np.full(pixels.shape[:2], cv2.GC_BGD, np.uint8)
    known[max(0, y) : y + height, max(0, x) : x + width] = cv2.GC_PR_FGD
    found = _cut(pixels, known)
    count, parts, facts, _ = cv2.connectedComponentsWithStats(found)
    sizes = facts[1:, cv2.CC_STAT_AREA]
    large = [part for part in range(1, count) if sizes[part - 1] >= SMALLEST * sizes.max()]
    return _whole(np.isin(parts, large).astype(np.uint8))


def _cut(pixels: Mask, known: Mask) -> Mask:
    """1 where GrabCut sees the object; nothing where there is no background to tell it from, or the other way round."""
    sure = np.isin(known, (cv2.GC_FGD, cv2.GC_PR_FGD))
    if sure.all() or not sure.any():
        return np.zeros_like(known)
    models = np.zeros((1, 65)), np.zeros((1, 65))
    cv2.grabCut(pixels, known, None, *models, ROUNDS, cv2.GC_INIT_WITH_MASK)
    return np.isin(known, (cv2.GC_FGD, cv2.GC_PR_FGD)).astype(np.uint8)


def _whole(mask: Mask) -> Mask:
    """Without holes, and without what only noise has frayed."""
    outlines, _ = cv2.findContours(cv2.medianBlur(mask, 5), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    return cv2.drawContours(np.zeros_like(mask), outlines, -1, 255, -1)


def _at_size(mask: Mask, size: tuple[int, int]) -> Mask:
    """Enlarged with smooth edges, each pixel in or out."""
    large = cv2.resize(mask, size, interpolation=cv2.INTER_CUBIC)
    return np.where(large >= 128, 255, 0).astype(np.uint8)
