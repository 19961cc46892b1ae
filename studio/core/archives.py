"""A ZIP archive taken apart in a limited child: every file in it under a number, or the reason why not.

A name in an archive is never a path of ours: files come out as `0001`, `0002` … in one folder. What the archive says of
sizes is not believed: bytes are counted as they come out.
"""

from dataclasses import dataclass
from pathlib import Path

from studio.core import limits

CHILD = "studio.core.archives_child"
LIMITS = limits.Limits(memory_mb=1024, cpu_s=600, file_mb=4096, wall_s=900)
MOST_FILES = 5_000
MOST_BYTES = 20_000_000_000  #: all files together, as they come out
MOST_TIMES = 200  #: a file may come out so many times as large as it is in the archive: media hardly gets smaller
SMALL = 1_000_000  #: bytes up to which that is no matter


class BadArchive(ValueError):
    """Nothing could be taken out. The message is a sentence for whoever gave it."""


@dataclass(frozen=True, slots=True)
class Member:
    """One file of an archive: its name there, with `/` between folders; where it lies now, or why it does not."""

    name: str
    path: Path | None
    refused: str


async def unpack(path: Path, name: str, into: Path, *, most_bytes: int = MOST_BYTES) -> list[Member]:
    """Takes it apart into the folder. `name` is what the person calls it. Raises BadArchive."""
    asked = {"path": str(path), "into": str(into), "most_files": MOST_FILES, "most_bytes": most_bytes}
    try:
        async with limits.slots("archives", 1):
            told: list[dict] = []
            answer = await limits.run(CHILD, asked, limits=LIMITS, heard=told.append)
    except limits.ChildFailed as failed:
        raise BadArchive(f"“{name}” {GAVE_UP[failed.why]}") from failed
    if "refused" in answer:
        raise BadArchive(f"“{name}” {answer['refused']}")
    return [Member(each["name"], into / each["file"] if each["file"] else None, each["refused"]) for each in told]


GAVE_UP = {
    "time": "took too long to unpack. Pack fewer files, or drop the folder itself.",
    "memory": "needs more memory to unpack than is allowed. Pack fewer files, or drop the folder itself.",
    "crash": "is damaged and cannot be unpacked. Pack it again, or drop the folder itself.",
}
