"""Where polls and webhooks end: one idempotent update of a running job.

The same update again, a late one, or two in the wrong order change nothing that is not true any more: a job only moves
on from `running`, frames only count up, and money that is known stays known.
"""

import logging
from collections.abc import Callable
from dataclasses import asdict
from uuid import UUID

from django.db import transaction

from studio.providers.base import Billed, Phase, Update

from . import ledger
from .machine import StaleJob, State, advance, note
from .models import Attempt, Job

logger = logging.getLogger(__name__)

TRIES = 5
DOUBTFUL = (ledger.SENDING, ledger.ACCEPTED, ledger.UNCERTAIN)
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


def _apply(job: Job, attempt: Attempt, update: Update) -> None:
    _bill(job, attempt, update.billed)
    if job.state == State.RUNNING and ledger.current(job) == attempt:
        MEANINGS[update.phase](job, attempt, update)
    elif job.state == State.RUNNING or update.phase in (Phase.FAILED, Phase.CANCELLED):
        logger.info("job %s is %s: %s of attempt %s comes late", job.pk, job.state, update.phase, attempt.number)


def _progress(job: Job, attempt: Attempt, update: Update) -> None:
    """Frames count up only; nothing is written that is not new."""
    facts: dict[str, object] = {}
    if update.total and (update.total != job.total or (update.done or 0) > (job.done or 0)):
        facts |= {"done": min(update.done or 0, update.total), "total": update.total}
    if update.words and update.words != job.words:
        facts["words"] = update.words[:500]
    if facts:
        note(job, **facts)


def _done(job: Job, attempt: Attempt, update: Update) -> None:
    outputs = [asdict(output) for output in update.outputs]
    Attempt.objects.filter(pk=attempt.pk).update(outputs=outputs)
    error = "" if outputs else NO_FILE.format(provider=job.provider)
    counted = {"done": job.total} if job.total else {}
    advance(job, State.FETCHING, because="Finished there.", attempt=attempt, fetch_error=error, **counted)


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


def _bill(job: Job, attempt: Attempt, billed: Billed) -> None:
    """Money that is told is kept, on the attempt and on the job; unknown never overwrites what is known."""
    told = {"billed_state": billed.state, "billed_amount": billed.amount, "billed_currency": billed.currency}
    if billed.state == "unknown" or all(getattr(attempt, name) == value for name, value in told.items()):
        return
    Attempt.objects.filter(pk=attempt.pk).update(**told)
    note(job, **bill(job), billed_reason=billed.reason[:300])


def bill(job: Job) -> dict[str, object]:
    """The job's bill, over its attempts: yes as soon as one was billed, no if none that was sent can have been."""
    rows = list(job.attempts.all())
    if not any(row.billed_state == "yes" for row in rows):
        doubtful = any(row.billed_state == "unknown" and row.state in DOUBTFUL for row in rows)
        return {"billed_state": "unknown" if doubtful else "no", "billed_amount": None, "billed_currency": ""}
    amounts = [row.billed_amount for row in rows if row.billed_amount is not None]
    currency = next((row.billed_currency for row in rows if row.billed_currency), "")
    return {"billed_state": "yes", "billed_amount": sum(amounts) if amounts else None, "billed_currency": currency}
