"""Who can be seen in a clip: the strip of faces above the lanes of lip-sync. A first look, made here and free."""

from dataclasses import dataclass
from string import ascii_uppercase
from uuid import UUID

from asgiref.sync import sync_to_async
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from studio.accounts.current import team_of
from studio.accounts.permissions import member
from studio.catalog.turns import MOST
from studio.core import faces
from studio.core.faces import Seen
from studio.core.refusals import BadMedia
from studio.library import store
from studio.library.models import Asset


@dataclass(frozen=True, slots=True)
class Face:
    """One face of the strip: its letter, and where on the clip it is seen, in percent.

    Only the first few `can_speak`: so many lanes there are.
    """

    letter: str
    seen: Seen
    start: float
    long: float
    can_speak: bool


@member
@require_GET
async def seen(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The strip, or why there is none."""
    clip = await sync_to_async(_clip)(request, pk)
    try:
        found = await faces.look(store.path_of(clip), clip.format)
        context = {"faces": [_face(at, each, clip.duration_s) for at, each in enumerate(found)]}
    except BadMedia as refusal:
        context = {"faces": [], "refusal": str(refusal)}
    return await sync_to_async(render)(request, "controls/_seen.html", context)


def _face(at: int, each: Seen, seconds: float) -> Face:
    start, until = (min(100, 100 * time / seconds) for time in (each.since_s, each.until_s))
    letter = ascii_uppercase[at % len(ascii_uppercase)]
    return Face(letter, each, round(start, 2), round(until - start, 2), at < MOST)


def _clip(request: HttpRequest, pk: UUID) -> Asset:
    clips = Asset.objects.visible_to(request.user).of_team(team_of(request)).filter(kind="video")
    found = clips.filter(pk=pk).first()
    if found is None:
        raise Http404("No such clip.")
    return found
