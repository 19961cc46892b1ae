"""Pictures cut from what the team has: one frame of a clip, a part of a picture. Each is kept as a file of its own."""

from collections.abc import Awaitable, Callable
from fractions import Fraction
from http import HTTPStatus
from pathlib import Path
from uuid import UUID

from asgiref.sync import sync_to_async
from django.http import Http404, HttpRequest, JsonResponse
from django.views.decorators.http import require_POST

from studio.accounts.current import project_of, team_of
from studio.accounts.models import Project, Team
from studio.accounts.permissions import member
from studio.core import media
from studio.core.media import BadMedia
from studio.core.numbers import whole
from studio.library import lineage, store
from studio.library.keep import keep_upload
from studio.library.models import Asset

from .uploads import described

Box = tuple[int, int, int, int]
"""Pixels of a picture: left, top, right, bottom, the last two just outside."""

Cut = Callable[[Asset, Path], Awaitable[tuple[Path, str]]]
"""What is made of an asset in a folder: the file, and what it is called, without its ending."""


@member
@require_POST
async def frame(request: HttpRequest, pk: UUID) -> JsonResponse:
    """Frame `frame` of a clip, counted from 0 as it is shown."""
    number = whole(request.POST.get("frame"))

    async def cut(clip: Asset, into: Path) -> tuple[Path, str]:
        if number is None or clip.kind != "video":
            raise BadMedia(f"A frame is cut from a clip by its number, 0 to {clip.last_frame}. Give one.")
        made = await media.still(store.path_of(clip), clip.facts, number, into)
        return made, f"frame {number}"

    return await _kept(request, pk, cut)


@member
@require_POST
async def crop(request: HttpRequest, pk: UUID) -> JsonResponse:
    """A part of a picture: `left`, `top`, `width`, `height` in pixels, or the largest of a `ratio` in the middle."""

    async def cut(picture: Asset, into: Path) -> tuple[Path, str]:
        left, top, right, bottom = box = _box(request, picture)
        made = await media.crop(store.path_of(picture), picture.facts, box, into)
        return made, f"{right - left} × {bottom - top}"

    return await _kept(request, pk, cut)


def middle(width: int, height: int, ratio: Fraction) -> Box:
    """The largest part of a picture of that shape (width / height), from its middle; its sides are even numbers.

    Providers encode 4:2:0, which has no odd sides: what is even is not cut or stretched once more there.
    """
    across = min(Fraction(width), height * ratio)
    sides = [max(2, int(side) // 2 * 2) for side in (across, across / ratio)]
    left, top = (width - sides[0]) // 2, (height - sides[1]) // 2
    return left, top, left + sides[0], top + sides[1]


def ratio_of(text: str | None) -> Fraction | None:
    """`16:9` or `640:427` -> a fraction; None for what is none."""
    across, _, down = (text or "").partition(":")
    sides = whole(across), whole(down)
    return Fraction(*sides) if all(sides) else None


def _box(request: HttpRequest, picture: Asset) -> Box:
    """Raises BadMedia where neither a part nor a shape is given, or the asset is no picture."""
    if picture.kind != "image":
        raise BadMedia("Only a picture is cropped. Take a frame of the clip first.")
    if ratio := ratio_of(request.POST.get("ratio")):
        return middle(picture.width, picture.height, ratio)
    left, top, width, height = (whole(request.POST.get(name)) for name in ("left", "top", "width", "height"))
    if None in (left, top, width, height):
        raise BadMedia("A part of a picture is left, top, width and height, in whole pixels. Give all four.")
    return left, top, left + width, top + height


async def _kept(request: HttpRequest, pk: UUID, cut: Cut) -> JsonResponse:
    """What was cut, as an asset of the team; a refusal in a sentence."""
    team, project, source = await sync_to_async(_place)(request, pk)
    try:
        with store.workplace() as folder:
            made, words = await cut(source, folder)
            name = f"{Path(source.name).stem}, {words}{made.suffix}"
            asset = await keep_upload(made, name, user=await request.auser(), team=team, project=project)
        await sync_to_async(lineage.note)(asset, [source])
    except BadMedia as refusal:
        return JsonResponse({"error": str(refusal)}, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return JsonResponse(described(asset), status=HTTPStatus.CREATED)


def _place(request: HttpRequest, pk: UUID) -> tuple[Team, Project, Asset]:
    team = team_of(request)
    source = Asset.objects.visible_to(request.user).of_team(team).filter(pk=pk).first()
    if source is None:
        raise Http404("No such asset.")
    return team, project_of(request), source
