"""A storyboard as CSV: `shot,seconds,prompt`, and `look` where there is one. Safe to open with a spreadsheet.

A cell that a spreadsheet would calculate gets an apostrophe on the way out, and loses it on the way in; one that begins
with apostrophes before such a sign gets one more, so that every prompt comes back as it was.
"""

import csv
import io
import re
from collections.abc import Sequence
from itertools import zip_longest

from studio.core.spreadsheets import SIGNS

from .story import Line, Shot, look_of, own_words, with_look

COLUMNS = {
    "shot": ("shot", "no", "nr", "number", "scene", "#"),
    "seconds": ("seconds", "duration", "s", "sec", "secs", "length", "duration_s"),
    "prompt": ("prompt", "words", "description", "action", "text"),
    "look": ("look", "style"),
}
"""What we write, and what else people call it."""

NAMES = {name: column for column, names in COLUMNS.items() for name in names}
DELIMITERS = (",", ";", "\t")

QUOTES = "Put quotes around words with commas."

SIGN = f"[{re.escape(''.join(SIGNS))}]"
FORMULA, GUARDED = re.compile(f"'*{SIGN}"), re.compile(f"'+{SIGN}")
"""What a spreadsheet would calculate, or run, instead of showing it; and what was kept from that."""


def as_csv(shots: Sequence[Shot]) -> str:
    """The table, with a header."""
    look = look_of(shots)
    into = io.StringIO()
    out = csv.writer(into, lineterminator="\r\n")
    out.writerow(["shot", "seconds", "prompt", *(["look"] if look else [])])
    for number, shot in enumerate(shots, 1):
        words = guarded(own_words(shot["prompt"], look))
        out.writerow([number, shot["duration"], words, *([guarded(look)] if look else [])])
    return into.getvalue()


def guarded(cell: str) -> str:
    """The cell as a spreadsheet may see it."""
    return f"'{cell}" if FORMULA.match(cell) else cell


def unguarded(cell: str) -> str:
    """The way back."""
    return cell[1:] if GUARDED.match(cell) else cell


def is_csv(text: str) -> bool:
    """Whether its first line is a header: it names a prompt, and something besides."""
    head = _head(text)
    return "prompt" in head and len(head) > 1 and len(set(head) & set(COLUMNS)) > 1


def _head(text: str) -> list[str]:
    """The columns by our names; one that is not known by its own."""
    cells = next(csv.reader([text.lstrip("\n").split("\n", 1)[0]], delimiter=_delimiter(text)), [])
    return [NAMES.get(cell.strip().lower(), cell.strip()) for cell in cells]


def _delimiter(text: str) -> str:
    """The one that the first line has most of."""
    return max(DELIMITERS, key=text.lstrip("\n").split("\n", 1)[0].count)


def lines_of_csv(text: str) -> tuple[list[Line], tuple[str, ...]]:
    """One line for each shot, and what cannot be read."""
    head = _head(text)
    if strange := [name for name in head if name not in COLUMNS]:
        return [], (f"The column “{strange[0]}” is not known; shot, seconds, prompt and look are.",)
    begin = len(text) - len(text.lstrip("\n"))
    rows = csv.reader(io.StringIO(text[begin:], newline=""), delimiter=_delimiter(text), strict=True)
    try:
        next(rows)
        found, faults = [], []
        for cells in rows:
            at = begin + rows.line_num
            if len(cells) > len(head):
                faults.append(f"Line {at} has {len(cells)} cells; the header has {len(head)}. {QUOTES}")
            elif any(cell.strip() for cell in cells):
                found.append(_line(at, dict(zip_longest(head, cells, fillvalue=""))))
    except csv.Error:
        return [], (f"Line {begin + rows.line_num}: a quotation mark is not closed.",)
    return found, tuple(faults)


def _line(at: int, row: dict[str, str]) -> Line:
    look, words = unguarded(row.get("look", "")), unguarded(row["prompt"])
    seconds = re.sub(r"\s*s(ec)?\w*$", "", unguarded(row.get("seconds", "")).strip(), flags=re.IGNORECASE)
    return Line(at=at, words=with_look(look, words) if words.strip() else "", seconds=seconds, begins=True)
