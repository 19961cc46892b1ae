"""Who can be seen in a clip, and when: a first look on this machine, before a provider is paid to find the faces."""

import base64
from dataclasses import dataclass
from pathlib import Path

from studio.core import limits
from studio.core.refusals import BadMedia

CHILD = "studio.core.faces_child"
LIMITS = limits.Limits(memory_mb=3072, cpu_s=60, file_mb=16, wall_s=60)
AT_ONCE = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Seen:
    """One face: its portrait as JPEG, and from when to when it was seen, in seconds."""

    portrait: bytes
    since_s: float
    until_s: float

    @property
    def url(self) -> str:
        """The portrait as an address of its own."""
        return f"data:image/jpeg;base64,{base64.b64encode(self.portrait).decode()}"


async def look(path: Path, format_name: str) -> list[Seen]:
    """The faces of a clip from left to right; none is an answer too. Raises BadMedia where the child gave up."""
    try:
        async with limits.slots("faces", AT_ONCE):
            answer = await limits.run(CHILD, {"path": str(path), "format": format_name}, limits=LIMITS)
    except limits.ChildFailed as failed:
        raise BadMedia("The clip could not be looked through here. It can be sent all the same.") from failed
    return [
        Seen(portrait=base64.b64decode(each["portrait"]), since_s=each["since_s"], until_s=each["until_s"])
        for each in answer["faces"]
    ]
