"""What views, the API and webhooks may do with jobs. Everything here is safe to call twice."""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Concatenate, ParamSpec

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from studio.accounts.changes import announce
from studio.accounts.models import Membership, Project, Team, User
from studio.catalog.check import check
from studio.catalog.pricing import Price
from studio.catalog.problems import Problem
from studio.catalog.recipe import Recipe, with_hashes
from studio.catalog.registry import get as model_of
from studio.catalog.tasks import PROVIDERS
from studio.core import clock
from studio.library.lookup import media_lookup
from studio.providers import registry
from studio.providers.base import Ticket

from . import ledger
from .driving import drive, new_run, take_out, wake
from .machine import StaleJob, State, advance, note
from .models import Job
from .sending import found
from .updates import apply_update

__all__ = [
    "CannotSubmit",
    "apply_update",
    "cancel",
    "retry_fetch",
    "send_again",
    "settle_unknown",
    "submit",
]

MAKERS = (Membership.Role.OWNER, Membership.Role.PRODUCER, Membership.Role.ARTIST)
"""The roles that may make jobs and act on their team's."""

TRIES = 5
P = ParamSpec("P")


class CannotSubmit(ValueError):
    """The job was not made, nothing was sent. `problems` says why, with the field that each is about."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(" ".join(problem.message for problem in problems))
        self.problems = problems


# Submit


def submit(user: User, team: Team, project: Project, recipe: Recipe, idempotency_key: str) -> Job:
    """Make a job of the recipe, and have it driven once this transaction is committed.

    1. The recipe is checked again, and the content of its files is fixed by their sha256.
    2. The same key of the same person gives the same job; with another recipe it is refused, so that no change is lost
       silently. Two people may use the same key.

    Raises CannotSubmit with one problem per field, PermissionDenied for who may not make jobs on this team.
    """
    _require_maker(user, team)
    if project.team_id != team.pk:
        raise PermissionDenied("The project belongs to another team.")
    frozen, price = _checked(recipe, team)
    key = {"owner": user, "idempotency_key": idempotency_key}
    known = Job.objects.filter(**key).first()
    if known is None:
        try:
            with transaction.atomic():
                return _make(key | {"team": team, "project": project}, frozen, price)
        except IntegrityError:
            known = Job.objects.get(**key)  # the same button, pressed twice at the same moment
    if known.recipe != frozen.as_json():
        raise CannotSubmit(
            Problem("recipe", f"This form has already sent “{known.title}”. Reload the page and try again.")
        )
    return known


def _checked(recipe: Recipe, team: Team) -> tuple[Recipe, Price | None]:
    """The recipe with its files fixed, and its price. Raises CannotSubmit."""
    lookup = media_lookup(team)
    checked = check(recipe, lookup)
    if checked.errors:
        raise CannotSubmit(*checked.errors)
    if not registry.sends(recipe.provider):
        name = PROVIDERS[recipe.provider]
        words = f"Dailies cannot send through {name} yet. Choose Animatic for a free preview, or copy the quote."
        raise CannotSubmit(Problem("provider", words))
    files = {asset: lookup(asset) for asset in recipe.assets()}
    if lost := [asset for asset, facts in files.items() if facts is None]:
        raise CannotSubmit(Problem("values", f"The file {lost[0]} is not in this team's library. Choose it again."))
    hashes = {asset: facts.sha256 for asset, facts in files.items()}
    return replace(recipe, values=with_hashes(dict(recipe.values), hashes)), checked.price


def _make(whose: dict[str, object], recipe: Recipe, price: Price | None) -> Job:
    job = Job.objects.create(
        **whose,
        recipe=recipe.as_json(),
        model=recipe.model,
        task=recipe.task,
        provider=recipe.provider,
        title=title_of(recipe),
        estimate_amount=price.amount if price else None,
        estimate_currency=price.currency if price else "",
        estimate_exact=bool(price and price.exact),
    )
    job.events.create(was="", now=State.QUEUED, words="Submitted.")
    announce("job", str(job.pk), job.team_id, job.version)
    drive(job)
    return job


def title_of(recipe: Recipe) -> str:
    """The first words of the prompt or of the first shot that has some, on one line; else the model's name."""
    shots = recipe.values.get("shots") or []
    for text in (recipe.values.get("prompt"), *(shot.get("prompt") for shot in shots)):
        if line := " ".join(str(text or "").split()):
            return line if len(line) <= 120 else line[:119].rstrip() + "…"
    found = model_of(recipe.model)
    return found.name if found else recipe.model


# Changes to a job


def _again_when_stale(act: Callable[Concatenate[User, Job, P], Job]) -> Callable[Concatenate[User, Job, P], Job]:
    """Read the job, act in one transaction, and begin again when somebody else has moved it meanwhile."""

    @wraps(act)
    def acting(user: User, job: Job, *args: P.args, **kwargs: P.kwargs) -> Job:
        for attempt in range(TRIES):
            now = Job.objects.select_related("team").get(pk=job.pk)
            _require_maker(user, now.team)
            try:
                with transaction.atomic():
                    return act(user, now, *args, **kwargs)
            except StaleJob:
                if attempt == TRIES - 1:
                    raise
        raise AssertionError("the last try returns or raises")

    return acting


@_again_when_stale
def cancel(user: User, job: Job) -> Job:
    """Ask for an end. Queued: cancelled at once. Sending and running: the provider is asked as soon as it can be.

    What is finished there, or here, stays: its money is spent.
    """
    if job.state not in (State.QUEUED, State.SENDING, State.RUNNING):
        return job
    if job.state == State.QUEUED:
        because = f"{user} cancelled it."
        advance(job, State.CANCELLED, because=because, cancel_requested_at=clock.now(), billed_state="no")
        take_out(job.run_id)
    elif job.cancel_requested_at is None:
        note(job, because=f"{user} asked to cancel.", cancel_requested_at=clock.now())
        wake(job.pk)
    return job


@_again_when_stale
def retry_fetch(user: User, job: Job) -> Job:
    """Fetch the files again, after fetching stopped. Costs nothing."""
    if job.fetch_error:
        note(job, because=f"{user} asked to fetch again.", fetch_error="", run_id=new_run())
        drive(job)
    return job


@_again_when_stale
def send_again(user: User, job: Job) -> Job:
    """Once more, by a person's decision.

    Unknown: the same job under a new id, and a second charge is accepted. Refused, failed or cancelled: a new job with
    the same recipe; asking twice gives the same new job. Anything else goes on by itself and is left alone.
    """
    if job.state == State.UNKNOWN:
        because = f"{user} sent it again and accepts a possible second charge."
        advance(job, State.QUEUED, because=because, run_id=new_run(), cancel_requested_at=None)
        drive(job)
        return job
    if job.state in (State.REFUSED, State.FAILED, State.CANCELLED):
        return submit(user, job.team, job.project, job.frozen_recipe(), f"again {job.pk}")
    return job


@_again_when_stale
def settle_unknown(user: User, job: Job, *, found_as: str | None = None) -> Job:
    """A person settles what could not be found out: `found_as` is the provider's id of it, None gives it up as lost."""
    if job.state != State.UNKNOWN:
        return job
    if found_as is None:
        words = "The reply was lost, and a person took the job as lost. It may have been billed."
        advance(job, State.FAILED, because=f"{user} takes it as lost.", error=words)
        return job
    attempt = ledger.current(job)
    return found(
        job, attempt, Ticket(provider=job.provider, id=found_as, endpoint=attempt.endpoint), f"{user} found it."
    )


def _require_maker(user: User, team: Team) -> None:
    if not Membership.objects.filter(user=user, team=team, role__in=MAKERS).exists():
        raise PermissionDenied("Only owners, producers and artists of the team may do this.")
