"""What the limited child does to follow what is marked through a clip.

1. Every frame is decoded small. 2. On each marked frame the points' objects are found.
3. From there the mask is carried to the frames after it, up to the next marked one, and from the first marked one to
those before it, by optical flow (DIS, Kroeger et al., 2016); GrabCut then finds its rim anew, so that no error adds up.
4. All masks are laid out on one sheet.
"""

from collections.abc import Callable, Iterable
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from studio.core.movies import open_media, picture_track
from studio.core.objects_child import at_click
from studio.core.tracking import COLUMNS, TILE_PX

Json = dict
Mask = np.ndarray

SIDE_PX = 320  #: the long side of what is looked at
RIM = np.ones((9, 9), np.uint8)  #: how far the flow may be wrong between two frames
MOST_FRAMES = 1500  #: a minute at 24 frames a second; what is edited is ten seconds at most
NOTHING = "Nothing stands out at the points on frame {}. Set them on the thing itself."
BEYOND = "The clip has no frame {}: it has {}, counted from 0."


def run(request: Json, _say: Callable) -> Json:
    """`{"path", "format", "marks", "into"}` -> `{"made": path}` or `{"nothing": sentence}`."""
    frames = _frames(Path(request["path"]), request["format"])
    marked: dict[int, Mask] = {}
    for mark in request["marks"]:
        at = mark["frame"]
        if at >= len(frames):
            return {"nothing": BEYOND.format(at, len(frames))}
        found = _objects(frames[at], mark["points"])
        if not found.any():
            return {"nothing": NOTHING.format(at)}
        marked[at] = np.maximum(marked.get(at, 0), found)
    target = Path(request["into"]) / "masks.png"
    _sheet(_carried(frames, marked)).save(target)
    return {"made": str(target)}


def _frames(path: Path, format_name: str) -> list[Mask]:
    """Every frame, small and upright, blue first."""
    found = []
    with open_media(path, format_name) as container:
        video = picture_track(container)
        video.thread_type = "AUTO"
        video.codec_context.thread_count = 2
        for frame in container.decode(video):
            scale = SIDE_PX / max(frame.width, frame.height)
            size = [max(2, round(side * scale)) for side in (frame.width, frame.height)]
            small = frame.reformat(*size, format="bgr24", interpolation="AREA").to_ndarray()
            found.append(np.ascontiguousarray(np.rot90(small, frame.rotation // 90)))
            if len(found) == MOST_FRAMES:
                break
    return found


def _objects(frame: Mask, points: Iterable[tuple[float, float]]) -> Mask:
    """255 where the objects under the points are."""
    height, width = frame.shape[:2]
    masks = [at_click(frame, int(x * (width - 1)), int(y * (height - 1))) for x, y in points]
    return np.maximum.reduce(masks)


def _carried(frames: list[Mask], marked: dict[int, Mask]) -> list[Mask]:
    """A mask for every frame."""
    grey = [cv2.cvtColor(frame, cv2.COLOR_BGR2GRAY) for frame in frames]
    flow = cv2.DISOpticalFlow_create(cv2.DISOPTICAL_FLOW_PRESET_FAST)
    first, masks = min(marked), dict(marked)
    for at in range(first + 1, len(frames)):
        if at not in masks:
            masks[at] = _cut(frames[at], _moved(masks[at - 1], flow.calc(grey[at], grey[at - 1], None)))
    for at in range(first - 1, -1, -1):
        masks[at] = _cut(frames[at], _moved(masks[at + 1], flow.calc(grey[at], grey[at + 1], None)))
    return [masks[at] for at in range(len(frames))]


def _moved(mask: Mask, flow: np.ndarray) -> Mask:
    """The mask where its pixels have gone: each pixel looks where it came from."""
    down, across = np.mgrid[0 : mask.shape[0], 0 : mask.shape[1]].astype(np.float32)
    moved = cv2.remap(mask, across + flow[..., 0], down + flow[..., 1], cv2.INTER_LINEAR)
    return np.where(cv2.medianBlur(moved, 5) >= 128, 255, 0).astype(np.uint8)


def _cut(frame: Mask, mask: Mask) -> Mask:
    """The mask with its rim where the colours change; as it is where it has become too small for that."""
    inner = cv2.erode(mask, RIM)
    if not inner.any():
        return mask
    outer = cv2.dilate(mask, RIM)
    left, top, width, height = cv2.boundingRect(cv2.dilate(outer, RIM))
    part = np.s_[top : top + height, left : left + width]
    known = np.full((height, width), cv2.GC_BGD, np.uint8)
    known[outer[part] > 0] = cv2.GC_PR_BGD
    known[mask[part] > 0] = cv2.GC_PR_FGD
    known[inner[part] > 0] = cv2.GC_FGD
    if (known != cv2.GC_BGD).all():
        return mask
    cv2.grabCut(frame[part].copy(), known, None, np.zeros((1, 65)), np.zeros((1, 65)), 1, cv2.GC_INIT_WITH_MASK)
    cut = np.zeros_like(mask)
    cut[part] = np.isin(known, (cv2.GC_FGD, cv2.GC_PR_FGD)) * np.uint8(255)
    return cv2.medianBlur(cut, 5)


def _sheet(masks: list[Mask]) -> Image.Image:
    """Tiles of TILE_PX width, COLUMNS in a row."""
    height = max(1, round(TILE_PX * masks[0].shape[0] / masks[0].shape[1]))
    rows = -(-len(masks) // COLUMNS)
    sheet = np.zeros((rows * height, COLUMNS * TILE_PX), np.uint8)
    for at, mask in enumerate(masks):
        top, left = at // COLUMNS * height, at % COLUMNS * TILE_PX
        tile = cv2.resize(mask, (TILE_PX, height), interpolation=cv2.INTER_AREA)
        sheet[top : top + height, left : left + TILE_PX] = tile
    return Image.fromarray(sheet)
