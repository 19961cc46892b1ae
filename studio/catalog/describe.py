"""The whole catalog as JSON, in the shape that other programs rely on."""

from studio.catalog.registry import MODELS
from studio.catalog.schema import Model, Route


def describe() -> dict[str, object]:
    """`{"models": [...]}` with every route, its controls and their limits, rules, price, sources and notes."""
    return {"models": [_model(model) for model in MODELS]}


def _model(model: Model) -> dict[str, object]:
    return {
        "slug": model.slug,
        "name": model.name,
        "family": model.family,
        "status": model.status,
        "routes": [_route(route) for route in model.routes],
    }


def _route(route: Route) -> dict[str, object]:
    body = {
        "provider": route.provider,
        "task": route.task,
        "endpoint": route.endpoint,
        "status": route.status,
        "composable": route.composable,
        "controls": [{"kind": c.kind, "name": c.name, "label": c.label, **c.limits()} for c in route.controls],
        "rules": [str(rule) for rule in route.rules],
        "price": route.price.as_json() if route.price else None,
        "sources": [str(source) for source in route.sources],
        "notes": [str(note) for note in route.notes],
    }
    return body | ({} if route.composable else {"reason": route.reason})
