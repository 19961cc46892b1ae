"""Where an object is in a picture: a click or a box in, a mask out. By GrabCut (Rother, Kolmogorov and Blake, 2004).

A stranger's picture is opened only in a limited child (`objects_child.py`), with less time than a person would wait.
"""

from pathlib import Path

from studio.core import limits
from studio.core.refusals import BadMedia

CHILD = "studio.core.objects_child"
LIMITS = limits.Limits(memory_mb=2048, cpu_s=15, file_mb=64, wall_s=20)
AT_ONCE = 1

Point = tuple[int, int]
Box = tuple[int, int, int, int]
"""Pixels of the picture from its top left: left, top, width, height."""


class NothingThere(ValueError):
    """No object was found; the message says what to do instead."""


async def find(path: Path, format_name: str, where: Point | Box, into: Path) -> Path:
    """`object.png` in the folder `into`: white where the object is, black elsewhere, at the picture's size.

    `format_name` is what the file was found to be. Raises NothingThere, and BadMedia where the child gave up.
    """
    request = {"path": str(path), "format": format_name, "where": where, "into": str(into)}
    try:
        async with limits.slots("objects", AT_ONCE):
            answer = await limits.run(CHILD, request, limits=LIMITS)
    except limits.ChildFailed as failed:
        raise BadMedia(GAVE_UP[failed.why]) from failed
    if "nothing" in answer:
        raise NothingThere(answer["nothing"])
    return Path(answer["made"])


GAVE_UP = {
    "time": f"Looking for the object took longer than {LIMITS.wall_s:.0f} seconds. Paint the area instead.",
    "memory": "The picture needs more memory than is allowed to look for an object. Paint the area instead.",
    "crash": "The picture could not be read to look for an object. Paint the area instead.",
}
