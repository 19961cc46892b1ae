"""Where polls and webhooks end: one idempotent update of a running job.

The same update again, a late one, or two in the wrong order change nothing that is not true any more: a job only moves
on from `running`, frames only count up, and money that is known stays known.
"""

import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from django.db import transaction

from studio.catalog.tasks import PROVIDERS, TASKS
from studio.core import clock
from studio.providers.base import Billed, Phase, Update

from . import ledger
from .answers import words_of
from .billing import charge
from .machine import LOST_AFTER, StaleJob, State, advance, note
from .models import Attempt, Job
from .shelves import remember

logger = logging.getLogger(__name__)

TRIES = 5
NOTHING_TOLD = Billed()
NO_FILE = "{provider} says that it is done, but names no file."


def apply_update(attempt_id: UUID, update: Update) -> Job:
    """What a provider tells about an accepted attempt, applied to its job. Replays and late ones are harmless."""
    for _ in range(TRIES):
        attempt = Attempt.objects.select_related("job").get(pk=attempt_id)
        try:
            with transaction.atomic():
                _apply(attempt.job, attempt, update)
            return attempt.job
        except StaleJob:
            continue
    raise StaleJob(f"Job {attempt.job_id} is moved faster than it can be read.")


def apply_poll(job: Job, attempt: Attempt, update: Update) -> Job:
    """The same for the run that drives the job and has read it. That it only goes on is one UPDATE, and nothing is read
    for it unless somebody has touched the job meanwhile."""
    if MEANINGS[update.phase] is _progress and update.billed == NOTHING_TOLD:
        with suppress(StaleJob):
            _progress(job, attempt, update, as_read=True)
            return job
    return apply_update(attempt.pk, update)


def _apply(job: Job, attempt: Attempt, update: Update) -> None:
    charge(job, attempt, update.billed)
    if job.state == State.RUNNING and ledger.is_current(attempt):
        MEANINGS[update.phase](job, attempt, update)
    elif job.state == State.RUNNING or update.phase in (Phase.FAILED, Phase.CANCELLED):
        logger.info("job %s is %s: %s of attempt %s comes late", job.pk, job.state, update.phase, attempt.number)


def _progress(job: Job, attempt: Attempt, update: Update, *, as_read: bool = False) -> None:
    """Frames count up only; nothing is written that is not new."""
    facts: dict[str, object] = {"words": _words(job, update)[:500], "lost_since": _lost_since(job, update)}
    if update.total and (update.total != job.total or (update.done or 0) > (job.done or 0)):
        facts |= {"done": min(update.done or 0, update.total), "total": update.total}
    if news := {name: value for name, value in facts.items() if getattr(job, name) != value}:
        note(job, as_read=as_read, **news)


def _words(job: Job, update: Update) -> str:
    """What is said about it now. That nothing is known for the moment does not take back what was."""
    name = PROVIDERS.get(job.provider, job.provider)
    if update.lost and job.lost_since and clock.now() - job.lost_since > LOST_AFTER:
        return f"{update.words} So it has been since {job.lost_since:%H:%M} UTC."
    if update.words or update.phase is Phase.UNKNOWN:
        return update.words or job.words
    return f"{name} has it in its queue." if update.phase is Phase.WAITING else ""


def _lost_since(job: Job, update: Update) -> datetime | None:
    return (job.lost_since or clock.now()) if update.lost else None


def _done(job: Job, attempt: Attempt, update: Update) -> None:
    """Finished there. A job whose result is no file is finished here too."""
    outputs = [asdict(output) for output in update.outputs]
    learned = {"answer": dict(update.answer)} if update.answer else {}
    Attempt.objects.filter(pk=attempt.pk).update(outputs=outputs, **learned)
    remember(attempt, update.answer)
    is_data = TASKS[job.task].output == "data" and bool(learned)
    error = "" if outputs or is_data else NO_FILE.format(provider=PROVIDERS.get(job.provider, job.provider))
    counted = {"done": job.total} if job.total else {}
    advance(job, State.FETCHING, because="Finished there.", attempt=attempt, fetch_error=error, **counted)
    if is_data and not outputs:
        words = words_of(update.answer)[:500]
        advance(job, State.READY, because=words, words=words)


def _failed(job: Job, attempt: Attempt, update: Update) -> None:
    error = update.error or update.words or "It failed there, and the reason was not told."
    advance(job, State.FAILED, because=error, attempt=attempt, error=error, error_field=update.field)


def _cancelled(job: Job, attempt: Attempt, update: Update) -> None:
    advance(job, State.CANCELLED, because="Stopped there.", attempt=attempt)


MEANINGS: dict[Phase, Callable[[Job, Attempt, Update], None]] = {
    Phase.WAITING: _progress,
    Phase.RUNNING: _progress,
    Phase.UNKNOWN: _progress,
    Phase.DONE: _done,
    Phase.FAILED: _failed,
    Phase.CANCELLED: _cancelled,
}
