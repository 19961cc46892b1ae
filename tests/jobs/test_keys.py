"""A key that was taken back: nothing more is sent through it, and the sweeper erases it once nothing needs it."""

import pytest
from asgiref.sync import async_to_sync

from studio.accounts import keyring
from studio.accounts.models import ProviderKey
from studio.core import clock
from studio.jobs import keys, sweeper
from studio.jobs.machine import State
from studio.jobs.models import Job

PARTS = {"key": "planted-key-of-the-team-2c38"}


@pytest.fixture
def key(team, alice, settings, tmp_path):
    settings.KEYS = tmp_path
    return keyring.add(team, "runware", PARTS, by=alice)


@pytest.fixture
def through(submit, key):
    """through() -> a job of Alice's that goes through the key."""

    def make() -> Job:
        job = submit()
        Job.objects.filter(pk=job.pk).update(account=key)
        return job

    return make


def test_a_job_that_was_put_off_before_its_key_was_taken_back_is_not_sent(toy, through, key, drive):
    job = through()
    ProviderKey.objects.update(revoked_at=clock.now())

    now = drive(job)

    assert (now.state, now.billed_state) == (State.REFUSED, "no")
    assert now.error == "The key runware …2c38 was revoked before this was sent."
    assert toy.charges == {}


def test_the_sweeper_erases_a_key_when_its_last_job_is_over(toy, through, key, drive, alice, monkeypatch):
    monkeypatch.setattr(sweeper.engine, "recover", lambda runs: {})
    job = drive(through(), kept=False)
    assert job.state == State.FETCHING

    keys.revoke(key, alice)
    async_to_sync(sweeper.sweep)(toy.client())
    key.refresh_from_db()
    assert keyring.unseal(key.sealed) == PARTS

    assert drive(job).state == State.READY
    async_to_sync(sweeper.sweep)(toy.client())
    key.refresh_from_db()
    assert key.sealed == ""


def test_what_may_be_left_out_of_a_key_stays_as_it_was(team, alice, key):
    kling = keyring.add(
        team, "kling", {"key": "first-api-key-of-kling", "region": "china", "webhook_secret": "whsec_1"}
    )
    tested = keys.Tested(works=True, words="Works.")

    keys.change(kling, {"key": "second-api-key-of-kling", "region": "global"}, tested, by=alice)

    kling.refresh_from_db()
    assert keyring.unseal(kling.sealed) == {
        "key": "second-api-key-of-kling",
        "region": "global",
        "webhook_secret": "whsec_1",
    }
    assert kling.hint == "ling"
