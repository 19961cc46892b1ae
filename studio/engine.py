"""The port to DBOS: durable tasks that go on where they were after a crash. The only module that imports dbos.

Nothing here knows what a task does, and nothing outside knows that it is DBOS. Django's tables are the truth: the
engine's own file may be lost, and whoever owns the rows puts the work in again under the same run id. Whose turn it is
they decide too: whatever is put in here is begun at once.

dbos takes most of a second to import, so it is imported by `start()`, not by importing this module.
"""

import asyncio
import contextvars
import fcntl
import logging
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from pathlib import Path
from typing import IO
from uuid import UUID

logger = logging.getLogger(__name__)

StepFunction = Callable[..., Awaitable[object]]

QUEUE = "runs"

POLLING_S = 0.25
"""How often the queue looks for work."""

THREADS = 16
"""dbos lends these to the whole loop: `asyncio.to_thread` of web and workflows runs on them too."""

PRUNED_AT_ONCE = 1000

PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=30000", "foreign_keys=ON")


class NotRunning(RuntimeError):
    """The engine is not started in this process."""


class AlreadyRunning(RuntimeError):
    """Another process drives this engine file."""


class Driven(Enum):
    """What the engine knows about a run."""

    WAITING = "waiting"  #: in a queue, or put off until later
    RUNNING = "running"
    OVER = "over"  #: finished, failed or cancelled: it will do nothing more


@dataclass(frozen=True, slots=True)
class Task:
    """A registered task. Each of its steps is carried out once; after a crash, an unfinished one begins again."""

    name: str
    run: StepFunction
    steps: tuple[StepFunction, ...]


_tasks: dict[str, Task] = {}
_workflows: dict[str, Callable] = {}
_going: set[asyncio.Task] = set()
_lock: IO | None = None


# Registration, at import


def task(name: str, *, steps: tuple[StepFunction, ...]) -> Callable[[StepFunction], StepFunction]:
    """Register `async def run(job_id, run_id, **steps)` as a durable task.

    It gets its steps by name, made durable, and must await them in the same order every time. Raises ValueError for a
    name given twice.
    """

    def register(run: StepFunction) -> StepFunction:
        if name in _tasks:
            raise ValueError(f"There is already a task named {name}.")
        _tasks[name] = Task(name, run, steps)
        return run

    return register


# Life


async def start(folder: Path) -> None:
    """Start, on the running loop, with the file `engine.sqlite3` in `folder`. Interrupted runs go on by themselves.

    Raises AlreadyRunning when another process has this folder's engine.
    """
    folder.mkdir(parents=True, exist_ok=True)
    _take_lock(folder)
    try:
        await asyncio.to_thread(_register)
        _launch(folder / "engine.sqlite3")
        await _register_queue()
    except BaseException:
        await stop()
        raise


async def stop() -> None:
    """Stop without waiting for runs: they go on at the next start."""
    from dbos import DBOS

    # dbos had lent its threads to the loop, and takes them away: what goes on meanwhile needs others for to_thread().
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(thread_name_prefix="studio"))
    try:
        await _interrupt()
        await asyncio.to_thread(DBOS.destroy, workflow_completion_timeout_sec=0)
        await _interrupt()  # those that were taken from a queue meanwhile
    finally:
        _drop_lock()


def is_running() -> bool:
    """Whether `start()` has succeeded in this process and `stop()` was not called."""
    return _lock is not None


# Work


def enqueue(name: str, job_id: str, *, run_id: UUID, after_s: float = 0) -> None:
    """Have a task begun. The same run id again changes nothing, so that it is always safe to repeat.

    `after_s` puts it off. Raises ValueError for an unknown task, NotRunning when not started here.
    """
    if not isinstance(run_id, UUID):
        raise ValueError(f"A run id is a fresh UUID; {run_id!r} could be met again, and would then never start.")
    if is_running() and name not in _tasks:
        raise ValueError(f"There is no task {name}. Register it before the engine starts.")
    _outside_any_run(_enqueue, name, job_id, run_id, after_s)


def cancel(run_id: UUID) -> None:
    """Take a run out of its queue, or stop it before its next step. One that is over or unknown stays as it is."""
    from dbos import DBOS

    _outside_any_run(lambda: DBOS.cancel_workflow(str(run_id)))


def recover(run_ids: Iterable[UUID]) -> dict[UUID, Driven]:
    """What the engine knows of these runs; those that it does not know are absent, and can be put in again."""
    from dbos import DBOS

    ids = [str(run_id) for run_id in run_ids]
    found = _outside_any_run(
        lambda: DBOS.list_workflows(workflow_ids=ids, load_input=False, load_output=False) if ids else []
    )
    return {UUID(run.workflow_id): DRIVEN.get(run.status, Driven.OVER) for run in found}


DRIVEN = {"ENQUEUED": Driven.WAITING, "DELAYED": Driven.WAITING, "PENDING": Driven.RUNNING}
"""DBOS's words; all others are final."""


def prune(before: datetime) -> int:
    """Delete what the engine remembers of runs that were over before then; answers how many they were."""
    from dbos import DBOS

    def delete() -> int:
        over = DBOS.list_workflows(
            completed_before=before.isoformat(), limit=PRUNED_AT_ONCE, load_input=False, load_output=False
        )
        DBOS.delete_workflows([run.workflow_id for run in over])
        return len(over)

    return _outside_any_run(delete)


# Inside


def _outside_any_run(function: Callable, *args: object):
    """Call dbos as if from outside: inside a step it would take the call for a part of that step."""
    if not is_running():
        raise NotRunning("The engine is not running in this process; the sweeper of the studio will find the work.")
    return contextvars.Context().run(function, *args)


def _enqueue(name: str, job_id: str, run_id: UUID, after_s: float) -> None:
    from dbos import DBOS, SetEnqueueOptions, SetWorkflowID

    with ExitStack() as options:
        options.enter_context(SetWorkflowID(str(run_id)))
        options.enter_context(SetEnqueueOptions(delay_seconds=after_s if after_s > 0 else None))
        DBOS.enqueue_workflow(QUEUE, _workflows[name], job_id, str(run_id))


def _register() -> None:
    """Tell dbos the tasks, once per process: registering again would warn."""
    from dbos import DBOS

    for known in _tasks.values():
        if known.name not in _workflows:
            steps = {step.__name__: DBOS.step(name=f"{known.name}.{step.__name__}")(step) for step in known.steps}
            _workflows[known.name] = DBOS.workflow(name=known.name, max_recovery_attempts=None)(_durable(known, steps))


def _durable(known: Task, steps: dict[str, StepFunction]) -> StepFunction:
    async def run(job_id: str, run_id: str) -> object:
        me = asyncio.current_task()
        _going.add(me)
        try:
            return await known.run(job_id, run_id, **steps)
        finally:
            _going.discard(me)

    return run


async def _interrupt() -> None:
    """Break off the runs that are going on. dbos leaves them pending, which is what a stop wants."""
    going = tuple(_going)
    for run in going:
        run.cancel()
    await asyncio.gather(*going, return_exceptions=True)


def _launch(path: Path) -> None:
    """On the loop itself, so that dbos adopts it."""
    from dbos import DBOS, DBOSPortableJSONSerializer

    logging.getLogger("dbos").addFilter(_is_news)
    DBOS(
        config={
            "name": "dailies",
            "application_version": "1",
            "executor_id": "studio-0",
            "system_database_url": f"sqlite:///{path}",
            "system_database_engine": _database(path),
            "serializer": DBOSPortableJSONSerializer(),
            "max_executor_threads": THREADS,
            "log_level": "WARNING",
        }
    )
    DBOS.launch()


def _is_news(record: logging.LogRecord) -> bool:
    """dbos warns about each run that is broken off; at a stop that is the plan."""
    return "Asyncio task cancelled" not in record.getMessage()


def _database(path: Path):
    """An engine of SQLAlchemy whose transactions take the write lock at once, and survive a power cut."""
    import sqlalchemy

    database = sqlalchemy.create_engine(f"sqlite:///{path}", pool_size=10, max_overflow=10)

    @sqlalchemy.event.listens_for(database, "connect")
    def configure(connection, _record) -> None:
        connection.isolation_level = "IMMEDIATE"  # not a "begin" hook: dbos's migrations begin for themselves
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    return database


async def _register_queue() -> None:
    from dbos import DBOS

    await DBOS.register_queue_async(QUEUE, polling_interval_sec=POLLING_S, on_conflict="always_update")


def _take_lock(folder: Path) -> None:
    """Two processes on one engine file would both resume its runs."""
    global _lock
    if _lock is not None:
        raise AlreadyRunning("The engine is already running in this process.")
    file = (folder / "engine.lock").open("w")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        file.close()
        raise AlreadyRunning(
            f"Another studio is running on {folder}. Stop it, or choose another data folder."
        ) from error
    _lock = file


def _drop_lock() -> None:
    global _lock
    if _lock is not None:
        _lock.close()
        _lock = None
