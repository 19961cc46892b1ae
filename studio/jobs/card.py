"""What a job's card says: shelf, icon, words, money, picture, and what one can do. No HTML; few queries for many jobs.

Pages and the live socket show the same card. The sentences about a state come from machine.py, the rest is said here.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count

from studio.accounts.models import Project
from studio.catalog import registry
from studio.catalog.tasks import PROVIDERS, TASKS
from studio.library.models import Asset

from . import batches, tags
from .choices import Action, actions_for
from .details import Detail, details_of
from .machine import Saying, State, is_lost
from .models import Job
from .streaming import can_be_watched, is_shown

SHELVES = {
    "attention": "Needs attention",
    "held": "Held",
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


@dataclass(frozen=True, kw_only=True)
class Card:
    """A job as people see it. `assets` are its results, first output first; `picture` an input to show until then;
    `details` its requests, where something went wrong; `film` what it became a part of."""

    job: Job
    says: Saying
    assets: tuple[Asset, ...] = ()
    picture: UUID | None = None
    details: tuple[Detail, ...] = ()
    film: Asset | None = None

    @property
    def asset(self) -> Asset | None:
        """The result that the card shows."""
        return self.assets[0] if self.assets else None

    @property
    def words(self) -> str:
        """Its title, without the take that stands before it."""
        return self.job.title.removesuffix(batches.ending(self.job.take)) if self.job.takes else self.job.title

    @property
    def shelf(self) -> str:
        if needs_attention(self.job):
            return "attention"
        return "held" if self.is_held else SHELF_OF[State(self.job.state)]

    @property
    def field(self) -> str:
        """What an error is about, in the form's words."""
        route = registry.route(self.job.model, self.job.task, self.job.provider)
        control = route.control(self.job.error_field) if route else None
        return control.label if control else self.job.error_field.replace("_", " ").capitalize()

    @property
    def can_be_changed(self) -> bool:
        """Whether nothing can come of it any more: it is opened in the form, mended, and sent as a new job."""
        return self.job.state in (State.REFUSED, State.FAILED, State.CANCELLED)

    @property
    def can_be_found(self) -> bool:
        """Whether a person may say by which id the provider knows it."""
        return self.job.state == State.UNKNOWN and bool(self.details) and self.details[-1].is_job

    @property
    def is_held(self) -> bool:
        """Whether it waits for somebody to let it go on."""
        return self.job.state == State.QUEUED and bool(self.job.held_because)

    @property
    def awaits_approval(self) -> bool:
        """Whether only an owner or a producer can let it go on."""
        return self.is_held and self.job.needs_approval

    @property
    def is_ticking(self) -> bool:
        """Whether its time is still running."""
        return not self.job.is_final

    @property
    def counts_frames(self) -> bool:
        """Whether there is real progress to show."""
        return self.job.state == State.RUNNING and bool(self.job.total)

    @property
    def is_shown(self) -> bool:
        """Whether its film can be watched while it is made."""
        return is_shown(self.job)

    @property
    def can_be_watched(self) -> bool:
        """Whether that comes, or somebody may have been watching until it was kept."""
        return can_be_watched(self.job.provider, self.job.task)

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
        return tags.tag(self.job)

    @property
    def is_far_from_estimate(self) -> bool:
        """Whether the bill is to be looked at."""
        return tags.is_far_apart(self.job)

    @property
    def actions(self) -> tuple[Action, ...]:
        return actions_for(self.job)


# Many at once


def cards(jobs: Iterable[Job]) -> list[Card]:
    """One card per job, in the given order. Give jobs with their owner (`select_related`)."""
    jobs = list(jobs)
    made = defaultdict(list)
    keys = [job.pk for job in jobs] + [job.batch for job in jobs if job.batch]  # a film's job is its shots' batch
    places = {key: job.project_id for job in jobs for key in (job.pk, job.batch)}
    results = Asset.objects.filter(job_id__in=keys, binned_at=None).select_related("project")
    for asset in results.order_by("output_index"):
        if is_seen_in(places[asset.job_id], asset.project_id, asset.project.visibility):
            made[asset.job_id].append(asset)
    pictures = _pictures([job for job in jobs if job.pk not in made])
    details = details_of([job.pk for job in jobs if needs_attention(job)])
    return [
        Card(
            job=job,
            says=job.says(),
            assets=tuple(made[job.pk]),
            picture=pictures.get(job.pk),
            details=details.get(job.pk, ()),
            film=next(iter(made[job.batch]), None) if job.batch else None,
        )
        for job in jobs
    ]


def needs_attention(job: Job) -> bool:
    """Whether something went wrong with it."""
    return bool(job.fetch_error) or is_lost(job) or SHELF_OF[State(job.state)] == "attention"


def _pictures(jobs: list[Job]) -> dict[UUID, UUID]:
    """Job -> the first of its inputs that can be seen."""
    inputs = {job.pk: [UUID(pk) for pk in job.frozen_recipe().assets()] for job in jobs}
    wanted = {pk for pks in inputs.values() for pk in pks}
    pictures = Asset.objects.filter(pk__in=wanted, kind__in=("image", "video"))
    lie_in = {pk: place for pk, *place in pictures.values_list("pk", "project", "project__visibility")}
    places = {job.pk: job.project_id for job in jobs}
    found = {
        job: next((pk for pk in pks if pk in lie_in and is_seen_in(places[job], *lie_in[pk])), None)
        for job, pks in inputs.items()
    }
    return {job: pk for job, pk in found.items() if pk}


def is_seen_in(place: int, project: int, visibility: str) -> bool:
    """Whether whoever sees a job of the project `place` sees a file of that project, too. A card is drawn once for all
    who see it."""
    return visibility == Project.Visibility.TEAM or project == place


@dataclass(frozen=True, slots=True)
class UnderWay:
    """How many jobs of a team are not over, by owner (the user's id as text); apart, those in private projects."""

    shared: Mapping[str, int]
    private: Mapping[str, int]

    def mine(self, user_id: int) -> int:
        key = str(user_id)
        return self.shared.get(key, 0) + self.private.get(key, 0)

    def all(self, user_id: int) -> int:
        """All that this person sees."""
        return sum(self.shared.values()) + self.private.get(str(user_id), 0)


def unfinished(team_id: int) -> UnderWay:
    """Those of the team. In a private project are its maker's jobs alone."""
    rows = Job.objects.filter(team=team_id).unfinished().values_list("project__visibility", "owner")
    found: dict[str, dict[str, int]] = {"team": {}, "private": {}}
    for visibility, owner, count in rows.annotate(Count("pk")).order_by():
        found[visibility][str(owner)] = count
    return UnderWay(shared=found["team"], private=found["private"])
