"""A job's way through the Toy, with everything that can happen on it."""

import uuid
from contextlib import suppress
from datetime import timedelta
from decimal import Decimal

import httpx
import pytest
from asgiref.sync import async_to_sync, sync_to_async
from django.db.models import F

from studio.jobs import actions, deliveries, ledger, workflow
from studio.jobs.asking import Asker
from studio.jobs.card import cards
from studio.jobs.machine import State
from studio.jobs.models import Job
from studio.library.models import Asset
from studio.providers.base import Promise, Ticket
from studio.providers.client import Client

from .conftest import run_once
from .toy import NOTHING, ONLY_LOOK_UP, Killed, Toy

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _toy(promised):
    """Every test starts with an endpoint that promises everything."""


def test_a_job_is_submitted_waited_for_fetched_and_kept(submit, drive, toy):
    job = drive(submit())

    assert [event.now for event in job.events.all()] == ["queued", "sending", "running", "fetching", "ready"]
    assert [asset.output_index for asset in job.results()] == [0]
    assert (job.billed_state, job.billed_amount, job.billed_currency) == ("yes", Decimal("0.25"), "USD")
    assert toy.charged == 1
    assert not deliveries.folder_of(job.pk).exists()


def test_every_output_is_kept_with_the_recipe_and_its_share_of_the_bill(submit, drive):
    job = drive(submit(takes=2))

    assets = list(job.results())
    assert [asset.output_index for asset in assets] == [0, 1]
    assert {asset.billed_amount for asset in assets} == {Decimal("0.25")}
    assert assets[0].recipe == job.recipe


def test_a_run_that_the_job_was_taken_from_steps_aside(submit, drive, toy, read):
    job = submit()
    old = read(job)
    Job.objects.filter(pk=job.pk).update(run_id=uuid.uuid4())

    async_to_sync(run_once)(old, toy.client(), True)

    assert read(job).state == State.QUEUED
    assert toy.seen == []


# What comes back from a submit


NOTHING_LEFT = [httpx.ConnectError("refused"), httpx.ConnectTimeout("slow"), httpx.PoolTimeout("full")]
MAYBE_LEFT = [
    httpx.ReadTimeout("slow"),
    httpx.ReadError("reset"),
    httpx.WriteError("reset"),
    httpx.WriteTimeout("slow"),
    httpx.RemoteProtocolError("closed"),
]


@pytest.mark.parametrize("error", NOTHING_LEFT, ids=lambda error: type(error).__name__)
def test_when_no_connection_was_made_the_job_waits_and_keeps_its_id(submit, drive, toy, promised, error):
    promised(NOTHING)
    toy.faults.append(("/jobs", "before", error))

    job = drive(submit(), runs=1)

    attempt = ledger.current(job)
    assert (job.state, attempt.state, attempt.sent_at) == (State.QUEUED, "prepared", None)
    assert job.not_before is not None
    assert job.says().sentence.startswith("Toy could not be reached. Nothing was sent. It is tried again at")
    job = drive(job)
    assert (job.state, toy.charges) == (State.READY, {str(attempt.pk): 1})


def test_a_provider_that_asks_to_wait_is_waited_for(submit, drive, toy, promised):
    promised(NOTHING)
    toy.faults.append(("/jobs", "status", 429))

    job = drive(submit(), runs=1)

    assert job.state == State.QUEUED
    assert 25 < (job.not_before - job.events.last().at).total_seconds() < 31
    assert drive(job).state == State.READY
    assert toy.charged == 1


@pytest.mark.parametrize("error", MAYBE_LEFT, ids=lambda error: type(error).__name__)
@pytest.mark.parametrize("when", ["before", "after"])
def test_a_lost_answer_is_never_sent_again_where_nothing_is_promised(submit, drive, toy, promised, error, when):
    promised(NOTHING)
    toy.faults.append(("/jobs", when, error))

    job = drive(submit())

    assert (job.state, ledger.current(job).state) == (State.UNKNOWN, "uncertain")
    assert toy.seen == ["POST /jobs"]
    assert job.billed_state == "unknown"


@pytest.mark.parametrize("status", [500, 503, 200, 302])
def test_an_answer_that_makes_no_sense_is_a_lost_answer(submit, drive, toy, promised, status):
    promised(NOTHING)
    toy.faults.append(("/jobs", "status", status))

    assert drive(submit()).state == State.UNKNOWN


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_lost_answer_is_looked_up_where_that_can_be_done(submit, drive, toy, promised, when):
    promised(ONLY_LOOK_UP)
    toy.faults.append(("/jobs", when, httpx.ReadTimeout("slow")))

    job = drive(submit())

    assert job.state == (State.READY if when == "after" else State.UNKNOWN)
    assert toy.seen.count("POST /jobs") == 1
    assert toy.charged == (1 if when == "after" else 0)


def test_what_was_looked_up_remembers_how_many_results_were_asked_for(submit, drive, toy, promised):
    promised(ONLY_LOOK_UP)
    toy.faults.append(("/jobs", "after", httpx.ReadTimeout("slow")))

    job = drive(submit(takes=3))

    assert ledger.current(job).ticket["raw"] == {"results": 3}
    assert job.results().count() == 3


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_lost_answer_is_sent_again_with_the_same_id_where_that_is_harmless(submit, drive, toy, promised, when):
    promised(Promise(idempotent_resend=True))
    toy.faults.append(("/jobs", when, httpx.ReadTimeout("slow")))

    job = drive(submit())

    assert job.state == State.READY
    assert toy.seen.count("POST /jobs") == 2
    assert toy.charged == 1


@pytest.mark.parametrize(
    "then", [httpx.ConnectError("refused"), 429, 422], ids=["no connection", "asked to wait", "no"]
)
def test_that_a_repeat_does_not_get_through_says_nothing_about_the_first(submit, drive, toy, promised, then):
    promised(Promise(idempotent_resend=True))
    later = ("/jobs", "status", then) if isinstance(then, int) else ("/jobs", "before", then)
    toy.faults += [("/jobs", "after", httpx.ReadTimeout("slow")), *[later] * 3]

    job = drive(submit())

    assert (job.state, ledger.current(job).state) == (State.UNKNOWN, "uncertain")
    assert ledger.current(job).resent == 3


def broken_steps(self, route, values):
    raise AttributeError("a fault of ours")


def test_a_request_that_we_cannot_make_ends_the_job_and_is_not_tried_for_ever(submit, drive, toy, monkeypatch):
    job = submit()
    monkeypatch.setattr(Toy, "steps", broken_steps)

    job = drive(job)

    assert (job.state, job.billed_state, toy.seen) == (State.REFUSED, "no", [])
    assert "a fault of ours. Nothing was sent." in job.error


def test_that_a_request_cannot_be_made_again_says_nothing_about_the_one_on_its_way(submit, drive, toy, monkeypatch):
    job = submit()
    toy.faults.append(("/jobs", "after", Killed()))
    with suppress(Killed):
        drive(job, runs=1)
    monkeypatch.setattr(Toy, "steps", broken_steps)

    job = drive(job)

    assert toy.charged == 1
    assert (job.state, ledger.current(job).state) == (State.UNKNOWN, "uncertain")


def test_that_a_key_is_gone_says_nothing_about_a_request_on_its_way(submit, drive, toy, promised, monkeypatch):
    promised(NOTHING)
    job = submit()
    toy.faults.append(("/jobs", "after", Killed()))
    with suppress(Killed):
        drive(job, runs=1)
    monkeypatch.setattr(Toy, "origins", ("https://toy.example",))

    job = drive(job)

    assert (job.state, toy.charged) == (State.UNKNOWN, 1)
    assert "There is no key for Toy." in job.says().sentence


def test_a_refusal_names_the_field_and_is_not_billed(submit, drive, toy):
    toy.faults.append(("/jobs", "status", 422))

    job = drive(submit())

    assert (job.state, job.error, job.error_field) == (State.REFUSED, "Toy does not like the prompt.", "prompt")
    assert (job.billed_state, ledger.current(job).state) == ("no", "refused")


def test_a_route_that_left_the_catalog_refuses_without_sending(submit, drive, toy):
    job = submit()
    Job.objects.filter(pk=job.pk).update(task="extend")

    job = drive(job)

    assert (job.state, job.billed_state, toy.seen) == (State.REFUSED, "no", [])


# Steps before the submit


def test_an_upload_comes_first_and_its_answer_is_filled_in(submit, drive, toy, promised):
    promised(NOTHING, first="upload")

    job = drive(submit())

    upload, sent = job.attempts.all()
    assert (upload.purpose, upload.answer) == ("upload", {"file": f"file-{upload.pk}"})
    assert toy.jobs["there-1"]["of"] == f"file-{upload.pk}"
    assert (job.state, sent.position) == (State.READY, 2)


def test_an_upload_whose_answer_was_lost_is_done_again(submit, drive, toy, promised):
    promised(NOTHING, first="upload")
    toy.faults.append(("/uploads", "after", httpx.ReadTimeout("slow")))

    job = drive(submit())

    assert job.state == State.READY
    assert toy.seen.count("POST /uploads") == 2
    assert toy.charged == 1


# Waiting


def test_frames_are_counted_and_a_lost_poll_is_no_failure(submit, drive, toy):
    toy.polls_until_done = 4
    toy.faults.append(("/jobs/there-1", "before", httpx.ReadTimeout("slow")))

    job = drive(submit())

    assert (job.state, job.done, job.total) == (State.READY, 4, 4)


def test_a_failure_there_is_a_failure_here(submit, drive, toy):
    toy.phase_when_done = "failed"

    job = drive(submit())

    assert (job.state, job.error, job.billed_state) == (State.FAILED, "It broke.", "yes")


def test_a_running_job_is_cancelled_when_the_provider_agrees(submit, drive, toy, alice):
    toy.polls_until_done = 99

    job = drive_with_wish(submit, drive, toy, alice)

    assert (job.state, job.billed_state) == (State.CANCELLED, "no")


def test_a_provider_that_does_not_agree_goes_on_and_the_result_is_kept(submit, drive, toy, alice):
    toy.polls_until_done, toy.agrees_to_cancel = 4, False

    job = drive_with_wish(submit, drive, toy, alice)

    assert job.state == State.READY
    assert "has not agreed" in job.cancel_answer


def test_where_nothing_can_be_stopped_it_is_said_so(submit, drive, toy, promised, alice):
    promised(NOTHING)
    toy.polls_until_done = 4

    job = drive_with_wish(submit, drive, toy, alice)

    assert job.state == State.READY
    assert job.cancel_answer == "Toy cannot stop it: it will finish, and bill it. The result is kept."
    assert "DELETE /jobs/there-1" not in toy.seen


def drive_with_wish(submit, drive, toy, alice):
    """The wish to cancel comes when the job has just begun to run."""
    job = submit()
    async_to_sync(workflow.submit)(str(job.pk), str(job.run_id), client=toy.client())
    actions.cancel(alice, job)
    return drive(job)


# Fetching and keeping


def test_what_can_be_kept_is_kept_and_what_is_gone_is_named(submit, drive, toy):
    toy.gone.add("1")

    job = drive(submit(takes=3))

    assert job.state == State.READY
    assert [asset.output_index for asset in job.results()] == [0, 2]
    assert job.error == "1 of 3 results are missing: Toy no longer has the file (HTTP 404)."


def test_a_result_that_failed_there_is_named_is_not_fetched_and_cost_nothing(submit, drive, toy):
    toy.failed.add(1)

    job = drive(submit(takes=3))

    assert job.state == State.READY
    assert [asset.output_index for asset in job.results()] == [0, 2]
    assert {asset.billed_amount for asset in job.results()} == {Decimal("0.25")}
    assert job.error == "1 of 3 results are missing: Toy could not make it."
    assert not [request for request in toy.seen if request.endswith("/files/there-1/1")]


def test_when_all_results_failed_there_the_job_has_failed(submit, drive, toy):
    toy.failed |= {0, 1}

    job = drive(submit(takes=2))

    assert (job.state, job.error) == (State.FAILED, "Toy could not make it.")


def test_when_all_files_are_gone_the_job_has_failed_and_the_bill_stands(submit, drive, toy):
    toy.gone.add("0")

    job = drive(submit())

    assert (job.state, job.billed_state) == (State.FAILED, "yes")
    assert job.error == "Toy no longer has the file (HTTP 404)."


def test_a_download_that_breaks_stays_fetching_until_a_person_says_again(submit, drive, toy, alice):
    toy.faults.append(("/files", "after", httpx.ReadError("reset")))

    job = drive(submit())

    assert job.state == State.FETCHING
    assert job.fetch_error.startswith("The file broke off")
    job = drive(actions.retry_fetch(alice, job))
    assert (job.state, job.fetch_error, toy.charged) == (State.READY, "", 1)


def test_words_where_a_file_should_be_are_no_result_and_the_file_can_be_fetched_again(submit, drive, toy, alice):
    toy.faults.append(("/files", "status", 200))

    job = drive(submit())

    assert (job.state, job.fetch_error) == (
        State.FETCHING,
        "Toy sent “something else” where a file should be.",
    )
    assert Asset.objects.count() == 0
    assert drive(actions.retry_fetch(alice, job)).state == State.READY


def test_a_result_that_the_provider_does_not_name_can_be_asked_for_again(submit, drive, toy, alice):
    original = toy._get_jobs

    def without(there, body):
        answer = original(there, body).json()
        return httpx.Response(200, json=answer | ({"files": []} if answer["phase"] == "done" else {}))

    toy._get_jobs = without
    job = drive(submit())
    assert (job.state, job.fetch_error) == (State.FETCHING, "Toy says that it is done, but names no file.")

    toy._get_jobs = original
    assert drive(actions.retry_fetch(alice, job)).state == State.READY


def test_an_address_that_expired_is_asked_for_afresh(submit, drive, toy):
    original = toy._get_files
    toy._get_files = lambda there, index, body: (
        httpx.Response(404) if toy.seen.count("GET /jobs/there-1") < 3 else original(there, index, body)
    )

    job = drive(submit())

    assert job.state == State.READY


# Lost there


def test_a_job_that_the_provider_does_not_know_any_more_is_for_a_person_to_settle(submit, drive, toy, read, alice):
    job = submit()
    async_to_sync(workflow.submit)(str(job.pk), str(job.run_id), client=toy.client())
    toy.jobs.clear()
    [look, look_again] = [async_to_sync(looked_at) for _ in range(2)]

    look(job, toy.client())
    assert (read(job).says().label, read(job).says().sentence) == ("Running", "Toy does not know it.")
    assert actions.settle_unknown(alice, job).state == State.RUNNING, "a new job may not be known everywhere yet"
    Job.objects.update(lost_since=F("lost_since") - timedelta(minutes=3))
    look_again(job, toy.client())

    [card] = cards([read(job)])
    assert card.says.label == "Lost there?"
    assert card.says.sentence.startswith("Toy does not know it. So it has been since ")
    assert (card.shelf, [action.words for action in card.actions]) == ("attention", ["Fetch again", "Treat as lost"])
    lost = actions.settle_unknown(alice, job)
    assert (lost.state, lost.billed_state) == (State.FAILED, "unknown")


async def looked_at(job, client):
    """The provider is asked once, as at a start of the studio."""
    now = await Job.objects.aget(pk=job.pk)
    watch = workflow.Watch(now, await sync_to_async(ledger.current)(now), client)
    await watch.look(now)


def test_a_job_that_comes_back_is_not_lost(submit, drive, toy, read):
    job = submit()
    async_to_sync(workflow.submit)(str(job.pk), str(job.run_id), client=toy.client())
    known = dict(toy.jobs)
    toy.jobs.clear()
    async_to_sync(looked_at)(job, toy.client())
    assert read(job).lost_since
    toy.jobs |= known

    async_to_sync(looked_at)(job, toy.client())

    assert (read(job).lost_since, read(job).words) == (None, "")


def test_what_is_lost_is_asked_after_less_and_less_often():
    def lost(request):
        return httpx.Response(404)

    asker = Asker(Toy(), Ticket(provider="runware", id="x"), Client(transport=httpx.MockTransport(lost), pauses=()))

    pauses = [async_to_sync(asker.ask)()[1] for _ in range(10)]

    assert pauses == sorted(pauses)
    assert pauses[-1] == 600
