"""Whether a process is still there, and which limited children another one has."""

import time
from pathlib import Path


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def is_gone(pid: int, within_s: float) -> bool:
    until = time.monotonic() + within_s
    while is_alive(pid) and time.monotonic() < until:
        time.sleep(0.01)
    return not is_alive(pid)


def limited_children(parent: int, module: str) -> set[int]:
    """Those of one module that are alive: forked by the parent's nursery, or started by itself."""
    near = _children(parent)
    forked = [pid for nursery in near if b"nursery.py" in _read(nursery, "cmdline") for pid in _children(nursery)]
    name = module.removeprefix("studio.")[-15:].encode()
    found = {pid for pid in forked if _read(pid, "comm").strip() == name}
    return {pid for pid in found | {pid for pid in near if module.encode() in _read(pid, "cmdline")} if is_alive(pid)}


def _children(parent: int) -> list[int]:
    try:
        tasks = list(Path(f"/proc/{parent}/task").iterdir())
        return [int(pid) for task in tasks for pid in (task / "children").read_text().split()]
    except FileNotFoundError:
        return []


def _read(pid: int, what: str) -> bytes:
    try:
        return Path(f"/proc/{pid}/{what}").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return b""
