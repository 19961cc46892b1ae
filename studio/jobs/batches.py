"""Takes where the API counts none: as many jobs of one recipe, priced, agreed to and made together.

Each is a job like any other, with its own attempts and its own bill; `batch` says which belong together.
"""

import uuid

from django.db import IntegrityError, transaction

from studio.accounts.models import Project, User
from studio.accounts.permissions import require_maker
from studio.catalog.pricing import Price, results_of
from studio.catalog.recipe import Recipe

from . import actions, gates, quotes
from .actions import NOTHING_SAID
from .agreement import CannotSubmit, Whole, agreed
from .consent import Consent
from .models import Job


def run(
    user: User, project: Project, recipe: Recipe, takes: int, key: str, consent: Consent = NOTHING_SAID
) -> list[Job]:
    """Make so many jobs of the recipe at once, and have them driven once this transaction is committed.

    The same key of the same person gives the same jobs. The sum is reserved in every budget in the transaction that
    makes them; where one has no room, all are held until that is approved. Raises CannotSubmit as `actions.submit`
    does.
    """
    require_maker(user, project.team)
    frozen, listed = actions.checked(recipe, project.team, user)
    known = _known(user, key)
    if not known:
        gates.require(user, project, frozen)
        account = actions.account_for(recipe, project.team)
        quote = quotes.known(recipe, account)
        price = quote.price if quote else listed
        actions.require_credit(account, price and price.times(takes), consent)
        whose = {"owner": user, "team": project.team, "project": project, "account": account}
        try:
            with transaction.atomic():
                columns = agreed(user, project, _whole(recipe, price, takes), consent)
                return _made(whose | columns, frozen, price, takes, key)
        except (IntegrityError, CannotSubmit):
            known = _known(user, key)  # the same button, pressed twice at the same moment
            if not known:
                raise
    if len(known) != takes or known[0].recipe != frozen.as_json():
        raise actions.already_sent(known[0].title)
    return known


def _known(user: User, key: str) -> list[Job]:
    """What this key has made: its first take has it, the others have the batch."""
    first = Job.objects.filter(owner=user, idempotency_key=key).first()
    return list(first.together().select_related("owner").order_by("take")) if first else []


def _whole(recipe: Recipe, price: Price | None, takes: int) -> Whole:
    results = results_of(recipe.values)
    return Whole(price=price and price.times(takes), results=results and results * takes, called=f"{takes} takes")


def _made(whose: dict[str, object], recipe: Recipe, price: Price | None, takes: int, key: str) -> list[Job]:
    batch, name = uuid.uuid4(), actions.title_of(recipe)
    made = []
    for take in range(1, takes + 1):
        own = {"batch": batch, "take": take, "takes": takes}
        own |= {"idempotency_key": key if take == 1 else f"{batch.hex} {take}"}
        made.append(actions.make(whose | own, recipe, price, f"{name}{ending(take)}"))
    return made


def ending(take: int) -> str:
    """By what the title of a take is told from those of the others."""
    return f", take {take}"


def cancel_all(user: User, job: Job) -> Job:
    """Ask for an end of every take that is not over. The last goes first: none gets the slot that another leaves."""
    for each in job.together().unfinished().order_by("-take"):
        actions.cancel(user, each)
    return Job.objects.select_related("owner", "team").get(pk=job.pk)
