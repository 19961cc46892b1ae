"""The waveform of a clip or a recording: drawn by the player, made when it is first asked for, kept beside the file."""

import asyncio
import json
from http import HTTPStatus
from pathlib import Path
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import aget_object_or_404
from django.views.decorators.http import require_GET

from studio.accounts.permissions import member
from studio.core import media
from studio.core.media import BadMedia
from studio.library import store
from studio.library.models import Asset

from .media import FOR_EVER

SUFFIX = ".waveform.json"


@member
@require_GET
async def waveform(request: HttpRequest, pk: UUID) -> HttpResponse:
    """`{"peaks": [0 to 255, …]}`, 600 of them along the file; 404 for what has no sound."""
    asset = await aget_object_or_404(Asset.objects.visible_to(await request.auser()), pk=pk, has_sound=True)
    if not store.path_of(asset).is_file():
        raise Http404("The file is not in our storage.")
    try:
        text = await asyncio.to_thread((await _kept(asset)).read_bytes)
    except BadMedia as refusal:
        return JsonResponse({"error": str(refusal)}, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return HttpResponse(text, content_type="application/json", headers={"Cache-Control": FOR_EVER})


async def _kept(asset: Asset) -> Path:
    """Where it lies in the store. Raises BadMedia."""
    place = store.place(asset.sha256, SUFFIX)
    if place.is_file():
        return place
    with store.workplace() as folder:
        made = folder / "waveform.json"
        peaks = await media.peaks(store.path_of(asset), asset.facts)
        made.write_text(json.dumps({"peaks": peaks}, separators=(",", ":")))
        return await asyncio.to_thread(store.put, made, asset.sha256, SUFFIX)
