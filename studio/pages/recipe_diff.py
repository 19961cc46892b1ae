"""Two to four recipes side by side: what differs between them, word by word where a person wrote words."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from studio.library.readable import Reading

WORDS = re.compile(r"@?[\w-]+|\s+|.")
"""A diff is made of these: words, mentions, spaces, and each other sign on its own."""

SAME, GONE, NEW = "", "gone", "new"


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a text. `mark`: `gone` stands only in the first, `new` only here; empty in both."""

    text: str
    mark: str = SAME


@dataclass(frozen=True, slots=True)
class Line:
    """One setting of all sides; a side that has none has no parts."""

    label: str
    cells: tuple[tuple[Part, ...], ...]
    differs: bool


Texts = Mapping[str, str]
"""A side: label -> words, in the order in which they are told."""


def lines(sides: Sequence[Texts]) -> list[Line]:
    """Every setting that one of the sides has, in the order of the first that has it."""
    labels = list(dict.fromkeys(label for side in _longest_first(sides) for label in side))
    return [_line(label, [side.get(label, "") for side in sides]) for label in labels]


def _longest_first(sides: Sequence[Texts]) -> list[Texts]:
    return sorted(sides, key=len, reverse=True)


def _line(label: str, texts: list[str]) -> Line:
    differs = len(set(texts)) > 1
    cells = _marked(texts) if differs else [[Part(text)] for text in texts]
    return Line(label, tuple(tuple(part for part in cell if part.text) for cell in cells), differs)


def _marked(texts: list[str]) -> Iterator[list[Part]]:
    """Each against the first. Of two, the first shows what the second has lost; of more it stands as it is."""
    first, *others = texts
    yield compared(others[0], first, GONE) if len(others) == 1 else [Part(first)]
    for other in others:
        yield compared(first, other, NEW)


def compared(before: str, text: str, mark: str) -> list[Part]:
    """`text` in parts; what `before` has not, marked."""
    old, new = WORDS.findall(before), WORDS.findall(text)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    found = []
    for what, _, _, begin, end in matcher.get_opcodes():
        found.append(Part("".join(new[begin:end]), SAME if what == "equal" else mark))
    return found


def texts(reading: Reading | None, names: Mapping[str, str], facts: Sequence[tuple[str, str]]) -> dict[str, str]:
    """A result as label -> words. `names`: what files that went in are called, by asset id."""
    told = dict(_told(reading, names)) if reading else {}
    return told | {label: words for label, words in facts if label not in told}


def _told(reading: Reading, names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    yield from {"Model": reading.model, "Via": reading.provider, "Task": reading.task}.items()
    yield from ((label, text) for label, text in _written(reading) if text)
    went_in: dict[str, list[str]] = {}
    for each in reading.inputs:
        name = each.mention or names.get(each.asset or "") or each.handle or "no longer in the library"
        went_in.setdefault(each.label, []).append(name)
    yield from ((label, ", ".join(found)) for label, found in went_in.items())
    yield from reading.rows


def _written(reading: Reading) -> Iterator[tuple[str, str]]:
    yield "Prompt", reading.prompt
    for shot in reading.shots:
        yield f"Shot {shot.number}", f"{shot.seconds} s: {shot.prompt}"
    yield "Left out", reading.left_out
