"""The routes of the catalog as rows of a walk: (the model's slug, the route)."""

import os
from collections.abc import Callable, Hashable, Iterable

from studio.catalog.registry import MODELS
from studio.catalog.schema import Route

Row = tuple[str, Route]

EVERY = tuple((model.slug, route) for model in MODELS for route in model.routes)
COMPOSABLE = tuple((slug, route) for slug, route in EVERY if route.composable)


def few(rows: Iterable[Row], facts: Callable[[Route], set[Hashable]]) -> tuple[Row, ...]:
    """In the gate all rows; while one works only so many that every fact of theirs is there once."""
    rows, seen, chosen = tuple(rows), set(), []
    if os.environ.get("CI"):
        return rows
    for slug, route in sorted(rows, key=lambda row: -len(facts(row[1]))):
        if new := facts(route) - seen:
            seen |= new
            chosen.append((slug, route))
    return tuple(chosen)


DIFFERENT = few(COMPOSABLE, lambda route: {(route.provider, route.task, route.controls, route.rules)})
"""For walks that draw examples: tiers of a model often differ in their names only."""


def through(provider: str) -> tuple[Row, ...]:
    """Those that can be composed through one provider."""
    return tuple((slug, route) for slug, route in COMPOSABLE if route.provider == provider)


def named(slug: str, route: Route) -> str:
    """What a walk calls a route."""
    return f"{slug} {route.task} {route.provider}"


def its_model(slug: str, route: Route) -> str:
    """For one walk a model."""
    return slug


def its_provider(slug: str, route: Route) -> str:
    """For one walk a provider."""
    return route.provider
