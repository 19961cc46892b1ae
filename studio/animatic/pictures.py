"""The given pictures: opened within limits, upright, fitted by cover; and a plate for those that are not here."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import cv2
import numpy as np
from PIL import AvifImagePlugin, Image, ImageDraw, ImageOps

from studio.animatic import plates, typeset
from studio.animatic.reading import CannotDraw

FORMATS = ["JPEG", "PNG", "WEBP", "GIF", "AVIF"]
ORIENTATION, LYING = 0x0112, range(5, 9)  # EXIF: the tag, and its values for a picture that lies on its side
SMALLEST_PX, LARGEST_PX, MOST_PIXELS = 16, 16_384, 100_000_000

Image.MAX_IMAGE_PIXELS = None  # our own limit comes first, with our own sentence
AvifImagePlugin.DEFAULT_MAX_THREADS = 2  # one per core by default, each with its share of the allowed memory


def load(path: Path, field: str, near: tuple[int, int] | None) -> np.ndarray:
    """RGB (height, width, 3) uint8, upright, on black where it is transparent.

    A large JPEG is read at a half, quarter or eighth that is still no smaller than `near` (width, height), if given.
    Raises CannotDraw with the request's `field`.
    """
    with _opened(path, field) as picture:
        if near:
            picture.draft("RGB", (max(near), max(near)))
        upright = _upright(picture)
        return np.asarray(upright if upright.mode == "RGB" else upright.convert("RGB"))


def _upright(picture: Image.Image) -> Image.Image:
    """Turned as it is to be seen, on black where it is transparent."""
    ImageOps.exif_transpose(picture, in_place=True)
    if not picture.has_transparency_data:
        return picture
    return Image.alpha_composite(Image.new("RGBA", picture.size, "black"), picture.convert("RGBA"))


def size(path: Path, field: str) -> tuple[int, int]:
    """Width and height, as one sees it. Raises CannotDraw."""
    with _opened(path, field) as picture:
        lies = picture.getexif().get(ORIENTATION, 1) in LYING
        return picture.size[::-1] if lies else picture.size


def painted(path: Path, field: str) -> np.ndarray:
    """A mask, (height, width) uint8: how much is painted. What is transparent is not. Raises CannotDraw."""
    with _opened(path, field) as picture:
        return np.asarray(_upright(picture).convert("L"))


@contextmanager
def _opened(path: Path, field: str) -> Iterator[Image.Image]:
    """The picture, of a size that can be drawn. Raises CannotDraw with the field, also for what breaks inside."""
    try:
        with Image.open(path, formats=FORMATS) as picture:
            _check(picture, field)
            yield picture
    except CannotDraw:
        raise
    except (OSError, ValueError, SyntaxError) as error:
        raise CannotDraw(field, f"The {words(field)} is no picture that can be read. Choose another one.") from error


def _check(picture: Image.Image, field: str) -> None:
    width, height = picture.size
    if min(width, height) < SMALLEST_PX or max(width, height) > LARGEST_PX or width * height > MOST_PIXELS:
        raise CannotDraw(
            field,
            f"The {words(field)} measures {width:,} x {height:,} pixels; {SMALLEST_PX} to {LARGEST_PX:,} on a side "
            f"and up to {MOST_PIXELS // 10**6} million in all can be drawn. Choose another size.",
        )


def words(field: str) -> str:
    """What a value is called in a sentence: `reference_images` is "reference image"."""
    return field.replace("_", " ").removesuffix("s")


def cover(rgb: np.ndarray, width: int, height: int) -> np.ndarray:
    """The middle of the picture at exactly this size, as much of it as fits without borders."""
    have_height, have_width = rgb.shape[:2]
    scale = min(have_width / width, have_height / height)
    across, down = max(1, round(width * scale)), max(1, round(height * scale))
    x, y = (have_width - across) // 2, (have_height - down) // 2
    how = cv2.INTER_AREA if scale > 1 else cv2.INTER_CUBIC
    return cv2.resize(rgb[y : y + down, x : x + across], (width, height), interpolation=how)


def beside(left: np.ndarray, right: np.ndarray, width: int, height: int) -> np.ndarray:
    """Two pictures side by side, each by cover in its half."""
    half = width // 2
    return np.hstack([cover(left, half, height), cover(right, width - half, height)])


def expanded(rgb: np.ndarray, width: int, height: int, sides: tuple[float, float, float, float]) -> np.ndarray:
    """The picture in its place on a larger one; what is added is a hatched plate, for nothing is known of it.

    `sides` are the shares of the picture's height and width that are added: up, down, left, right.
    """
    up, down, left, right = sides
    x, across = round(width * left / (1 + left + right)), max(1, round(width / (1 + left + right)))
    y, tall = round(height * up / (1 + up + down)), max(1, round(height / (1 + up + down)))
    ground = plates.hatched(width, height)
    ground[y : y + tall, x : x + across] = cover(rgb, across, tall)[: height - y, : width - x]
    return ground


def absent(handle: str, field: str, near: tuple[int, int]) -> np.ndarray:
    """The plate for a file that only its provider has: it says so, and which one it is. RGB of the size `near`."""
    width, height = (max(SMALLEST_PX, side) for side in near)
    picture = Image.fromarray(plates.hatched(width, height))
    on = ImageDraw.Draw(picture)
    size = max(9, min(width, height) // 14)
    lines = (f"{words(field).capitalize()}: only the provider has it", typeset.clean(handle)[:200])
    for n, line in enumerate(lines):
        style = ("bold" if n == 0 else "regular", size)
        [line], _ = typeset.fitted(line, style, round(width * 0.86), 1) if line else ([""], True)
        x = (width - typeset.width(line, *style)) / 2
        typeset.draw(on, (x, height * 0.4 + n * size * 1.5), line, style, (235, 235, 235))
    return np.asarray(picture)
