"""Polls and webhooks end in one update: replays, reordering and late ones change nothing."""

from decimal import Decimal

import pytest
from asgiref.sync import async_to_sync
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from studio.core import clock
from studio.jobs import ledger, workflow
from studio.jobs.actions import apply_update, send_again, settle_unknown
from studio.jobs.driving import new_run
from studio.jobs.machine import FINAL, State, note
from studio.jobs.models import Attempt, Job
from studio.jobs.updates import apply_poll
from studio.providers.base import NOT_BILLED, Billed, Output, Phase, Update
from tests.catalog.strategies import examples

from .toy import NOTHING

pytestmark = pytest.mark.django_db

BILL = Billed(state="yes", amount=Decimal("0.25"), currency="USD")
DONE = Update(phase=Phase.DONE, outputs=(Output(url="http://toy/files/there-1/0"),), billed=BILL)
FAILED = Update(phase=Phase.FAILED, error="It broke.", field="prompt")
CANCELLED = Update(phase=Phase.CANCELLED, billed=NOT_BILLED)


def frames(done: int) -> Update:
    return Update(phase=Phase.RUNNING, done=done, total=100)


@pytest.fixture
def running(submit, toy):
    """running() -> a job that the provider has just accepted, and its attempt."""

    def make():
        job = submit()
        async_to_sync(workflow.submit)(str(job.pk), str(job.run_id), client=toy.client())
        job.refresh_from_db()
        return job, ledger.current(job)

    return make


def test_frames_count_up_and_never_down(running):
    job, attempt = running()

    for done in (10, 50, 30, 50):
        job = apply_update(attempt.pk, frames(done))

    assert (job.done, job.total) == (50, 100)


def test_what_is_not_new_is_not_written(running):
    job, attempt = running()
    once = apply_update(attempt.pk, frames(10))

    again = apply_update(attempt.pk, frames(10))

    assert again.version == once.version


def test_the_run_that_read_the_job_writes_its_progress_with_one_statement(running):
    job, attempt = running()

    with CaptureQueriesContext(connection) as asked:
        job = apply_poll(job, attempt, frames(10))
        assert apply_poll(job, attempt, frames(10)) is job, "nothing new, nothing written"

    first_words = [query["sql"].split()[0] for query in asked.captured_queries]
    assert first_words == ["SAVEPOINT", "UPDATE", "RELEASE"]
    assert as_it_is(job) == as_it_is(Job.objects.get(pk=job.pk))


def test_a_job_that_was_touched_is_read_again_before_a_poll_is_believed(running):
    job, attempt = running()
    ahead = apply_update(attempt.pk, frames(50))
    note(ahead, cancel_requested_at=clock.now())

    job = apply_poll(job, attempt, frames(30))

    assert (job.done, job.cancel_requested_at) == (50, ahead.cancel_requested_at)
    assert as_it_is(job) == as_it_is(Job.objects.get(pk=job.pk))


def test_a_poll_of_a_run_that_was_replaced_still_ends_in_the_same_update(running):
    job, attempt = running()
    Job.objects.filter(pk=job.pk).update(run_id=new_run(), version=job.version + 1)

    job = apply_poll(job, attempt, frames(30))

    assert (job.done, job.run_id) == (30, Job.objects.get(pk=job.pk).run_id)


def test_what_a_poll_tells_about_money_and_an_end_is_applied_too(running):
    job, attempt = running()

    job = apply_poll(job, attempt, Update(phase=Phase.RUNNING, done=5, total=100, billed=BILL))
    job = apply_poll(job, attempt, DONE)

    assert (job.state, job.billed_amount) == (State.FETCHING, Decimal("0.25"))
    assert as_it_is(job) == as_it_is(Job.objects.get(pk=job.pk))


def test_an_attempt_is_known_without_being_read_again(running):
    _, attempt = running()

    ledger.count_resend(attempt)
    ledger.learned(attempt, {"file": "there"})

    assert attempt.resent == 1
    assert as_it_is(attempt) == as_it_is(Attempt.objects.get(pk=attempt.pk))


def as_it_is(row) -> dict[str, object]:
    """Every column, as text where it would be read as a number of digits."""
    return {field.attname: str(getattr(row, field.attname)) for field in row._meta.concrete_fields}


def test_an_unknown_status_word_is_no_failure(running):
    job, attempt = running()

    job = apply_update(attempt.pk, Update(phase=Phase.UNKNOWN, words="warming-up"))

    assert (job.state, job.words) == (State.RUNNING, "warming-up")


@pytest.mark.parametrize(
    ("update", "state"), [(DONE, State.FETCHING), (FAILED, State.FAILED), (CANCELLED, State.CANCELLED)]
)
def test_the_same_end_told_twice_is_one_end(running, update, state):
    job, attempt = running()
    once = apply_update(attempt.pk, update)

    again = apply_update(attempt.pk, update)

    assert (once.state, again.state) == (state, state)
    assert again.version == once.version
    assert job.events.filter(now=state).count() == 1


def test_the_first_end_stands(running):
    _, attempt = running()
    apply_update(attempt.pk, DONE)

    job = apply_update(attempt.pk, FAILED)

    assert (job.state, job.error) == (State.FETCHING, "")


def test_money_that_is_told_later_is_still_written_down(running):
    _, attempt = running()
    unpriced = Update(phase=Phase.DONE, outputs=DONE.outputs)
    assert apply_update(attempt.pk, unpriced).billed_state == "unknown"

    job = apply_update(attempt.pk, DONE)

    assert (job.billed_state, job.billed_amount) == ("yes", Decimal("0.25"))


def test_a_late_unknown_does_not_wipe_out_a_known_bill(running):
    _, attempt = running()
    apply_update(attempt.pk, DONE)

    job = apply_update(attempt.pk, frames(99))

    assert (job.billed_state, job.billed_amount) == ("yes", Decimal("0.25"))


def test_an_older_attempt_found_late_only_adds_to_the_bill(running, alice, toy, submit, drive, promised):
    import httpx

    promised(NOTHING)
    toy.faults.append(("/jobs", "after", httpx.ReadTimeout("slow")))
    job = drive(submit())
    old = ledger.current(job)
    job = drive(send_again(alice, job))

    job = apply_update(old.pk, DONE)

    assert job.state == State.READY
    assert job.billed_amount == Decimal("0.50")
    assert settle_unknown(alice, job).state == State.READY


@examples(25)
@given(st.lists(st.sampled_from([frames(10), frames(60), DONE, FAILED, CANCELLED]), min_size=1, max_size=8))
def test_any_order_with_any_replays_ends_as_its_first_end_says(running, updates):
    job, attempt = running()

    for update in updates:
        apply_update(attempt.pk, update)

    ends = [update.phase for update in updates if update.phase is not Phase.RUNNING]
    means = {Phase.DONE: "fetching", Phase.FAILED: "failed", Phase.CANCELLED: "cancelled"}
    now = Job.objects.get(pk=job.pk)
    assert now.state == (means[ends[0]] if ends else "running")
    assert job.events.filter(now__in=["fetching", *FINAL]).exclude(was="fetching").count() == min(1, len(ends))
