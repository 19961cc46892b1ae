"""Whose voice a recipe uses: only that of a person who agreed, which a voice that the team keeps says.

Asked of every recipe before it becomes a job, whoever wrote it. A preview is drawn here and uses nobody's voice.
"""

from collections.abc import Iterator, Mapping
from functools import cache

from studio.accounts.models import Team
from studio.catalog.cast_controls import Recording
from studio.catalog.controls import Control
from studio.catalog.problems import Problem
from studio.catalog.recipe import Recipe
from studio.catalog.registry import MODELS
from studio.catalog.registry import route as route_of
from studio.catalog.tasks import PROVIDERS
from studio.library.models import Voice
from studio.providers import registry

KEEP_IT = "Keep it as a voice first (New voice), with the name and the consent of who is heard."


def without_consent(recipe: Recipe, team: Team) -> Iterator[Problem]:
    """At most one problem per value of a recipe that is sound otherwise."""
    if not registry.needs_key(recipe.provider):
        return
    for control in route_of(recipe.model, recipe.task, recipe.provider).controls:
        if control.name not in recipe.values:
            continue
        faults = (
            f"{words}: {fault}"
            for words, voice in control.heard(recipe.values[control.name])
            if (fault := _fault(control, voice, recipe.provider, team))
        )
        yield from (Problem(control.name, fault) for fault in [next(faults, "")] if fault)


def _fault(control: Control, voice: Mapping[str, str], provider: str, team: Team) -> str:
    """Why it is not known that this person agreed; empty where it is."""
    if "asset" in voice:
        is_kept = Voice.objects.of_team(team).filter(recording=voice["asset"]).exists()
        return "" if is_kept else f"nobody is known to have agreed that this recording is used. {KEEP_IT}"
    if "://" in voice["handle"]:
        return f"an address does not say who agreed. Upload the recording instead. {KEEP_IT}"
    if isinstance(control, Recording) or not makes_voices(provider):
        name = PROVIDERS[provider]
        return f"a file that {name} knows by its id does not say who agreed. Upload the recording instead. {KEEP_IT}"
    return ""


@cache
def makes_voices(provider: str) -> bool:
    """Whether an id there can be that of a voice, which was made with consent there or here, and not only of a file."""
    routes = (route for model in MODELS for route in model.routes if route.provider == provider)
    return any(isinstance(control, Recording) for route in routes for control in route.controls)
