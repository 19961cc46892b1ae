"""Several jobs of different recipes as one act: priced, agreed to, reserved, held and made together.

Takes of one recipe are batches.py. Here each may go through another provider: their prices are added up by currency,
and each sum is agreed to as that of one job would be; a price that nobody knows needs its own yes.
"""

import uuid
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from studio.accounts.models import Project, ProviderKey, User
from studio.accounts.permissions import require_maker
from studio.catalog.pricing import Price, results_of
from studio.catalog.problems import Problem
from studio.catalog.recipe import Recipe
from studio.catalog.registry import get as model_of
from studio.catalog.tasks import PROVIDERS

from . import actions, gates, quotes
from .agreement import CannotSubmit, Whole, agreed
from .consent import Consent, amount_of
from .models import Job


@dataclass(frozen=True, kw_only=True, slots=True)
class Answers:
    """What a person said: as for one job, but for the sums that they have seen, of which there may be several."""

    consent: Consent = Consent()
    confirmed: frozenset[str] = frozenset()

    def about(self, price: Price | None) -> Consent:
        """The same, for one sum."""
        seen = amount_of(price) if price else ""
        return replace(self.consent, confirmed=seen if seen in self.confirmed else "")


@dataclass(frozen=True, kw_only=True, slots=True)
class Checked:
    """One job before it is made: its recipe with its files fixed, its price as far as it is known, its account."""

    recipe: Recipe
    price: Price | None
    account: ProviderKey | None


def totals(prices: Iterable[Price | None]) -> list[Price]:
    """One sum for each currency, the one of most prices first. Prices that nobody knows are in none of them."""
    known = [price for price in prices if price is not None]
    often = Counter(price.currency for price in known)
    return [_sum([price for price in known if price.currency == currency]) for currency, _ in often.most_common()]


def _sum(prices: list[Price]) -> Price:
    amount = sum((price.amount for price in prices), Decimal(0))
    return replace(prices[0], amount=amount, exact=all(price.exact for price in prices))


def checked(user: User, project: Project, recipes: Sequence[Recipe], answers: Answers) -> list[Checked]:
    """Each recipe judged as one job would be; outside of any transaction, for providers may be asked for a balance.

    Raises CannotSubmit, which names the job that it is about; PermissionDenied for who may not make jobs.
    """
    require_maker(user, project.team)
    found = [_one(user, project, recipe) for recipe in recipes]
    for account in {each.account for each in found if each.account}:
        mine = [each.price for each in found if each.account == account]
        for price in totals(mine):
            actions.require_credit(account, price, answers.consent)
    return found


def _one(user: User, project: Project, recipe: Recipe) -> Checked:
    try:
        frozen, listed = actions.checked(recipe, project.team, user)
        gates.require(user, project, frozen)
        account = actions.account_for(recipe, project.team)
    except CannotSubmit as error:
        named = (Problem(each.field, f"{called(recipe)}: {each.message}") for each in error.problems)
        raise CannotSubmit(*named) from error
    quote = quotes.known(recipe, account)
    return Checked(recipe=frozen, price=quote.price if quote else listed, account=account)


def called(recipe: Recipe) -> str:
    """`Kling 3.0 Pro via fal`."""
    model = model_of(recipe.model)
    return f"{model.name if model else recipe.model} via {PROVIDERS.get(recipe.provider, recipe.provider)}"


def make(user: User, project: Project, jobs: Sequence[Checked], key: str, answers: Answers, *, what: str) -> list[Job]:
    """The jobs, in order and as one batch, the first under this key. Call it in a transaction.

    Where a budget has no room for one of the sums, all of them are held until that is approved. `what` they are called
    together. Raises CannotSubmit with what is to be asked.
    """
    held = _agreed(user, project, jobs, answers, what)
    whose = {"owner": user, "team": project.team, "project": project, "batch": uuid.uuid4()}
    made = []
    for number, each in enumerate(jobs):
        own = {"account": each.account, "idempotency_key": key if not number else f"{whose['batch'].hex} {number}"}
        own["unknown_price_accepted"] = each.price is None
        made.append(actions.make(whose | held | own, each.recipe, each.price))
    return made


def _agreed(user: User, project: Project, jobs: Sequence[Checked], answers: Answers, what: str) -> dict[str, object]:
    """Why all of them are held, where one of their sums is; nothing where none is."""
    prices = [each.price for each in jobs]
    counts = [results_of(each.recipe.values) for each in jobs]
    results = None if None in counts else sum(counts)
    sums: list[Price | None] = [*totals(prices), *([None] if None in prices else [])]
    held = {}
    for price in sums:
        whole = Whole(price=price, results=results, called=what)
        held = held or agreed(user, project, whole, answers.about(price))
        held = held if held.get("held_because") else {}
    return held
