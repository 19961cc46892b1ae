"""Finds what fell between two commits, and cleans up behind jobs that are over. Starts and stops all that drives jobs.

One round, every few seconds; each part is safe to repeat and harmless beside running jobs:

1. A job that the engine should drive and does not know is put in again; one whose run broke is given a new run.
2. An unknown job is looked up at its provider, where that can be asked.
3. Of a job that is over, the provider's copy and our fetched files go.
4. Once an hour, the engine forgets runs that were over long ago.
"""

import asyncio
import logging
import shutil
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from asgiref.sync import sync_to_async
from django.db import transaction
from django.db.models import Q

from studio import engine
from studio.core import clock
from studio.library import store
from studio.providers import registry
from studio.providers.client import Client

from . import ledger, results, sending
from .driving import new_run, put_in
from .machine import OPEN, StaleJob, State, note
from .models import Attempt, Job

logger = logging.getLogger(__name__)

ROUND_S = 2.0
LOOK_UP_EVERY = timedelta(seconds=30)
PRUNE_EVERY_S = 3600.0
REMEMBERED = timedelta(days=7)
LONGEST_PAUSE_S = 300
AT_ONCE = 500

_sweeping: asyncio.Task | None = None


# Life


async def start(data: Path) -> None:
    """Start the engine and the sweeper on the running loop. What a killed process left behind goes first.

    Raises engine.AlreadyRunning when another process drives this data folder.
    """
    global _sweeping
    from . import tasks

    store.clear_incoming(but={results.jobs_folder().name})
    client = await tasks.open_client(data)
    await engine.start(data)
    _sweeping = asyncio.create_task(_sweep_for_ever(client))


async def stop() -> None:
    """Stop both. Running jobs go on at the next start."""
    global _sweeping
    from . import tasks

    if _sweeping:
        _sweeping.cancel()
        await asyncio.gather(_sweeping, return_exceptions=True)
        _sweeping = None
    await engine.stop()
    await tasks.close_client()


async def _sweep_for_ever(client: Client) -> None:
    pruned_at = 0.0
    while True:
        try:
            await sweep(client)
            if asyncio.get_running_loop().time() - pruned_at > PRUNE_EVERY_S:
                pruned_at = asyncio.get_running_loop().time()
                await asyncio.to_thread(engine.prune, clock.now() - REMEMBERED)
        except Exception:
            logger.exception("a round of the sweeper broke off; the next one begins anew")
        await asyncio.sleep(ROUND_S)


async def sweep(client: Client) -> None:
    """One round."""
    await redrive()
    await look_up_unknown(client)
    await tidy_up(client)
    await sweep_folders()


# 1. Driving


async def redrive() -> None:
    """Whatever the engine should be working on, and is not, is put in again."""
    jobs = [job async for job in Job.objects.to_be_driven().order_by("created_at")]
    for start_at in range(0, len(jobs), AT_ONCE):
        await _redrive(jobs[start_at : start_at + AT_ONCE])


async def _redrive(jobs: list[Job]) -> None:
    driven = await asyncio.to_thread(engine.recover, [job.run_id for job in jobs])
    for job in jobs:
        known = driven.get(job.run_id)
        if known is None:
            await sync_to_async(put_in)(job)
        elif known is engine.Driven.OVER:
            await sync_to_async(give_new_run)(job)


def give_new_run(job: Job) -> None:
    """The job's run is over and the job is not: something broke. Another run, after a pause that grows."""
    try:
        with transaction.atomic():
            now = Job.objects.select_for_update().get(pk=job.pk)
            if now.run_id != job.run_id or now.state != job.state:
                return
            pause_s = min(2**now.stumbles, LONGEST_PAUSE_S)
            not_before = clock.now() + timedelta(seconds=pause_s)
            because = f"The studio stumbled over it; it is taken up again in {pause_s} s."
            note(now, because=because, run_id=new_run(), stumbles=min(now.stumbles + 1, 30), not_before=not_before)
    except StaleJob:
        return
    put_in(now)


# 2. Looking up


async def look_up_unknown(client: Client) -> None:
    """Ask the providers for the jobs whose answer was lost, each one every half minute."""
    long_ago = clock.now() - LOOK_UP_EVERY
    attempts = Attempt.objects.filter(job__state=State.UNKNOWN, state=ledger.UNCERTAIN, purpose="submit")
    due = attempts.filter(Q(looked_at=None) | Q(looked_at__lt=long_ago)).select_related("job").order_by("looked_at")
    async for attempt in due[:AT_ONCE]:
        await sending.look_up_again(attempt, client)


# 3. Cleaning up


async def tidy_up(client: Client) -> None:
    """Tell the providers that jobs which are over need no copy there any more."""
    left = Attempt.objects.filter(ticket__isnull=False, forgotten_at=None)
    over = left.exclude(job__state__in=OPEN)  # not `in FINAL`: the few attempts are to be searched, not all old jobs
    async for attempt in over.select_related("job").order_by("settled_at")[:AT_ONCE]:
        if attempt.job.provider in registry.PROVIDERS:
            await results.tidy_up(results.delivery_of(attempt.job, attempt, client))


async def sweep_folders() -> None:
    """Remove the fetched files of jobs that are over, or are not there at all.

    The folders are listed before the jobs are read: one that appears in between is not in the list.
    """
    folders = await asyncio.to_thread(_folders)
    if folders:
        wanted = {pk async for pk in Job.objects.unfinished().filter(pk__in=folders).values_list("pk", flat=True)}
        await asyncio.to_thread(_remove, (path for job_id, path in folders.items() if job_id not in wanted))


def _folders() -> dict[UUID, Path]:
    root = results.jobs_folder()
    return {UUID(path.name): path for path in root.iterdir()} if root.exists() else {}


def _remove(paths: Iterable[Path]) -> None:
    for path in paths:
        shutil.rmtree(path, ignore_errors=True)
