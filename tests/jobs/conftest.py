"""A job through the Toy, driven as the engine would drive it, without the engine."""

import shutil
import uuid
from collections.abc import Callable
from functools import partial

import pytest
from asgiref.sync import async_to_sync

from studio.catalog.recipe import Recipe
from studio.jobs import actions, deliveries, lanes, letters, workflow
from studio.jobs.machine import State
from studio.jobs.models import Job
from studio.providers import registry

from .toy import IDEMPOTENT, Counter, Toy

TOY_RECIPE = Recipe(
    "kling-image-o1", "text-to-image", "runware", {"prompt": "A lighthouse", "width": 1024, "height": 1024}
)


@pytest.fixture
def toy(monkeypatch):
    """The Toy stands in for Runware, in the catalog's routes and in the registry."""
    monkeypatch.setitem(registry.PROVIDERS, "runware", f"{Toy.__module__}.Toy")
    monkeypatch.delitem(registry._made, "runware", raising=False)
    monkeypatch.setattr(letters, "RESEND_PAUSE_S", 0)
    monkeypatch.setattr(workflow, "PROGRESS_S", 0)
    lanes.brake.release()
    yield Counter()
    registry._made.pop("runware", None)


@pytest.fixture
def promised(toy):
    """promised(Promise(...)) sets what the Toy's endpoint promises."""

    def set_(promise, **more):
        adapter = registry.get("runware")
        adapter.promised = promise
        toy.idempotent = promise.idempotent_resend
        for name, value in more.items():
            setattr(adapter, name, value)

    set_(IDEMPOTENT)
    return set_


@pytest.fixture
def submit(alice, team, project, toy) -> Callable[..., Job]:
    """submit(key=…, **values) -> a job of Alice's through the Toy."""

    def submit(key: str | None = None, **values) -> Job:
        recipe = Recipe(TOY_RECIPE.model, TOY_RECIPE.task, "runware", {**TOY_RECIPE.values, **values})
        return actions.submit(alice, team, project, recipe, key or uuid.uuid4().hex)

    return submit


@pytest.fixture
def drive(toy) -> Callable[[Job], Job]:
    """drive(job): run it as the engine does, again and again, until it is over or waits for a person or for later.

    With `kept=False` it stops once the files are fetched.
    """

    @async_to_sync
    async def drive(job: Job, *, kept: bool = True, runs: int = 20) -> Job:
        client = toy.client()
        for _ in range(runs):
            now = await Job.objects.aget(pk=job.pk)
            fetched = not kept and deliveries.folder_of(now.pk).joinpath("0").exists()
            if now.is_final or now.state == State.UNKNOWN or now.fetch_error or fetched:
                break
            await run_once(now, client, kept)
        return await Job.objects.aget(pk=job.pk)

    return drive


async def run_once(job: Job, client, kept: bool) -> None:
    """One run of the workflow, its steps bound to the client."""
    names = ("submit", "wait", "fetch", "keep")
    steps = {name: partial(getattr(workflow, name), client=client) for name in names}
    await workflow.run(str(job.pk), str(job.run_id), **steps | ({} if kept else {"keep": _nothing}))


async def _nothing(job_id: str, run_id: str) -> bool:
    return False


@pytest.fixture(autouse=True)
def _clean_folders():
    yield
    shutil.rmtree(deliveries.jobs_folder(), ignore_errors=True)


@pytest.fixture
def read(db):
    """read(job): the row as it is now."""
    return lambda job: Job.objects.get(pk=job.pk)
