"""The first real job: set to the cheapest that works through the keys that are there, with its price."""

from dataclasses import dataclass
from functools import cache

from django.http import HttpRequest
from django.urls import reverse

from studio.accounts.current import team_of
from studio.accounts.models import ProviderKey
from studio.catalog import registry
from studio.catalog.check import check
from studio.catalog.controls import Resolution, Seconds, Size, Switch
from studio.catalog.pricing import Price
from studio.catalog.recipe import Recipe
from studio.catalog.schema import Route
from studio.catalog.tasks import PROVIDERS

from .composing import offered

TASK = "text-to-video"
PROMPT = "A wooden pier in fog at dawn, lamps still lit. Slow push in."
CURRENCY = "USD"
STARTER = "first-job"
"""By which Create opens it: `?starter=first-job`."""

TIERS = ("720p", "1k", "1080p", "2k", "4k")


@dataclass(frozen=True, slots=True)
class FirstJob:
    """What is proposed: a valid recipe, and what it costs by the price list."""

    recipe: Recipe
    price: Price

    @property
    def words(self) -> str:
        """`Kling 2.5 Turbo Standard, 5 s, via Kling`."""
        model, seconds = registry.get(self.recipe.model).name, self.recipe.values.get("duration")
        return ", ".join([model, *([f"{seconds} s"] if seconds else []), f"via {PROVIDERS[self.recipe.provider]}"])

    @property
    def url(self) -> str:
        return f"{reverse('create')}?starter={STARTER}"


def first_job(request: HttpRequest) -> FirstJob | None:
    """The cheapest through one of the team's keys; None without any, or where no price is known."""
    slugs = ProviderKey.objects.usable().filter(team=team_of(request)).values_list("provider", flat=True)
    return cheapest(frozenset(slugs))


@cache
def cheapest(providers: frozenset[str]) -> FirstJob | None:
    """Of all models that make a clip from words alone."""
    ways = ((model, slug) for model, slugs in offered()[TASK].items() for slug in slugs if slug in providers)
    found = [job for way in ways if (job := _job(*way))]
    return min(found, key=lambda job: job.price.amount, default=None)


def _job(model: str, provider: str) -> FirstJob | None:
    """The route at its least; None where that is not valid, is warned about (retired), or has no price in dollars."""
    recipe = Recipe(model, TASK, provider, {"prompt": PROMPT} | _least(registry.route(model, TASK, provider)))
    checked = check(recipe)
    is_sound = checked.valid and not checked.warnings and checked.price and checked.price.currency == CURRENCY
    return FirstJob(recipe, checked.price) if is_sound else None


def _least(route: Route) -> dict[str, object]:
    """The shortest, smallest and quietest that the route has."""
    found: dict[str, object] = {}
    for control in route.controls:
        for kind, least in LEAST.items():
            if isinstance(control, kind):
                found |= least(control)
    return found


def _smallest(size: Size) -> dict[str, object]:
    wide = [pair for pair in size.pairs if pair[0] > pair[1]] or list(size.pairs)
    return dict(zip(("width", "height"), min(wide, key=lambda pair: pair[0] * pair[1]), strict=True))


LEAST = {
    Seconds: lambda control: {"duration": min(control.options)},
    Size: _smallest,
    Resolution: lambda control: {"resolution": min(control.options, key=TIERS.index)},
    Switch: lambda control: {"sound": False} if control.name == "sound" else {},
}
