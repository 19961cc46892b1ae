"""What every adapter is: it builds requests, parses answers, and says what its endpoints can promise. No I/O here.

The steps of a job are *pure data templates*: `quote` prints them as they stand, and the workflow fills the same
templates when it sends them (`files.py`). What is to be filled stands in `Blank` strings, so that a `{{uuid}}` which a
person typed into a prompt stays what they typed.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar, Literal

import httpx

from studio.catalog.schema import Route
from studio.providers.errors import Unsupported
from studio.providers.keys import Key, signed

Values = Mapping[str, object]


# Templates


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
class Step:
    """One request of a job. Steps are carried out in order; the last one is the submit.

    `upload` steps are free and may be repeated; `helper` and `submit` steps may cost and go through the ledger.
    The body is `json`, or the bytes of the file that `content` names. `endpoint` is whose promises hold for this step;
    empty means the route's. `waits`: the helper is a task of its own; what later steps name is told once it is done.
    """

    purpose: Literal["upload", "helper", "submit"]
    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    json: object = None
    content: str = ""
    endpoint: str = ""
    waits: bool = False


# Answers


class Phase(StrEnum):
    """Where a job is at the provider, in our words. An unknown status word is UNKNOWN, and never a failure."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"
    UNKNOWN = "unknown"


@dataclass(frozen=True, kw_only=True, slots=True)
class Billed:
    """Whether money was spent: yes (an amount where it is told), no, or unknown, and why we say so."""

    state: Literal["yes", "no", "unknown"] = "unknown"
    amount: Decimal | None = None
    currency: str = ""
    reason: str = ""


NOT_BILLED = Billed(state="no")


@dataclass(frozen=True, kw_only=True, slots=True)
class Ticket:
    """The provider took the job: its id there, and whatever of the answer is needed to ask again."""

    provider: str
    id: str
    endpoint: str = ""
    raw: Mapping[str, object] = field(default_factory=dict)

    def as_json(self) -> dict[str, object]:
        """The shape in which the ledger keeps it."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, object]) -> "Ticket":
        """The way back."""
        return cls(**data)


@dataclass(frozen=True, kw_only=True, slots=True)
class Output:
    """One file that waits at the provider. `id` is the provider's own id of it, by which it can work on it further.

    `gone`: a sentence, where the provider says that this one of several results will never come; it has no `url` then.
    """

    url: str
    mime: str | None = None
    id: str = ""
    gone: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Update:
    """What a poll or a webhook tells; both end in the same place.

    `done` of `total` are frames, and only set where the provider really counts them. `field` is the value that an error
    is about. `error` and `words` are sentences for a person. `answer` holds what later steps may name, of a helper that
    is a task of its own.
    """

    phase: Phase
    words: str = ""
    done: int | None = None
    total: int | None = None
    outputs: tuple[Output, ...] = ()
    billed: Billed = field(default_factory=Billed)
    answer: Mapping[str, object] = field(default_factory=dict)
    error: str = ""
    field: str = ""
    raw: object = None


# Promises


@dataclass(frozen=True, kw_only=True, slots=True)
class Promise:
    """What one endpoint guarantees. The default promises nothing, which is the safe belief.

    `idempotent_resend`: the same request with the same id is never carried out twice. `look_up`: it can be asked by the
    id that we gave. `cancel`: it can be asked to stop.
    """

    idempotent_resend: bool = False
    look_up: bool = False
    cancel: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Pace:
    """How often to ask: after `first_s`, then `factor` times slower each time, never slower than `most_s` seconds."""

    first_s: float = 2.0
    factor: float = 1.5
    most_s: float = 10.0

    def after(self, asked: int) -> float:
        """Seconds to wait once `asked` questions were answered."""
        return min(self.most_s, self.first_s * self.factor ** min(asked, 50))


class Provider(ABC):
    """One provider's language. Subclasses build and parse; `client.py` sends, times out and translates errors.

    `file_form` says what a file becomes in a request: a path on this machine, a data URI, or plain base64. `sends` is
    True once jobs can really be sent through it; until then it can be composed and quoted. `at_once` jobs run at the
    same time for the whole studio, `each` of them for one person. `origins` are the provider's own addresses: only
    requests to them ever carry a key, and where there are none it needs no key.
    """

    slug: ClassVar[str]
    name: ClassVar[str]
    sends: ClassVar[bool] = False
    file_form: ClassVar[Literal["path", "data-uri", "base64"]] = "data-uri"
    origins: ClassVar[tuple[str, ...]] = ()
    promises: ClassVar[Mapping[str, Promise]] = {}
    pace: ClassVar[Pace] = Pace()
    at_once: ClassVar[int] = 3
    each: ClassVar[int] = 2

    def promise(self, endpoint: str) -> Promise:
        """What this endpoint guarantees."""
        return self.promises.get(endpoint, Promise())

    # Keys

    def sign(self, request: httpx.Request, key: Key, now: datetime) -> httpx.Request:
        """A copy of the request that carries the key; the request itself where it leads away from the provider.

        Called by the client alone, at the moment of sending, so that no key ever stands in a step, a ledger or a log.
        Raises BadKey where this key cannot open what is asked for.
        """
        if not any(_same_origin(request.url, httpx.URL(origin)) for origin in self.origins):
            return request
        return signed(request, self.authorization(request, key, now))

    def authorization(self, request: httpx.Request, key: Key, now: datetime) -> str:
        """The value of the header `Authorization`."""
        raise self._cannot("sign in")

    # Requests and answers

    @abstractmethod
    def steps(self, route: Route, values: Values) -> tuple[Step, ...]:
        """The requests of a job, in order, the submit last. Raises Unsupported for a value that it cannot express."""

    def parse_answer(self, step: Step, response: httpx.Response) -> Mapping[str, object]:
        """The fields of an upload's or helper's answer that later steps may name.

        Raises NotReady for a step that asks after something and is to be asked again.
        """
        raise Unsupported(f"{self.name} has no {step.purpose} steps.", provider=self.slug)

    def parse_submit(self, response: httpx.Response) -> Ticket:
        """The ticket of an accepted job; "I know this id already" counts as accepted.

        Raises Refused or RateLimited where the provider clearly accepted nothing. Anything else that is raised means
        that nobody knows.
        """
        raise self._cannot("send")

    def told(self, ticket: Ticket) -> Update | None:
        """What the acceptance itself already told, where an endpoint answers at once; else None, and it is asked."""
        return None

    def build_status(self, ticket: Ticket) -> httpx.Request:
        """Ask how it goes; `ticket.endpoint` is the one that took the job."""
        raise self._cannot("ask")

    def parse_status(self, response: httpx.Response, ticket: Ticket) -> Update:
        """What the answer means for the job of this ticket. An error raised here says nothing about the job itself."""
        raise self._cannot("ask")

    def build_result(self, ticket: Ticket, update: Update) -> httpx.Request | None:
        """Ask for the results of a job that `update` says is done; None where the status already named them."""
        return None

    def parse_result(self, response: httpx.Response, ticket: Ticket, update: Update) -> Update:
        """`update` with its results, or what became of the job instead. Is given answers of 5xx, too."""
        raise self._cannot("ask for results")

    def build_lookup(self, our_id: str, endpoint: str) -> httpx.Request | None:
        """Ask for a job by the id that we gave; None where the endpoint has no look-up."""
        return None

    def parse_lookup(self, response: httpx.Response) -> Ticket | None:
        """The ticket, or None where the provider does not know the id."""
        raise self._cannot("look up")

    def build_cancel(self, ticket: Ticket) -> httpx.Request | None:
        """Ask to stop; None where that cannot be asked."""
        return None

    def parse_cancel(self, response: httpx.Response) -> Update:
        """CANCELLED if the provider agreed; anything else means that the job goes on and is watched further."""
        raise self._cannot("cancel")

    def build_forget(self, ticket: Ticket) -> httpx.Request | None:
        """Tell the provider that all results are kept and its copy may go; None where there is nothing to tell."""
        return None

    # Refusing

    def _cannot(self, verb: str) -> Unsupported:
        return Unsupported(f"Dailies cannot {verb} through {self.name} yet.", provider=self.slug)


def _same_origin(one: httpx.URL, other: httpx.URL) -> bool:
    return (one.scheme, one.host, one.port) == (other.scheme, other.host, other.port) and not one.userinfo
