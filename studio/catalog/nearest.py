"""The nearest thing that works: what a refusal points to."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from studio.catalog.problems import Lookup, Values
from studio.catalog.registry import MODELS, get
from studio.catalog.schema import Model, Route
from studio.catalog.tasks import PROVIDERS, TASKS

_PLACES = {model.slug: place for place, model in enumerate(MODELS)}


def takers(value: str, *, model: str, task: str, provider: str) -> Iterator[tuple[Model, Route]]:
    """Routes that take a value, nearest first: the same model, then its family, then any; the same provider first.

    Beyond the family, a generation that is near comes before one that is far, and one in service before a retired one.
    """
    here = get(model)
    family = here.family if here else ""

    def distance(pair: tuple[Model, Route]) -> tuple[bool | int, ...]:
        found, route = pair
        steps = abs(_PLACES[found.slug] - _PLACES[model]) if here and found.family != family else 0
        ended = bool(steps and route.retired)
        return found.slug != model, found.family != family, ended, route.provider != provider, steps

    pairs = [(m, r) for m in MODELS for r in m.routes if value in r.values and r.composable and not r.is_local]
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


@dataclass(frozen=True, slots=True)
class Target:
    """A route that takes what another one refuses, by its slugs, and what the way there is called."""

    model: str
    task: str
    provider: str
    words: str


Offered = Callable[[Model, Route], bool]


def holder(control: str, here: tuple[str, str, str], *, offered: Offered) -> Target | None:
    """The nearest of the `offered` routes that has a control at all; `here` as for `target`."""
    return _nearest(control, here, offered)


def target(
    control: str, values: Values, here: tuple[str, str, str], media: Lookup | None = None, *, offered: Offered
) -> Target | None:
    """The nearest of the `offered` routes that takes the values of `control` as they are, beside those it knows of the
    others. `here` is the model, the task and the provider that refuse them. None where no route does.

    Who is drawing a preview stays there: a model that takes it anywhere takes it in its preview as well.
    """
    return _nearest(control, here, lambda found, each: offered(found, each) and _accepts(each, control, values, media))


def _nearest(control: str, here: tuple[str, str, str], fits: Offered) -> Target | None:
    model, task, provider = here
    for found, route in takers(control, model=model, task=task, provider=provider):
        same_way = [each for each in found.for_task(route.task) if each.provider == provider and control in each.values]
        for each in (*same_way, route):
            if (found.slug, each.task, each.provider) != here and fits(found, each):
                return Target(found.slug, each.task, each.provider, _way_words(found, each, here))
    return None


def _accepts(route: Route, value: str, values: Values, media: Lookup | None) -> bool:
    """Whether neither the control of that value nor a rule has anything against it."""
    known = {name: given for name, given in values.items() if name in route.values}
    control = route.control(value)
    if control is None or any(control.problems(known, media)):
        return False
    broken = (rule.problem(known) for rule in route.rules)
    return not any(problem and problem.field in control.values for problem in broken)


def _way_words(found: Model, route: Route, here: tuple[str, str, str]) -> str:
    """`Kling 1.5 Pro through Kling`, `Runware`, `Kling O1 Pro, edit video`: as much as is new."""
    model, task, provider = here
    words = [found.name] if found.slug != model or route.task != task else []
    words += [f"for {TASKS[route.task].title.lower()}"] if route.task != task else []
    words += [f"through {PROVIDERS[route.provider]}"] if route.provider != provider or found.slug == model else []
    return " ".join(words)
