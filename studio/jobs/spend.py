"""What was spent in some days: by day, person, project, model and provider. Of requests, as the ledger counts them.

Who reads what is the ledger's rule (statement.py): an owner or a producer the team's, everybody else their own. What
somebody keeps to themselves has its money counted and its project not named. Sums are of one currency, and exact: the
database adds up whole millionths, once for each way to look at them, over one table of the requests. A bill that nobody
knows is counted, told by its estimate, and never added to what was billed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db import connection
from django.db.models import (
    BigIntegerField,
    Case,
    DecimalField,
    ExpressionWrapper,
    F,
    IntegerField,
    Q,
    QuerySet,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, NullIf, Round

from studio.accounts.models import Project, Team, User
from studio.catalog.tasks import TASKS

from .budgets import DOUBTFUL
from .spans import DayOf, Span
from .statement import rows_of
from .sums import PLACES, amount
from .tags import FAR

WAYS = ("day", "person", "project", "model", "provider")
"""By what one may look at money; a column of the table of requests each."""

CLIPS = "clips"
"""One more way: by day, of the requests for clips in projects that the reader sees (cost per approved second)."""

COUNTED = ("billed", "bills", "open", "opens", "unpriced", "estimated", "compared", "comparisons")
VIDEO = [task.slug for task in TASKS.values() if task.output == "video"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One sum: `key` is a day, a person's or a project's id, a slug; the project that is not named has "".

    `billed` by `bills` requests. `opens` requests have a bill that nobody knows: `open` is what those were estimated at
    that have an estimate, and `unpriced` have none. `compared` is what those `comparisons` were billed whose estimate,
    `estimated`, is in the same currency.
    """

    key: str
    billed: Decimal = Decimal(0)
    bills: int = 0
    open: Decimal = Decimal(0)
    opens: int = 0
    unpriced: int = 0
    estimated: Decimal = Decimal(0)
    compared: Decimal = Decimal(0)
    comparisons: int = 0

    @property
    def apart(self) -> Decimal | None:
        """How far the bills are from their estimates, as a fraction: 0.02 is two hundredths more."""
        return (self.compared - self.estimated) / self.estimated if self.estimated else None

    @property
    def is_far(self) -> bool:
        return self.apart is not None and abs(self.apart) > FAR


@dataclass(frozen=True, slots=True)
class Spend:
    """What was found: by way and currency, the dearest first; days in order."""

    found: Mapping[tuple[str, str], list[Row]]

    @property
    def currencies(self) -> list[str]:
        """Those in which something was billed or is open, the one with most requests first."""
        totals = {currency: self.total(currency) for way, currency in self.found if way == "day" and currency}
        return sorted(totals, key=lambda each: (-totals[each].bills - totals[each].opens, each))

    def rows(self, way: str, currency: str) -> list[Row]:
        return self.found.get((way, currency), [])

    def total(self, currency: str, way: str = "day") -> Row:
        rows = self.rows(way, currency)
        return Row(key=currency, **{name: sum((getattr(row, name) for row in rows), NONE[name]) for name in COUNTED})

    @property
    def nowhere(self) -> int:
        """How many requests have neither a bill nor an estimate, and so no currency."""
        return self.total("").unpriced


MONEY = ("billed", "open", "estimated", "compared")
NONE = {name: Decimal(0) if name in MONEY else 0 for name in COUNTED}


def spent(user: User, team: Team, span: Span) -> Spend:
    """All sums at once, by two statements that the database answers."""
    found: dict[tuple[str, str], list[Row]] = {}
    for way, key, currency, *counts in _added_up(_requests(user, team, span)):
        row = Row(key=key, **{name: _read(name, count) for name, count in zip(COUNTED, counts, strict=True)})
        found.setdefault((way, currency), []).append(row)
    for (way, _), rows in found.items():
        rows.sort(key=_by_day if way in ("day", CLIPS) else _dearest_first)
    return Spend(found)


def _by_day(row: Row) -> str:
    return row.key


def _dearest_first(row: Row) -> tuple[Decimal, Decimal, str]:
    return -row.billed, -row.open, row.key


def _read(name: str, count: int | Decimal) -> Decimal | int:
    """Sums of Postgres are of a wider type than what they add up."""
    return amount(int(count)) if name in MONEY else int(count)


def _added_up(rows: QuerySet) -> list[tuple]:
    """(way, key, currency, and each of COUNTED) of every group, over a table that is made once."""
    table, values = rows.query.sql_with_params()
    sums = ", ".join(f"SUM({name})" for name in COUNTED)
    keys = {way: f"CAST({way} AS TEXT)" for way in WAYS} | {CLIPS: "day"}
    parts = [
        f"SELECT '{way}', {key}, currency, {sums} FROM requests "
        f"{'WHERE is_clip = 1 ' if way == CLIPS else ''}GROUP BY {key}, currency"
        for way, key in keys.items()
    ]
    with connection.cursor() as cursor:
        cursor.execute(f"WITH requests AS MATERIALIZED ({table}) {' UNION ALL '.join(parts)}", values)
        return cursor.fetchall()


TOLD = Q(billed_state="yes", billed_amount__isnull=False)
UNDECIDED = DOUBTFUL | Q(billed_state="yes", billed_amount=None)
ESTIMATED = UNDECIDED & Q(purpose="submit", job__estimate_amount__isnull=False)
ALIKE = TOLD & Q(purpose="submit", job__estimate_currency=F("billed_currency"))


def _requests(user: User, team: Team, span: Span) -> QuerySet:
    """One row for each request that was billed or may turn out to be: its five keys, its currency, and what counts."""
    hidden = list(Project.objects.hidden_from(user).values_list("pk", flat=True))  # few, and asked once
    seen, own = ~Q(job__project__in=hidden), Cast("job__project_id", TextField())
    rows = rows_of(user, team).filter(TOLD | UNDECIDED, span.as_q("sent_at")).order_by()
    return rows.values(
        day=DayOf("sent_at"),
        person=F("job__owner_id"),
        project=Case(When(seen, then=own), default=Value(""), output_field=TextField()),
        model=F("job__model"),
        provider=F("job__provider"),
        is_clip=_one(Q(job__task__in=VIDEO) & seen),
        currency=Coalesce(NullIf("billed_currency", Value("")), "job__estimate_currency"),
        billed=_millionths("billed_amount", TOLD),
        bills=_one(TOLD),
        open=_millionths("job__estimate_amount", ESTIMATED),
        opens=_one(UNDECIDED),
        unpriced=_one(UNDECIDED & ~ESTIMATED),
        estimated=_millionths("job__estimate_amount", ALIKE),
        compared=_millionths("billed_amount", ALIKE),
        comparisons=_one(ALIKE),
    )


def _one(where: Q) -> Case:
    return Case(When(where, then=Value(1)), default=Value(0), output_field=IntegerField())


def _millionths(column: str, where: Q) -> Case:
    """As in sums.py, of one row."""
    scaled = ExpressionWrapper(F(column) * 10**PLACES, output_field=DecimalField(max_digits=20, decimal_places=PLACES))
    return Case(
        When(where, then=Cast(Round(scaled), BigIntegerField())), default=Value(0), output_field=BigIntegerField()
    )
