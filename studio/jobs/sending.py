"""How a job's requests go out, one step after the other. letters.py tells how one does, helpers.py what is waited for.

What may be raised while a step is carried out, and what it means for the job (outcomes.py):

    NotSent, RateLimited      nothing was accepted: back into the queue, under the same id, later
    Refused, Unsupported      refused, not billed
    SubmitUncertain           nobody knows: looked up; sent again only where that is harmless; else unknown
    Expired                   an upload was announced too long ago: it is announced again, once
"""

import re
from dataclasses import dataclass

from asgiref.sync import sync_to_async
from django.db import transaction

from studio.catalog import registry as catalog
from studio.providers import registry
from studio.providers.base import Provider
from studio.providers.client import Client
from studio.providers.errors import Expired, ProviderError, SubmitUncertain, Unsupported
from studio.providers.templates import Step

from . import ledger
from .helpers import wait_for
from .letters import Letter, SteppedAside, Stopped, ask_for, carry_out, check
from .machine import StaleJob, State, advance
from .material import building
from .models import Attempt, Job
from .outcomes import OUTCOMES, found, stop

ANNOUNCED_BY = re.compile(r"\{\{(\d+)\.")
"""In the address of an upload: the number of the step whose answer named it."""

MOST_ANNOUNCED = 2


def begin(job: Job) -> Job | None:
    """Take the job out of the queue, unless somebody else has done something with it meanwhile.

    None where it was given to another run: held, and perhaps released again, since it was read.
    """
    try:
        advance(job, State.SENDING)
    except StaleJob:
        return Job.objects.filter(pk=job.pk, run_id=job.run_id).first()
    return job


async def send_all(job: Job, client: Client) -> Job:
    """Carry out the steps that are not done yet, in order; answers with the job as it is then."""
    try:
        await _send_all(job, client)
    except Stopped:
        await sync_to_async(stop)(job)
    except SteppedAside:
        await job.arefresh_from_db()
    except ProviderError as error:
        attempt = await sync_to_async(ledger.current)(job)
        error = _as_it_is_known(attempt, error)
        outcome = next(outcome for kind, outcome in OUTCOMES if isinstance(error, kind))
        await sync_to_async(outcome)(job, attempt, error)
    return job


async def _send_all(job: Job, client: Client) -> None:
    plan_ = plan(job)
    position = 1
    while position <= len(plan_.steps):
        letter = await _letter(job, plan_, position, client)
        try:
            await carry_out(letter)
            await wait_for(letter)
        except Expired as error:
            position = await sync_to_async(_announced_again)(letter, error)
            if position is None:
                words = f"{error.message} It was announced anew, and that did not help. Send the job again later."
                raise Unsupported(words, provider=error.provider, raw=error.raw) from error
        else:
            position += 1


async def _letter(job: Job, plan_: "Plan", position: int, client: Client) -> Letter:
    """One step and its attempt. Raises Stopped where the job is to be cancelled and this step was not sent."""
    step = plan_.steps[position - 1]
    attempt = await sync_to_async(ledger.prepare)(job, position, step, plan_.endpoint)
    if attempt.state == ledger.PREPARED:
        await sync_to_async(check)(job)
    return Letter(job=job, attempt=attempt, step=step, provider=plan_.provider, client=client)


@dataclass(frozen=True, slots=True)
class Plan:
    """How a job is sent: `endpoint` is the route's, whose promises hold where a step names none."""

    provider: Provider
    endpoint: str
    steps: tuple[Step, ...]


def plan(job: Job) -> Plan:
    """The way that the job takes. Raises Unsupported when the catalog no longer has the route."""
    route = catalog.route(job.model, job.task, job.provider)
    if route is None or not registry.sends(job.provider):
        raise Unsupported("The catalog no longer offers this way. Choose another model or provider and send it anew.")
    provider = registry.get(job.provider)
    with building(provider):
        return Plan(provider, route.endpoint, provider.steps(route, job.frozen_recipe().values))


@transaction.atomic
def _announced_again(letter: Letter, error: Expired) -> int | None:
    """The step to go on with, the one that announces the upload; None where that was done again before."""
    ledger.refuse(letter.attempt, error)
    named = ANNOUNCED_BY.search(letter.step.url)
    announcer = int(named[1]) if named else letter.attempt.position
    if letter.job.attempts.filter(position=announcer).count() >= MOST_ANNOUNCED:
        return None
    if named:
        ledger.renew(letter.job, announcer)
    return announcer


def _as_it_is_known(attempt: Attempt | None, error: ProviderError) -> ProviderError:
    """That a request cannot be built now says nothing about one that was on its way before."""
    if attempt and attempt.state == ledger.SENDING and isinstance(error, Unsupported):
        return SubmitUncertain(error.message, provider=error.provider, raw=error.raw)
    return error


async def look_up_again(attempt: Attempt, client: Client) -> None:
    """An unknown job's provider is asked once more; found, the job goes on."""
    job, provider = attempt.job, registry.get(attempt.job.provider)
    ticket = await ask_for(attempt, provider, client)
    if ticket:
        await sync_to_async(found)(job, attempt, ticket, f"{provider.name} knows it.")
