"""Prices that a provider quotes with a key: asked for when a person wants to know, and remembered for some minutes.

A quote is about one recipe through one account. It takes the place of the list's price in the composer, and of the
estimate in the job that is made while it is remembered. Nothing is uploaded to learn a price: a job with files of ours
in it cannot be asked about.
"""

import asyncio
import logging
import uuid
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from asgiref.sync import async_to_sync
from django.conf import settings
from django.core.cache import cache

from studio.accounts.models import ProviderKey, Team
from studio.catalog import registry as catalog
from studio.catalog.pricing import Price
from studio.catalog.recipe import Recipe
from studio.core import clock
from studio.providers import registry, rerouted
from studio.providers.base import Provider
from studio.providers.client import Client
from studio.providers.errors import ProviderError, Unreachable, Unsupported
from studio.providers.files import Filling, fill
from studio.providers.quoting import Quoted, Quoting
from studio.providers.templates import Step

from .accounts import NoAccount, account_of, key_of

logger = logging.getLogger(__name__)

REMEMBERED_S = 10 * 60
"""No source says how long a quote holds; the providers' lists change by the month."""

PATIENCE_S = 20.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Quote:
    """A price as the provider told it, and when."""

    price: Price
    at: datetime


def can_ask(recipe: Recipe, team: Team) -> bool:
    """Whether the provider tells the price of this job, before anything is sent to it."""
    provider = _quoting(recipe)
    return provider is not None and _account(recipe, team) is not None and _only_step(provider, recipe) is not None


def known(recipe: Recipe, account: ProviderKey | None) -> Quote | None:
    """The quote for this recipe through this account, while it is remembered."""
    kept = cache.get(_key(recipe, account)) if account else None
    if kept is None:
        return None
    at = datetime.fromisoformat(kept["at"])
    told = f"quoted by {registry.get(recipe.provider).name} at {at:%H:%M} UTC"
    price = Price(
        amount=Decimal(kept["amount"]),
        currency=kept["currency"],
        exact=kept["exact"],
        source=told,
        as_of=at.date().isoformat(),
    )
    return Quote(price=price, at=at)


def known_to(recipe: Recipe, team: Team) -> Quote | None:
    """The same, through the account that the team would send it through."""
    return known(recipe, _account(recipe, team)) if _quoting(recipe) else None


def ask(recipe: Recipe, team: Team) -> Quote:
    """Ask now, and remember. Costs nothing. Raises ProviderError with words for a person, NoAccount without a key."""
    provider, step = _quoting(recipe), None
    if provider:
        step = _only_step(provider, recipe)
    if step is None:
        raise Unsupported("The price of this job cannot be asked for before it is sent.", provider=recipe.provider)
    account = account_of(team, recipe.provider)
    told = async_to_sync(_ask)(provider, step, str(account.pk if account else ""))
    logger.info("quote: %s says %s %s", recipe.provider, told.amount, told.currency)
    remembered = {"amount": str(told.amount), "currency": told.currency, "exact": told.exact}
    cache.set(_key(recipe, account), remembered | {"at": clock.now().isoformat()}, REMEMBERED_S)
    return known(recipe, account)


async def _ask(provider: Provider, step: Step, account: str) -> Quoted:
    """One question, once: asked twice it might cost twice, if it were misunderstood."""
    filling = Filling(our_id=str(uuid.uuid4()), file_form=provider.file_form, files={}, answers={})
    transport = rerouted.reading(settings.REHEARSAL) if settings.REHEARSAL else None
    client = Client(transport=transport, pauses=(), keys=key_of).acting_for(account)
    try:
        async with asyncio.timeout(PATIENCE_S):
            return await client.ask(provider, provider.build_quote(fill(step, filling)), provider.parse_quote)
    except TimeoutError as error:
        words = f"{provider.name} did not answer within {PATIENCE_S:g} s."
        raise Unreachable(words, provider=provider.slug) from error
    finally:
        await client.close()


def _quoting(recipe: Recipe) -> Provider | None:
    """The adapter, if its provider tells prices."""
    if recipe.provider not in registry.PROVIDERS:
        return None
    provider = registry.get(recipe.provider)
    return provider if isinstance(provider, Quoting) else None


def _only_step(provider: Provider, recipe: Recipe) -> Step | None:
    """The submit, if nothing has to come before it."""
    route = catalog.route(recipe.model, recipe.task, recipe.provider)
    try:
        steps = provider.steps(route, recipe.values) if route else ()
    except ProviderError:
        return None
    return steps[0] if len(steps) == 1 else None


def _account(recipe: Recipe, team: Team) -> ProviderKey | None:
    try:
        return account_of(team, recipe.provider)
    except NoAccount:
        return None


def _key(recipe: Recipe, account: ProviderKey) -> str:
    return f"quote:{account.pk}:{recipe.hash()}"
