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

from studio.core.limits import ChildFailed, Limits, Spare, run, slots
from tests.core.processes import is_alive, is_gone, limited_children

ACTS = "tests.core.acts"
HOUSE = Path(__file__).parents[2]


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
    assert not [pid for pid in family["pids"] if is_alive(pid)]


def test_a_child_whose_parent_is_killed_dies_with_it():
    program = f"""
        import asyncio
        from studio.core.limits import Limits, run
        tell = lambda said: print(said["pids"][0], flush=True)
        asyncio.run(run("{ACTS}", {{"act": "brood"}}, limits=Limits(), heard=tell))
    """
    parent = subprocess.Popen([sys.executable, "-c", textwrap.dedent(program)], stdout=subprocess.PIPE, cwd=HOUSE)
    pid = int(parent.stdout.readline())
    assert is_alive(pid)

    os.kill(parent.pid, signal.SIGKILL)
    parent.wait()
    parent.stdout.close()

    assert is_gone(pid, within_s=1)


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


# A child that waits


async def waiting(spare: Spare) -> int:
    """Has one wait; its process."""
    spare.prepare(0)
    async with asyncio.timeout(10):
        while not (found := _waiting()):
            await asyncio.sleep(0.01)
    return found.pop()


def _waiting() -> set[int]:
    return limited_children(os.getpid(), ACTS)


async def who(spare: Spare | None) -> int:
    return (await run(ACTS, {"act": "who"}, limits=Limits(), spare=spare))["pid"]


async def test_the_child_that_waits_gets_the_next_request_and_no_other():
    spare = Spare(ACTS, Limits())
    ready = await waiting(spare)

    first, second = await who(spare), await who(spare)

    assert first == ready
    assert second != ready
    assert not is_alive(ready)


async def test_of_two_who_want_it_one_gets_it():
    spare = Spare(ACTS, Limits())
    ready = await waiting(spare)

    got = await asyncio.gather(who(spare), who(spare))

    assert got.count(ready) == 1


async def test_one_that_has_died_or_has_not_begun_is_not_waited_for():
    spare = Spare(ACTS, Limits())
    ready = await waiting(spare)
    os.kill(ready, signal.SIGKILL)
    while Path(f"/proc/{ready}").exists():  # also its entry: somebody has been told
        await asyncio.sleep(0.01)

    assert await who(spare) != ready
    spare.prepare(60)
    assert await asyncio.wait_for(who(spare), 10)


async def test_one_that_is_not_needed_any_more_is_ended():
    spare = Spare(ACTS, Limits())
    ready = await waiting(spare)

    await spare.close()

    assert not is_alive(ready)


def test_one_that_waits_dies_with_its_parent():
    program = f"""
        import asyncio
        from studio.core.limits import Limits, Spare
        from tests.core.test_limits import waiting
        async def main():
            print(await waiting(Spare("{ACTS}", Limits())), flush=True)
            await asyncio.sleep(60)
        asyncio.run(main())
    """
    with subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(program)], stdout=subprocess.PIPE, cwd=HOUSE
    ) as parent:
        ready = int(parent.stdout.readline())
        parent.kill()

    assert is_gone(ready, within_s=10)
