"""The sheet of presets: keep what the composer holds under a name, apply, rename, share, delete, take back."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_POST
from django.views.decorators.vary import vary_on_headers

from studio.accounts.current import team_of
from studio.accounts.permissions import member
from studio.catalog import registry
from studio.catalog.tasks import TASKS
from studio.jobs import presets as kept
from studio.jobs.models import Preset
from studio.jobs.rates import prices_of
from studio.library.lookup import media_lookup

from .composing import Composition, posted


@dataclass(frozen=True, slots=True)
class Row:
    """A preset as the sheet shows it."""

    preset: Preset
    model: str
    task: str
    is_mine: bool
    may_change: bool


@require_GET
@member
@vary_on_headers("HX-Request")
def presets(request: HttpRequest) -> HttpResponse:
    """One's own and the team's; a sheet over the composer, else a page."""
    return _sheet(request)


@require_POST
@member
def keep(request: HttpRequest) -> HttpResponse:
    """What the composer holds, under a name."""
    name, is_shared = request.POST.get("preset_name", ""), "preset_shared" in request.POST
    try:
        here = _composed(request)
        choice = here.choice
        route = {"model": choice.model, "task": choice.task, "provider": choice.provider}
        made = kept.keep_preset(request.user, team_of(request), name, is_shared, values=here.values, **route)
    except kept.CannotKeep as error:
        return _sheet(request, wrong=str(error), name=name, is_shared=is_shared, status=422)
    whose = "for you and the team" if is_shared else "for you"
    return _sheet(request, said=f"{made.name} is kept {whose}.")


@require_POST
@member
def change(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Another name; shared with the team or not."""
    row = get_object_or_404(_all(request).kept(), pk=pk)
    try:
        kept.change(request.user, row, request.POST.get("name", ""), is_shared="shared" in request.POST)
    except kept.CannotKeep as error:
        return _sheet(request, wrong=str(error), of=row, status=422)
    return _sheet(request, said=f"{row.name} is saved.")


@require_POST
@member
def delete(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Out of the list, with a way back."""
    row = get_object_or_404(_all(request).kept(), pk=pk)
    kept.delete(request.user, row)
    return _sheet(request, said=f"{row.name} is deleted.", undo=row)


@require_POST
@member
def restore(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Back in the list."""
    row = get_object_or_404(_all(request), pk=pk)
    kept.restore(request.user, row)
    return _sheet(request, said=f"{row.name} is back.")


def _composed(request: HttpRequest) -> Composition:
    if "shown" not in request.POST:
        raise kept.CannotKeep("A preset keeps what the composer holds. Open this from Create.")
    try:
        return posted(request.POST, media_lookup(team_of(request), request.user), prices_of(team_of(request)))
    except LookupError as error:
        raise Http404(str(error)) from error


def _all(request: HttpRequest):
    return Preset.objects.visible_to(request.user).of_team(team_of(request)).select_related("owner", "team")


def _sheet(request: HttpRequest, *, status: int = 200, **said: object) -> HttpResponse:
    template = "presets/page.html#sheet" if request.htmx else "presets/page.html"
    return render(request, template, {"rows": list(_rows(request))} | said, status=status)


def _rows(request: HttpRequest) -> Iterator[Row]:
    for preset in _all(request).kept():
        model, is_mine = registry.get(preset.model), preset.owner_id == request.user.pk
        name = model.name if model else preset.model
        yield Row(preset, name, TASKS[preset.task].title, is_mine, kept.may_change(request.user, preset))
