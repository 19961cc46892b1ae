"""Children that the nursery bears are as those that are started; whatever befalls it, there are children again."""

import asyncio
import os
import signal
import subprocess
import sys
import textwrap
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from studio.core import births, media
from studio.core.limits import ChildFailed, Limits, run
from tests.core import making
from tests.core.processes import is_alive, is_gone

ACTS = "tests.core.acts"
HOUSE = Path(__file__).parents[2]

pytestmark = pytest.mark.skipif(not births.HAS_NURSERY, reason="no nursery: it is on Linux only")


async def look() -> dict:
    return await run(ACTS, {"act": "look"}, limits=Limits())


async def count(to: int, **more) -> dict:
    return await run(ACTS, {"act": "count", "to": to} | more, limits=Limits())


async def test_children_have_one_parent_and_sessions_of_their_own():
    one, other = await look(), await look()

    assert one["parent"] == other["parent"] != os.getpid()
    assert one["pid"] != other["pid"]
    assert (one["session"], other["session"]) == (one["pid"], other["pid"])


async def test_a_child_holds_nothing_of_the_nursery_and_nothing_of_another_child():
    begun = asyncio.Event()
    brood = run(ACTS, {"act": "brood"}, limits=Limits(), heard=lambda _: begun.set())
    other = asyncio.create_task(brood)
    await begun.wait()

    found = await look()

    assert set(found["open"]) <= {0, 1, 2, 3}  # 3 is the folder in which it looks
    other.cancel()
    with pytest.raises(asyncio.CancelledError):
        await other


async def test_what_a_module_needs_is_loaded_once_and_on_one_thread(tmp_path):
    await media.probe(making.film(tmp_path), "film.mp4")

    found = await look()

    assert {"av", "PIL"} <= set(found["loaded"])
    assert "django" not in found["loaded"]
    assert len(os.listdir(f"/proc/{found['parent']}/task")) == 1


async def test_memory_is_counted_beyond_what_is_loaded(tmp_path):
    await media.probe(making.film(tmp_path), "film.mp4")

    assert await run(ACTS, {"act": "count", "to": 2}, limits=Limits(memory_mb=64)) == {"counted": 2}
    with pytest.raises(ChildFailed) as failed:
        await run(ACTS, {"act": "hoard"}, limits=Limits(memory_mb=64))
    assert failed.value.why == "memory"


async def test_a_nursery_that_was_killed_is_replaced():
    before = (await look())["parent"]

    os.kill(before, signal.SIGKILL)
    after = (await look())["parent"]

    assert after != before
    assert (await look())["parent"] == after


async def test_a_child_that_outlives_its_nursery_fails_in_the_end_and_the_next_is_well():
    family = asyncio.Queue()
    task = asyncio.create_task(run(ACTS, {"act": "brood"}, limits=Limits(), heard=family.put_nowait))
    pids = (await asyncio.wait_for(family.get(), 20))["pids"]

    os.kill((await look())["parent"], signal.SIGKILL)
    os.kill(pids[0], signal.SIGTERM)
    os.kill(pids[1], signal.SIGTERM)

    with pytest.raises(ChildFailed) as failed:
        await task
    assert failed.value.why == "crash"
    assert await count(1) == {"counted": 1}


def test_the_nursery_ends_with_its_parent():
    program = f"""
        import asyncio, time
        from studio.core.limits import Limits, run
        print(asyncio.run(run("{ACTS}", {{"act": "look"}}, limits=Limits()))["parent"], flush=True)
        time.sleep(30)
    """
    parent = subprocess.Popen([sys.executable, "-c", textwrap.dedent(program)], stdout=subprocess.PIPE, cwd=HOUSE)
    pid = int(parent.stdout.readline())
    assert is_alive(pid)

    parent.kill()
    parent.wait()
    parent.stdout.close()

    assert is_gone(pid, within_s=5)


async def test_many_at_once_are_not_mixed_up():
    found = await asyncio.gather(*(count(n) for n in range(20)))

    assert found == [{"counted": n} for n in range(20)]


def test_loops_in_several_threads_share_the_nursery():
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(lambda _: asyncio.run(look()), range(8)))

    assert len({each["parent"] for each in found}) == 1
    assert len({each["pid"] for each in found}) == 8


async def test_a_request_may_be_longer_than_a_socket_holds():
    assert await count(1, padding="x" * 3_000_000) == {"counted": 1}


async def test_one_that_is_started_as_a_program_is_the_same(monkeypatch):
    monkeypatch.setattr(births, "HAS_NURSERY", False)
    heard = []

    assert await run(ACTS, {"act": "count", "to": 1}, limits=Limits(), heard=heard.append) == {"counted": 1}
    assert heard == [{"n": 0}]
    assert (await look())["parent"] == os.getpid()
    with pytest.raises(ChildFailed, match="the left wing fell off"):
        await run(ACTS, {"act": "raise"}, limits=Limits())
    with pytest.raises(ChildFailed) as failed:
        await run(ACTS, {"act": "hoard"}, limits=Limits(memory_mb=256))
    assert failed.value.why == "memory"
