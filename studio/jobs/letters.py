"""One step of a job on its way: through the ledger, `sending` committed before a byte leaves. At most one charge.

A helper that is a task of its own is done once the provider has told what it made; helpers.py waits for that.
"""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial

import httpx
from asgiref.sync import sync_to_async

from studio.providers.base import Billed, Provider, Ticket
from studio.providers.client import Client
from studio.providers.errors import (
    BadAnswer,
    BadKey,
    NotReady,
    NotSent,
    ProviderError,
    RateLimited,
    Refused,
    SubmitUncertain,
    Unreachable,
    Unsupported,
)
from studio.providers.parts import Sendable
from studio.providers.templates import Step

from . import hooks, ledger, outcomes
from .driving import naps
from .machine import State
from .material import filled
from .models import Attempt, Job

logger = logging.getLogger(__name__)

RESEND_PAUSE_S = 1.0


class Stopped(Exception):
    """Somebody asked to cancel before the job itself was sent."""


class SteppedAside(Exception):
    """The job was given to another run."""


def check(job: Job) -> None:
    """Whether a job that was not sent yet may still be. Raises Stopped, SteppedAside, BadKey."""
    mine = Job.objects.filter(pk=job.pk, run_id=job.run_id, state=State.SENDING)
    now = mine.values_list("cancel_requested_at", "account__revoked_at").first()
    if now is None:
        raise SteppedAside
    cancel_requested_at, revoked_at = now
    if cancel_requested_at:
        raise Stopped
    if revoked_at:
        raise BadKey(f"The key {job.account} was revoked before this was sent.", provider=job.provider)


@dataclass(frozen=True, kw_only=True, slots=True)
class Letter:
    """One step of a job on its way: what is sent, by which attempt, to whom."""

    job: Job
    attempt: Attempt
    step: Step
    provider: Provider
    client: Client

    @property
    def is_free(self) -> bool:
        """Whether it costs nothing, so that it may simply be sent again."""
        return self.step.purpose == "upload"

    @property
    def is_question(self) -> bool:
        """Whether it is asked until there is an answer."""
        return self.is_free and self.step.waits

    @property
    def is_task(self) -> bool:
        """Whether the provider gives a ticket for it."""
        return self.step.purpose == "submit" or (self.step.purpose == "helper" and self.step.waits)


async def carry_out(letter: Letter) -> None:
    """Have one step accepted.

    1. Accepted before: nothing to do.
    2. Prepared: `sending` is committed, then it is sent.
    3. Found in `sending`, after a crash, or after a lost answer: nobody knows, see `_find_out`.
    """
    attempt = letter.attempt
    if attempt.state == ledger.SENDING and letter.is_free:
        await sync_to_async(ledger.put_back)(attempt, NotSent("Interrupted; an upload is simply done again."))
    if attempt.state == ledger.ACCEPTED:
        return
    if letter.is_question:
        await _ask(letter, await _request(letter))
        return
    was_sent = attempt.state == ledger.SENDING
    try:
        async with letter.client.turn(letter.provider, is_start=not letter.is_free):
            await _have_it_accepted(letter, await _request(letter))
    except (Refused, Unsupported) as error:
        if was_sent:  # that it cannot be sent now says nothing about what was on its way before
            raise SubmitUncertain(error.message, provider=error.provider, raw=error.raw) from error
        raise


async def _request(letter: Letter) -> Sendable:
    step = hooks.addressed(letter.provider, letter.attempt, letter.step)
    return await filled(letter.job, letter.attempt, step, letter.provider)


async def _have_it_accepted(letter: Letter, request: Sendable) -> None:
    """Points 2 and 3 of `carry_out`."""
    if letter.attempt.state == ledger.SENDING:
        lost = SubmitUncertain("The studio stopped while the request was on its way.", provider=letter.provider.slug)
        await _find_out(letter, request, lost)
        return
    await sync_to_async(ledger.send)(letter.attempt)
    try:
        await _send(letter, request)
    except SubmitUncertain as error:
        if letter.is_free:
            raise _as_not_sent(error) from error
        await _find_out(letter, request, error)


def _as_not_sent(error: ProviderError) -> NotSent:
    return NotSent(error.message, provider=error.provider, raw=error.raw)


async def _send(letter: Letter, request: Sendable) -> None:
    """Send it once, and write down what came back."""
    provider = letter.provider
    if letter.is_task:
        ticket, request_id = await letter.client.submit(
            provider, request, lambda got: (provider.parse_submit(got), provider.request_id(got))
        )
        ticket = replace(ticket, endpoint=letter.attempt.endpoint)
        await sync_to_async(outcomes.accepted)(letter.job, letter.attempt, ticket, request_id)
        return
    answer, billed, request_id = await letter.client.submit(provider, request, partial(_read, letter))
    await sync_to_async(outcomes.answered)(letter.job, letter.attempt, answer, billed, request_id)


def _read(letter: Letter, response: httpx.Response) -> tuple[Mapping[str, object], Billed, str]:
    """What was answered at once, what it cost, and the request's id there. Inputs cost nothing."""
    provider, step = letter.provider, letter.step
    answer = provider.parse_answer(step, response)
    billed = outcomes.NOTHING_TOLD if letter.is_free else provider.parse_bill(step, response)
    return answer, billed, provider.request_id(response)


async def _ask(letter: Letter, request: httpx.Request) -> None:
    """Ask after an upload until it can be used. Raises NotSent where it cannot be asked for now."""
    provider, step = letter.provider, letter.step
    await sync_to_async(ledger.send)(letter.attempt)
    with naps(letter.job.pk) as nap:
        while True:
            await sync_to_async(check)(letter.job)
            try:
                answer = await letter.client.ask(provider, request, lambda got: provider.parse_answer(step, got))
                await sync_to_async(ledger.answered)(letter.attempt, answer)
                return
            except NotReady as error:
                pause_s = error.retry_after_s or provider.pace.most_s
            except RateLimited:
                raise
            except (Unreachable, BadAnswer) as error:
                raise _as_not_sent(error) from error
            await sync_to_async(outcomes.go_on)(letter.job, "An input is being checked there.")
            await nap(pause_s)


# Nobody knows


async def _find_out(letter: Letter, request: Sendable, lost: ProviderError) -> None:
    """Nobody knows whether it was accepted. Raises SubmitUncertain if that stays so.

    1. Ask by our id where the endpoint has a look-up.
    2. Send the same with the same id where the endpoint is idempotent, a few times, and only while the id is surely
       remembered. That the repeat did not get through, or was refused, says nothing about the first.
    """
    idempotent = letter.provider.promise(letter.attempt.endpoint).idempotent_resend
    while not await _look_up(letter):
        if not (idempotent and ledger.may_resend(letter.attempt)):
            raise SubmitUncertain(_about(letter, lost), provider=lost.provider, raw=lost.raw) from lost
        await sync_to_async(ledger.count_resend)(letter.attempt)
        try:
            await _send(letter, request)
            return
        except (SubmitUncertain, NotSent, RateLimited, Refused) as error:
            lost = error
            await asyncio.sleep(RESEND_PAUSE_S)


def _about(letter: Letter, lost: ProviderError) -> str:
    """Which reply was lost, where it was not that to the job itself."""
    doing = letter.step.doing
    about = f"It was about {doing}, which comes first: the job itself was not sent. " if doing else ""
    return about + lost.message


async def _look_up(letter: Letter) -> bool:
    """Ask the provider for our id. True when it knows it: then the job is running."""
    ticket = await ask_for(letter.attempt, letter.provider, letter.client)
    if ticket:
        await sync_to_async(outcomes.accepted)(letter.job, letter.attempt, ticket)
    return ticket is not None


async def ask_for(attempt: Attempt, provider: Provider, client: Client) -> Ticket | None:
    """The ticket of an attempt whose answer was lost; None where it cannot be asked for, or is not known there."""
    request = None
    if attempt.purpose != "upload" and provider.promise(attempt.endpoint).look_up:
        request = provider.build_lookup(str(attempt.pk), attempt.endpoint)
    if request is None:
        return None
    try:
        ticket = await client.ask(provider, request, provider.parse_lookup)
    except ProviderError as error:
        logger.warning("job %s: %s could not be asked for our id: %s", attempt.job_id, provider.slug, error)
        ticket = None
    if ticket is None:
        await sync_to_async(ledger.count_look)(attempt)
        return None
    results = await sync_to_async(_results_asked)(attempt)
    return replace(ticket, endpoint=attempt.endpoint, raw={"results": results, **ticket.raw})


def _results_asked(attempt: Attempt) -> int:
    """How many results the job was asked for: what the ticket would have remembered, had its answer not been lost."""
    return attempt.job.frozen_recipe().values.get("takes", 1)
