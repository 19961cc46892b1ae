"""What a file is, beside the library's grid: its facts, recipe, lineage and notes, read and not written."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from studio.accounts.models import Membership
from studio.accounts.permissions import member
from studio.library import lineage, readable, store
from studio.library.acts import VIEWERS
from studio.library.models import MOST_STARS, Asset, Look
from studio.review import threads

from .asset_facts import estimated, facts

SHOWN = 5  #: threads, and files in one direction of the lineage
SWITCH = {"yes": True, "no": False}


@member
@require_GET
def pane(request: HttpRequest, pk: UUID) -> HttpResponse:
    """htmx gets it for the place beside the grid, or for a sheet where there is no room; others go to the viewer."""
    seen = Asset.objects.visible_to(request.user).select_related("owner", "project", "team")
    asset = get_object_or_404(seen, pk=pk)
    if not request.htmx:
        return redirect(asset)
    part = "sheet" if request.htmx.target == "sheet" else "about"
    return render(request, f"library/pane.html#{part}", _about(request, asset))


def _about(request: HttpRequest, asset: Asset) -> dict[str, object]:
    near, said = lineage.of(asset, request.user, steps=1), threads.of(asset, request.user)
    return {
        "asset": asset,
        "reading": readable.read(asset.recipe) if asset.recipe else None,
        "facts": [*facts(asset), *estimated(asset)],
        "is_there": store.path_of(asset).is_file(),
        "sources": near.sources[:SHOWN],
        "results": near.results[:SHOWN],
        "has_more": near.is_cut_off or max(len(near.sources), len(near.results)) > SHOWN,
        "threads": said[:SHOWN],
        "more_notes": max(len(said) - SHOWN, 0),
        "may_rate": Membership.objects.filter(user=request.user, team=asset.team, role__in=VIEWERS).exists(),
        "ratings": range(1, MOST_STARS + 1),
    }


@require_POST
@member
def keep(request: HttpRequest) -> HttpResponse:
    """Keep whether the pane is there: `pane`, yes or no."""
    given = request.POST.get("pane", "no")
    if given not in SWITCH:
        return HttpResponseBadRequest(f"The pane is there, yes or no; {given[:20]!r} was given.")
    Look.objects.update_or_create(user=request.user, defaults={"has_pane": SWITCH[given]})
    return HttpResponse(status=204) if request.htmx else redirect("library")
