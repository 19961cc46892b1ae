"""What is offered for exactly this job: tasks, models and providers, what each costs, can do, or would lose."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from studio.catalog import registry
from studio.catalog.check import check
from studio.catalog.controls import Control, Seconds, Size, Switch, Takes
from studio.catalog.media_controls import Frame, ReferenceImages
from studio.catalog.pricing import Price, seconds_of
from studio.catalog.problems import spans
from studio.catalog.recipe import Recipe
from studio.catalog.schema import Model, Route
from studio.catalog.story_controls import Shots
from studio.catalog.tasks import PROVIDERS, TASKS
from studio.core import money

from .composing import Choice, Composition, carried, tasks
from .shapes import tier_name


@dataclass(frozen=True, slots=True)
class Tab:
    """A task among the tabs."""

    slug: str
    title: str
    group: str
    current: bool


def tabs(choice: Choice) -> list[Tab]:
    """The tasks that exist, in the order of the catalog."""
    existing = tasks()
    return [Tab(t.slug, t.title, t.group, t.slug == choice.task) for t in TASKS.values() if t.slug in existing]


# What a route can do, in a few words


@dataclass(frozen=True, slots=True)
class Badge:
    """One fact about a model: an icon of the sprite, and a word or two."""

    icon: str
    words: str


def _of_shots(control: Shots) -> Badge:
    return Badge("film", f"{control.most} shots")


def _of_seconds(control: Seconds) -> Badge:
    return Badge("waiting", f"{spans(control.options)} s".replace(" to ", "–"))


def _of_references(control: ReferenceImages) -> Badge:
    return Badge("at", f"{control.most} reference{'s' * (control.most > 1)}")


def _of_switch(control: Switch) -> Badge:
    return Badge("sound", control.name.replace("_", " ").capitalize())


def _of_size(control: Size) -> Badge:
    names = dict.fromkeys(tier_name(*pair) for pair in control.pairs)
    return Badge("box", ", ".join(names))


BADGES: dict[type[Control], Callable[[Control], Badge]] = {
    Shots: _of_shots,
    Seconds: _of_seconds,
    ReferenceImages: _of_references,
    Switch: _of_switch,
    Size: _of_size,
}


def badges(route: Route) -> Iterator[Badge]:
    """`6 shots`, `3–15 s`, `First + last`, `Sound`, `1080p`: what the route's controls say."""
    frames = [control.name for control in route.controls if isinstance(control, Frame)]
    if frames:
        yield Badge("image", "First + last" if len(frames) > 1 else "First frame")
    for control in route.controls:
        if say := BADGES.get(type(control)):
            yield say(control)


# Prices


def price_of(composition: Composition) -> Price | None:
    """What exactly this job costs through the composition's provider."""
    choice = composition.choice
    recipe = Recipe(choice.model, choice.task, choice.provider, composition.values)
    return check(recipe, composition.media).price


def price_words(price: Price | None) -> str:
    """`free`, `$1.34`, `~$1.34`, `?`."""
    if price is None:
        return "?"
    return str(price) if price.amount else "free"


@dataclass(frozen=True, slots=True)
class Way:
    """A row of the table of providers."""

    provider: str
    name: str
    price: str
    known: bool
    lost: str
    current: bool


def ways(composition: Composition) -> list[Way]:
    """Each provider: its price for exactly this job, and which of the typed values it would not take."""
    routes = {route.provider: route for route in composition.model.for_task(composition.choice.task)}
    return [_way(composition, slug) for slug in PROVIDERS if slug in routes and routes[slug].composable]


def _way(composition: Composition, provider: str) -> Way:
    there = composition.through(provider)
    price = price_of(there)
    lost = ", ".join(row.label for row in there.kept_rows) or "Nothing"
    current = provider == composition.choice.provider
    return Way(provider, PROVIDERS[provider], price_words(price), price is not None, lost, current)


@dataclass(frozen=True, slots=True)
class Offer:
    """A model in the picker. `task` is the one that choosing it opens."""

    slug: str
    name: str
    task: str
    facts: str
    price: str
    current: bool


@dataclass(frozen=True, slots=True)
class Shelf:
    """Models under one heading of the picker."""

    title: str
    offers: tuple[Offer, ...]


def shelves(composition: Composition) -> list[Shelf]:
    """The models for this task, each with its price for this job; then those for other tasks, with what they do."""
    task = composition.choice.task
    able = [m for m in registry.MODELS if any(r.composable for r in m.for_task(task))]
    others = [m for m in registry.MODELS if m not in able and _first_task(m)]
    here = Shelf("Can do this task", tuple(_offer(composition, model, task) for model in able))
    there = Shelf("Another task", tuple(_offer(composition, model, _first_task(model)) for model in others))
    return [shelf for shelf in (here, there) if shelf.offers]


def _first_task(model: Model) -> str | None:
    return next((route.task for route in model.routes if route.composable), None)


def _offer(composition: Composition, model: Model, task: str) -> Offer:
    route = best_route(model, task)
    facts = [badge.words for badge in badges(route)]
    same = task == composition.choice.task
    facts = facts if same else [TASKS[task].title.lower(), *facts]
    price = _price_there(composition, Choice(model.slug, task, route.provider)) if same else ""
    return Offer(model.slug, model.name, task, " · ".join(facts), price, model.slug == composition.choice.model)


def best_route(model: Model, task: str) -> Route:
    """The first provider's route in the order of the catalog's table: what it can do stands for the model."""
    routes = {route.provider: route for route in model.for_task(task) if route.composable}
    return next(routes[slug] for slug in PROVIDERS if slug in routes)


def _price_there(composition: Composition, choice: Choice) -> str:
    return price_words(price_of(carried(choice, composition.values, composition.kept, composition.media)))


# The sum above the button


@dataclass(frozen=True, slots=True)
class Sum:
    """How the price comes about, and who says so."""

    words: str
    source: str


def sum_of(composition: Composition, price: Price | None) -> Sum:
    """`12 s × $0.168, sound included` and `Runware: model pages, 2026-11`."""
    listed = composition.choice.route.price
    if price is None or listed is None:
        return Sum(_length(composition.values), "No source gives a price for this job")
    values = {**listed.assume, **composition.values}
    rate = next(rate for rate in listed.rates if rate.matches(values))
    takes = composition.values.get("takes", 1)
    parts = [_length(values) if rate.per == "second" else "", money.words(Decimal(rate.amount), price.currency)]
    times = " × ".join(part for part in (*parts, str(takes) if takes > 1 else "") if part)
    if not price.amount:
        return Sum(f"{_length(composition.values)} drawn on this machine".strip().capitalize(), "")
    sound = ", sound included" if values.get("sound") else ""
    return Sum(times + sound, f"{price.source.split(':')[0]} price, {_month(price.as_of)}")


def _length(values: dict[str, object]) -> str:
    seconds = seconds_of(values)
    return f"{seconds} s" if seconds else ""


def _month(as_of: str) -> str:
    """`2026-11` -> `Nov 2026`; a whole date keeps its day."""
    if len(as_of) == 7:
        return date.fromisoformat(f"{as_of}-01").strftime("%b %Y")
    return date.fromisoformat(as_of).strftime("%-d %b %Y") if as_of else ""


def effect_of(composition: Composition, control: Control) -> str:
    """What a switch adds to the price: `adds $0.67`; empty where it adds nothing or the price is not known."""
    if not isinstance(control, Switch):
        return ""
    off, on = (_priced_with(composition, control.name, state) for state in (False, True))
    if off is None or on is None or on.amount == off.amount:
        return ""
    return f"adds {money.words(on.amount - off.amount, on.currency)}"


def _priced_with(composition: Composition, name: str, state: bool) -> Price | None:
    choice = composition.choice
    recipe = Recipe(choice.model, choice.task, choice.provider, {**composition.values, name: state})
    return check(recipe, composition.media).price


def has_count(route: Route) -> bool:
    """Whether one request may make several results."""
    return any(isinstance(control, Takes) for control in route.controls)
