"""How jobs get into the engine, and sleeps that can be cut short."""

import asyncio
import logging
import uuid
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from uuid import UUID

from django.db import transaction

from studio import engine
from studio.core import clock

from .models import Job

logger = logging.getLogger(__name__)

TASK = "run_job"


def put_in(job: Job) -> None:
    """Have the job's run begun, not before `not_before`. The same run again changes nothing."""
    wait_s = (job.not_before - clock.now()).total_seconds() if job.not_before else 0
    try:
        engine.enqueue(TASK, str(job.pk), run_id=job.run_id, after_s=wait_s)
    except engine.NotRunning:
        logger.info("job %s waits for a studio: the engine does not run in this process", job.pk)


def take_out(run_id: UUID) -> None:
    """Once the running transaction is committed, the engine forgets about this run."""

    def cancel() -> None:
        with suppress(engine.NotRunning):
            engine.cancel(run_id)

    transaction.on_commit(cancel, robust=True)


def new_run() -> UUID:
    """An id for a run that the engine has never seen."""
    return uuid.uuid4()


# Naps

_naps: dict[UUID, tuple[asyncio.AbstractEventLoop, asyncio.Event]] = {}


@contextmanager
def naps(job_id: UUID) -> Iterator[Callable[[float], Awaitable[bool]]]:
    """A way to sleep for some seconds over this job, cut short by `wake(job_id)`, also by one since the last nap.

    It answers with whether it was cut short.
    """
    woken = asyncio.Event()
    _naps[job_id] = (asyncio.get_running_loop(), woken)

    async def nap(seconds: float) -> bool:
        with suppress(TimeoutError):
            await asyncio.wait_for(woken.wait(), seconds)
        was_woken = woken.is_set()
        woken.clear()
        return was_woken

    try:
        yield nap
    finally:
        _naps.pop(job_id, None)


def wake(job_id: UUID) -> None:
    """Once the running transaction is committed, whoever naps over this job looks at it again. From any thread."""
    transaction.on_commit(partial(_wake, job_id), robust=True)


def _wake(job_id: UUID) -> None:
    if nap_ := _naps.get(job_id):
        loop, woken = nap_
        loop.call_soon_threadsafe(woken.set)
