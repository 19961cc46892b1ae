"""The ledger as people read it: every request that may have cost something, when it was sent, and what became of it.

An owner or a producer reads the team's, everybody else their own. Sums are by currency, and never of two together.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, F, Min, Q, QuerySet

from studio.accounts.models import Team, User
from studio.accounts.permissions import may_manage
from studio.catalog import registry
from studio.catalog.pricing import Price
from studio.catalog.tasks import PROVIDERS, TASKS
from studio.core import clock, money

from .budgets import DOUBTFUL
from .machine import State
from .masking import masked
from .models import Attempt
from .sums import amount, job_has, millionths
from .tags import FAR

UNREAD = ("job__recipe", "raw", "answer", "ticket", "outputs")
"""Columns that may be long, and that no line of the ledger shows."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Filters:
    """What is wanted; None is everything. `month` is its first moment, in UTC."""

    person: int | None = None
    project: int | None = None
    provider: str | None = None
    month: datetime | None = None

    def as_q(self) -> Q:
        wanted = {
            "job__provider": self.provider,
            "sent_at__gte": self.month,
            "sent_at__lt": self.month and next_month(self.month),
        }
        whose = job_has(owner=self.person, project=self.project)
        return whose & Q(**{name: value for name, value in wanted.items() if value is not None})


def next_month(month: datetime) -> datetime:
    """The first moment of the month after."""
    return month.replace(year=month.year + month.month // 12, month=month.month % 12 + 1)


# Lines

GOING_ON = (State.SENDING, State.RUNNING, State.FETCHING)
"""While a job is there, its bill may be told any moment."""

UNBILLED = {
    "no": "Not billed",
    "coming": "Not billed yet",
    "unknown": "Not known",
    "untold": "Billed, amount not told",
}
"""What stands where no amount does."""


@dataclass(frozen=True, slots=True)
class Line:
    """One request. Only the submit of a job has its estimate: helpers are paid besides."""

    attempt: Attempt

    @property
    def estimate(self) -> Price | None:
        return self.attempt.job.estimate if self.attempt.purpose == "submit" else None

    @property
    def billed(self) -> str:
        """yes, no or unknown; `untold`: billed, and the amount is not known; `coming`: it may be told yet."""
        row = self.attempt
        if row.billed_state == "yes" and row.billed_amount is None:
            return "untold"
        is_coming = row.billed_state == "unknown" and row.job.state in GOING_ON
        return "coming" if is_coming else row.billed_state

    @property
    def difference(self) -> Decimal | None:
        """The bill less the estimate, where they can be compared."""
        row, estimate = self.attempt, self.estimate
        if estimate is None or row.billed_amount is None or row.billed_currency != estimate.currency:
            return None
        return row.billed_amount - estimate.amount

    # What is said about it

    @property
    def currency(self) -> str:
        """In what its bill is to be expected."""
        return self.attempt.billed_currency or (self.estimate.currency if self.estimate else "USD")

    @property
    def model(self) -> str:
        found = registry.get(self.attempt.job.model)
        return found.name if found else self.attempt.job.model

    @property
    def task(self) -> str:
        """What the job does, or what a helper before it is for."""
        title = TASKS[self.attempt.job.task].title if self.attempt.job.task in TASKS else self.attempt.job.task
        return title if self.attempt.purpose == "submit" else f"{title}: {self.attempt.doing or 'a helper'}"

    @property
    def provider(self) -> str:
        return PROVIDERS.get(self.attempt.job.provider, self.attempt.job.provider)

    @property
    def billed_words(self) -> str:
        if self.billed in UNBILLED:
            return UNBILLED[self.billed]
        return money.words(self.attempt.billed_amount, self.attempt.billed_currency)

    @property
    def difference_words(self) -> str:
        """`+$0.06`; empty where nothing can be compared, or nothing is apart."""
        return money.difference(self.difference, self.attempt.billed_currency) if self.difference else ""

    @property
    def is_far(self) -> bool:
        """Whether the difference is to be looked at."""
        return bool(self.difference) and abs(self.difference) > self.estimate.amount * FAR

    @property
    def is_open(self) -> bool:
        """Whether a person may still have to say what was billed."""
        return self.attempt.job.is_final and self.billed in ("unknown", "untold")


def rows_of(user: User, team: Team) -> QuerySet[Attempt]:
    """The requests that this person may read about: those that were sent, and were not known to be free."""
    paid = Q(purpose__in=("helper", "submit"), sent_at__isnull=False)
    rows = Attempt.objects.filter(paid, ~Q(job__estimate_amount=0) | Q(billed_amount__gt=0), job_has(team=team.pk))
    return rows if may_manage(user, team) else rows.filter(job_has(owner=user.pk))


def lines(
    rows: QuerySet[Attempt], most: int, after: "tuple[datetime, UUID] | None" = None, *, viewer: User
) -> list[Line]:
    """The newest first; `after` names the line that was last on the page before. What somebody else than the viewer
    keeps to themselves has its money told, and not what it was for."""
    sent_at, pk = after or (next_month(clock.now().replace(day=1)), UUID(int=0))
    older = Q(sent_at__lt=sent_at) | Q(sent_at=sent_at, pk__lt=pk)
    found = rows.filter(older, sent_at__lte=sent_at).select_related("job__owner", "job__project").defer(*UNREAD)
    shown = list(found.order_by("-sent_at", "-pk")[:most])
    masked((attempt.job for attempt in shown), viewer)
    return [Line(attempt) for attempt in shown]


def all_lines(rows: QuerySet[Attempt], viewer: User, at_once: int = 500) -> Iterator[list[Line]]:
    """Every line, some at a time: a long ledger is never in memory as a whole."""
    part = lines(rows, at_once, viewer=viewer)
    while part:
        yield part
        last = part[-1].attempt
        part = lines(rows, at_once, (last.sent_at, last.pk), viewer=viewer) if len(part) == at_once else []


def first_month(rows: QuerySet[Attempt]) -> datetime | None:
    """The month of the oldest line."""
    oldest = rows.aggregate(at=Min("sent_at"))["at"]
    return oldest and month_of(oldest)


def month_of(moment: datetime) -> datetime:
    return moment.replace(day=1, hour=0, minute=0, second=0, microsecond=0)


# Sums


@dataclass(frozen=True, kw_only=True, slots=True)
class Sum:
    """All lines of one currency. `estimated` is what was estimated for those whose bill can be compared (`compared`);
    `open` is what is estimated for those whose bill nobody knows, `open_lines` of them."""

    currency: str
    billed: Decimal
    billed_lines: int
    estimated: Decimal
    compared: Decimal
    open: Decimal
    open_lines: int

    @property
    def difference_words(self) -> str:
        """`+$0.88`: what was billed beyond the estimates."""
        return money.difference(self.compared - self.estimated, self.currency)


def sums(rows: QuerySet[Attempt]) -> list[Sum]:
    """One for each currency, the one with most lines first."""
    billed = {row.pop("billed_currency"): row for row in _billed(rows)}
    not_known = {row.pop("job__estimate_currency"): row for row in _not_known(rows)}
    none = {"billed": 0, "billed_lines": 0, "estimated": 0, "compared": 0, "open": 0, "open_lines": 0}
    found = [none | billed.get(c, {}) | not_known.get(c, {}) | {"currency": c} for c in {*billed, *not_known} if c]
    return [
        Sum(
            currency=row["currency"],
            billed=amount(row["billed"]),
            billed_lines=row["billed_lines"],
            estimated=amount(row["estimated"]),
            compared=amount(row["compared"]),
            open=amount(row["open"]),
            open_lines=row["open_lines"],
        )
        for row in sorted(found, key=lambda row: (-row["billed_lines"] - row["open_lines"], row["currency"]))
    ]


def unpriced(rows: QuerySet[Attempt]) -> int:
    """How many lines have neither a bill nor an estimate."""
    return rows.filter(_open(), job__estimate_amount=None).count()


def _billed(rows: QuerySet[Attempt]) -> QuerySet:
    comparable = Q(purpose="submit", job__estimate_currency=F("billed_currency"))
    known = rows.filter(billed_state="yes", billed_amount__isnull=False).order_by()
    return known.values("billed_currency").annotate(
        billed=millionths("billed_amount"),
        billed_lines=Count("pk"),
        estimated=millionths("job__estimate_amount", where=comparable),
        compared=millionths("billed_amount", where=comparable),
    )


def _not_known(rows: QuerySet[Attempt]) -> QuerySet:
    return (
        rows.filter(_open(), purpose="submit", job__estimate_amount__isnull=False)
        .order_by()
        .values("job__estimate_currency")
        .annotate(open=millionths("job__estimate_amount"), open_lines=Count("pk"))
    )


def _open() -> Q:
    return DOUBTFUL | Q(billed_state="yes", billed_amount=None)
