"""Bringing in clips and pictures that were made elsewhere: a page, a sheet over the library, the door behind both."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import aclosing

from asgiref.sync import sync_to_async
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_http_methods
from django.views.decorators.vary import vary_on_headers

from studio.accounts.current import project_of, team_of
from studio.accounts.permissions import member, require_maker
from studio.library.imports.bringing import Given, Outcome, Place, bring

from .uploads import settled

LONGEST_PATH = 1000
ROWS = "rows"  #: what a script accepts in `X-Answer`


@member
@require_http_methods(["GET", "POST"])
@vary_on_headers("HX-Request", "X-Answer")
async def importing(request: HttpRequest) -> HttpResponseBase:
    """The page, or as a sheet for htmx, for who makes things. A POST brings in its `files`; `paths`, a JSON list, says
    which folders they came in. A script gets a row of the list for each, as soon as it is known what became of it: a
    line of HTML."""
    await sync_to_async(_require_maker)(request)
    if request.method == "GET":
        return await sync_to_async(_page)(request, [])
    place = await sync_to_async(_place)(request)
    files = await asyncio.to_thread(_files, request)
    outcomes = _brought(files, place)
    if request.headers.get("X-Answer") == ROWS:
        return StreamingHttpResponse(_rows(outcomes), content_type="text/html; charset=utf-8")
    return await sync_to_async(_page)(request, [outcome async for outcome in outcomes])


def _require_maker(request: HttpRequest) -> None:
    require_maker(request.user, team_of(request))


def _page(request: HttpRequest, outcomes: list[Outcome]) -> HttpResponse:
    part = "#sheet" if request.htmx else ""
    context = {
        "outcomes": outcomes,
        "is_answer": request.method == "POST",
        "most_mb": settings.UPLOAD_LIMIT // 1_000_000,
    }
    return render(request, f"library/import.html{part}", context)


def _place(request: HttpRequest) -> Place:
    return Place(request.user, team_of(request), project_of(request))


def _files(request: HttpRequest) -> list[tuple[UploadedFile, str]]:
    """The files, and what they are called with their folders. Blocks: the form is read here."""
    files = request.FILES.getlist("files")
    try:
        paths = json.loads(request.POST.get("paths", "[]"))
    except ValueError:
        paths = []
    told = paths if isinstance(paths, list) and len(paths) == len(files) else [file.name for file in files]
    return [(file, _path(path) or file.name) for file, path in zip(files, told, strict=True)]


def _path(path: object) -> str:
    return path.replace("\\", "/").strip("/")[-LONGEST_PATH:] if isinstance(path, str) else ""


async def _brought(files: list[tuple[UploadedFile, str]], place: Place) -> AsyncIterator[Outcome]:
    """Files get a place on the disk of ours as late as this: an answer that nobody begins to read leaves none."""
    given = [Given(await asyncio.to_thread(settled, file), path) for file, path in files]
    async with aclosing(bring(given, place)) as outcomes:
        async for outcome in outcomes:
            yield outcome


async def _rows(outcomes: AsyncIterator[Outcome]) -> AsyncIterator[str]:
    async with aclosing(outcomes):
        async for outcome in outcomes:
            row = await sync_to_async(render_to_string)("library/import.html#row", {"outcome": outcome})
            yield " ".join(row.split()) + "\n"
