"""Is a recipe valid, what does it cost, what should be said about it. The one judge: form, quote and jobs ask it."""

from collections.abc import Iterator
from dataclasses import dataclass

from studio.catalog.mentions import twins
from studio.catalog.nearest import routes_words, taker_words
from studio.catalog.pricing import Price, PriceList, Prices
from studio.catalog.problems import Lookup, Problem
from studio.catalog.recipe import Recipe
from studio.catalog.registry import get
from studio.catalog.registry import route as find_route
from studio.catalog.rules import called
from studio.catalog.schema import Route
from studio.catalog.tasks import PROVIDERS, TASKS


@dataclass(frozen=True, slots=True)
class Checked:
    """What `check` found. `route` and `price` are None where there is no such route, or no known price."""

    errors: tuple[Problem, ...]
    warnings: tuple[str, ...]
    price: Price | None
    route: Route | None

    @property
    def valid(self) -> bool:
        """Whether the recipe may be sent."""
        return not self.errors


def listed(model: str, task: str, provider: str) -> PriceList | None:
    """The price list that the sources give."""
    route = find_route(model, task, provider)
    return route.price if route else None


def check(recipe: Recipe, media: Lookup | None = None, prices: Prices = listed) -> Checked:
    """Judge a recipe by its route's documents. Without `media`, files are not measured."""
    route = find_route(recipe.model, recipe.task, recipe.provider)
    if route is None:
        return Checked((_no_route(recipe),), (), None, None)
    if not route.composable:
        return Checked((Problem("provider", route.reason),), (), None, route)
    errors = tuple(_problems(recipe, route, media))
    rates = prices(recipe.model, recipe.task, recipe.provider)
    return Checked(errors, tuple(_warnings(recipe, route, rates)), _price(recipe, rates, media, errors), route)


def _price(recipe: Recipe, rates: PriceList | None, media: Lookup | None, errors: tuple[Problem, ...]) -> Price | None:
    """The price stands as soon as what it depends on is sound, so that a form shows it before it is complete."""
    if rates is None or rates.fields & {error.field for error in errors}:
        return None
    return rates.estimate(recipe.values, media)


def _no_route(recipe: Recipe) -> Problem:
    """The first of model, task and provider that does not fit."""
    model = get(recipe.model)
    if model is None:
        return Problem("model", f"There is no model {recipe.model}. `catalog --json` lists them all.")
    if recipe.task not in model.tasks:
        title = TASKS[recipe.task].title.lower() if recipe.task in TASKS else recipe.task
        return Problem("task", f"{model.name} does not do {title}. It does {routes_words(model)}.")
    name = PROVIDERS.get(recipe.provider, recipe.provider)
    return Problem("provider", f"{model.name} is not offered through {name} for this. It does {routes_words(model)}.")


def _problems(recipe: Recipe, route: Route, media: Lookup | None) -> Iterator[Problem]:
    """Unknown values, then each control, then the rules whose values are sound on their own."""
    faulty = set()
    for problem in (*_unknown(recipe, route), *_faults(recipe, route, media), *_twins(recipe)):
        faulty.add(problem.field)
        yield problem
    for rule in route.rules:
        problem = None if faulty & set(rule.fields) else rule.problem(recipe.values)
        if problem:
            faulty.add(problem.field)
            yield problem


def _unknown(recipe: Recipe, route: Route) -> Iterator[Problem]:
    for name in recipe.values:
        if name not in route.values:
            yield Problem(name, not_taken(name, recipe.model, route))


def not_taken(name: str, model: str, route: Route) -> str:
    """`Kling 1.5 Standard takes no last frame through Runware; Kling 3.0 Standard does through Runware.`"""
    words = called(name).removeprefix("the ").removeprefix("a ")
    refusal = f"{get(model).name} takes no {words} through {PROVIDERS[route.provider]}"
    nearest = taker_words(name, model=model, task=route.task, provider=route.provider)
    return f"{refusal}; {nearest}" if nearest else f"{refusal}."


def _faults(recipe: Recipe, route: Route, media: Lookup | None) -> Iterator[Problem]:
    for control in route.controls:
        yield from control.problems(recipe.values, media)


def _twins(recipe: Recipe) -> Iterator[Problem]:
    """One name is one thing in a recipe: a list has seen to its own, this sees to them all."""
    for value, name in twins(recipe.values):
        yield Problem(value, f"Two things are called {name}, and a prompt cannot mean both. Give each its own name.")


def _warnings(recipe: Recipe, route: Route, rates: PriceList | None) -> Iterator[str]:
    if route.retired:
        yield f"{get(recipe.model).name} through {PROVIDERS[route.provider]} is {route.retired}."
    if rates is None:
        yield "The price is not known: no source gives one."
