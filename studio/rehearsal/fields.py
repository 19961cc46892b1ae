"""What a JSON body may hold, as a table of fields, and what is wrong with one that was sent.

A stand-in's own few lines: it knows nothing of the adapters that compose the bodies. Fields that no table names are
let through, as the providers do.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

Path = tuple[str | int, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Field:
    """One field. `most` and `least` bound a number, the length of a text (characters) and of a list (items);
    `form` says what is wrong with a text, or nothing."""

    kind: str
    needed: bool = False
    choices: tuple[object, ...] = ()
    least: float | None = None
    most: float | None = None
    item: "Field | None" = None
    fields: Mapping[str, "Field"] | None = None
    form: Callable[[str], str] | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
    """One thing that is wrong: where, which kind, in words, and with what limit."""

    path: Path
    kind: str
    words: str
    limit: object = None


Table = Mapping[str, Field]
Rule = Callable[[Mapping[str, object]], Problem | None]


def text(most: int | None = None, form: Callable[[str], str] | None = None) -> Field:
    """A text of at most so many characters."""
    return Field(kind="text", most=most, form=form)


def choice(*choices: object) -> Field:
    """One of these, of whatever type they are."""
    return Field(kind="choice", choices=choices)


def whole(least: int | None = None, most: int | None = None) -> Field:
    """A whole number."""
    return Field(kind="whole", least=least, most=most)


def number(least: float | None = None, most: float | None = None) -> Field:
    """A number."""
    return Field(kind="number", least=least, most=most)


def flag() -> Field:
    """True or false."""
    return Field(kind="flag")


def listed(item: Field, least: int | None = None, most: int | None = None) -> Field:
    """A list of these."""
    return Field(kind="list", item=item, least=least, most=most)


def group(**fields: Field) -> Field:
    """An object of these fields."""
    return Field(kind="object", fields=fields)


def needed(field: Field) -> Field:
    """The same field, which may not be left out."""
    return replace(field, needed=True)


IS = {
    "text": lambda value: isinstance(value, str),
    "whole": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "flag": lambda value: isinstance(value, bool),
    "list": lambda value: isinstance(value, list),
    "object": lambda value: isinstance(value, dict),
    "choice": lambda value: True,
    "id": lambda value: isinstance(value, int) or (isinstance(value, str) and value.isdigit()),
}
WORDS = {
    "text": "should be a string",
    "whole": "should be an integer",
    "number": "should be a number",
    "flag": "should be a boolean",
    "list": "should be a list",
    "object": "should be an object",
    "id": "should be a number",
}


def problems(table: Table, body: Mapping[str, object], at: Path = ()) -> Iterator[Problem]:
    """Everything that is wrong with an object; null and an empty text count as left out."""
    for name, field in table.items():
        value = body.get(name)
        if value not in (None, ""):
            yield from _wrong(field, value, (*at, name))
        elif field.needed:
            yield Problem(path=(*at, name), kind="missing", words="is required")


def broken(rules: tuple[Rule, ...], body: Mapping[str, object]) -> Iterator[Problem]:
    """What the fields of an object do wrong together."""
    return (problem for rule in rules if (problem := rule(body)))


def _wrong(field: Field, value: object, path: Path) -> Iterator[Problem]:
    if not IS[field.kind](value):
        yield Problem(path=path, kind="value_error", words=WORDS[field.kind])
        return
    if field.choices and value not in field.choices:
        words = f"should be one of {', '.join(map(str, field.choices))}"
        yield Problem(path=path, kind="one_of", words=words, limit=list(field.choices))
    yield from _out_of_bounds(field, value, path)
    if field.form and (words := field.form(value)):
        yield Problem(path=path, kind="value_error", words=words)
    if field.item:
        for place, item in enumerate(value):
            yield from _wrong(field.item, item, (*path, place))
    if field.fields:
        yield from problems(field.fields, value, path)


SIZED = {"text": "characters", "list": "items"}


def _out_of_bounds(field: Field, value: object, path: Path) -> Iterator[Problem]:
    unit = SIZED.get(field.kind)
    size = len(value) if unit else value
    if field.most is not None and size > field.most:
        kind = "sequence_too_long" if unit else "less_than_equal"
        yield Problem(path=path, kind=kind, words=_at("most", field.most, unit), limit=field.most)
    if field.least is not None and size < field.least:
        kind = "sequence_too_short" if unit else "greater_than_equal"
        yield Problem(path=path, kind=kind, words=_at("least", field.least, unit), limit=field.least)


def _at(end: str, limit: float, unit: str | None) -> str:
    return f"should have at {end} {limit:g} {unit}" if unit else f"should be at {end} {limit:g}"


# What fields may do together


def given(body: Mapping[str, object], name: str) -> bool:
    """Whether a field says anything: null, an empty text and an empty list do not."""
    return body.get(name) not in (None, "", [], {})


def exactly_one(*names: str) -> Rule:
    """One of these fields, and no other of them."""

    def rule(body: Mapping[str, object]) -> Problem | None:
        if sum(given(body, name) for name in names) == 1:
            return None
        return Problem(path=(names[0],), kind="value_error", words=f"exactly one of {', '.join(names)} is required")

    return rule


def at_least_one(*names: str) -> Rule:
    """One of these fields, or several."""

    def rule(body: Mapping[str, object]) -> Problem | None:
        if any(given(body, name) for name in names):
            return None
        return Problem(path=(names[0],), kind="missing", words=f"one of {', '.join(names)} is required")

    return rule


def apart(*groups: tuple[str, ...]) -> Rule:
    """Fields of different groups exclude each other."""

    def rule(body: Mapping[str, object]) -> Problem | None:
        present = [names for names in groups if any(given(body, name) for name in names)]
        if len(present) < 2:
            return None
        words = f"cannot be used together with {present[1][0]}"
        return Problem(path=(present[0][0],), kind="value_error", words=words)

    return rule


def when(condition: Callable[[Mapping[str, object]], bool], path: Path, words: str) -> Rule:
    """A body for which this holds is refused, at that path and in these words."""

    def rule(body: Mapping[str, object]) -> Problem | None:
        return Problem(path=path, kind="value_error", words=words) if condition(body) else None

    return rule
