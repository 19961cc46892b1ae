"""The film a second time while it is drawn: whole fragments, the same pictures and the same sound as the film's."""

import asyncio
import json
import os
import signal
from pathlib import Path

import av
import httpx
import numpy as np
import pytest

from studio.animatic import child
from tests.animatic.looking import FIRST, frames, heard, request, shots
from tests.animatic.test_service import NOBODY, RENDER, _children, asked, begun, client, ended, long

STREAM = "local://animatic/stream"


def drawn(into, **changes) -> list[dict]:
    """Draws it here; what was said of the stream."""
    said: list[dict] = []
    answer = child.run({"plan": request(**changes), "into": str(into)}, said.append)
    assert answer == {"outputs": [f"{take}.mp4" for take in range(changes.get("takes", 1))]}
    return [each["stream"] for each in said if "stream" in each]


def kinds(data: bytes) -> list[str]:
    """The boxes at the top of an MP4."""
    found, at = [], 0
    while at < len(data):
        found.append(data[at + 4 : at + 8].decode())
        at += int.from_bytes(data[at : at + 4])
    assert at == len(data), "the last box is not whole"
    return found


@pytest.mark.parametrize("sound", [True, False])
def test_its_pictures_and_its_sound_are_those_of_the_film(sound, tmp_path):
    [*_, last] = drawn(tmp_path, shots=shots(1, 1.5), sound=sound)

    assert last["bytes"] == (tmp_path / last["name"]).stat().st_size
    film, stream = frames(tmp_path / "0.mp4"), frames(tmp_path / last["name"])
    assert len(film) == len(stream) == 60
    assert all(np.array_equal(a, b) for a, b in zip(film, stream, strict=True))
    with av.open(str(tmp_path / last["name"])) as opened:
        assert len(opened.streams.audio) == int(sound)
    if sound:
        film, stream = heard(tmp_path / "0.mp4"), heard(tmp_path / last["name"])
        assert np.array_equal(film, stream[-len(film) :])  # the film leaves out what the encoder needed to begin


def test_it_is_whole_at_every_point_that_is_said(tmp_path):
    said = drawn(tmp_path, shots=shots(2, 1.25))

    data = (tmp_path / "stream.mp4").read_bytes()
    assert [kinds(data[: each["bytes"]]) for each in said] == [
        ["ftyp", "moov", *["moof", "mdat"] * n] for n in range(len(said))
    ]
    assert len(said) - 1 >= 13, "a fragment every quarter second"


def test_a_browser_is_told_what_it_will_get(tmp_path):
    said = drawn(tmp_path, sound=True)

    assert {each["mime"] for each in said} == {'video/mp4; codecs="avc1.64000c, mp4a.40.2"'}  # High, level 1.2, AAC LC


def test_of_several_takes_the_first_is_shown(tmp_path):
    [*_, last] = drawn(tmp_path, takes=2)

    assert last["bytes"] == (tmp_path / "stream.mp4").stat().st_size
    assert all(map(np.array_equal, frames(tmp_path / "0.mp4"), frames(tmp_path / "stream.mp4")))


def test_drawn_again_it_has_the_same_bytes(tmp_path):
    for name in ("once", "again"):
        (tmp_path / name).mkdir()
        drawn(tmp_path / name, shots=shots(1, 2), sound=True, first_frame=FIRST)

    assert (tmp_path / "once" / "stream.mp4").read_bytes() == (tmp_path / "again" / "stream.mp4").read_bytes()


def test_a_still_has_none(tmp_path):
    said: list[dict] = []
    child.run({"plan": request(kind="image"), "into": str(tmp_path)}, said.append)

    assert not [each for each in said if "stream" in each]
    assert [path.name for path in tmp_path.iterdir()] == ["0.png"]


# Followed from elsewhere


async def follow(http: httpx.AsyncClient, id: str) -> tuple[httpx.Response, bytes]:
    """All of the stream, once it is over."""
    async with http.stream("GET", f"{STREAM}/{id}") as answer:
        return answer, b"".join([piece async for piece in answer.aiter_bytes()])


async def test_several_viewers_follow_it_from_the_first_frame_and_the_file_is_gone_afterwards(tmp_path):
    wanted = asked(width=640, height=360, shots=shots(4, 4), sound=True)
    async with client(tmp_path) as http:
        await http.post(RENDER, json=wanted)
        early = [asyncio.create_task(follow(http, wanted["id"])) for _ in range(2)]
        await begun(http, wanted["id"])
        while (await http.get(f"{RENDER}/{wanted['id']}")).json()["frames"] < 48:
            await asyncio.sleep(0.01)
        async with http.stream("GET", f"{STREAM}/{wanted['id']}") as left:
            first = await anext(left.aiter_bytes())
        late = await follow(http, wanted["id"])
        answers = [*await asyncio.gather(*early), late]
        state = await ended(http, wanted["id"])
        film = (await http.get(state["outputs"][0]["url"])).content
        over, _ = await follow(http, wanted["id"])

    assert {answer.status_code for answer, _ in answers} == {200}
    assert {answer.headers["content-type"] for answer, _ in answers} == {'video/mp4; codecs="avc1.64001e, mp4a.40.2"'}
    assert len({data for _, data in answers}) == 1
    assert answers[0][1].startswith(first)
    assert over.status_code == 404
    assert {path.name for path in (tmp_path / wanted["id"]).iterdir()} == {"request.json", "result.json", "0.mp4"}
    pictures = []
    for name, data in (("film", film), ("stream", answers[0][1])):
        (tmp_path / name).write_bytes(data)
        pictures.append(frames(tmp_path / name))
    assert len(pictures[0]) == len(pictures[1]) == 8 * 24
    assert all(map(np.array_equal, *pictures))


async def test_who_asks_early_waits_and_who_leaves_costs_nothing(tmp_path):
    first, waiting = long(), asked()
    async with client(tmp_path, at_once=1) as http:
        for wanted in (first, waiting):
            await http.post(RENDER, json=wanted)
        gone = asyncio.create_task(follow(http, first["id"]))
        patient = asyncio.create_task(follow(http, waiting["id"]))
        await seen()
        gone.cancel()
        await asyncio.gather(gone, return_exceptions=True)
        closed = not _open_files()
        await http.delete(f"{RENDER}/{first['id']}")
        answer, data = await patient

    assert closed
    assert answer.status_code == 200
    assert kinds(data)[:3] == ["ftyp", "moov", "moof"]


async def test_a_cancelled_film_ends_between_two_fragments_and_leaves_no_file(tmp_path):
    running, waiting = long(), asked()
    async with client(tmp_path, at_once=1) as http:
        for wanted in (running, waiting):
            await http.post(RENDER, json=wanted)
        followers = [asyncio.create_task(follow(http, wanted["id"])) for wanted in (running, waiting)]
        await seen()
        for wanted in (waiting, running):
            await http.delete(f"{RENDER}/{wanted['id']}")
        (running_one, data), (waiting_one, _) = await asyncio.gather(*followers)

    assert (running_one.status_code, waiting_one.status_code) == (200, 404)
    assert kinds(data)[:2] == ["ftyp", "moov"]
    assert not list(tmp_path.iterdir())


async def test_a_film_whose_child_is_killed_ends_between_two_fragments_and_leaves_no_file(tmp_path):
    wanted = long()
    async with client(tmp_path) as http:
        await http.post(RENDER, json=wanted)
        follower = asyncio.create_task(follow(http, wanted["id"]))
        await seen()
        for child_id in _children(os.getpid()):
            os.kill(child_id, signal.SIGKILL)
        answer, data = await follower
        state = await ended(http, wanted["id"])

    assert (answer.status_code, state["state"]) == (200, "failed")
    assert kinds(data)[:2] == ["ftyp", "moov"]
    assert {path.name for path in (tmp_path / wanted["id"]).iterdir()} == {"request.json", "result.json"}


async def test_what_a_killed_studio_left_of_a_stream_goes_when_it_is_taken_up_again(tmp_path):
    wanted = asked()
    left = tmp_path / wanted["id"] / ".part-killed"
    left.mkdir(parents=True)
    (left / "stream.mp4").write_bytes(b"half")
    (tmp_path / wanted["id"] / "request.json").write_text(json.dumps({"request": wanted, "total": 24}))

    async with client(tmp_path) as http:
        asleep, _ = await follow(http, wanted["id"])
        await ended(http, wanted["id"])

    assert asleep.status_code == 404  # asking for it starts nothing
    assert {path.name for path in (tmp_path / wanted["id"]).iterdir()} == {"request.json", "result.json", "0.mp4"}


async def test_what_is_finished_or_unknown_or_a_still_has_no_stream(tmp_path):
    film, still = asked(), asked(kind="image")
    async with client(tmp_path) as http:
        for wanted in (film, still):
            await http.post(RENDER, json=wanted)
        waited, _ = await follow(http, still["id"])
        await ended(http, film["id"])
        answers = [waited, *[(await follow(http, id))[0] for id in (film["id"], NOBODY)]]
    async with client(tmp_path) as http:
        await http.get(f"{RENDER}/{film['id']}")
        answers.append((await follow(http, film["id"]))[0])

    assert {answer.status_code for answer in answers} == {404}


async def seen() -> None:
    """Until somebody has begun to read."""
    async with asyncio.timeout(30):
        while not _open_files():
            await asyncio.sleep(0.01)


def _open_files() -> list[str]:
    """Streams that this process holds open."""
    links = (os.readlink(path) for path in Path("/proc/self/fd").iterdir() if path.is_symlink())
    return [link for link in links if "stream.mp4" in link]
