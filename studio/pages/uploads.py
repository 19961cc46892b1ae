"""The door for files: one request, one file, one JSON answer.

A form sends it as multipart field `file` (picker, drop and paste all do); a script may send the bytes as the whole
body and the name as `?name=`. A large body never lies in memory: Django spools it in DATA/incoming.
"""

import asyncio
import os
import shutil
import tempfile
from http import HTTPStatus
from pathlib import Path
from typing import IO

from asgiref.sync import sync_to_async
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_POST

from studio.accounts.current import project_of, team_of
from studio.accounts.models import Project, Team
from studio.accounts.permissions import member
from studio.core.media import BadMedia
from studio.library import store
from studio.library.keep import keep_upload
from studio.library.models import Asset


class Refused(ValueError):
    """The request holds no file that could be looked at; the message is fit to show."""


@member
@require_POST
async def uploads(request: HttpRequest) -> JsonResponse:
    """Keeps one file for the team that the person is working in."""
    team, project = await sync_to_async(_place)(request)
    try:
        path, name = await asyncio.to_thread(_receive, request)
        asset = await keep_upload(path, name, user=await request.auser(), team=team, project=project)
    except (Refused, BadMedia) as refusal:
        return JsonResponse({"error": str(refusal)}, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return JsonResponse(described(asset), status=HTTPStatus.CREATED)


def described(asset: Asset) -> dict:
    """What a picker needs: {"id", "name", "kind", "width", "height", "duration_s", "bytes", "poster"}; null: none."""
    facts = ("name", "kind", "width", "height", "duration_s", "bytes")
    return {"id": str(asset.pk)} | {name: getattr(asset, name) for name in facts} | {"poster": asset.poster_url}


def _place(request: HttpRequest) -> tuple[Team, Project]:
    return team_of(request), project_of(request)


def _receive(request: HttpRequest) -> tuple[Path, str]:
    """Where the bytes lie now, and what the person calls them. Blocks: the form is read here."""
    if request.content_type != "multipart/form-data":
        return _settle(request), request.GET.get("name") or "The file"
    files = request.FILES.getlist("file")
    if len(files) != 1:
        raise Refused(f"One file comes with each upload, in the field “file”; {len(files)} came. Please try again.")
    return settled(files[0]), files[0].name


def settled(file: UploadedFile) -> Path:
    """A large file lies on the disk already; a small one is written there."""
    if hasattr(file, "temporary_file_path"):
        return Path(file.temporary_file_path())
    return _settle(file)


def _settle(source: IO[bytes]) -> Path:
    handle, path = tempfile.mkstemp(prefix="upload-", dir=store.incoming())
    try:
        with os.fdopen(handle, "wb") as target:
            shutil.copyfileobj(source, target)
    except BaseException:
        os.unlink(path)
        raise
    return Path(path)
