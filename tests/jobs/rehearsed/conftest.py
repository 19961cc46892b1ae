"""Jobs through the real adapters, the real ledger and the real client, against the stand-ins: no engine, no browser."""

import asyncio
import shutil
import uuid
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import pytest
from asgiref.sync import async_to_sync

from studio.accounts import keyring
from studio.catalog.recipe import Recipe
from studio.core import clock
from studio.jobs import actions, workflow
from studio.jobs.accounts import key_of
from studio.jobs.machine import State
from studio.jobs.models import Job
from studio.library.keep import keep_upload
from studio.library.models import Voice
from studio.providers.base import Pace, Provider
from studio.providers.client import Client, for_studio
from tests.planted import PARTS
from tests.rehearsal.conftest import staged

MEDIA = Path(__file__).parents[2] / "media"
AT_ONCE = 16


@pytest.fixture(scope="session")
def _stage(tmp_path_factory):
    with staged(tmp_path_factory.mktemp("rehearsal")) as stage:
        yield stage


@pytest.fixture
def stage(_stage, monkeypatch):
    """All stand-ins; everything is done at once, and nothing goes wrong. They are asked more often than usual."""
    monkeypatch.setattr(Provider, "pace", Pace(first_s=0.05, most_s=0.2))
    _stage.turn()
    return _stage


@pytest.fixture
def keys(team):
    """Alice's team has a key to each provider."""
    return {slug: keyring.add(team, slug, parts) for slug, parts in PARTS.items()}


@pytest.fixture
def file(alice, team, project, tmp_path):
    """file("rocket.jpg") -> a media value: one of the test files, or any other, in Alice's library."""

    def file(name: str | Path) -> dict[str, str]:
        path = shutil.copy(MEDIA / name, tmp_path / Path(name).name)
        kept = async_to_sync(keep_upload)(Path(path), Path(name).name, user=alice, team=team, project=project)
        return {"asset": str(kept.pk)}

    return file


@pytest.fixture
def voice(alice, team, file):
    """voice("speech.mp3") -> a media value: the recording of a voice that the team keeps, with Anna's consent."""

    def voice(name: str) -> dict[str, str]:
        recording = file(name)
        consent = {"consent_name": "Anna Ames", "consent_at": clock.now()}
        Voice.objects.create(team=team, owner=alice, name="Anna", recording_id=recording["asset"], **consent)
        return recording

    return voice


@pytest.fixture
def submit(alice, team, project, keys):
    """submit(model, task, provider, **values) -> a job of Alice's."""

    def submit(model: str, task: str, provider: str, **values) -> Job:
        recipe = Recipe(model, task, provider, values)
        return actions.submit(alice, team, project, recipe, uuid.uuid4().hex, actions.Consent(unknown_price=True))

    return submit


@pytest.fixture
def drive_all(stage, tmp_path):
    """drive_all(jobs): run them as the engine does, many at once, again and again, until each is over or waits for a
    person or for later. Answers with them as they are then."""

    @async_to_sync
    async def drive_all(jobs: Sequence[Job], runs: int = 5) -> list[Job]:
        client = for_studio(tmp_path, keys=key_of, rehearsal=stage.origin)
        places = asyncio.Semaphore(AT_ONCE)
        driven = await asyncio.gather(*(_drive(job, client, places, runs) for job in jobs))
        await client.close()
        return driven

    return drive_all


@pytest.fixture
def drive(drive_all):
    """drive(job): the same with one."""

    def drive(job: Job, runs: int = 5) -> Job:
        [driven] = drive_all([job], runs)
        return driven

    return drive


async def _drive(job: Job, client: Client, places: asyncio.Semaphore, runs: int) -> Job:
    steps = {name: partial(getattr(workflow, name), client=client) for name in ("submit", "wait", "fetch", "keep")}
    async with places:
        for _ in range(runs):
            now = await Job.objects.aget(pk=job.pk)
            if now.is_final or now.state == State.UNKNOWN or now.fetch_error:
                break
            await workflow.run(str(now.pk), str(now.run_id), **steps)
    return await Job.objects.aget(pk=job.pk)
