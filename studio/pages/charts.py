"""Charts as the numbers that their SVG is drawn from (templates/insights): no scripts, styles or colours.

Widths are percent of the room that there is, so that a chart is drawn once for every width; heights are pixels.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, ROUND_HALF_EVEN, Decimal

from studio.core import money

TOP, BASE, HEIGHT = 14, 150, 172
"""Where the highest bar may end, where all begin, and the whole with its labels; in pixels from above."""

LINES = 4  #: lines to read heights by, at most
LABELS = 14  #: days that are named, at most
STEPS = tuple(map(Decimal, ("1", "2", "2.5", "5", "10")))
WHOLE, TENTH = Decimal(1), Decimal("0.1")


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """To read heights by: where it is, and what it stands for."""

    y: Decimal
    words: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Bar:
    """One day. `label` is empty where its neighbour's is enough; `said` is the amount above it, where it is told."""

    x: Decimal
    width: Decimal
    y: Decimal
    height: Decimal
    words: str
    label: str
    said: str
    is_last: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Days:
    """A chart of bars over days, and the same in a sentence."""

    bars: list[Bar]
    lines: list[Line]
    words: str
    top: int = TOP
    base: int = BASE
    height: int = HEIGHT


def days(points: Sequence[tuple[date, Decimal]], currency: str) -> Days:
    """Amounts of one currency by day, none of them negative, without gaps."""
    highest = max((amount for _, amount in points), default=Decimal(0))
    step = step_of(highest)
    most = max(step, step * (highest / step).to_integral_value(ROUND_CEILING))
    told = {_last(points, highest), len(points) - 1}
    width, every = Decimal(100) / max(len(points), 1), -(-len(points) // LABELS)
    bars = [
        Bar(
            x=_short(n * width),
            width=_short(width),
            y=_short(BASE - _tall(amount, most)),
            height=_short(_tall(amount, most)),
            words=f"{day:%-d %b}, {money.words(amount, currency)}",
            label=_label(n, day, every),
            said=_brief(amount, currency) if n in told and amount else "",
            is_last=n == len(points) - 1,
        )
        for n, (day, amount) in enumerate(points)
    ]
    return Days(bars=bars, lines=_lines(step, most, currency), words=_in_words(points, currency))


def step_of(highest: Decimal) -> Decimal:
    """From one line to the next: 1, 2, 2.5 or 5 of some power of ten, so that few lines reach the highest."""
    if highest <= 0:
        return WHOLE
    rough = highest / LINES
    power = Decimal(1).scaleb(rough.adjusted())
    return next(step * power for step in STEPS if step * power >= rough)


def share(amount: Decimal | int, most: Decimal | int) -> Decimal:
    """How long a bar is beside the longest: percent of the room."""
    return _short(Decimal(100) * amount / most) if most > 0 else Decimal(0)


def _tall(amount: Decimal, most: Decimal) -> Decimal:
    return (BASE - TOP) * amount / most


def _short(number: Decimal) -> Decimal:
    return number.quantize(Decimal("0.001"), ROUND_HALF_EVEN).normalize() + 0


def _last(points: Sequence[tuple[date, Decimal]], highest: Decimal) -> int:
    return next((n for n, (_, amount) in enumerate(points) if amount == highest), 0)


def _label(n: int, day: date, every: int) -> str:
    if n % every:
        return ""
    return f"{day:%-d %b}" if n == 0 or day.day <= every else f"{day:%-d}"


def _lines(step: Decimal, most: Decimal, currency: str) -> list[Line]:
    count = int(most / step)
    return [Line(y=_short(BASE - _tall(step * n, most)), words=_brief(step * n, currency)) for n in range(1, count + 1)]


def _brief(amount: Decimal, currency: str) -> str:
    """`$38`, `$2.50`, `$0.0462`; of a unit of a provider's own the number alone: the heading has its name."""
    said = money.words(amount, currency if currency in money.SIGNS else "USD")
    plain = said if currency in money.SIGNS else said.removeprefix("$")
    return plain.removesuffix(".00")


def _in_words(points: Sequence[tuple[date, Decimal]], currency: str) -> str:
    """`1 Nov to 14 Nov. Highest 11 Nov, $38.22; last 14 Nov, $17.12.`"""
    if not points:
        return ""
    (first, _), (last, latest) = points[0], points[-1]
    day, highest = max(points, key=lambda point: point[1])
    top = f"Highest {day:%-d %b}, {money.words(highest, currency)}" if highest else "Nothing on any day"
    return f"{first:%-d %b %Y} to {last:%-d %b %Y}. {top}; last {last:%-d %b}, {money.words(latest, currency)}."


# Points over a span: what half of some jobs took


@dataclass(frozen=True, kw_only=True, slots=True)
class Stretch:
    """A bar from `low` to `high` with a dot at `middle`: percent of the room."""

    low: Decimal
    middle: Decimal
    high: Decimal


def stretch(low: float, middle: float, high: float, most: float) -> Stretch | None:
    """None where there is no room to draw in."""
    if most <= 0:
        return None
    low, middle, high = (_short(Decimal(str(100 * each / most))) for each in (low, middle, high))
    return Stretch(low=low, middle=middle, high=high)


def longest(numbers: Iterable[float | None]) -> float:
    """The end of a scale in seconds that holds all of them: a whole number of some usual length."""
    highest = max((number for number in numbers if number), default=0.0)
    return float(next((each for each in USUAL if each >= highest), highest))


USUAL = (5, 10, 20, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 14400, 28800, 86400)
