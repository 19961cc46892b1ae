"""Runware's own SDK, unmodified, against the stand-in. What it does not understand, the stand-in says wrongly."""

import asyncio
import base64
from uuid import uuid4

import pytest
from runware import RunOptions, Runware, RunwareError

from tests.rehearsal.conftest import staged

FILM = {
    "taskType": "videoInference",
    "model": "klingai:kling-video@3-pro",
    "positivePrompt": "A quiet library",
    "width": 1920,
    "height": 1080,
    "duration": 5,
    "includeCost": True,
}
SYNC = {"deliveryMethod": "sync"}
"""Asked for where following is not what is tested: the SDK waits a second before it asks for the first time."""


@pytest.fixture(scope="module")
def _alone(tmp_path_factory):
    with staged(tmp_path_factory.mktemp("runware"), "runware") as stage:
        yield stage


@pytest.fixture
def stage(_alone):
    _alone.turn()
    return _alone


@pytest.fixture
def sdk(stage):
    """sdk(key) -> their client."""

    def sdk(key="rehearsal-key-a1b2"):
        url = f"{stage.origin}/v1"
        return Runware(api_key=key, transport="rest", http_base_url=url, max_retries=0, poll_timeout=20_000)

    return sdk


async def test_it_submits_films_follows_them_with_their_progress_and_gathers_all_results_of_one_task(stage, sdk):
    stage.turn(delay_s=[100, 100])
    seen, progress = [], []

    def wait(item):
        progress.append(item["progress"])
        stage.later(100)

    async with sdk() as runware:
        (film,), films = await asyncio.gather(
            runware.run(dict(FILM), RunOptions(on_result=seen.append, on_progress=wait)),
            runware.run(FILM | {"numberResults": 3}),
        )

    assert film["videoURL"].startswith(f"{stage.origin}/files/")
    assert (film["cost"], film["status"]) == (0.56, "success")
    assert seen == [film]
    assert 0 < progress[0] < 100
    assert len({one["videoUUID"] for one in films}) == 3


async def test_it_waits_for_a_picture_in_one_answer(sdk):
    picture = {"taskType": "imageInference", "model": "klingai:kling-image@o1", "positivePrompt": "A red door"}

    async with sdk() as runware:
        (made,) = await runware.run(picture | {"width": 1024, "height": 1024, "deliveryMethod": "sync"})

    assert made["imageURL"].endswith(".jpg")
    assert "status" not in made


async def test_it_stores_a_file_uses_it_and_deletes_it(sdk):
    content = base64.b64encode(b"a picture").decode()
    film = {name: value for name, value in FILM.items() if name not in ("width", "height")}

    async with sdk() as runware:
        (stored,) = await runware.media_storage({"operation": "upload", "media": content})
        frames = {"frameImages": [{"image": stored["mediaUUID"], "frame": "first"}]}
        made = await runware.run(film | SYNC | {"inputs": frames})
        (deleted,) = await runware.media_storage({"operation": "delete", "media": stored["mediaUUID"]})

    assert made[0]["videoURL"]
    assert deleted["mediaUUID"] == stored["mediaUUID"]


async def test_it_reads_the_account_and_an_earlier_task(sdk):
    its_id = str(uuid4())

    async with sdk() as runware:
        await runware.run(FILM | SYNC | {"taskUUID": its_id})
        (account,) = await runware.account_management({"operation": "getDetails"})
        (details,) = await runware.get_task_details({"taskUUID": its_id})

    assert account["balance"] == 1000.0
    assert details["request"][0]["positivePrompt"] == FILM["positivePrompt"]
    assert details["response"]["data"][0]["taskUUID"] == its_id


ERRORS = [
    ({"duration": 99}, {}, "validation", "duration", 400),
    ({"colour": "red"}, {}, "validation", "colour", 400),
    ({"positivePrompt": ""}, {}, "validation", "positivePrompt", 400),
    ({}, {"moderated": 1}, "safety", None, None),
    (SYNC, {"fail_after_accept": 1}, "unknown", None, 400),
    ({}, {"rate_limited": 1}, "rateLimit", None, 429),
    ({}, {"errors_5xx": 1}, "serverError", None, 503),
    ({}, {"balance": 0}, "quota", None, 402),
]
"""What is changed -> the SDK's drawer, the parameter, the HTTP status. Its drawers do not know `timeoutProvider`, the
code of a captured answer (facts, line 33): by `errors.py` only codes with "Timeout" in them are time-outs."""


async def test_it_puts_each_error_into_the_right_drawer(stage, sdk):
    for change, dial, code, parameter, status in ERRORS:
        stage.turn(**dial)
        async with sdk() as runware:
            with pytest.raises(RunwareError) as caught:
                await runware.run(FILM | change)

        assert (caught.value.code, caught.value.parameter, caught.value.status_code) == (code, parameter, status), dial


async def test_it_is_told_of_the_results_that_came_before_the_one_that_failed(stage, sdk):
    stage.turn(partial=1)
    seen = []

    async with sdk() as runware:
        with pytest.raises(RunwareError) as caught:
            await runware.run(FILM | {"numberResults": 2}, RunOptions(on_result=seen.append))

    assert "terminated" in caught.value.message
    assert [item["status"] for item in seen] == ["success", "error"]


async def test_a_key_that_opens_nothing_and_an_id_that_was_used_are_understood(sdk):
    its_id = str(uuid4())

    async with sdk("wrong-key") as runware:
        with pytest.raises(RunwareError) as key:
            await runware.run(dict(FILM))
    async with sdk() as runware:
        await runware.run(FILM | SYNC | {"taskUUID": its_id})
        with pytest.raises(RunwareError) as again:
            await runware.run(FILM | {"taskUUID": its_id})

    assert (key.value.code, key.value.status_code) == ("auth", 401)
    assert (again.value.code, again.value.status_code, again.value.task_uuid) == ("validation", 400, its_id)


async def test_a_lost_answer_and_half_an_answer_are_errors_of_the_connection(stage, sdk):
    for what in ("drop-after-body", "half-answer"):
        stage.turn({"provider": "runware", "where": "submit", "what": what})
        async with sdk() as runware:
            with pytest.raises(Exception) as caught:  # noqa: PT011 - aiohttp's own, by design of the SDK
                await runware.run(dict(FILM))

        assert "aiohttp" in type(caught.value).__module__, what
    assert len(stage.charges("runware")) >= 2
