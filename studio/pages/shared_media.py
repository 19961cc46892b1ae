"""The bytes that a share link shows. Each request is asked anew whether it may, and what is on its way is ended.

No browser keeps them: a link that is revoked would go on showing what was kept.
"""

import time
from collections.abc import AsyncIterator
from functools import partial
from uuid import UUID

from asgiref.sync import sync_to_async
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import aget_object_or_404, get_object_or_404
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_safe

from studio.core.formats import format_of
from studio.library import store
from studio.library.models import Asset, Captions
from studio.review.models import ShareLink
from studio.review.visitors import Visitor, visitor_of

from .asset import carries_recipe, with_recipe
from .media import answer, chunks, file_name, file_of
from .shared_door import for_files

NOT_KEPT = "private, no-store"
LOOKS_EVERY_S = 1.0  #: how often it is asked, while a file is on its way, whether it still may be


@for_files
@require_safe
async def media(request: HttpRequest, asset: UUID, variant: str, seen_by: Visitor) -> HttpResponseBase:
    """What the page plays or shows. The picture itself is given only where it may be downloaded."""
    shown = await aget_object_or_404(seen_by.files, pk=asset)
    if variant not in _variants(shown, seen_by):
        raise Http404(f"This link shows no {variant} of it.")
    response = answer(request, file_of(shown, variant))
    response["Cache-Control"] = NOT_KEPT
    return _watched(response, request, seen_by, shown)


def _variants(shown: Asset, seen_by: Visitor) -> tuple[str, ...]:
    plays = shown.kind in ("video", "audio") or (shown.kind == "image" and seen_by.link.may_download)
    return ("poster", store.ORIGINAL) if plays else ("poster",)


@for_files
@require_GET
async def download(request: HttpRequest, asset: UUID, seen_by: Visitor) -> HttpResponseBase:
    """The file itself, where the link gives it away; with its recipe inside where the link shows that too."""
    shown = await aget_object_or_404(seen_by.files, pk=asset)
    if not seen_by.link.may_download:
        raise Http404("This link gives no files away.")
    file = file_of(shown, store.ORIGINAL)
    inside = seen_by.link.shows_recipe and shown.recipe and carries_recipe(shown)
    opened, size = await with_recipe(shown, file) if inside else (partial(file.path.open, "rb"), file.size)
    response = StreamingHttpResponse(chunks(opened, range(size)), content_type=file.mime)
    name = file_name(shown) + format_of(shown.format).suffix
    response["Content-Length"] = str(size)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    response["Cache-Control"] = NOT_KEPT
    return _watched(response, request, seen_by, shown)


@for_files
@require_GET
def captions(request: HttpRequest, asset: UUID, seen_by: Visitor) -> HttpResponse:
    """WebVTT, as the player reads it."""
    said = get_object_or_404(Captions, asset__in=seen_by.files.filter(pk=asset))
    return HttpResponse(said.text, content_type="text/vtt; charset=utf-8", headers={"Cache-Control": NOT_KEPT})


def _watched(response: HttpResponseBase, request: HttpRequest, seen_by: Visitor, shown: Asset) -> HttpResponseBase:
    if response.streaming:
        may = sync_to_async(partial(_may_still, request, seen_by.link.pk, shown))
        response.streaming_content = while_it_may(response.streaming_content, may)
    return response


def _may_still(request: HttpRequest, link: UUID, shown: Asset) -> bool:
    found = ShareLink.objects.filter(pk=link).select_related("made_by", "asset").first()
    seen_by = found and visitor_of(request.session, found)
    return bool(seen_by and seen_by.sees(shown))


async def while_it_may(content: AsyncIterator[bytes], may) -> AsyncIterator[bytes]:
    """The content, until `may()` says no: then the browser finds that the file ended early."""
    asked = time.monotonic()
    async for chunk in content:
        if time.monotonic() - asked > LOOKS_EVERY_S:
            if not await may():
                return
            asked = time.monotonic()
        yield chunk
