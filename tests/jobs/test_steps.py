"""What comes before the job itself: inputs that are stored, helpers that are waited for. Through the Toy."""

from contextlib import suppress
from datetime import timedelta
from decimal import Decimal

import httpx
import pytest
from asgiref.sync import async_to_sync

from studio.accounts.models import ProviderKey
from studio.core import clock
from studio.jobs import actions, helpers, late, ledger, shelves, sweeper
from studio.jobs.machine import State
from studio.jobs.models import Attempt, Job
from studio.library.models import Handle
from studio.providers.base import Promise

from .toy import IDEMPOTENT, NOTHING, ONLY_LOOK_UP, Killed, killed_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def first(promised):
    """first("helper", helper=…): what comes before the submit, and what the endpoints promise."""

    def first(what: str, promise: Promise = IDEMPOTENT, helper: Promise = NOTHING) -> None:
        promised(promise, first=what, promised_helper=helper)

    return first


# Helpers that are tasks of their own


def test_a_helper_is_waited_for_by_its_own_ticket_and_its_answer_is_filled_in(submit, drive, toy, first):
    first("helper")
    toy.polls_until_done = 3

    job = drive(submit())

    helper, sent = job.attempts.all()
    assert (helper.purpose, helper.doing, helper.answer) == ("helper", "making a voice", {"file": "made as voice-1"})
    assert (helper.ticket["id"], helper.request_id) == ("voice-1", "request for voice-1")
    assert toy.jobs["there-1"]["of"] == "made as voice-1"
    assert toy.seen.count("GET /voices/voice-1") == 3
    assert (job.state, sent.position) == (State.READY, 2)


def test_what_helpers_cost_is_on_their_attempt_and_in_the_jobs_sum(submit, drive, toy, first):
    for what, cost in (("helper", "0.01"), ("quick helper", "0.02")):
        first(what)

        job = drive(submit())

        assert [attempt.billed_amount for attempt in job.attempts.all()] == [Decimal(cost), Decimal("0.25")]
        assert (job.billed_state, job.billed_amount) == ("yes", Decimal("0.25") + Decimal(cost))
    assert job.attempts.first().request_id == "request 9"


def test_while_a_helper_is_made_the_card_says_so(submit, drive, toy, first, monkeypatch):
    first("helper")
    said = []
    go_on = helpers.outcomes.go_on
    monkeypatch.setattr(helpers.outcomes, "go_on", lambda job, words: (go_on(job, words), said.append(job.says())))

    drive(submit())

    assert [(one.label, one.sentence) for one in said] == [("Preparing", "First: making a voice.")]


def test_a_helper_that_fails_there_ends_the_job_which_was_not_sent(submit, drive, toy, first):
    first("helper")
    toy.voice_fails = "Nobody speaks in it."

    job = drive(submit())

    assert (job.state, job.error_field) == (State.REFUSED, "voices")
    assert job.error == "Making a voice failed, and the job itself was not sent. Nobody speaks in it."
    assert (job.billed_state, job.billed_amount) == ("yes", Decimal("0.01"))
    assert ledger.current(job).state == "accepted"
    assert toy.jobs == {}


@pytest.mark.crash
def test_a_helper_is_never_made_twice_by_being_killed(submit, drive, toy, first):
    first("helper")
    job = submit()
    with killed_at(-1, toy) as happened:
        drive(job, kept=False)
    points = range(1, happened["all"] + 1)
    unknown = 0

    for point in points[::2]:
        toy.forget()
        job = submit()
        with killed_at(point, toy), suppress(Killed):
            drive(job, kept=False)
        job = drive(job, kept=False)

        assert max(toy.charges.values(), default=0) <= 1, f"charged twice when killed at {point}"
        assert len(toy.voices) <= 1, f"made twice when killed at {point}"
        unknown += job.state == State.UNKNOWN
        assert job.state in (State.FETCHING, State.UNKNOWN)
    assert unknown >= 1


def test_killed_while_waiting_it_goes_on_asking(submit, drive, toy, first):
    first("helper")
    job = submit()
    toy.faults.append(("/voices/voice-1", "before", Killed()))
    with suppress(Killed):
        drive(job, runs=1)
    assert (Job.objects.get().state, ledger.current(job).state) == (State.SENDING, "accepted")

    job = drive(job)

    assert (job.state, len(toy.voices), toy.charged) == (State.READY, 1, 2)


@pytest.mark.parametrize("what", ["helper", "quick helper"])
def test_a_lost_reply_of_a_helper_is_unknown_and_says_which_it_was(submit, drive, toy, first, what):
    first(what)
    toy.faults.append(("/voices" if what == "helper" else "/faces", "after", httpx.ReadTimeout("slow")))

    job = drive(submit())

    doing = "making a voice" if what == "helper" else "finding the faces"
    assert (job.state, ledger.current(job).state) == (State.UNKNOWN, "uncertain")
    assert f"It was about {doing}, which comes first: the job itself was not sent." in job.says().sentence
    assert toy.charged == 1


def test_a_lost_reply_of_a_helper_is_looked_up_where_that_is_promised(submit, drive, toy, first):
    first("helper", helper=ONLY_LOOK_UP)
    toy.faults.append(("/voices", "after", httpx.ReadTimeout("slow")))

    job = drive(submit())

    assert (job.state, len(toy.voices), toy.charged) == (State.READY, 1, 2)


def test_a_helper_that_is_found_later_lets_the_job_go_on(submit, drive, toy, first):
    first("helper", helper=ONLY_LOOK_UP)
    toy.faults += [("/voices", "after", httpx.ReadTimeout("slow")), ("/ours", "before", httpx.ReadTimeout("slow"))]
    job = drive(submit())
    assert job.state == State.UNKNOWN

    Attempt.objects.update(looked_at=clock.now() - sweeper.LOOK_UP_EVERY)
    async_to_sync(sweeper.look_up_unknown)(toy.client())

    assert Job.objects.get().state == State.QUEUED
    assert drive(job).state == State.READY
    assert (len(toy.voices), toy.charged) == (1, 2)


def test_sent_again_by_a_person_the_helper_is_made_anew(submit, drive, toy, first, alice):
    first("helper")
    toy.faults.append(("/voices", "after", httpx.ReadTimeout("slow")))
    job = drive(submit())

    job = drive(actions.send_again(alice, job))

    assert job.state == State.READY
    assert [attempt.state for attempt in job.attempts.all()] == ["uncertain", "accepted", "accepted"]


def test_a_job_that_is_cancelled_while_its_helper_is_made_is_not_sent(submit, drive, toy, first, alice, monkeypatch):
    first("helper")
    toy.polls_until_done = 99
    monkeypatch.setattr(helpers.outcomes, "go_on", lambda job, words: actions.cancel(alice, job))

    job = drive(submit())

    assert (job.state, toy.jobs) == (State.CANCELLED, {})
    assert job.billed_state == "unknown", "the voice was not finished, and nobody said what it cost"


@pytest.fixture
def account(first, team):
    """The account that jobs go through, and on which voices are made."""
    first("helper")
    return ProviderKey.objects.create(team=team, provider="runware", sealed="x", hook_token="x")


@pytest.mark.parametrize("by", ["cancelling the job", "revoking the key"])
def test_a_helper_that_is_not_wanted_any_more_is_billed_and_kept(account, submit, drive, toy, monkeypatch, by):
    toy.polls_until_done = 99
    revoke = ProviderKey.objects.filter(pk=account.pk).update
    ways = {
        "cancelling the job": lambda job, words: actions.cancel(job.owner, job),
        "revoking the key": lambda job, words: revoke(revoked_at=clock.now()),
    }
    monkeypatch.setattr(helpers.outcomes, "go_on", ways[by])
    monkeypatch.setitem(shelves.ANSWERS, "file", "voice")
    job = submit()
    Job.objects.update(account=account)
    job = drive(job)
    assert (job.is_final, job.billed_state, job.account) == (True, "unknown", account)

    toy.polls_until_done = 1
    async_to_sync(late.follow)(toy.client())

    now = Job.objects.get()
    assert (now.state, now.billed_state, now.billed_amount) == (job.state, "yes", Decimal("0.01"))
    assert Handle.objects.get().its_id == "made as voice-1"
    assert not Attempt.objects.filter(late=True).exists()


def test_a_helper_that_the_provider_does_not_know_any_more_ends_the_job_and_may_come_late(
    submit, drive, toy, first, monkeypatch
):
    first("helper")
    monkeypatch.setattr(helpers, "LOST_AFTER", timedelta(0))
    toy.polls_until_done = 1
    toy.faults.append(("/voices/voice-1", "status", 404))

    job = drive(submit())

    assert (job.state, job.billed_state, toy.jobs) == (State.REFUSED, "unknown", {})
    assert job.error.startswith("Making a voice was lost there, and the job itself was not sent.")
    async_to_sync(late.follow)(toy.client())
    assert Job.objects.get().billed_amount == Decimal("0.01")


def test_a_helper_that_is_done_is_not_made_again_when_the_job_is_put_off(submit, drive, toy, first):
    first("helper")
    toy.faults.append(("/jobs", "status", 429))

    job = drive(submit())

    assert (job.state, len(toy.voices), toy.seen.count("POST /jobs")) == (State.READY, 1, 2)


# Inputs


def test_an_upload_that_is_checked_there_is_asked_after_in_place(submit, drive, toy, first):
    first("storage", NOTHING)
    toy.polls_until_done = 4

    job = drive(submit(), runs=1)

    assert job.state == State.READY
    assert toy.seen.count("GET /checks") == 4
    assert job.stumbles == 0
    assert [attempt.billed_state for attempt in job.attempts.all()] == ["no", "no", "no", "yes"]


def test_an_upload_whose_address_expired_is_announced_again(submit, drive, toy, first):
    first("storage", NOTHING)
    toy.faults.append(("/bytes", "status", 403))

    job = drive(submit(), runs=1)

    assert job.state == State.READY
    assert toy.seen.count("POST /announcements") == 2
    assert [one for one in toy.seen if one.startswith("PUT")] == ["PUT /bytes/1", "PUT /bytes/3"]


def test_an_upload_that_is_announced_again_in_vain_ends_the_job(submit, drive, toy, first):
    first("storage", NOTHING)
    toy.faults += [("/bytes", "status", 403)] * 2

    job = drive(submit(), runs=1)

    assert (job.state, job.billed_state) == (State.REFUSED, "no")
    assert "It was announced anew, and that did not help." in job.error


def test_trouble_of_the_storage_puts_the_job_off(submit, drive, toy, first):
    first("storage", NOTHING)
    toy.faults.append(("/bytes", "status", 500))

    job = drive(submit(), runs=1)

    assert job.state == State.QUEUED
    assert drive(job).state == State.READY
