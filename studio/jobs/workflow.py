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
from .driving import naps
from .machine import StaleJob, State, note
from .models import Job
from .updates import apply_update

logger = logging.getLogger(__name__)

StepCall = Callable[[str, str], Awaitable[bool]]

PROGRESS_S = 0.25
"""Frames are written down and shown at most this often."""

GOING_ON = (Phase.WAITING, Phase.RUNNING, Phase.UNKNOWN)


async def run(job_id: str, run_id: str, *, submit: StepCall, wait: StepCall, fetch: StepCall, keep: StepCall) -> str:
    """Submit the job, wait for it, fetch the files, keep them."""
    for step in (submit, wait, fetch, keep):
        if not await step(job_id, run_id):
            break
    return "over"


async def submit(job_id: str, run_id: str, *, client: Client) -> bool:
    """Have the provider accept the job, once; how, is told in sending.py."""
    job = await ours(job_id, run_id)
    if job and job.state == State.QUEUED:
        job = await sync_to_async(sending.begin)(job)
    if job and job.state == State.SENDING:
        job = await sending.send_all(job, client)
    return job is not None and job.state in (State.RUNNING, State.FETCHING)


async def wait(job_id: str, run_id: str, *, client: Client) -> bool:
    """Ask the provider until the job is over there, and pass on a wish to cancel."""
    watch = None
    with naps(Job(pk=job_id).pk) as nap:
        while (job := await ours(job_id, run_id)) and job.state == State.RUNNING:
            watch = watch or Watch(job, await sync_to_async(ledger.current)(job), client)
            await nap(await watch.look(job))
    return job is not None and job.state == State.FETCHING


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
        if delivery.job.is_final:
            await results.tidy_up(delivery)
    return False


async def ours(job_id: str, run_id: str) -> Job | None:
    """The job as it is now; None when another run drives it, or it is gone."""
    return await Job.objects.filter(pk=job_id, run_id=run_id).afirst()


async def _delivery(job_id: str, run_id: str, client: Client) -> results.Delivery | None:
    job = await ours(job_id, run_id)
    if job is None or job.state != State.FETCHING:
        return None
    return results.delivery_of(job, await sync_to_async(ledger.current)(job), client)


class Watch:
    """Looks at one running job, again and again."""

    def __init__(self, job: Job, attempt, client: Client) -> None:
        self._provider: Provider = registry.get(job.provider)
        self._ticket = Ticket.from_json(attempt.ticket)
        self._attempt, self._client = attempt, client
        self._looks, self._written_at, self._has_asked_to_cancel = 0, 0.0, False

    async def look(self, job: Job) -> float:
        """Ask once and write down what is new. Answers with the seconds until the next look."""
        update, pause = await self._ask()
        self._looks += 1
        if update.phase not in GOING_ON or time.monotonic() - self._written_at >= PROGRESS_S:
            self._written_at = time.monotonic()
            job = await sync_to_async(apply_update)(self._attempt.pk, update)
        if job.state == State.RUNNING and job.cancel_requested_at and not self._has_asked_to_cancel:
            self._has_asked_to_cancel, pause = True, 0
            await self._ask_to_cancel(job)
        return pause

    async def _ask(self) -> tuple[Update, float]:
        """What the provider says, and when to ask next. That it cannot be asked is never a failure of the job."""
        provider, pace = self._provider, self._provider.pace
        try:
            update = await self._client.status(provider, self._ticket)
            return update, pace.after(self._looks)
        except ProviderError as error:
            logger.warning("job %s: %s", self._attempt.job_id, error.message)
            pause = getattr(error, "retry_after_s", None) or pace.most_s
            words = f"{error.message} The job goes on there; it is asked again."
            return Update(phase=Phase.UNKNOWN, words=words), pause

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


async def _answer_cancel(job: Job, words: str) -> None:
    try:
        await sync_to_async(note)(job, because=words, cancel_answer=words[:500])
    except StaleJob:
        logger.info("job %s moved on while it was asked to stop", job.pk)
