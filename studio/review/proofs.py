"""Proof, then final: in a project that wants it, only what was approved as a proof is rendered at the final tier.

A proof is any version of the file that a recipe is derived from, not in the bin, that somebody approved and nobody
rejects or wants changed. It proves a recipe that is the same shot: model, provider and size may differ, what is to be
seen and heard may not (catalog/proofs.py). The studio asks this before every job (jobs/gates.py); the composer says it
before one presses.
"""

from collections.abc import Iterator

from studio.accounts.models import Project, User
from studio.catalog import proofs, registry
from studio.catalog.problems import Problem
from studio.catalog.recipe import Recipe
from studio.library import versions
from studio.library.models import Asset

from . import lists

FIELD = "model"  #: where the composer says it
ADVICE = "Make it with a Standard model or as an animatic, have that approved, then open it, press Remix and choose {}."


def gate(user: User, project: Project, recipe: Recipe) -> Iterator[Problem]:
    """For jobs/gates.py."""
    if words := wanting(user, project, recipe):
        yield Problem(FIELD, words)


def wanting(user: User, project: Project, recipe: Recipe) -> str:
    """What stands in the way of a job, and what to do, in two sentences; empty where nothing does."""
    if not project.proof_first or not proofs.is_final(recipe):
        return ""
    name = registry.get(recipe.model).name
    found = list(_proofs(user, recipe.derived_from or ""))
    if not found:
        return f"{project.name} wants a proof first, and none of this shot is approved. {ADVICE.format(name)}"
    faults = [proofs.differences(Recipe.from_json(each.recipe), recipe) for each in found]
    if not all(faults):
        return ""
    nearest = min(zip(faults, found, strict=True), key=lambda pair: len(pair[0]))
    what = ", ".join(label.lower() for label in nearest[0])
    return (
        f"What was approved, v{nearest[1].version}, differs from this in: {what}. "
        f"Make it the same again, or make a new proof and have that approved."
    )


def _proofs(user: User, derived_from: str) -> Iterator[Asset]:
    """The approved versions, the newest first."""
    origin = versions.origin_of(derived_from, user)
    if origin is None:
        return
    yield from lists.approved(versions.of(origin, user).exclude(recipe=None))
