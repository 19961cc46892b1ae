"""The table of states: what is allowed, what is written, what is said."""

from itertools import product

import pytest
from django.db import IntegrityError, transaction

from studio.accounts.changes import changed
from studio.core import clock
from studio.jobs.chains import CLIP, FRAME
from studio.jobs.machine import (
    FINAL,
    SAYINGS,
    TRANSITIONS,
    NotAllowed,
    StaleJob,
    State,
    advance,
    always,
    note,
    saying,
)
from studio.jobs.models import Job

PAIRS = list(product(State, State))
ALLOWED = [(was, to) for was, to in PAIRS if to in TRANSITIONS[was]]
REFUSED = [(was, to) for was, to in PAIRS if to not in TRANSITIONS[was]]


@pytest.fixture
def job_in(submit):
    """job_in(state) -> a job as it is in that state."""

    def make(state: State) -> Job:
        job = submit()
        Job.objects.filter(pk=job.pk).update(state=state, finished_at=clock.now() if state in FINAL else None)
        job.refresh_from_db()
        return job

    return make


def test_the_table_is_the_one_of_the_architecture():
    assert {was: set(to) for was, to in TRANSITIONS.items() if to} == {
        "queued": {"sending", "cancelled"},
        "sending": {"running", "refused", "unknown", "queued"},
        "unknown": {"running", "queued", "failed"},
        "running": {"fetching", "failed", "cancelled"},
        "fetching": {"ready", "failed"},
    }
    assert set(FINAL) == {"ready", "refused", "failed", "cancelled"}


@pytest.mark.parametrize(("was", "to"), ALLOWED)
def test_a_transition_of_the_table_is_made_recorded_and_counted(job_in, was, to):
    job = job_in(was)

    advance(job, to, because="It is time.")

    event = job.events.last()
    assert (job.state, job.version) == (to, 2)
    assert (event.was, event.now, event.words) == (was, to, "It is time.")
    assert (job.finished_at is not None) == (to in FINAL)


@pytest.mark.parametrize(("was", "to"), REFUSED)
def test_any_other_transition_is_refused_and_changes_nothing(job_in, read, was, to):
    job = job_in(was)

    with pytest.raises(NotAllowed, match=f"from {was} to {to}"):
        advance(job, to)

    assert (read(job).state, read(job).version) == (was, 1)


def test_who_comes_second_is_told_so_and_changes_nothing(job_in, read):
    job = job_in(State.RUNNING)
    late = read(job)
    advance(job, State.FETCHING)

    with pytest.raises(StaleJob):
        advance(late, State.CANCELLED, error="never written")

    assert read(job).state == State.FETCHING
    assert read(job).error == ""
    assert job.events.filter(now=State.CANCELLED).count() == 0


def test_facts_are_noted_only_about_the_state_they_belong_to(job_in, read):
    job = job_in(State.RUNNING)
    late = read(job)
    advance(job, State.FETCHING)

    with pytest.raises(StaleJob):
        note(late, done=3, total=9)

    assert read(job).total is None


def test_every_change_is_announced_once_it_is_committed(job_in, django_capture_on_commit_callbacks):
    job = job_in(State.RUNNING)
    heard = []
    changed.connect(hear := lambda **about: heard.append((about["kind"], about["pk"], about["version"])), weak=False)

    try:
        with django_capture_on_commit_callbacks(execute=True):
            note(job, done=1, total=9)
            advance(job, State.FETCHING)
            assert heard == []
    finally:
        changed.disconnect(hear)

    assert heard == [("job", str(job.pk), 2), ("job", str(job.pk), 3)]


def test_sending_twice_keeps_the_first_start(job_in):
    job = job_in(State.QUEUED)
    advance(job, State.SENDING)
    first = job.started_at
    advance(job, State.QUEUED)

    advance(job, State.SENDING)

    assert job.started_at == first


@pytest.mark.parametrize(
    "broken",
    [
        {"state": "lost"},
        {"state": "ready"},
        {"finished_at": clock.now()},
        {"fetch_error": "It ended early."},
        {"done": 5, "total": 3},
        {"estimate_amount": 1},
        {"billed_state": "perhaps"},
        {"billed_state": "no", "billed_amount": 1},
    ],
)
def test_the_database_itself_refuses_what_cannot_be(job_in, broken):
    job = job_in(State.QUEUED)
    Job.objects.filter(pk=job.pk).update(estimate_amount=None, estimate_currency="")

    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.filter(pk=job.pk).update(**broken)


# Words


@pytest.mark.parametrize("state", State)
def test_every_state_ends_with_words_that_always_fit(state):
    rows = [fits for of, fits, _ in SAYINGS if of == state]

    assert rows[-1] is always
    assert always not in rows[:-1]


@pytest.mark.parametrize(
    ("state", "facts", "label", "sentence"),
    [
        (State.QUEUED, {}, "Waiting for a slot", "Nothing is sent or billed yet."),
        (State.SENDING, {}, "Sending", "On its way to Runware."),
        (State.RUNNING, {"done": 3, "total": 9}, "Running", "Frame 3 of 9."),
        (State.RUNNING, {"words": "Third in line."}, "Running", "Third in line."),
        (State.RUNNING, {"cancel_requested_at": clock.now()}, "Cancelling", "Runware is being asked to stop."),
        (State.RUNNING, {"cancel_answer": "It cannot be stopped."}, "Asked to cancel", "It cannot be stopped."),
        (State.FETCHING, {"fetch_error": "It ended early."}, "Fetching stopped", "It ended early."),
        (State.REFUSED, {"error": "Too long."}, "Refused", "Too long."),
        (State.UNKNOWN, {"words": "No answer in time."}, "Unknown", "The reply was lost. No answer in time."),
    ],
)
def test_words_follow_from_state_and_facts(job_in, state, facts, label, sentence):
    job = job_in(state)
    for name, value in facts.items():
        setattr(job, name, value)

    said = saying(job)

    assert said.label == label
    assert said.sentence.endswith(sentence)


@pytest.mark.parametrize("handing", [FRAME, CLIP])
def test_what_waits_for_another_job_says_for_which(job_in, handing):
    job = job_in(State.QUEUED)
    job.awaits, job.held_because = Job(), handing.waits_for(1)

    said = saying(job)

    assert (said.label, said.sentence) == ("Waiting for the one before", handing.waits_for(1))


def test_what_a_provider_says_is_printed_as_it_is(job_in):
    job = job_in(State.RUNNING)
    job.words = "Waiting for {gpu} {0} %s"

    assert saying(job).sentence == "Waiting for {gpu} {0} %s"


def test_percent_is_told_only_where_frames_are_counted(job_in):
    job = job_in(State.RUNNING)

    assert job.percent is None
    job.done, job.total = 30, 120
    assert job.percent == 25
