"""A stretch of a clip as a picture that moves by itself, for chats: GIF or WebP. Runs only in the child."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from PIL import Image

from studio.core.movies import BROKEN, as_seen, decoded_from, on_screen, open_media, picture_track, stamps

__all__ = ["BROKEN", "render"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Kind:
    """How large and how often: `step_ms` between two pictures. GIF counts in hundredths, and browsers slow down
    what is quicker than two of them."""

    widest_px: int
    step_ms: int
    how: dict[str, object]


KINDS = {
    "gif": Kind(widest_px=480, step_ms=80, how={"disposal": 1}),
    "webp": Kind(widest_px=640, step_ms=50, how={"quality": 75, "method": 2, "minimize_size": False}),
}
COLOURS_FROM = 9
"""So many pictures of the stretch choose the 256 colours that all of its GIF share: colours that change flicker."""


def render(path: Path, format_name: str, first: int, last: int, kind_name: str, into: Path) -> Path | None:
    """`loop.gif` or `loop.webp` in the folder: frames `first` to `last`, both shown; None where one does not exist.

    1. the frame that is on screen at each step is taken; 2. it is made small; 3. GIF: colours are chosen once for all.
    """
    kind, shown = KINDS[kind_name], stamps(path, format_name)
    if not 0 <= first <= last < len(shown):
        return None
    pictures = list(_pictures(path, format_name, shown[first : last + 1], kind))
    if kind_name == "gif":
        colours = _colours(pictures)
        pictures = [each.quantize(palette=colours, dither=Image.Dither.FLOYDSTEINBERG) for each in pictures]
    target = into / f"loop.{kind_name}"
    begin, *rest = pictures
    begin.save(target, save_all=True, append_images=rest, duration=kind.step_ms, loop=0, **kind.how)
    return target


def _pictures(path: Path, format_name: str, shown: list[int], kind: Kind) -> Iterator[Image.Image]:
    """The pictures of the stretch, `kind.step_ms` apart."""
    with open_media(path, format_name) as container:
        moments = _moments(shown, Fraction(kind.step_ms, 1000) / picture_track(container).time_base)
        for frame in on_screen(decoded_from(container, shown[0]), moments):
            picture = as_seen(frame)
            picture.thumbnail((kind.widest_px, kind.widest_px), Image.Resampling.BOX)
            yield picture


def _moments(shown: list[int], step: Fraction) -> list[int]:
    """Times `step` apart, in the track's own time. The last frame is shown as long as the one before it."""
    length = shown[-1] - shown[0] + (shown[-1] - shown[-2] if len(shown) > 1 else 0)
    return [shown[0] + int(number * step) for number in range(max(1, round(length / step)))]


def _colours(pictures: list[Image.Image]) -> Image.Image:
    some = pictures[:: max(1, len(pictures) // COLOURS_FROM)]
    width, height = some[0].size
    sheet = Image.new("RGB", (width, height * len(some)))
    for number, picture in enumerate(some):
        sheet.paste(picture, (0, number * height))
    return sheet.quantize(256, method=Image.Quantize.MEDIANCUT)
