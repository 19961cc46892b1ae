"""The stand-ins' books beside the studio's, once all is over: who knows of which job, and what it cost.

Both are read as files, from outside.
"""

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

CENT = Decimal("0.01")
ENDS_BADLY = ("moderated", "broken")

TAKEN = """
select t.provider, t.id, t.our_id, t.about, t.plan, c.amount, c.currency from tasks t
left join charges c on c.provider = t.provider and c.their_id = t.id and c.refunded is null
"""
JOBS = """
select j.id, j.provider, j.state, j.title, j.error, a.id, a.state, a.ticket,
    coalesce(a.billed_amount, case a.billed_state when 'yes' then j.estimate_amount end),
    coalesce(nullif(a.billed_currency, ''), j.estimate_currency),
    (select count(*) from library_asset s where s.job_id = j.id)
from jobs_job j left join jobs_attempt a on a.job_id = j.id order by a.number
"""
"""Where a provider names no amount with its bill, what the job was estimated at stands for it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Taken:
    """One task that a stand-in accepted. `amount` is what counts in the end; what was paid back does not."""

    provider: str
    id: str
    mark: str
    fate: str
    amount: Decimal
    currency: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Sent:
    """One job of ours and its attempt; `attempt` is empty where it has none."""

    id: str
    provider: str
    state: str
    title: str
    error: str
    attempt: str
    attempt_state: str
    their_id: str
    amount: Decimal
    currency: str
    kept: int

    @property
    def marks(self) -> tuple[str, str]:
        """By which a stand-in knows it: the id that was given with it, or its words."""
        return self.attempt, self.title


class Books:
    """Everything at one moment."""

    def __init__(self, stand_ins: Path, studio: Path) -> None:
        self.taken = [_taken(*row) for row in _rows(stand_ins / "rehearsal.sqlite3", TAKEN)]
        self.sent = [_sent(*row) for row in _rows(studio / "db.sqlite3", JOBS)]
        whose = {mark: sent.id for sent in self.sent for mark in sent.marks if mark}
        self.of_job: Mapping[str, list[Taken]] = defaultdict(list)
        for taken in self.taken:
            self.of_job[whose.get(taken.mark, "")].append(taken)

    # What must not be

    def wrong(self, submitted: set[str], asked_by_id: tuple[str, ...]) -> Iterator[str]:
        """A sentence for each thing that is not as it must be. `asked_by_id`: who can be asked by our id."""
        yield from (f"lost: job {job} is gone" for job in submitted - {sent.id for sent in self.sent})
        yield from (f"nobody's: {taken}" for taken in self.of_job.get("", []))
        for sent in self.sent:
            found = self.of_job.get(sent.id, [])
            yield from (f"{words}: {sent}, there {found}" for words in _wrong(sent, found))
        yield from (f"could be found: {sent}" for sent in self.to_be_found(asked_by_id))
        attempts = Counter(sent.id for sent in self.sent)
        yield from (f"sent again: job {job}" for job, count in attempts.items() if count > 1)
        bills = self.bills()
        yield from (f"the bills of {whose} differ: {bill}" for whose, bill in bills.items() if bill[0] != bill[1])

    def to_be_found(self, asked_by_id: tuple[str, ...]) -> list[Sent]:
        """What is unknown here, is known there, and can be asked for."""
        parked = (sent for sent in self.sent if sent.state == "unknown" and sent.provider in asked_by_id)
        return [sent for sent in parked if self.of_job.get(sent.id)]

    # Figures

    def bills(self) -> dict[str, tuple[str, str]]:
        """By provider and currency: what is charged there, and what our ledger says; without what is unknown here."""
        there, here = Counter(), Counter()
        for sent in self.sent:
            for taken in self.of_job.get(sent.id, []) if sent.attempt_state == "accepted" else []:
                there[f"{taken.provider} {taken.currency}"] += taken.amount
                here[f"{sent.provider} {sent.currency or taken.currency}"] += sent.amount
        both = {name for name in there | here if there[name] or here[name]}
        return {name: (f"{there[name].quantize(CENT)}", f"{here[name].quantize(CENT)}") for name in sorted(both)}

    def parked(self) -> dict[str, int]:
        """The unknown jobs: how many were taken there after all, and how many not."""
        unknown = [sent for sent in self.sent if sent.state == "unknown"]
        taken = sum(bool(self.of_job.get(sent.id)) for sent in unknown)
        return {"taken there": taken, "not taken": len(unknown) - taken}

    def states(self) -> dict[str, int]:
        return dict(Counter(sent.state for sent in self.sent))


def _wrong(sent: Sent, found: list[Taken]) -> Iterator[str]:
    """What is wrong with one job, in a word."""
    if len(found) > 1:
        yield "submitted twice"
    is_parked = sent.state == "unknown" and sent.attempt_state == "uncertain"
    if found and not is_parked and (sent.attempt_state != "accepted" or found[0].id != sent.their_id):
        yield "taken there, and neither known nor parked here"
    if sent.attempt_state == "accepted" and not found:
        yield "known here alone"
    if sent.attempt_state == "accepted" and found and abs(found[0].amount - sent.amount) >= CENT:
        yield "billed otherwise"
    ended_badly = bool(found) and found[0].fate in ENDS_BADLY
    if not is_parked and not (sent.state in ("failed", "refused") if ended_badly else sent.state == "ready"):
        yield "lost"
    if sent.kept != (sent.state == "ready"):
        yield f"kept {sent.kept} times"


def _rows(path: Path, sql: str) -> list[tuple]:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=20)) as base:
        return base.execute(sql).fetchall()


def _taken(*row: str) -> Taken:
    provider, its_id, our_id, about, plan, amount, currency = row
    known = json.loads(about)
    words = str(known.get("prompt") or known.get("input", {}).get("prompt", ""))
    mark = our_id.replace("-", "") or words
    money = {"amount": Decimal(amount or 0), "currency": currency or ""}
    return Taken(provider=provider, id=its_id, mark=mark, fate=json.loads(plan)["fate"], **money)


def _sent(*row: object) -> Sent:
    *told, ticket, amount, currency, kept = row
    its_id = json.loads(ticket)["id"] if ticket else ""
    names = ("id", "provider", "state", "title", "error", "attempt", "attempt_state")
    facts = dict(zip(names, (value or "" for value in told), strict=True))
    return Sent(**facts, their_id=its_id, amount=Decimal(str(amount or 0)), currency=currency or "", kept=kept)
