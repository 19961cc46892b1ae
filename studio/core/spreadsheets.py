"""Tables as CSV that a spreadsheet shows, and never calculates or runs."""

import csv
import io
import re
from collections.abc import Iterable

SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What a cell that would be calculated begins with (OWASP, CSV injection)."""

NUMBER = re.compile(r"-?\d+(\.\d+)?")


def text(rows: Iterable[Iterable[object]]) -> str:
    """Rows as CSV; None is an empty cell."""
    into = io.StringIO()
    csv.writer(into).writerows([safe(cell) for cell in row] for row in rows)
    return into.getvalue()


def safe(cell: object) -> str:
    """A cell as text. What would be taken for a formula gets an apostrophe; numbers stay numbers."""
    said = "" if cell is None else str(cell)
    return f"'{said}" if said.startswith(SIGNS) and not NUMBER.fullmatch(said) else said
