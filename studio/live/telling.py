"""What a person is told who is looking elsewhere: that a job of theirs is over, or needs them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.template.loader import render_to_string

from studio.accounts.models import User
from studio.core import clock
from studio.jobs.machine import State
from studio.jobs.models import Job

from .announcer import WORDS

TOLD = "telling/_told.html"
JUST_NOW = timedelta(minutes=1)  #: what ended before that was told when it did

ENDS = {State.READY: "ready", State.FAILED: "failed", State.REFUSED: "failed", State.UNKNOWN: "failed"}
"""What is told, and by which of the two sounds."""


@dataclass(frozen=True, slots=True)
class Told:
    """One job, with the word for what became of it."""

    job: Job

    @property
    def ends(self) -> str:
        return ENDS[State(self.job.state)]

    @property
    def word(self) -> str:
        return WORDS[State(self.job.state)]


def told(jobs: Iterable[Job]) -> str:
    """For static/js/elements/tell-me.js."""
    return render_to_string(TOLD, {"told": [Told(job) for job in jobs]})


def just_ended(jobs: Iterable[Job]) -> dict[int, list[Job]]:
    """Those that have come to an end right now: owner -> jobs."""
    found: dict[int, list[Job]] = {}
    for job in jobs:
        if job.state in ENDS and (job.finished_at is None or job.finished_at >= clock.now() - JUST_NOW):
            found.setdefault(job.owner_id, []).append(job)
    return found


def missed(jobs: Iterable[Job], user: User, since: datetime | None) -> str:
    """What ended while the person's page was not connected; nothing for a page that does not say since when."""
    mine = [job for job in jobs if job.is_final and job.owner_id == user.pk and job.state in ENDS]
    ended = [job for job in mine if since and job.finished_at >= since]
    return told(ended) if ended else ""
