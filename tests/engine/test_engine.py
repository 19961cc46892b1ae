"""The port to DBOS, with the real DBOS on a file of its own."""

import asyncio
import os
import signal
import sqlite3
import subprocess
import sys
import time
import uuid
from collections import Counter
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from studio import engine
from studio.core import clock
from studio.engine import Driven

ROOT = Path(engine.__file__).parents[1]
log: list[tuple[str, str]] = []
going: Counter[str] = Counter()
most: Counter[str] = Counter()


async def note(job_id: str, run_id: str) -> None:
    """Counts how many go on at once."""
    going["all"] += 1
    most["all"] = max(most["all"], going["all"])
    await asyncio.sleep(0.15)
    going["all"] -= 1
    log.append(("note", job_id))


async def again(job_id: str, run_id: str) -> None:
    """Enqueues another job from inside a step, as a job that is put off does."""
    if job_id == "alice-again":
        put_in("alice-child")


@engine.task("noted", steps=(note, again))
async def noted(job_id, run_id, *, note, again):
    await note(job_id, run_id)
    await again(job_id, run_id)


def put_in(job_id: str, **more) -> uuid.UUID:
    run_id = more.setdefault("run_id", uuid.uuid4())
    engine.enqueue("noted", job_id, **more)
    return run_id


@asynccontextmanager
async def running(folder: Path):
    log.clear()
    most.clear()
    await engine.start(folder)
    try:
        yield
    finally:
        await engine.stop()


async def until(happened, seconds: float = 8) -> None:
    for _ in range(int(seconds / 0.05)):
        if happened():
            return
        await asyncio.sleep(0.05)
    raise AssertionError(f"It did not happen within {seconds} s: {log}")


def has_run(*jobs: str):
    return lambda: {job for _, job in log} >= set(jobs)


async def driven(*run_ids: uuid.UUID) -> list[Driven | None]:
    known = await asyncio.to_thread(engine.recover, run_ids)
    return [known.get(run_id) for run_id in run_ids]


# What needs no engine


def test_a_run_id_that_could_be_met_again_is_refused():
    with pytest.raises(ValueError, match="fresh UUID"):
        engine.enqueue("noted", "seven", run_id="job-7")


def test_where_no_engine_runs_that_is_said():
    with pytest.raises(engine.NotRunning):
        put_in("seven")


def test_a_task_is_declared_once():
    with pytest.raises(ValueError, match="already a task named noted"):
        engine.task("noted", steps=())(note)


def test_importing_the_engine_does_not_import_dbos():
    code = "import sys, studio.engine; sys.exit('dbos' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT).returncode == 0


# What does


async def test_what_is_put_in_is_begun_at_once_and_each_runs_once(tmp_path):
    async with running(tmp_path):
        runs = [put_in(job) for job in ("alice-1", "alice-2", "alice-3", "bob-1")]
        put_in("alice-1", run_id=runs[0])
        late = put_in("bob-late", after_s=30)
        assert await driven(late, uuid.uuid4()) == [Driven.WAITING, None]

        await until(has_run("alice-1", "alice-2", "alice-3", "bob-1"))

        assert Counter(job for _, job in log).most_common(1)[0][1] == 1
        assert most["all"] == 4
        await until(lambda: not going["all"])
        await asyncio.sleep(0.15)
        assert await driven(*runs, late) == [*[Driven.OVER] * 4, Driven.WAITING]


async def test_a_waiting_run_can_be_taken_out_and_old_ones_are_forgotten(tmp_path):
    async with running(tmp_path):
        late, done = put_in("alice-late", after_s=1), put_in("bob-1")
        await asyncio.to_thread(engine.cancel, late)
        await asyncio.to_thread(engine.cancel, uuid.uuid4())
        await until(has_run("bob-1"))
        await asyncio.sleep(1.5)

        assert has_run("alice-late")() is False
        assert await driven(late, done) == [Driven.OVER, Driven.OVER]
        await asyncio.to_thread(engine.prune, clock.now() - timedelta(days=1))
        assert await driven(done) == [Driven.OVER]
        await asyncio.to_thread(engine.prune, clock.now() + timedelta(seconds=5))
        assert await driven(done) == [None]


async def test_a_run_put_in_from_inside_a_step_is_a_run_of_its_own(tmp_path):
    async with running(tmp_path):
        parent = put_in("alice-again")

        await until(has_run("alice-again", "alice-child"))
        await until(lambda: not going["all"])

    assert status_of(tmp_path, parent) == "SUCCESS"


def status_of(folder: Path, run_id: uuid.UUID) -> str:
    with sqlite3.connect(folder / "engine.sqlite3") as database:
        rows = database.execute("select status from workflow_status where workflow_uuid = ?", [str(run_id)])
        return rows.fetchone()[0]


async def test_it_starts_again_in_one_process(tmp_path):
    async with running(tmp_path):
        with pytest.raises(engine.AlreadyRunning):
            await engine.start(tmp_path)
    assert await asyncio.to_thread(lambda: "threads") == "threads", "the loop has threads after stop()"

    async with running(tmp_path):
        put_in("alice-1")
        await until(has_run("alice-1"))


async def test_the_file_survives_a_power_cut_and_is_one_processes_alone(tmp_path):
    async with running(tmp_path):
        other = subprocess.run([sys.executable, MORTAL, tmp_path], capture_output=True, text=True, env=ENV)
        with sqlite3.connect(tmp_path / "engine.sqlite3") as database:
            assert database.execute("PRAGMA journal_mode").fetchone() == ("wal",)

    assert "AlreadyRunning: Another studio is running on" in other.stderr


MORTAL = Path(__file__).with_name("mortal.py")
ENV = os.environ | {"PYTHONPATH": str(ROOT)}


@pytest.mark.crash
def test_after_sigkill_a_run_goes_on_with_the_step_that_was_interrupted(tmp_path):
    run_id = str(uuid.uuid4())
    words = tmp_path / "log"

    def lines() -> list[str]:
        return words.read_text().splitlines() if words.exists() else []

    def wait_for(count: int) -> None:
        deadline = time.monotonic() + 15
        while len(lines()) < count:
            assert time.monotonic() < deadline, lines()
            time.sleep(0.02)

    killed = subprocess.Popen([sys.executable, MORTAL, tmp_path, run_id], env=ENV)
    wait_for(3)
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    assert lines() == ["first seven", "runs with from the first", "second begins"]

    reborn = subprocess.Popen([sys.executable, MORTAL, tmp_path, run_id], env=ENV)
    wait_for(5)
    (tmp_path / "go").touch()
    wait_for(6)
    reborn.kill()
    reborn.wait()

    assert lines()[3:] == ["runs with from the first", "second begins", "second ends"]
