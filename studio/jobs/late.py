"""Requests that nobody waits for any more, and that may still come: sent again by a person, taken as lost, or helpers
of a job that was called off.

What they made was paid for: it is kept beside what the job has got meanwhile, and what it cost is added to the job's
bill. The job's state does not change. One round:

1. One whose reply was lost is looked up, where the provider can be asked by our id.
2. One that was accepted is asked after. At its end it is billed, and its files are fetched and kept.
3. After three days nobody asks any more; each is asked after at least once.
"""

import logging
from dataclasses import asdict
from datetime import timedelta

from asgiref.sync import sync_to_async
from django.db.models import Q

from studio.core import clock
from studio.providers import registry
from studio.providers.base import Phase, Provider, Ticket, Update
from studio.providers.client import Client
from studio.providers.errors import ProviderError

from . import ledger, results
from .accounts import acting_for
from .asking import GOING_ON
from .deliveries import Delivery, delivery_of
from .letters import ask_for
from .machine import note
from .models import Attempt, Job
from .shelves import remember
from .updates import apply_update

logger = logging.getLogger(__name__)

ASKED_EVERY = timedelta(minutes=1)
ASKED_FOR = timedelta(days=3)
AT_ONCE = 100

CAME = "A request of this job that was taken as lost came after all: its results are kept too."


async def follow(client: Client) -> None:
    """One round. Harmless beside running jobs, and safe to repeat."""
    long_ago = clock.now() - ASKED_EVERY
    late = Attempt.objects.filter(late=True, job__provider__in=registry.PROVIDERS)
    due = late.filter(Q(looked_at=None) | Q(looked_at__lt=long_ago))
    async for attempt in due.select_related("job").order_by("looked_at")[:AT_ONCE]:
        await _follow(attempt, acting_for(attempt, client))


async def _follow(attempt: Attempt, client: Client) -> None:
    if attempt.looked_at and clock.now() - attempt.late_at > ASKED_FOR:
        await _forget(attempt)
        return
    provider = registry.get(attempt.job.provider)
    await sync_to_async(ledger.count_look)(attempt)
    if attempt.state == ledger.UNCERTAIN and (ticket := await ask_for(attempt, provider, client)):
        await sync_to_async(ledger.accept)(attempt, ticket)
    if attempt.state == ledger.ACCEPTED:
        await _ask(attempt, provider, client)


async def _ask(attempt: Attempt, provider: Provider, client: Client) -> None:
    try:
        update = await client.status(provider, Ticket.from_json(attempt.ticket))
    except ProviderError as error:
        logger.info("job %s: attempt %s cannot be asked after: %s", attempt.job_id, attempt.number, error)
        return
    job = await sync_to_async(apply_update)(attempt.pk, update)
    await attempt.arefresh_from_db()
    if update.phase is Phase.DONE:
        await sync_to_async(remember)(attempt, update.answer)
    if update.phase is Phase.DONE and attempt.purpose == "submit":
        await _keep(delivery_of(job, attempt, client), update)
    elif update.phase not in GOING_ON:
        await _forget(attempt)


async def _keep(delivery: Delivery, update: Update) -> None:
    """All of it; what does not come now is tried again in the next round."""
    if not delivery.outputs:
        await delivery.save([asdict(output) for output in update.outputs])
    await results.fetch_all(delivery)
    await results.keep_all(delivery)
    kept, _, pending = await delivery.standing()
    if pending:
        return
    if kept:
        await sync_to_async(_say)(delivery.job)
    await results.tidy_up(delivery)
    await _forget(delivery.attempt)


def _say(job: Job) -> None:
    job.refresh_from_db()
    note(job, because=CAME, error=f"{job.error} {CAME}".strip())


async def _forget(attempt: Attempt) -> None:
    await Attempt.objects.filter(pk=attempt.pk).aupdate(late=False)
