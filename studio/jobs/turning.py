"""Faces that speak in turn: one job each, the next on the clip that the one before has made, agreed to as a whole."""

from collections.abc import Mapping
from dataclasses import replace

from django.db import IntegrityError, transaction

from studio.accounts.models import Project, User
from studio.accounts.permissions import require_maker
from studio.catalog.pricing import Price
from studio.catalog.recipe import Recipe
from studio.catalog.turns import in_turn, together

from . import actions, chains, gates
from .agreement import Whole, agreed
from .chains import CLIP
from .consent import Consent
from .models import Chain, ChainShot, Job

NOTHING_SAID = Consent()

Part = tuple[Recipe, Price | None]
"""One job to be, and its price."""


def run(user: User, project: Project, recipe: Recipe, key: str, consent: Consent = NOTHING_SAID) -> Chain:
    """Make all jobs of a recipe that needs several, and have the first one driven once this transaction is committed.

    The same key of the same person gives the same chain. The sum is reserved in every budget in the transaction that
    makes the jobs; where one has no room, the whole is held until that is approved. Raises CannotSubmit as
    `actions.submit` does.
    """
    require_maker(user, project.team)
    parts = [actions.checked(part, project.team, user) for part in in_turn(recipe).recipes]
    whole = _whole(parts)
    known = Chain.objects.filter(owner=user, idempotency_key=key).first()
    if known is None:
        gates.require(user, project, whole)
        account, price = actions.account_for(recipe, project.team), together([price for _, price in parts])
        actions.require_credit(account, price, consent)
        try:
            with transaction.atomic():
                about = Whole(price=price, results=len(parts), called="faces")
                columns = agreed(user, project, about, consent)
                chain = chains.begin(user, project, key, whole.as_json(), actions.title_of(whole))
                return _made(chain, columns | {"account": account}, parts)
        except IntegrityError:
            known = Chain.objects.filter(owner=user, idempotency_key=key).first()
            if known is None:
                raise
    if known.recipe != whole.as_json():
        raise actions.already_sent(known.title)
    return known


def _whole(parts: list[Part]) -> Recipe:
    """What was asked for, its files fixed."""
    first = parts[0][0]
    faces = [face for recipe, _ in parts for face in recipe.values["faces"]]
    return replace(first, values={**first.values, "faces": faces})


def _made(chain: Chain, about: Mapping[str, object], parts: list[Part]) -> Chain:
    """All jobs of a chain. `about` are the columns that they share: their account, and what was agreed to."""
    before: Job | None = None
    for number, (recipe, price) in enumerate(parts, 1):
        own = chain.columns_at(number, before, about) | {"unknown_price_accepted": price is None}
        recipe = _without_its_clip(recipe) if before else recipe
        recipe = recipe if number == len(parts) else replace(recipe, derived_from=None)
        before = actions.make(own, recipe, price, f"{chain.title}, face {number}")
        ChainShot.objects.create(chain=chain, position=number, seconds=0, job=before)
    return chain


def _without_its_clip(recipe: Recipe) -> Recipe:
    """A later job never works on the clip that was there first: what it works on is put in when it is made."""
    return replace(recipe, values={name: value for name, value in recipe.values.items() if name != CLIP.value})
