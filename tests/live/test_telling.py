"""Who looks elsewhere is told that a job of theirs is over: they alone, once, and also what they have missed."""

from datetime import timedelta

from channels.db import database_sync_to_async

from studio.accounts.changes import announce
from studio.core import clock
from studio.jobs.machine import State, advance
from studio.live import telling
from tests.live.making import make_job

made = database_sync_to_async(make_job)


def end(job, state: State) -> None:
    advance(job, state)


async def test_a_job_that_is_ready_is_told_to_its_owner_and_to_nobody_else(
    transactional_db, socket, on_air, alice, bob
):
    job = await made(alice, State.FETCHING, title="Harbour")

    async with on_air(), socket(alice) as hers, socket(bob) as his:
        await database_sync_to_async(end)(job, State.READY)
        heard = await hers.text("data-told")
        assert f'data-told="{job.pk} ready"' in heard
        assert 'data-ends="ready"' in heard
        assert "Harbour: ready." in heard
        await database_sync_to_async(announce)("job", str((await made(bob, State.RUNNING)).pk), job.team_id)
        assert "data-told" not in await his.text('data-state="running"')


async def test_a_page_that_comes_back_is_told_what_it_has_missed(transactional_db, socket, alice, bob):
    job = await made(alice, State.FAILED, title="Lighthouse")
    await made(bob, State.READY, title="Bobs")
    before, later = ((clock.now() + timedelta(minutes=each)).timestamp() for each in (-1, 1))

    async with socket(alice, f"?since={before}") as page:
        assert f'data-told="{job.pk} failed"' in page.current
        assert page.current.count("data-told") == 1
    for query in (f"?since={later}", ""):
        async with socket(alice, query) as page:
            assert "data-told" not in page.current


def test_only_what_ended_just_now_is_news(alice):
    now, long_ago = clock.now(), clock.now() - timedelta(hours=1)
    new = make_job(alice, State.READY, finished_at=now)
    lost = make_job(alice, State.UNKNOWN)
    make_job(alice, State.READY, finished_at=long_ago)

    jobs = list(type(new).objects.order_by("created_at")) + [make_job(alice, State.RUNNING)]

    assert telling.just_ended(jobs) == {alice.pk: [new, lost]}


def test_how_one_is_told_is_a_choice_of_ones_own(client, alice):
    client.force_login(alice)
    page = client.get("/settings/").content.decode()
    assert '<tell-me id="told" hidden></tell-me>' in page

    client.post("/settings/telling/", {"notified": "on", "hears_results": "on", "digest": "daily"})

    alice.refresh_from_db()
    assert (alice.notified, alice.hears_results, alice.digest) == (True, True, "daily")
    assert clock.now() - alice.digest_until < timedelta(minutes=1)
    assert '<tell-me id="told" hidden notifies sounds></tell-me>' in client.get("/settings/").content.decode()


def test_a_choice_that_is_none_is_refused_and_changes_nothing(client, alice):
    client.force_login(alice)

    assert client.post("/settings/telling/", {"digest": "hourly", "notified": "on"}).status_code == 422
    alice.refresh_from_db()
    assert (alice.notified, alice.digest) == (False, "never")
