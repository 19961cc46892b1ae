"""Shots from text: a list or a table that was pasted, or the prompt itself; and the table to take away.

Each answers as a draft does: the page's words are changed, then saved and drawn by create.draft. What cannot be read
stays in its field, with a sentence for each line.
"""

import json
from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.views.decorators.http import require_POST

from studio.accounts.current import team_of
from studio.accounts.permissions import member
from studio.forms.shot_csv import as_csv
from studio.forms.shot_lists import Read, Room, read, split
from studio.jobs.rates import prices_of
from studio.library.lookup import media_lookup

from . import create, directing, parts
from .composing import Composition, posted
from .storyboards import LIST, room_of, shots_of


@require_POST
@member
def shots(request: HttpRequest) -> HttpResponse:
    """`read=list` makes shots of the pasted text, `read=prompt` of the prompt. What was there can be had back."""
    post, composition = request.POST.copy(), _composed(request)
    room = room_of(composition)
    if room is None:
        raise Http404("This model takes no shots.")
    found, rest = READERS.get(post.get("read", ""), _from_list)(post, composition, room)
    if found.faults:
        request.shot_faults = found.faults
    else:
        for name, text in ({"shots": json.dumps(found.shots), directing.STYLE: directing.MADE} | rest).items():
            post[name] = text
    post.pop(parts.FIELD, None)  # these texts are not on the page yet
    request.POST = post
    return create.draft(request)


@require_POST
@member
def shots_csv(request: HttpRequest) -> HttpResponse:
    """The shots on the page, also those that are not saved yet."""
    composition = _composed(request)
    found = [shot for shot in shots_of(composition) if isinstance(shot, dict)]
    whole = [{"prompt": str(shot.get("prompt", "")), "duration": shot.get("duration", "")} for shot in found]
    answer = HttpResponse("\ufeff" + as_csv(whole), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="shots.csv"'
    return answer


# Ways to read


def _from_list(post: QueryDict, composition: Composition, room: Room) -> tuple[Read, dict[str, str]]:
    return read(post.get(LIST, ""), room), {LIST: ""}


def _from_prompt(post: QueryDict, composition: Composition, room: Room) -> tuple[Read, dict[str, str]]:
    """The prompt's words are the shots' now; as it was, it stays in the field for lists."""
    prompt = post.get("prompt", "")
    return split(prompt, composition.seconds, room), {LIST: prompt, "prompt": ""}


READERS: dict[str, Callable[[QueryDict, Composition, Room], tuple[Read, dict[str, str]]]] = {
    "list": _from_list,
    "prompt": _from_prompt,
}


def _composed(request: HttpRequest) -> Composition:
    try:
        return posted(request.POST, media_lookup(team_of(request), request.user), prices_of(team_of(request)))
    except LookupError as error:
        raise Http404(str(error)) from error
