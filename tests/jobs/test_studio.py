"""The real engine, the real renderer and the real library: jobs from the button to a clip that plays."""

import asyncio
import time
import uuid
from contextlib import asynccontextmanager

import av
import pytest
from asgiref.sync import sync_to_async

from studio import engine
from studio.catalog.recipe import Recipe
from studio.jobs import actions, chaining, deliveries, sweeper
from studio.jobs.machine import State
from studio.jobs.models import Attempt, Chain, Job
from studio.library import store
from studio.library.models import Asset

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.crash]

SHOTS = [{"prompt": "Wide", "duration": 1}, {"prompt": "Close", "duration": 2}]
CLIP = {"shots": SHOTS, "width": 1280, "height": 720}


@pytest.fixture
def data(settings, tmp_path):
    """A data folder of its own: a fresh engine file each time."""
    settings.DATA, settings.MEDIA_ROOT = tmp_path, tmp_path / "media"
    return tmp_path


@pytest.fixture
def submit(alice, team, project):
    """submit(**values) -> a short clip of Alice's, drawn here."""

    def submit(key: str = "", **values) -> Job:
        recipe = Recipe("kling-3.0-standard", "text-to-video", "animatic", CLIP | values)
        return actions.submit(alice, team, project, recipe, key or uuid.uuid4().hex)

    return sync_to_async(submit)


@asynccontextmanager
async def studio(data):
    await sweeper.start(data)
    try:
        yield
    finally:
        await sweeper.stop()


async def until(job: Job, *states: State, seconds: float = 60) -> Job:
    deadline = time.monotonic() + seconds
    while True:
        now = await Job.objects.aget(pk=job.pk)
        if now.state in states:
            return now
        assert time.monotonic() < deadline and not now.is_final, f"{now.state}: {now.error or now.fetch_error}"
        await asyncio.sleep(0.05)


async def test_a_job_becomes_a_clip_and_leaves_nothing_behind(data, submit):
    async with studio(data):
        job = await until(await submit(), State.READY)
        while (await Attempt.objects.aget(job=job)).forgotten_at is None:
            await asyncio.sleep(0.05)

    [asset] = [asset async for asset in job.results()]
    with av.open(store.path_of(asset)) as clip:
        video = clip.streams.video[0]
        assert (video.width, video.height, video.frames) == (1280, 720, 72)
    assert (job.done, job.total) == (72, 72)
    assert (asset.recipe, asset.name) == (job.recipe, "Wide")
    assert not deliveries.folder_of(job.pk).exists()
    assert [path.name for path in (data / "animatic").iterdir()] == []


async def test_progress_is_counted_in_frames_that_were_really_drawn(data, submit):
    async with studio(data):
        job = await until(await submit(shots=[{"prompt": "Long", "duration": 15}]), State.RUNNING)
        seen = set()
        while job.state == State.RUNNING:
            job = await Job.objects.aget(pk=job.pk)
            seen.add((job.done, job.total))
            await asyncio.sleep(0.05)
        await until(job, State.READY)

    counted = sorted(done for done, total in seen if total == 360)
    assert counted == sorted(set(counted))
    assert len([done for done in counted if 0 < done < 360]) >= 1


async def test_a_running_job_is_cancelled_and_its_drawing_stops(data, submit, alice):
    async with studio(data):
        job = await until(await submit(shots=[{"prompt": "Long", "duration": 15}]), State.RUNNING)
        asked = time.monotonic()
        await sync_to_async(actions.cancel)(alice, job)
        job = await until(job, State.CANCELLED)

    assert time.monotonic() - asked < 3
    assert job.billed_state == "no"
    assert [path.name for path in (data / "animatic").iterdir()] == []
    assert await job.results().acount() == 0


async def test_a_job_that_was_never_put_in_is_found_by_the_sweeper(data, submit):
    job = await submit()

    async with studio(data):
        await until(job, State.READY)


async def test_a_lost_engine_file_is_rebuilt_from_the_rows(data, submit):
    async with studio(data):
        job = await until(await submit(), State.RUNNING)
    for path in data.glob("engine.sqlite3*"):
        path.unlink()

    async with studio(data):
        job = await until(job, State.READY)

    assert await Attempt.objects.filter(job=job).acount() == 1
    assert await job.results().acount() == 1


async def test_a_run_that_is_over_while_its_job_is_not_is_replaced(data, submit):
    async with studio(data):
        job = await submit()
        await until(job, State.RUNNING)
        await asyncio.to_thread(engine.cancel, job.run_id)
    async with studio(data):
        job = await until(job, State.READY)

    assert job.stumbles == 1
    assert await job.results().acount() == 1


async def test_separate_shots_become_one_film_though_the_studio_stops_in_between(data, alice, project):
    shots = [{"prompt": "Wide", "duration": 2}, {"prompt": "Close", "duration": 5}]
    composed = Recipe("kling-1.6-standard", "text-to-video", "animatic", {"prompt": "", "duration": 5})
    async with studio(data):
        chain = await sync_to_async(chaining.run)(alice, project, composed, shots, "one")
        first = await Job.objects.aget(chain_shot__chain=chain, chain_shot__position=1)
        await until(first, State.READY)
    async with studio(data):
        while not (await Chain.objects.aget()).over_at:
            await asyncio.sleep(0.1)

    assert [job.state async for job in Job.objects.all()] == [State.READY] * 2
    assert await Attempt.objects.acount() == 2
    film = await Asset.objects.aget(job_id=chain.pk)
    assert film.frames == film.frame_rate * 7
