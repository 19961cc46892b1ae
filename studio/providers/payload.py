"""Writing canonical values into a provider's JSON: one row per value, in a table of the adapter's own.

A `Place` says where a value goes and how it is written there. What is written depends on files being named, which each
provider does in its own way (an id of its storage, a URL, base64): the adapter hands in `named`.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

Named = Callable[[Mapping[str, object]], object]
"""A media value -> what names it in the request."""


def as_is(value: object, named: Named) -> object:
    """Numbers, words and switches need no translation."""
    return value


def as_text(value: object, named: Named) -> object:
    """A number where the API takes text."""
    return str(value)


def one(value: Mapping[str, object], named: Named) -> object:
    """A single file."""
    return named(value)


def several(value: Iterable[Mapping[str, object]], named: Named) -> object:
    """Files in order."""
    return [named(item) for item in value]


def in_a_list(value: Mapping[str, object], named: Named) -> object:
    """A single file where the API takes a list."""
    return [named(value)]


def words(table: Mapping[object, object]) -> Callable[[object, Named], object]:
    """One word for another, by a table."""
    return lambda value, named: table[value]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value goes: a dotted path, and how it is written."""

    path: str
    write: Callable[[object, Named], object] = as_is


def fill(body: dict, values: Mapping[str, object], places: Mapping[str, Place], named: Named) -> dict:
    """Write every value that has a place into the body, in the order of the values."""
    for name, value in values.items():
        if name in places:
            put(body, places[name].path, places[name].write(value, named))
    return body


def put(body: dict, path: str, value: object) -> None:
    """Set a value at a dotted path, making the objects on the way."""
    *way, last = path.split(".")
    for key in way:
        body = body.setdefault(key, {})
    body[last] = value
