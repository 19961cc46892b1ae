"""Where a file could go that was dropped beside every place: here, or in another task of the same model.

Some models pick their task by what they are given (Kling O1): a clip dropped on text to video offers the switch.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from studio.accounts.current import team_of
from studio.accounts.permissions import member
from studio.catalog import registry
from studio.catalog.media_controls import Media, MediaList
from studio.catalog.nearest import taker_words
from studio.catalog.tasks import TASKS
from studio.library.models import Asset
from studio.library.queries import as_id

from .composing import Choice, is_shown, offered, settled
from .restoring import with_recipe

VALUES = {"image": "first_frame", "video": "input_video", "audio": "audio"}
"""What somebody most likely means with a file of this kind, where this model takes none."""


@dataclass(frozen=True, slots=True)
class Place:
    """A control that takes the file: of which task, through whom, and what is wrong with the file there."""

    choice: Choice
    control: Media
    is_here: bool
    fault: str

    @property
    def task(self) -> str:
        return TASKS[self.choice.task].title

    @property
    def is_list(self) -> bool:
        return isinstance(self.control, MediaList)


@require_GET
@member
def drops(request: HttpRequest) -> HttpResponse:
    """The places for one file, those of the open task first."""
    files = Asset.objects.visible_to(request.user).of_team(team_of(request)).kept()
    asset = get_object_or_404(files, pk=as_id(request.GET.get("asset")))
    here = Choice(*(request.GET.get("shown", "").split() + [""] * 3)[:3])
    model = registry.get(here.model)
    if model is None:
        raise Http404(f"There is no model {here.model}.")
    places = sorted(places_for(asset, here), key=lambda place: not place.is_here)
    otherwise = taker_words(VALUES.get(asset.kind, ""), model=here.model, task=here.task, provider=here.provider)
    context = {"asset": with_recipe(asset), "model": model, "places": places, "otherwise": otherwise}
    return render(request, "create/drops.html", context)


def places_for(asset: Asset, here: Choice) -> Iterator[Place]:
    """The controls of the model, in any of its tasks, that take the file."""
    for task, models in offered().items():
        if here.model not in models:
            continue
        choice = here if task == here.task else settled(here.model, task, here.provider)
        for control in choice.route.controls if choice.route else ():
            if isinstance(control, Media) and is_shown(control, choice.route) and _takes(control, asset):
                yield Place(choice, control, task == here.task, _fault(control, asset))


def _takes(control: Media, asset: Asset) -> bool:
    return asset.kind in {control.media, *control.accepts.kinds}


def _fault(control: Media, asset: Asset) -> str:
    """Why the file cannot be sent from there; empty where it can."""
    return next(control.accepts.faults(asset.facts, ""), "").removeprefix(": ")
