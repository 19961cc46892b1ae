"""Runs one of our own modules in a child process that cannot take more memory, CPU, disk or time than allowed.

For everything that opens a stranger's file or is long arithmetic: the child may be killed at any moment and nothing
else suffers. `child.py` is the other end. Works under asyncio and uvloop; no `preexec_fn`, which is not
safe beside threads.
"""

import asyncio
import json
import os
import signal
import sys
import tempfile
import weakref
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from studio.core import child

LINE_BYTES = 4 * 1024 * 1024
STDERR_BYTES = 4000

Json = dict
Listener = Callable[[Json], None]


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """What one child may take. `memory_mb` is address space, about three times what is really used."""

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


async def run(module: str, request: Json, *, limits: Limits, heard: Listener = _ignore) -> Json:
    """Calls `module.run(request, say)` in a limited child and returns its answer, a JSON object.

    `heard` gets whatever the child says before that. Cancelling the task kills the child and all it started, within
    milliseconds. Raises ChildFailed when no answer came.
    """
    with tempfile.TemporaryFile() as complaints:
        process = await _start(module, limits, complaints)
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


async def _start(module: str, limits: Limits, complaints: IO[bytes]) -> asyncio.subprocess.Process:
    numbers = (limits.memory_mb, limits.cpu_s, limits.file_mb)
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-I", child.__file__, *map(str, numbers), module),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=complaints,
        limit=LINE_BYTES,
        start_new_session=True,
    )


async def _converse(process: asyncio.subprocess.Process, request: Json, heard: Listener) -> Json | None:
    """Sends the request, passes on what is said, returns the answer. Stdin stays open: it is the lifeline."""
    with suppress(BrokenPipeError, ConnectionResetError):  # it died at once; its exit code will tell
        process.stdin.write(json.dumps(request).encode() + b"\n")
        await process.stdin.drain()
    answer = None
    async for line in process.stdout:
        if not line.endswith(b"\n"):  # killed in the middle of a word
            break
        told = json.loads(line)
        answer = told.get("answer", answer)
        if "said" in told:
            heard(told["said"])
    return answer


async def _end(process: asyncio.subprocess.Process) -> None:
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
