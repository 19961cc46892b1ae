"""Where providers call us about a job. A proven delivery ends in the same idempotent update as a poll.

The address of a job holds its attempt, signed, so that nobody can guess it; a provider that calls one address for all
jobs of an account (Scenario) has the account's token. What cannot be proven only makes us ask, now.
"""

import logging
import time
from collections.abc import Callable, Coroutine, Sequence
from enum import Enum
from uuid import UUID

import httpx
from asgiref.sync import sync_to_async
from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from studio.accounts import keyring
from studio.accounts.models import ProviderKey
from studio.core import clock
from studio.providers import registry
from studio.providers.answers import mapping, objects, read
from studio.providers.base import Provider, Ticket
from studio.providers.client import Client
from studio.providers.errors import ProviderError
from studio.providers.hooks import Delivery, News, Proof
from studio.providers.templates import Step

from . import ledger
from .driving import wake
from .machine import State
from .models import Attempt, Job
from .outcomes import found
from .updates import apply_update

logger = logging.getLogger(__name__)

SIGNER = SimpleLazyObject(lambda: signing.Signer(sep=".", salt="studio.jobs.hooks"))  # commands run without a key
SECRET = "webhook_secret"
"""The part of a provider's key that signs its deliveries; two, with a space between, while one replaces the other."""

KEPT_S = 24 * 3600
"""How long published keys may be kept (facts about fal, line 25)."""

FRESH_S = 60
"""Published keys that are not older than this are not asked for again, whoever calls with a wrong signature."""


class Outcome(Enum):
    """What the caller is told: an HTTP status, and a sentence."""

    TAKEN = (204, "")
    FORGED = (401, "The signature is not right, or older than five minutes.")
    NOBODY = (404, "No job has this address.")
    TOO_EARLY = (503, "The answer to the request itself is not here yet. Please call again.")


# Addresses


def addressed(provider: Provider, attempt: Attempt, step: Step) -> Step:
    """The submit with the address at which we want to be called about it, where the studio has one."""
    if not settings.HOOKS_URL or step.purpose != "submit":
        return step
    return provider.with_hook(step, settings.HOOKS_URL + reverse("hook", args=[provider.slug, token_of(attempt)]))


def token_of(attempt: Attempt) -> str:
    """The part of the address that nobody can guess. The same for the same attempt, however often it is sent."""
    return SIGNER.sign(attempt.pk.hex)


def account_address(key: ProviderKey) -> str:
    """What is pasted at a provider that calls one address for all jobs; empty for others, and without a public one."""
    is_for_all = registry.get(key.provider).hook_proof is Proof.NONE
    return settings.HOOKS_URL + reverse("hook", args=[key.provider, key.hook_token]) if is_for_all else ""


# Receiving


async def receive(slug: str, token: str, delivery: Delivery, client: Client | None) -> Outcome:
    """What a call means. Replays, late ones and those in a wrong order change nothing that is not true any more.

    Without a client, where no studio runs in this process, published keys cannot be asked for: then we only ask later.
    """
    provider = registry.get(slug) if slug in registry.PROVIDERS else None
    if provider is None:
        return Outcome.NOBODY
    if provider.hook_proof is Proof.NONE:
        return await sync_to_async(_ask_all)(slug, token)
    attempt = await sync_to_async(_attempt)(slug, token)
    if attempt is None:
        return Outcome.NOBODY
    client = client and client.acting_for(str(attempt.account_id or ""))
    proven = await _is_proven(provider, attempt, delivery, client)
    if proven is False:
        logger.warning("job %s: a call in the name of %s was not signed by it", attempt.job_id, provider.slug)
        return Outcome.FORGED
    news = _news(provider, attempt, delivery) if proven else News()
    return await sync_to_async(_apply)(attempt, news)


def _attempt(slug: str, token: str) -> Attempt | None:
    try:
        pk = UUID(SIGNER.unsign(token))
    except (signing.BadSignature, ValueError):
        return None
    return Attempt.objects.select_related("job").filter(pk=pk, job__provider=slug).first()


def _ask_all(slug: str, token: str) -> Outcome:
    """The provider called about some job of this account: all that are under way there are asked about now."""
    key = ProviderKey.objects.filter(provider=slug, hook_token=token).first()
    if key is None:
        return Outcome.NOBODY
    for pk in Job.objects.filter(account=key, state=State.RUNNING).values_list("pk", flat=True):
        wake(pk)
    return Outcome.TAKEN


def _news(provider: Provider, attempt: Attempt, delivery: Delivery) -> News:
    """What it tells; nothing where the adapter does not understand it, and then the job is asked about."""
    ticket = Ticket.from_json(attempt.ticket) if attempt.ticket else None
    try:
        return provider.news(delivery, ticket, str(attempt.pk))
    except ProviderError as error:
        logger.info("job %s: a call of %s tells nothing: %s", attempt.job_id, provider.slug, error)
    except Exception:
        logger.exception("job %s: a call of %s was not understood", attempt.job_id, provider.slug)
    return News()


def _apply(attempt: Attempt, news: News) -> Outcome:
    """One update, as from a poll. That a provider calls at all proves that it took what was thought lost."""
    job = attempt.job
    if attempt.state == ledger.SENDING:
        return Outcome.TOO_EARLY
    ticket = Ticket(provider=job.provider, id=news.id, endpoint=attempt.endpoint)
    if attempt.state == ledger.UNCERTAIN and attempt.late and news.id:
        ledger.heard(attempt, ticket)
    elif attempt.state == ledger.UNCERTAIN and job.state == State.UNKNOWN and news.id:
        found(job, attempt, ticket, f"{registry.get(job.provider).name} called about it.")
    if news.update is not None and attempt.state == ledger.ACCEPTED:
        apply_update(attempt.pk, news.update)
    wake(job.pk)
    return Outcome.TAKEN


# Proof


async def _is_proven(provider: Provider, attempt: Attempt, delivery: Delivery, client: Client | None) -> bool | None:
    """True and False as they say; None where there is nothing to prove it with, so that we only ask."""
    if provider.hook_proof is Proof.ADDRESS:
        return True
    secrets = SECRETS[provider.hook_proof]
    for fresh in (False, True):
        known = await secrets(provider, attempt, client, fresh)
        if not known:
            return None
        if provider.is_signed(delivery, known, clock.now()):
            return True
    return False


async def _of_account(provider: Provider, attempt: Attempt, client: Client | None, fresh: bool) -> Sequence[str]:
    try:
        parts = await keyring.key_of(provider.slug, str(attempt.account_id or "")) or {}
    except keyring.Locked as error:
        logger.warning("a call of %s cannot be proven: %s", provider.slug, error)
        parts = {}
    return parts.get(SECRET, "").split()


_published: dict[str, tuple[float, Sequence[object]]] = {}


async def _of_provider(provider: Provider, attempt: Attempt, client: Client | None, fresh: bool) -> Sequence[object]:
    """Published keys, kept for a day; `fresh` where a signature did not fit, since they may have been changed."""
    asked_at, keys = _published.get(provider.slug, (-KEPT_S, ()))
    if client is None or time.monotonic() - asked_at < (FRESH_S if fresh else KEPT_S):
        return keys
    try:
        keys = await client.ask(provider, httpx.Request("GET", provider.hook_keys), _keys)
    except ProviderError as error:
        logger.warning("%s does not give the keys that sign its calls: %s", provider.slug, error)
        return keys
    _published[provider.slug] = (time.monotonic(), keys)
    return keys


def _keys(response: httpx.Response) -> Sequence[object]:
    """A JSON Web Key Set's keys."""
    return objects(mapping(read(response)).get("keys"))


SECRETS: dict[Proof, Callable[[Provider, Attempt, Client | None, bool], Coroutine[None, None, Sequence[object]]]] = {
    Proof.SECRET: _of_account,
    Proof.PUBLISHED: _of_provider,
}
"""Where the secrets, or public keys, come from that prove a delivery."""
