"""Several clips played as one, across the joins; and joined into one file."""

from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urlencode

from asgiref.sync import sync_to_async
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from studio.accounts.current import team_of
from studio.accounts.permissions import member
from studio.core.media import BadMedia, NeedsEncoding
from studio.library import store, trimming
from studio.library.continuing import TIRES, chain_of
from studio.library.models import Asset
from studio.library.queries import as_id

from .onward import maker_in


@dataclass(frozen=True, slots=True)
class Part:
    """A clip of the chain: where it begins, in seconds of the whole."""

    asset: Asset
    begins_s: float


@member
@require_GET
def chain(request: HttpRequest) -> HttpResponse:
    """`?ids=` names the clips in their order; `?of=` a clip, whose chain is meant."""
    return render(request, "chain/page.html", _context(_clips(request, request.GET)))


@member
@require_POST
async def join(request: HttpRequest) -> HttpResponse:
    """The clips as one file: as they are, or, with `exactly`, encoded once more."""
    clips = await sync_to_async(_clips)(request, request.POST)
    user, _, project = await sync_to_async(maker_in)(request)
    exactly = request.POST.get("exactly") == "yes"
    try:
        film = await trimming.joined(clips, exactly=exactly, user=user, project=project)
    except BadMedia as refusal:
        context = _context(clips) | {"refusal": str(refusal), "may_encode": isinstance(refusal, NeedsEncoding)}
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return await sync_to_async(render)(request, "chain/page.html", context, status=status)
    return redirect(film)


def address(clips: Sequence[Asset]) -> str:
    """Where these are played as one."""
    return f"{reverse('chain')}?{urlencode({'ids': ','.join(str(clip.pk) for clip in clips)}, safe=',')}"


def _clips(request: HttpRequest, asked) -> list[Asset]:
    """Raises Http404 for what is no clip, or not to be seen, and where the files are not there."""
    seen = Asset.objects.visible_to(request.user).of_team(team_of(request)).filter(kind="video").select_related("owner")
    if asked.get("of"):
        clip = seen.filter(pk=as_id(asked["of"])).first()
        found = chain_of(clip, request.user) if clip else []
    else:
        ids = [as_id(text) for text in filter(None, ",".join(asked.getlist("ids")).split(","))][: trimming.MOST]
        rows = seen.in_bulk([pk for pk in ids if pk])
        found = [rows[pk] for pk in ids if pk in rows] if all(pk in rows for pk in ids) else []
    if not found or not all(store.path_of(clip).is_file() for clip in found):
        raise Http404("These are no clips of yours, or their files are gone.")
    return found


def _context(clips: list[Asset]) -> dict[str, object]:
    parts, begins_s = [], 0.0
    for clip in clips:
        parts.append(Part(clip, begins_s))
        begins_s += clip.duration_s
    return {
        "parts": parts,
        "length_s": begins_s,
        "ids": ",".join(str(clip.pk) for clip in clips),
        "drifts": len(clips) > TIRES,
        "flashes": any(clip.is_flashing for clip in clips),
        "can_join": len(clips) >= trimming.FEWEST,
        "here": address(clips),
    }
