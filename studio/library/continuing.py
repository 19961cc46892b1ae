"""Going on from a clip: its last frames to choose from, the chosen one as a picture, and the clips that follow it."""

import asyncio
import json
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from asgiref.sync import sync_to_async

from studio.accounts.models import Project, Team, User
from studio.core import media

from . import lineage, store
from .keep import keep_upload
from .models import Asset, Use

COUNT = 24  #: frames at the end of a clip that are offered
SHEET, ROWS = ".ending.webp", ".ending.json"
LONGEST_CHAIN = 20
TIRES = 4
"""From so many clips on, each of which starts from the last frame of another, faces and places drift apart."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One of the last: `sharp` 0 to 1 against the sharpest of them, `fault` "", "black" or "fade"; `best` is one."""

    number: int
    sharp: float
    light: float
    fault: str
    best: bool

    @property
    def percent(self) -> int:
        return round(self.sharp * 100)


async def ending(clip: Asset) -> list[Frame]:
    """The last frames; their pictures stand side by side in `sheet_of`. Made once, kept beside the file.

    Raises BadMedia.
    """
    place = store.place(clip.sha256, ROWS)
    if not place.is_file():
        await _made(clip)
    return [Frame(**row) for row in json.loads(await asyncio.to_thread(place.read_text))]


def sheet_of(clip: Asset) -> Path:
    return store.place(clip.sha256, SHEET)


async def _made(clip: Asset) -> None:
    with store.workplace() as folder:
        sheet, rows = await media.ending(store.path_of(clip), clip.facts, COUNT, folder)
        told = folder / "ending.json"
        told.write_text(json.dumps(rows))
        await asyncio.to_thread(store.put, sheet, clip.sha256, SHEET)
        await asyncio.to_thread(store.put, told, clip.sha256, ROWS)  # last: where it is, the pictures are too


async def picked(clip: Asset, number: int, *, user: User, team: Team, project: Project) -> Asset:
    """Frame `number` as a picture of the team, with the clip as its source. Raises BadMedia."""
    with store.workplace() as folder:
        made = await media.still(store.path_of(clip), clip.facts, number, folder)
        name = f"{Path(clip.name).stem[:200]}, frame {number}{made.suffix}"
        picture = await keep_upload(made, name, user=user, team=team, project=project)
    await sync_to_async(lineage.note)(picture, [clip])
    return picture


# Clip after clip


def chain_of(clip: Asset, viewer: User) -> list[Asset]:
    """The clips that go on from each other, this one among them; where several go on from one, the newest does."""
    seen = Asset.objects.visible_to(viewer).of_team(clip.team).kept().filter(kind="video")
    chain, known = [clip], {clip.pk}
    for step, end in ((_before, 0), (_after, -1)):
        while len(chain) < LONGEST_CHAIN:
            near = seen.filter(pk__in=step(chain[end].pk)).exclude(pk__in=known)
            if (found := near.newest_first().first()) is None:
                break
            chain.insert(len(chain) if end else 0, found)
            known.add(found.pk)
    return chain


def _before(pk: UUID) -> list[UUID]:
    """The clips whose frames this one was made with."""
    frames = _pictures(Use.objects.filter(result=pk).values("used"))
    return list(Use.objects.filter(result__in=frames).values_list("used", flat=True))


def _after(pk: UUID) -> list[UUID]:
    """What was made with frames of this clip."""
    frames = _pictures(Use.objects.filter(used=pk).values("result"))
    return list(Use.objects.filter(used__in=frames).values_list("result", flat=True))


def _pictures(pks) -> list[UUID]:
    return list(Asset.objects.filter(pk__in=pks, kind="image").values_list("pk", flat=True))
