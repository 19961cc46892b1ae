"""One frozen dataclass per kind of control: what a creator can set, within which limits.

A control owns one or more recipe values (`Size` owns `width` and `height`), checks them, and can describe its limits
as JSON. `widen` gives the control that accepts what either of two accepts: the animatic's controls are made of it.
A route lists its controls in the order of thought, which is the order of the form.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import ClassVar, Self

from studio.catalog.problems import Lookup, Problem, Values, given, listed, spans


@dataclass(frozen=True, kw_only=True, slots=True)
class Control:
    """What every kind has: the value's name, its label on screen, and whether it must be given.

    A value that is made `in_steps` is refused until the last of them.
    """

    kind: ClassVar[str] = ""
    group: ClassVar[str] = "output"
    in_steps: ClassVar[bool] = False

    name: str
    label: str
    required: bool = False

    @property
    def values(self) -> tuple[str, ...]:
        """The names of the recipe values that this control owns."""
        return (self.name,)

    def problems(self, values: Values, media: Lookup | None) -> Iterator[Problem]:
        """At most one problem per violation. `media` None: files are not measured."""
        if self.name in values:
            yield from (Problem(self.name, message) for message in self.faults(values[self.name], media))
        elif self.required:
            yield Problem(self.name, f"{self.label} is missing. {self.ask()}")

    def faults(self, value: object, media: Lookup | None) -> Iterator[str]:
        """What is wrong with a value that was given, one sentence each."""
        raise NotImplementedError

    def ask(self) -> str:
        """What to do when a required value is absent."""
        return "Please set it."

    def heard(self, value: object) -> Iterator[tuple[str, Mapping[str, str]]]:
        """The media values in a sound value whose voice is used as somebody's, each after its words; of most, none."""
        return iter(())

    def limits(self) -> dict[str, object]:
        """The limits as JSON, for `catalog --json` and for the page."""
        skip = {"name", "label"}
        return {field.name: as_json(getattr(self, field.name)) for field in fields(self) if field.name not in skip}

    def widen(self, other: Self) -> Self:
        """The control that accepts what either accepts."""
        return replace(self, required=self.required and other.required)


def as_json(value: object) -> object:
    """Tuples and nested limits as plain JSON."""
    if isinstance(value, tuple):
        return [as_json(item) for item in value]
    return value.as_json() if hasattr(value, "as_json") else value


def union(ours: tuple, theirs: tuple) -> tuple:
    """Both tuples' items, ours first, each once."""
    return tuple(dict.fromkeys((*ours, *theirs)))


@dataclass(frozen=True, kw_only=True, slots=True)
class Text(Control):
    """Words, between `least` and `most` characters."""

    kind: ClassVar[str] = "prompt"
    group: ClassVar[str] = "prompt"

    least: int = 1
    most: int = 2500
    name: str = "prompt"
    label: str = "Prompt"

    def faults(self, value: object, media: Lookup | None) -> Iterator[str]:
        if not isinstance(value, str):
            yield f"{self.label} must be text; {given(value)} was given."
        elif len(value.strip()) < self.least:
            need = f"at least {self.least} character{'s' * (self.least > 1)}"
            yield f"{self.label} needs {need}; {len(value.strip())} given. Write a little more."
        elif len(value) > self.most:
            yield f"{self.label} takes at most {self.most:,} characters; {len(value):,} given. Shorten it."

    def ask(self) -> str:
        return "Write what should be seen."

    def widen(self, other: Self) -> Self:
        wider = Control.widen(self, other)
        return replace(wider, least=min(self.least, other.least), most=max(self.most, other.most))


@dataclass(frozen=True, kw_only=True, slots=True)
class NegativePrompt(Text):
    """What to leave out."""

    kind: ClassVar[str] = "negative_prompt"
    group: ClassVar[str] = "fine"

    name: str = "negative_prompt"
    label: str = "Leave out (negative prompt)"


@dataclass(frozen=True, kw_only=True, slots=True)
class Words(Text):
    """Words for the ear: what is spoken, what is heard, what is played."""

    kind: ClassVar[str] = "words"
    group: ClassVar[str] = "sound"


@dataclass(frozen=True, kw_only=True, slots=True)
class Number(Control):
    """A number between `least` and `most`; `step` is what the slider moves by. `whole` numbers are counts."""

    kind: ClassVar[str] = "number"
    group: ClassVar[str] = "fine"

    least: float
    most: float
    step: float = 1
    default: float | None = None
    whole: bool = False

    def faults(self, value: object, media: Lookup | None) -> Iterator[str]:
        types = int if self.whole else int | float
        if isinstance(value, bool) or not isinstance(value, types):
            yield f"{self.label} must be a {'whole ' * self.whole}number; {given(value)} was given."
        elif not self.least <= value <= self.most:
            yield f"{self.label} goes from {self.least:g} to {self.most:g}; {value:g} was given."

    def widen(self, other: Self) -> Self:
        wider = Control.widen(self, other)
        return replace(wider, least=min(self.least, other.least), most=max(self.most, other.most))


@dataclass(frozen=True, kw_only=True, slots=True)
class Guidance(Number):
    """How closely the prompt is followed: 0 creative, 1 literal (Kling's cfg_scale)."""

    kind: ClassVar[str] = "guidance"

    name: str = "guidance"
    label: str = "How closely to follow the prompt"
    least: float = 0
    most: float = 1
    step: float = 0.05
    default: float | None = 0.5


@dataclass(frozen=True, kw_only=True, slots=True)
class Takes(Number):
    """How many results one request makes, where the API counts."""

    kind: ClassVar[str] = "takes"
    group: ClassVar[str] = "output"

    name: str = "takes"
    label: str = "Takes"
    least: float = 1
    most: float = 4
    whole: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class Choice(Control):
    """One of a few words."""

    kind: ClassVar[str] = "choice"

    options: tuple[str, ...]
    default: str | None = None

    def faults(self, value: object, media: Lookup | None) -> Iterator[str]:
        if value not in self.options or not isinstance(value, str):
            yield f"{self.label} is {listed(self.options)}; {given(value)} was given."

    def widen(self, other: Self) -> Self:
        return replace(Control.widen(self, other), options=union(self.options, other.options))


@dataclass(frozen=True, kw_only=True, slots=True)
class Resolution(Choice):
    """The tier of the output by name, lower case."""

    kind: ClassVar[str] = "resolution"

    name: str = "resolution"
    label: str = "Resolution"


@dataclass(frozen=True, kw_only=True, slots=True)
class Ratio(Choice):
    """The shape of the output by name, `W:H`, or `auto` where the model takes it from the input."""

    kind: ClassVar[str] = "ratio"

    name: str = "aspect_ratio"
    label: str = "Aspect ratio"


@dataclass(frozen=True, kw_only=True, slots=True)
class Series(Number):
    """A series of pictures that belong together: 2 to 9 of them, or `auto` where the API lets the model decide.

    It takes the place of takes.
    """

    kind: ClassVar[str] = "series"
    group: ClassVar[str] = "output"

    name: str = "series"
    label: str = "Pictures in the series"
    least: float = 2
    most: float = 9
    whole: bool = True
    auto: bool = True

    def faults(self, value: object, media: Lookup | None) -> Iterator[str]:
        if value != "auto" or not self.auto:
            yield from Number.faults(self, value, media)

    def widen(self, other: Self) -> Self:
        return replace(Number.widen(self, other), auto=self.auto or other.auto)


@dataclass(frozen=True, kw_only=True, slots=True)
class Switch(Control):
    """On or off."""

    kind: ClassVar[str] = "switch"
    group: ClassVar[str] = "sound"

    default: bool | None = None

    def faults(self, value: object, media: Lookup | None) -> Iterator[str]:
        if not isinstance(value, bool):
            yield f"{self.label} is on or off; {given(value)} was given."


@dataclass(frozen=True, kw_only=True, slots=True)
class Option(Switch):
    """Something about the result that is on or off and has nothing to do with sound."""

    group: ClassVar[str] = "output"


def sound(default: bool | None = False) -> Switch:
    """Whether the clip is made with sound of its own."""
    return Switch(name="sound", label="Make sound", default=default)


@dataclass(frozen=True, kw_only=True, slots=True)
class Seconds(Control):
    """The length in whole seconds: one of `options`."""

    kind: ClassVar[str] = "seconds"

    options: tuple[int, ...]
    default: int = 5
    name: str = "duration"
    label: str = "Duration"

    def faults(self, value: object, media: Lookup | None) -> Iterator[str]:
        if isinstance(value, bool) or not isinstance(value, int):
            yield f"{self.label} is in whole seconds; {given(value)} was given."
        elif value not in self.options:
            nearest = min(self.options, key=lambda option: abs(option - value))
            yield f"{self.label} is {spans(self.options)} seconds; {value} was given. The nearest is {nearest}."

    def widen(self, other: Self) -> Self:
        wider = Control.widen(self, other)
        return replace(wider, options=tuple(sorted({*self.options, *other.options})))


@dataclass(frozen=True, kw_only=True, slots=True)
class Size(Control):
    """Width and height in pixels: one of `options`, each `WxH`. Either both are given or none."""

    kind: ClassVar[str] = "size"

    options: tuple[str, ...]
    name: str = "size"
    label: str = "Size"

    @property
    def values(self) -> tuple[str, ...]:
        return ("width", "height")

    @property
    def pairs(self) -> tuple[tuple[int, int], ...]:
        """The options as pixels."""
        return tuple(tuple(map(int, option.split("x"))) for option in self.options)

    def problems(self, values: Values, media: Lookup | None) -> Iterator[Problem]:
        present = [name for name in self.values if name in values]
        if len(present) == 1:
            missing = next(name for name in self.values if name not in values)
            yield Problem(missing, f"Width and height go together; only the {present[0]} was given.")
        elif present:
            yield from self.size_problems(values["width"], values["height"])
        elif self.required:
            yield Problem("width", f"Width and height are missing. {listed(self.options)} are possible.")

    def size_problems(self, width: object, height: object) -> Iterator[Problem]:
        for name, side in (("width", width), ("height", height)):
            if isinstance(side, bool) or not isinstance(side, int):
                yield Problem(name, f"The {name} is in whole pixels; {given(side)} was given.")
                return
        if (width, height) not in self.pairs:
            close = min(self.pairs, key=lambda pair: abs(pair[0] - width) + abs(pair[1] - height))
            # The side that is off is named; where both are, it is the width that a creator sets first.
            name = "height" if width == close[0] else "width"
            nearest = f"the nearest of {len(self.options)} sizes is {close[0]} x {close[1]}."
            yield Problem(name, f"{width} x {height} is not offered; {nearest}")

    def widen(self, other: Self) -> Self:
        return replace(Control.widen(self, other), options=union(self.options, other.options))
