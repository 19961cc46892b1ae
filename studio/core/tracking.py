"""What is marked by points on frames of a clip, on every frame of it: a preview drawn here, before anything is paid.

The provider marks by a model of its own; this is a guess by colours (GrabCut) that is carried along by motion.
"""

from pathlib import Path

from studio.core import limits
from studio.core.refusals import BadMedia

CHILD = "studio.core.tracking_child"
LIMITS = limits.Limits(memory_mb=3072, cpu_s=60, file_mb=64, wall_s=60)
AT_ONCE = 1
COLUMNS, TILE_PX = 10, 160  #: of the sheet: ten masks in a row, each so many pixels wide

Marks = list[dict[str, object]]
"""`[{"frame", "points": [[x, y]]}]`, 0 to 1 from the top left, as a recipe's `selection`."""


async def track(path: Path, format_name: str, marks: Marks, into: Path) -> Path:
    """`masks.png` in the folder `into`: a sheet of masks, frame by frame and row by row, white where it is marked.

    Raises BadMedia where nothing stands out at the points, or the child gave up.
    """
    request = {"path": str(path), "format": format_name, "marks": marks, "into": str(into)}
    try:
        async with limits.slots("tracking", AT_ONCE):
            answer = await limits.run(CHILD, request, limits=LIMITS)
    except limits.ChildFailed as failed:
        raise BadMedia(GAVE_UP[failed.why]) from failed
    if "nothing" in answer:
        raise BadMedia(answer["nothing"])
    return Path(answer["made"])


GAVE_UP = {
    "time": f"The preview took longer than {LIMITS.wall_s:.0f} seconds. The points are kept, and can be sent.",
    "memory": "The clip needs more memory than is allowed for a preview. The points are kept.",
    "crash": "The clip could not be read for a preview. The points are kept.",
}
