"""All models, found in `models/`. Adding one is adding a file there; what is given twice raises at import."""

import importlib
import pkgutil
from collections.abc import Iterable
from dataclasses import replace

from studio.catalog import models
from studio.catalog.animatic import animatic_routes
from studio.catalog.controls import Control
from studio.catalog.schema import Model, Route
from studio.catalog.tasks import PROVIDERS, TASKS


def _families() -> Iterable[tuple[Model, ...]]:
    for module in pkgutil.iter_modules(models.__path__):
        yield importlib.import_module(f"{models.__name__}.{module.name}").MODELS


def _checked(model: Model) -> Model:
    seen = set()
    for route in model.routes:
        key = (route.task, route.provider)
        if key in seen or route.task not in TASKS or route.provider not in PROVIDERS:
            raise ValueError(f"{model.slug}: the route {key} is given twice, or its task or provider is not known")
        seen.add(key)
    return model


def _collected() -> dict[str, Model]:
    found: dict[str, Model] = {}
    for family in _families():
        for model in family:
            if model.slug in found:
                raise ValueError(f"{model.slug} is given twice")
            found[model.slug] = _checked(replace(model, routes=(*model.routes, *animatic_routes(model))))
    return found


_BY_SLUG = _collected()
_CONTROLS = {v: control for m in _BY_SLUG.values() for r in m.routes for control in r.controls for v in control.values}
MODELS: tuple[Model, ...] = tuple(_BY_SLUG.values())


def get(slug: str) -> Model | None:
    """The model of that slug, or None."""
    return _BY_SLUG.get(slug)


def route(model: str, task: str, provider: str) -> Route | None:
    """The one route of a model, a task and a provider, or None."""
    found = get(model)
    return next((r for r in found.for_task(task) if r.provider == provider), None) if found else None


def control_of(value: str) -> Control:
    """How a value looks where some route takes it. Raises KeyError for a value that no route knows."""
    return _CONTROLS[value]


def search(words: str) -> tuple[Model, ...]:
    """The models that every word is found in: name, family, blurb or search words."""
    wanted = words.casefold().split()
    return tuple(model for model in MODELS if all(word in _searchable(model) for word in wanted))


def _searchable(model: Model) -> str:
    return f"{model.name} {model.family} {model.blurb} {model.search}".casefold()
