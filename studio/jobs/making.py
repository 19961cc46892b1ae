"""Making a voice or an element at a provider, before any job needs it: the recipe of that job, its price, and the job.

It is a job like any other: budgets, consent and the ledger are those of `actions.submit`, and what it made is kept as a
Handle by `shelves.remember`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from studio.accounts.models import Project, User
from studio.catalog import registry
from studio.catalog.cast_controls import Elements
from studio.catalog.check import Checked, check
from studio.catalog.recipe import Recipe
from studio.catalog.tasks import PROVIDERS
from studio.library.lookup import media_lookup
from studio.library.models import Element, Voice

from . import actions
from .consent import Consent
from .machine import OPEN
from .models import Job
from .rates import prices_of

Own = Voice | Element
TASKS = {"voice": "create-voice", "element": "create-element"}
"""Kind -> the task that makes one."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """How one could be made at a provider: the recipe, and what the catalog says of it."""

    recipe: Recipe
    checked: Checked

    @property
    def problem(self) -> str:
        """Why it cannot be made of what is there; empty where it can."""
        return " ".join(problem.message for problem in self.checked.errors)


def kind_of(own: Own) -> str:
    """`voice` or `element`."""
    return type(own)._meta.model_name


def plan(own: Own, provider: str) -> Plan | None:
    """The first way that works, else the first way; None where the provider makes none for itself."""
    prices = prices_of(own.team)
    plans = [Plan(recipe=r, checked=check(r, media_lookup(own.team, None), prices)) for r in _recipes(own, provider)]
    return next((each for each in plans if each.checked.valid), next(iter(plans), None))


def _recipes(own: Own, provider: str) -> Iterator[Recipe]:
    """One for each route of another address or with other limits."""
    task, seen = TASKS[kind_of(own)], []
    for model in registry.MODELS:
        route = registry.route(model.slug, task, provider)
        if route and (route.endpoint, route.controls) not in seen:
            seen.append((route.endpoint, route.controls))
            yield Recipe(model.slug, task, provider, _values(own, route.controls))


def _values(own: Own, controls: tuple) -> Mapping[str, object]:
    if isinstance(own, Voice):
        return {"audio": own.as_value()}
    control = next(control for control in controls if isinstance(control, Elements))
    return {control.name: [fitted(control, own.as_value())]}


def fitted(control: Elements, element: Mapping[str, object]) -> dict[str, object]:
    """The element without what the control never takes: a description, a voice, views beyond the most."""
    dropped = {
        name for name, is_taken in (("voice", control.voices), ("description", control.described)) if not is_taken
    }
    kept = {name: value for name, value in element.items() if name not in dropped}
    if views := kept.get("views", [])[: control.views[1]]:
        kept["views"] = views
    else:
        kept.pop("views", None)
    return kept


def said_of(own: Own, words: str) -> str:
    """What the catalog says of the first element of a list, said of this one by its name."""
    return words.replace("Element 1", own.name)


def make(user: User, project: Project, own: Own, provider: str, key: str, consent: Consent) -> Job:
    """Have it made. Raises CannotSubmit, with a Question where something is to be answered first; PermissionDenied."""
    found = plan(own, provider)
    if found is None:
        raise LookupError(f"{PROVIDERS.get(provider, provider)} makes no {kind_of(own)} for itself.")
    return actions.submit(user, own.team, project, found.recipe, key, consent)


def under_way(own: Own) -> dict[str, Job]:
    """Provider -> the job that is making it there right now."""
    jobs = Job.objects.filter(team=own.team, task=TASKS[kind_of(own)], state__in=OPEN).order_by("created_at")
    return {job.provider: job for job in jobs if _is_of(job, own)}


def _is_of(job: Job, own: Own) -> bool:
    values = job.recipe["values"]
    if isinstance(own, Voice):
        return values["audio"].get("asset") == str(own.recording_id)
    return any(element.get("name") == own.name for element in values["elements"])
