"""The one view that serves bytes: originals, posters and sprites, whole or a range of them.

Conditions and ranges as in RFC 9110, sections 13 and 14:
1. `If-None-Match` with our tag -> 304.
2. `Range` on a GET, unless `If-Range` names another tag: one range -> 206, one beyond the end -> 416.
3. Anything else, several ranges and what cannot be read among it, -> 200 with the whole file.
"""

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header, parse_etags
from django.views.decorators.http import require_safe

from studio.accounts.permissions import member
from studio.core.formats import FORMATS, OTHER
from studio.library import store
from studio.library.models import Asset

CHUNK = 256 * 1024
FOR_EVER = "private, max-age=31536000, immutable"  #: an address always answers with the same bytes
ONE_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.IGNORECASE)
DERIVED_MIME = "image/webp"
LONGEST_NAME = 80  #: characters of a saved file's name before its suffix
NOT_IN_A_NAME = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]+')


class Unsatisfiable(Exception):
    """The range lies beyond the end of the file."""


@dataclass(frozen=True, slots=True)
class File:
    """What is served: `size` in bytes, `etag` with its quotes."""

    path: Path
    size: int
    etag: str
    mime: str
    name: str


@member
@require_safe
async def media(request: HttpRequest, pk: UUID, variant: str) -> HttpResponseBase:
    """One variant of an asset that the viewer may see; strangers get 404. What nobody can open is downloaded only."""
    assets = Asset.objects.visible_to(await request.auser())
    asset = await assets.filter(pk=pk).afirst()
    if asset is None:
        raise Http404("No such asset.")
    response = answer(request, file_of(asset, variant))
    if asset.kind == OTHER.kind:
        response["Content-Disposition"] = "attachment"
    return response


def file_of(asset: Asset, variant: str) -> File:
    """The file on our disk. Raises Http404 for a variant that this kind of asset has not, or that is not there."""
    if variant not in (store.ORIGINAL, *store.VARIANTS_OF[asset.kind]):
        raise Http404(f"A file of kind {asset.kind} has no {variant}.")
    path = store.path_of(asset, variant)
    if not path.is_file():
        raise Http404("The file is not in our storage.")
    original = variant == store.ORIGINAL
    return File(
        path=path,
        size=path.stat().st_size,
        etag=f'"{asset.sha256}"' if original else f'"{asset.sha256}-{variant}"',
        mime=asset.mime if original else DERIVED_MIME,
        name=file_name(asset) + path.suffix,
    )


def file_name(asset: Asset) -> str:
    """What a saved file is called, without its suffix: the name as far as file systems take it, and which take."""
    stem, dot, suffix = asset.name.rpartition(".")
    known = {extension for format in FORMATS.values() for extension in format.extensions}
    plain = NOT_IN_A_NAME.sub(" ", stem if dot and suffix.lower() in known else asset.name)
    short = " ".join(plain.split())[:LONGEST_NAME].strip(" .")
    take = asset.title.removeprefix(asset.name).replace(",", "")
    return (short or "dailies") + take


def answer(request: HttpRequest, file: File) -> HttpResponseBase:
    """The file as the request's conditions want it."""
    try:
        response = _body(request, file)
    except Unsatisfiable:
        response = HttpResponse(status=HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE)
        response["Content-Range"] = f"bytes */{file.size}"
    response["Accept-Ranges"] = "bytes"
    response["ETag"] = file.etag
    response["Cache-Control"] = FOR_EVER
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def _body(request: HttpRequest, file: File) -> HttpResponseBase:
    if _is_known(request.headers.get("If-None-Match", ""), file.etag):
        return HttpResponse(status=HTTPStatus.NOT_MODIFIED)
    wanted = _wanted(request, file)
    span = range(file.size) if wanted is None else wanted
    if request.method == "GET":
        content = chunks(partial(file.path.open, "rb"), span)
        response = StreamingHttpResponse(content, content_type=file.mime)
    else:
        response = HttpResponse(content_type=file.mime)
    response["Content-Length"] = str(len(span))
    response["Content-Disposition"] = content_disposition_header(as_attachment=False, filename=file.name)
    if wanted is not None:
        response.status_code = HTTPStatus.PARTIAL_CONTENT
        response["Content-Range"] = f"bytes {span.start}-{span.stop - 1}/{file.size}"
    return response


def _is_known(if_none_match: str, etag: str) -> bool:
    return any(tag in ("*", etag, f"W/{etag}") for tag in parse_etags(if_none_match))


def _wanted(request: HttpRequest, file: File) -> range | None:
    if_range = request.headers.get("If-Range", file.etag).strip()
    if request.method != "GET" or if_range != file.etag:
        return None
    return span_of(request.headers.get("Range", ""), file.size)


def span_of(header: str, size: int) -> range | None:
    """The bytes that one range asks for, clipped to the file; None where the whole file answers.

    Raises Unsatisfiable when not one of them exists.
    """
    match = ONE_RANGE.fullmatch(header.strip())
    if not match or match[0].endswith("=-"):
        return None
    first, last = (int(part) if part else None for part in match.groups())
    if first is None:
        first, last = max(size - last, 0), size - 1 if last else -1
    elif last is not None and last < first:
        return None
    last = size - 1 if last is None else min(last, size - 1)
    if first > last:
        raise Unsatisfiable
    return range(first, last + 1)


async def chunks(opened: Callable[[], BinaryIO], span: range) -> AsyncIterator[bytes]:
    """The bytes of the span, read in threads.

    The file is opened with the first byte wanted and closed with the last, or when the reader goes away.
    """
    with opened() as file:
        file.seek(span.start)
        left = len(span)
        while left and (data := await asyncio.to_thread(file.read, min(CHUNK, left))):
            left -= len(data)
            yield data
