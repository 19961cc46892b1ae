"""Using a file as an input, from anywhere: the places that take it, each an address that opens it there.

The twin of dragging a tile into a place, for keys and for fingers.
"""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from studio.accounts.current import project_of, team_of
from studio.accounts.permissions import member
from studio.catalog import registry
from studio.catalog.nearest import taker_words
from studio.jobs.models import Draft
from studio.library.models import Asset

from .composing import Choice, settled
from .drops import VALUES, Place, places_for


@dataclass(frozen=True, slots=True)
class Use:
    """A place of the composer, and the address that opens it with the file there."""

    place: Place
    url: str


@member
@require_GET
def uses(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A sheet with the places of the model that one worked with last; without htmx, the file's own page."""
    files = Asset.objects.visible_to(request.user).of_team(team_of(request)).kept()
    asset = get_object_or_404(files, pk=pk)
    if not request.htmx:
        return redirect(asset)
    here = _here(request)
    places = sorted(places_for(asset, here), key=lambda place: not place.is_here)
    context = {
        "asset": asset,
        "model": registry.get(here.model),
        "uses": [Use(place, _address(asset, place)) for place in places],
        "otherwise": taker_words(VALUES.get(asset.kind, ""), model=here.model, task=here.task, provider=here.provider),
    }
    return render(request, "library/uses.html", context)


def _here(request: HttpRequest) -> Choice:
    """What the last draft of the project is for; where there is none, what Create opens with."""
    mine = Draft.objects.visible_to(request.user).filter(project=project_of(request))
    draft = mine.newest_first().first()
    return settled(draft.model, draft.task, draft.provider) if draft else settled(None, None, None)


def _address(asset: Asset, place: Place) -> str:
    return f"{reverse('create')}?use={asset.pk}~{place.control.name}~{place.choice.task}"
