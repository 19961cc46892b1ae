"""Reads the values of a request one by one. What cannot be drawn is refused, with its field and a sentence."""

import math
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Protocol

Json = dict

MOST_CHARACTERS = 20_000
MOST_LISTED = 100


class CannotDraw(ValueError):
    """A request that cannot be drawn; `field` names the value that is at fault, the message is for a person."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True, slots=True)
class File:
    """A given file: in JSON an absolute path, `{"clip": path}` for one of moving pictures among pictures, or
    `{"handle": words}` for one that only a provider has. Of that nothing can be drawn but a plate that says so."""

    path: Path | None = None
    handle: str = ""
    clip: bool = False

    @property
    def is_here(self) -> bool:
        return self.path is not None


class Facts(Protocol):
    """What only opening a file tells. Each raises CannotDraw with the field."""

    def size(self, file: File, field: str) -> tuple[int, int]:
        """Width and height as one sees it, in pixels."""

    def seconds(self, file: File, field: str) -> Fraction:
        """The length of a clip or sound."""

    def rate(self, file: File, field: str) -> Fraction:
        """Frames a second of a clip."""


def file(value: object, name: str) -> File | None:
    """A file that exists; what it holds is found when it is drawn. None for null."""
    if value is None:
        return None
    if isinstance(value, dict) and set(value) == {"handle"}:
        return File(handle=text(value["handle"], name))
    clip = isinstance(value, dict) and set(value) == {"clip"}
    return File(path=_path(value["clip"] if clip else value, name), clip=clip)


def _path(value: object, name: str) -> Path:
    if not isinstance(value, str) or "\0" in value or not Path(value).is_absolute():
        raise CannotDraw(name, f"The {name} must be given as the absolute path of a file.")
    if not Path(value).is_file():
        raise CannotDraw(name, f"The {name} is no longer there: {Path(value).name}. Choose the file again.")
    return Path(value)


def files(value: object, name: str, most: int) -> tuple[File, ...]:
    if not isinstance(value, list | tuple) or len(value) > most:
        raise CannotDraw(name, f"The {name} are a list of up to {most} files.")
    return tuple(found for found in (file(each, name) for each in value) if found)


def text(value: object, name: str) -> str:
    if not isinstance(value, str | None) or len(value or "") > MOST_CHARACTERS:
        raise CannotDraw(name, f"The {name} must be text of up to {MOST_CHARACTERS:,} characters.")
    return value or ""


def texts(value: object, name: str) -> tuple[str, ...]:
    if not isinstance(value, list | tuple) or len(value) > MOST_LISTED:
        raise CannotDraw(name, f"The {name} are a list of up to {MOST_LISTED} texts.")
    return tuple(text(each, name) for each in value)


def whole(value: object, name: str, least: int, most: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise CannotDraw(name, f"The {name} is {value!r}; it must be a whole number from {least} to {most}.")
    return value


def number(value: object, name: str, least: float, most: float) -> float:
    """A finite number; text, NaN, yes and no are none."""
    fine = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    if not fine or not least <= value <= most:
        raise CannotDraw(name, f"The {name} is {value!r}; it must be a number from {least:g} to {most:g}.")
    return float(value)


def one_of(request: Json, name: str, allowed: tuple[str, ...]) -> str:
    if request.get(name) not in allowed:
        raise CannotDraw(name, f"The {name} is {request.get(name)!r}; it must be one of {', '.join(allowed)}.")
    return request[name]


def thing(value: object, name: str, keys: set[str]) -> Json:
    """An object with no other keys than these."""
    if not isinstance(value, dict) or set(value) - keys:
        raise CannotDraw(name, f"The {name} is an object of {', '.join(sorted(keys))}.")
    return value


def things(value: object, name: str, keys: set[str]) -> list[Json]:
    if not isinstance(value, list | tuple) or len(value) > MOST_LISTED:
        raise CannotDraw(name, f"The {name} are a list of up to {MOST_LISTED} objects.")
    return [thing(each, name, keys) for each in value]
