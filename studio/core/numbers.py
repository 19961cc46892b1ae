"""Numbers that come from outside as text: an address, a form."""

DIGITS = 9  #: the most that are read: they fit every column, and no longer text is turned into a number


def whole(text: str | None) -> int | None:
    """`"42"` -> 42; None for anything else, also for more digits than `DIGITS`."""
    return int(text) if text and text.isdecimal() and len(text) <= DIGITS else None
