"""What every adapter is: it builds requests, parses answers, and says what its endpoints can promise. No I/O here."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import ClassVar, Literal

import httpx

from studio.catalog.mentions import Mention
from studio.catalog.schema import Route
from studio.providers.account import Account, KeyField, Left
from studio.providers.errors import Unsupported
from studio.providers.hooks import Delivery, News, Proof
from studio.providers.keys import Key, signed
from studio.providers.templates import Step
from studio.providers.things import Kind, Thing

Values = Mapping[str, object]


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

    `done` of `total` are frames, or hundredths where the provider tells a share, and only set where it really counts;
    `words` say then what is counted. `field` is the value that an error is about. `error` and `words` are sentences for
    a person. `answer` holds what later steps may name, of a helper that is a task of its own. `lost`: the provider does
    not know the job, or not any more.
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
    lost: bool = False
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

    `file_form` says what a file becomes in a request: a path on this machine, a data URI, or plain base64. `sends`:
    whether jobs can really be sent through it, or only composed and quoted. `at_once` jobs run at the same time on one
    account, and `starts_per_s` are started in a second, where nobody has set other numbers. `streams`: a film can be
    watched while it is made. `things` are the kinds that it keeps and lists.
    `hook_proof` says what makes its deliveries believable; `hook_keys` is where it publishes
    the keys that sign them. `shown_authorization` is the header of a written request, with the names of variables for
    the key. `origins` are the provider's own addresses: only requests to them ever carry a key, and where there are
    none it needs no key. `key_fields` are the parts of a key, `balance_note` what is to be known about the balance, as
    far as it is told.
    """

    slug: ClassVar[str]
    name: ClassVar[str]
    sends: ClassVar[bool] = False
    file_form: ClassVar[Literal["path", "data-uri", "base64"]] = "data-uri"
    origins: ClassVar[tuple[str, ...]] = ()
    key_fields: ClassVar[tuple[KeyField, ...]] = ()
    balance_note: ClassVar[str] = ""
    promises: ClassVar[Mapping[str, Promise]] = {}
    pace: ClassVar[Pace] = Pace()
    hook_proof: ClassVar[Proof] = Proof.NONE
    things: ClassVar[tuple[Kind, ...]] = ()
    hook_keys: ClassVar[str] = ""
    shown_authorization: ClassVar[str] = ""
    at_once: ClassVar[int] = 3
    starts_per_s: ClassVar[float | None] = None
    streams: ClassVar[bool] = False

    def promise(self, endpoint: str) -> Promise:
        """What this endpoint guarantees."""
        return self.promises.get(endpoint, Promise())

    # Keys

    def owns(self, url: httpx.URL) -> bool:
        """Whether it is one of the provider's own addresses, and not one that an answer named."""
        return any(_same_origin(url, _address(origin)) for origin in self.origins)

    def sign(self, request: httpx.Request, key: Key, now: datetime) -> httpx.Request:
        """A copy of the request that carries the key; the request itself where it leads away from the provider.

        Called by the client alone, at the moment of sending, so that no key ever stands in a step, a ledger or a log.
        Raises BadKey where this key cannot open what is asked for.
        """
        if not self.owns(request.url):
            return request
        return signed(request, self.authorization(request, key, now))

    def authorization(self, request: httpx.Request, key: Key, now: datetime) -> str:
        """The value of the header `Authorization`."""
        raise self._cannot("sign in")

    def build_test(self, now: datetime) -> httpx.Request:
        """A read that costs nothing, and that only a good key opens."""
        raise self._cannot("test a key")

    def parse_test(self, response: httpx.Response) -> Account:
        """What it told about the account. Raises BadKey for a wrong key."""
        raise self._cannot("test a key")

    def build_balance(self) -> httpx.Request | None:
        """Ask for the balance, where another read tells it; many keys may not."""
        return None

    def parse_left(self, response: httpx.Response) -> Left | None:
        """The balance as a number; None where it is not told."""
        return None

    def parse_balance(self, response: httpx.Response) -> str:
        """The balance in words; nothing where it is not told."""
        return ""

    # Requests and answers

    def mention(self, route: Route, meant: Mention) -> str:
        """How a prompt of this route means a file, a voice or an element; its place by name where nobody reads it."""
        return str(meant)

    @abstractmethod
    def steps(self, route: Route, values: Values) -> tuple[Step, ...]:
        """The requests of a job, in order, the submit last. Raises Unsupported for a value that it cannot express."""

    def parse_answer(self, step: Step, response: httpx.Response) -> Mapping[str, object]:
        """The fields of an upload's or helper's answer that later steps may name.

        Raises NotReady for a step that asks after something and is to be asked again.
        """
        raise Unsupported(f"{self.name} has no {step.purpose} steps.", provider=self.slug)

    def parse_bill(self, step: Step, response: httpx.Response) -> Billed:
        """What a helper that answers at once has cost, as far as its answer says so."""
        return Billed()

    def request_id(self, response: httpx.Response) -> str:
        """What the provider's support asks for, as far as an answer of any kind names it."""
        return ""

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

    def stream_url(self, ticket: Ticket) -> str:
        """Where a film can be watched while it is made: fragmented MP4 from its first frame. No key is sent there."""
        raise self._cannot("watch a film being made")

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

    # Webhooks

    def with_hook(self, step: Step, address: str) -> Step:
        """A submit that also names the address at which we want to be called; the step itself where it cannot."""
        return step

    def is_signed(self, delivery: Delivery, secrets: Sequence[object], now: datetime) -> bool:
        """Whether one of `secrets` signed the delivery, a short while ago. Asked where `hook_proof` is a signature."""
        return False

    def news(self, delivery: Delivery, ticket: Ticket | None, our_id: str) -> News:
        """What a proven delivery tells about the job of this ticket, which is None while the answer is still out."""
        return News()

    # Voices and elements that are kept there

    def build_things(self, kind: Kind, *, presets: bool) -> httpx.Request:
        """Ask which of these the account has, or which the provider has for all. Asked for kinds in `things` only."""
        raise self._cannot(f"list {kind}s")

    def parse_things(self, response: httpx.Response, kind: Kind, *, presets: bool) -> tuple[Thing, ...]:
        """What is there."""
        raise self._cannot(f"list {kind}s")

    def build_removal(self, kind: Kind, its_id: str) -> httpx.Request:
        """Ask to delete one of the account's own."""
        raise self._cannot(f"delete {kind}s")

    def parse_removal(self, response: httpx.Response) -> None:
        """Returns when it was deleted; raises what was answered instead."""
        raise self._cannot("delete anything")

    # Refusing

    def _cannot(self, verb: str) -> Unsupported:
        return Unsupported(f"Dailies cannot {verb} through {self.name} yet.", provider=self.slug)


@cache
def _address(origin: str) -> httpx.URL:
    """An origin, read once: requests are signed by the hundred."""
    return httpx.URL(origin)


def _same_origin(one: httpx.URL, other: httpx.URL) -> bool:
    return (one.scheme, one.host, one.port) == (other.scheme, other.host, other.port) and not one.userinfo
