"""The renderer as a provider: its HTTP words, and that nothing is lost, doubled or left behind."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import textwrap
import time
import uuid
from dataclasses import replace
from pathlib import Path

import av
import httpx
import pytest

from studio.animatic.renders import LIMITS
from studio.animatic.service import AnimaticTransport
from tests.animatic.looking import FIRST, request, shots
from tests.core.processes import is_alive, limited_children

HOUSE = Path(__file__).parents[2]
RENDER = "local://animatic/render"
NOBODY = "d95341f2-fc7f-44ff-ac2a-414ccfb1aafe"


def client(folder: Path, at_once: int = 2) -> httpx.AsyncClient:
    return httpx.AsyncClient(mounts={"local://": AnimaticTransport(folder, at_once)})


def asked(**changes) -> dict:
    return request(id=str(uuid.uuid4()), **changes)


def long(**changes) -> dict:
    """Some seconds of work."""
    return asked(width=1280, height=720, shots=shots(60), **changes)


async def ended(http: httpx.AsyncClient, id: str) -> dict:
    async with asyncio.timeout(30):
        while (state := (await http.get(f"{RENDER}/{id}")).json())["state"] == "running":
            await asyncio.sleep(0.02)
    return state


async def begun(http: httpx.AsyncClient, id: str) -> None:
    """Until it has drawn its first frames."""
    async with asyncio.timeout(30):
        while (await http.get(f"{RENDER}/{id}")).json()["frames"] == 0:
            await asyncio.sleep(0.02)


async def test_a_film_is_posted_drawn_and_fetched(tmp_path):
    wanted = asked(sound=True)
    async with client(tmp_path) as http:
        posted = await http.post(RENDER, json=wanted)
        state = await ended(http, wanted["id"])
        fetched = await http.get(state["outputs"][0]["url"])

    assert posted.status_code == 202
    assert posted.json()["id"] == wanted["id"]
    assert posted.json()["state"] == "running"
    assert (state["state"], state["frames"], state["total"], state["error"]) == ("done", 24, 24, None)
    assert state["outputs"][0] | {"bytes": 0} == {
        "url": f"{RENDER}/{wanted['id']}/0.mp4",
        "bytes": 0,
        "mime": "video/mp4",
    }
    assert len(fetched.content) == state["outputs"][0]["bytes"] == int(fetched.headers["content-length"])
    (tmp_path / "fetched.mp4").write_bytes(fetched.content)
    with av.open(str(tmp_path / "fetched.mp4")) as film:
        assert film.streams.video[0].frames == 24


async def test_images_have_an_output_per_take(tmp_path):
    wanted = asked(kind="image", takes=3, width=100, height=101)
    async with client(tmp_path) as http:
        await http.post(RENDER, json=wanted)
        state = await ended(http, wanted["id"])
        second = await http.get(state["outputs"][1]["url"])

    assert [output["url"].rpartition("/")[2] for output in state["outputs"]] == ["0.png", "1.png", "2.png"]
    assert second.headers["content-type"] == "image/png"
    assert second.content.startswith(b"\x89PNG")


async def test_the_same_request_again_is_not_drawn_again(tmp_path):
    wanted = asked()
    async with client(tmp_path) as http:
        answers = await asyncio.gather(*(http.post(RENDER, json=wanted) for _ in range(5)))
        await ended(http, wanted["id"])
        drawn_at = (tmp_path / wanted["id"] / "0.mp4").stat().st_mtime_ns
        again = await http.post(RENDER, json=wanted)

    assert {answer.status_code for answer in answers} == {202}
    assert (again.status_code, again.json()["state"]) == (202, "done")
    assert (tmp_path / wanted["id"] / "0.mp4").stat().st_mtime_ns == drawn_at


async def test_another_request_under_the_same_id_is_refused(tmp_path):
    wanted = asked()
    async with client(tmp_path) as http:
        await http.post(RENDER, json=wanted)
        other = await http.post(RENDER, json=wanted | {"sound": True})
        await http.delete(f"{RENDER}/{wanted['id']}")

    assert (other.status_code, other.json()["field"]) == (409, "id")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (json.dumps(request(width=63)), "width"),
        (json.dumps(request(id="../../etc")), "id"),
        (json.dumps(request(id=None)), "id"),
        ("[]", "request"),
        ("{", "request"),
    ],
)
async def test_what_cannot_be_drawn_is_refused_and_leaves_nothing(body, field, tmp_path):
    async with client(tmp_path) as http:
        answer = await http.post(RENDER, content=body)

    assert (answer.status_code, answer.json()["field"]) == (422, field)
    assert answer.json()["error"].endswith(".")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("method", "url"),
    [
        ("GET", f"{RENDER}/{NOBODY}"),
        ("GET", f"{RENDER}/{NOBODY}/0.mp4"),
        ("GET", f"{RENDER}/../render"),
        ("GET", f"{RENDER}/a/request.json"),
        ("GET", f"{RENDER}/..%2f..%2fetc/0.mp4"),
        ("PUT", RENDER),
        ("GET", RENDER),
        ("POST", "local://elsewhere/render"),
        ("GET", "local://animatic/"),
    ],
)
async def test_what_is_not_there_is_not_found(method, url, tmp_path):
    async with client(tmp_path) as http:
        assert (await http.request(method, url)).status_code == 404


async def test_a_picture_that_cannot_be_read_fails_the_render_in_a_sentence(tmp_path):
    (tmp_path / "bad.jpg").write_bytes(b"\xff\xd8\xff no")
    wanted = asked(first_frame=str(tmp_path / "bad.jpg"))
    async with client(tmp_path / "renders") as http:
        await http.post(RENDER, json=wanted)
        state = await ended(http, wanted["id"])

    assert (state["state"], state["outputs"], state["field"]) == ("failed", [], "first_frame")
    assert state["error"] == "The first frame is no picture that can be read. Choose another one."
    assert not list((tmp_path / "renders").rglob("*.mp4"))


@pytest.mark.parametrize(
    ("limit", "wanted", "sentence"),
    [
        ({"wall_s": 0.3}, {"width": 1280, "height": 720, "shots": shots(60)}, "took too long and was stopped"),
        ({"cpu_s": 1}, {"width": 1280, "height": 720, "shots": shots(600)}, "took too long and was stopped"),
        ({"memory_mb": 100}, {"kind": "image", "width": 6272, "height": 2688}, "more memory than is allowed"),
        ({"memory_mb": 200}, {"first_frame": FIRST, "width": 3840, "height": 2160}, "more memory than is allowed"),
        ({"memory_mb": 400}, {"first_frame": FIRST, "width": 3840, "height": 2160}, "more memory than is allowed"),
    ],
    ids=["time", "processor time", "memory", "memory of OpenCV", "memory of x264"],
)
async def test_who_takes_more_than_allowed_is_stopped_with_a_sentence(limit, wanted, sentence, tmp_path, monkeypatch):
    monkeypatch.setattr("studio.animatic.renders.LIMITS", replace(LIMITS, **limit))
    wanted = asked(**wanted)
    async with client(tmp_path) as http:
        await http.post(RENDER, json=wanted)
        state = await ended(http, wanted["id"])

    assert (state["state"], sentence in state["error"]) == ("failed", True), state
    assert not _children(os.getpid())
    assert {path.name for path in (tmp_path / wanted["id"]).iterdir()} == {"request.json", "result.json"}


async def test_a_cancelled_render_is_dead_within_half_a_second_and_leaves_nothing(tmp_path):
    wanted = long()
    async with client(tmp_path) as http:
        await http.post(RENDER, json=wanted)
        await begun(http, wanted["id"])
        (child,) = _children(os.getpid())
        began = time.monotonic()
        answer = await http.delete(f"{RENDER}/{wanted['id']}")
        took_s = time.monotonic() - began
        again = await http.delete(f"{RENDER}/{wanted['id']}")
        gone = await http.get(f"{RENDER}/{wanted['id']}")

    assert answer.json() == again.json() == {"id": wanted["id"], "state": "cancelled"}
    assert took_s < 0.5
    assert child not in _children(os.getpid())
    assert gone.status_code == 404
    assert not list(tmp_path.iterdir())


async def test_at_most_so_many_are_drawn_at_once_and_the_others_wait(tmp_path):
    renders = [long(), long(), asked()]
    async with client(tmp_path, at_once=2) as http:
        for wanted in renders:
            await http.post(RENDER, json=wanted)
        await begun(http, renders[0]["id"])
        await begun(http, renders[1]["id"])
        busy = _children(os.getpid())
        waiting = (await http.get(f"{RENDER}/{renders[2]['id']}")).json()
        await http.delete(f"{RENDER}/{renders[0]['id']}")
        done = await ended(http, renders[2]["id"])
        await http.delete(f"{RENDER}/{renders[1]['id']}")

    assert len(busy) == 2
    assert (waiting["state"], waiting["frames"]) == ("running", 0)
    assert done["state"] == "done"


async def test_a_new_service_finds_what_an_old_one_finished(tmp_path):
    wanted = asked()
    async with client(tmp_path) as http:
        await http.post(RENDER, json=wanted)
        first = await ended(http, wanted["id"])

    async with client(tmp_path) as http:
        assert (await http.get(f"{RENDER}/{wanted['id']}")).json() == first


async def test_a_result_whose_file_was_damaged_is_drawn_again(tmp_path):
    wanted = asked()
    async with client(tmp_path) as http:
        await http.post(RENDER, json=wanted)
        whole = await ended(http, wanted["id"])
    os.truncate(tmp_path / wanted["id"] / "0.mp4", 100)

    async with client(tmp_path) as http:
        assert await ended(http, wanted["id"]) == whole
    assert (tmp_path / wanted["id"] / "0.mp4").stat().st_size == whole["outputs"][0]["bytes"]


@pytest.mark.crash
def test_after_sigkill_of_the_studio_a_new_one_finishes_the_same_film(tmp_path):
    """The killed process leaves no child at work, and the result is byte for byte that of an undisturbed render."""
    wanted = asked(first_frame=FIRST, width=640, height=360, shots=shots(3, 2))
    program = f"""
        import asyncio, json, sys
        from tests.animatic.test_service import begun, client
        wanted = json.loads(sys.stdin.readline())
        async def main():
            async with client(__import__("pathlib").Path({str(tmp_path / "renders")!r})) as http:
                await http.post("{RENDER}", json=wanted)
                await begun(http, wanted["id"])
                print("drawing", flush=True)
                await asyncio.sleep(60)
        asyncio.run(main())
    """
    command = [sys.executable, "-c", textwrap.dedent(program)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=HOUSE, text=True) as studio:
        studio.stdin.write(json.dumps(wanted) + "\n")
        studio.stdin.flush()
        assert studio.stdout.readline() == "drawing\n"
        (child,) = _children(studio.pid)
        os.kill(studio.pid, signal.SIGKILL)
    folder = tmp_path / "renders" / wanted["id"]
    assert not (folder / "result.json").exists()

    async def finish(renders: Path) -> dict:
        async with client(renders) as http:
            if renders.name == "undisturbed":
                await http.post(RENDER, json=wanted)
            return await ended(http, wanted["id"])

    assert asyncio.run(finish(tmp_path / "renders"))["state"] == "done"
    assert asyncio.run(finish(tmp_path / "undisturbed"))["state"] == "done"

    assert not is_alive(child)
    assert (folder / "0.mp4").read_bytes() == (tmp_path / "undisturbed" / wanted["id"] / "0.mp4").read_bytes()
    assert {path.name for path in folder.iterdir()} == {"request.json", "result.json", "0.mp4"}


async def test_a_sweep_removes_all_but_what_is_to_be_kept(tmp_path):
    kept, finished, running = asked(), asked(), long()
    transport = AnimaticTransport(tmp_path)
    async with httpx.AsyncClient(mounts={"local://": transport}) as http:
        for wanted in (kept, finished, running):
            await http.post(RENDER, json=wanted)
        await ended(http, kept["id"])
        removed = await transport.sweep({kept["id"]})

        assert removed == {finished["id"], running["id"]}
        assert [path.name for path in tmp_path.iterdir()] == [kept["id"]]
        assert (await http.get(f"{RENDER}/{kept['id']}")).json()["state"] == "done"


async def test_a_closed_service_goes_on_later(tmp_path):
    wanted = asked(width=640, height=360, shots=shots(4))
    async with client(tmp_path) as http:
        await http.post(RENDER, json=wanted)
        await begun(http, wanted["id"])
    assert not _children(os.getpid())

    async with client(tmp_path) as http:
        assert (await ended(http, wanted["id"]))["state"] == "done"


async def test_a_service_that_is_to_be_ready_has_a_child_waiting_and_again_after_each_film(tmp_path, monkeypatch):
    monkeypatch.setattr("studio.animatic.renders.READY_AFTER_S", 0)
    waited, drew = [], []
    async with httpx.AsyncClient(mounts={"local://": AnimaticTransport(tmp_path, ready=True)}) as http:
        for wanted in (long(), long()):
            waited.append(await _one_child())
            await http.post(RENDER, json=wanted)
            await begun(http, wanted["id"])
            drew.append(await _one_child())
            await http.delete(f"{RENDER}/{wanted['id']}")
        await _one_child()

    assert drew == waited
    assert waited[0] != waited[1]
    assert not _children(os.getpid())


async def _one_child() -> int:
    """The only one, once there is one."""
    async with asyncio.timeout(30):
        while len(found := _children(os.getpid())) != 1:
            await asyncio.sleep(0.01)
    return found.pop()


async def test_the_loop_stays_free_while_a_film_is_drawn(tmp_path):
    wanted = long()
    async with client(tmp_path) as http:
        await http.post(RENDER, json=wanted)
        await begun(http, wanted["id"])
        waits = []
        for _ in range(50):
            began = time.monotonic()
            await asyncio.sleep(0.005)
            waits.append(time.monotonic() - began)
        await http.delete(f"{RENDER}/{wanted['id']}")

    assert sorted(waits)[25] < 0.05


def _children(pid: int) -> set[int]:
    """Renders that this process has started and that are alive."""
    return limited_children(pid, "studio.animatic.child")
