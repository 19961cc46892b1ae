"""What is taken out of a clip to be shown elsewhere: one frame as PNG, a stretch as GIF or WebP."""

from collections.abc import Awaitable, Callable
from http import HTTPStatus
from pathlib import Path
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import aget_object_or_404
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from studio.accounts.permissions import member
from studio.core import media
from studio.core.media import BadMedia
from studio.core.numbers import whole
from studio.library import store
from studio.library.models import Asset

from .media import file_name

Make = Callable[[Path], Awaitable[Path]]
"""Makes the file in a folder."""

LOOPS = {"gif": "image/gif", "webp": "image/webp"}


@member
@require_GET
async def still(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    """Frame `number`, counted from 0, at its own size: exactly the pixels of the file."""
    clip = await _clip(request, pk)

    async def make(into: Path) -> Path:
        return await media.still(store.path_of(clip), clip.facts, number, into, may_be_jpeg=False)

    return await _sent(make, "image/png", f"{file_name(clip)}, frame {number}.png")


@member
@require_GET
async def loop(request: HttpRequest, pk: UUID, kind: str) -> HttpResponse:
    """The frames `from` to `to`, both shown, again and again; from the first or to the last where none is named."""
    clip = await _clip(request, pk)
    if kind not in LOOPS:
        raise Http404(f"A loop is one of {', '.join(LOOPS)}.")
    span = tuple(whole(request.GET.get(name, str(end))) for name, end in (("from", 0), ("to", clip.last_frame)))

    async def make(into: Path) -> Path:
        if None in span or span[0] > span[1]:
            raise BadMedia("A loop goes from one frame to the same or a later one, by their numbers. Set in and out.")
        return await media.loop(store.path_of(clip), clip.facts, span, kind, into)

    return await _sent(make, LOOPS[kind], f"{file_name(clip)}, frames {span[0]} to {span[1]}.{kind}")


async def _clip(request: HttpRequest, pk: UUID) -> Asset:
    """A clip that the viewer may see and whose file is there."""
    clip = await aget_object_or_404(Asset.objects.visible_to(await request.auser()), pk=pk, kind="video")
    if not store.path_of(clip).is_file():
        raise Http404("The file is not in our storage.")
    return clip


async def _sent(make: Make, mime: str, name: str) -> HttpResponse:
    """What was made, as a download; a refusal in a sentence."""
    try:
        with store.workplace() as folder:
            data = (await make(folder)).read_bytes()
    except BadMedia as refusal:
        return JsonResponse({"error": str(refusal)}, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    disposition = content_disposition_header(as_attachment=True, filename=name)
    return HttpResponse(data, content_type=mime, headers={"Content-Disposition": disposition})
