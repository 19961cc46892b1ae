"""Every job ever, the newest first: what it was, whose, what became of it, and what it cost.

Rows are jobs, also those that were refused, failed, cancelled, or are held; requests are the ledger's (statement.py).
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from studio.accounts.models import Team, User
from studio.catalog import registry
from studio.catalog.tasks import PROVIDERS, TASKS
from studio.core import money
from studio.library.models import Asset

from .card import is_seen_in
from .machine import OPEN, State
from .models import Job
from .statement import GOING_ON, UNBILLED

HELD = "held"
STATES: Mapping[str, tuple[str, Q]] = {
    **{state.value: (state.value.capitalize(), Q(state=state)) for state in State},
    HELD: ("Held", Q(state=State.QUEUED) & ~Q(held_because="")),
}
"""By what became of a job: the words and the condition."""

COSTS: Mapping[str, tuple[str, Q]] = {
    "billed": ("Billed", Q(billed_state="yes")),
    "free": ("Not billed", Q(billed_state="no")),
    "unknown": ("Billing unknown", Q(billed_state="unknown") & ~Q(state__in=OPEN)),
    "from-1": ("Billed $1 and more", Q(billed_currency="USD", billed_amount__gte=1)),
    "from-10": ("Billed $10 and more", Q(billed_currency="USD", billed_amount__gte=10)),
    "unpriced": ("No price was known", Q(estimate_amount=None)),
}


def first_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


CONDITIONS: Mapping[str, Callable[[object], Q]] = {
    "state": lambda value: STATES[value][1],
    "model": lambda value: Q(model=value),
    "provider": lambda value: Q(provider=value),
    "task": lambda value: Q(task=value),
    "person": lambda value: Q(owner=value),
    "project": lambda value: Q(project=value),
    "cost": lambda value: COSTS[value][1],
    "since": lambda value: Q(created_at__gte=first_of(value)),
    "until": lambda value: Q(created_at__lt=first_of(value + timedelta(days=1))),
    "words": lambda value: Q(title__icontains=value) | Q(error__icontains=value),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Filters:
    """What is wanted; None is everything. `since` and `until` are days, both counted."""

    state: str | None = None
    model: str | None = None
    provider: str | None = None
    task: str | None = None
    person: int | None = None
    project: int | None = None
    cost: str | None = None
    since: date | None = None
    until: date | None = None
    words: str | None = None

    def as_q(self) -> Q:
        wanted = Q()
        for field in fields(self):
            value = getattr(self, field.name)
            wanted &= CONDITIONS[field.name](value) if value is not None else Q()
        return wanted


# Lines


@dataclass(frozen=True, slots=True)
class Line:
    """One job. `asset` is its first result, where that is still there."""

    job: Job
    asset: Asset | None = None

    @property
    def label(self) -> str:
        """What became of it, in a word or two."""
        return STATES[HELD][0] if self.is_held else self.job.says().label

    @property
    def is_held(self) -> bool:
        return self.job.state == State.QUEUED and bool(self.job.held_because)

    @property
    def model(self) -> str:
        found = registry.get(self.job.model)
        return found.name if found else self.job.model

    @property
    def task(self) -> str:
        return TASKS[self.job.task].title if self.job.task in TASKS else self.job.task

    @property
    def provider(self) -> str:
        return PROVIDERS.get(self.job.provider, self.job.provider)

    @property
    def billed(self) -> str:
        """yes, no or unknown; `untold`: billed, and the amount is not known; `coming`: it may be told yet."""
        if self.job.billed_state == "yes" and self.job.billed_amount is None:
            return "untold"
        is_coming = self.job.billed_state == "unknown" and self.job.state in (*GOING_ON, State.QUEUED)
        return "coming" if is_coming else self.job.billed_state

    @property
    def billed_words(self) -> str:
        is_free = self.job.estimate_amount == 0 and not self.job.billed_amount
        if is_free and self.job.is_final and self.job.billed_state != "unknown":
            return "Free"
        if self.billed in UNBILLED:
            return UNBILLED[self.billed]
        return money.words(self.job.billed_amount or Decimal(0), self.job.billed_currency or "USD")

    @property
    def took_s(self) -> float | None:
        """Seconds from the press of the button to the end."""
        return self.job.elapsed.total_seconds() if self.job.finished_at else None


def jobs_of(user: User, team: Team) -> QuerySet[Job]:
    """All of the team that this person sees."""
    return Job.objects.visible_to(user).filter(team=team)


def lines(rows: QuerySet[Job], most: int, after: "tuple[datetime, UUID] | None" = None) -> list[Line]:
    """The newest first; `after` names the job that was last on the page before."""
    if after:
        made, pk = after
        rows = rows.filter(created_at__lte=made).exclude(created_at=made, pk__gte=pk)
    found = list(rows.select_related("owner", "project").defer("recipe").newest_first()[:most])
    results = _results(found)
    return [Line(job, results.get(job.pk)) for job in found]


def all_lines(rows: QuerySet[Job], at_once: int = 500) -> Iterator[list[Line]]:
    """Every line, some at a time: a long history is never in memory as a whole."""
    part = lines(rows, at_once)
    while part:
        yield part
        last = part[-1].job
        part = lines(rows, at_once, (last.created_at, last.pk)) if len(part) == at_once else []


def _results(jobs: list[Job]) -> dict[UUID, Asset]:
    """The first output of each that made any, and that is seen where the job is."""
    places = {job.pk: job.project_id for job in jobs}
    made = Asset.objects.filter(job_id__in=places, binned_at=None).select_related("project").defer("recipe")
    seen = (asset for asset in made.order_by("-output_index") if _is_seen(asset, places[asset.job_id]))
    return {asset.job_id: asset for asset in seen}


def _is_seen(asset: Asset, place: int) -> bool:
    return is_seen_in(place, asset.project_id, asset.project.visibility)
