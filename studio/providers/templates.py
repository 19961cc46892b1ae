"""The steps of a job as pure data templates: `quote` prints them as they stand, and the workflow fills the same ones.

What is to be filled (`files.py`) stands in `Blank` strings, so that a `{{uuid}}` which a person typed into a prompt
stays what they typed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal


class Blank(str):
    """Our own string with placeholders, never what one typed.

    `{{uuid}}` our id, `{{1.mediaUUID}}` a field of an earlier answer, `{{file:<asset id>}}` a file. And of an asset:
    `{{url:...}}` an address under which the provider can fetch it, `{{id:...}}` the provider's own id of it,
    `{{milliseconds:...}}` its length, `{{flip:...:<y>}}` a row of pixels counted from its bottom, `{{name:...}}`,
    `{{mime:...}}`, `{{kind:...}}` (image, video or audio) and `{{bytes:...}}` what an upload is announced with.
    """

    __slots__ = ()


UNMEASURED = "unmeasured"

OUR_ID = Blank("{{uuid}}")
"""The id that we give to this attempt: fresh for each attempt, the same when one attempt is sent again."""


def answer(step: int, name: str) -> Blank:
    """A field of what an earlier step answered. `step` counts from 1; `name` may be dotted (`data.id`)."""
    return Blank(f"{{{{{step}.{name}}}}}")


def file(media: Mapping[str, object]) -> str:
    """A media value in a request: the asset's file (in the adapter's `file_form`), or the provider's own handle."""
    return str(media["handle"]) if "handle" in media else Blank(f"{{{{file:{media['asset']}}}}}")


def link(media: Mapping[str, object]) -> str:
    """A media value where the provider fetches from an address: the asset's address, or the handle as it stands."""
    return _of("url", media) if "asset" in media else str(media["handle"])


def own_id(media: Mapping[str, object]) -> str:
    """A media value where the provider wants its own id: the one it gave the asset, or the handle as it stands."""
    return _of("id", media) if "asset" in media else str(media["handle"])


def milliseconds(media: Mapping[str, object]) -> Blank:
    """The length of a file, known once it is measured."""
    return _of("milliseconds", media)


def flipped(y: float, media: Mapping[str, object]) -> Blank:
    """A row of pixels, counted from the top, for an API that counts from the bottom of the picture `media`."""
    return _of("flip", media, f":{round(y)}")


def announced(media: Mapping[str, object]) -> dict[str, Blank]:
    """What an upload is announced with: the file's `name`, its `mime` type, its `kind`, and its `bytes`."""
    return {what: _of(what, media) for what in ("name", "mime", "kind", "bytes")}


def _of(what: str, media: Mapping[str, object], more: str = "") -> Blank:
    """A fact about a file of ours. What is only known by a handle was never measured, and cannot be filled in."""
    return Blank(f"{{{{{what}:{media.get('asset', UNMEASURED)}{more}}}}}")


@dataclass(frozen=True, kw_only=True, slots=True)
class Division:
    """How an upload differs where its `file` (as `file()` writes it) has more than `above` bytes, which nobody knows
    before the request is made: it is announced at `url` instead, and put in parts of `each` bytes."""

    file: str
    above: int
    each: int
    url: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """One request of a job. Steps are carried out in order; the last one is the submit.

    `upload` steps are free and may be repeated; `helper` and `submit` steps may cost and go through the ledger.
    The body is `json`, or the bytes of the file that `content` names. `endpoint` is whose promises hold for this step;
    empty means the route's. `waits`: a helper that is a task of its own, or a question that is asked until there is an
    answer; what later steps name is told then. `doing` is what a helper is for, in words that follow "First:", and
    `field` the recipe's value that it is about. `by_id`: fields of the body that take the address of a clip, and the
    ones that take the provider's own id of it instead, where it made the clip itself. `divided`: what is otherwise
    with a large file, in its announcement and in its upload.
    """

    purpose: Literal["upload", "helper", "submit"]
    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    json: object = None
    content: str = ""
    endpoint: str = ""
    waits: bool = False
    doing: str = ""
    by_id: Mapping[str, str] = field(default_factory=dict)
    field: str = ""
    divided: Division | None = None
