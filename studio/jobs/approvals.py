"""Jobs that a budget holds back: an owner or a producer lets them through, or not. Safe to call twice."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from studio.accounts.models import User
from studio.accounts.permissions import may_manage
from studio.core import clock

from .driving import new_run
from .lanes import drive
from .machine import State, note
from .models import Job
from .outcomes import call_off


@transaction.atomic
def release(user: User, job: Job) -> Job:
    """The job goes on, whatever the budget says; who said so is kept. One that is not held stays as it is.

    Raises PermissionDenied for who may not approve.
    """
    now = _awaiting(user, job)
    if now.state == State.QUEUED and now.held_because:
        facts = {"held_because": "", "released_by": user, "released_at": clock.now(), "run_id": new_run()}
        note(now, because=f"{user} let it through. {now.held_because}", **facts)
        drive(now)
    return now


@transaction.atomic
def decline(user: User, job: Job, reason: str = "") -> Job:
    """The job is cancelled, with the words that were given. One that is not held stays as it is.

    Raises PermissionDenied for who may not approve.
    """
    now = _awaiting(user, job)
    if now.state == State.QUEUED and now.held_because:
        said = " ".join(reason.split())[:300]
        words = f"{user} declined it: “{said.rstrip('.')}”." if said else f"{user} declined it."
        call_off(now, words, words, cancel_requested_at=clock.now())
    return now


def _awaiting(user: User, job: Job) -> Job:
    """The job as it is now, and nobody else's until the transaction ends."""
    if not may_manage(user, job.team):
        raise PermissionDenied("Only owners and producers of the team may decide about held jobs.")
    return Job.objects.select_for_update().get(pk=job.pk)
