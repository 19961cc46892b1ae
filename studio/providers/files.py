"""Fills the templates of `templates.Step`: the one place where placeholders become ids, answers and files."""

import base64
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import httpx

from studio.providers.errors import Unsupported
from studio.providers.parts import Parted, Sendable
from studio.providers.templates import UNMEASURED, Blank, Step

PLACEHOLDER = re.compile(r"\{\{(.+?)\}\}")
Answers = Mapping[int, Mapping[str, object]]


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredFile:
    """A file of ours: an absolute path, its MIME type, and what else a request may ask about it.

    `height` in pixels, `duration_s` in seconds; `url` where a provider can fetch it; `id` under which the provider of
    the request knows it itself. None where there is no such thing.
    """

    path: Path
    mime: str
    height: int | None = None
    duration_s: float | None = None
    url: str | None = None
    id: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Filling:
    """What the blanks of one request are filled with. `answers` are those of earlier steps, counted from 1."""

    our_id: str
    file_form: str = "data-uri"
    files: Mapping[str, StoredFile]
    answers: Answers


def fill(step: Step, filling: Filling) -> Sendable:
    """The request that a step stands for. Reads files: call it in a thread. Raises Unsupported for an open blank."""
    value = partial(_filled, lookup=partial(_value, filling=filling))
    url, headers = value(step.url), value(dict(step.headers))
    if step.divided and (size := _file(step.divided.file, filling).path.stat().st_size) > step.divided.above:
        if step.content:
            path = _file(step.content, filling).path
            return Parted(url=url, headers=headers, path=path, size=size, each=step.divided.each)
        url = step.divided.url
    json = _by_id(step, filling)
    body = {"content": _file(step.content, filling).path.read_bytes()} if step.content else {"json": value(json)}
    if step.json is None and not step.content:
        body = {}
    return httpx.Request(step.method, url, headers=headers, **body)


def _by_id(step: Step, filling: Filling) -> object:
    """The body, with the provider's own ids of the clips that it made itself in place of their addresses."""
    if not step.by_id:
        return step.json
    ids = {_blank("url", asset): file.id for asset, file in filling.files.items() if _is_own_clip(file)}
    known = {step.by_id[name]: ids[value] for name, value in step.json.items() if name in step.by_id and value in ids}
    replaced = {name for name, own in step.by_id.items() if own in known}
    return known | {name: value for name, value in step.json.items() if name not in replaced}


def _is_own_clip(file: StoredFile) -> bool:
    return file.id is not None and file.mime.startswith("video/")


def _blank(about: str, asset: str) -> str:
    return f"{{{{{about}:{asset}}}}}"


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
    about, _, rest = name.partition(":")
    if about == "file":
        return FORMS[filling.file_form](_stored(rest, filling))
    if about in FACTS:
        return _fact(about, rest, filling)
    step, _, path = name.partition(".")
    found: object = filling.answers.get(int(step)) if step.isdigit() else None
    for key in path.split("."):
        found = _inside(found, key)
    if found is None:
        raise Unsupported(f"An earlier step did not answer what the request needs ({name}).")
    return found


def _inside(found: object, key: str) -> object:
    """One step into an answer: the field of an object, or the item of a list, counted from 0."""
    if isinstance(found, list):
        return found[int(key)] if key.isdigit() and int(key) < len(found) else None
    return found.get(key) if isinstance(found, Mapping) else None


def _fact(about: str, rest: str, filling: Filling) -> object:
    """What a request needs to know about a file of ours (`rest`: its id, and more after a colon)."""
    asset, _, more = rest.partition(":")
    field, tell, missing = FACTS[about]
    if asset == UNMEASURED:
        raise Unsupported(f"{missing} Choose the file from the library instead of giving its address.")
    fact = getattr(_stored(asset, filling), field)
    if fact is None:
        raise Unsupported(missing)
    return tell(fact, more)


def _stored(asset: str, filling: Filling) -> StoredFile:
    """The file of an asset; only files that the recipe itself uses are known here."""
    if asset not in filling.files:
        raise Unsupported(f"The input file {asset} is not part of this recipe any more. Choose it again.")
    return filling.files[asset]


def _file(content: str, filling: Filling) -> StoredFile:
    whole = PLACEHOLDER.fullmatch(content)
    return _stored((whole[1] if whole else content).removeprefix("file:"), filling)


def _as_data_uri(file: StoredFile) -> str:
    return f"data:{file.mime};base64,{base64.b64encode(file.path.read_bytes()).decode()}"


def _as_base64(file: StoredFile) -> str:
    return base64.b64encode(file.path.read_bytes()).decode()


FORMS: Mapping[str, Callable[[StoredFile], str]] = {
    "path": lambda file: str(file.path),
    "data-uri": _as_data_uri,
    "base64": _as_base64,
}
"""What a file becomes inside a request, by the adapter's `file_form`."""

FACTS: Mapping[str, tuple[str, Callable[[object, str], object], str]] = {
    "url": (
        "url",
        lambda url, _: url,
        "The provider fetches this file from an address, and this studio has none that it could reach. Whoever runs "
        "the studio sets one with DAILIES_URL.",
    ),
    "id": (
        "id",
        lambda id_, _: id_,
        "The provider works only on clips that it made itself, through the same account, and this is none.",
    ),
    "milliseconds": (
        "duration_s",
        lambda seconds, _: round(seconds * 1000),
        "The length of this file is not known, and the request has to tell it.",
    ),
    "flip": (
        "height",
        lambda height, y: height - int(y),
        "The height of this picture is not known, and the points on it count from its bottom.",
    ),
    "name": ("path", lambda path, _: path.name, ""),
    "mime": ("mime", lambda mime, _: mime, ""),
    "kind": ("mime", lambda mime, _: mime.partition("/")[0], ""),
    "bytes": ("path", lambda path, _: path.stat().st_size, ""),
}
"""Placeholders about a file of ours: the field that it stands for, how it is told, and why it may be missing."""
