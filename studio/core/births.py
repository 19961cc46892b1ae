"""How a limited child comes about: the nursery forks it, with all that it needs already loaded. Where that cannot be
had it is started as a program of its own, which takes longer and is the same otherwise.
"""

import asyncio
import json
import socket
import subprocess
import sys
import threading
from contextlib import ExitStack
from dataclasses import dataclass
from typing import IO, Protocol

from studio.core import child, nursery

HAS_NURSERY = sys.platform == "linux"  # elsewhere a fork of what has loaded so much is not safe
LINE_BYTES = 4 * 1024 * 1024
KILLED = -9

Numbers = tuple[int, int, int]


class Child(Protocol):
    """As much of asyncio's Process as is needed. `returncode` is there once `wait` has returned; -9 is signal 9."""

    pid: int
    stdin: asyncio.StreamWriter
    stdout: asyncio.StreamReader
    returncode: int | None

    async def wait(self) -> int: ...


async def start(module: str, numbers: Numbers, complaints: IO[bytes]) -> Child:
    """A child that waits for its request. `numbers` are MB of memory, seconds of CPU and MB of one file.

    Raises ConnectionError where the nursery is killed again and again.
    """
    if HAS_NURSERY:
        try:
            return await _born(module, numbers, complaints)
        except ConnectionError:  # killed in that very moment, and nothing was born
            return await _born(module, numbers, complaints)
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-I", child.__file__, *map(str, numbers), module),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=complaints,
        limit=LINE_BYTES,
        start_new_session=True,
    )


@dataclass(slots=True)
class _Born:
    """One that the nursery has forked. `_end` is told by it, whether or not somebody waits."""

    pid: int
    stdin: asyncio.StreamWriter
    stdout: asyncio.StreamReader
    _end: asyncio.Task[int]

    @property
    def returncode(self) -> int | None:
        return self._end.result() if self._end.done() else None

    async def wait(self) -> int:
        return await asyncio.shield(self._end)


async def _ended(told: asyncio.StreamReader, ear: asyncio.StreamWriter) -> int:
    """The exit code; of one whose nursery was killed too, that it was killed."""
    try:
        return int(await told.readline() or KILLED)
    except ConnectionError:
        return KILLED
    finally:
        ear.close()


async def _born(module: str, numbers: Numbers, complaints: IO[bytes]) -> Child:
    (talk, theirs), (status, teller) = socket.socketpair(), socket.socketpair()
    with ExitStack() as undo:  # a child whose stdin closes ends
        undo.callback(talk.close)
        undo.callback(status.close)
        with theirs, teller:
            message = json.dumps({"module": module, "limits": numbers}).encode()
            _nursery.ask(message, [theirs.fileno(), complaints.fileno(), teller.fileno()])
        stdout, stdin = await asyncio.open_unix_connection(sock=talk, limit=LINE_BYTES)
        undo.callback(stdin.close)
        told, ear = await asyncio.open_unix_connection(sock=status)
        undo.callback(ear.close)
        pid = await told.readline()
        if not pid:
            raise ConnectionError("The nursery was killed.")
        undo.pop_all()
    return _Born(int(pid), stdin, stdout, asyncio.create_task(_ended(told, ear)))


class _Nursery:
    """The one of this process: begun when a child is first asked for, and again where it was killed."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._control: socket.socket | None = None
        self._process: subprocess.Popen | None = None

    def ask(self, message: bytes, descriptors: list[int]) -> None:
        """Asks for one child; the descriptors are the nursery's then as well."""
        with self._lock:
            try:
                socket.send_fds(self._control or self._begun(), [message], descriptors)
            except ConnectionError:
                self._control.close()
                self._process.wait()
                socket.send_fds(self._begun(), [message], descriptors)

    def _begun(self) -> socket.socket:
        self._control, theirs = socket.socketpair(type=socket.SOCK_SEQPACKET)
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-I", nursery.__file__, str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                start_new_session=True,
            )
        return self._control


_nursery = _Nursery()
