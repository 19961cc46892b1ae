"""The library: everything the team made, newest first, a page at a time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET
from django.views.decorators.vary import vary_on_headers

from studio.accounts import first_steps
from studio.accounts.current import project_of, team_of
from studio.accounts.permissions import member
from studio.library.models import Asset
from studio.library.queries import AssetQuerySet, BadCursor, Cursor

PAGE = 48  #: tiles a page
COUNTED = 10_000  #: beyond that the page says "10,000+", so that counting costs the same in every library
COUNTED_A_DAY = 1_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Listing:
    """One list of the library: its word in the address, its tab, its assets, and what an empty one says.

    `home` names where a newly kept asset is put in the open page; `owner` and `project` which ones belong there, all
    if None (see static/js/lib/live.js). A list without a home does not grow by itself.
    """

    slug: str
    title: str
    assets: AssetQuerySet
    empty: str
    hint: str
    home: str = ""
    owner: int | None = None
    project: int | None = None

    @property
    def query(self) -> str:
        """What an address needs so that it stays in this list."""
        return f"?{urlencode({'in': self.slug})}" if self.slug != ALL else ""

    @property
    def url(self) -> str:
        return reverse("library") + self.query

    def from_here_on(self, asset: Asset) -> str:
        """The address of the page that begins after the asset."""
        joint = "&" if self.query else "?"
        return f"{self.url}{joint}{urlencode({'before': Cursor.of(asset)})}"

    def around(self, asset: Asset) -> tuple[Asset | None, Asset | None]:
        """The next newer and the next older one; nothing where the asset is not in this list."""
        if not self.assets.filter(pk=asset.pk).exists():
            return None, None
        return self.assets.newer(asset), self.assets.older(asset)

    def page_with(self, asset: Asset, newer: Asset | None) -> str:
        """The address of a page that shows the asset: the first one, or else the one that begins with it."""
        is_early = newer is None or self.assets.after(Cursor.of(asset)).count_up_to(PAGE) < PAGE
        return f"{self.url if is_early else self.from_here_on(newer)}#asset-{asset.pk}"


@dataclass(frozen=True, slots=True)
class Day:
    """The assets of one day on this page. `heading` is empty when the page before has begun the day."""

    heading: str
    count: str
    assets: list[Asset]


ALL = "all"
ANIMATIC = "Draw an animatic: it is free, and made on this machine."


def listings(request: HttpRequest) -> dict[str, Listing]:
    """The lists of the team that the person is working in, by their words, in the order of the tabs."""
    project = project_of(request)
    assets = Asset.objects.visible_to(request.user).of_team(team_of(request)).kept()
    lists = (
        Listing(
            slug=ALL,
            title="All",
            assets=assets.results(),
            home="arrivals",
            empty="Nothing made yet",
            hint=ANIMATIC,
        ),
        Listing(
            slug="mine",
            title="Mine",
            assets=assets.results().made_by(request.user),
            home="arrivals",
            owner=request.user.pk,
            empty="You have made nothing yet",
            hint=ANIMATIC,
        ),
        Listing(
            slug="project",
            title=project.name,
            assets=assets.results().of_project(project),
            home="arrivals",
            project=project.pk,
            empty=f"Nothing in {project.name} yet",
            hint="What is made while this project is chosen is kept here.",
        ),
        Listing(
            slug="uploads",
            title="Uploads",
            assets=assets.uploads(),
            empty="No files given yet",
            hint="Pictures, clips and sounds that you give to a recipe are kept here.",
        ),
    )
    return {listing.slug: listing for listing in lists}


@member
@require_GET
@vary_on_headers("HX-Request")  # or Back shows the rows alone, from the browser's cache
def library(request: HttpRequest) -> HttpResponse:
    """One page of one list. `?in=` chooses the list, `?before=` goes on after an asset; htmx asks for the rest only."""
    first_steps.took(request.user, "library")
    lists = listings(request)
    listing = chosen(request, lists)
    before = _cursor(request)
    assets = listing.assets.before(before) if before else listing.assets
    found = list(assets.for_tiles().newest_first()[: PAGE + 1])
    page, more = found[:PAGE], len(found) > PAGE
    context = {
        "listing": listing,
        "days": list(_days(page, listing.assets, before)),
        "before": before,
        "older": listing.from_here_on(page[-1]) if more else "",
    }
    if request.htmx and not request.htmx.boosted:
        return render(request, "library/page.html#rows", context)
    tabs = {"tabs": lists.values(), "count": _capped(listing.assets, COUNTED)}
    return render(request, "library/page.html", context | tabs)


def chosen(request: HttpRequest, lists: dict[str, Listing]) -> Listing:
    """The list that `?in=` names; all of it when it names none. Raises Http404 for a word that is no list."""
    slug = request.GET.get("in", ALL)
    if slug not in lists:
        raise Http404(f"There is no list called {slug!r}; there are {', '.join(lists)}.")
    return lists[slug]


def _cursor(request: HttpRequest) -> Cursor | None:
    text = request.GET.get("before")
    try:
        return Cursor.parse(text) if text else None
    except BadCursor as error:
        raise Http404(str(error)) from error


def _capped(assets: AssetQuerySet, limit: int) -> str:
    count = assets.count_up_to(limit + 1)
    return f"{limit:,}+" if count > limit else f"{count:,}"


# Days


def _days(page: Iterable[Asset], assets: AssetQuerySet, before: Cursor | None) -> Iterable[Day]:
    begun = timezone.localdate(before.created_at) if before else None
    for day, together in groupby(page, key=lambda asset: timezone.localdate(asset.created_at)):
        if day == begun:
            yield Day("", "", list(together))
        else:
            yield Day(day_words(day), _capped(assets.between(*_bounds(day)), COUNTED_A_DAY), list(together))


def day_words(day: date) -> str:
    """`Today`, `Yesterday`, `Wednesday`, `3 November`, `3 November 2025`."""
    today = timezone.localdate()
    ago = (today - day).days
    if 0 <= ago <= 1:
        return ("Today", "Yesterday")[ago]
    if 1 < ago < 7:
        return f"{day:%A}"
    return f"{day.day} {day:%B}" if day.year == today.year else f"{day.day} {day:%B %Y}"


def _bounds(day: date) -> tuple[datetime, datetime]:
    start = timezone.make_aware(datetime.combine(day, time.min))
    return start, timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
