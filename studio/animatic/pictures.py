"""The given pictures: opened within limits, upright, fitted by cover."""

from pathlib import Path

import cv2
import numpy as np
from PIL import AvifImagePlugin, Image, ImageOps

from studio.animatic.plan import CannotDraw

FORMATS = ["JPEG", "PNG", "WEBP", "GIF", "AVIF"]
SMALLEST_PX, LARGEST_PX, MOST_PIXELS = 16, 16_384, 100_000_000

Image.MAX_IMAGE_PIXELS = None  # our own limit comes first, with our own sentence
AvifImagePlugin.DEFAULT_MAX_THREADS = 2  # one per core by default, each with its share of the allowed memory


def load(path: Path, field: str, near: tuple[int, int]) -> np.ndarray:
    """RGB (height, width, 3) uint8, upright, on black where it is transparent.

    A large JPEG is read at a half, quarter or eighth that is still no smaller than `near` (width, height).
    Raises CannotDraw with the request's `field`.
    """
    try:
        with Image.open(path, formats=FORMATS) as picture:
            _check(picture, field)
            picture.draft("RGB", (max(near), max(near)))
            upright = ImageOps.exif_transpose(picture)
            if upright.has_transparency_data:
                upright = Image.alpha_composite(Image.new("RGBA", upright.size, "black"), upright.convert("RGBA"))
            return np.asarray(upright.convert("RGB"))
    except CannotDraw:
        raise
    except (OSError, ValueError, SyntaxError) as error:
        raise CannotDraw(field, f"The {_words(field)} is no picture that can be read. Choose another one.") from error


def shape(path: Path) -> float:
    """Width / height, as one sees it. Raises CannotDraw."""
    height, width = load(path, "first_frame", (1, 1)).shape[:2]
    return width / height


def _check(picture: Image.Image, field: str) -> None:
    width, height = picture.size
    if min(width, height) < SMALLEST_PX or max(width, height) > LARGEST_PX or width * height > MOST_PIXELS:
        raise CannotDraw(
            field,
            f"The {_words(field)} measures {width:,} x {height:,} pixels; {SMALLEST_PX} to {LARGEST_PX:,} on a side "
            f"and up to {MOST_PIXELS // 10**6} million in all can be drawn. Choose another size.",
        )


def _words(field: str) -> str:
    return field.replace("_", " ").removesuffix("s")


def cover(rgb: np.ndarray, width: int, height: int) -> np.ndarray:
    """The middle of the picture at exactly this size, as much of it as fits without borders."""
    have_height, have_width = rgb.shape[:2]
    scale = min(have_width / width, have_height / height)
    across, down = max(1, round(width * scale)), max(1, round(height * scale))
    x, y = (have_width - across) // 2, (have_height - down) // 2
    how = cv2.INTER_AREA if scale > 1 else cv2.INTER_CUBIC
    return cv2.resize(rgb[y : y + down, x : x + across], (width, height), interpolation=how)
