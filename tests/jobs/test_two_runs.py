"""A job that is held, or held and released, in the very moment in which its first run takes it out of the queue."""

from unittest.mock import AsyncMock

import pytest
from asgiref.sync import async_to_sync

from studio.core import clock
from studio.jobs import lanes, order, sending, workflow
from studio.jobs.machine import StaleJob, State, note
from studio.jobs.models import Job

from .toy import NOTHING

pytestmark = pytest.mark.django_db


@pytest.fixture
def read_by_its_run(submit, promised, read):
    """A job with a slot, as its first run has read it. Nothing is promised: sent twice is charged twice."""
    promised(NOTHING)
    job = submit()
    lanes.give(lanes.lane_of(job))
    return read(job)


def test_a_job_that_is_held_meanwhile_is_not_sent(alice, read_by_its_run, read, toy):
    order.hold(alice, read(read_by_its_run))

    assert sending.begin(read_by_its_run) is None

    now = read(read_by_its_run)
    assert (now.state, bool(now.held_because), toy.seen) == (State.QUEUED, True, [])


def test_a_job_that_is_held_and_released_meanwhile_is_left_to_its_new_run(
    alice, read_by_its_run, read, toy, monkeypatch
):
    job = read_by_its_run
    order.hold(alice, read(job))
    released = order.release(alice, read(job))
    lanes.give(lanes.lane_of(released))
    sending.begin(read(job))
    monkeypatch.setattr(workflow, "ours", AsyncMock(return_value=job))

    goes_on = async_to_sync(workflow.submit)(str(job.pk), str(job.run_id), client=toy.client())

    assert (goes_on, toy.seen) == (False, [])
    assert Job.objects.to_be_driven().get().run_id == released.run_id


def test_a_job_on_its_way_is_driven_whatever_had_held_it(read_by_its_run):
    Job.objects.update(state=State.SENDING, started_at=clock.now(), held_because="Held by Alice.")

    assert Job.objects.to_be_driven().get() == read_by_its_run


def test_who_holds_a_row_of_an_older_run_changes_nothing(alice, read_by_its_run, read):
    order.hold(alice, read(read_by_its_run))

    with pytest.raises(StaleJob, match="given to another run"):
        note(read_by_its_run, words="It is mine.")

    assert read(read_by_its_run).words == ""
