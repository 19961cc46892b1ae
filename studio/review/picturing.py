"""Pictures of the frames that notes are about, with what is drawn on them: for files that leave the studio.

Clips are decoded in the limited child (core/frames.py), one child for a file, so many at once as may be. However long a
list is, it takes no longer than PATIENCE_S: what has no picture then says so.
"""

import asyncio
import io
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from studio.core import media
from studio.core.refusals import BadMedia
from studio.library import store
from studio.library.models import Asset

from .models import Note
from .painting import paint
from .shapes import Shape, shape_of

SIDE = 720  #: pixels of a picture's longer side
QUALITY = 85
PATIENCE_S = 60.0
AT_ONCE = 2
MOST_FRAMES = 4  #: of one note that is drawn on several

Frame = int | None
"""None is a picture itself, or all of a clip, which its poster stands for."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A JPEG."""

    jpeg: bytes
    width: int
    height: int


def frames_of(note: Note) -> list[Frame]:
    """The frame that it is about, and those that it is drawn on; in order."""
    drawn = [each.frame for each in note.drawings.all()]
    wanted = {note.frame, *drawn} - ({None} if note.frame is None and any(f is not None for f in drawn) else set())
    return sorted(wanted, key=lambda frame: -1 if frame is None else frame)[:MOST_FRAMES]


async def taken_of(notes: Iterable[Note]) -> dict[tuple[object, Frame], Taken]:
    """(the note's key, frame) -> the picture with what this note draws on it. What could not be had is left out."""
    by_file: dict[Asset, list[Note]] = {}
    for note in notes:
        by_file.setdefault(note.asset, []).append(note)
    until, places = time.monotonic() + PATIENCE_S, asyncio.Semaphore(AT_ONCE)
    found = await asyncio.gather(*(_of_file(asset, said, until, places) for asset, said in by_file.items()))
    return {key: taken for part in found for key, taken in part.items()}


async def _of_file(asset: Asset, said: list[Note], until: float, places: asyncio.Semaphore) -> dict:
    async with places:
        if time.monotonic() > until:
            return {}
        frames = {frame for note in said for frame in frames_of(note)}
        with store.workplace() as folder:
            plain = await _plain(asset, frames, folder)
            return await asyncio.to_thread(_drawn_on, said, plain)


async def _plain(asset: Asset, frames: set[Frame], folder: Path) -> dict[Frame, Path]:
    """Each frame as a file; only those that are there."""
    found: dict[Frame, Path] = {}
    poster = store.path_of(asset, "poster") if "poster" in store.VARIANTS_OF[asset.kind] else None
    if None in frames and poster and poster.is_file():
        found[None] = poster
    numbers = sorted(frames - {None})
    original = store.path_of(asset)
    if numbers and asset.kind == "video" and original.is_file():
        try:
            found |= await media.frames(original, asset.facts, numbers, SIDE, folder)
        except BadMedia:
            return found
    return found


def _drawn_on(said: list[Note], plain: Mapping[Frame, Path]) -> dict[tuple[object, Frame], Taken]:
    found = {}
    for note in said:
        shapes = _shapes(note)
        for frame in frames_of(note):
            if frame in plain:
                found[note.pk, frame] = _taken(plain[frame], shapes.get(frame, ()))
    return found


def _shapes(note: Note) -> dict[Frame, tuple[Shape, ...]]:
    return {each.frame: tuple(map(shape_of, each.shapes)) for each in note.drawings.all()}


def _taken(path: Path, shapes: tuple[Shape, ...]) -> Taken:
    """Both kinds of file were made by the studio itself, small ones."""
    with Image.open(path, formats=("JPEG", "WEBP")) as picture:
        if picture.format == "JPEG" and not shapes:
            return Taken(path.read_bytes(), *picture.size)
        small = picture.convert("RGB")
    small.thumbnail((SIDE, SIDE), Image.Resampling.BICUBIC)
    into = io.BytesIO()
    paint(small, shapes).save(into, "JPEG", quality=QUALITY)
    return Taken(into.getvalue(), *small.size)
