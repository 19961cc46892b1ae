"""Polls and webhooks end in one update: replays, reordering and late ones change nothing."""

from decimal import Decimal

import pytest
from asgiref.sync import async_to_sync
from hypothesis import given
from hypothesis import strategies as st

from studio.jobs import ledger, workflow
from studio.jobs.actions import apply_update, send_again, settle_unknown
from studio.jobs.machine import FINAL, State
from studio.jobs.models import Job
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
