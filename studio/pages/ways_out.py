"""From a refusal to the nearest thing that works: a link that takes everything along, and words for what changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from studio.catalog import registry
from studio.catalog.nearest import Target, target
from studio.catalog.schema import Model, Route
from studio.catalog.tasks import PROVIDERS, TASKS

from .composing import Choice, Composition, offered


@dataclass(frozen=True, slots=True)
class WayOut:
    """A link: where it leads, and its words."""

    target: Target

    @property
    def words(self) -> str:
        """`Use Kling 1.5 Pro through Kling`, `Use Runware`."""
        return f"Use {self.target.words.removeprefix('through ')}"

    @property
    def url(self) -> str:
        """The same without scripts: the last draft, brought to that route."""
        to = self.target
        return f"{reverse('create')}?{urlencode({'task': to.task, 'model': to.model, 'via': to.provider})}"


def way_out(composition: Composition, control: str) -> WayOut | None:
    """Where the values of a control, by its name, are taken that this route refuses or keeps back; None: nowhere."""
    choice, kept = composition.choice, composition.kept
    mine = [value for each in choice.route.controls if each.name == control for value in each.values]
    names = mine or [value for value in kept if registry.control_of(value).name == control]
    values = composition.values | {name: kept[name] for name in names if name in kept}
    if not any(name in values for name in names):
        return None
    here = (choice.model, choice.task, choice.provider)
    found = target(names[0], values, here, composition.media, offered=can_be_composed)
    return WayOut(found) if found else None


def can_be_composed(model: Model, route: Route) -> bool:
    """Whether a route can be composed here."""
    return route.provider in offered().get(route.task, {}).get(model.slug, ())


def switched(asked: Mapping[str, str], choice: Choice) -> str:
    """What was taken instead of a model or a provider that was asked for and does not do this; empty where all fits."""
    wanted, here, through = registry.get(asked.get("model") or ""), registry.get(choice.model), asked.get("via")
    said = []
    if wanted and wanted is not here:
        said.append(f"{wanted.name} does not do {TASKS[choice.task].title.lower()}. {here.name} does.")
    if through in PROVIDERS and through != choice.provider:
        instead = PROVIDERS[choice.provider]
        said.append(f"{here.name} is not offered through {PROVIDERS[through]} for this. It is through {instead}.")
    return " ".join(said)
