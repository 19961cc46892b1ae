"""The controls of a storyboard: shots, and who cuts."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar, Self

from studio.catalog.controls import Choice, Control
from studio.catalog.problems import Lookup, Problem, Values, given, spans
from studio.catalog.rules import Rule


@dataclass(frozen=True, kw_only=True, slots=True)
class ShotStyle(Choice):
    """Who cuts: `customize` keeps to the shots given, `intelligent` leaves it to the model."""

    kind: ClassVar[str] = "shot_style"
    group: ClassVar[str] = "shots"

    name: str = "shot_style"
    label: str = "Who cuts"


@dataclass(frozen=True, kw_only=True, slots=True)
class Shots(Control):
    """A storyboard: `[{"prompt", "duration"}]`, at most `most` shots.

    Each shot lasts at least `shortest` whole seconds and has at most `characters` characters; together they last one of
    `totals` seconds.
    """

    kind: ClassVar[str] = "shots"
    group: ClassVar[str] = "shots"

    most: int
    totals: tuple[int, ...]
    shortest: int = 1
    characters: int = 512
    name: str = "shots"
    label: str = "Shots"

    def faults(self, value: object, media: Lookup | None) -> Iterator[str]:
        if not isinstance(value, list):
            yield f"Shots are a list; {given(value)} was given."
        elif not 1 <= len(value) <= self.most:
            yield f"1 to {self.most} shots are possible; {len(value)} were given."
        else:
            yield from self.shot_faults(value)

    def shot_faults(self, shots: list) -> Iterator[str]:
        """The first fault of the shots themselves, else that of their sum."""
        for number, shot in enumerate(shots, 1):
            if fault := self.shot_fault(shot):
                yield f"Shot {number} {fault}"
                return
        total = sum(shot["duration"] for shot in shots)
        if total not in self.totals:
            yield f"The shots last {total} seconds together; {spans(self.totals)} are possible."

    def shot_fault(self, shot: object) -> str | None:
        if not isinstance(shot, dict) or set(shot) != {"prompt", "duration"}:
            return "needs a prompt and a duration, and nothing else."
        return self.prompt_fault(shot["prompt"]) or self.duration_fault(shot["duration"])

    def prompt_fault(self, prompt: object) -> str | None:
        if not isinstance(prompt, str) or not prompt.strip():
            return "has no prompt. Write what is seen in it, or remove the shot."
        if len(prompt) > self.characters:
            return f"takes at most {self.characters} characters; {len(prompt)} were given."
        return None

    def duration_fault(self, seconds: object) -> str | None:
        if isinstance(seconds, bool) or not isinstance(seconds, int):
            return f"lasts whole seconds; {given(seconds)} was given."
        if seconds < self.shortest:
            return f"lasts at least {self.shortest} second; {seconds} was given."
        return None

    def widen(self, other: Self) -> Self:
        return replace(
            Control.widen(self, other),
            most=max(self.most, other.most),
            totals=tuple(sorted({*self.totals, *other.totals})),
            shortest=min(self.shortest, other.shortest),
            characters=max(self.characters, other.characters),
        )


def written(shots: list[dict[str, object]]) -> str:
    """The storyboard as one prompt: `shot 1, 3, A pier in fog; shot 2, 4, A gull lands;`.

    The syntax of Kling's newer API (3.0 Turbo), which Runware takes as it is. A semicolon ends a shot: those in a
    shot's own words become full-width ones, which read the same.
    """
    words = ((shot["duration"], shot["prompt"].replace(";", "；")) for shot in shots)
    return " ".join(f"shot {number}, {seconds}, {prompt};" for number, (seconds, prompt) in enumerate(words, 1))


@dataclass(frozen=True, slots=True)
class StoryFits(Rule):
    """The shots are sent as one prompt, which has at most `most` characters."""

    most: int

    @property
    def fields(self) -> tuple[str, ...]:
        return ("shots",)

    def problem(self, values: Values) -> Problem | None:
        length = len(written(values.get("shots", [])))
        return Problem("shots", f"{self} They have {length:,}. Shorten some.") if length > self.most else None

    def __str__(self) -> str:
        return f"The shots become one prompt of at most {self.most:,} characters."
