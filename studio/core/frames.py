"""Some frames of a clip as small pictures, for paper. Runs only in the child."""

from collections.abc import Iterable
from pathlib import Path

from PIL import Image

from studio.core.movies import BROKEN, as_seen, decoded_from, open_media, stamps

__all__ = ["BROKEN", "render"]

QUALITY = 85


def render(path: Path, format_name: str, numbers: Iterable[int], side: int, into: Path) -> dict[int, str]:
    """`frame-<number>.jpg` in the folder, at most `side` pixels wide and high, for each frame that the clip has.

    Every packet is asked once when it is shown, as `movies.still` does; then each frame is decoded from the key frame
    before it.
    """
    shown = stamps(path, format_name)
    there = sorted({number for number in numbers if 0 <= number < len(shown)})
    return {number: _saved(_frame(path, format_name, shown[number]), side, into, number) for number in there}


def _frame(path: Path, format_name: str, stamp: int) -> Image.Image:
    with open_media(path, format_name) as container:
        found = (each for each in decoded_from(container, stamp) if each.pts is not None and each.pts >= stamp)
        return as_seen(next(found))


def _saved(picture: Image.Image, side: int, into: Path, number: int) -> str:
    picture.thumbnail((side, side), Image.Resampling.BICUBIC)
    target = into / f"frame-{number}.jpg"
    picture.convert("RGB").save(target, quality=QUALITY)
    return str(target)
