"""The other end of `limits.run`: sets its own limits, hears one request, says what happens line by line.

Forked by the nursery, or started as `python -I child.py <memory MB> <cpu s> <file MB> <module>`: imports nothing heavy
before the limits hold, and the module before a request has come. It offers `run(request, say) -> answer`. The request
is the first line of stdin, as JSON; what is said comes out as lines `{"said": …}`, the answer as the last,
`{"answer": …}`. Stdin stays open as a lifeline: when it ends the parent is gone, killed perhaps, and so is this
process, whatever it was doing.

Exit codes: 0 answered, 3 out of memory, 1 anything else (the traceback is on stderr).
"""

import importlib
import json
import os
import resource
import sys
import threading
from functools import partial

OUT_OF_MEMORY = 3
MEGABYTE = 1024 * 1024
HOUSE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def limit(memory_mb: int, cpu_s: int, file_mb: int) -> None:
    """No more address space beyond what is there, CPU time or bytes in one file than given; no core dump."""
    memory = loaded() + memory_mb * MEGABYTE
    for what, soft, hard in (
        (resource.RLIMIT_AS, memory, memory),
        (resource.RLIMIT_CPU, cpu_s, cpu_s + 1),  # SIGXCPU at the soft limit, which says why; SIGKILL would not
        (resource.RLIMIT_FSIZE, file_mb * MEGABYTE, file_mb * MEGABYTE),
        (resource.RLIMIT_CORE, 0, 0),
    ):
        resource.setrlimit(what, (soft, hard))


def loaded() -> int:
    """The bytes of address space that this process has already; 0 where the system does not say."""
    try:
        with open("/proc/self/statm", "rb") as file:
            return int(file.read().split()[0]) * resource.getpagesize()
    except OSError:
        return 0


def on_one_thread() -> None:
    """For numpy and OpenCV, before they are loaded: a limited child has one CPU's time."""
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):
        os.environ[name] = "1"


def live_while_stdin_does() -> None:
    """Ends this process at once when its parent is gone."""

    def wait() -> None:
        while os.read(0, 4096):
            pass
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()


def hear() -> dict:
    """The request: one line of JSON. Read byte-wise from the descriptor, for the lifeline needs the rest."""
    line = b""
    while not line.endswith(b"\n"):
        more = os.read(0, 65536)
        if not more:
            sys.exit("No request came.")
        line += more
    return json.loads(line)


def tell(kind: str, what: dict) -> None:
    """One line to the parent, now."""
    sys.stdout.write(json.dumps({kind: what}) + "\n")
    sys.stdout.flush()


def main(memory_mb: int, cpu_s: int, file_mb: int, module: str) -> None:
    """Answers one request under these limits. Ends the process where there is no answer."""
    limit(memory_mb, cpu_s, file_mb)
    sys.path.insert(0, HOUSE)
    try:
        run = importlib.import_module(module).run
        request = hear()
        live_while_stdin_does()
        tell("answer", run(request, partial(tell, "said")))
    except MemoryError:
        sys.exit(OUT_OF_MEMORY)


if __name__ == "__main__":
    on_one_thread()
    main(*map(int, sys.argv[1:4]), sys.argv[4])
