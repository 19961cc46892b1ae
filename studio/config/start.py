"""What must hold before the studio starts: a data folder of its own and a free port."""

import errno
import fcntl
import json
import os
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LOCK = "studio.lock"


class Refused(Exception):
    """The studio cannot start; the message is one sentence that says why and what to do."""


@contextmanager
def explained(kind: type[Exception], what: str) -> Iterator[None]:
    """Turns an error of that kind into a refusal that begins with `what`."""
    try:
        yield
    except kind as error:
        raise Refused(f"{what}: {error}.") from error


def keep_to_ourselves(folder: Path) -> None:
    """What this process writes is for its account only; what is on its way in lies beside the data: /tmp may be memory.

    Static files are no secret, and stay readable.
    """
    os.umask(0o077)
    tempfile.tempdir = str(folder / "incoming")


@contextmanager
def data_folder(folder: Path, url: str) -> Iterator[None]:
    """Makes the folder and keeps it for this process alone; the lock says under which address it is served."""
    try:
        (folder / "incoming").mkdir(parents=True, exist_ok=True)
        file = os.fdopen(os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o600), "r+")
    except OSError as error:
        raise Refused(
            f"The data folder {folder} cannot be written ({error.strerror}): "
            "make it writable, or name another with --data."
        ) from error
    with file:
        _lock(file, folder)
        file.truncate(0)
        json.dump({"process": os.getpid(), "url": url}, file)
        file.flush()
        yield


def served_at(folder: Path) -> str | None:
    """The address under which a studio serves this folder, or served it last."""
    try:
        return json.loads((folder / LOCK).read_text()).get("url")
    except (OSError, ValueError):
        return None


def listen(host: str, port: int) -> socket.socket:
    """A listening socket. It is taken before anything else is done, so that a port in use costs nobody time."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        raise Refused(_why_not(error, host, port)) from error
    return listener


def _lock(file, folder: Path) -> None:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise Refused(
            f"Another Dailies is running on the data folder {folder}, at {served_at(folder)}, and two would run "
            "every job twice: stop it first, or name another folder with --data."
        ) from error


def _why_not(error: OSError, host: str, port: int) -> str:
    reasons = {
        errno.EADDRINUSE: f"Port {port} on {host} is in use by another program: stop it, or choose another",
        errno.EACCES: f"Port {port} needs more rights than this account has: choose one above 1023",
    }
    if reason := reasons.get(error.errno):
        return f"{reason} with --port."
    return f"This machine has no address {host} to listen on ({error.strerror}): choose another with --host."
