"""The price list as a team uses it: what the sources say, corrected by its owners, and where bills differ from it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from hashlib import sha256

from django.db import transaction
from django.db.models import F

from studio.accounts.activity import record
from studio.accounts.models import Team, User
from studio.catalog import registry
from studio.catalog.check import listed
from studio.catalog.price_words import rate_words
from studio.catalog.pricing import PriceList, Prices, Rate
from studio.catalog.sources import Source
from studio.catalog.tasks import PROVIDERS
from studio.core import clock
from studio.library.lookup import media_lookup

from .corrections import Correction
from .models import Job

FAR = Decimal("0.05")
"""A bill that differs from its estimate by more than this part of it flags the rate."""

LOOKED_BACK, MOST_JOBS = timedelta(days=90), 500
OUR_OWN = "animatic"


class BadRate(ValueError):
    """A sentence: what was given, what is allowed."""


# What holds


def prices_of(team: Team) -> Prices:
    """The price lists of this team. What it corrected is read once, when the first price is asked for."""
    found: dict[tuple, list[Correction]] | None = None

    def prices(model: str, task: str, provider: str) -> PriceList | None:
        nonlocal found
        if found is None:
            found = _by_route(Correction.objects.standing(team))
        said = found.get((model, task, provider))
        return _with(listed(model, task, provider), said) if said else listed(model, task, provider)

    return prices


def _by_route(corrections: Iterable[Correction]) -> dict[tuple, list[Correction]]:
    found = defaultdict(list)
    for each in corrections:
        found[each.model, each.task, each.provider].append(each)
    return found


def _with(rates: PriceList | None, said: list[Correction]) -> PriceList:
    """The list as it is corrected. What no source gives is a list of one rate."""
    if rates is not None:
        return rates.corrected({each.rate: (str(each.amount), source_of(each)) for each in said})
    [last] = said[-1:]
    return PriceList(rates=(Rate(str(last.amount), last.per),), source=source_of(last), currency=last.currency)


def source_of(said: Correction) -> Source:
    """`Alice Archer: set here, 2026-11-21`."""
    return Source(str(said.by), "set here", f"{said.at:%Y-%m-%d}")


# The list


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One rate of one model through one provider, for all tasks that have the same list.

    `id` is short and stays the same; `rate` None where no source gives a price. `said` is the correction that holds,
    `far` how many bills of late differ from it, and `apart` by how much at most, of the estimate.
    """

    model: str
    provider: str
    tasks: tuple[str, ...]
    rate: Rate | None
    source: Source | None = None
    currency: str = "USD"
    said: Correction | None = None
    far: int = 0
    apart: Decimal = Decimal(0)

    @property
    def key(self) -> str:
        return self.rate.key if self.rate else ""

    @property
    def id(self) -> str:
        text = "\n".join((self.model, self.provider, *self.tasks, self.key))
        return sha256(text.encode()).hexdigest()[:16]

    @property
    def model_name(self) -> str:
        return registry.get(self.model).name

    @property
    def provider_name(self) -> str:
        return PROVIDERS[self.provider]

    def __str__(self) -> str:
        return f"{self.model_name} via {self.provider_name}"

    @property
    def words(self) -> str:
        """`$0.168 / s with sound`, as the source gives it."""
        return rate_words(self.rate, self.currency) if self.rate else "No source gives a price"


def rows(team: Team) -> list[Row]:
    """Every rate of everything that can be composed and costs, by provider and model, as the catalog has them."""
    said = {(c.model, c.task, c.provider, c.rate): c for c in Correction.objects.standing(team)}
    far = strays(team)
    return [_completed(row, said, far) for row in _listed()]


def _completed(row: Row, said: Mapping[tuple, Correction], far: Mapping[tuple, list[Decimal]]) -> Row:
    keys = [(row.model, task, row.provider, row.key) for task in row.tasks]
    apart = [part for key in keys for part in far.get(key, ())]
    return replace(
        row,
        said=next((said[key] for key in keys if key in said), None),
        far=len(apart),
        apart=max(apart, key=abs, default=Decimal(0)),
    )


def _listed() -> Iterator[Row]:
    for provider in PROVIDERS:
        for model in registry.MODELS if provider != OUR_OWN else ():
            for tasks, prices in _lists(model.slug, provider):
                about = {"source": prices.source, "currency": prices.currency} if prices else {}
                for rate in prices.rates if prices else (None,):
                    yield Row(model=model.slug, provider=provider, tasks=tasks, rate=rate, **about)


def _lists(model: str, provider: str) -> list[tuple[tuple[str, ...], PriceList | None]]:
    """The price lists of a model through a provider, each with the tasks that it is for."""
    found: list[tuple[list[str], PriceList | None]] = []
    for task in registry.get(model).tasks:
        route = registry.route(model, task, provider)
        if route is None or not route.composable:
            continue
        same = next((tasks for tasks, prices in found if prices == route.price), None)
        if same is None:
            found.append(([task], route.price))
        else:
            same.append(task)
    return [(tuple(tasks), prices) for tasks, prices in found]


def strays(team: Team) -> dict[tuple[str, str, str, str], list[Decimal]]:
    """By model, task, provider and rate: by what part of its estimate each bill of late differs, where that is much.

    Only the newest few hundred jobs are looked at.
    """
    billed = Job.objects.filter(
        team=team,
        created_at__gte=clock.now() - LOOKED_BACK,
        billed_amount__isnull=False,
        estimate_amount__gt=0,
        billed_currency=F("estimate_currency"),
    )
    far = billed.exclude(
        billed_amount__gte=F("estimate_amount") * (1 - FAR), billed_amount__lte=F("estimate_amount") * (1 + FAR)
    )
    found, media = defaultdict(list), media_lookup(team, None)
    for job in far.newest_first()[:MOST_JOBS]:
        prices = listed(job.model, job.task, job.provider)
        rate = prices.rate_for(job.frozen_recipe().values, media) if prices else None
        part = job.billed_amount / job.estimate_amount - 1
        found[job.model, job.task, job.provider, rate.key if rate else ""].append(part)
    return found


# Correcting


@transaction.atomic
def correct(by: User, team: Team, row: Row, amount: Decimal, per: str = "", currency: str = "") -> None:
    """From now on this rate costs so much, for all its tasks. Raises BadRate."""
    if not amount.is_finite() or not 0 <= amount < Decimal(10) ** 6:
        raise BadRate(f"{amount} is no price: write what it costs, 0 or more, like 0.168.")
    if row.rate is None and not (per and currency):
        raise BadRate("Say per what it is billed, and in which currency: no source gives a price for this.")
    _say(by, team, row, amount=amount, per=per or row.rate.per, currency=currency or row.currency)
    record(
        "rate-corrected", team=team, by=by, words=f"{row.model_name} via {row.provider_name}: {row.words} → {amount}"
    )


@transaction.atomic
def take_back(by: User, team: Team, row: Row) -> None:
    """The list holds again."""
    if row.said:
        _say(by, team, row, amount=None)
        record("rate-restored", team=team, by=by, words=f"{row}, {row.words}")


def _say(by: User, team: Team, row: Row, **what: object) -> None:
    about = {"team": team, "model": row.model, "provider": row.provider, "rate": row.key, "by": by}
    Correction.objects.bulk_create(Correction(task=task, **about, **what) for task in row.tasks)
