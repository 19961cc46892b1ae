"""Clips of the library as one: the frame that the next one starts from, and the film that they make together."""

from collections.abc import Sequence
from typing import Unpack

from asgiref.sync import sync_to_async

from studio.core import media

from . import lineage, store
from .keep import Result, keep_result, keep_upload
from .models import Asset

Used = tuple[Asset, float | None]
"""A clip, and how many of its seconds are used; None for all."""


async def start_frame(clip: Asset, used_s: float | None) -> Asset:
    """The last good frame of a clip as a picture of its own. The same clip gives the same picture, kept once.

    Raises BadMedia.
    """
    path = store.path_of(clip)
    number = await media.good_frame(path, clip.facts, used_s)
    with store.workplace() as folder:
        made = await media.still(path, clip.facts, number, folder)
        name = f"{clip.name[:200]}, frame {number}{made.suffix}"
        whose = {"user": clip.owner, "team": clip.team, "project": clip.project}
        picture = await keep_upload(made, name, **whose)
    await sync_to_async(lineage.note)(picture, [clip])
    return picture


async def film(clips: Sequence[Used], **about: Unpack[Result]) -> tuple[Asset, bool]:
    """The clips as one result, kept once per (job, index); whether its picture was encoded anew. Raises BadMedia."""
    with store.workplace() as folder:
        made, is_encoded = await media.join([(store.path_of(c), c.facts, used_s) for c, used_s in clips], folder)
        return await keep_result(made, **about), is_encoded
