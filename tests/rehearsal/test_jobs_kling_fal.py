"""The studio's client and adapters for Kling and fal against the stand-ins: whole jobs, faults, keys, webhooks."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from uuid import uuid4

import httpx
import pytest

from studio.providers import registry, rerouted
from studio.providers.base import Phase
from studio.providers.client import Client
from studio.providers.errors import (
    BadAnswer,
    BadInput,
    BadKey,
    Gone,
    NoCredit,
    RateLimited,
    Refused,
    SubmitUncertain,
    Unreachable,
)
from studio.providers.hooks import Delivery
from studio.providers.keys import Key
from studio.rehearsal.kling.hooks import SECRET
from studio.rehearsal.kling.keys import secret_of

KLING, FAL = registry.get("kling"), registry.get("fal")
OLDER, NEWER = "/v1/videos/text2video", "/text-to-video/kling-3.0-turbo"
GLOBAL = "https://api-singapore.klingai.com"
QUEUED = "fal-ai/kling-video/v2.6/pro/text-to-video"


def asked(endpoint: str, our_id: str = "", **more) -> httpx.Request:
    """The submit of one of the three ways."""
    bodies = {
        OLDER: (GLOBAL + OLDER, {"model_name": "kling-v2-6", "prompt": "A pier", "external_task_id": our_id}),
        NEWER: (GLOBAL + NEWER, {"prompt": "A pier", "options": {"external_task_id": our_id}}),
        QUEUED: (f"https://queue.fal.run/{QUEUED}", {"prompt": "A pier"}),
    }
    url, body = bodies[endpoint]
    return httpx.Request("POST", url, json=body | more)


WAYS = {OLDER: KLING, NEWER: KLING, QUEUED: FAL}


@pytest.fixture
def client(stage):
    """client(part=…) -> a studio's client that rehearses, from now on with such a key; the same one each time. It does
    not pause between its questions."""
    held = {}

    async def keyring(provider: str, account: str) -> Key:
        return Key(**(held["parts"] or {"key": "rehearsal-key-a1b2"}))

    made = Client(
        transport=rerouted.reading(stage.origin),
        sending=rerouted.sending(stage.origin),
        fetching=rerouted.fetching(stage.origin),
        keys=keyring,
        pauses=(0, 0),
    )

    def client(**parts):
        held["parts"] = parts
        return made

    return client


async def taken(studio, endpoint: str, our_id: str = ""):
    ticket = await studio.submit(WAYS[endpoint], asked(endpoint, our_id), WAYS[endpoint].parse_submit)
    return replace(ticket, endpoint=endpoint)


async def test_a_job_goes_from_submit_through_its_states_to_a_file(client, stage, tmp_path):
    studio = client()
    billed = {OLDER: (Decimal("1.5"), "units"), NEWER: (Decimal(4), "units"), QUEUED: (None, "")}

    for number, (endpoint, provider) in enumerate(WAYS.items()):
        stage.turn(queue_s=[10, 10], delay_s=[10, 10])
        ticket, phases = await taken(studio, endpoint, str(uuid4())), []
        for _ in range(3):
            update = await studio.status(provider, ticket)
            phases.append(update.phase)
            stage.later(11)
        path = await studio.download(provider, update.outputs[0].url, tmp_path / f"{number}.mp4")

        assert phases == [Phase.WAITING, Phase.RUNNING, Phase.DONE], endpoint
        assert update.billed.state == "yes"
        assert (update.billed.amount, update.billed.currency) == billed[endpoint]
        assert path.read_bytes()[4:8] == b"ftyp"
        assert stage.charges(provider.slug)[-1]["their_id"] == ticket.id
    stage.later(4000)
    with pytest.raises(Gone):
        await studio.download(FAL, update.outputs[0].url, tmp_path / "late.mp4")
    await studio.close()


SUBMITS = {
    "drop-before-body": (SubmitUncertain, False),
    "drop-after-body": (SubmitUncertain, True),
    "half-answer": (SubmitUncertain, True),
    "500": (SubmitUncertain, False),
    "503": (SubmitUncertain, False),
    "429": (RateLimited, False),
    "429-retry-after": (RateLimited, False),
    "redirect-to-private": (SubmitUncertain, True),
    "drop-after-answer": (None, True),
    "wrong-content-type": (None, True),
    "slow-drip": (None, True),
    "clock-off": (None, True),
}
"""The fault of a submit -> what the client makes of it, and whether the job was taken and charged."""

INSIDE = {"kling": BadInput, "fal": SubmitUncertain}
"""An error inside a success: Kling's has a code that means "refused"; fal has none, so nobody knows."""


async def test_what_the_client_makes_of_each_fault_of_a_submit(client, stage):
    studio = client()

    for endpoint, provider in WAYS.items():
        expected = SUBMITS | {"200-with-errors": (INSIDE[provider.slug], False)}
        for what, (error, is_taken) in expected.items():
            stage.turn({"provider": provider.slug, "where": "submit", "what": what, "seconds": 0.1})
            before, raised = len(stage.charges(provider.slug)), None
            try:
                await taken(studio, endpoint, str(uuid4()))
            except Exception as found:
                raised = found

            assert type(raised) is (error or type(None)), (endpoint, what, raised)
            assert len(stage.charges(provider.slug)) - before == is_taken, (endpoint, what)
    await studio.close()


async def test_the_status_and_the_result_may_stumble_and_nothing_is_lost(client, stage):
    studio = client()

    for endpoint, provider in WAYS.items():
        stage.turn()
        ticket = await taken(studio, endpoint, str(uuid4()))
        for where in ("status", "result"):
            for what in ("500", "drop-before-body", "half-answer"):
                stage.turn({"provider": provider.slug, "where": where, "what": what})
                assert (await studio.status(provider, ticket)).phase is Phase.DONE, (endpoint, where, what)
        stage.turn({"provider": provider.slug, "where": "status", "what": "503", "times": 3})
        with pytest.raises(Unreachable):
            await studio.status(provider, ticket)
    await studio.close()


async def test_kling_finds_a_job_again_whose_answer_was_lost_and_says_where_there_is_none(client, stage):
    studio = client()

    for endpoint in (OLDER, NEWER):
        our_id = str(uuid4())
        assert await studio.ask(KLING, KLING.build_lookup(our_id, endpoint), KLING.parse_lookup) is None
        stage.turn(lost_replies=1)
        with pytest.raises(SubmitUncertain):
            await taken(studio, endpoint, our_id)
        found = await studio.ask(KLING, KLING.build_lookup(our_id, endpoint), KLING.parse_lookup)
        assert found.id == stage.charges("kling")[-1]["their_id"]
    await studio.close()


async def test_what_ends_badly_says_so_and_what_was_not_billed(client, stage):
    studio = client()
    stage.turn(moderated=1)

    for endpoint, provider in WAYS.items():
        update = await studio.status(provider, await taken(studio, endpoint, str(uuid4())))
        assert update.phase is Phase.FAILED
        assert update.error
    await studio.close()


async def test_a_waiting_request_at_fal_can_be_stopped(client, stage):
    studio = client()
    stage.turn(queue_s=[10, 10])
    ticket = await taken(studio, QUEUED)

    await studio.ask(FAL, FAL.build_cancel(ticket), FAL.parse_cancel)
    update = await studio.status(FAL, ticket)
    await studio.close()

    assert update.phase is Phase.CANCELLED
    assert stage.charges("fal")[-1]["refunded"]


async def test_keys_are_told_apart_and_tested_for_nothing(client):
    pair = {"access_key": "access-1", "secret_key": secret_of("access-1"), "region": "global"}
    good = {"kling": [{"key": f"a-{uuid4()}"}, pair, {"key": "in-beijing", "region": "china"}], "fal": [{"key": "a:b"}]}
    bad = {
        "kling": [{"key": "wrong-key"}, pair | {"secret_key": "another"}, {"key": "in-beijing"}],
        "fal": [{"key": "wrong"}],
    }
    now = datetime.now(UTC)

    for provider in (KLING, FAL):
        test = (provider, provider.build_test(now), provider.parse_test)
        for parts in good[provider.slug]:
            studio = client(**parts)
            assert "accepts the key" in (await studio.ask(*test)).words
        for parts in bad[provider.slug]:
            studio = client(**parts)
            with pytest.raises(BadKey):
                await studio.ask(*test)
    await studio.close()


async def test_an_empty_account_is_told_as_such(client):
    studio = client(key="exhausted-key")

    for endpoint, error in ((OLDER, NoCredit), (QUEUED, Refused)):
        with pytest.raises(error):
            await taken(studio, endpoint, str(uuid4()))
    await studio.close()


async def test_files_that_do_not_arrive_are_not_taken_for_whole(client, stage, tmp_path):
    studio = client()
    faults = {"500": Unreachable, "half-answer": Unreachable, "redirect-to-private": BadAnswer}

    for provider, endpoint in ((KLING, OLDER), (FAL, QUEUED)):
        stage.turn()
        url = (await studio.status(provider, await taken(studio, endpoint, str(uuid4())))).outputs[0].url
        for what, error in faults.items():
            stage.turn({"provider": provider.slug, "where": "file", "what": what})
            with pytest.raises(error):
                await studio.download(provider, url, tmp_path / "clip.mp4")
    await studio.close()


async def test_what_the_stand_ins_call_with_is_believed_and_tells_what_a_poll_tells(client, stage):
    studio = client()
    proofs = {KLING: [SECRET], FAL: stage.ask("GET", FAL.hook_keys).json()["keys"]}

    for endpoint, provider in WAYS.items():
        ticket = await taken(studio, endpoint, str(uuid4()))
        task, now = stage.frame.task(provider.slug, ticket.id), datetime.now(UTC)
        message = stage.frame.hooks.writers[provider.slug](task, {"at": now.timestamp()}, now.timestamp())
        delivery = Delivery(body=message.body, headers=message.headers)
        news, poll = provider.news(delivery, ticket, ""), await studio.status(provider, ticket)

        assert provider.is_signed(delivery, proofs[provider], now)
        assert not provider.is_signed(replace(delivery, body=message.body + b" "), proofs[provider], now)
        assert (news.id, news.update.phase, news.update.billed) == (ticket.id, Phase.DONE, poll.billed)
        assert [output.id for output in news.update.outputs] == [output.id for output in poll.outputs]
    await studio.close()
