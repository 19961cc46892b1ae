"""What can be wrong with a recipe, said so that a person can act on it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from studio.core.media import MediaFacts

type_words = {
    str: "text",
    bool: "yes or no",
    int: "a number",
    float: "a number",
    list: "a list",
    dict: "an object",
}

Values = Mapping[str, object]
Lookup = Callable[[str], "MediaFacts | None"]
"""Asset id -> what probing found, or None where there is no such asset. Handles are never looked up."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that keeps a recipe from being sent: the value it is about, and a sentence."""

    field: str
    message: str


def given(value: object) -> str:
    """How a value is quoted in a message: short, and never a dump."""
    if isinstance(value, bool) or value is None:
        return {True: "yes", False: "no", None: "nothing"}[value]
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, str):
        return f"“{value if len(value) <= 40 else value[:39] + '…'}”"
    return type_words.get(type(value), "something else")


def listed(items: object, last: str = "or") -> str:
    """`a`, `a or b`, `a, b or c`."""
    words = [str(item) for item in items]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}"


def spans(numbers: tuple[int, ...]) -> str:
    """Whole numbers as a creator says them: `5 or 10`, `3 to 15`."""
    ordered = sorted(numbers)
    whole = ordered == list(range(ordered[0], ordered[-1] + 1))
    return f"{ordered[0]} to {ordered[-1]}" if whole and len(ordered) > 2 else listed(ordered)
