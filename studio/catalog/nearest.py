"""The nearest thing that works: what a refusal points to."""

from collections.abc import Iterator

from studio.catalog.animatic import ENDPOINT
from studio.catalog.registry import MODELS, get
from studio.catalog.schema import Model, Route
from studio.catalog.tasks import PROVIDERS, TASKS


def takers(value: str, *, model: str, task: str, provider: str) -> Iterator[tuple[Model, Route]]:
    """Routes that take a value, nearest first: the same model, then its family, then any; the same provider first."""
    here = get(model)
    family = here.family if here else ""

    def distance(pair: tuple[Model, Route]) -> tuple[bool, bool, bool, bool]:
        found, route = pair
        return (found.slug != model, found.family != family, route.task != task, route.provider != provider)

    pairs = [(m, r) for m in MODELS for r in m.routes if value in r.values and r.composable and r.endpoint != ENDPOINT]
    yield from sorted((pair for pair in pairs if pair[1].task == task), key=distance)
    yield from sorted((pair for pair in pairs if pair[1].task != task), key=distance)


def taker_words(value: str, *, model: str, task: str, provider: str) -> str:
    """`Kling 1.5 Pro does through Kling.` or, where nothing takes it, an empty string."""
    for found, route in takers(value, model=model, task=task, provider=provider):
        who = "it" if found.slug == model else found.name
        where = "" if route.task == task else f" for {TASKS[route.task].title.lower()}"
        through = "" if (found.slug, route.provider) == (model, provider) else f" through {PROVIDERS[route.provider]}"
        return f"{who} does{where}{through}."
    return ""


def routes_words(model: Model) -> str:
    """What a model can do and through whom, for a refusal of a task or a provider."""
    by_task: dict[str, list[str]] = {}
    for route in model.routes:
        by_task.setdefault(TASKS[route.task].title.lower(), []).append(PROVIDERS[route.provider])
    return "; ".join(f"{task} through {', '.join(names)}" for task, names in by_task.items())
