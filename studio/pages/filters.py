"""The filter bar of the library: its menus, counted when they are opened, and the searches that people keep."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from studio.accounts.current import team_of
from studio.accounts.permissions import member
from studio.library.facets import FACETS, Facet
from studio.library.finding import Choice, facet_counts
from studio.library.models import SavedView

from .listing import Listing, listing_of

MOST_VIEWS = 100
"""Saved views of one person in one team."""


@dataclass(frozen=True, slots=True)
class Menu:
    """A facet in the bar, with what is chosen of it."""

    facet: Facet
    chosen: list[Choice]
    url: str


def menus(listing: Listing) -> dict[str, list[Menu]]:
    """The facets by their places: in the bar, behind "More", beside the dates, and those that only links choose."""
    made: dict[str, list[Menu]] = {"bar": [], "more": [], "date": [], "link": []}
    for facet in FACETS.values():
        chosen = [
            Choice(value, facet.words(value, listing.scope), "", True) for value in listing.search.values(facet.slug)
        ]
        made[facet.place].append(Menu(facet, chosen, reverse("library-facet", args=[facet.slug])))
    return made


@member
@require_GET
def facet(request: HttpRequest, slug: str) -> HttpResponse:
    """The options of one facet, each with how many files it would leave of the list and the search in the address."""
    if slug not in FACETS or FACETS[slug].place not in ("bar", "more"):
        raise Http404(f"The library has no menu called {slug!r}.")
    listing, wanted = listing_of(request), FACETS[slug]
    choices = facet_counts(listing.everything, wanted, listing.search, listing.scope)
    context = {"facet": wanted, "choices": choices, "menus": menus(listing), "is_counted": True}
    return render(request, "library/_filters.html#options", context)


# Saved views


@dataclass(frozen=True, slots=True)
class Shown:
    """A saved view in the menu. Only who made it may take it away."""

    view: SavedView
    url: str
    is_here: bool
    is_mine: bool


def saved_views(listing: Listing) -> list[Shown]:
    """Those of the person in this team, and those that others share."""
    return list(_shown(listing))


def _shown(listing: Listing) -> Iterator[Shown]:
    user = listing.scope.user
    rows = SavedView.objects.of_team(listing.scope.team).filter(Q(owner=user) | Q(is_shared=True))
    for view in rows.select_related("owner").order_by("name", "pk")[: 2 * MOST_VIEWS]:
        here = f"?{view.query}" == listing.query
        yield Shown(view, f"{reverse('library')}?{view.query}", here, view.owner_id == user.pk)


@require_POST
@member
def keep_view(request: HttpRequest) -> HttpResponse:
    """Keep a search under a name. The same name again is the same view, with the new search."""
    name, team = " ".join(request.POST.get("name", "").split()), team_of(request)
    listing = listing_of(request, QueryDict(request.POST.get("query", "").removeprefix("?")[:2000]))
    back = redirect(listing.url)
    mine = SavedView.objects.of_team(team).filter(owner=request.user)
    if fault := _fault(name, listing, mine.exclude(name=name).count()):
        messages.error(request, fault)
        return back
    about = {"query": listing.query.removeprefix("?"), "is_shared": "is_shared" in request.POST}
    try:
        with transaction.atomic():
            SavedView.objects.update_or_create(team=team, owner=request.user, name=name, defaults=about)
    except IntegrityError:
        messages.error(request, "This view is just being kept in another window.")
    else:
        messages.success(request, f"The view {name} is kept{' for the team' if about['is_shared'] else ''}.")
    return back


def _fault(name: str, listing: Listing, others: int) -> str:
    longest = SavedView._meta.get_field("name").max_length
    if not 0 < len(name) <= longest:
        return f"A view is called by 1 to {longest} characters."
    if not listing.query or len(listing.query) > SavedView._meta.get_field("query").max_length:
        return "There is no search to keep: choose a filter or type some words first."
    if others >= MOST_VIEWS:
        return f"You keep {MOST_VIEWS} views already. Take one away first."
    return ""


@require_POST
@member
def drop_view(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take one's own view away; what it found stays."""
    view = get_object_or_404(SavedView.objects.of_team(team_of(request)), pk=pk, owner=request.user)
    view.delete()
    messages.success(request, f"The view {view.name} is gone.")
    return redirect(f"{reverse('library')}?{view.query}")
