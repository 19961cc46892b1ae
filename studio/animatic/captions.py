"""What lies over the picture: one caption card per shot, the ANIMATIC mark, the references as a contact sheet."""

from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw

from studio.animatic import lexicon, looks, pictures, typeset
from studio.animatic.plan import Plan, Shot
from studio.animatic.planes import Overlay

SAFE = 0.05  # of each side: the title-safe area that screens never cut
MARK = "ANIMATIC"
PANEL, INK, MUTED = (13, 13, 13, 204), (245, 245, 245, 255), (190, 190, 190, 255)
SIZES = (1.0, 0.84, 0.7)  # a long prompt is set smaller before it is cut
MOST_LINES = 4
MOST_NOTES = 3
THUMBS_IN_A_ROW = 7
PLAIN = {"", "text-to-video", "image-to-video", "text-to-image"}


@dataclass(frozen=True, slots=True)
class Frame:
    """The format's measures in pixels, from which everything over it is sized."""

    width: int
    height: int

    @property
    def unit(self) -> int:
        return min(self.width, self.height)

    @property
    def text(self) -> int:
        """Size of the caption's text: 26 px at 720p."""
        return max(11, round(self.unit * 0.036))

    @property
    def safe(self) -> tuple[int, int]:
        return round(self.width * SAFE), round(self.height * SAFE)

    def corner(self, size: tuple[int, int], place: str) -> tuple[int, int]:
        """Where a piece of this size stands: in the safe area, on even pixels, as the chroma planes need it."""
        (left, top), (across, down) = self.safe, size
        right, bottom = self.width - left - across, self.height - top - down
        middle = ((self.width - across) // 2, self.height * 2 // 5 - down // 2)
        x, y = {"mark": (right, top), "sheet": (left, top), "card": (left, bottom), "wall": middle}[place]
        return max(0, x) & ~1, max(0, y) & ~1

    def overlay(self, picture: Image.Image, place: str) -> Overlay:
        """The piece in its corner; what does not fit on a very small frame is cut off."""
        x, y = self.corner(picture.size, place)
        return Overlay(np.asarray(picture)[: self.height - y, : self.width - x], x, y)


def mark(frame: Frame) -> Image.Image:
    """The permanent mark, letters spaced, small, on a panel of its own."""
    size = max(10, round(frame.unit * 0.026))
    style, gap, pad = ("bold", size), size * 0.14, round(size * 0.55)
    wide = sum(typeset.width(letter, *style) + gap for letter in MARK) - gap
    picture, on = _panel(wide + 2 * pad, size * 0.74 + 2 * pad, size * 0.3)
    x = float(pad)
    for letter in MARK:
        typeset.draw(on, (x, pad + size * 0.74), letter, style, INK)
        x += typeset.width(letter, *style) + gap
    return picture


def card(plan: Plan, shot: Shot, take: int, frame: Frame) -> Image.Image:
    """Shot number, length, model and take over the prompt; no higher than a third of the frame."""
    pad = round(frame.text * 0.7)
    room = _measure(frame) - 2 * pad
    style, words = _set(shot.prompt, room, frame)
    small = max(10, round(frame.text * 0.72))
    head = _head(plan, shot, take, small, room)
    wide = max([_head_width(head, small), *(typeset.width(line, *style) for line in words)])
    notes = [line for note in _notes(plan, shot) for line in _note(note, small, room)]
    wide = max([wide, *(typeset.width(line, "regular", small) for line in notes)])
    step, beneath = round(style[1] * typeset.LEADING), round(small * typeset.LEADING)
    first = pad + round(small * 0.9 + style[1] * 1.45)  # baseline of the prompt
    bottom = first + (len(words) - 1) * step if words else pad + small * 0.8
    picture, on = _panel(wide + 2 * pad, bottom + len(notes) * beneath + pad * 1.1, frame.text * 0.25)
    x = pad
    for n, piece in enumerate(head):
        typeset.draw(on, (x, pad + small * 0.8), piece, (_weight(n), small), MUTED if n else INK)
        x += typeset.width(piece, _weight(n), small) + small
    for n, line in enumerate(words):
        typeset.draw(on, (pad, first + n * step), line, style, INK)
    for n, line in enumerate(notes, 1):
        typeset.draw(on, (pad, bottom + n * beneath), line, ("regular", small), MUTED)
    return picture


def _notes(plan: Plan, shot: Shot) -> tuple[str, ...]:
    """What the camera does, and what the drawing leaves out."""
    move = plan.move(shot)
    plate = None if plan.source_video or plan.first_frame else lexicon.read(shot.prompt)
    words = [f"Plate of the words: {', '.join(plate.words)}"] if plate else []
    if plan.restyled:
        look = looks.named(shot.prompt)
        words = [f"Filter: {look.name}, by its name in the prompt" if look else "Filter: none is named in the prompt"]
    return (*words, *([f"Camera: {move.words}"] if move else []), *plan.notes)[:MOST_NOTES]


def _note(note: str, size: int, room: int) -> list[str]:
    return typeset.fitted(typeset.clean(note), ("regular", size), room, 1)[0]


def _measure(frame: Frame) -> int:
    """Width of the card: a line that the eye can follow, and never beyond the safe area."""
    return min(frame.width - 2 * frame.safe[0], frame.text * 30)


def _set(prompt: str, room: int, frame: Frame) -> tuple[tuple[str, int], list[str]]:
    """The largest size in which all of it fits into four lines, or the smallest with an ellipsis."""
    text = typeset.clean(prompt)
    for size in SIZES:
        style = ("regular", max(10, round(frame.text * size)))
        words, whole = typeset.fitted(text, style, room, round(MOST_LINES / size))
        if whole:
            break
    return style, words


def _head(plan: Plan, shot: Shot, take: int, size: int, room: int) -> list[str]:
    """`SHOT 2 / 3`, `4 s`, `Kling 3.0 Pro`, `take 1 / 2`: as many as fit."""
    if plan.kind == "video":
        many = f" / {len(plan.shots)}" if len(plan.shots) > 1 else ""
        pieces = [*_task(plan), f"SHOT {shot.number}{many}", f"{float(shot.frames / plan.fps):.3g} s"]
    else:
        pieces = [*_task(plan), "STILL", f"{plan.width} × {plan.height}"]
    which = "picture" if plan.series else "take"
    pieces += [f"{which} {take + 1} / {plan.takes}"] if plan.takes > 1 else []
    pieces += [typeset.clean(plan.model)] if plan.model else []
    while len(pieces) > 1 and _head_width(pieces, size) > room:
        pieces.pop()
    return pieces


def _task(plan: Plan) -> list[str]:
    """What is done, where that is more than making a picture of words or pictures."""
    return [] if plan.task in PLAIN else [plan.task.replace("-", " ").upper()]


def _weight(n: int) -> str:
    return "regular" if n else "bold"


def _head_width(pieces: list[str], size: int) -> float:
    return sum(typeset.width(piece, _weight(n), size) for n, piece in enumerate(pieces)) + size * (len(pieces) - 1)


def sheet(references: list[np.ndarray], frame: Frame) -> Image.Image:
    """The reference pictures as small prints, for a corner; as many in a row as there is room beside the mark."""
    side = max(32, round(frame.unit * 0.13))
    room = frame.width - 2 * frame.safe[0] - frame.unit // 4
    return _prints(references, side, max(1, min(THUMBS_IN_A_ROW, room // (side + _gap(frame)))), _gap(frame))


def wall(references: list[np.ndarray], frame: Frame) -> Image.Image:
    """The reference pictures as large as they fit above the card."""
    gap, count = _gap(frame), len(references)
    room = (frame.width - 2 * frame.safe[0] - gap, round(frame.height * 0.46) - gap)
    sides = {across: min(room[0] // across, room[1] // -(-count // across)) - gap for across in range(1, count + 1)}
    per_row = max(sides, key=sides.__getitem__)
    return _prints(references, max(16, sides[per_row]), per_row, gap)


def _gap(frame: Frame) -> int:
    return max(4, round(frame.unit * 0.012))


def _prints(references: list[np.ndarray], side: int, per_row: int, gap: int) -> Image.Image:
    """Square, in their order, numbered, on one panel."""
    rows = -(-len(references) // per_row)
    across = min(per_row, len(references))
    picture, on = _panel(gap + across * (side + gap), gap + rows * (side + gap), gap / 2)
    for n, reference in enumerate(references):
        x, y = gap + n % per_row * (side + gap), gap + n // per_row * (side + gap)
        picture.paste(Image.fromarray(pictures.cover(reference, side, side)), (x, y))
        _number(on, n + 1, (x, y), max(9, min(side // 7, gap * 3)))
    return picture


def _number(on: ImageDraw.ImageDraw, number: int, at: tuple[int, int], size: int) -> None:
    """A small plate in the print's upper left corner; `size` of its figures in pixels."""
    wide = round(typeset.width(str(number), "bold", size) + size * 0.7)
    on.rectangle((at[0], at[1], at[0] + wide, at[1] + round(size * 1.35)), fill=PANEL[:3] + (255,))
    typeset.draw(on, (at[0] + size * 0.35, at[1] + size * 1.05), str(number), ("bold", size), INK)


def _panel(width: float, height: float, corner: float) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    """A dark glass with round corners; sides rounded up to even numbers."""
    size = (round(width) + 1 & ~1, round(height) + 1 & ~1)
    picture = Image.new("RGBA", size, PANEL[:3] + (0,))
    on = ImageDraw.Draw(picture)
    on.rounded_rectangle((0, 0, size[0] - 1, size[1] - 1), radius=corner, fill=PANEL)
    return picture, on
