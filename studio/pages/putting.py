"""Where files of the library can be put: projects, lists and collections; and putting them on a list."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from studio.accounts.current import team_of
from studio.accounts.permissions import member
from studio.library.acts import BadAct
from studio.library.facets import Scope
from studio.review import lists
from studio.review.actions import CannotSay
from studio.review.models import ReviewList

from .acts import back, chosen, files

SHOWN = 24  #: places of one kind

ARRANGING = (
    ("first", "To the first place"),
    ("earlier", "One place back"),
    ("later", "One place on"),
    ("last", "To the last place"),
)
"""Where a file goes in the order of a collection, by the word that the grid knows."""


@dataclass(frozen=True, slots=True)
class Place:
    """One of them: the address that is asked, and what is sent beside the files."""

    url: str
    words: str
    field: str = ""
    value: str = ""


@member
@require_GET
def places(request: HttpRequest) -> HttpResponse:
    """All of them, for tiles that are dragged."""
    scope = Scope(team=team_of(request), user=request.user)
    listed = [Place(reverse("library-to-list", args=[each.pk]), each.name) for each in _lists(request)]
    groups = [
        ("To a project", _acts("move", "project", scope.projects)),
        ("On a review list", listed),
        ("Into a collection", _acts("collect", "collection", scope.collections)),
    ]
    return render(request, "library/_places.html", {"groups": groups})


@member
@require_GET
def review_lists(request: HttpRequest) -> HttpResponse:
    """The lists, for a menu."""
    return render(request, "library/_lists.html", {"lists": _lists(request)})


@require_POST
@member
def to_list(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Puts the files `ids`, or all that the address `query` finds, at the end of a list. 404 where none is there."""
    made = get_object_or_404(ReviewList.objects.of_team(team_of(request)).select_related("team"), pk=pk)
    try:
        assets, _ = chosen(request)
        wanted = (assets if assets.ordered else assets.oldest_first()).values_list("pk", flat=True)
        count = lists.add(request.user, made, wanted[: lists.MOST + 1])
    except (BadAct, CannotSay) as fault:
        return render(request, "library/_acted.html", {"words": str(fault), "tone": "bad"}, status=422)
    said = f"{files(count)} put on {made.name}." if count else f"Nothing to do: already on {made.name}."
    return render(request, "library/_acted.html", {"words": said}) if request.htmx else back(request)


def _acts(verb: str, field: str, options) -> list[Place]:
    url = reverse("library-act", args=[verb])
    return [Place(url, words, field, value) for value, words in list(options.items())[:SHOWN]]


def _lists(request: HttpRequest) -> list[ReviewList]:
    return list(ReviewList.objects.of_team(team_of(request)).newest_first()[:SHOWN])
