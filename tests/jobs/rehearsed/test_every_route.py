"""One job of every route, from `submit` to files that open, and a ledger that says what the stand-ins charged."""

import time
from collections.abc import Iterator
from pathlib import Path

import av
import pytest
from PIL import Image

from studio.catalog.tasks import TASKS
from studio.jobs.deliveries import jobs_folder
from studio.jobs.machine import State
from studio.jobs.models import Job
from studio.library import store
from tests.catalog.routes import named, through
from tests.catalog.smallest import smallest

from .bills import Till
from .conftest import PARTS

pytestmark = [pytest.mark.django_db, pytest.mark.crash]


@pytest.fixture
def files(file, voice, submit, drive, settings):
    """files(provider) -> a media value of each kind. Kling extends only clips that it made itself, and fetches them."""
    settings.HOOKS_URL = "https://dailies.example.com"

    def files(provider: str) -> dict[str, dict[str, str]]:
        found = {"image": file("astronaut.jpg"), "video": file("numbered-24fps.mp4"), "audio": voice("speech.mp3")}
        if provider == "kling":
            [clip] = drive(submit("kling-1.6-pro", "text-to-video", "kling", prompt="A pier", duration=5)).results()
            found["video"] = {"asset": str(clip.pk)}
        return found

    return files


@pytest.mark.parametrize("provider", PARTS)
def test_a_job_of_every_route_makes_files_that_open_and_costs_what_was_charged(
    provider, submit, drive_all, files, stage, record_property
):
    till, inputs, began = Till(stage, provider), files(provider), time.monotonic()
    stage.turn(longest_side=320)
    routes = through(provider)

    jobs = drive_all([submit(slug, route.task, provider, **smallest(route, inputs)) for slug, route in routes])

    told = [(named(slug, route), fault(job)) for (slug, route), job in zip(routes, jobs, strict=True)]
    assert [row for row in told if row[1]] == []
    assert till.disagreements() == []
    assert till.strangers() == set()
    assert left_over() == []
    record_property("rows", len(routes))
    print(f"\n{provider}: {len(routes)} routes in {time.monotonic() - began:.0f} s")


def fault(job: Job) -> str:
    """What is wrong with how a job ended; nothing where all is well."""
    if job.state != State.READY or job.error:
        return f"{job.state}: {job.error or job.fetch_error or job.words}"
    made, kind = list(job.results()), TASKS[job.task].output
    if kind == "data":
        return "" if not made and job.attempts.get(purpose="submit").answer else "there is no answer"
    closed = [str(error) for asset in made for error in faults_of(asset.kind, store.path_of(asset))]
    return "; ".join(closed) if closed or kind in {asset.kind for asset in made} else f"there is no {kind}"


def faults_of(kind: str, path: Path) -> Iterator[Exception]:
    """What keeps a file from being opened and read to its end."""
    try:
        Image.open(path).load() if kind == "image" else decode(path, kind)
    except (OSError, av.FFmpegError, IndexError) as error:
        yield error


def decode(path: Path, kind: str) -> None:
    """Every frame of it. Raises IndexError where there is none."""
    with av.open(str(path)) as container:
        stream = getattr(container.streams, kind)[0]
        assert sum(1 for _ in container.decode(stream)) > 0


def left_over() -> list[str]:
    """What still lies where files come in: nothing does once all jobs are over."""
    folders = (store.incoming(), jobs_folder())
    found = [path for folder in folders if folder.exists() for path in folder.iterdir()]
    return [path.name for path in found if path != jobs_folder()]
