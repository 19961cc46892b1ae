"""What the limited child does in these tests: one function per kind of misbehaviour."""

import os
import subprocess
import sys
import time


def count(request, say):
    for n in range(request["to"]):
        say({"n": n})
    return {"counted": request["to"]}


def who(_request, _say):
    return {"pid": os.getpid()}


def hoard(_request, _say):
    return {"length": len(bytearray(1 << 30))}


def spin(_request, _say):
    while True:
        pass


def sleep(_request, _say):
    time.sleep(30)


def write(request, _say):
    with open(request["into"], "wb") as file:
        for _ in range(8):
            file.write(bytes(1 << 20))
    return {}


def complain(_request, _say):
    raise RuntimeError("the left wing fell off")


def leave(_request, _say):
    os._exit(0)


def mumble(_request, _say):
    sys.stdout.write('{"answer": {"half')
    sys.stdout.flush()
    os._exit(0)


def brood(_request, say):
    """Starts a child of its own, tells both pids, then hangs."""
    young = subprocess.Popen(["sleep", "30"])
    say({"pids": [os.getpid(), young.pid]})
    time.sleep(30)


def look(_request, _say):
    """What this child has been given: its place among processes, open descriptors, what is loaded."""
    return {
        "pid": os.getpid(),
        "session": os.getsid(0),
        "parent": os.getppid(),
        "open": [int(name) for name in os.listdir("/proc/self/fd")],
        "loaded": [name for name in ("av", "PIL", "cv2", "django") if name in sys.modules],
    }


ACTS = {act.__name__: act for act in (count, who, look, hoard, spin, sleep, write, leave, mumble, brood)}
ACTS["raise"] = complain


def run(request, say):
    return ACTS[request["act"]](request, say)
