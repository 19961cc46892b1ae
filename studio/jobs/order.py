"""The order of what is not sent yet: held, released, put before others. Safe to call twice."""

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet

from studio.accounts.activity import record
from studio.accounts.models import User
from studio.accounts.permissions import may_manage
from studio.core import clock

from . import approvals
from .acting import again_when_stale
from .driving import new_run, take_out
from .lanes import drive, lane_of
from .machine import State, note
from .models import Job


class NotInLine(ValueError):
    """A job is not where somebody saw it; the message says what to do."""


@again_when_stale
def hold(user: User, job: Job) -> Job:
    """Keep a job that is not sent yet in the queue until somebody releases it. One that is held stays as it is."""
    if job.state == State.QUEUED and not job.held_because:
        held = {"held_because": f"Held by {user}.", "held_at": clock.now(), "slot_at": None, "run_id": new_run()}
        take_out(job.run_id)
        note(job, because=f"{user} held it.", **held)
        record("job-held", team=job.team_id, by=user, of=job)
    return job


@again_when_stale
def release(user: User, job: Job) -> Job:
    """A held job goes on. Raises PermissionDenied for one that waits for an owner's or a producer's yes."""
    if job.state != State.QUEUED or not job.held_because or job.awaits_id:
        return job  # what waits for a shot goes on by itself
    if job.needs_approval:
        return approvals.release(user, job)
    released = {"held_because": "", "released_by": user, "released_at": clock.now(), "run_id": new_run()}
    note(job, because=f"{user} released it.", **released)
    drive(job)
    record("job-released", team=job.team_id, by=user, of=job)
    return job


@again_when_stale
def move_first(user: User, job: Job) -> Job:
    """Of its owner's jobs that wait for the same account, this one goes next."""
    return _placed(job, _others(job), 0)


@again_when_stale
def shift(user: User, job: Job, by: int) -> Job:
    """So many places later in its line; below 0, earlier. At either end it stays."""
    others, ahead = _others(job), _ahead(job)
    place = min(max(ahead + by, 0), len(others))
    return job if place == ahead else _placed(job, others, place)


@again_when_stale
def reorder(user: User, job: Job, before: Job | None = None) -> Job:
    """Of its owner's jobs that wait for the same account, this one goes just before another; as the last, before None.

    Raises NotInLine for another that does not wait in that line.
    """
    others = _others(job)
    if before is None:
        return _placed(job, others, len(others))
    if before not in others:
        words = "A line is what one person's jobs wait in for one account."
        raise NotInLine(f"“{before.title}” does not wait in the same line as “{job.title}”. {words}")
    return _placed(job, others, others.index(before))


def _placed(job: Job, others: list[Job], place: int) -> Job:
    """The job at that place of its line: its rank comes between those of its neighbours, which stay as they are."""
    if job.state != State.QUEUED or not others:
        return job
    if _rank_at(others, place) is None:
        _number(others)
    note(job, rank=_rank_at(others, place))
    return job


def _rank_at(others: list[Job], place: int) -> float | None:
    """Between the ranks of two neighbours; None where there is no number between them."""
    if place == 0:
        return others[0].rank - 1
    if place == len(others):
        return others[-1].rank + 1
    before, after = others[place - 1].rank, others[place].rank
    middle = (before + after) / 2
    return middle if before < middle < after else None


def _number(line: list[Job]) -> None:
    """Ranks with room between them. Rare: the line was reordered at one place some fifty times, or is very old."""
    for rank, job in enumerate(line):
        note(job, rank=float(rank))


def _line(job: Job) -> QuerySet[Job]:
    """The owner's jobs that wait for the same account, held ones too, in the order in which they go."""
    waiting = lane_of(job).jobs().filter(owner=job.owner_id, state=State.QUEUED, priority=job.priority)
    return waiting.order_by("rank", "created_at")


def _others(job: Job) -> list[Job]:
    return list(_line(job).exclude(pk=job.pk))


def _ahead(job: Job) -> int:
    """How many go before it."""
    return list(_line(job).values_list("pk", flat=True)).index(job.pk) if job.state == State.QUEUED else 0


@again_when_stale
def prioritise(user: User, job: Job, priority: int) -> Job:
    """Of all jobs that wait for the same account, those of higher priority go first. For owners and producers.

    Raises PermissionDenied.
    """
    if not may_manage(user, job.team):
        raise PermissionDenied("Only owners and producers may put a job before those of others.")
    if job.state == State.QUEUED:
        note(job, because=f"{user} set its priority to {priority}.", priority=priority)
        record("job-prioritised", team=job.team_id, by=user, of=job)
    return job
