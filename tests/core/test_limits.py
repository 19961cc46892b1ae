"""A child that takes too much, breaks, lies still or loses its parent."""

import asyncio
import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest
import uvloop

from studio.core.limits import ChildFailed, Limits, run, slots

ACTS = "tests.core.acts"
HOUSE = Path(__file__).parents[2]


def _is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


async def test_the_child_answers_and_what_it_says_on_the_way_is_heard():
    heard = []

    answer = await run(ACTS, {"act": "count", "to": 3}, limits=Limits(), heard=heard.append)

    assert answer == {"counted": 3}
    assert heard == [{"n": 0}, {"n": 1}, {"n": 2}]


def test_it_works_under_uvloop():
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        assert runner.run(run(ACTS, {"act": "count", "to": 1}, limits=Limits())) == {"counted": 1}


@pytest.mark.parametrize(
    ("act", "limits", "why"),
    [
        ("hoard", Limits(memory_mb=256), "memory"),
        ("spin", Limits(cpu_s=1), "time"),
        ("sleep", Limits(wall_s=0.3), "time"),
        ("write", Limits(file_mb=1), "crash"),
        ("raise", Limits(), "crash"),
        ("leave", Limits(), "crash"),
        ("mumble", Limits(), "crash"),
    ],
)
async def test_a_child_that_goes_over_a_limit_is_ended_and_the_reason_is_known(act, limits, why, tmp_path):
    with pytest.raises(ChildFailed) as failed:
        await run(ACTS, {"act": act, "into": str(tmp_path / "big")}, limits=limits)

    assert failed.value.why == why


async def test_what_the_child_complained_of_is_kept():
    with pytest.raises(ChildFailed, match="the left wing fell off"):
        await run(ACTS, {"act": "raise"}, limits=Limits())


@pytest.mark.parametrize("loop_factory", [asyncio.new_event_loop, uvloop.new_event_loop])
def test_cancelling_kills_the_child_and_its_children_within_half_a_second(loop_factory):
    async def scene():
        pids = asyncio.Queue()
        task = asyncio.create_task(run(ACTS, {"act": "brood"}, limits=Limits(), heard=pids.put_nowait))
        family = await asyncio.wait_for(pids.get(), 5)
        began = time.monotonic()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        return family, time.monotonic() - began

    with asyncio.Runner(loop_factory=loop_factory) as runner:
        family, took_s = runner.run(scene())

    assert took_s < 0.5
    time.sleep(0.05)
    assert not [pid for pid in family["pids"] if _is_alive(pid)]


def test_a_child_whose_parent_is_killed_dies_with_it():
    program = f"""
        import asyncio
        from studio.core.limits import Limits, run
        tell = lambda said: print(said["pids"][0], flush=True)
        asyncio.run(run("{ACTS}", {{"act": "brood"}}, limits=Limits(), heard=tell))
    """
    parent = subprocess.Popen([sys.executable, "-c", textwrap.dedent(program)], stdout=subprocess.PIPE, cwd=HOUSE)
    pid = int(parent.stdout.readline())
    assert _is_alive(pid)

    os.kill(parent.pid, signal.SIGKILL)
    parent.wait()
    parent.stdout.close()

    until = time.monotonic() + 1
    while _is_alive(pid) and time.monotonic() < until:
        time.sleep(0.01)
    assert not _is_alive(pid)


async def test_no_more_than_the_slots_run_at_once():
    inside, most = 0, 0

    async def one():
        nonlocal inside, most
        async with slots("here", 2):
            inside += 1
            most = max(most, inside)
            await asyncio.sleep(0.01)
            inside -= 1

    await asyncio.gather(*(one() for _ in range(6)))

    assert most == 2
