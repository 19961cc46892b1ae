"""Continue: the last frames of a clip, one of which the next clip starts from."""

from dataclasses import dataclass
from http import HTTPStatus
from uuid import UUID

from asgiref.sync import sync_to_async
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from studio.accounts.permissions import member
from studio.core.endings import THUMB_PX
from studio.core.media import BadMedia
from studio.core.numbers import whole
from studio.library import continuing
from studio.library.continuing import Frame
from studio.library.models import Asset

from .media import DERIVED_MIME, File, answer, file_name
from .onward import clip_of, extension, maker_in, next_words

FAULTS = {"black": "black", "fade": "fading out", "": ""}


@dataclass(frozen=True, slots=True)
class Offered:
    """A frame with the place of its picture in the sheet, in pixels, and how it is called."""

    frame: Frame
    left: int
    words: str


@member
@require_http_methods(["GET", "POST"])
async def go_on(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The last frames to choose from; the chosen one is kept as a picture, and the composer opens with it."""
    clip = await sync_to_async(clip_of)(request, pk)
    if request.method == "POST":
        return await _taken(request, clip)
    return await _page(request, clip)


async def _page(request: HttpRequest, clip: Asset, refusal: str = "") -> HttpResponse:
    try:
        frames = await continuing.ending(clip)
    except BadMedia as error:
        frames, refusal = [], str(error)
    height = max(2, round(THUMB_PX * clip.height / clip.width))
    context = {
        "asset": clip,
        "frames": [Offered(frame, at * THUMB_PX, _words(frame)) for at, frame in enumerate(frames)],
        "width": THUMB_PX,
        "height": height,
        "whole": THUMB_PX * len(frames),
        "faulty": sum(bool(frame.fault) for frame in frames),
        "next_words": next_words(clip),
        "refusal": refusal,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refusal else HTTPStatus.OK
    return await sync_to_async(_rendered)(request, clip, context, status)


def _rendered(request: HttpRequest, clip: Asset, context: dict, status: int) -> HttpResponse:
    return render(request, "continuing/page.html", context | {"extension": extension(clip)}, status=status)


async def _taken(request: HttpRequest, clip: Asset) -> HttpResponse:
    user, team, project = await sync_to_async(maker_in)(request)
    number = whole(request.POST.get("frame"))
    try:
        if number is None:
            raise BadMedia("No frame was chosen. Choose one of the last frames.")
        picture = await continuing.picked(clip, number, user=user, team=team, project=project)
    except BadMedia as refusal:
        return await _page(request, clip, str(refusal))
    return redirect(f"{reverse('create')}?continue={clip.pk}~{picture.pk.hex}")


def _words(frame: Frame) -> str:
    fault = f", {FAULTS[frame.fault]}" if frame.fault else ""
    return f"Frame {frame.number}, sharpness {frame.percent} of 100{fault}"


@member
@require_GET
async def ending(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """The pictures of the last frames, side by side; there once the page above has been opened."""
    clip = await sync_to_async(clip_of)(request, pk)
    path = continuing.sheet_of(clip)
    if not path.is_file():
        raise Http404("The last frames of this clip were not looked at yet.")
    name = f"{file_name(clip)}, last frames{path.suffix}"
    etag = f'"{clip.sha256}-ending"'
    return answer(request, File(path=path, size=path.stat().st_size, etag=etag, mime=DERIVED_MIME, name=name))
