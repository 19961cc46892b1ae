"""How each provider has done by our own history: what became of the jobs of some days, and how long they took.

Of all jobs that the reader sees, like the history (history.py): what somebody keeps to themselves is not counted for
others. A time is that from the sending to the last file being kept, of jobs that came to something.
"""

from dataclasses import dataclass

from django.db import connection
from django.db.models import Case, F, QuerySet, When

from studio.accounts.models import Team, User
from studio.catalog.tasks import PROVIDERS

from .history import jobs_of
from .machine import State
from .spans import SecondsBetween, Span

ENDS = (State.READY, State.FAILED, State.REFUSED, State.CANCELLED)
COUNTS = ", ".join(f"SUM(CASE WHEN state = '{state}' THEN 1 ELSE 0 END)" for state in ENDS)

STATEMENT = """
WITH made AS MATERIALIZED ({table}),
counted AS (SELECT provider, COUNT(*) AS jobs, {counts}, COUNT(took) AS timed FROM made GROUP BY provider),
ranked AS (
    SELECT provider, took, ROW_NUMBER() OVER (PARTITION BY provider ORDER BY took) AS place,
        COUNT(*) OVER (PARTITION BY provider) AS many
    FROM made WHERE took IS NOT NULL
),
times AS (
    SELECT provider,
        MIN(CASE WHEN place = (many + 3) / 4 THEN took END) AS lower,
        AVG(CASE WHEN place IN ((many + 1) / 2, (many + 2) / 2) THEN took END) AS middle,
        MIN(CASE WHEN place = (3 * many + 3) / 4 THEN took END) AS upper
    FROM ranked GROUP BY provider
)
SELECT counted.*, lower, middle, upper FROM counted LEFT JOIN times ON times.provider = counted.provider
"""
"""The median is the middle time, or the mean of the two in the middle; quarters are times that were taken."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Record:
    """What is known of one provider. `timed` jobs have a time; half of them took `lower_s` to `upper_s` seconds."""

    provider: str
    jobs: int
    ready: int
    failed: int
    refused: int
    cancelled: int
    timed: int
    lower_s: float | None
    median_s: float | None
    upper_s: float | None

    @property
    def name(self) -> str:
        return PROVIDERS.get(self.provider, self.provider)

    @property
    def under_way(self) -> int:
        """Not over yet, or lost: what became of them nobody knows."""
        return self.jobs - self.ready - self.failed - self.refused - self.cancelled

    @property
    def share(self) -> float | None:
        """How many of those that ended by themselves came to nothing: 0 to 1."""
        ended = self.ready + self.failed + self.refused
        return (self.failed + self.refused) / ended if ended else None


def records(user: User, team: Team, span: Span) -> list[Record]:
    """One for each provider that had a job in these days, in the order of the catalog's table."""
    table, values = _made(user, team, span).query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(STATEMENT.format(table=table, counts=COUNTS), values)
        found = [_record(row) for row in cursor.fetchall()]
    known = list(PROVIDERS)
    return sorted(found, key=lambda each: known.index(each.provider) if each.provider in known else len(known))


def _record(row: tuple) -> Record:
    *facts, lower, middle, upper = row
    names = ("provider", "jobs", *(state.value for state in ENDS), "timed")
    return Record(**dict(zip(names, facts, strict=True)), lower_s=lower, median_s=middle, upper_s=upper)


def _made(user: User, team: Team, span: Span) -> QuerySet:
    took = Case(When(state=State.READY, then=SecondsBetween(F("started_at"), F("finished_at"))))
    rows = jobs_of(user, team).filter(span.as_q("created_at")).order_by()
    return rows.annotate(took=took).values("provider", "state", "took")
