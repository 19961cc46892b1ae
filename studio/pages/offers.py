"""What is offered for exactly this job: tasks, models and providers, what each costs, can do, or would lose."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from studio.catalog import registry
from studio.catalog.check import Checked
from studio.catalog.controls import Control, Ratio, Resolution, Seconds, Size, Switch
from studio.catalog.media_controls import Frame, ReferenceImages
from studio.catalog.pricing import SECOND, Price
from studio.catalog.problems import spans
from studio.catalog.recipe import Recipe
from studio.catalog.schema import Route
from studio.catalog.story_controls import Shots
from studio.catalog.tasks import PROVIDERS, TASKS
from studio.catalog.turns import check_in_turn, in_turn
from studio.core import money

from .composing import Choice, Composition, offered
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
    return [Tab(t.slug, t.title, t.group, t.slug == choice.task) for t in TASKS.values() if t.slug in offered()]


# What a route can do, in a few words


@dataclass(frozen=True, slots=True)
class Badge:
    """One fact about a model: an icon of the sprite, and a word or two."""

    icon: str
    words: str


def _shots(control: Shots) -> str:
    return f"{control.most} shots"


def _seconds(control: Seconds) -> str:
    return f"{spans(control.options)} s".replace(" to ", "–")


def _frames(first: Frame, *others: Frame) -> str:
    return "First + last" if others else first.label


def _references(control: ReferenceImages) -> str:
    return f"{control.most} reference{'s' * (control.most > 1)}"


def _switches(*controls: Switch) -> str:
    return ", ".join(control.name.replace("_", " ").capitalize() for control in controls)


def _sizes(control: Size) -> str:
    return ", ".join(dict.fromkeys(tier_name(*pair) for pair in control.pairs))


def _resolutions(control: Resolution) -> str:
    return ", ".join(option.upper() if option.endswith("k") else option for option in control.options)


def _ratios(control: Ratio) -> str:
    return f"{len([option for option in control.options if option != 'auto'])} shapes"


BADGES: tuple[tuple[type[Control], str, Callable[..., str]], ...] = (
    (Shots, "film", _shots),
    (Seconds, "waiting", _seconds),
    (Frame, "image", _frames),
    (ReferenceImages, "at", _references),
    (Switch, "sound", _switches),
    (Resolution, "box", _resolutions),
    (Size, "box", _sizes),
    (Ratio, "crop", _ratios),
)
"""Kind of control, icon, and what is said of those of the kind; in the order in which it is said."""


def badges(route: Route) -> Iterator[Badge]:
    """`6 shots`, `3–15 s`, `First + last`, `Sound`, `1080p`: what the route's controls say."""
    for kind, icon, say in BADGES:
        if controls := [control for control in route.controls if type(control) is kind]:
            yield Badge(icon, say(*controls))


# Prices


def price_of(composition: Composition) -> Price | None:
    """What exactly this costs through the composition's provider, all takes together."""
    return for_all(composition, _checked(composition).price)


def for_all(composition: Composition, price: Price | None) -> Price | None:
    """The price of all jobs that are made of it, from that of one."""
    return price and price.times(composition.jobs)


def recipe_of(composition: Composition) -> Recipe:
    """What would be sent."""
    choice = composition.choice
    return Recipe(choice.model, choice.task, choice.provider, composition.values)


def _checked(composition: Composition) -> Checked:
    return check_in_turn(recipe_of(composition), composition.media, composition.prices)


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
    lost: str
    why: str
    current: bool


NOT_SO = "Not as it stands"
"""Beside a provider that takes each value but not all of them together; `why` says which."""


def ways(composition: Composition, quoted: Callable[[Recipe], Price | None] = lambda _: None) -> list[Way]:
    """Each provider: its price for exactly this job, and which of the typed values it would not take.

    `quoted`: what the provider itself has said, where it was asked.
    """
    slugs = offered()[composition.choice.task][composition.choice.model]
    there = {slug: composition.through(slug) for slug in slugs}
    lost = {slug: there[slug].kept_labels for slug in slugs}
    by_all = set.intersection(*map(set, lost.values()))  # what the model itself lacks is said elsewhere
    at_its_field = {problem.field for problem in _checked(composition).errors} & composition.values.keys()
    return [
        _way(there[slug], [label for label in lost[slug] if label not in by_all], composition, at_its_field, quoted)
        for slug in slugs
    ]


def _way(
    there: Composition,
    lost: list[str],
    here: Composition,
    at_its_field: set[str],
    quoted: Callable[[Recipe], Price | None],
) -> Way:
    provider, checked = there.choice.provider, _checked(there)
    problems = () if at_its_field else checked.errors
    why = next((problem.message for problem in problems if problem.field in there.values), "")
    words = NOT_SO if why else ", ".join(lost) or "Nothing"
    current = provider == here.choice.provider
    price = for_all(there, quoted(recipe_of(there)) or checked.price)
    return Way(provider, PROVIDERS[provider], price_words(price), words, why or words, current)


def best_route(slug: str, task: str) -> Route:
    """The first provider's route in the order of the catalog's table: what it can do stands for the model."""
    return registry.route(slug, task, offered()[task][slug][0])


# The sum above the button


@dataclass(frozen=True, slots=True)
class Sum:
    """How the price comes about, and who says so."""

    words: str
    source: str


def sum_of(composition: Composition, price: Price | None, quoted: Price | None = None) -> Sum:
    """`12 s × $0.168, sound included` and `Runware price, Nov 2026`, or who has quoted it and when."""
    if quoted:
        return Sum(_length(composition), f"{quoted.source[0].upper()}{quoted.source[1:]}")
    choice = composition.choice
    listed = composition.prices(choice.model, choice.task, choice.provider)
    if price is None or listed is None:
        return Sum(_length(composition), "No source gives a price for this job")
    values = {**listed.assume, **composition.values}
    rate = listed.rate_for(values, composition.media)
    takes = composition.takes
    seconds = f"{listed.seconds(values, composition.media)} s" if rate.per == SECOND else ""
    parts = [seconds, money.dressed(rate.amount, price.currency)]
    jobs = len(in_turn(recipe_of(composition)).recipes)
    often = (str(takes) if takes > 1 else "", f"{jobs} jobs" if jobs > 1 else "")
    times = " × ".join(part for part in (*parts, *often) if part)
    if not price.amount:
        return Sum(f"{_length(composition)} drawn on this machine".strip().capitalize(), "")
    sound = ", sound included" if values.get("sound") else ""
    return Sum(times + sound, f"{price.source.split(':')[0]} price, {_month(price.as_of)}")


def _length(composition: Composition) -> str:
    return f"{composition.seconds} s" if composition.seconds else ""


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
    return for_all(composition, check_in_turn(recipe, composition.media, composition.prices).price)
