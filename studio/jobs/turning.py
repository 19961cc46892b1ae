"""Faces that speak in turn: one job each, the next on the clip that the one before has made, agreed to as a whole."""

from dataclasses import replace

from django.db import IntegrityError, transaction

from studio.accounts.models import Project, ProviderKey, User
from studio.catalog.pricing import Price
from studio.catalog.problems import Problem
from studio.catalog.recipe import Recipe
from studio.catalog.turns import in_turn, together
from studio.core import clock

from . import actions
from .acting import require_maker
from .actions import CannotSubmit
from .chaining import agree
from .chains import CLIP
from .consent import Consent
from .models import Chain, ChainShot, Job

NOTHING_SAID = Consent()

Part = tuple[Recipe, Price | None]
"""One job to be, and its price."""


def run(user: User, project: Project, recipe: Recipe, key: str, consent: Consent = NOTHING_SAID) -> Chain:
    """Make all jobs of a recipe that needs several, and have the first one driven once this transaction is committed.

    The same key of the same person gives the same chain. The sum is reserved in every budget in the transaction that
    makes the jobs. Raises CannotSubmit as `actions.submit` does; where a budget has no room nothing is made at all.
    """
    require_maker(user, project.team)
    parts = [actions.checked(part, project.team) for part in in_turn(recipe).recipes]
    whole = _whole(parts)
    known = Chain.objects.filter(owner=user, idempotency_key=key).first()
    if known is None:
        account, price = actions.account_for(recipe, project.team), together([price for _, price in parts])
        actions.require_credit(account, price, consent)
        try:
            with transaction.atomic():
                agree(user, project, price, len(parts), consent, "faces")
                return _made(user, project, account, key, whole, parts)
        except IntegrityError:
            known = Chain.objects.filter(owner=user, idempotency_key=key).first()
            if known is None:
                raise
    if known.recipe != whole.as_json():
        words = f"This form has already sent “{known.title}”. Reload the page and try again."
        raise CannotSubmit(Problem("recipe", words))
    return known


def _whole(parts: list[Part]) -> Recipe:
    """What was asked for, its files fixed."""
    first = parts[0][0]
    faces = [face for recipe, _ in parts for face in recipe.values["faces"]]
    return replace(first, values={**first.values, "faces": faces})


def _made(
    user: User, project: Project, account: ProviderKey | None, key: str, whole: Recipe, parts: list[Part]
) -> Chain:
    whose = {"team": project.team, "project": project, "owner": user}
    name = actions.title_of(whole)
    chain = Chain.objects.create(**whose, idempotency_key=key, recipe=whole.as_json(), title=name)
    before: Job | None = None
    for number, (recipe, price) in enumerate(parts, 1):
        own = {"account": account, "batch": chain.pk, "idempotency_key": f"{chain.pk.hex} {number}"}
        own |= {"unknown_price_accepted": price is None}
        if before:
            own |= {"awaits": before, "held_because": CLIP.waits_for(number - 1), "held_at": clock.now()}
            recipe = _without_its_clip(recipe)
        before = actions.make(whose | own, recipe, price, f"{name}, face {number}")
        ChainShot.objects.create(chain=chain, position=number, seconds=0, job=before)
    return chain


def _without_its_clip(recipe: Recipe) -> Recipe:
    """A later job never works on the clip that was there first: what it works on is put in when it is made."""
    return replace(recipe, values={name: value for name, value in recipe.values.items() if name != CLIP.value})
