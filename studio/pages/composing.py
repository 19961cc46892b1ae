"""What somebody is composing: model, task and provider, what they typed, and what is kept for later.

1. A page names the route that its fields were drawn for (`shown`); a post is read by that route's form.
2. Task, model and provider that were chosen meanwhile are settled to a route that exists.
3. What the new route takes goes along, what it cannot take is kept, on the page and in the draft; nothing is lost.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache

from django.http import QueryDict
from django.template import TemplateDoesNotExist
from django.template.loader import get_template

from studio.catalog import registry
from studio.catalog.check import listed
from studio.catalog.controls import Control
from studio.catalog.pricing import Prices
from studio.catalog.problems import Lookup
from studio.catalog.rules import OnlyWhen
from studio.catalog.schema import Model, Route
from studio.catalog.tasks import PROVIDERS, TASKS
from studio.core import jsons
from studio.forms.builder import RecipeForm, form_class
from studio.forms.carry import Kept, carry_over, kept_words
from studio.forms.fields import default
from studio.providers import registry as providers

from . import batches, directing, guiding, revising, speaking, waiting
from .framing import framed, is_said_otherwise, says_it_twice
from .revising import NOTHING, Revising
from .starters import STARTERS

GROUPS = ("video", "image")
"""The groups of tasks that are tabs; what else the catalog knows are helpers that a job runs by itself."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A route by name. `task`, `model` and `provider` are slugs of the catalog and fit each other."""

    model: str
    task: str
    provider: str

    @property
    def route(self) -> Route | None:
        return _route(self.model, self.task, self.provider)

    def __str__(self) -> str:
        return f"{self.model} {self.task} {self.provider}"


_route = cache(registry.route)


@dataclass(slots=True)
class Composition:
    """One state of the composer. `kept` are values that this route does not take; `form` is bound to the others.

    `guide`: which of the ways that exclude each other guides the motion (guiding.py); `speech`: where what is said
    comes from (speaking.py); `parted` are the values that had to make room for them on the way to this route.
    `revising`: what it is to be a better one of.
    """

    choice: Choice
    values: dict[str, object]
    kept: dict[str, object] = field(default_factory=dict)
    media: Lookup | None = None
    prices: Prices = listed
    form: RecipeForm | None = None
    guide: str = ""
    speech: str = ""
    parted: frozenset[str] = frozenset()
    revising: Revising = NOTHING

    @property
    def model(self) -> Model:
        return registry.get(self.choice.model)

    @property
    def seconds(self) -> int | None:
        """The length that is asked for; None where the input decides, or where it cannot be read."""
        shots = self.values.get("shots", [{"duration": self.values.get("duration")}])
        lengths = [shot.get("duration") for shot in shots if isinstance(shot, dict)]
        sound = len(lengths) == len(shots) and all(isinstance(length, int) for length in lengths)
        return sum(lengths) if sound else None

    @property
    def jobs(self) -> int:
        """How many jobs are made of it at once."""
        return batches.count_of(self.choice.route, self.values, self.kept)

    @property
    def takes(self) -> int:
        """How many results are asked for, by a count of the API or as jobs."""
        return self.values.get("takes") or self.jobs

    @property
    def kept_rows(self) -> list[Kept]:
        """The kept values in words, as far as somebody wants to know."""
        return kept_words(self._kept_of_interest(), self.choice.model, self.choice.route)

    @property
    def kept_labels(self) -> list[str]:
        """How the kept values are called, each control once."""
        names = (*self._kept_of_interest(), *sorted(self.parted))
        return list(dict.fromkeys(registry.control_of(name).label for name in names))

    @property
    def set_aside(self) -> frozenset[str]:
        """The ways to guide the motion and the sources of speech that do not: their switch says what they hold."""
        route = self.choice.route
        return guiding.hidden(route, self.guide) | speaking.hidden(route, self.speech)

    @property
    def waiting(self) -> Mapping[str, OnlyWhen]:
        """The values that wait for a switch, each with its rule: their controls are greyed."""
        return waiting.waiting(self.choice.route, self.values)

    @property
    def held(self) -> frozenset[str]:
        """What is not sent though the route takes it, and is said where its control stands."""
        return self.set_aside | self.waiting.keys()

    def _kept_of_interest(self) -> dict[str, object]:
        """Without what nobody has chosen, what other words of the route say, and the length where the shots set it."""
        of_no_interest = self._is_of_no_interest
        kept = {name: value for name, value in self.kept.items() if value is not False}
        aside = self.held
        kept = {name: value for name, value in kept.items() if name not in aside}
        return {name: value for name, value in kept.items() if not of_no_interest(registry.control_of(name))}

    def _is_of_no_interest(self, control: Control) -> bool:
        name, usual = control.name, default(control)
        is_usual = bool(usual) and all(self.kept.get(value) == usual[value] for value in usual)
        is_said = says_it_twice(self.choice.route, type(control)) or is_said_otherwise(self.choice.route, type(control))
        goes_with_shots = name == "shot_style" or (name == "duration" and "shots" in self.values)
        is_made = name == batches.TAKES.name and batches.are_jobs(self.choice.route, self.values)
        return is_usual or is_said or goes_with_shots or is_made

    def through(self, provider: str) -> "Composition":
        """What would be sent, through another provider, to look at; that provider must have a route."""
        there = carried(self, Choice(self.choice.model, self.choice.task, provider))
        for name in self.held:
            there.values.pop(name, None)
            there.kept.pop(name, None)
        return there


def settled(model: str | None, task: str | None, provider: str | None) -> Choice:
    """The nearest route that exists: the task holds, then the model, then the provider."""
    usual = STARTERS[0]
    models = offered().get(task or "")
    if models is None:
        task = next((each for each in (usual.task, *offered()) if model in offered().get(each, ())), usual.task)
        models = offered()[task]
    slug = model if model in models else _nearest(model, models)
    ways = models[slug]
    return Choice(slug, task, provider if provider in ways else _usual(ways))


@cache
def offered() -> dict[str, dict[str, tuple[str, ...]]]:
    """Task -> model -> providers: what can be composed here. Models from old to new."""
    found: dict[str, dict[str, tuple[str, ...]]] = {task: {} for task in TASKS}
    for model in sorted(registry.MODELS, key=lambda model: model.age):
        for task in model.tasks:
            ways = {route.provider for route in model.for_task(task) if is_offered(route)}
            if ways:
                found[task][model.slug] = tuple(slug for slug in PROVIDERS if slug in ways)
    return {task: models for task, models in found.items() if models}


def is_offered(route: Route) -> bool:
    """Whether a route can be composed here: it has a tab and parameters, and all that must be given can be drawn."""
    is_a_tab = TASKS[route.task].group in GROUPS
    return is_a_tab and route.composable and all(is_drawn(c) for c in route.controls if c.required)


@cache
def _has_template(kind: str) -> bool:
    try:
        get_template(f"controls/{kind}.html")
    except TemplateDoesNotExist:
        return False
    return True


def is_drawn(control: Control) -> bool:
    """Whether there is a template for this kind of control; one without is absent from the page."""
    return _has_template(control.kind)


def is_shown(control: Control, route: Route) -> bool:
    """Whether the form of a route shows a control: it can be drawn, and says nothing that another one says."""
    return is_drawn(control) and not says_it_twice(route, type(control))


def _usual(ways: tuple[str, ...]) -> str:
    """The first provider that needs no key: what it makes costs nothing."""
    return next((slug for slug in ways if not providers.needs_key(slug)), ways[0])


def _nearest(model: str | None, models: Mapping[str, object]) -> str:
    """A model of the same family, else the one of the first starter, else the newest."""
    here = registry.get(model or "")
    family = here.family if here else ""
    same = next((slug for slug in models if registry.get(slug).family == family), None)
    return same or (STARTERS[0].model if STARTERS[0].model in models else list(models)[-1])


def carried(here: Composition, choice: Choice) -> Composition:
    """Everything typed, brought to another route; without a form."""
    there = replace(here, choice=choice, values=dict(here.values), kept=dict(here.kept), form=None)
    if choice != here.choice:
        said = framed(here.values, here.kept, choice.route)
        over = carry_over(said, here.kept, choice.route, here.media, before=here.choice.route)
        there.values, there.kept = over.values, over.kept
        there.speech = speaking.on_arrival(choice.route, there.speech, there.values)
    _let_one_of_each_be(there)
    directing.settle(choice.route, there.values, there.kept)
    _let_shots_set_the_length(there)
    _set_aside_what_is_not_drawn(there)
    return there


def bound(composition: Composition, *, submitted: bool = False) -> Composition:
    """The composition with its form, as if it had just been posted: also what is off is said, and priced so."""
    kind = form_class(*_names(composition.choice), composition.media)
    composition.form = kind.bound(composition.values, submitted=submitted)
    composition.form.is_valid()
    composition.values = dict(composition.form.typed)
    _say_errors_where_they_are_seen(composition)
    return composition


def _say_errors_where_they_are_seen(composition: Composition) -> None:
    """What is missing of several sources of speech is said at the one that is shown."""
    errors = composition.form.errors
    for name in speaking.hidden(composition.choice.route, composition.speech) & errors.keys():
        errors.setdefault(composition.speech, errors.pop(name))


def posted(post: QueryDict, media: Lookup | None, prices: Prices = listed) -> Composition:
    """What a page holds. Raises LookupError when it names a route that does not exist."""
    shown = Choice(*(post.get("shown", "").split() + [""] * 3)[:3])
    form = form_class(*_names(shown), media)(post)
    form.is_valid()
    now = settled(post.get("model"), post.get("task"), post.get("via"))
    kept = _with_shots_below(_kept(post.get("kept", "")), post, shown)
    chosen = {"guide": post.get(guiding.FIELD, ""), "speech": post.get(speaking.FIELD, "")}
    chosen |= {"revising": revising.posted(post)}
    kept = batches.kept_with(kept, post, shown.route)
    return bound(carried(Composition(shown, dict(form.typed), kept, media, prices, **chosen), now))


def _kept(text: str) -> dict[str, object]:
    """What the page keeps for other routes; what cannot be read, or no route knows, counts as nothing."""
    try:
        data = jsons.loads(text)
    except (ValueError, RecursionError):
        return {}
    return {name: value for name, value in data.items() if _is_known(name)} if isinstance(data, dict) else {}


def _with_shots_below(kept: dict[str, object], post: QueryDict, shown: Choice) -> dict[str, object]:
    """The shots that stand below a form without them, each to be a job of its own, are kept as they are there."""
    if "shots" not in post or shown.route.control("shots"):
        return kept
    shots = _kept(f'{{"shots": {post["shots"] or "[]"}}}').get("shots", kept.get("shots"))
    return {**kept, "shots": shots} if shots else {name: value for name, value in kept.items() if name != "shots"}


def _is_known(name: str) -> bool:
    try:
        return bool(registry.control_of(name))
    except KeyError:
        return False


def submitted(post: QueryDict, media: Lookup | None, prices: Prices = listed) -> Composition:
    """What is to be sent: read strictly, through `send_via` where a button names another provider than the page."""
    here = posted(post, media, prices)
    there = Choice(here.choice.model, here.choice.task, post.get("send_via") or here.choice.provider)
    if there.route is None:
        raise LookupError(f"{here.model.name} is not offered through {there.provider} for this.")
    sent = carried(here, there)
    guiding.keep(here.held, sent.values, sent.kept)  # a preview draws what the page would send, and no more
    return bound(sent, submitted=True)


def _names(choice: Choice) -> tuple[str, str, str]:
    return choice.model, choice.task, choice.provider


def _set_aside_what_is_not_drawn(composition: Composition) -> None:
    """Values that this page does not show: kept, so that the next save does not lose them.

    A film of separate shots has shots that its model does not take.
    """
    route = composition.choice.route
    for name in [name for name in composition.values if name not in route.values]:
        composition.kept[name] = composition.values.pop(name)
    composition.values.update(framed(composition.values, composition.kept, route))
    for control in route.controls:
        for name in () if is_shown(control, route) else control.values:
            if name in composition.values:
                composition.kept[name] = composition.values.pop(name)


def _let_one_of_each_be(composition: Composition) -> None:
    """One way guides, one source speaks; what a switch is needed for waits for it."""
    before = set(composition.values)
    route, values, kept = composition.choice.route, composition.values, composition.kept
    composition.guide = guiding.set_aside(route, composition.guide, values, kept)
    composition.speech = speaking.set_aside(route, composition.speech, values, kept)
    composition.parted = frozenset(before - set(values))
    waiting.settle(route, values, kept)


def _let_shots_set_the_length(composition: Composition) -> None:
    """With shots the length is their sum: a length typed before waits until they are gone. Who cuts goes with them."""
    values, kept, route = composition.values, composition.kept, composition.choice.route
    seconds, style = route.control("duration"), route.control("shot_style")
    if "shots" in values:
        if "duration" in values:
            kept["duration"] = values.pop("duration")
        if style and style.default:
            values.setdefault("shot_style", style.default)
        return
    if seconds and "duration" not in values:
        before = kept.pop("duration", None)
        values["duration"] = before if before in seconds.options else seconds.default
    if route.control("shots") and not directing.is_cut_by_itself(route, values):
        values.pop("shot_style", None)
