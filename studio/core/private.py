"""Files that only this account may read: all of one or nothing, and surely on the disk."""

import os
from pathlib import Path

MODE = 0o600


def write(path: Path, text: str) -> None:
    """Puts `text` where `path` is, in one step. A half-written key would lock everybody out; so would one that was
    renamed into its place and lost with the power: the folder is settled too."""
    part = path.with_suffix(".part")
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, MODE), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    part.rename(path)
    _settle(path.parent)


def _settle(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
