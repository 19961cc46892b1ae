"""What a job's card says: shelf, icon, words, money, picture, and what one can do. No HTML; two queries for many jobs.

Pages and the live socket show the same card. The sentences about a state come from machine.py, the rest is said here.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count

from studio.catalog import registry
from studio.catalog.tasks import PROVIDERS, TASKS
from studio.core import money
from studio.library.models import Asset

from .machine import Saying, State
from .models import Job

SHELVES = {
    "attention": "Needs attention",
    "waiting": "Waiting",
    "running": "Sending and running",
    "done": "Done",
}
"""Where a job lies in the queue, top to bottom, and the titles of these places."""

SHELF_OF = {
    State.QUEUED: "waiting",
    State.SENDING: "running",
    State.RUNNING: "running",
    State.FETCHING: "running",
    State.UNKNOWN: "attention",
    State.REFUSED: "attention",
    State.FAILED: "attention",
    State.READY: "done",
    State.CANCELLED: "done",
}


@dataclass(frozen=True, slots=True)
class Action:
    """Something one can do with a job: `view` is the name of its URL."""

    view: str
    words: str


CANCEL = Action("job-cancellation", "Cancel")
FETCH = Action("job-fetch", "Fetch again")
AGAIN = Action("job-again", "Send again")
AGAIN_AT_RISK = Action("job-again", "Send again, risk a second charge")
LOST = Action("job-loss", "Treat as lost")

ACTIONS = {
    State.QUEUED: (CANCEL,),
    State.SENDING: (CANCEL,),
    State.RUNNING: (CANCEL,),
    State.REFUSED: (AGAIN,),
    State.FAILED: (AGAIN,),
    State.CANCELLED: (AGAIN,),
    State.UNKNOWN: (LOST, AGAIN_AT_RISK),
}


@dataclass(frozen=True, kw_only=True)
class Card:
    """A job as people see it. `assets` are its results, first output first; `picture` an input to show until then."""

    job: Job
    says: Saying
    assets: tuple[Asset, ...] = ()
    picture: UUID | None = None

    @property
    def asset(self) -> Asset | None:
        """The result that the card shows."""
        return self.assets[0] if self.assets else None

    @property
    def shelf(self) -> str:
        return "attention" if self.job.fetch_error else SHELF_OF[State(self.job.state)]

    @property
    def is_ticking(self) -> bool:
        """Whether its time is still running."""
        return not self.job.is_final

    @property
    def counts_frames(self) -> bool:
        """Whether there is real progress to show."""
        return self.job.state == State.RUNNING and bool(self.job.total)

    @property
    def output(self) -> str:
        """What comes out: video, image or audio."""
        return TASKS[self.job.task].output

    @property
    def model(self) -> str:
        found = registry.get(self.job.model)
        return found.name if found else self.job.model

    @property
    def provider(self) -> str:
        return PROVIDERS.get(self.job.provider, self.job.provider)

    @property
    def elapsed_s(self) -> float:
        """Seconds from the press of the button to the end, or until now."""
        return self.job.elapsed.total_seconds()

    @property
    def took_s(self) -> float | None:
        """Seconds that a finished job was worked on; None when nobody began."""
        done, began = self.job.finished_at, self.job.started_at
        return (done - began).total_seconds() if done and began else None

    @property
    def money(self) -> str:
        """Billed, not billed, maybe or not known; before the end, what it will cost and when."""
        job = self.job
        if job.is_final or job.billed_state == "yes":
            return billed(job)
        return f"{BEFORE_THE_BILL[State(job.state)]} {price(job)}" if job.estimate_amount != 0 else "Free"

    @property
    def actions(self) -> tuple[Action, ...]:
        if self.job.fetch_error:
            return (FETCH,)
        return () if self.job.cancel_requested_at and not self.job.is_final else ACTIONS.get(State(self.job.state), ())


BEFORE_THE_BILL = {
    State.QUEUED: "Not billed yet ·",
    State.SENDING: "Not billed yet ·",
    State.RUNNING: "Billed when done ·",
    State.FETCHING: "Billed when done ·",
    State.UNKNOWN: "Maybe billed",
}


def price(job: Job) -> str:
    """What a job is estimated to cost; `~` where that is not exact."""
    if job.estimate_amount is None:
        return "price ?"
    return f"{'' if job.estimate_exact else '~'}{money.words(job.estimate_amount, job.estimate_currency)}"


def billed(job: Job) -> str:
    """What a finished job has cost, in words."""
    if job.billed_state == "unknown":
        return "Billing unknown"
    if job.billed_state == "yes" and job.billed_amount is None:
        return "Billed, amount not told"
    if not job.billed_amount:
        return "Free" if job.estimate_amount == 0 else "Not billed"
    quoted = ", as quoted" if job.billed_amount == job.estimate_amount else ""
    return f"Billed {money.words(job.billed_amount, job.billed_currency)}{quoted}"


# Many at once


def cards(jobs: Iterable[Job]) -> list[Card]:
    """One card per job, in the given order. Give jobs with their owner (`select_related`)."""
    jobs = list(jobs)
    made = defaultdict(list)
    for asset in Asset.objects.filter(job_id__in=[job.pk for job in jobs], binned_at=None).order_by("output_index"):
        made[asset.job_id].append(asset)
    pictures = _pictures([job for job in jobs if job.pk not in made])
    return [Card(job=job, says=job.says(), assets=tuple(made[job.pk]), picture=pictures.get(job.pk)) for job in jobs]


def _pictures(jobs: list[Job]) -> dict[UUID, UUID]:
    """Job -> the first of its inputs that can be seen."""
    inputs = {job.pk: [UUID(pk) for pk in job.frozen_recipe().assets()] for job in jobs}
    wanted = {pk for pks in inputs.values() for pk in pks}
    seen = set(Asset.objects.filter(pk__in=wanted, kind__in=("image", "video")).values_list("pk", flat=True))
    found = {job: next((pk for pk in pks if pk in seen), None) for job, pks in inputs.items()}
    return {job: pk for job, pk in found.items() if pk}


def unfinished(team_id: int) -> dict[str, int]:
    """How many jobs of the team are under way, by owner (the user's id as text)."""
    rows = Job.objects.filter(team=team_id).unfinished().values_list("owner").annotate(Count("pk")).order_by()
    return {str(owner): count for owner, count in rows}
