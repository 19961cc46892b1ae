"""The dial: how a rehearsal goes. Frozen data, the same as JSON: delays, shares of what goes wrong, exact faults."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Self

Range = tuple[float, float]

WHERE = ("submit", "status", "result", "file", "upload", "helper")
"""What a call is for: to make a job, to ask after it, for its results, for the bytes of a file, to store an input, or
for what a job needs first."""

WHAT = {
    "drop-before-body": "the connection is closed when only the head of the request was read; nothing is accepted",
    "drop-after-body": "the request is carried out (and charged), then the connection is closed without a byte",
    "drop-after-answer": "the answer is complete, and the connection closed right after it",
    "half-answer": "the request is carried out; half of the answer's body comes, then the connection is closed",
    "500": "an answer of 500; nothing is carried out",
    "503": "an answer of 503; nothing is carried out",
    "429": "too many requests, without Retry-After; nothing is carried out",
    "429-retry-after": "too many requests, with Retry-After in seconds; nothing is carried out",
    "429-retry-date": "the same, with Retry-After as a date of their clock, which is ten minutes ahead",
    "200-with-errors": "HTTP 200 with the provider's own kind of error inside; nothing is carried out",
    "truncated-file": "a complete answer that holds the first half of the bytes",
    "wrong-content-type": "the right bytes, called text/html",
    "redirect-to-private": "a redirect to an address in a private network",
    "slow-drip": "the answer's body comes in small pieces over `seconds`",
    "clock-off": "their clock (the header Date, the judging of tokens) is `seconds` ahead: 600 if not said otherwise",
}
"""The exact faults, and what each does."""

SECONDS = {"429-retry-after": 1.0, "429-retry-date": 1.0, "slow-drip": 3.0, "clock-off": 600.0}
"""What `seconds` is where a fault does not say it."""

HOOKS = {"once": 1, "twice": 2, "never": 0}


class BadDial(ValueError):
    """A dial that cannot be set; the message is a sentence for whoever turned it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Fault:
    """One exact fault: the next `times` calls for `where` at `provider` (`*`: any) go wrong in this way."""

    provider: str
    where: str
    what: str
    times: int = 1
    seconds: float | None = None

    def __post_init__(self) -> None:
        _one_of("where", self.where, WHERE)
        _one_of("what", self.what, WHAT)
        if not isinstance(self.times, int) or self.times < 0:
            raise BadDial(f"times: {self.times!r} was given, allowed is a whole number from 0.")

    @property
    def lasts_s(self) -> float:
        """The seconds that it is about."""
        return SECONDS.get(self.what, 0.0) if self.seconds is None else float(self.seconds)

    def meets(self, provider: str, where: str) -> bool:
        """Whether a call is one that this fault waits for."""
        return self.times > 0 and self.provider in ("*", provider) and self.where == where


@dataclass(frozen=True, kw_only=True, slots=True)
class Dial:
    """How a rehearsal goes. Ranges are seconds from and to; shares are 0 to 1.

    `queue_s` from accepted to started, `delay_s` from started to done; `expire_s`: how long the address of a result is
    good. Of the calls that submit: `rate_limited` are answered 429 (with Retry-After where `retry_after_s` is not
    None), `errors_5xx` with 503, `lost_replies` are accepted and charged and then get no answer. Of the jobs:
    `moderated` end refused by the content policy, `fail_after_accept` end broken, `partial` (of several results) lack
    the last. `hooks`: how often a webhook is delivered. `balance`: what every account holds at the beginning; None for
    without end. `parallel`: how many tasks of one account may be unfinished before Kling answers 1303 to the next.
    `longest_side`: results are drawn no larger than so many pixels, whatever was asked for; None for as asked.
    """

    delay_s: Range = (6.0, 20.0)
    queue_s: Range = (1.0, 5.0)
    expire_s: float = 3600.0
    moderated: float = 0.0
    rate_limited: float = 0.0
    retry_after_s: float | None = 2.0
    lost_replies: float = 0.0
    errors_5xx: float = 0.0
    fail_after_accept: float = 0.0
    partial: float = 0.0
    hooks: str = "once"
    balance: float | None = None
    parallel: int | None = None
    longest_side: int | None = None
    seed: int = 1
    faults: tuple[Fault, ...] = field(default=())

    def __post_init__(self) -> None:
        for name in ("delay_s", "queue_s"):
            _check_range(name, getattr(self, name))
        for name in ("moderated", "rate_limited", "lost_replies", "errors_5xx", "fail_after_accept", "partial"):
            _check_share(name, getattr(self, name))
        _one_of("hooks", self.hooks, HOOKS)

    @classmethod
    def from_json(cls, data: object) -> Self:
        """From an object, a part of one included: what is not said is as usual. Raises BadDial."""
        if not isinstance(data, Mapping):
            raise BadDial('A dial is a JSON object such as {"delay_s": [1, 2]}.')
        _known("The dial", data, cls)
        values = {name: tuple(value) if name.endswith("_s") and isinstance(value, list) else value
                  for name, value in data.items()}  # fmt: skip
        if "faults" in values:
            values["faults"] = tuple(map(_fault, values["faults"]))
        return cls(**values)

    @classmethod
    def read(cls, text: str) -> Self:
        """From JSON as text. Raises BadDial."""
        try:
            return cls.from_json(json.loads(text))
        except json.JSONDecodeError as error:
            raise BadDial(f"The dial is no JSON: {error}.") from error

    def as_json(self) -> dict[str, object]:
        """The way back."""
        return asdict(self)

    def without_one(self, fault: Fault) -> Self:
        """The dial once this fault has happened: one time fewer, gone after the last."""
        left = [replace(one, times=one.times - 1) if one is fault else one for one in self.faults]
        return replace(self, faults=tuple(one for one in left if one.times > 0))


def _fault(data: object) -> Fault:
    if isinstance(data, Fault):
        return data
    if not isinstance(data, Mapping) or not {"provider", "where", "what"} <= set(data):
        raise BadDial("A fault is a JSON object with at least provider, where and what.")
    _known("A fault", data, Fault)
    return Fault(**data)


def _known(whose: str, data: Mapping, shape: type) -> None:
    names = [one.name for one in fields(shape)]
    if unknown := [str(name) for name in data if name not in names]:
        raise BadDial(f"{whose} has no {', '.join(unknown)}. It has {', '.join(names)}.")


def _one_of(name: str, value: object, allowed) -> None:
    if value not in allowed:
        raise BadDial(f"{name}: {value!r} was given, allowed are {', '.join(allowed)}.")


def _check_range(name: str, value: object) -> None:
    numbers = isinstance(value, tuple) and len(value) == 2 and all(isinstance(part, int | float) for part in value)
    if not numbers or not 0 <= value[0] <= value[1]:
        raise BadDial(f"{name}: {value!r} was given, allowed are two numbers of seconds, the smaller first.")


def _check_share(name: str, value: object) -> None:
    if not isinstance(value, int | float) or not 0 <= value <= 1:
        raise BadDial(f"{name}: {value!r} was given, allowed is a share from 0 to 1.")
