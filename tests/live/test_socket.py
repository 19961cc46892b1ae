"""Who may listen, what a page gets when it comes, and what it does not get."""

from datetime import timedelta

import pytest
from channels.db import database_sync_to_async as db
from django.contrib.sessions.backends.db import SessionStore

from studio.accounts.changes import announce
from studio.accounts.models import Membership
from studio.core import clock
from studio.jobs import machine
from studio.jobs.machine import State
from tests.live.conftest import Socket
from tests.live.making import make_job

pytestmark = pytest.mark.django_db(transaction=True)  # `changed` is sent on commit


# At the door


async def test_somebody_who_is_not_signed_in_is_told_to_sign_in():
    page = Socket()

    assert await page.connect(), "a refused handshake would make the page knock for ever"
    assert await page.close_code() == (4401, "Sign in to see live updates.")


async def test_somebody_on_no_team_is_told_so(alice):
    await db(Membership.objects.all().delete)()
    page = await db(Socket)(alice)

    await page.connect()

    assert await page.close_code() == (4403, "You are not on a team.")


async def test_a_page_of_another_origin_is_refused(alice):
    page = await db(Socket)(alice, origin="https://evil.example")

    assert not await page.connect()


async def test_an_unknown_address_is_closed_with_a_reason(alice):
    page = await db(Socket)(alice, url="/elsewhere/")

    await page.connect()

    assert (await page.close_code())[0] == 4404


@pytest.mark.parametrize("words", ["", "hello", "{}", '{"type": "html", "html": "<b>"}', "[" * 5000, "\x00"])
async def test_whatever_a_client_says_closes_its_socket_with_a_reason(alice, socket, words):
    async with socket(alice) as page:
        await page.say(text=words)

        code, reason = await page.close_code()

    assert (code, reason) == (4400, "This socket only sends. Use the pages to change something.")


async def test_bytes_from_a_client_close_its_socket_too(alice, socket):
    async with socket(alice) as page:
        await page.say(bytes=b"\xff\xfe")

        assert (await page.close_code())[0] == 4400


# What a page gets when it comes


async def test_a_page_that_comes_gets_what_is_under_way(alice, socket):
    job = await db(make_job)(alice, State.RUNNING, done=3, total=90)

    async with socket(alice) as page:
        current = page.current

    assert f'id="job-{job.pk}"' in current
    assert 'data-state="running"' in current
    assert "Frame 3 of 90." in current
    assert 'hx-swap-oob="morph"' in current


async def test_a_page_that_comes_back_gets_what_has_ended_since_it_was_rendered(alice, socket):
    now = clock.now()
    before = await db(make_job)(alice, State.READY, finished_at=now - timedelta(hours=3))
    since = await db(make_job)(alice, State.FAILED, finished_at=now - timedelta(hours=1), error="It broke.")

    async with socket(alice, f"?since={(now - timedelta(hours=2)).timestamp()}") as page:
        current = page.current

    assert f"job-{since.pk}" in current
    assert f"job-{before.pk}" not in current


@pytest.mark.parametrize("since", ["nonsense", "nan", "inf", "-1e300", "9" * 400, "%00", "%ff"])
async def test_a_time_that_is_none_does_not_matter(alice, socket, since):
    job = await db(make_job)(alice)

    async with socket(alice, f"?since={since}") as page:
        assert f"job-{job.pk}" in page.current


async def test_the_count_is_mine_of_all(alice, bob, socket):
    await db(make_job)(alice)
    await db(make_job)(bob)
    await db(make_job)(bob, State.READY)

    async with socket(bob) as page:
        assert ", 1 of mine, 2 in all" in page.current


async def test_another_teams_jobs_are_not_in_it(alice, charlie, socket):
    job = await db(make_job)(alice, State.RUNNING)

    async with socket(charlie) as page:
        assert str(job.pk) not in page.current
        assert ", 0 of mine, 0 in all" in page.current


# What is pushed


async def test_a_job_that_moves_is_seen_by_the_team(alice, bob, socket, on_air):
    job = await db(make_job)(alice)

    async with on_air(), socket(alice) as hers, socket(bob) as his:
        await db(machine.advance)(job, State.SENDING)

        for page in (hers, his):
            heard = await page.text(f'id="job-{job.pk}"', "queue-count")
            assert 'data-state="sending"' in heard


async def test_a_stranger_hears_nothing_of_it(alice, charlie, socket, on_air):
    job = await db(make_job)(alice)

    async with on_air(), socket(alice) as hers, socket(charlie) as strangers:
        await db(machine.advance)(job, State.SENDING)
        await hers.text(f'id="job-{job.pk}"')

        assert await strangers.receive_nothing(0.3)


async def test_twenty_steps_of_progress_are_not_twenty_messages(alice, socket, on_air):
    job = await db(make_job)(alice, State.RUNNING, done=0, total=90)

    def run():
        for frame in range(1, 21):
            machine.note(job, done=frame)

    async with on_air(), socket(alice) as page:
        await db(run)()
        heard = await page.text("Frame 20 of 90.")

    assert heard.count(f'id="job-{job.pk}"') < 5


async def test_words_for_screen_readers_go_to_the_owner_alone(alice, bob, socket, on_air):
    job = await db(make_job)(alice, State.FETCHING)

    async with on_air(), socket(alice) as hers, socket(bob) as his:
        await db(machine.advance)(job, State.READY, billed_state="no")

        assert "A harbour at dusk: ready." in await hers.text("announcer")
        assert "announcer" not in await his.text(f"job-{job.pk}", "queue-count")
        assert await his.receive_nothing(0.3)


async def test_a_change_that_cannot_be_shown_does_not_silence_the_rest(alice, team, socket, on_air, caplog):
    job = await db(make_job)(alice)

    async with on_air(), socket(alice) as page:
        await db(announce)("job", "no key at all", team.pk)
        assert await page.receive_nothing(0.3)
        await db(machine.advance)(job, State.SENDING)
        assert f"job-{job.pk}" in await page.text("queue-count")

    assert "could not push job ['no key at all']" in caplog.text


async def test_kinds_that_no_page_shows_are_ignored(alice, team, socket, on_air):
    async with on_air(), socket(alice) as page:
        await db(announce)("draft", "1", team.pk)

        assert await page.receive_nothing(0.3)


# Leaving the team


async def test_somebody_who_leaves_the_team_is_disconnected(alice, bob, socket, on_air):
    def leave():
        membership = bob.memberships.get()
        team_id, pk = membership.team_id, membership.pk
        membership.delete()
        announce("membership", str(pk), team_id)

    async with on_air(), socket(alice) as hers, socket(bob) as his:
        await db(leave)()

        assert await his.close_code() == (4403, "You are no longer on this team.")
        assert await hers.receive_nothing(0.3)


# Signing out


async def test_pages_of_a_session_that_has_ended_are_disconnected_and_no_others(alice, bob, socket, on_air):
    async with on_air(), socket(alice) as here, socket(alice) as elsewhere, socket(bob) as his:
        await db(SessionStore(here.session).flush)()

        assert await here.close_code() == (4401, "You have signed out.")
        assert await elsewhere.receive_nothing(0.3)
        assert await his.receive_nothing(0.1)
