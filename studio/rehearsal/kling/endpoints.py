"""One row for each call that starts a task at Kling: what it takes, what it makes, and what that costs.

The tables themselves: `older_video`, `older_sounds`, `older_images`, `newer`. Lines are those of kling-official.md.
"""

import base64
import binascii
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from studio.rehearsal.fields import Field, Rule, Table, flag, group, text

Body = Mapping[str, object]
Units = Callable[[Body], Decimal]

FREE = Decimal(0)


@dataclass(frozen=True, kw_only=True)
class Endpoint:
    """A call. `makes` names its results (`results.py`), `pack` the kind of units it draws, `by_our_id` whether its
    tasks are found by the id that the caller gave them."""

    path: str
    takes: Table
    makes: str
    units: Units
    rules: tuple[Rule, ...] = ()
    pack: str = "video"
    by_our_id: bool = True
    newer: bool = False

    @property
    def by_image(self) -> bool:
        """Whether as many places are taken as there are pictures (line 71)."""
        return self.pack == "image"


def base64_or_url(value: str) -> str:
    """Line 38: plain base64, and a data URI is the documented wrong example."""
    if value.startswith(("http://", "https://")):
        return ""
    if value.startswith("data:"):
        return "should be raw base64, without the data: prefix"
    try:
        base64.b64decode(value[:64], validate=True)
    except binascii.Error:
        return "is neither a URL nor base64"
    return "is neither a URL nor base64" if len(value) % 4 else ""


def only_url(value: str) -> str:
    """What Kling fetches itself."""
    return "" if value.startswith(("http://", "https://")) else "should be a URL"


MEDIA = text(form=base64_or_url)
CLIP = text(form=only_url)
ID = Field(kind="id")
"""A long number; a text of digits is read as one."""

WATERMARK = group(enabled=flag())

TASK: dict[str, Field] = {"callback_url": CLIP, "external_task_id": text(), "watermark_info": WATERMARK}
"""Line 136."""
