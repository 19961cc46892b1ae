"""A film while it is drawn: who may watch, what they get, and where the pages show it."""

import asyncio
import os
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest
from asgiref.sync import sync_to_async
from asgiref.testing import ApplicationCommunicator
from django.conf import settings
from django.core.handlers.asgi import ASGIHandler
from django.template.loader import render_to_string
from django.test import AsyncClient

from studio.core import clock
from studio.jobs import streaming, tasks
from studio.jobs.card import cards
from studio.jobs.machine import State
from studio.jobs.models import Attempt, Job
from studio.providers import registry
from studio.providers.base import Phase, Ticket
from tests.animatic.looking import frames, request, shots
from tests.library.making import row
from tests.live.making import RECIPE, make_job

ANIMATIC = registry.get("animatic")
RENDER = "local://animatic/render"


@pytest.fixture
def job(alice) -> Job:
    """A film of Alice's that is being drawn, as far as the rows say."""
    return running(alice)


def running(owner, **facts) -> Job:
    made = make_job(owner, State.RUNNING, **facts)
    attempt = Attempt(job=made, number=1, endpoint=RENDER, state="accepted", sent_at=clock.now())
    attempt.ticket = {"provider": made.provider, "id": str(attempt.pk), "endpoint": RENDER}
    attempt.save()
    return made


@asynccontextmanager
async def drawing(job: Job, **changes):
    """The studio's client, with that film going on behind it."""
    client = await tasks.open_client(settings.DATA)
    attempt = await job.attempts.aget()
    asked = request(id=str(attempt.pk), **changes)
    try:
        await client.submit(ANIMATIC, httpx.Request("POST", RENDER, json=asked), ANIMATIC.parse_submit)
        yield client
    finally:
        await tasks.close_client()


def address(job: Job) -> str:
    return f"/jobs/{job.pk}/stream/"


async def watch(user, job: Job) -> tuple[int, str, bytes]:
    """The status, the type, and all that came."""
    client = AsyncClient()
    await client.aforce_login(user)
    answer = await client.get(address(job))
    data = b"".join([part async for part in answer]) if answer.streaming else answer.content
    return answer.status_code, answer.get("Content-Type"), data


# Who, and what


async def test_the_team_watches_at_the_same_time_and_a_stranger_finds_nothing(job, alice, bob, charlie, tmp_path):
    async with drawing(job, width=640, height=360, shots=shots(2, 2), sound=True):
        hers, his, stranger = await asyncio.gather(*(watch(user, job) for user in (alice, bob, charlie)))

    assert hers == his
    assert hers[:2] == (200, 'video/mp4; codecs="avc1.64001e, mp4a.40.2"')
    assert stranger[0] == 404
    (tmp_path / "watched.mp4").write_bytes(hers[2])
    assert len(frames(tmp_path / "watched.mp4")) == 4 * 24


async def test_it_is_never_kept_and_no_proxy_waits_for_all_of_it(job, alice):
    client = AsyncClient()
    await client.aforce_login(alice)
    async with drawing(job):
        answer = await client.get(address(job))
        [part async for part in answer]

    assert answer["Cache-Control"] == "private, no-store"
    assert answer["X-Accel-Buffering"] == "no"


@pytest.mark.parametrize("state", [State.QUEUED, State.SENDING, State.UNKNOWN, State.READY, State.FAILED])
async def test_what_is_not_being_made_has_nothing_to_watch(state, alice):
    job = await sync_to_async(make_job)(alice, state)

    assert (await watch(alice, job))[::2] == (204, b"")


async def test_a_picture_or_another_provider_or_another_process_has_nothing_to_watch(job, alice):
    others = [{"provider": "runware"}, {"task": "text-to-image"}]
    made = [await sync_to_async(running)(alice, **facts) for facts in others]

    assert [(await watch(alice, each))[0] for each in (*made, job)] == [204, 204, 204]


async def test_once_it_is_drawn_there_is_nothing_more_to_watch(job, alice):
    async with drawing(job):
        assert (await watch(alice, job))[0] == 200
        assert (await watch(alice, job))[0] == 204


async def test_it_can_only_be_read(job, alice):
    client = AsyncClient()
    await client.aforce_login(alice)

    assert (await client.post(address(job))).status_code == 405


@pytest.mark.django_db(transaction=True)  # the real handler reads the database in a thread of its own
async def test_a_viewer_who_goes_away_leaves_no_file_open(job, alice):
    client = AsyncClient()
    await client.aforce_login(alice)
    cookie = client.cookies.output(header="", attrs=[]).strip().encode()
    headers = [(b"host", b"localhost"), (b"cookie", cookie)]
    scope = {"type": "http", "method": "GET", "path": address(job), "query_string": b"", "headers": headers}
    viewer = ApplicationCommunicator(ASGIHandler(), scope)

    async with drawing(job, width=1280, height=720, shots=shots(60)):
        await viewer.send_input({"type": "http.request"})
        begun = await viewer.receive_output(20)
        first = await viewer.receive_output(20)
        held = open_streams()
        await viewer.send_input({"type": "http.disconnect"})
        await viewer.wait(5)
        left = open_streams()

    assert begun["status"] == 200
    assert first["body"][4:8] == b"ftyp"
    assert (len(held), left) == (1, [])


async def test_when_the_studio_stops_its_viewers_are_let_go_and_the_film_is_not_disturbed(job, alice, bob):
    async with drawing(job, width=1280, height=720, shots=shots(60)) as client:
        viewers = [asyncio.create_task(watch(user, job)) for user in (alice, bob)]
        async with asyncio.timeout(30):
            while len(open_streams()) < 2:
                await asyncio.sleep(0.01)
        streaming.end_all()
        answers = await asyncio.wait_for(asyncio.gather(*viewers), 5)
        left = open_streams()
        update = await client.status(ANIMATIC, Ticket.from_json((await job.attempts.aget()).ticket))

    assert [status for status, _, _ in answers] == [200, 200]
    assert left == []
    assert update.phase is Phase.RUNNING


def open_streams() -> list[str]:
    """The growing files that this process holds open."""
    links = [os.readlink(path) for path in Path("/proc/self/fd").iterdir() if path.is_symlink()]
    return [link for link in links if "stream.mp4" in link]


# On the pages


def card_html(job: Job, *, oob: bool = False) -> str:
    [card] = cards([job])
    return render_to_string("queue/page.html#job", {"card": card, "oob": oob})


def test_a_card_has_a_place_for_the_film_from_the_beginning_and_its_address_once_it_is_made(alice):
    html = {state: card_html(make_job(alice, state)) for state in State if not state.is_final}

    assert {state for state, card in html.items() if "<live-preview" in card} == set(html)
    assert {state for state, card in html.items() if "/stream/" in card} == {State.RUNNING, State.FETCHING}


def test_a_card_of_what_cannot_be_watched_has_no_place_for_it(alice):
    others = [{"provider": "runware"}, {"task": "text-to-image"}, {"state": State.FAILED}, {"state": State.CANCELLED}]

    assert not [
        facts for facts in others if "live-preview" in card_html(make_job(alice, **({"state": State.RUNNING} | facts)))
    ]


def test_the_kept_file_takes_over_where_somebody_was_watching_and_nowhere_else(alice):
    job = make_job(alice, State.READY)
    asset = row(alice, job_id=job.pk)
    asset.save()

    pushed, opened = card_html(job, oob=True), card_html(job)

    assert f'<live-preview id="preview-{job.pk}" src="{address(job)}" named="{job.title}" kept>' in pushed
    assert "live-preview" not in opened


@pytest.fixture
def hers(client, alice):
    client.force_login(alice)
    return client


def stage(client, query: str = "") -> str:
    return client.get(f"/create/stage/{query}", headers={"HX-Request": "true"}).content.decode()


def test_the_stage_shows_the_film_that_is_asked_for_while_it_is_made(hers, job):
    assert f'src="{address(job)}"' in stage(hers, f"?job={job.pk}")
    assert "live-preview" not in stage(hers)


@pytest.mark.parametrize("what", ["no id", "a stranger's", "Bob's", "over", "elsewhere"])
def test_the_stage_shows_no_film_but_ones_own_that_is_being_made(what, hers, alice, bob, charlie):
    jobs = {
        "a stranger's": lambda: running(charlie).pk,
        "Bob's": lambda: running(bob).pk,
        "over": lambda: make_job(alice, State.READY).pk,
        "elsewhere": lambda: running(alice, provider="runware").pk,
        "no id": lambda: "x",
    }

    assert "live-preview" not in stage(hers, f"?job={jobs[what]()}")


def test_on_the_stage_the_kept_file_takes_over_too_and_a_fresh_page_has_only_that(hers, alice, job):
    row(alice, job_id=job.pk, recipe=RECIPE).save()

    assert f'id="stage-preview-{job.pk}"' in stage(hers)
    assert "stage-preview" not in hers.get("/create/").content.decode()


def test_typing_on_while_a_first_film_is_drawn_leaves_the_stage_alone(hers, alice):
    typed = {
        "shown": "kling-3.0-pro text-to-video animatic",
        "prompt": "A pier",
        "page": "p",
        "count": "1",
        "seen": "0",
    }
    typed |= {"task": "text-to-video", "model": "kling-3.0-pro", "via": "animatic"}

    before = hers.post("/create/draft/", typed, headers={"HX-Request": "true"}).content.decode()
    running(alice)
    during = hers.post("/create/draft/", typed | {"count": "2"}, headers={"HX-Request": "true"}).content.decode()

    assert 'id="stage-view"' in before
    assert 'id="stage-view"' not in during
