"""A job's way: submit, wait, fetch, keep. Plain async functions; tasks.py makes them durable.

Each can be killed at any point and called again: it reads where the job is, and goes on from there. A step answers
whether the next one has something to do. `run_id` is the engine's run: when the job has been given to another run, this
one steps aside, so that no two ever work on one job.
"""

import logging
import time
from collections.abc import Awaitable, Callable

from asgiref.sync import sync_to_async

from studio.providers import registry
from studio.providers.base import Phase, Provider, Ticket, Update
from studio.providers.client import Client
from studio.providers.errors import ProviderError

from . import ledger, results, sending
from .accounts import acting_for
from .asking import GOING_ON, Asker
from .board import board
from .deliveries import Delivery, delivery_of
from .driving import naps
from .lanes import HOLDING, brake, give, lane_of
from .machine import StaleJob, State, note
from .models import Job
from .updates import apply_poll, apply_update

logger = logging.getLogger(__name__)

StepCall = Callable[[str, str], Awaitable[bool]]

PROGRESS_S = 0.25
"""Frames are written down and shown at most this often."""


async def run(job_id: str, run_id: str, *, submit: StepCall, wait: StepCall, fetch: StepCall, keep: StepCall) -> str:
    """Submit the job, wait for it, fetch the files, keep them."""
    for step in (submit, wait, fetch, keep):
        if not await step(job_id, run_id):
            break
    return "over"


async def submit(job_id: str, run_id: str, *, client: Client) -> bool:
    """Have the provider accept the job, once; how, is told in sending.py."""
    job = await ours(job_id, run_id)
    if job and job.state == State.QUEUED and not job.held_because:
        job = await sync_to_async(sending.begin)(job)
    if job and job.state == State.SENDING:
        job = await sending.send_all(job, acting_for(job, client))
    return await _goes_on(job, State.RUNNING, State.FETCHING)


async def wait(job_id: str, run_id: str, *, client: Client) -> bool:
    """Ask the provider until the job is over there, and pass on a wish to cancel."""
    job = await ours(job_id, run_id)
    if job and job.state == State.RUNNING:
        watch = Watch(job, await sync_to_async(ledger.current)(job), acting_for(job, client))
        with naps(job.pk) as nap:
            while job and job.state == State.RUNNING:
                job, pause_s = await watch.look(job)
                if job.state == State.RUNNING and (await nap(pause_s) or not await board.is_current(job)):
                    job = await ours(job_id, run_id)
    return await _goes_on(job, State.FETCHING)


async def _goes_on(job: Job | None, *states: State) -> bool:
    """Whether the next step has something to do. The slot that the job no longer needs there is given to others."""
    if job is None:
        return False
    if job.state not in HOLDING or brake.is_on(lane_of(job)):
        await sync_to_async(give)(lane_of(job))
    return job.state in states


async def fetch(job_id: str, run_id: str, *, client: Client) -> bool:
    """Bring the files here; how, is told in results.py."""
    delivery = await _delivery(job_id, run_id, client)
    if delivery:
        await results.fetch_all(delivery)
    return delivery is not None


async def keep(job_id: str, run_id: str, *, client: Client) -> bool:
    """Put the files into the library, and tidy up once all is kept."""
    delivery = await _delivery(job_id, run_id, client)
    if delivery:
        await results.keep_all(delivery)
        await results.conclude(delivery)
        if delivery.job.is_final:
            await results.tidy_up(delivery)
    return False


async def ours(job_id: str, run_id: str) -> Job | None:
    """The job as it is now; None when another run drives it, or it is gone."""
    return await Job.objects.filter(pk=job_id, run_id=run_id).afirst()


async def _delivery(job_id: str, run_id: str, client: Client) -> Delivery | None:
    job = await ours(job_id, run_id)
    if job is None or job.state != State.FETCHING:
        return None
    return delivery_of(job, await sync_to_async(ledger.current)(job), acting_for(job, client))


class Watch:
    """Looks at one running job, again and again."""

    def __init__(self, job: Job, attempt, client: Client) -> None:
        self._provider: Provider = registry.get(job.provider)
        self._ticket = Ticket.from_json(attempt.ticket)
        self._attempt, self._client = attempt, client
        self._asker = Asker(self._provider, self._ticket, client)
        self._written: tuple[object, ...] = ()
        self._written_at, self._has_asked_to_cancel = 0.0, False

    async def look(self, job: Job) -> tuple[Job, float]:
        """Ask once and write down what is new. Answers with the job then, and the seconds until the next look."""
        update, pause = await self._asker.ask()
        if self._is_news(update):
            self._written, self._written_at = _told(update), time.monotonic()
            job = await sync_to_async(apply_poll)(job, self._attempt, update)
        if job.state == State.RUNNING and job.cancel_requested_at and not self._has_asked_to_cancel:
            self._has_asked_to_cancel, pause = True, 0
            await self._ask_to_cancel(job)
        return job, pause

    def _is_news(self, update: Update) -> bool:
        """Whether it is to be written down: an end at once, anything else now and then, and only if it is new.

        How long a job has been lost is new each time.
        """
        if update.phase not in GOING_ON or update.lost:
            return True
        return _told(update) != self._written and time.monotonic() - self._written_at >= PROGRESS_S

    async def _ask_to_cancel(self, job: Job) -> None:
        """Pass the wish on. If the provider agrees the job is cancelled; otherwise it is watched further."""
        provider = self._provider
        can = provider.promise(self._attempt.endpoint).cancel
        request = provider.build_cancel(self._ticket) if can else None
        words = f"{provider.name} cannot stop it: it will finish, and bill it. The result is kept."
        if request is not None:
            try:
                update = await self._client.ask(provider, request, provider.parse_cancel)
            except ProviderError as error:
                update = Update(phase=Phase.UNKNOWN, words=f"{error.message} The job goes on there.")
            if update.phase not in GOING_ON:
                await sync_to_async(apply_update)(self._attempt.pk, update)
                return
            words = update.words or f"{provider.name} was asked to stop, and has not agreed. The result is kept."
        await _answer_cancel(job, words)


def _told(update: Update) -> tuple[object, ...]:
    """What of an update is shown to people."""
    return update.phase, update.words, update.done, update.total


async def _answer_cancel(job: Job, words: str) -> None:
    try:
        await sync_to_async(note)(job, because=words, cancel_answer=words[:500])
    except StaleJob:
        logger.info("job %s moved on while it was asked to stop", job.pk)
