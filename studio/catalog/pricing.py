"""What a job costs by a published list: rates, the values they hold for, and the source that says so.

An estimate is exact only where nothing is billed at all, or where a provider itself quoted it. Where no rate matches,
the price is unknown: None, never 0.
"""

import json
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from studio.catalog.problems import Lookup, Values
from studio.catalog.sources import HERE, Source
from studio.core.money import words

SECOND = "second"
CLIP = "clip"
IMAGE = "image"

GIVEN = "given"
"""In a rate's `when`: the value is there, whatever it is."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Price:
    """An amount for one job. `exact`: it will be billed as it stands; otherwise it is an estimate from a list."""

    amount: Decimal
    currency: str
    exact: bool
    source: str
    as_of: str

    def as_json(self) -> dict[str, object]:
        """The shape that `quote` prints."""
        return {
            "amount": f"{self.amount.normalize():f}",
            "currency": self.currency,
            "exact": self.exact,
            "source": self.source,
            "as_of": self.as_of,
        }

    def times(self, count: int) -> "Price":
        """The price of so many such jobs."""
        return replace(self, amount=self.amount * count)

    def __str__(self) -> str:
        return ("" if self.exact else "~") + words(self.amount, self.currency)


@dataclass(frozen=True, slots=True)
class Rate:
    """`amount` per second, clip or image, for recipes whose values include all of `when`.

    In `when` a tuple means any of its items, and GIVEN that the value is there at all; `elements.voice` speaks of the
    first of the elements that has one. `within`: for at most so many seconds. `first`: so much for the first so many
    seconds, and `amount` for each one after them. `corrected` is who says so, where that is not the list.
    """

    amount: str
    per: str
    when: Mapping[str, object] = field(default_factory=dict)
    within: int | None = None
    first: tuple[str, int] | None = None
    corrected: Source | None = None

    @property
    def key(self) -> str:
        """What tells it from the other rates of its list, whatever the amount is."""
        return json.dumps([self.per, self.as_json()["when"], self.within, self.first], sort_keys=True)

    def matches(self, values: Values, seconds: int | None = None) -> bool:
        """Whether the recipe is of the kind that this rate is for."""
        if self.within is not None and (seconds is None or seconds > self.within):
            return False
        return all(_is(_value(values, name), wanted) for name, wanted in self.when.items())

    def total(self, seconds: int | None) -> Decimal | None:
        """What one take costs; None where the length is not known and counts."""
        if self.per != SECOND:
            return Decimal(self.amount)
        if seconds is None:
            return None
        amount, included = self.first or ("0", 0)
        return Decimal(amount) + Decimal(self.amount) * (seconds - included)

    def as_json(self) -> dict[str, object]:
        """The rate, with what it depends on."""
        when = {name: list(value) if isinstance(value, tuple) else value for name, value in self.when.items()}
        steps = {"within": self.within, "first": list(self.first) if self.first else None}
        body = {"amount": self.amount, "per": self.per, "when": when}
        return body | {name: value for name, value in steps.items() if value is not None}

    def __str__(self) -> str:
        when = ", ".join(f"{name} {value}" for name, value in self.when.items())
        return f"{words(Decimal(self.amount))} per {self.per}{f' ({when})' if when else ''}"


def _value(values: Values, name: str) -> object:
    """The value of that name, or what the first item of a list has under the part after the dot."""
    name, _, key = name.partition(".")
    if not key:
        return values.get(name)
    return next((item[key] for item in values.get(name, ()) if key in item), None)


def _is(value: object, wanted: object) -> bool:
    if wanted is GIVEN:
        return value is not None
    return value in wanted if isinstance(wanted, tuple) else value == wanted


def seconds_of(values: Values) -> int | None:
    """The length of the clip that a recipe asks for, in whole seconds."""
    if "shots" in values:
        return sum(shot["duration"] for shot in values["shots"])
    return values.get("duration")


def results_of(values: Values) -> int | None:
    """How many results one request makes; None where the model decides how long a series is."""
    series = values.get("series", values.get("takes", 1))
    return None if series == "auto" else series


@dataclass(frozen=True, kw_only=True, slots=True)
class PriceList:
    """Rates in order: the first that matches holds. `assume` names what an API takes when a value is absent.

    `length_of` names the file whose length is billed, where the recipe sets none; begun seconds count.
    """

    rates: tuple[Rate, ...]
    source: Source
    currency: str = "USD"
    exact: bool = False
    assume: Mapping[str, object] = field(default_factory=dict)
    length_of: str = ""

    @property
    def fields(self) -> frozenset[str]:
        """The values that the price depends on."""
        named = {name.partition(".")[0] for rate in self.rates for name in rate.when}
        return frozenset({"duration", "shots", "takes", "series", *named, *filter(None, [self.length_of])})

    def estimate(self, values: Values, media: Lookup | None = None) -> Price | None:
        """The price of one job with these values, or None where the list does not tell."""
        full = {**self.assume, **values}
        rate = self.rate_for(values, media)
        amount, results = rate.total(self.seconds(full, media)) if rate else None, results_of(full)
        if amount is None or results is None:
            return None
        return Price(
            amount=amount * results,
            currency=self.currency,
            exact=self.exact,
            source=str(source := rate.corrected or self.source),
            as_of=source.as_of,
        )

    def corrected(self, amounts: Mapping[str, tuple[str, Source]]) -> "PriceList":
        """The list with other amounts, each with who says so, by the key of their rate."""
        rates = [self._corrected(rate, *amounts[rate.key]) if rate.key in amounts else rate for rate in self.rates]
        return replace(self, rates=tuple(rates))

    @staticmethod
    def _corrected(rate: Rate, amount: str, source: Source) -> Rate:
        return replace(rate, amount=amount, corrected=source)

    def rate_for(self, values: Values, media: Lookup | None = None) -> Rate | None:
        """The rate that holds for these values; None where there is none."""
        full = {**self.assume, **values}
        seconds = self.seconds(full, media)
        return next((rate for rate in self.rates if rate.matches(full, seconds)), None)

    def seconds(self, values: Values, media: Lookup | None = None) -> int | None:
        """The whole seconds that are billed: of the file, where one counts, else of what is asked for."""
        return _length(values.get(self.length_of), media) if self.length_of else seconds_of(values)

    def as_json(self) -> dict[str, object]:
        """The whole list, for `catalog --json`."""
        rates = [rate.as_json() for rate in self.rates]
        body = {"rates": rates, "currency": self.currency, "source": str(self.source), "as_of": self.source.as_of}
        return body | ({"length_of": self.length_of} if self.length_of else {})


def _length(value: object, media: Lookup | None) -> int | None:
    """The begun seconds of a file of ours; None for a handle, and for what nobody can look up."""
    facts = media(value["asset"]) if media and isinstance(value, Mapping) and "asset" in value else None
    return None if facts is None or facts.duration_s is None else math.ceil(facts.duration_s)


Prices = Callable[[str, str, str], PriceList | None]
"""The price list of a model, a task and a provider; None where no source gives one."""

FREE = PriceList(rates=(Rate("0", CLIP),), source=HERE, exact=True)
"""What is drawn on this machine costs nothing."""
