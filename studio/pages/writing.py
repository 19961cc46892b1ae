"""Writing prompts: the variables of a saved one, and the dialogue form. Pure functions; nothing is stored here.

A variable is a word or a few in brackets: `[subject]`. What is filled in is text as it is: brackets in it are no
variables again. Left empty, the brackets stay, so that Kling's own `[Speaker]` can be written too.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

VARIABLE = re.compile(r"\[([^\W\d_][\w -]{0,38}\w|[^\W\d_])\]")
"""Two to forty letters, digits, spaces and hyphens, beginning with a letter."""

VERBS = ("says", "whispers", "shouts", "sings", "asks", "answers")


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """Who says what, and how. `tone` may be empty."""

    speaker: str
    tone: str
    verb: str
    words: str


def variables(text: str) -> list[str]:
    """The names of the variables, in order, each once."""
    return list(dict.fromkeys(VARIABLE.findall(text)))


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with its variables replaced, in one pass; those without a value stay as they are."""
    return VARIABLE.sub(lambda found: values.get(found[1], "").strip() or found[0], text)


def dialogue(picture: str, lines: Iterable[Line], background: str) -> str:
    """A prompt of a scene in which people speak, as Scenario's example of Kling 2.6 has it (Kling essentials, lines
    40-42): `Visual: … Dialog: [Speaker, tone] says: "…" Background: …`. Parts without words are left out."""
    said = " ".join(_said(line) for line in lines if line.words.strip())
    parts = (("Visual", picture), ("Dialog", said), ("Background", background))
    return " ".join(f"{name}: {_sentence(words)}" for name, words in parts if words.strip())


def _said(line: Line) -> str:
    who = ", ".join(part for part in (_plain(line.speaker) or "Somebody", _plain(line.tone)) if part)
    verb = line.verb if line.verb in VERBS else VERBS[0]
    return f'[{who}] {verb}: "{line.words.strip().strip(QUOTES)}"'


QUOTES = "\"'“”„‘’ "


def _plain(text: str) -> str:
    """Without the brackets that would end the speaker."""
    return " ".join(text.replace("[", "").replace("]", "").split())


def _sentence(text: str) -> str:
    words = " ".join(text.split())
    return words if words[-1:] in '.!?"”…' else f"{words}."
