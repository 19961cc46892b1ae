"""Answers of the providers as their references show them, and what each must mean: `<provider>/answers/*.json`.

One record: `name` a sentence, `origin` and `lines` where the body stands in the reference (`assembled` where it is put
together from the fields listed there), `call` how it came, `endpoint`, `sent` the JSON that was asked, `ticket` what
the job's ticket remembers, `http`, `headers`, `body` (or `text` where it is no JSON), and `means`.
"""

import json
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import httpx

from studio.providers import registry
from studio.providers.base import Phase, Ticket, Update
from studio.providers.errors import ProviderError
from studio.providers.templates import Step

HERE = Path(__file__).parent
REAL = ("runware", "kling", "fal", "scenario")
TASK = "11111111-2222-4333-8444-555555555555"


@dataclass(frozen=True, kw_only=True)
class Record:
    """One answer. `means` is what the adapter must make of it, and nothing else."""

    provider: str
    name: str
    origin: str
    lines: str
    call: str
    means: dict
    assembled: bool = False
    endpoint: str = ""
    url: str = ""
    method: str = "POST"
    sent: object = None
    ticket: dict = field(default_factory=dict)
    id: str = TASK
    before: dict | None = None
    http: int = 200
    headers: dict = field(default_factory=dict)
    body: object = None
    text: str | None = None

    def __str__(self) -> str:
        return f"{self.provider}: {self.name}"

    @property
    def response(self) -> httpx.Response:
        request = httpx.Request(self.method, self.url or "https://provider.example/", json=self.sent)
        content = {"json": self.body} if self.text is None else {"text": self.text}
        return httpx.Response(self.http, headers=self.headers, request=request, **content)


def records() -> list[Record]:
    """All of them."""
    return [
        Record(provider=slug, **about)
        for slug in REAL
        for path in sorted((HERE / slug / "answers").glob("*.json"))
        for about in json.loads(path.read_text())
    ]


def understood(record: Record) -> object:
    """What the adapter makes of an answer; its error where it raises one."""
    provider = registry.get(record.provider)
    ticket = Ticket(provider=record.provider, id=record.id, endpoint=record.endpoint, raw=record.ticket)
    step = Step(
        purpose="helper" if record.call == "helper" else "upload",
        method=record.method,
        url=record.url,
        endpoint=record.endpoint,
        waits=record.method == "GET",
    )
    calls = {
        "submit": lambda: provider.parse_submit(record.response),
        "status": lambda: provider.parse_status(record.response, ticket),
        "result": lambda: provider.parse_result(record.response, ticket, _before(provider, record, ticket)),
        "lookup": lambda: provider.parse_lookup(record.response),
        "cancel": lambda: provider.parse_cancel(record.response),
        "upload": lambda: provider.parse_answer(step, record.response),
        "helper": lambda: provider.parse_answer(step, record.response),
        "test": lambda: provider.parse_test(record.response),
        "balance": lambda: provider.parse_balance(record.response),
        "told": lambda: provider.told(provider.parse_submit(record.response)),
    }
    try:
        return calls[record.call]()
    except ProviderError as error:
        return error


def _before(provider, record: Record, ticket: Ticket) -> Update:
    """What the status said before the result was asked for."""
    if record.before is None:
        return Update(phase=Phase.DONE)
    return provider.parse_status(httpx.Response(200, json=record.before), ticket)


def told(found: object, wanted: dict) -> dict:
    """As much of what was understood as a record says something about, in the record's words."""
    return {name: FACTS[name](found) for name in wanted}


FACTS = {
    "ticket": lambda found: getattr(found, "id", found),
    "remembers": lambda found: dict(found.raw),
    "raises": lambda found: type(found).__name__,
    "says": lambda found: found.message,
    "field": lambda found: found.field,
    "wait_s": lambda found: found.retry_after_s,
    "phase": lambda found: found.phase.value if isinstance(found, Update) else found,
    "words": lambda found: found.words,
    "balance": lambda found: found.balance,
    "lost": lambda found: found.lost,
    "share": lambda found: [found.done, found.total],
    "is": lambda found: found,
    "error": lambda found: found.error,
    "outputs": lambda found: [output.url for output in found.outputs],
    "ids": lambda found: [output.id for output in found.outputs],
    "gone": lambda found: [output.gone for output in found.outputs],
    "billed": lambda found: [found.billed.state, _plain(found.billed.amount), found.billed.currency],
    "answer": lambda found: dict(found.answer if isinstance(found, Update) else found),
}


def _plain(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount.normalize():f}"
