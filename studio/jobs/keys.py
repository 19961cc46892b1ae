"""A team's keys: tested by a free call, added, changed, and taken back without losing what was paid for.

A key that is taken back is for no new job. What waits to be sent through it is cancelled; what is on its way at the
provider is followed and fetched with it, and once the last such job is over the key is erased. Erasing it at once is
possible too: then nobody can ask for those jobs any more.
"""

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass

import httpx
from asgiref.sync import async_to_sync
from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from studio.accounts import keyring
from studio.accounts.activity import record
from studio.accounts.models import ProviderKey, Team, User
from studio.core import clock
from studio.providers import registry, rerouted
from studio.providers.account import Left
from studio.providers.base import Provider
from studio.providers.client import Client
from studio.providers.errors import ProviderError, Refused
from studio.providers.keys import Key

from .driving import take_out
from .machine import OPEN, StaleJob, State
from .models import Attempt, Job
from .outcomes import call_off

PATIENCE_S = 20.0
"""How long a person waits for a test."""

Parts = Mapping[str, str]


# Testing


@dataclass(frozen=True, kw_only=True, slots=True)
class Tested:
    """What a free call told. `works`: yes, no, or None where the provider could not be asked."""

    works: bool | None
    words: str
    balance: str = ""
    left: Left | None = None

    def as_columns(self) -> dict[str, object]:
        """As a ProviderKey remembers it."""
        told = {"works": self.works, "test_words": self.words[:300], "balance_words": self.balance[:200]}
        left = (self.left.amount, self.left.currency[:8]) if self.left else (None, "")
        return told | dict(zip(("left_amount", "left_currency"), left, strict=True)) | {"tested_at": clock.now()}


def test(slug: str, parts: Parts) -> Tested:
    """Ask the provider who it is, with these parts. Nothing is kept, and nothing is raised."""
    return async_to_sync(_test)(registry.get(slug), Key(**parts))


async def _test(provider: Provider, key: Key) -> Tested:
    async def keys(slug: str, account: str) -> Key:
        return key

    transport = rerouted.reading(settings.REHEARSAL) if settings.REHEARSAL else None
    client = Client(transport=transport, pauses=(), keys=keys)
    began = time.monotonic()
    try:
        async with asyncio.timeout(PATIENCE_S):
            account = await client.ask(provider, provider.build_test(clock.now()), provider.parse_test)
            took_s = time.monotonic() - began
            balance, left = (account.balance, account.left) if account.balance else await _balance(client, provider)
    except TimeoutError:
        return Tested(works=None, words=f"{provider.name} did not answer within {PATIENCE_S:g} s.")
    except ProviderError as error:
        return Tested(works=False if isinstance(error, Refused) else None, words=error.message)
    finally:
        await client.close()
    return Tested(works=True, words=f"{account.words} Answered in {took_s:.1f} s.", balance=balance, left=left)


async def _balance(client: Client, provider: Provider) -> tuple[str, Left | None]:
    """What another read tells of the balance; that this key may not ask says nothing else about it."""

    def told(response: httpx.Response) -> tuple[str, Left | None]:
        return provider.parse_balance(response), provider.parse_left(response)

    request = provider.build_balance()
    try:
        return await client.ask(provider, request, told) if request else ("", None)
    except ProviderError:
        return "", None


def test_again(key: ProviderKey) -> Tested:
    """Test a key that is kept, and remember what was told."""
    try:
        tested = test(key.provider, keyring.unseal(key.sealed))
    except keyring.Locked as error:
        tested = Tested(works=False, words=str(error))
    _remember(key, tested)
    return tested


def _remember(key: ProviderKey, tested: Tested) -> None:
    ProviderKey.objects.filter(pk=key.pk).update(**tested.as_columns())


# Adding and changing


def add(team: Team, slug: str, parts: Parts, tested: Tested, *, label: str, by: User) -> ProviderKey:
    """Keep a key, with what its test told."""
    key = keyring.add(team, slug, parts, label=label, by=by)
    _remember(key, tested)
    return key


def change(key: ProviderKey, parts: Parts, tested: Tested, *, by: User) -> None:
    """Another key to the same account: what is under way goes on with it. What may be left out stays as it is."""
    optional = [part.name for part in registry.get(key.provider).key_fields if part.optional]
    kept = {name: value for name, value in _known(key).items() if name in optional}
    keyring.replace(key, {**parts, **kept, **parts}, by=by)
    _remember(key, tested)


def _known(key: ProviderKey) -> Parts:
    """The parts as they are; none where they cannot be opened."""
    try:
        return keyring.unseal(key.sealed)
    except keyring.Locked:
        return {}


# Taking back


def on_their_way(key: ProviderKey) -> QuerySet[Job]:
    """The jobs at the provider that can only be asked for with this key."""
    return Job.objects.filter(account=key, state__in=set(OPEN) - {State.QUEUED})


def waiting(key: ProviderKey) -> QuerySet[Job]:
    """The jobs that are still to be sent through it."""
    return Job.objects.filter(account=key, state=State.QUEUED)


def revoke(key: ProviderKey, by: User, *, at_once: bool = False) -> None:
    """Take a key back; `at_once`: erase it too, whatever is on its way. Twice is as good as once."""
    with transaction.atomic():
        if ProviderKey.objects.filter(pk=key.pk, revoked_at=None).update(revoked_at=clock.now()):
            record("key-revoked", team=key.team_id, by=by, of=key)
    for job in waiting(key):
        _cancel(job, f"{by} revoked the key {key} before this job was sent.")
    if at_once:
        ProviderKey.objects.filter(pk=key.pk).update(sealed="")
    erase_spent()


def _cancel(job: Job, because: str) -> None:
    """Out of the queue; one that has just left it is on its way, and followed."""
    try:
        with transaction.atomic():
            call_off(job, because, because, cancel_requested_at=clock.now())
            take_out(job.run_id)
    except StaleJob:
        return


def erase_spent() -> None:
    """Erase the keys that were taken back and that no job needs any more."""
    needed = Job.objects.filter(account=OuterRef("pk"), state__in=OPEN)
    late = Attempt.objects.filter(account=OuterRef("pk"), late=True)
    kept = ProviderKey.objects.filter(revoked_at__isnull=False).exclude(sealed="")
    kept.filter(~Exists(needed), ~Exists(late)).update(sealed="", balance_words="", left_amount=None, left_currency="")
