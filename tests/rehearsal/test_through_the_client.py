"""The studio's own client and adapters against the stand-ins: what one writes, the other reads."""

from uuid import uuid4

import httpx
import pytest

from studio.providers.base import Phase
from studio.providers.client import for_studio
from studio.providers.errors import BadAnswer, BadKey, Gone, RateLimited, SubmitUncertain, Unreachable
from studio.providers.fal import STORAGE_IN_PARTS, Fal
from studio.providers.keys import Key
from studio.providers.parts import Parted
from studio.providers.runware import Runware

RUNWARE, FAL = Runware(), Fal()
TEXT = {"model": "klingai:kling-video@3-standard", "positivePrompt": "A library", "width": 1280, "height": 720}


def film() -> httpx.Request:
    task = {"taskType": "videoInference", "taskUUID": str(uuid4()), "duration": 3, "deliveryMethod": "async"}
    return httpx.Request("POST", "https://api.runware.ai/v1", json=[task | TEXT | {"includeCost": True}])


def keys(word: str):
    async def keyring(provider: str, account: str) -> Key:
        return Key(key=word, secret=f"secret-{word}")

    return keyring


@pytest.fixture
def client(stage, tmp_path):
    """client(key) -> the client of a studio that rehearses."""
    return lambda word="rehearsal-key-a1b2": for_studio(tmp_path, keys=keys(word), rehearsal=stage.origin)


async def test_a_job_goes_from_submit_to_a_file_that_is_whole(client, stage, tmp_path):
    studio = client()

    ticket = await studio.submit(RUNWARE, film(), RUNWARE.parse_submit)
    update = await studio.status(RUNWARE, ticket)
    path = await studio.download(RUNWARE, update.outputs[0].url, tmp_path / "film.mp4")
    await studio.close()

    assert (update.phase, str(update.billed.amount)) == (Phase.DONE, "0.252000")
    assert path.stat().st_size > 10_000
    assert stage.charges("runware")[-1]["account"] == "a1b2"


async def test_a_key_that_opens_nothing_is_told_as_such(client):
    studio = client("wrong-key-of-mine")

    with pytest.raises(BadKey):
        await studio.submit(RUNWARE, film(), RUNWARE.parse_submit)
    await studio.close()


SUBMITS = {
    "drop-before-body": (SubmitUncertain, False),
    "drop-after-body": (SubmitUncertain, True),
    "half-answer": (SubmitUncertain, True),
    "500": (SubmitUncertain, False),
    "503": (SubmitUncertain, False),
    "429": (RateLimited, False),
    "429-retry-after": (RateLimited, False),
    "200-with-errors": (SubmitUncertain, False),
    "redirect-to-private": (SubmitUncertain, True),
    "drop-after-answer": (None, True),
    "wrong-content-type": (None, True),
    "slow-drip": (None, True),
    "clock-off": (None, True),
}
"""The fault of a submit -> what the client makes of it, and whether the provider took and charged the job."""


async def test_what_the_client_makes_of_each_fault_of_a_submit(client, stage):
    studio = client()

    for what, (expected, taken) in SUBMITS.items():
        stage.turn({"provider": "runware", "where": "submit", "what": what, "seconds": 0.3})
        before, request = len(stage.charges("runware")), film()
        try:
            await studio.submit(RUNWARE, request, RUNWARE.parse_submit)
            raised = None
        except Exception as error:
            raised = error

        assert type(raised) is (expected or type(None)), what
        assert len(stage.charges("runware")) - before == taken, what
        if what == "429-retry-after":
            assert raised.retry_after_s == 0.3
    await studio.close()


FILES = {
    "drop-after-body": Unreachable,
    "half-answer": Unreachable,
    "500": Unreachable,
    "429": Unreachable,
    "redirect-to-private": BadAnswer,
    "truncated-file": None,
    "wrong-content-type": None,
    "slow-drip": None,
}
"""The fault of a file -> what the client makes of it. That a file is not whole is found by whoever probes it."""


async def test_what_the_client_makes_of_each_fault_of_a_file(client, stage, tmp_path):
    studio = client()
    ticket = await studio.submit(RUNWARE, film(), RUNWARE.parse_submit)
    url = (await studio.status(RUNWARE, ticket)).outputs[0].url

    for what, expected in FILES.items():
        stage.turn({"provider": "runware", "where": "file", "what": what, "seconds": 0.3})
        if expected:
            with pytest.raises(expected):
                await studio.download(RUNWARE, url, tmp_path / what)
        else:
            await studio.download(RUNWARE, url, tmp_path / what)
        assert (tmp_path / what).exists() is (expected is None), what
    whole = (tmp_path / "slow-drip").stat().st_size
    assert (tmp_path / "truncated-file").stat().st_size == whole // 2

    stage.later(4000)
    with pytest.raises(Gone):
        await studio.download(RUNWARE, url, tmp_path / "late")
    await studio.close()


async def test_a_lost_answer_is_found_again_by_our_id(client, stage):
    studio, request = client(), film()
    stage.turn(lost_replies=1)

    with pytest.raises(SubmitUncertain):
        await studio.submit(RUNWARE, request, RUNWARE.parse_submit)
    our_id = stage.charges("runware")[-1]["our_id"]
    found = await studio.ask(RUNWARE, RUNWARE.build_lookup(our_id, ""), RUNWARE.parse_lookup)
    await studio.close()

    assert found.id == our_id


# A file in parts

CONTENT = bytes(range(256)) * 10


async def announced(studio, path) -> tuple[Parted, str]:
    """The file on its way to fal's storage in parts of 1,000 bytes, and where it is once it is there."""
    body = {"content_type": "video/mp4", "file_name": path.name}
    request = httpx.Request("POST", STORAGE_IN_PARTS, json=body)
    to = await studio.submit(FAL, request, lambda answer: answer.json())
    return Parted(url=to["upload_url"], headers={}, path=path, size=len(CONTENT), each=1_000), to["file_url"]


@pytest.mark.parametrize("what", ["drop-before-body", "drop-after-body", "half-answer", "500", "503"])
async def test_a_part_that_failed_is_put_again_and_the_file_is_whole(client, stage, tmp_path, monkeypatch, what):
    studio, path = client(), tmp_path / "long.mp4"
    monkeypatch.setattr(studio, "_pauses", (0, 0))
    path.write_bytes(CONTENT)
    parted, url = await announced(studio, path)

    stage.turn({"provider": "fal", "where": "upload", "what": what, "times": 2})
    await studio.submit(FAL, parted, lambda answer: answer.json())
    await studio.close()

    assert stage.ask("GET", url).content == CONTENT


async def test_where_a_part_never_gets_through_there_is_no_file(client, stage, tmp_path, monkeypatch):
    studio, path = client(), tmp_path / "long.mp4"
    monkeypatch.setattr(studio, "_pauses", (0, 0))
    path.write_bytes(CONTENT)
    parted, url = await announced(studio, path)

    stage.turn({"provider": "fal", "where": "upload", "what": "503", "times": 3})
    with pytest.raises(SubmitUncertain):
        await studio.submit(FAL, parted, lambda answer: answer.json())

    assert stage.ask("GET", url).status_code == 404
    await studio.submit(FAL, parted, lambda answer: answer.json())
    await studio.close()
    assert stage.ask("GET", url).content == CONTENT
