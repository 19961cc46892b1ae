"""What a job costs by a published list: rates, the values they hold for, and the source that says so.

An estimate is exact only where nothing is billed at all, or where a provider itself quoted it. Where no rate matches,
the price is unknown: None, never 0.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from studio.catalog.problems import Values
from studio.catalog.sources import HERE, Source
from studio.core.money import words

SECOND = "second"
CLIP = "clip"
IMAGE = "image"


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

    def __str__(self) -> str:
        return ("" if self.exact else "~") + words(self.amount, self.currency)


@dataclass(frozen=True, slots=True)
class Rate:
    """`amount` per second, clip or image, for recipes whose values include all of `when`."""

    amount: str
    per: str
    when: Mapping[str, object] = field(default_factory=dict)

    def matches(self, values: Values) -> bool:
        """Whether the recipe is of the kind that this rate is for."""
        return all(values.get(name) == value for name, value in self.when.items())

    def count(self, values: Values) -> int | None:
        """How many units one job is; None when the recipe does not say (its length is the input's)."""
        takes = values.get("takes", 1)
        if self.per == SECOND:
            seconds = seconds_of(values)
            return None if seconds is None else seconds * takes
        return takes

    def __str__(self) -> str:
        when = ", ".join(f"{name} {value}" for name, value in self.when.items())
        return f"{words(Decimal(self.amount))} per {self.per}{f' ({when})' if when else ''}"


def seconds_of(values: Values) -> int | None:
    """The length of the clip that a recipe asks for, in whole seconds."""
    if "shots" in values:
        return sum(shot["duration"] for shot in values["shots"])
    return values.get("duration")


@dataclass(frozen=True, kw_only=True, slots=True)
class PriceList:
    """Rates in order: the first that matches holds. `assume` names what an API takes when a value is absent."""

    rates: tuple[Rate, ...]
    source: Source
    currency: str = "USD"
    exact: bool = False
    assume: Mapping[str, object] = field(default_factory=dict)

    @property
    def fields(self) -> frozenset[str]:
        """The values that the price depends on."""
        return frozenset({"duration", "shots", "takes", *(name for rate in self.rates for name in rate.when)})

    def estimate(self, values: Values) -> Price | None:
        """The price of one job with these values, or None where the list does not tell."""
        full = {**self.assume, **values}
        rate = next((rate for rate in self.rates if rate.matches(full)), None)
        count = rate.count(full) if rate else None
        if count is None:
            return None
        return Price(
            amount=Decimal(rate.amount) * count,
            currency=self.currency,
            exact=self.exact,
            source=str(self.source),
            as_of=self.source.as_of,
        )

    def as_json(self) -> dict[str, object]:
        """The whole list, for `catalog --json`."""
        rates = [{"amount": rate.amount, "per": rate.per, "when": dict(rate.when)} for rate in self.rates]
        return {"rates": rates, "currency": self.currency, "source": str(self.source), "as_of": self.source.as_of}


FREE = PriceList(rates=(Rate("0", CLIP),), source=HERE, exact=True)
"""What is drawn on this machine costs nothing."""
