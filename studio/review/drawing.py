"""What is drawn with a note: whether it fits its file, how it is kept, and how the pages are told of it."""

import json
from dataclasses import dataclass

from studio.library.models import Asset

from . import shapes
from .models import Drawing, Note
from .shapes import CannotDraw, Drawn

MOST_SAID = 400  #: letters of a note whose words are what is drawn


@dataclass(frozen=True, slots=True)
class Placed:
    """What is drawn on one frame, as a page says it."""

    frame: int | None
    words: str


def check(drawn: tuple[Drawn, ...], asset: Asset) -> None:
    """Raises CannotDraw where the file has no such frame, or nothing to draw on."""
    for each in drawn:
        if asset.kind not in ("image", "video"):
            raise CannotDraw("Only clips and pictures can be drawn on.")
        if (each.frame is None) != (asset.kind == "image"):
            raise CannotDraw("A picture has no frames." if asset.kind == "image" else "Say which frame is drawn on.")
        if each.frame is not None and each.frame > asset.last_frame:
            raise CannotDraw(f"Frame {each.frame} is drawn on; this clip has 0 to {asset.last_frame}.")


def first_frame(drawn: tuple[Drawn, ...]) -> int | None:
    return drawn[0].frame if drawn else None


def words_of(drawn: tuple[Drawn, ...]) -> str:
    """What a note says that was drawn and not written, so that it is read wherever notes go; empty for nothing."""
    if not drawn:
        return ""
    said = shapes.in_words(tuple(shape for each in drawn for shape in each.shapes))
    return f"Drawn: {said}" if len(said) <= MOST_SAID else f"Drawn: {said[:MOST_SAID].rstrip()}…"


def keep(note: Note, drawn: tuple[Drawn, ...]) -> None:
    Drawing.objects.bulk_create(Drawing(note=note, frame=each.frame, shapes=each.as_json()["shapes"]) for each in drawn)


def placed(note: Note) -> list[Placed]:
    """In the order of the frames."""
    return [Placed(each.frame, shapes.in_words(each.shapes)) for each in _of(note)]


def as_json(note: Note) -> str:
    """As `shapes.py` writes it; empty for nothing."""
    drawn = [each.as_json() for each in _of(note)]
    return json.dumps(drawn, ensure_ascii=False, separators=(",", ":")) if drawn else ""


def _of(note: Note) -> list[Drawn]:
    rows = sorted(note.drawings.all(), key=lambda row: row.frame or 0)
    return [Drawn(row.frame, tuple(shapes.shape_of(each) for each in row.shapes)) for row in rows]
