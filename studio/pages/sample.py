"""The sample project: six test clips, drawn on this machine, for trying out what one does with clips. Once a team."""

import asyncio
import contextvars
import logging
from pathlib import Path

from asgiref.sync import sync_to_async
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from studio.accounts.current import project_of
from studio.accounts.models import Project, Team, User
from studio.accounts.permissions import member
from studio.animatic.testclips import CLIPS, Clip
from studio.core import limits
from studio.core.refusals import BadMedia
from studio.library import store
from studio.library.keep import keep_upload
from studio.library.models import Asset

logger = logging.getLogger(__name__)

NAME = "Sample project"
DRAWER = "studio.animatic.testclips"
LIMITS = limits.Limits(memory_mb=2048, cpu_s=60, file_mb=64, wall_s=180)

_drawing: dict[int, asyncio.Task] = {}
"""By project: what is being drawn in this process."""


def of_team(team: Team) -> Project:
    """The team's sample project; made if there is none."""
    shared = Project.objects.filter(team=team, is_sample=True, visibility=Project.Visibility.TEAM)
    return shared.first() or Project.objects.create(team=team, name=NAME, is_sample=True)


def clips_of(project: Project) -> list[Asset]:
    """The test clips that are there, in the order in which they were drawn."""
    names = [clip.name for clip in CLIPS]
    found = Asset.objects.filter(team=project.team_id, project=project, name__in=names, binned_at=None).uploads()
    return sorted(found, key=lambda asset: names.index(asset.name))


def begin(project: Project, owner: User) -> None:
    """Draw them in the background, unless that is under way. Called on the studio's loop; the task outlives the
    request, so it gets a context of its own."""
    if project.pk in _drawing:
        return
    task = asyncio.get_running_loop().create_task(draw(project, owner), context=contextvars.Context())
    _drawing[project.pk] = task
    task.add_done_callback(lambda _: _drawing.pop(project.pk, None))


async def draw(project: Project, owner: User) -> None:
    """Draw those that are missing, one after the other, and keep each. Two that do so at once are harmless: the same
    bytes are the same asset."""
    team = await Team.objects.aget(pk=project.team_id)
    there = {clip.name for clip in await sync_to_async(clips_of)(project)}
    for clip in CLIPS:
        if clip.name not in there:
            await _draw(clip, user=owner, team=team, project=project)


async def _draw(clip: Clip, **whose: User | Team | Project) -> None:
    try:
        with store.workplace() as folder:
            answer = await limits.run(DRAWER, {"clip": clip.slug, "into": str(folder)}, limits=LIMITS)
            await keep_upload(Path(folder) / answer["file"], clip.name, **whose)
    except (limits.ChildFailed, BadMedia, OSError):
        logger.exception("the test clip %s could not be drawn", clip.slug)


@require_GET
@member
async def sample(request: HttpRequest) -> HttpResponse:
    """The test clips as far as they are drawn; if they are not, somebody begins."""
    project = await sync_to_async(project_of)(request)
    if project is None or not project.is_sample:
        raise Http404("This is not the sample project.")
    clips = await sync_to_async(clips_of)(project)
    if len(clips) < len(CLIPS):
        begin(project, await request.auser())
    return await sync_to_async(render)(request, "welcome/_sample.html", {"sample": shown(clips)})


def shown(clips: list[Asset]) -> dict:
    """What the strip needs to know."""
    return {"clips": clips, "all": len(CLIPS), "is_whole": len(clips) >= len(CLIPS)}
