"""How a job's requests go out: each through the ledger, `sending` committed before a byte leaves. At most one charge.

What may be raised while a step is carried out, and what it means for the job:

    NotSent, RateLimited      nothing was accepted: back into the queue, under the same id, later
    Refused, Unsupported      refused, not billed
    SubmitUncertain           nobody knows: looked up; sent again only where that is harmless; else unknown
"""

import asyncio
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

import httpx
from asgiref.sync import sync_to_async
from django.db import transaction

from studio.catalog import registry as catalog
from studio.core import clock
from studio.library import store
from studio.library.models import Asset
from studio.providers import registry
from studio.providers.base import Provider, Step, Ticket
from studio.providers.client import Client
from studio.providers.errors import NotSent, ProviderError, RateLimited, Refused, SubmitUncertain, Unsupported
from studio.providers.files import Filling, StoredFile, fill

from . import ledger
from .driving import drive, new_run
from .machine import StaleJob, State, advance, note
from .models import Attempt, Job
from .updates import bill

logger = logging.getLogger(__name__)

RESEND_PAUSE_S = 1.0
LONGEST_PAUSE_S = 300.0


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
    def is_submit(self) -> bool:
        return self.step.purpose == "submit"


def begin(job: Job) -> Job:
    """Take the job out of the queue, unless somebody else has done something with it meanwhile."""
    try:
        advance(job, State.SENDING)
    except StaleJob:
        job.refresh_from_db()
    return job


async def send_all(job: Job, client: Client) -> Job:
    """Carry out the steps that are not done yet, in order; answers with the job as it is then."""
    attempt = None
    try:
        provider, endpoint, steps = plan(job)
        for position, step in enumerate(steps, 1):
            attempt = await sync_to_async(ledger.prepare)(job, position, step, endpoint)
            letter = Letter(job=job, attempt=attempt, step=step, provider=provider, client=client)
            await _carry_out(letter)
    except ProviderError as error:
        attempt = attempt or await sync_to_async(ledger.current)(job)
        error = _as_it_is_known(attempt, error)
        outcome = next(outcome for kind, outcome in OUTCOMES if isinstance(error, kind))
        await sync_to_async(outcome)(job, attempt, error)
    return job


def _as_it_is_known(attempt: Attempt | None, error: ProviderError) -> ProviderError:
    """That a request cannot be built now says nothing about one that was on its way before."""
    if attempt and attempt.state == ledger.SENDING and isinstance(error, Unsupported):
        return SubmitUncertain(error.message, provider=error.provider, raw=error.raw)
    return error


def plan(job: Job) -> tuple[Provider, str, tuple[Step, ...]]:
    """The adapter, the route's endpoint and the steps. Raises Unsupported when the catalog no longer has the route."""
    route = catalog.route(job.model, job.task, job.provider)
    if route is None or not registry.sends(job.provider):
        raise Unsupported("The catalog no longer offers this way. Choose another model or provider and send it anew.")
    provider = registry.get(job.provider)
    with _building(provider):
        return provider, route.endpoint, provider.steps(route, job.frozen_recipe().values)


@contextmanager
def _building(provider: Provider) -> Iterator[None]:
    """A fault of ours while a request is made is the end of the job, and not a reason to try for ever."""
    try:
        yield
    except ProviderError:
        raise
    except OSError as error:
        words = f"An input file could not be read from our storage ({error.strerror})."
        raise Unsupported(words, provider=provider.slug) from error
    except Exception as error:
        logger.exception("the request for %s could not be made", provider.slug)
        words = f"Dailies could not make the request for {provider.name}: a fault of ours. Nothing was sent."
        raise Unsupported(words, provider=provider.slug) from error


# One step


async def _carry_out(letter: Letter) -> None:
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
    request = await _request(letter)
    if attempt.state == ledger.PREPARED:
        await sync_to_async(ledger.send)(attempt)
        try:
            await _send(letter, request)
            return
        except SubmitUncertain as error:
            if letter.is_free:
                raise NotSent(error.message, provider=error.provider, raw=error.raw) from error
            lost: ProviderError = error
    else:
        lost = SubmitUncertain("The studio stopped while the request was on its way.", provider=letter.provider.slug)
    await _find_out(letter, request, lost)


async def _find_out(letter: Letter, request: httpx.Request, lost: ProviderError) -> None:
    """Nobody knows whether it was accepted. Raises SubmitUncertain if that stays so.

    1. Ask by our id where the endpoint has a look-up.
    2. Send the same with the same id where the endpoint is idempotent, a few times, and only while the id is surely
       remembered. That the repeat did not get through, or was refused, says nothing about the first.
    """
    idempotent = letter.provider.promise(letter.attempt.endpoint).idempotent_resend
    while not await _look_up(letter):
        if not (idempotent and ledger.may_resend(letter.attempt)):
            raise SubmitUncertain(lost.message, provider=lost.provider, raw=lost.raw) from lost
        await sync_to_async(ledger.count_resend)(letter.attempt)
        try:
            await _send(letter, request)
            return
        except (SubmitUncertain, NotSent, RateLimited, Refused) as error:
            lost = error
            await asyncio.sleep(RESEND_PAUSE_S)


async def _look_up(letter: Letter) -> bool:
    """Ask the provider for our id. True when it knows it: then the job is running."""
    ticket = await _ask_for(letter.attempt, letter.provider, letter.client)
    if ticket:
        await sync_to_async(_accepted)(letter, ticket)
    return ticket is not None


async def _ask_for(attempt: Attempt, provider: Provider, client: Client) -> Ticket | None:
    """The ticket of an attempt whose answer was lost; None where it cannot be asked for, or is not known there."""
    request = None
    if attempt.purpose == "submit" and provider.promise(attempt.endpoint).look_up:
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


async def look_up_again(attempt: Attempt, client: Client) -> None:
    """An unknown job's provider is asked once more; found, the job goes on."""
    job, provider = attempt.job, registry.get(attempt.job.provider)
    ticket = await _ask_for(attempt, provider, client)
    if ticket:
        await sync_to_async(found)(job, attempt, ticket, f"{provider.name} knows it.")


async def _send(letter: Letter, request: httpx.Request) -> None:
    provider = letter.provider
    if letter.is_submit:
        ticket = await letter.client.submit(provider, request, provider.parse_submit)
        await sync_to_async(_accepted)(letter, replace(ticket, endpoint=letter.attempt.endpoint))
    else:
        answer = await letter.client.submit(provider, request, lambda got: provider.parse_answer(letter.step, got))
        await sync_to_async(ledger.answered)(letter.attempt, dict(answer))


async def _request(letter: Letter) -> httpx.Request:
    """The step's template, filled. Raises Unsupported for a file that cannot be read."""
    files, answers = await sync_to_async(_material)(letter.job)
    filling = Filling(our_id=str(letter.attempt.pk), file_form=letter.provider.file_form, files=files, answers=answers)
    with _building(letter.provider):
        return await asyncio.to_thread(fill, letter.step, filling)


def _material(job: Job) -> tuple[dict[str, StoredFile], dict[int, dict[str, object]]]:
    """The recipe's own files, by asset id, and what earlier steps answered."""
    assets = Asset.objects.filter(team=job.team_id, pk__in=[UUID(asset) for asset in job.frozen_recipe().assets()])
    files = {
        str(asset.pk): StoredFile(
            path=store.path_of(asset), mime=asset.mime, height=asset.height, duration_s=asset.duration_s
        )
        for asset in assets
    }
    return files, ledger.answers(job)


# Outcomes


@transaction.atomic
def _accepted(letter: Letter, ticket: Ticket) -> None:
    ledger.accept(letter.attempt, ticket)
    advance(letter.job, State.RUNNING, because="Accepted.", attempt=letter.attempt, stumbles=0)


@transaction.atomic
def found(job: Job, attempt: Attempt, ticket: Ticket, because: str) -> Job:
    """An unknown job is known again, by look-up, webhook or person: it goes on with the provider's id."""
    ledger.accept(attempt, ticket)
    advance(job, State.RUNNING, because=because, attempt=attempt, run_id=new_run())
    drive(job)
    return job


@transaction.atomic
def put_off(job: Job, attempt: Attempt, error: ProviderError) -> None:
    """Nothing was accepted: queued again, not before the provider wants it; or cancelled, if somebody asked."""
    ledger.put_back(attempt, error)
    wait_s = getattr(error, "retry_after_s", None) or min(2.0**job.stumbles, LONGEST_PAUSE_S)
    advance(
        job,
        State.QUEUED,
        because=error.message,
        attempt=attempt,
        words=error.message[:500],
        not_before=clock.now() + timedelta(seconds=wait_s),
        stumbles=min(job.stumbles + 1, 30),
        run_id=new_run(),
    )
    if job.cancel_requested_at:
        advance(job, State.CANCELLED, because="Cancelled before anything was accepted.", **bill(job))
    else:
        drive(job)


@transaction.atomic
def refuse(job: Job, attempt: Attempt | None, error: ProviderError) -> None:
    """The provider, or our adapter, said no."""
    if attempt:
        ledger.refuse(attempt, error)
    field = getattr(error, "field", "")
    advance(
        job,
        State.REFUSED,
        because=error.message,
        attempt=attempt,
        error=error.message,
        error_field=field,
        **bill(job),
    )


@transaction.atomic
def lose(job: Job, attempt: Attempt, error: ProviderError) -> None:
    """Nobody knows; it is never sent again by itself."""
    ledger.lose(attempt, error)
    advance(job, State.UNKNOWN, because=error.message, attempt=attempt)
    note(job, words=error.message[:500])


OUTCOMES: tuple[tuple[type[ProviderError], Callable[[Job, Attempt, ProviderError], None]], ...] = (
    (NotSent, put_off),
    (RateLimited, put_off),
    (SubmitUncertain, lose),
    (Refused, refuse),
    (Unsupported, refuse),
)
"""The first kind that fits decides. Nothing else is raised once bytes may have left."""
