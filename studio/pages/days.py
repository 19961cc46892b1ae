"""A page of the library under the days on which its files were made."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby

from django.utils import timezone

from studio.library.models import Asset
from studio.library.queries import AssetQuerySet

COUNTED = 1_000  #: files of one day; beyond that it says "1,000+"


@dataclass(frozen=True, slots=True)
class Day:
    """The assets of one day on this page. `heading` is empty when the page before has begun the day."""

    heading: str
    count: str
    assets: list[Asset]


def days_of(page: Iterable[Asset], assets: AssetQuerySet, begun: date | None) -> Iterator[Day]:
    """The page, day by day; how many a day has is counted in all of `assets`."""
    for day, together in groupby(page, key=lambda asset: timezone.localdate(asset.created_at)):
        if day == begun:
            yield Day("", "", list(together))
        else:
            yield Day(day_words(day), capped(assets.between(*bounds(day)), COUNTED), list(together))


def day_words(day: date) -> str:
    """`Today`, `Yesterday`, `Wednesday`, `3 November`, `3 November 2025`."""
    today = timezone.localdate()
    ago = (today - day).days
    if 0 <= ago <= 1:
        return ("Today", "Yesterday")[ago]
    if 1 < ago < 7:
        return f"{day:%A}"
    return f"{day.day} {day:%B}" if day.year == today.year else f"{day.day} {day:%B %Y}"


def bounds(day: date) -> tuple[datetime, datetime]:
    start = timezone.make_aware(datetime.combine(day, time.min))
    return start, timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


def capped(assets: AssetQuerySet, limit: int) -> str:
    """How many there are in words: `1,284`, or `10,000+` where counting stopped."""
    count = assets.count_up_to(limit + 1)
    return f"{limit:,}+" if count > limit else f"{count:,}"
