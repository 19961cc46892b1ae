"""Price lists in words: what one rate says, and what a model costs from."""

from collections.abc import Iterable
from decimal import Decimal

from studio.catalog.pricing import CLIP, GIVEN, IMAGE, SECOND, PriceList, Rate
from studio.catalog.rules import called
from studio.catalog.schema import Route
from studio.core.money import dressed

PER = {SECOND: " / s", CLIP: " a clip", IMAGE: " a picture"}
"""What a rate is for, the one by which models are compared first."""

WHEN = {
    ("sound", True): "with sound",
    ("sound", False): "silent",
    ("elements.voice", GIVEN): "with an element's voice",
    ("reference_video", GIVEN): "with a reference clip",
    ("speech_text", GIVEN): "with words to speak",
}
"""What a rate depends on, where its own words are better than the value's."""

MANY = 4
"""So many rates are listed; of more, the first and the last."""


def rate_words(rate: Rate, currency: str = "USD") -> str:
    """`$0.168 / s with sound`, `free`; every digit of the list."""
    if not Decimal(rate.amount) and not rate.first:
        return "free"
    amount = f"{_money(rate.amount, currency)}{PER[rate.per]}"
    if rate.first:
        start, seconds = rate.first
        amount = f"{_money(start, currency)} for {seconds} s, then {amount}"
    within = [f"up to {rate.within} s"] if rate.within is not None else []
    return " ".join([amount, *(_when_words(name, wanted) for name, wanted in rate.when.items()), *within])


def _when_words(name: str, wanted: object) -> str:
    if (name, wanted) in WHEN:
        return WHEN[name, wanted]
    if wanted is GIVEN:
        return f"with {called(name)}"
    if isinstance(wanted, tuple):
        return "in the largest sizes"
    return f"for {wanted} s" if name == "duration" else f"in {wanted}"


def _money(amount: str, currency: str) -> str:
    return dressed(digits(amount), currency)


def digits(amount: str | Decimal) -> str:
    """All digits that say something, and at least two: `0.0370` -> `0.037`, `0.5` -> `0.50`."""
    exact = Decimal(amount).normalize()
    return f"{exact:f}" if exact.as_tuple().exponent < -2 else f"{exact:.2f}"


def list_words(price: PriceList) -> tuple[str, ...]:
    """Its rates, one by one; of a long list the first and the last."""
    rates = list(dict.fromkeys(rate_words(rate, price.currency) for rate in price.rates))
    if len(rates) > 1 and not (price.rates[-1].when or price.rates[-1].within):
        rates[-1] += " otherwise"
    return tuple(rates if len(rates) <= MANY else (rates[0], f"… {len(rates)} steps …", rates[-1]))


def from_words(routes: Iterable[Route]) -> str:
    """`$0.084–0.168 / s`, `$0.037 / s`, `unknown`: over all of them that a source gives a price for."""
    lists = [route.price for route in routes if route.price]
    found = {(rate.per, price.currency) for price in lists for rate in price.rates}
    if not found:
        return "unknown"
    per, currency = min(found, key=lambda unit: list(PER).index(unit[0]))
    amounts = [Decimal(r.amount) for p in lists for r in p.rates if (r.per, p.currency) == (per, currency)]
    low, high = min(amounts), max(amounts)
    if not high:
        return "free"
    span = digits(low) if low == high else f"{digits(low)}–{digits(high)}"
    return f"{dressed(span, currency)}{PER[per]}"
