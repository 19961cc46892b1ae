"""Assets as a test needs them: written straight into the table, or really kept from a real file."""

import hashlib
import uuid
from datetime import datetime, timedelta
from pathlib import Path

from studio.core import clock
from studio.library.keep import keep_result, keep_upload
from studio.library.models import Asset, Origin

RECIPE = {
    "model": "kling-3.0-pro",
    "task": "text-to-video",
    "provider": "animatic",
    "values": {"prompt": "A harbour at dusk", "width": 1280, "height": 720, "duration": 5},
}


def row(owner, team=None, **columns) -> Asset:
    """An unsaved result of the owner's, without a file: a clip of 5 s."""
    team = team or owner.teams.first()
    facts = {
        "kind": "video",
        "format": "mp4",
        "mime": "video/mp4",
        "bytes": 1_000_000,
        "sha256": hashlib.sha256(uuid.uuid4().bytes).hexdigest(),
        "width": 1280,
        "height": 720,
        "duration_s": 5.0,
        "fps": "24",
        "frames": 120,
        "codec": "h264",
    }
    own = {"owner": owner, "team": team, "project": team.projects.first()}
    made = {"origin": Origin.RESULT, "name": "A harbour at dusk", "recipe": RECIPE, "job_id": uuid.uuid4()}
    return Asset(**(own | made | facts | columns))


def rows(owner, count: int, *, newest: datetime | None = None, **columns) -> list[Asset]:
    """So many of them, saved, a second apart, the newest first."""
    newest = newest or clock.now()
    made = [row(owner, name=f"Shot {n}", created_at=newest - timedelta(seconds=n), **columns) for n in range(count)]
    return Asset.objects.bulk_create(made)


async def uploaded(path: Path, user, name: str | None = None) -> Asset:
    """The file, kept as an upload of the user's; it is gone from `path` afterwards."""
    team = await user.teams.afirst()
    return await keep_upload(path, name or path.name, user=user, team=team, project=await team.projects.afirst())


async def made(path: Path, user, **about) -> Asset:
    """The file, kept as a job's result."""
    team = await user.teams.afirst()
    project = await team.projects.afirst()
    whose = {"team_id": team.pk, "project_id": project.pk, "owner_id": user.pk}
    what = {"job_id": uuid.uuid4(), "index": 0, "recipe": RECIPE, "name": "A harbour at dusk"}
    return await keep_result(path, **(whose | what | about))


def copies(asset: Asset, count: int, *, newest: datetime | None = None, **columns) -> list[Asset]:
    """So many results with the file, the poster and the sprite of `asset`, a second apart, the newest first."""
    facts = Asset.facts_columns(asset.facts) | {"source_sha256": asset.source_sha256}
    return rows(asset.owner, count, newest=newest, team=asset.team, **(facts | columns))
