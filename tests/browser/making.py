"""Content for pages: files as people give them, results as jobs leave them."""

import asyncio
import shutil
from pathlib import Path

from django.conf import settings

from studio.jobs.machine import State
from studio.jobs.models import Job
from studio.library.keep import keep_result, keep_upload
from studio.library.models import Asset
from tests.browser.people import in_a_thread
from tests.live.making import make_job


def upload(owner, file: Path) -> Asset:
    """A file that the person has given."""
    team = owner.teams.get()
    whose = {"user": owner, "team": team, "project": team.projects.first()}
    return in_a_thread(lambda: asyncio.run(keep_upload(_incoming(file), file.name, **whose)))


def result(owner, file: Path, title: str = "A harbour at dusk", **facts) -> tuple[Job, Asset]:
    """A job that is ready, and what it made."""
    job = make_job(owner, State.READY, title=title, billed_state="no", **facts)
    about = {
        "job_id": job.pk,
        "index": 0,
        "team_id": job.team_id,
        "project_id": job.project_id,
        "owner_id": owner.pk,
        "recipe": job.recipe,
        "name": title,
        "billed": "no",
    }
    return job, in_a_thread(lambda: asyncio.run(keep_result(_incoming(file), **about)))


def _incoming(file: Path) -> Path:
    """A copy that may be moved away."""
    folder = settings.DATA / "incoming"
    folder.mkdir(exist_ok=True)
    return Path(shutil.copy(file, folder / file.name))
