"""Jobs that a budget holds back: an owner or a producer lets them through, or not. Safe to call twice.

What was priced together is decided together: all takes of a batch, all jobs of a chain.
"""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from studio.accounts.activity import record
from studio.accounts.models import User
from studio.accounts.permissions import may_manage
from studio.core import clock

from .driving import new_run
from .lanes import drive
from .machine import State, awaits_approval, note
from .models import Job
from .outcomes import call_off


@transaction.atomic
def release(user: User, job: Job) -> Job:
    """The job goes on, whatever the budget says; who said so is kept. One that is not held stays as it is.

    Raises PermissionDenied for who may not approve.
    """
    for each in _awaiting(user, job):
        facts = {"released_by": user, "released_at": clock.now(), "run_id": new_run()}
        if each.awaits_id:
            note(each, because=f"{user} let it through.", needs_approval=False, **facts)
        else:
            note(each, because=f"{user} let it through. {each.held_because}", held_because="", **facts)
            drive(each)
        record("job-approved", team=each.team_id, by=user, of=each)
    return Job.objects.get(pk=job.pk)


@transaction.atomic
def decline(user: User, job: Job, reason: str = "") -> Job:
    """The job is cancelled, with the words that were given. One that is not held stays as it is.

    Raises PermissionDenied for who may not approve.
    """
    said = " ".join(reason.split())[:300]
    words = f"{user} declined it: “{said.rstrip('.')}”." if said else f"{user} declined it."
    for each in _awaiting(user, job):
        call_off(each, words, words, cancel_requested_at=clock.now())
        record("job-declined", team=each.team_id, by=user, of=each)
    return Job.objects.get(pk=job.pk)


def _awaiting(user: User, job: Job) -> list[Job]:
    """The jobs as they are now that are decided about with this one, and nobody else's until the transaction ends."""
    if not may_manage(user, job.team):
        raise PermissionDenied("Only owners and producers of the team may decide about held jobs.")
    together = job.together().select_for_update().order_by("created_at")
    return [each for each in together if each.state == State.QUEUED and awaits_approval(each)]
