"""What a note shows becomes material of the next version: its frame a picture, a box on it a part, an arrow a path.

The catalog decides what is offered: a control of the route on screen, or of the same model's way from a picture. Each
is made when somebody asks for it, kept as a file of the team with the clip as its source, and put into the draft by an
address of the composer (recall.py: `use`, `moves`).
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode
from uuid import UUID

from asgiref.sync import sync_to_async
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRedirect, trigger_client_event
from PIL import Image, ImageDraw

from studio.accounts.permissions import member
from studio.catalog.tasks import TASKS
from studio.core import media
from studio.core.media import BadMedia
from studio.library import lineage, store
from studio.library.keep import keep_upload
from studio.library.models import Asset
from studio.review import shapes
from studio.review.models import Note
from studio.review.shapes import Shape

from .composing import Choice, is_offered
from .onward import maker_in
from .revising import Way

FROM_PICTURE = "image-to-video"
FRAME, REFERENCES, BRUSH = "first_frame", "reference_images", "motion_brush"
ROUND_FOOT = 0.09
"""The radius of what an arrow alone moves, around where it begins, in parts of the picture's shorter side: as much as a
hand paints there in one stroke. It can be painted otherwise afterwards."""


@dataclass(frozen=True, slots=True)
class Kind:
    """`what` is the word in the address, `control` where it goes, `shape` what has to be drawn for it, if anything."""

    what: str
    control: str
    words: str
    shape: str = ""


KINDS = (
    Kind("frame", FRAME, "Its frame as the start frame"),
    Kind("frame", REFERENCES, "Its frame as a reference"),
    Kind("box", FRAME, "The box as the start frame", "box"),
    Kind("box", REFERENCES, "The box as a reference", "box"),
    Kind("arrow", BRUSH, "The arrow as a motion path", "arrow"),
)


def ways(note: Note, choice: Choice) -> Iterator[Way]:
    """What this note can become here."""
    drawn = {shape.kind for _, shape in _shapes(note)}
    for kind in KINDS:
        is_shown = kind.shape in drawn if kind.shape else note.asset.kind == "video" and note.frame is not None
        task = is_shown and taker(choice, kind.control)
        if task:
            asked = urlencode({"place": kind.control, "task": task})
            yield Way(kind.words, f"{reverse('note-material', args=[note.pk, kind.what])}?{asked}")


def taker(choice: Choice, control: str) -> str:
    """The task whose route takes it: the one on screen, else the same model's way from a picture; empty for none."""
    for task in (choice.task, FROM_PICTURE):
        route = Choice(choice.model, task, choice.provider).route
        if route and is_offered(route) and route.control(control):
            return task
    return ""


def _shapes(note: Note) -> Iterator[tuple[int | None, Shape]]:
    """(frame, shape) of all that is drawn with it."""
    for row in note.drawings.all():
        for each in row.shapes:
            yield row.frame, shapes.shape_of(each)


# Making it


@member
@require_POST
async def make(request: HttpRequest, pk: UUID, what: str) -> HttpResponse:
    """Make it, and open the composer with it in its place; a refusal in a sentence."""
    note = await sync_to_async(_note)(request, pk)
    place, task = request.GET.get("place", ""), request.GET.get("task", "")
    if not any(kind.what == what and kind.control == place for kind in KINDS) or task not in TASKS:
        raise Http404(f"A note does not become {what} in {place or 'no place'}.")
    user, team, project = await sync_to_async(maker_in)(request)

    async def keep(file: Path, words: str) -> Asset:
        name = f"{Path(note.asset.name).stem[:200]}, {words}{file.suffix}"
        kept = await keep_upload(file, name, user=user, team=team, project=project)
        await sync_to_async(lineage.note)(kept, [note.asset])
        return kept

    try:
        asked = await MADE[what](note, keep)
    except BadMedia as refusal:
        return trigger_client_event(HttpResponse(status=204), "notify", {"words": str(refusal)})
    return HttpResponseClientRedirect(f"{reverse('create')}?{asked}~{place}~{task}")


def _note(request: HttpRequest, pk: UUID) -> Note:
    seen = Note.objects.visible_to(request.user).said().select_related("asset")
    return get_object_or_404(seen.prefetch_related("drawings"), pk=pk)


Keep = Callable[[Path, str], Awaitable[Asset]]


async def _frame(note: Note, keep: Keep) -> str:
    with store.workplace() as folder:
        picture = await _still(note, note.frame, folder, keep)
    return f"use={picture.pk}"


async def _box(note: Note, keep: Keep) -> str:
    """The part of the frame, or of the picture, that is inside the first box."""
    frame, box = _first(note, "box")
    with store.workplace() as folder:
        picture = await _still(note, frame, folder, keep)
        part = await media.crop(store.path_of(picture), picture.facts, _pixels(box, picture), folder)
        kept = await keep(part, "the box of a note")
    return f"use={kept.pk}"


async def _arrow(note: Note, keep: Keep) -> str:
    """The frame to paint on, and a mask: the first box that is drawn with it, else what is around the arrow's foot."""
    frame, arrow = _first(note, "arrow")
    boxes = [shape for at, shape in _shapes(note) if shape.kind == "box" and at == frame]
    with store.workplace() as folder:
        picture = await _still(note, frame, folder, keep)
        mask = await asyncio.to_thread(_mask, folder / "mask.png", picture, next(iter(boxes), None), arrow)
        kept = await keep(mask, "what an arrow moves")
    return f"moves={note.pk}~{picture.pk}~{kept.pk}"


MADE: Mapping[str, Callable[[Note, Keep], Awaitable[str]]] = {"frame": _frame, "box": _box, "arrow": _arrow}
"""By the word in the address; each answers with how an address of the composer begins."""


async def _still(note: Note, frame: int | None, folder: Path, keep: Keep) -> Asset:
    """The frame as a picture; of a picture itself."""
    if note.asset.kind == "image":
        return note.asset
    if frame is None:
        raise BadMedia("This note is about all of the clip. Take a frame of it in the viewer.")
    file = await media.still(store.path_of(note.asset), note.asset.facts, frame, folder)
    return await keep(file, f"frame {frame}")


def _first(note: Note, kind: str) -> tuple[int | None, Shape]:
    found = next((each for each in _shapes(note) if each[1].kind == kind), None)
    if found is None:
        raise BadMedia(f"No {kind} is drawn with this note.")
    return found


def _pixels(box: Shape, picture: Asset) -> tuple[int, int, int, int]:
    """Left, top, right, bottom, the last two just outside; never empty."""
    xs = sorted(x * picture.width for x, _ in box.points)
    ys = sorted(y * picture.height for _, y in box.points)
    left, top = min(int(xs[0]), picture.width - 1), min(int(ys[0]), picture.height - 1)
    return left, top, max(left + 1, round(xs[1])), max(top + 1, round(ys[1]))


def arrow_of(note: Note, picture: Asset) -> list[list[int]]:
    """The first arrow in pixels of the picture, from its foot to its tip; empty where none is drawn."""
    arrow = next((shape for _, shape in _shapes(note) if shape.kind == "arrow"), None)
    return [[round(x * picture.width), round(y * picture.height)] for x, y in arrow.points] if arrow else []


def _mask(file: Path, picture: Asset, box: Shape | None, arrow: Shape) -> Path:
    """White where it moves, on black, as large as the picture: as the brush paints it."""
    made = Image.new("L", (picture.width, picture.height))
    pen = ImageDraw.Draw(made)
    if box:
        left, top, right, bottom = _pixels(box, picture)
        pen.rectangle((left, top, right - 1, bottom - 1), fill=255)
    else:
        (x, y), radius = arrow.points[0], ROUND_FOOT * min(picture.width, picture.height)
        x, y = x * picture.width, y * picture.height
        pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=255)
    made.save(file)
    return file
