"""What the files of a zip are called: by a template, safe on every file system, each once."""

import re
from collections.abc import Callable, Mapping
from string import Formatter

from django.utils import timezone

from .models import Asset

DEFAULT = "{date} {name}"
LONGEST_TEMPLATE = 200  #: characters
LONGEST_PART = 100  #: characters of a folder's or a file's name, without its suffix
UNSAFE = re.compile(r'[<>:"\\|?*\x00-\x1f\x7f]+')
NOT_IN_A_WORD = re.compile(r"[/\\]+")
DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}
"""Names that Windows keeps for itself, whatever follows the first dot
(https://learn.microsoft.com/windows/win32/fileio/naming-a-file)."""


class BadTemplate(ValueError):
    """The template cannot be read; the message is a sentence for who wrote it."""


def _moment(asset: Asset, words: str) -> str:
    return timezone.localtime(asset.created_at).strftime(words)


FIELDS: Mapping[str, Callable[[Asset, int], str]] = {
    "name": lambda asset, number: "",  # what a single download is called: given from outside
    "number": lambda asset, number: f"{number:04}",
    "date": lambda asset, number: _moment(asset, "%Y-%m-%d"),
    "time": lambda asset, number: _moment(asset, "%H%M"),
    "project": lambda asset, number: asset.project.name,
    "person": lambda asset, number: asset.owner.name,
    "model": lambda asset, number: asset.model or "given",
    "task": lambda asset, number: asset.task or "given",
    "stars": lambda asset, number: str(asset.stars),
    "id": lambda asset, number: asset.pk.hex[:8],
}
"""What a template may hold, in braces. A slash in it begins a folder."""


class Template:
    """`{project}/{date} {name}`. Raises BadTemplate for a word that is none of FIELDS, and for loose braces."""

    def __init__(self, text: str) -> None:
        text = " ".join(text.split()) or DEFAULT
        if len(text) > LONGEST_TEMPLATE:
            raise BadTemplate(f"File names are made of at most {LONGEST_TEMPLATE} characters; {len(text)} were given.")
        try:
            self.parts = [
                (literal, field) for literal, field, spec, how in Formatter().parse(text) if _plain(spec, how)
            ]
        except ValueError as error:
            raise BadTemplate(f"The file names {text!r} have a brace without its pair. {ALLOWED}") from error
        for _, field in self.parts:
            if field is not None and field not in FIELDS:
                raise BadTemplate(f"There is no {{{field}}} to name files by. {ALLOWED}")

    def path(self, asset: Asset, number: int, name: str) -> str:
        """The path in the zip, without a suffix: `Titles/2026-11-21 A harbour`."""
        words = (f"{literal}{self._word(field, asset, number, name)}" for literal, field in self.parts)
        return "/".join(filter(None, map(safe, "".join(words).split("/")))) or "dailies"

    def _word(self, field: str | None, asset: Asset, number: int, name: str) -> str:
        if field is None:
            return ""
        return NOT_IN_A_WORD.sub(" ", name if field == "name" else FIELDS[field](asset, number))


def _plain(spec: str | None, how: str | None) -> bool:
    if spec or how:
        raise BadTemplate(f"A file name's word stands in braces alone, without : or !. {ALLOWED}")
    return True


ALLOWED = f"There are {', '.join(f'{{{name}}}' for name in FIELDS)}; a / begins a folder."


def safe(part: str) -> str:
    """One folder's or file's name as every file system takes it; empty where nothing is left of it."""
    plain = " ".join(UNSAFE.sub(" ", part).split())[:LONGEST_PART].strip(" .")
    return f"{plain}_" if plain.partition(".")[0].strip().lower() in DEVICES else plain


class Names:
    """Gives each path once: what differs in capitals alone is the same file on Windows and macOS."""

    def __init__(self, *taken: str) -> None:
        self._taken = {path.casefold() for path in taken}
        self._last: dict[str, int] = {}

    def once(self, path: str) -> str:
        """The path itself, or with ` (2)` and so on after it."""
        key, free = path.casefold(), path
        while free.casefold() in self._taken:
            self._last[key] = self._last.get(key, 1) + 1
            free = f"{path} ({self._last[key]})"
        self._taken.add(free.casefold())
        return free
