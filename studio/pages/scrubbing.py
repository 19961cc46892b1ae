"""The library by date: the rail along which one jumps, and the pages above the place where one has come in."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from studio.accounts.current import team_of
from studio.accounts.permissions import member
from studio.library.finding import count_words, counted
from studio.library.models import Asset
from studio.library.queries import Cursor, as_id

from .days import Day, bounds, day_words, days_of
from .listing import PAGE, Listing, listing_of

MOST_DAYS = 45  #: when all was made within so many days the rail has days, else months
MOST_MARKS = 120  #: marks on a rail; ten years of months. Older ones are under the last.
TINY = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Mark:
    """A day or a month on the rail: from `first` up to and including `last`."""

    first: date
    last: date

    @property
    def words(self) -> str:
        return day_words(self.first) if self.first == self.last else f"{self.first:%B %Y}"

    @property
    def short(self) -> str:
        return f"{self.first.day} {self.first:%b}" if self.first == self.last else f"{self.first:%b}"


@member
@require_GET
def dates(request: HttpRequest) -> HttpResponse:
    """The rail of a list: what was made when, how much, and where each begins. Empty for a list in another order."""
    listing = listing_of(request)
    marks = list(marks_of(listing)) if listing.sort.is_by_date else []
    assets = {str(at): listing.assets.between(*_moments(mark)) for at, mark in enumerate(marks)}
    counts = counted(assets)
    found = [(mark, counts[str(at)], jump(listing, mark)) for at, mark in enumerate(marks) if counts[str(at)]]
    rows = [{"mark": mark, "count": count_words(count), "url": url} for mark, count, url in found]
    return render(request, "library/_dates.html", {"rows": rows})


@member
@require_GET
def newer(request: HttpRequest) -> HttpResponse:
    """The rows of the page that ends just before the file `after`; none where it is the first of its list."""
    listing = listing_of(request)
    mine = Asset.objects.visible_to(request.user).of_team(team_of(request))
    asset = get_object_or_404(mine, pk=as_id(request.GET.get("after")) or _nothing())
    before = listing.sort.beyond(listing.assets, listing.sort.place(asset), backwards=True).for_tiles()
    found = list(listing.sort.ordered(before, backwards=True)[: PAGE + 1])
    page, above = found[:PAGE][::-1], found[PAGE:]
    here = listing.from_here_on(above[0]) if above else listing.url
    days = _days(listing, page, above[0] if above else None)
    return render(request, "library/page.html#rows", {"listing": listing, "days": days, "here": here})


def marks_of(listing: Listing) -> Iterator[Mark]:
    """The days, or the months, from the newest file to the oldest: in the order of the list."""
    ends = [assets.first() for assets in (listing.assets.newest_first(), listing.assets.oldest_first())]
    if None in ends:
        return
    newest, oldest = (timezone.localdate(asset.created_at) for asset in ends)
    each = days_back if (newest - oldest).days <= MOST_DAYS else months_back
    marks = list(each(newest, oldest))[:MOST_MARKS]
    yield from marks if listing.sort.descends else reversed(marks)


def days_back(newest: date, oldest: date) -> Iterator[Mark]:
    for ago in range((newest - oldest).days + 1):
        day = newest - timedelta(days=ago)
        yield Mark(day, day)


def months_back(newest: date, oldest: date) -> Iterator[Mark]:
    last = (newest.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    while last >= oldest:
        yield Mark(last.replace(day=1), last)
        last = last.replace(day=1) - timedelta(days=1)


def jump(listing: Listing, mark: Mark) -> str:
    """The address of the list from there on."""
    start, end = _moments(mark)
    place = Cursor(end, UUID(int=0)) if listing.sort.descends else Cursor(start - TINY, UUID(int=2**128 - 1))
    joint = "&" if listing.query else "?"
    return f"{reverse('library')}{listing.query}{joint}{urlencode({'before': place})}"


def _moments(mark: Mark) -> tuple:
    return bounds(mark.first)[0], bounds(mark.last)[1]


def _days(listing: Listing, page: Iterable[Asset], above: Asset | None) -> list[Day]:
    if not listing.sort.is_by_date:
        return [Day("", "", list(page))] if page else []
    return list(days_of(page, listing.assets, timezone.localdate(above.created_at) if above else None))


def _nothing() -> UUID:
    raise Http404("No file is named in `after`.")
