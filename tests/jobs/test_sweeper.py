"""What the sweeper finds and removes; that it puts jobs back into the engine is tested with the engine."""

import httpx
import pytest
from asgiref.sync import async_to_sync
from django.conf import settings

from studio.core import clock
from studio.jobs import deliveries, ledger, sweeper
from studio.jobs.machine import State
from studio.jobs.models import Attempt, Job
from studio.library import store

from .toy import NOTHING, ONLY_LOOK_UP

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _toy(promised):
    """An endpoint that promises everything."""


def folder_with_a_file(job_id) -> None:
    folder = deliveries.folder_of(job_id)
    folder.mkdir(parents=True)
    (folder / "0").write_bytes(b"clip")


def test_files_of_jobs_that_are_over_go_and_those_of_others_stay(submit):
    over, fetching = submit(), submit()
    Job.objects.filter(pk=over.pk).update(state=State.FAILED, finished_at=clock.now())
    for job in (over, fetching):
        folder_with_a_file(job.pk)
    folder_with_a_file("00000000-0000-4000-8000-000000000000")

    async_to_sync(sweeper.sweep_folders)()

    assert [path.name for path in deliveries.jobs_folder().iterdir()] == [str(fetching.pk)]


def test_at_start_all_that_was_coming_in_goes_but_fetched_results(submit):
    folder_with_a_file(submit().pk)
    left = settings.DATA / "incoming" / "keep-abc"
    left.mkdir()

    store.clear_incoming(but={deliveries.jobs_folder().name})

    assert not left.exists()
    assert deliveries.jobs_folder().exists()


def test_an_unknown_job_that_the_provider_knows_after_all_goes_on(submit, drive, toy, promised):
    promised(ONLY_LOOK_UP)
    toy.faults += [("/jobs", "after", httpx.ReadTimeout("slow")), ("/ours", "before", httpx.ReadTimeout("slow"))]
    job = drive(submit())
    assert (job.state, ledger.current(job).looked) == (State.UNKNOWN, 1)

    async_to_sync(sweeper.look_up_unknown)(toy.client())
    assert Job.objects.get().state == State.UNKNOWN, "it was asked a moment ago"
    Attempt.objects.update(looked_at=clock.now() - sweeper.LOOK_UP_EVERY)
    async_to_sync(sweeper.look_up_unknown)(toy.client())

    assert Job.objects.get().state == State.RUNNING
    assert drive(job).state == State.READY
    assert toy.charged == 1


def test_an_unknown_job_that_nobody_knows_stays_unknown_and_is_counted(submit, drive, toy, promised):
    promised(ONLY_LOOK_UP)
    toy.faults.append(("/jobs", "before", httpx.ReadTimeout("slow")))
    job = drive(submit())

    Attempt.objects.update(looked_at=None)
    async_to_sync(sweeper.look_up_unknown)(toy.client())

    assert Job.objects.get().state == State.UNKNOWN
    assert ledger.current(job).looked == 2


def test_where_nothing_can_be_looked_up_nothing_is_asked(submit, drive, toy, promised):
    promised(NOTHING)
    toy.faults.append(("/jobs", "before", httpx.ReadTimeout("slow")))
    drive(submit())

    async_to_sync(sweeper.look_up_unknown)(toy.client())

    assert toy.seen == ["POST /jobs"]


def test_a_run_that_broke_gives_the_job_another_run_after_a_growing_pause(submit):
    job = submit()

    sweeper.give_new_run(job)
    once = Job.objects.get()
    sweeper.give_new_run(job)
    assert Job.objects.get().run_id == once.run_id, "the job is not driven by that run any more"
    sweeper.give_new_run(once)
    twice = Job.objects.get()

    assert len({job.run_id, once.run_id, twice.run_id}) == 3
    assert twice.not_before > once.not_before
    assert twice.stumbles == 2
