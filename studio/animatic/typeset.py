"""Text as it stands in a caption: three bundled fonts, lines broken as each script wants it."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache, partial
from itertools import groupby, islice
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

FOLDER = Path(__file__).parent / "fonts"
FILES = {
    "regular": ("NotoSans-Regular.ttf", "NotoSansCJKsc-Regular.otf"),
    "bold": ("NotoSans-Bold.ttf", "NotoSansCJKsc-Regular.otf"),
}
UNKNOWN = "□"
LEADING = 1.36
ELLIPSIS = "…"
LONGEST_LINE = 400  # characters; no caption is wider

# Where a line may not end or begin: kinsoku, as JIS X 4051 has it, for the characters that prompts use.
NOT_FIRST = set("、。，．：；？！’”）〕］｝〉》」』】・ー…,.;:?!)]}%々ぁぃぅぇぉっゃゅょァィゥェォッャュョ")
NOT_LAST = set("‘“（〔［｛〈《「『【([{")
_WIDE = r"\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef"
_PIECES = re.compile(rf"[{_WIDE}]|[^\s{_WIDE}]+|\s+")

Run = tuple[ImageFont.FreeTypeFont, str]


@lru_cache(maxsize=64)
def font(file: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FOLDER / file, size)


@lru_cache(maxsize=4096)
def _has(file: str, character: str) -> bool:
    """A font draws what it lacks as its `.notdef`, the same as for a code that nobody has."""
    mask, missing = (font(file, 24).getmask(each) for each in (character, "\U0010fffe"))
    return mask.size != missing.size or bytes(mask) != bytes(missing)


def clean(text: str) -> str:
    """One line of what can be drawn: runs of space are one space, emoji and invisible marks are left out, letters of a
    script that no font here has stand as □."""
    flat = re.sub(r"\s+", " ", unicodedata.normalize("NFC", text)).strip()
    return re.sub(r" +", " ", "".join(map(_drawable, flat)))


def _drawable(character: str) -> str:
    category = unicodedata.category(character)
    if character == " " or category != "Cf" and any(_has(file, character) for file in FILES["regular"]):
        return character
    return UNKNOWN if category.startswith("L") else ""


def runs(text: str, weight: str, size: int) -> list[Run]:
    """The text in pieces of one font each."""
    return [(font(file, size), "".join(piece)) for file, piece in groupby(text, partial(_file_of, weight))]


@lru_cache(maxsize=4096)
def _file_of(weight: str, character: str) -> str:
    """The first font that has it; the last where none has."""
    files = FILES[weight]
    return next((file for file in files if character == " " or _has(file, character)), files[-1])


def width(text: str, weight: str, size: int) -> float:
    """Pixels."""
    return sum(face.getlength(piece) for face, piece in runs(text, weight, size))


def draw(on: ImageDraw.ImageDraw, at: tuple[float, float], text: str, style: tuple[str, int], fill: tuple) -> None:
    """Writes one line; `at` is the left end of its baseline, `style` weight and size in pixels."""
    x, y = at
    for face, piece in runs(text, *style):
        on.text((round(x), y), piece, font=face, fill=fill, anchor="ls")
        x += face.getlength(piece)


def label(text: str, size: int) -> Image.Image:
    """One line on a small dark panel, RGBA, sides even."""
    pad, style = round(size * 0.5), ("regular", size)
    sides = (round(width(text, *style)) + 2 * pad + 1 & ~1, round(size * 0.8) + 2 * pad + 1 & ~1)
    picture = Image.new("RGBA", sides, (13, 13, 13, 204))
    draw(ImageDraw.Draw(picture), (pad, pad + size * 0.76), text, style, (245, 245, 245, 255))
    return picture


def lines(text: str, style: tuple[str, int], most_px: int) -> Iterator[str]:
    """Breaks cleaned text into lines of at most so many pixels.

    At spaces, between wide characters where the rules allow it, inside a word only where it alone is too long.
    """
    line = ""
    for piece in _unbreakable(text):
        if line and width((line + piece).rstrip(), *style) > most_px:
            yield line.rstrip()
            line = ""
        line = line + piece if line else piece.lstrip()
        while width(line.rstrip()[:LONGEST_LINE], *style) > most_px:
            at = _fitting(line, style, most_px)
            yield line[:at]
            line = line[at:]
    if line.strip():
        yield line.rstrip()


def _unbreakable(text: str) -> list[str]:
    """Pieces between which a line may end."""
    pieces: list[str] = []
    for piece in _PIECES.findall(text):
        if pieces and (piece[0] in NOT_FIRST or pieces[-1][-1] in NOT_LAST):
            pieces[-1] += piece
        else:
            pieces.append(piece)
    return pieces


def _fitting(text: str, style: tuple[str, int], most_px: int) -> int:
    """How many characters fit, at least one."""
    counts = range(1, min(len(text), LONGEST_LINE) + 1)
    return max(1, bisect_right(counts, most_px, key=lambda count: width(text[:count], *style)))


def fitted(text: str, style: tuple[str, int], most_px: int, most_lines: int) -> tuple[list[str], bool]:
    """Lines, at most so many, the last with an ellipsis where text is left over; and whether all of it fitted."""
    broken = list(islice(lines(text, style, most_px), most_lines + 1))
    if len(broken) <= most_lines:
        return broken, True
    last = broken[most_lines - 1]
    while last and width(last + ELLIPSIS, *style) > most_px:
        last = last[:-1]
    return [*broken[: most_lines - 1], last.rstrip() + ELLIPSIS], False
