"""Pictures, by Pillow: facts, turned upright, poster. Runs only in the limited child."""

import struct
import zlib
from contextlib import suppress
from io import BytesIO
from pathlib import Path

from PIL import AvifImagePlugin, Image, ImageCms, ImageOps, JpegImagePlugin

from studio.core import refusals
from studio.core.formats import FORMATS
from studio.core.whole import Extent

POSTER_PX = 480
ORIENTATION = 0x0112  # EXIF tag; 1 is upright, 5 to 8 lie on their side
MOST_FRAMES = 2000  # of an AVIF sequence: the only animation whose times must be asked frame by frame

Image.MAX_IMAGE_PIXELS = None  # our own limit comes first, with our own sentence
AvifImagePlugin.DEFAULT_MAX_THREADS = 2
SRGB = ImageCms.createProfile("sRGB")
BROKEN = (OSError, ValueError, SyntaxError, EOFError, OverflowError, IndexError, KeyError, struct.error, zlib.error)


def probe(path: Path, name: str, format_name: str, extent: Extent) -> dict:
    """Facts that only decoding tells; every pixel of the first frame is decoded. Raises BadMedia."""
    with Image.open(path, formats=[format_name.upper()]) as picture:
        width, height = picture.size
        if width > refusals.LARGEST_PX or height > refusals.LARGEST_PX or width * height > refusals.MOST_PIXELS:
            raise refusals.too_large(name, width, height)
        if min(width, height) < refusals.SMALLEST_PX:
            raise refusals.too_small(name, width, height)
        picture.load()
        if orientation(picture) >= 5:
            width, height = height, width
        frames, duration_s = _animation(picture, extent)
    return {
        "width": width,
        "height": height,
        "duration_s": duration_s,
        "fps": None,
        "frames": frames,
        "has_sound": False,
        "codec": format_name,
    }


def orientation(picture: Image.Image) -> int:
    """EXIF's 1 to 8; what makes no sense is 1. Animated pictures are never turned."""
    value = picture.getexif().get(ORIENTATION, 1)
    return value if value in range(1, 9) and getattr(picture, "n_frames", 1) == 1 else 1


def _animation(picture: Image.Image, extent: Extent) -> tuple[int, float | None]:
    """Frames and seconds, by the container where it says so."""
    frames = getattr(picture, "n_frames", 1)
    if picture.format != "AVIF" or frames == 1:
        return extent.frames, extent.duration_s
    milliseconds = 0
    for at in range(min(frames, MOST_FRAMES)):
        picture.seek(at)
        picture.load()
        milliseconds += picture.info.get("duration") or 100
    return frames, milliseconds / 1000


def upright(path: Path, format_name: str, into: Path) -> Path | None:
    """`upright.<suffix>` with every pixel turned and the tag gone; None where there is nothing to turn.

    As near to the original as its format can: JPEG 95 with the same subsampling, WebP and PNG lossless.
    """
    with Image.open(path, formats=[format_name.upper()]) as picture:
        picture.load()
        if orientation(picture) == 1:
            return None
        how = {"quality": 95}
        if format_name == "jpeg":
            how["subsampling"] = JpegImagePlugin.get_sampling(picture)
        if format_name == "webp":
            how = {"lossless": True}
        turned = ImageOps.exif_transpose(picture)
    target = into / f"upright{FORMATS[format_name].suffix}"
    kept = {key: turned.info[key] for key in ("icc_profile", "exif") if turned.info.get(key)}
    turned.save(target, **how, **kept)
    return target


CROPPED_AS = {"jpeg": "jpeg", "png": "png", "webp": "webp"}  # what can be written as well as it was; else PNG


def crop(path: Path, format_name: str, box: tuple[int, int, int, int], into: Path) -> Path:
    """`cropped.<suffix>`: the part of an upright picture from (left, top) up to, but not including, (right, bottom).

    As near to the original as its format can, as when it is turned. Of an animated picture the first frame.
    """
    with Image.open(path, formats=[format_name.upper()]) as picture:
        kept = {"icc_profile": picture.info["icc_profile"]} if picture.info.get("icc_profile") else {}
        how = {"quality": 95, "subsampling": JpegImagePlugin.get_sampling(picture)} if format_name == "jpeg" else {}
        part = picture.crop(box)
    kind = CROPPED_AS.get(format_name, "png")
    target = into / f"cropped{FORMATS[kind].suffix}"
    part.save(target, **how, **({"lossless": True} if kind == "webp" else {}), **kept)
    return target


def poster(path: Path, format_name: str, _facts: dict, into: Path) -> Path:
    """`poster.webp` of the first frame, upright, in sRGB."""
    with Image.open(path, formats=[format_name.upper()]) as picture:
        picture.draft("RGB", (2 * POSTER_PX, 2 * POSTER_PX))
        turn = orientation(picture) != 1
        shown = ImageOps.exif_transpose(picture) if turn else picture
        small = as_srgb(shown)
    return save_poster(small, into)


def save_poster(picture: Image.Image, into: Path) -> Path:
    """480 px on the long side; a smaller picture stays as it is."""
    picture.thumbnail((POSTER_PX, POSTER_PX), Image.Resampling.LANCZOS, reducing_gap=3.0)
    target = into / "poster.webp"
    picture.save(target, quality=80, method=4)
    return target


def as_srgb(picture: Image.Image) -> Image.Image:
    """RGB or RGBA in sRGB, 8 bits; a colour profile that is itself broken is left out."""
    if picture.mode.startswith("I"):  # 16-bit grey
        picture = picture.point(lambda value: value / 256).convert("L")
    profile = picture.info.get("icc_profile")
    mode = "RGBA" if picture.has_transparency_data else "RGB"
    if profile and picture.mode in ("RGB", "CMYK", "L"):
        with suppress(ImageCms.PyCMSError, OSError):
            return ImageCms.profileToProfile(picture, BytesIO(profile), SRGB, outputMode="RGB")
    return picture.convert(mode)


DERIVED = {"poster": poster}
