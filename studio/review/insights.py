"""What review knows about money well spent: the seconds that were approved. And how much each project holds.

Whose: as the ledger has it, an owner or a producer reads the team's, everybody else their own; but nothing of what
others keep to themselves, neither its seconds nor its bytes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Case, Count, F, Q, Sum, When
from django.db.models.functions import Coalesce

from studio.accounts.models import Team, User, in_the_open
from studio.accounts.permissions import may_manage
from studio.jobs.spans import DAY, DayOf, Span
from studio.jobs.spend import CLIPS, Row, Spend
from studio.library.models import Asset, Billed
from studio.library.queries import AssetQuerySet

from . import lists
from .models import Verdict

SEVENTH = timedelta(days=6)


@dataclass(frozen=True, kw_only=True, slots=True)
class Week:
    """From Monday: what clips were billed, takes that were done again included, and the seconds that were approved.

    `opens` requests more have a bill that nobody knows.
    """

    first: date
    billed: Decimal
    opens: int
    seconds: float

    @property
    def last(self) -> date:
        return self.first + SEVENTH

    @property
    def per_second(self) -> Decimal | None:
        """None where nothing was approved: it has no price then."""
        return self.billed / Decimal(str(self.seconds)) if self.seconds else None


@dataclass(frozen=True, slots=True)
class Approved:
    """Seconds of approved clips by the currency of their bills and the day they were made. `unbilled` are the seconds
    of those whose bill has no amount: free ones and those that nobody knows; they are in no price."""

    by_day: Mapping[str, Mapping[date, float]]
    unbilled: float

    def weeks(self, spend: Spend, currency: str) -> list[Week]:
        """Those with money or with seconds, in order."""
        billed = {date.fromisoformat(row.key): row for row in spend.rows(CLIPS, currency)}
        seconds = self.by_day.get(currency, {})
        mondays = sorted({day - day.weekday() * DAY for day in (*billed, *seconds)})
        return [_week(monday, billed, seconds) for monday in mondays]


def _week(monday: date, billed: Mapping[date, Row], seconds: Mapping[date, float]) -> Week:
    days = [monday + n * DAY for n in range(7)]
    rows = [billed[day] for day in days if day in billed]
    return Week(
        first=monday,
        billed=sum((row.billed for row in rows), Decimal(0)),
        opens=sum(row.opens for row in rows),
        seconds=sum(seconds.get(day, 0.0) for day in days),
    )


def whole(weeks: list[Week]) -> Week | None:
    """All of them as one."""
    if not weeks:
        return None
    billed, seconds = sum((week.billed for week in weeks), Decimal(0)), sum(week.seconds for week in weeks)
    return Week(first=weeks[0].first, billed=billed, opens=sum(week.opens for week in weeks), seconds=seconds)


def approved(user: User, team: Team, span: Span) -> Approved:
    """Of the clips that were made in these days: somebody's word approves, and nobody's is against (lists.py)."""
    judged = Verdict.objects.filter(word__in=lists.GOOD).order_by().values("asset")
    clips = _theirs(user, team).results().kept().filter(span.as_q("created_at"), kind="video", pk__in=judged)
    told = Q(billed=Billed.YES, billed_amount__gt=0)
    groups = (
        lists.approved(clips)
        .order_by()
        .values(day=DayOf("created_at"), currency=Case(When(told, then=F("billed_currency")), default=None))
        .annotate(seconds=Sum("duration_s"))
    )
    found: dict[str, dict[date, float]] = {}
    for row in groups:
        found.setdefault(row["currency"] or "", {})[date.fromisoformat(row["day"])] = row["seconds"] or 0.0
    return Approved(found, sum(found.pop("", {}).values()))


@dataclass(frozen=True, kw_only=True, slots=True)
class Holding:
    """How many files a project has and how large they are, in bytes; `binned` of those bytes are in the bin."""

    project: str
    files: int
    bytes: int
    binned: int


def holdings(user: User, team: Team) -> list[Holding]:
    """Of every project that the reader sees, the largest first. The originals; what is drawn of them is not counted."""
    seen = Asset.objects.of_team(team).filter(in_the_open(user)).order_by()
    rows = seen.values("project__name", "project").annotate(
        files=Count("pk"), all=Sum("bytes"), binned=Coalesce(Sum("bytes", filter=Q(binned_at__isnull=False)), 0)
    )
    found = (
        Holding(project=row["project__name"], files=row["files"], bytes=row["all"], binned=row["binned"])
        for row in rows
    )
    return sorted(found, key=lambda each: (-each.bytes, each.project))


def _theirs(user: User, team: Team) -> AssetQuerySet:
    seen = Asset.objects.of_team(team).filter(in_the_open(user))
    return seen if may_manage(user, team) else seen.filter(owner=user)
