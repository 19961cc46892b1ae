"""The library: everything the team made, a page at a time, and what is looked for in it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET
from django.views.decorators.vary import vary_on_headers

from studio.accounts import first_steps
from studio.accounts.permissions import member
from studio.library.models import Asset, Look
from studio.library.queries import BadCursor, Cursor
from studio.library.zip_names import ALLOWED, DEFAULT

from .days import Day, capped, days_of
from .filters import menus, saved_views
from .listing import Listing, chosen, listings
from .putting import ARRANGING

__all__ = ["Listing", "chosen", "library", "listings"]

COUNTED = 10_000  #: beyond that the page says "10,000+", so that counting costs the same in every library
FOUND = 1_000  #: and "1,000+" of what was found by words


@member
@require_GET
@vary_on_headers("HX-Request", "HX-Target")  # or Back shows the rows alone, from the browser's cache
def library(request: HttpRequest) -> HttpResponse:
    """One page of one list. `?in=` chooses the list, the facets narrow it, `?before=` goes on after an asset.

    htmx asks for a part: what was found anew where it targets `found`, with the bar where it targets `library`,
    else the rows that follow.
    """
    first_steps.took(request.user, "library")
    lists = listings(request)
    listing = chosen(request, lists)
    if request.htmx and not (request.htmx.boosted or request.htmx.history_restore_request):
        return _part(request, listing, lists)
    return render(request, "library/page.html", _rows(request, listing) | _about(listing, lists))


def _part(request: HttpRequest, listing: Listing, lists: dict[str, Listing]) -> HttpResponse:
    """The address follows what is chosen; letters that are typed one after another make one step of the history."""
    if request.htmx.target == "library":
        return render(request, "library/page.html#room", _rows(request, listing) | _about(listing, lists))
    if request.htmx.target != "found":
        return render(request, "library/page.html#rows", _rows(request, listing))
    context = _rows(request, listing) | _about(listing, lists) | {"oob_bar": True}
    response = render(request, "library/page.html#found", context)
    response["HX-Replace-Url" if request.htmx.trigger_name == "q" else "HX-Push-Url"] = listing.url
    return response


def _rows(request: HttpRequest, listing: Listing) -> dict[str, object]:
    place = request.GET.get("before", "")
    try:
        page, more = listing.page(place)
    except BadCursor as error:
        raise Http404(str(error)) from error
    return {
        "listing": listing,
        "days": _days(listing, page, place),
        "before": place,
        "older": listing.from_here_on(page[-1]) if more else "",
    }


def _about(listing: Listing, lists: dict[str, Listing]) -> dict[str, object]:
    """What stands above the rows."""
    return {
        "tabs": lists.values(),
        "count": capped(listing.assets, FOUND if listing.search.text else COUNTED),
        "sorts": listing.search.orders,
        "menus": menus(listing),
        "chips": [(chip, listing.with_search(chip.without)) for chip in listing.search.chips(listing.scope)],
        "views": saved_views(listing),
        "has_pane": Look.of(listing.scope.user).has_pane,
        "arranging": ARRANGING,
        "zip_names": {"DEFAULT": DEFAULT, "ALLOWED": ALLOWED},
    }


def _days(listing: Listing, page: list[Asset], place: str) -> list[Day]:
    """Under their days where the order is by date, else under nothing."""
    if not listing.sort.is_by_date:
        return [Day("", "", page)] if page else []
    begun = timezone.localdate(Cursor.parse(place).created_at) if place else None
    return list(days_of(page, listing.assets, begun))
