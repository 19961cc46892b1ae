"""Finds what fell between two commits, and cleans up behind jobs that are over. Starts and stops all that drives jobs.

One round, every few seconds; each part is safe to repeat and harmless beside running jobs:

1. Free slots are given to jobs that wait. A job that the engine should drive and does not know is put in again; one
   whose run broke is given a new run.
2. An unknown job is looked up at its provider, where that can be asked.
3. Of a job that is over, the provider's copy and our fetched files go; so does a revoked key that no job needs.
4. Once an hour, the engine forgets runs that were over long ago.

Beside them, so that large files hold nothing up: requests that nobody waits for any more are followed (late.py), and
shots that run one after another are taken on (links.py), the library is looked after (housekeeping.py), and people get
the mail of the day (digest.py).
"""

import asyncio
import logging
import shutil
import time
from collections.abc import Awaitable, Callable, Iterable
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

from . import digest, housekeeping, keys, lanes, late, ledger, links, results, sending
from .accounts import acting_for
from .deliveries import delivery_of, jobs_folder
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
SEEN_FOR_S = 15.0
"""For so long a run that the engine was seen to know is taken to be known."""

_sweeping: tuple[asyncio.Task, ...] = ()
_pruned_at = float("-inf")


# Life


async def start(data: Path) -> None:
    """Start the engine and the sweeper on the running loop. What a killed process left behind goes first.

    Raises engine.AlreadyRunning when another process drives this data folder.
    """
    global _sweeping, _seen
    from . import tasks

    _seen = Seen()
    store.clear_incoming(but={jobs_folder().name})
    client = await tasks.open_client(data)
    await engine.start(data)
    _sweeping = tuple(
        asyncio.create_task(_for_ever(rounds, client))
        for rounds in (sweep_and_prune, late.follow, links.follow, housekeeping.keep_house, digest.follow)
    )


async def stop() -> None:
    """Stop both. Running jobs go on at the next start."""
    global _sweeping
    from . import tasks

    for task in _sweeping:
        task.cancel()
    await asyncio.gather(*_sweeping, return_exceptions=True)
    _sweeping = ()
    await engine.stop()
    await tasks.close_client()


async def _for_ever(rounds: Callable[[Client], Awaitable[None]], client: Client) -> None:
    while True:
        try:
            await rounds(client)
        except Exception:
            logger.exception("a round of the sweeper broke off; the next one begins anew")
        await asyncio.sleep(ROUND_S)


async def sweep_and_prune(client: Client) -> None:
    """One round; now and then, what the engine need not remember goes."""
    global _pruned_at
    await sweep(client)
    if time.monotonic() - _pruned_at > PRUNE_EVERY_S:
        _pruned_at = time.monotonic()
        await asyncio.to_thread(engine.prune, clock.now() - REMEMBERED)


async def sweep(client: Client) -> None:
    """One round."""
    await redrive()
    await look_up_unknown(client)
    await tidy_up(client)
    await sync_to_async(keys.erase_spent)()
    await sweep_folders()


# 1. Driving


async def redrive() -> None:
    """Free slots are given; and whatever the engine should be working on, and is not, is put in again."""
    for lane in await sync_to_async(lanes.all_waiting)():
        await sync_to_async(lanes.give)(lane)
    runs = Job.objects.to_be_driven().order_by("created_at").values_list("run_id", flat=True)
    due = _seen.due([run_id async for run_id in runs])
    for start_at in range(0, len(due), AT_ONCE):
        await _redrive(due[start_at : start_at + AT_ONCE])


class Seen:
    """When the engine was last seen to know a run: of thousands that go on, few are asked after in each round."""

    def __init__(self) -> None:
        self._at: dict[UUID, float] = {}

    def due(self, runs: list[UUID]) -> list[UUID]:
        """Those that are new, or were seen too long ago; they count as seen now."""
        now = time.monotonic()
        due = [run_id for run_id in runs if now - self._at.get(run_id, float("-inf")) > SEEN_FOR_S]
        self._at = {run_id: self._at.get(run_id, now) for run_id in runs} | dict.fromkeys(due, now)
        return due


_seen = Seen()


async def _redrive(runs: list[UUID]) -> None:
    driven = await asyncio.to_thread(engine.recover, runs)
    lost = [run_id for run_id in runs if driven.get(run_id, engine.Driven.OVER) is engine.Driven.OVER]
    async for job in Job.objects.filter(run_id__in=lost):
        await sync_to_async(give_new_run if job.run_id in driven else put_in)(job)


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
    attempts = Attempt.objects.filter(job__state=State.UNKNOWN, state=ledger.UNCERTAIN)
    due = attempts.filter(Q(looked_at=None) | Q(looked_at__lt=long_ago)).select_related("job").order_by("looked_at")
    async for attempt in due[:AT_ONCE]:
        await sending.look_up_again(attempt, acting_for(attempt, client))


# 3. Cleaning up


async def tidy_up(client: Client) -> None:
    """Tell the providers that jobs which are over need no copy there any more."""
    left = Attempt.objects.filter(ticket__isnull=False, forgotten_at=None, late=False)
    over = left.exclude(job__state__in=OPEN)  # not `in FINAL`: the few attempts are to be searched, not all old jobs
    async for attempt in over.select_related("job").order_by("settled_at")[:AT_ONCE]:
        if attempt.job.provider in registry.PROVIDERS:
            await results.tidy_up(delivery_of(attempt.job, attempt, acting_for(attempt, client)))


async def sweep_folders() -> None:
    """Remove the fetched files of jobs that are over, or are not there at all.

    The folders are listed before the jobs are read: one that appears in between is not in the list.
    """
    folders = await asyncio.to_thread(_folders)
    if folders:
        wanted = {pk async for pk in Job.objects.unfinished().filter(pk__in=folders).values_list("pk", flat=True)}
        await asyncio.to_thread(_remove, (path for job_id, path in folders.items() if job_id not in wanted))


def _folders() -> dict[UUID, Path]:
    root = jobs_folder()
    return {UUID(path.name): path for path in root.iterdir()} if root.exists() else {}


def _remove(paths: Iterable[Path]) -> None:
    for path in paths:
        shutil.rmtree(path, ignore_errors=True)
