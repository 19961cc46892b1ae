"""What the adapters' answers have in common: reading JSON that may be anything, error tables, status words.

An error table is data: one `Row` for each code, or family of codes, that a provider documents. It says what kind of
error it is, our words for it, and whether a job that ends with it *after having been accepted* was billed. What is
refused when it is submitted was not accepted, and is never billed. Where a source is silent about the bill, unknown.
"""

import json
import logging
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from email.utils import parsedate_to_datetime
from fnmatch import fnmatchcase

import httpx

from studio.providers.base import Billed, Phase, Ticket
from studio.providers.errors import BadAnswer, ProviderError, RateLimited, Refused
from studio.providers.payload import Place

logger = logging.getLogger(__name__)

Json = Mapping[str, object]

LONGEST_WAIT_S = 3600.0
MOST_MONEY = Decimal(10) ** 8
MONEY_STEP = Decimal("0.000001")
LONGEST_RAW = 4000


# Error tables


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One row of a provider's error table.

    `codes` may hold `*`. `kind` is an error of our tree: Refused and its children mean that nothing was accepted when
    this answers a submit; Unreachable and BadAnswer mean that nobody knows. `words` are a sentence for a person.
    `source` is the documentation's place. `least_s`: seconds to wait at least. `ends`: the code alone says that the job
    that it is about is over.
    """

    codes: tuple[str, ...]
    kind: type[ProviderError]
    words: str
    source: str
    billed: Billed = Billed(reason="The documentation does not say whether such a failure is billed.")
    least_s: float = 0
    ends: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Fault:
    """What one error answer says: its code (or HTTP status), the provider's words, the value that it is about.

    `ends`: it says that the job that was asked after is over. Otherwise it may be about the asking.
    """

    code: str
    words: str = ""
    field: str = ""
    raw: object = None
    retry_after_s: float | None = None
    ends: bool = False


@dataclass(frozen=True, slots=True)
class ErrorTable:
    """All rows of a provider, the exact before the general; the first that fits is meant."""

    provider: str
    name: str
    rows: tuple[Row, ...]

    def row(self, code: str) -> Row | None:
        """The row of a code; None for a code that no source names."""
        return next((row for row in self.rows if any(fnmatchcase(code, known) for known in row.codes)), None)

    def known(self, *codes: object) -> str:
        """The first of these codes that has a row, else the first that is there at all."""
        told = [str(code) for code in codes if code not in (None, "")]
        return next((code for code in told if self.row(code)), told[0] if told else "")

    def error(self, fault: Fault) -> ProviderError:
        """The error to raise. A code that no source names means that nobody knows: BadAnswer."""
        row = self.row(fault.code)
        words = self.words(fault)
        about = {"provider": self.provider, "raw": fault.raw}
        if row is None:
            return BadAnswer(words, **about)
        if issubclass(row.kind, RateLimited):
            wait_s = max(fault.retry_after_s or 0, row.least_s) or None
            return row.kind(words, retry_after_s=wait_s, **about)
        if issubclass(row.kind, Refused):
            return row.kind(words, field=fault.field, **about)
        return row.kind(words, **about)

    def words(self, fault: Fault) -> str:
        """Our sentence, and theirs."""
        row = self.row(fault.code)
        ours = row.words if row else f"{self.name} answered with an error that its documentation does not name."
        theirs = fault.words.strip()[:500]
        return f"{ours} {self.name}: “{theirs}”" if theirs else f"{ours} ({self.name}: {fault.code})"

    def billed(self, code: str, *, accepted: bool = True) -> Billed:
        """Whether a job that ends with this code was billed: after it was accepted, or when it was submitted."""
        row = self.row(code)
        if row is None:
            return Billed(reason="The documentation does not name this error.")
        if not accepted and issubclass(row.kind, Refused | RateLimited):
            return Billed(state="no", reason="Nothing was accepted.")
        return row.billed


# Status words


class StatusWords:
    """A provider's words for where a job is. `source` is the documentation's place. An unknown word is kept and logged
    once, and is never a failure."""

    def __init__(self, provider: str, words: Mapping[str, Phase], source: str) -> None:
        self.provider, self.words, self.source = provider, words, source
        self._logged: set[str] = set()

    def phase(self, word: object) -> Phase:
        """Where a job with this word is."""
        if isinstance(word, str) and word in self.words:
            return self.words[word]
        self._log(repr(word)[:80])
        return Phase.UNKNOWN

    def _log(self, word: str) -> None:
        if word not in self._logged and len(self._logged) < 100:
            self._logged.add(word)
            logger.warning("%s uses a status word that its documentation does not name: %s", self.provider, word)


# JSON


def read(response: httpx.Response) -> object:
    """The JSON of an answer, or None where it is none."""
    try:
        return json.loads(response.content)
    except (ValueError, RecursionError):
        return None


def mapping(value: object) -> Json:
    """The value if it is an object, else an empty one."""
    return value if isinstance(value, Mapping) else {}


def objects(value: object) -> list[Json]:
    """The objects of a list; one object counts as a list of one; anything else is empty."""
    if isinstance(value, Mapping):
        return [value]
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, list) else []


def text(value: object) -> str:
    """The value if it is text, or a whole number as text; else empty. What no database can hold is replaced."""
    if isinstance(value, str):
        return value.replace("\0", "").encode("utf-8", "replace").decode()
    return str(value) if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 1 << 64 else ""


def first_text(source: Json, *names: str) -> str:
    """The first of these fields that holds text."""
    return next((found for name in names if (found := text(source.get(name)))), "")


def address(value: object) -> str:
    """The value if it is an address of the web, else empty."""
    return value if isinstance(value, str) and re.match(r"https?://[^\s/]", value) else ""


def whole(value: object) -> int | None:
    """The value if it is a whole number from 0 that could be a count."""
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 1 << 31 else None


def amount(value: object) -> Decimal | None:
    """An amount of money or units, to a millionth; None where it is no such thing."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        found = Decimal(str(value))
        return found.quantize(MONEY_STEP) if found.is_finite() and 0 <= found < MOST_MONEY else None
    except (InvalidOperation, ValueError):
        return None


def short(raw: object) -> object:
    """What is kept of an answer for the Details of a job: itself, or the beginning of its text."""
    try:
        written = json.dumps(raw)
    except (TypeError, ValueError, RecursionError):
        return None
    return raw if len(written) <= LONGEST_RAW else written[:LONGEST_RAW]


def asked(response: httpx.Response) -> Json:
    """The JSON that was sent, where the answer belongs to a request; the first task where that was a list."""
    try:
        sent = json.loads(response.request.content)
    except (RuntimeError, ValueError, RecursionError):
        return {}
    return mapping(next(iter(sent), None) if isinstance(sent, list) else sent)


def path_of(response: httpx.Response) -> str:
    """The path that was asked, or nothing where the answer belongs to no request."""
    try:
        return response.request.url.path
    except RuntimeError:
        return ""


def retry_after_s(response: httpx.Response) -> float | None:
    """The wish of a header Retry-After in seconds. A date counts from the answer's own date: clocks differ."""
    wish = response.headers.get("retry-after", "").strip()
    if re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,9})?", wish):
        return min(float(wish), LONGEST_WAIT_S)
    try:
        then, now = (parsedate_to_datetime(date) for date in (wish, response.headers.get("date", "")))
        return min(max(0.0, (then - now).total_seconds()), LONGEST_WAIT_S)
    except (ValueError, TypeError, OverflowError):
        return None


# Values


def fields_of(places: Mapping[str, Place], **more: str) -> dict[str, str]:
    """Which value of a recipe a field of the provider's stands for. `more` names those that no place tells."""
    return {place.path: name for name, place in reversed(places.items())} | more


def field_named(path: str, fields: Mapping[str, str]) -> str:
    """The recipe's value that a provider's field is about, by the longest beginning of its path that is known."""
    parts = [part for part in re.split(r"[.\[\]/]+", path) if part and not part.isdigit()]
    beginnings = (".".join(parts[:count]) for count in range(len(parts), 0, -1))
    return next((fields[found] for found in beginnings if found in fields), "")


def results_asked(ticket: Ticket) -> int:
    """How many results the job was asked for, by what the ticket remembers of it."""
    return whole(ticket.raw.get("results")) or 1


def sum_of(amounts: Iterable[Decimal | None]) -> Decimal | None:
    """Their sum; None where one is not known, or there is none."""
    found = list(amounts)
    return None if not found or None in found else sum(found, Decimal(0))
