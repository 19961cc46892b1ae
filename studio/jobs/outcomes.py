"""What became of a step on its way, and what that means for the job: put off, refused, unknown, found, stopped."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import timedelta

from django.db import transaction
from django.db.models import Q

from studio.core import clock
from studio.providers import registry
from studio.providers.base import Billed, Ticket
from studio.providers.errors import NotSent, ProviderError, RateLimited, Refused, SubmitUncertain, Unsupported

from . import ledger
from .billing import bill, charge
from .driving import new_run
from .lanes import brake, drive, lane_of
from .machine import StaleJob, State, advance, note
from .models import Attempt, Job

LONGEST_PAUSE_S = 300.0
MOST_STUMBLES = 30

NOTHING_TOLD = Billed()

UNDER_WAY = (ledger.PREPARED, ledger.SENDING)
"""What else an attempt may be stays: a helper that was accepted and then failed was accepted all the same."""


@transaction.atomic
def accepted(job: Job, attempt: Attempt, ticket: Ticket, request_id: str = "") -> None:
    """The provider took it. A job runs from then on; a helper is waited for."""
    ledger.accept(attempt, ticket, request_id)
    if attempt.purpose == "submit":
        advance(job, State.RUNNING, because="Accepted.", attempt=attempt, stumbles=0)
        brake.loosen(lane_of(job))


@transaction.atomic
def answered(
    job: Job, attempt: Attempt, answer: Mapping[str, object], billed: Billed = NOTHING_TOLD, request_id: str = ""
) -> None:
    """An upload or a helper answered at once what later steps need."""
    ledger.answered(attempt, answer, request_id)
    charge(job, attempt, billed)


def go_on(job: Job, words: str) -> None:
    """What is done before the job itself can be sent. That somebody moved the job is for others to notice."""
    if words != job.words:
        with suppress(StaleJob):
            note(job, words=words[:500])


@transaction.atomic
def found(job: Job, attempt: Attempt, ticket: Ticket, because: str) -> Job:
    """An unknown job is known again, by look-up, webhook or person: it goes on with the provider's id.

    If it was a helper whose answer was lost, the job goes on with what comes after it.
    """
    ledger.accept(attempt, ticket)
    to = State.RUNNING if attempt.purpose == "submit" else State.QUEUED
    advance(job, to, because=because, attempt=attempt, run_id=new_run())
    drive(job)
    return job


@transaction.atomic
def put_off(job: Job, attempt: Attempt | None, error: ProviderError) -> None:
    """Nothing was accepted: queued again, not before the provider wants it; or cancelled, if somebody asked."""
    if attempt and attempt.state == ledger.SENDING:
        ledger.put_back(attempt, error)
    later = _slowed(job, error) if isinstance(error, RateLimited) else _stumbled(job)
    advance(job, State.QUEUED, because=error.message, attempt=attempt, words=error.message[:500], **later)
    if job.cancel_requested_at:
        call_off(job, NOT_SENT)
    else:
        drive(job)


def _slowed(job: Job, error: RateLimited) -> dict[str, object]:
    """The provider asks to wait: so does its whole lane."""
    return {"not_before": brake.pull(lane_of(job), error.retry_after_s), "run_id": new_run()}


def _stumbled(job: Job) -> dict[str, object]:
    """It did not get through: each time it waits longer."""
    not_before = clock.now() + timedelta(seconds=min(2.0**job.stumbles, LONGEST_PAUSE_S))
    return {"not_before": not_before, "stumbles": min(job.stumbles + 1, MOST_STUMBLES), "run_id": new_run()}


@transaction.atomic
def stop(job: Job) -> None:
    """Somebody asked to cancel before the job itself was sent. What came before it may have cost something."""
    advance(job, State.QUEUED, because="Stopped before it was sent.")
    call_off(job, NOT_SENT)


NOT_SENT = "Cancelled before anything was accepted."


@transaction.atomic
def call_off(job: Job, because: str, said: str = "", **facts: object) -> None:
    """Out of the queue for good, with what is `said` of it. What was ordered of it before may still come, and cost."""
    ledger.let_go(job)
    words = f"{said} {_what_left(job)}".strip()[:500]
    advance(job, State.CANCELLED, because=because, words=words, **bill(job) | facts)


TAKEN = (ledger.ACCEPTED, ledger.UNCERTAIN)
WHAT_LEFT = (
    (Q(purpose="submit", state__in=TAKEN), "What was sent of it before may still come, and be billed."),
    (Q(purpose="helper", state__in=TAKEN), "The job itself was not sent. What comes first was, and may be billed."),
    (Q(purpose="upload", state__in=TAKEN), "The job itself was not sent, only its inputs: storing them costs nothing."),
    (~Q(error=""), "It was tried, and nothing was accepted."),
)
"""What had left of a job that never ran, the worst first, and what is said of it."""


def _what_left(job: Job) -> str:
    return next((words for which, words in WHAT_LEFT if job.attempts.filter(which).exists()), "Nothing was sent.")


class HelperFailed(Refused):
    """A helper came to nothing there: nobody need ask after it any more."""


@transaction.atomic
def refuse(job: Job, attempt: Attempt | None, error: ProviderError) -> None:
    """The provider, or our adapter, said no. What was accepted before, and has not failed, may still come."""
    if not isinstance(error, HelperFailed):
        ledger.let_go(job)
    if attempt:
        (ledger.refuse if attempt.state in UNDER_WAY else ledger.ended)(attempt, error)
    field = getattr(error, "field", "")
    advance(
        job,
        State.REFUSED,
        because=error.message,
        attempt=attempt,
        error=error.message,
        error_field=field,
        **bill(job),
    )


@transaction.atomic
def lose(job: Job, attempt: Attempt, error: ProviderError) -> None:
    """Nobody knows; it is never sent again by itself."""
    ledger.lose(attempt, error)
    advance(job, State.UNKNOWN, because=error.message, attempt=attempt)
    note(job, words=_about_loss(attempt, error)[:500], **bill(job))


def _about_loss(attempt: Attempt, error: ProviderError) -> str:
    """Whether it was sent again, why nobody knows, and what is done about it now."""
    provider = registry.get(attempt.job.provider)
    again = f"It was sent again under the same id, which {provider.name} counts once."
    looked_for = provider.promise(attempt.endpoint).look_up
    now = "is asked for it every 30 seconds." if looked_for else "cannot be asked for it: look for it there."
    return f"{again if attempt.resent else 'Nothing was sent again.'} {error.message} {provider.name} {now}"


OUTCOMES: tuple[tuple[type[ProviderError], Callable[[Job, Attempt, ProviderError], None]], ...] = (
    (NotSent, put_off),
    (RateLimited, put_off),
    (SubmitUncertain, lose),
    (Refused, refuse),
    (Unsupported, refuse),
)
"""The first kind that fits decides. Nothing else is raised once bytes may have left."""
