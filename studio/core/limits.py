"""Runs one of our own modules in a child process that cannot take more memory, CPU, disk or time than allowed.

For everything that opens a stranger's file or is long arithmetic: the child may be killed at any moment and nothing
else suffers. `child.py` is the other end. Works under asyncio and uvloop; no `preexec_fn`, which is not
safe beside threads.
"""

import asyncio
import json
import os
import signal
import tempfile
import weakref
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from studio.core import births, child

STDERR_BYTES = 4000

Json = dict
Listener = Callable[[Json], None]


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """What one child may take. `memory_mb` is address space beyond what is loaded, about three times what is used."""

    memory_mb: int = 2048
    cpu_s: int = 60
    file_mb: int = 1024
    wall_s: float = 60.0


class ChildFailed(RuntimeError):
    """The child gave no answer. `why` is `time`, `memory` or `crash`; `stderr` ends with what it complained of."""

    def __init__(self, why: str, stderr: str = "") -> None:
        super().__init__(f"The child gave no answer ({why}). {stderr}".strip())
        self.why = why
        self.stderr = stderr


def _ignore(_line: Json) -> None:
    pass


async def run(
    module: str, request: Json, *, limits: Limits, heard: Listener = _ignore, spare: "Spare | None" = None
) -> Json:
    """Calls `module.run(request, say)` in a limited child and returns its answer, a JSON object.

    `heard` gets whatever the child says before that; `spare` may have a child of this module waiting. Cancelling the
    task kills the child and all it started, within milliseconds. Raises ChildFailed when no answer came.
    """
    process, complaints = (spare and await spare.taken()) or await _start(module, limits)
    with complaints:
        try:
            async with asyncio.timeout(limits.wall_s):
                answer = await _converse(process, request, heard)
                await process.wait()
        except TimeoutError:
            raise ChildFailed("time", _tail(complaints)) from None
        finally:
            await _end(process)
        if process.returncode == 0 and answer is not None:
            return answer
        raise ChildFailed(_why(process.returncode), _tail(complaints))


Started = tuple[births.Child, IO[bytes]]
"""A child, and the file with what it complains of."""


class Spare:
    """A child of one module that has imported it and waits for its request: to import takes a second or two where
    others work on the machine too. Belongs to the loop that it was prepared on, and is closed there."""

    def __init__(self, module: str, limits: Limits) -> None:
        self._module, self._limits = module, limits
        self._timer: asyncio.TimerHandle | None = None
        self._coming: asyncio.Task[Started] | None = None

    def prepare(self, after_s: float) -> None:
        """Have one start so many seconds from now, unless there is one."""
        if self._timer is None and self._coming is None:
            self._timer = asyncio.get_running_loop().call_later(after_s, self._begin)

    def _begin(self) -> None:
        self._timer = None
        self._coming = asyncio.create_task(_start(self._module, self._limits))

    async def taken(self) -> Started | None:
        """The one that waits; None where there is none, or it has died."""
        if self._timer:
            self._timer.cancel()
            self._timer = None
        if (coming := self._coming) is None:
            return None
        await asyncio.wait([coming])
        if self._coming is not coming:  # somebody else was faster
            return None
        self._coming = None
        return _alive(coming)

    async def close(self) -> None:
        """End the one that waits."""
        if started := await self.taken():
            process, complaints = started
            complaints.close()
            await _end(process)


def _alive(coming: asyncio.Task[Started]) -> Started | None:
    if coming.cancelled() or coming.exception():
        return None
    process, complaints = coming.result()
    if process.returncode is None and _exists(process.pid):
        return process, complaints
    complaints.close()
    return None


def _exists(pid: int) -> bool:
    """Known before the exit code is: that is told over a socket."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


async def _start(module: str, limits: Limits) -> Started:
    numbers = (limits.memory_mb, limits.cpu_s, limits.file_mb)
    with ExitStack() as undo:
        complaints = undo.enter_context(tempfile.TemporaryFile())
        try:
            async with asyncio.timeout(limits.wall_s):
                process = await births.start(module, numbers, complaints)
        except (TimeoutError, ConnectionError) as fault:
            raise ChildFailed("time" if isinstance(fault, TimeoutError) else "crash") from fault
        undo.pop_all()
    return process, complaints


async def _converse(process: births.Child, request: Json, heard: Listener) -> Json | None:
    """Sends the request, passes on what is said, returns the answer. Stdin stays open: it is the lifeline."""
    answer = None
    with suppress(ConnectionError):  # it died at once; its exit code will tell
        process.stdin.write(json.dumps(request).encode() + b"\n")
        await process.stdin.drain()
    with suppress(ConnectionError):
        async for line in process.stdout:
            if not line.endswith(b"\n"):  # killed in the middle of a word
                break
            told = json.loads(line)
            answer = told.get("answer", answer)
            if "said" in told:
                heard(told["said"])
    return answer


async def _end(process: births.Child) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.stdin.close()
    await process.wait()


def _why(code: int) -> str:
    if code == child.OUT_OF_MEMORY:
        return "memory"
    return "time" if code == -signal.SIGXCPU else "crash"


def _tail(complaints: IO[bytes]) -> str:
    complaints.seek(max(0, complaints.seek(0, os.SEEK_END) - STDERR_BYTES))
    return complaints.read().decode(errors="replace").strip()


_slots: weakref.WeakKeyDictionary[asyncio.AbstractEventLoop, dict[str, asyncio.Semaphore]] = weakref.WeakKeyDictionary()


def slots(name: str, most: int) -> asyncio.Semaphore:
    """At most `most` at once of what is called `name`, per event loop: `async with slots("probe", 2): …`."""
    mine = _slots.setdefault(asyncio.get_running_loop(), {})
    return mine.setdefault(name, asyncio.Semaphore(most))


def temporary_in(folder: Path) -> tempfile.TemporaryDirectory:
    """A folder beside the final place (same file system, so that a rename is atomic), gone when the block ends."""
    return tempfile.TemporaryDirectory(prefix=".part-", dir=folder)
