"""Fills the templates of `base.Step`: the one place where placeholders become ids, answers and files."""

import base64
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import httpx

from studio.providers.base import Blank, Step
from studio.providers.errors import Unsupported

PLACEHOLDER = re.compile(r"\{\{(.+?)\}\}")
Answers = Mapping[int, Mapping[str, object]]


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredFile:
    """A file of ours: an absolute path and its MIME type."""

    path: Path
    mime: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Filling:
    """What the blanks of one request are filled with. `answers` are those of earlier steps, counted from 1."""

    our_id: str
    file_form: str = "data-uri"
    files: Mapping[str, StoredFile]
    answers: Answers


def fill(step: Step, filling: Filling) -> httpx.Request:
    """The request that a step stands for. Reads files: call it in a thread. Raises Unsupported for an open blank."""
    value = partial(_filled, lookup=partial(_value, filling=filling))
    body = {"content": _bytes(step.content, filling)} if step.content else {"json": value(step.json)}
    if step.json is None and not step.content:
        body = {}
    return httpx.Request(step.method, value(step.url), headers=value(dict(step.headers)), **body)


def _filled(value: object, lookup: Callable[[str], object]) -> object:
    """The same structure with every Blank filled. A string that is one placeholder becomes whatever that holds."""
    if isinstance(value, Mapping):
        return {key: _filled(inner, lookup) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_filled(inner, lookup) for inner in value]
    if not isinstance(value, Blank):
        return value
    whole = PLACEHOLDER.fullmatch(value)
    return lookup(whole[1]) if whole else PLACEHOLDER.sub(lambda found: str(lookup(found[1])), value)


def _value(name: str, filling: Filling) -> object:
    if name == "uuid":
        return filling.our_id
    if name.startswith("file:"):
        return FORMS[filling.file_form](_stored(name, filling))
    step, _, path = name.partition(".")
    found: object = filling.answers.get(int(step)) if step.isdigit() else None
    for key in path.split("."):
        found = found.get(key) if isinstance(found, Mapping) else None
    if found is None:
        raise Unsupported(f"An earlier step did not answer what the request needs ({name}).")
    return found


def _stored(name: str, filling: Filling) -> StoredFile:
    """The file that `file:<asset id>` names; only files that the recipe itself uses are known here."""
    asset = name.removeprefix("file:")
    if asset not in filling.files:
        raise Unsupported(f"The input file {asset} is not part of this recipe any more. Choose it again.")
    return filling.files[asset]


def _bytes(content: str, filling: Filling) -> bytes:
    whole = PLACEHOLDER.fullmatch(content)
    return _stored(whole[1] if whole else content, filling).path.read_bytes()


def _as_data_uri(file: StoredFile) -> str:
    return f"data:{file.mime};base64,{base64.b64encode(file.path.read_bytes()).decode()}"


FORMS: Mapping[str, Callable[[StoredFile], str]] = {
    "path": lambda file: str(file.path),
    "data-uri": _as_data_uri,
}
"""What a file becomes inside a request, by the adapter's `file_form`."""
