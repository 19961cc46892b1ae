"""Acting on a job: by a maker of its team, in one transaction, and again where somebody else was faster."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.db import transaction

from studio.accounts.models import User
from studio.accounts.permissions import require_maker

from .machine import StaleJob
from .models import Job

TRIES = 5
P = ParamSpec("P")


def again_when_stale(act: Callable[Concatenate[User, Job, P], Job]) -> Callable[Concatenate[User, Job, P], Job]:
    """Read the job, act in one transaction, and begin again when somebody else has moved it meanwhile."""

    @wraps(act)
    def acting(user: User, job: Job, *args: P.args, **kwargs: P.kwargs) -> Job:
        for attempt in range(TRIES):
            now = Job.objects.select_related("team").get(pk=job.pk)
            require_maker(user, now.team)
            try:
                with transaction.atomic():
                    return act(user, now, *args, **kwargs)
            except StaleJob:
                if attempt == TRIES - 1:
                    raise
        raise AssertionError("the last try returns or raises")

    return acting
