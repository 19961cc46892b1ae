"""Relations between values. Each can find what breaks it, and explain itself in a sentence."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from studio.catalog.problems import Problem, Values, given, listed

LABELS = {
    "first_frame": "the first frame",
    "last_frame": "the last frame",
    "input_image": "the image",
    "input_video": "the video",
    "prompt": "a prompt",
    "shots": "shots",
    "duration": "the duration",
    "width": "width and height",
    "resolution": "the resolution",
    "reference_images": "reference images",
    "shot_style": "who cuts",
    "sound": "sound",
}
"""How a value is called inside a sentence; a value without an entry is called by its name."""


def called(name: str) -> str:
    """The value's name as words inside a sentence."""
    return LABELS.get(name, name.replace("_", " "))


@dataclass(frozen=True, slots=True)
class Rule:
    """`fields` are the values it looks at: it is not asked while one of them is faulty on its own."""

    reason: ClassVar[str] = ""

    @property
    def fields(self) -> tuple[str, ...]:
        raise NotImplementedError

    def problem(self, values: Values) -> Problem | None:
        """What breaks it, on the field where the creator mends it."""
        raise NotImplementedError

    def __str__(self) -> str:
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class NeedsOne(Rule):
    """At least one of `names` is given."""

    names: tuple[str, ...]

    @property
    def fields(self) -> tuple[str, ...]:
        return self.names

    def problem(self, values: Values) -> Problem | None:
        if any(name in values for name in self.names):
            return None
        return Problem(self.names[0], f"{self} Neither was given.")

    def __str__(self) -> str:
        return f"Give {listed(map(called, self.names))}."


@dataclass(frozen=True, slots=True)
class Requires(Rule):
    """`name` is only taken together with `other`."""

    name: str
    other: str

    @property
    def fields(self) -> tuple[str, ...]:
        return (self.name, self.other)

    def problem(self, values: Values) -> Problem | None:
        return Problem(self.name, str(self)) if self.name in values and self.other not in values else None

    def __str__(self) -> str:
        words = called(self.name)
        return f"{words[0].upper()}{words[1:]} needs {called(self.other)} as well."


@dataclass(frozen=True, slots=True)
class Excludes(Rule):
    """`name` and `other` are not taken together."""

    name: str
    other: str

    @property
    def fields(self) -> tuple[str, ...]:
        return (self.name, self.other)

    def problem(self, values: Values) -> Problem | None:
        return Problem(self.name, f"{self} Remove one.") if self.name in values and self.other in values else None

    def __str__(self) -> str:
        words = called(self.name)
        return f"{words[0].upper()}{words[1:]} and {called(self.other)} exclude each other."


@dataclass(frozen=True, slots=True)
class ShotsAddUp(Rule):
    """A duration that is given beside shots equals their sum."""

    @property
    def fields(self) -> tuple[str, ...]:
        return ("duration", "shots")

    def problem(self, values: Values) -> Problem | None:
        if "shots" not in values or "duration" not in values:
            return None
        total = sum(shot["duration"] for shot in values["shots"])
        if total == values["duration"]:
            return None
        message = f"The shots last {total} seconds together; {given(values['duration'])} was given as the duration."
        return Problem("duration", f"{message} Leave it out, or make them equal.")

    def __str__(self) -> str:
        return "With shots the duration is their sum; a duration that is given must equal it."


@dataclass(frozen=True, slots=True)
class AllowedWhen(Rule):
    """`name` is only taken while `test(values)` holds; `sentence` says when that is."""

    name: str
    others: tuple[str, ...]
    test: Callable[[Values], bool]
    sentence: str

    @property
    def fields(self) -> tuple[str, ...]:
        return (self.name, *self.others)

    def problem(self, values: Values) -> Problem | None:
        return Problem(self.name, self.sentence) if self.name in values and not self.test(values) else None

    def __str__(self) -> str:
        return self.sentence
