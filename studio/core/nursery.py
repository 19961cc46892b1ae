"""Where limited children come from: a process that has loaded what they need, and forks.

To load the decoders takes a child longer than most of what it does with them: a tenth of a second for a picture, three
for a film. The nursery loads a module when a child is first asked for it, and forks every child of that module from
there. It has one thread, hears nothing of any request, and ends when its parent does: its control socket closes.

Started by `births.py` as `python -I nursery.py <control socket>`. One message asks for one child, as JSON:
`{"module": name, "limits": [memory MB, cpu s, file MB]}`, with three descriptors: what becomes the child's stdin and
stdout, its stderr, and where its pid and at last its exit code are told, a line each.
"""

import gc
import importlib
import json
import os
import select
import signal
import socket
import sys
import traceback
from contextlib import suppress

HOUSE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
MESSAGE_BYTES = 65536
DESCRIPTORS = 3
NAME_LETTERS = 15  # as many as Linux keeps
MOST_OPEN = 1 << 20

Statuses = dict[int, socket.socket]


def main(control: socket.socket) -> None:
    """Bears children until the parent is gone; tells of each when and how it ended."""
    ended = _told_when_one_ends()
    statuses: Statuses = {}
    while True:
        ready, _, _ = select.select([control, ended], [], [])
        if ended in ready:
            ended.recv(MESSAGE_BYTES)
            _bury(statuses)
        if control in ready:
            message, descriptors, _, _ = socket.recv_fds(control, MESSAGE_BYTES, DESCRIPTORS)
            if not message:
                return
            _bear(json.loads(message), descriptors, statuses)


def _told_when_one_ends() -> socket.socket:
    """Becomes readable whenever a child has ended."""
    here, there = socket.socketpair()
    there.setblocking(False)
    signal.set_wakeup_fd(there.detach())
    signal.signal(signal.SIGCHLD, lambda *_: None)
    return here


def _bury(statuses: Statuses) -> None:
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if not pid:
            return
        with statuses.pop(pid) as told, suppress(OSError):
            told.sendall(b"%d\n" % os.waitstatus_to_exitcode(status))


def _bear(request: dict, descriptors: list[int], statuses: Statuses) -> None:
    _load(request["module"])
    pid = os.fork()
    if not pid:
        _live(request, *descriptors)
    *shared, status = descriptors
    for descriptor in shared:
        os.close(descriptor)
    statuses[pid] = socket.socket(fileno=status)


def _load(module: str) -> None:
    """`prepare()` of a module loads what its acts load themselves. What fails here fails in the child, and is told."""
    if module not in sys.modules:
        with suppress(Exception):
            getattr(importlib.import_module(module), "prepare", lambda: None)()
        gc.freeze()  # so that the children's collector leaves the shared pages alone


def _live(request: dict, talk: int, complaints: int, status: int) -> None:
    """The child, in a session of its own; nothing of the nursery is left to it but what is loaded."""
    os.setsid()
    os.write(status, b"%d\n" % os.getpid())
    for descriptor, source in ((0, talk), (1, talk), (2, complaints)):
        os.dup2(source, descriptor)
    os.closerange(3, MOST_OPEN)
    _call(request["module"])
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    code = _code_of(request)
    sys.stderr.flush()
    os._exit(code)


def _call(module: str) -> None:
    """What `ps` and `top` say that it is: `animatic.child`."""
    with suppress(OSError), open("/proc/self/comm", "w") as name:
        name.write(module.removeprefix("studio.")[-NAME_LETTERS:])


def _code_of(request: dict) -> int:
    """As Python itself ends a program, but without what the nursery would have to tidy up."""
    from studio.core import child

    try:
        child.main(*request["limits"], request["module"])
    except SystemExit as end:
        if not isinstance(end.code, str):
            return end.code or 0
        sys.stderr.write(f"{end.code}\n")
        return 1
    except BaseException:
        traceback.print_exc()
        return 1
    return 0


if __name__ == "__main__":
    sys.path.insert(0, HOUSE)
    from studio.core import child

    child.on_one_thread()
    main(socket.socket(fileno=int(sys.argv[1])))
