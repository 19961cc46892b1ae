"""What a page has of shots beside the form: the text that was pasted, and what there is room for."""

from collections.abc import Mapping

from django.http import HttpRequest

from studio.catalog.story_controls import Shots
from studio.forms.shot_lists import MOST_CHARACTERS, Room
from studio.jobs.chaining import room

from .composing import Composition

LIST = "shot_list"  #: the field with the text that was pasted; kept with the draft until shots are made of it


def text_of(request: HttpRequest, draft_values: Mapping[str, object]) -> str:
    """The pasted text that no shots were made of yet."""
    return request.POST.get(LIST, draft_values.get(LIST, ""))[: MOST_CHARACTERS + 1]


def shots_of(composition: Composition) -> list:
    """The shots of a composition, also those that its route does not take."""
    found = composition.values.get("shots") or composition.kept.get("shots") or []
    return found if isinstance(found, list) else []


def room_of(composition: Composition) -> Room | None:
    """What the route allows, or what may run as separate shots; None where neither is possible."""
    choice = composition.choice
    control = choice.route.control("shots")
    return Room.of(control) if isinstance(control, Shots) else room(choice.model, choice.task, choice.provider)
