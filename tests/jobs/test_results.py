"""What was paid for is kept: files that nobody here can open, and results that nobody waited for any more."""

from datetime import timedelta
from decimal import Decimal

import httpx
import pytest
from asgiref.sync import async_to_sync
from django.test import Client as Browser
from django.urls import reverse

from studio.core import clock
from studio.jobs import actions, deliveries, late, ledger, results
from studio.jobs.choices import actions_for
from studio.jobs.machine import State
from studio.jobs.models import Attempt, Job
from studio.library import store
from studio.providers.base import Promise

from .toy import IDEMPOTENT, NOTHING, Killed, killed_at, picture

pytestmark = pytest.mark.django_db

ODD = b"\x00\x01\x02 nobody knows what this is" * 40
CUT = picture("cut short", side=256)[:300]


@pytest.fixture(autouse=True)
def _toy(promised):
    promised(IDEMPOTENT)


@pytest.fixture
def hers(alice):
    browser = Browser()
    browser.force_login(alice)
    return browser


def sends(toy, *bodies: bytes) -> None:
    """The Toy gives these bytes, one after the other, the last one for ever."""
    left = list(bodies)

    def give(there: str, index: str, body: dict) -> httpx.Response:
        return httpx.Response(200, content=left.pop(0) if len(left) > 1 else left[0])

    toy._get_files = give


# What cannot be opened


def test_what_nobody_can_open_is_kept_as_it_came_with_a_sentence(submit, drive, toy, hers):
    sends(toy, ODD)

    job = drive(submit())

    [asset] = job.results()
    assert job.state == State.READY
    assert job.error.startswith("Result 1 of 1: Dailies cannot open it, and keeps it as it came: “result 1” holds")
    assert (asset.kind, asset.mime, asset.bytes) == ("file", "application/octet-stream", len(ODD))
    assert store.path_of(asset).read_bytes() == ODD
    assert [toy.seen.count("GET /files/there-1/0"), asset.billed_amount] == [2, Decimal("0.25")]
    assert not deliveries.folder_of(job.pk).exists()


def test_pages_survive_a_file_that_nobody_can_open_and_it_is_only_downloaded(submit, drive, toy, hers):
    sends(toy, ODD)
    [asset] = drive(submit()).results()

    pages = [hers.get(url).content.decode() for url in ("/library/", "/queue/", asset.get_absolute_url(), "/create/")]

    assert "as it came" in pages[0]
    assert "Kept as it came" in pages[2]
    assert not [page for page in pages if reverse("media", args=[asset.pk, "poster"]) in page]
    given = hers.get(asset.original_url)
    assert (given["Content-Disposition"], given["Content-Type"]) == ("attachment", "application/octet-stream")
    assert given["X-Content-Type-Options"] == "nosniff"
    download = hers.get(reverse("asset-download", args=[asset.pk]))
    assert download["Content-Disposition"].endswith('.bin"')
    assert b"".join(async_to_sync(_all)(download)) == ODD


async def _all(answer):
    return [part async for part in answer.streaming_content]


def test_a_file_that_broke_on_its_way_is_fetched_once_more(submit, drive, toy):
    sends(toy, CUT, picture("whole"))

    job = drive(submit())

    assert (job.state, job.error, job.results().get().kind) == (State.READY, "", "image")


def test_a_picture_that_is_always_cut_short_is_kept_all_the_same(submit, drive, toy):
    sends(toy, CUT)

    job = drive(submit())

    asset = job.results().get()
    assert (job.state, asset.kind, asset.format) == (State.READY, "file", "png")
    assert "is cut short" in job.error


def test_while_it_cannot_be_fetched_once_more_it_waits(submit, drive, toy, alice):
    sends(toy, ODD)
    toy.faults += [("/files", "no fault", 0), ("/files", "before", httpx.ReadError("reset"))]

    job = drive(submit())

    assert job.state == State.FETCHING
    assert job.fetch_error.startswith("The file broke off")
    assert deliveries.folder_of(job.pk).joinpath("0").read_bytes() == ODD
    assert drive(actions.retry_fetch(alice, job)).state == State.READY


@pytest.mark.crash
def test_killed_at_any_point_what_nobody_can_open_is_kept_once(submit, drive, toy):
    sends(toy, ODD)
    job = submit()
    with killed_at(-1, toy) as happened:
        drive(job)
    for point in range(happened["all"] // 2, happened["all"] + 1, 2):
        toy.forget()
        job = submit()
        with killed_at(point, toy), pytest.raises(Killed):
            drive(job)

        job = drive(job)

        assert (job.state, [asset.kind for asset in job.results()]) == (State.READY, ["file"]), point


# Addresses that are not good any more


def expires(toy, status: int, *, until: int) -> None:
    """The Toy's files are refused with this status until it was asked about the job so many times."""
    original = toy._get_files
    toy._get_files = lambda there, index, body: (
        httpx.Response(status) if toy.seen.count("GET /jobs/there-1") < until else original(there, index, body)
    )


@pytest.mark.parametrize(
    ("when", "what"), [("status", 429), ("status", 500), ("before", httpx.ConnectError("down")), ("status", 200)]
)
def test_a_result_is_not_given_up_while_no_fresh_address_can_be_asked_for(submit, drive, toy, alice, when, what):
    expires(toy, 403, until=4)
    toy.faults += [("/jobs/there-1", "no fault", 0)] * 2 + [("/jobs/there-1", when, what)]

    job = drive(submit())

    assert (job.state, job.error) == (State.FETCHING, "")
    assert job.fetch_error.startswith("The file's address has expired, and a fresh one could not be asked for. ")
    job = drive(actions.retry_fetch(alice, job))
    assert (job.state, job.results().count(), toy.charged) == (State.READY, 1, 1)


def test_a_fresh_address_that_is_refused_for_a_while_is_tried_again(submit, drive, toy, alice):
    expires(toy, 403, until=4)

    job = drive(submit())

    assert (job.state, job.fetch_error) == (State.FETCHING, "Toy no longer has the file (HTTP 403).")
    assert drive(actions.retry_fetch(alice, job)).state == State.READY


def test_a_result_whose_job_the_provider_has_forgotten_is_gone(submit, drive, toy):
    expires(toy, 403, until=99)
    toy.faults += [("/jobs/there-1", "no fault", 0)] * 2 + [("/jobs/there-1", "status", 404)]

    job = drive(submit())

    assert (job.state, job.billed_state) == (State.FAILED, "yes")
    assert job.error == "Toy no longer has the file (HTTP 403)."


# What is given up


def test_a_file_that_never_comes_may_be_given_up_and_is_kept_should_it_come_after_all(submit, drive, toy, alice):
    toy.faults += [("/files", "before", httpx.ReadError("reset"))]
    stopped = drive(submit())
    assert [action.words for action in actions_for(stopped)] == ["Fetch again", "Give it up"]

    job = actions.settle_unknown(alice, stopped)

    assert (job.state, job.billed_state) == (State.FAILED, "yes")
    assert job.error.startswith("It was made there, and could not be fetched: The file broke off")
    follow(toy)
    assert (Job.objects.get().results().count(), toy.charged) == (1, 1)
    assert actions.settle_unknown(alice, job).version == Job.objects.get().version


def test_a_file_that_is_here_and_cannot_be_stored_is_not_given_up(submit, drive, toy, alice, monkeypatch):
    async def full(*args, **about):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr(results, "keep_result", full)
        stopped = drive(submit())

    with pytest.raises(actions.CannotSubmit, match="It is here, and could not be stored: .* Make room"):
        actions.settle_unknown(alice, stopped)

    assert drive(actions.retry_fetch(alice, stopped)).state == State.READY


def test_of_several_results_those_that_came_stay_when_the_rest_is_given_up(submit, drive, toy, alice):
    toy.faults += [("/files", "no fault", 0), ("/files", "before", httpx.ReadError("reset"))]

    job = actions.settle_unknown(alice, drive(submit(takes=2)))

    assert (job.state, job.results().count()) == (State.READY, 1)
    assert job.error.startswith("1 of 2 results are missing: The file broke off")


# What comes late


@pytest.fixture
def lost(submit, drive, toy, promised):
    """A job whose reply was lost though it had been taken. It cannot be asked for at that moment."""
    promised(Promise(look_up=True))
    toy.faults += [("/jobs", "after", httpx.ReadTimeout("slow")), ("/ours", "before", httpx.ReadTimeout("slow"))]
    job = drive(submit())
    assert job.state == State.UNKNOWN
    return job


def follow(toy, times: int = 3) -> None:
    for _ in range(times):
        Attempt.objects.update(looked_at=None)
        async_to_sync(late.follow)(toy.client())


def test_the_results_of_a_request_that_was_sent_again_are_kept_too(lost, drive, toy, alice):
    job = drive(actions.send_again(alice, lost))
    assert (job.state, job.billed_amount, toy.charged) == (State.READY, Decimal("0.25"), 2)

    follow(toy)

    now = Job.objects.get()
    assert (now.state, now.billed_amount) == (State.READY, Decimal("0.50"))
    assert now.error == late.CAME
    assert [asset.output_index for asset in now.results()] == [0, 100]
    assert [asset.title for asset in now.results()] == ["A lighthouse", "A lighthouse, came late"]
    assert {asset.billed_amount for asset in now.results()} == {Decimal("0.25")}
    assert not Attempt.objects.filter(late=True).exists()
    seen = len(toy.seen)
    follow(toy)
    assert len(toy.seen) == seen


def test_what_was_taken_as_lost_and_comes_after_all_is_kept_and_billed(lost, toy, alice):
    actions.settle_unknown(alice, lost)

    follow(toy)

    job = Job.objects.get()
    assert (job.state, job.billed_state, job.billed_amount) == (State.FAILED, "yes", Decimal("0.25"))
    assert job.results().count() == 1
    assert job.error.endswith(late.CAME)


def test_what_fails_late_only_adds_to_the_bill(lost, drive, toy, alice):
    toy.phase_when_done = "failed"
    actions.settle_unknown(alice, lost)

    follow(toy)

    job = Job.objects.get()
    assert (job.state, job.results().count()) == (State.FAILED, 0)
    assert not Attempt.objects.filter(late=True).exists()


def test_after_three_days_nobody_asks_any_more(lost, toy, alice):
    toy.forget()
    actions.settle_unknown(alice, lost)
    follow(toy)
    assert len(toy.seen) == 3
    Attempt.objects.update(late_at=clock.now() - timedelta(days=4), looked_at=clock.now() - timedelta(hours=1))

    async_to_sync(late.follow)(toy.client())

    assert (len(toy.seen), Attempt.objects.filter(late=True).exists()) == (3, False)


def test_what_is_taken_as_lost_days_after_it_was_sent_is_still_asked_after(lost, toy, alice):
    toy.polls_until_done = 1
    Attempt.objects.update(sent_at=clock.now() - timedelta(days=4), looked_at=clock.now())
    actions.settle_unknown(alice, lost)

    async_to_sync(late.follow)(toy.client())

    job = Job.objects.get()
    assert (job.state, job.billed_state, job.results().count()) == (State.FAILED, "yes", 1)


def test_however_long_a_studio_was_shut_each_is_asked_after_once(lost, toy, alice):
    toy.polls_until_done = 1
    actions.settle_unknown(alice, lost)
    Attempt.objects.update(late_at=clock.now() - timedelta(days=4))

    async_to_sync(late.follow)(toy.client())

    assert Job.objects.get().results().count() == 1


def test_where_nothing_can_be_asked_a_late_request_is_only_remembered(submit, drive, toy, promised, alice):
    promised(NOTHING)
    toy.faults.append(("/jobs", "after", httpx.ReadTimeout("slow")))
    job = actions.settle_unknown(alice, drive(submit()))

    follow(toy)

    assert toy.seen == ["POST /jobs"]
    assert ledger.current(job).late
