"""Small media files of every kind, whole and broken, made on the spot."""

import math
import struct
import wave
import zipfile
import zlib
from fractions import Fraction
from io import BytesIO
from pathlib import Path

import av
import numpy as np
from PIL import Image

MEDIA = Path(__file__).parents[1] / "media"
PICTURES = {"jpeg": "jpg", "png": "png", "webp": "webp", "gif": "gif", "avif": "avif"}
FILMS = {"mp4": "libx264", "mov": "libx264", "webm": "libvpx"}
SOUNDS = {"mp3": "libmp3lame", "wav": "pcm_s16le", "m4a": "aac", "flac": "flac", "ogg": "libopus"}
MUXERS = {"m4a": "ipod"}
RATE = 44_100


def painting(width: int = 64, height: int = 48, shade: int = 0) -> Image.Image:
    """A gradient with a bright upper left corner, so that one sees how it is turned."""
    down, across = np.mgrid[0:height, 0:width]
    red, green = across * 255 // max(1, width - 1), down * 255 // max(1, height - 1)
    pixels = np.stack((red, green, np.full_like(red, shade)), axis=-1).astype(np.uint8)
    pixels[: height // 4, : width // 4] = 255
    return Image.fromarray(pixels)


def picture(folder: Path, format: str = "jpeg", name: str | None = None, **how) -> Path:
    path = folder / (name or f"picture.{PICTURES[format]}")
    painting(how.pop("width", 64), how.pop("height", 48)).save(path, format=format.upper(), **how)
    return path


def animation(folder: Path, format: str) -> Path:
    """Four frames, 0.4 s."""
    path = folder / f"animation.{PICTURES[format]}"
    first, *rest = (painting(shade=shade) for shade in (0, 80, 160, 240))
    first.save(path, format=format.upper(), save_all=True, append_images=rest, duration=100, loop=0)
    return path


def film(
    folder: Path, format: str = "mp4", *, name: str | None = None, frames: int = 25, rate: str = "25", sound=False
) -> Path:
    """Frame n is grey, n / frames bright, 64x48; the index of MP4 and MOV is at the end."""
    path = folder / (name or f"film.{format}")
    with av.open(str(path), "w") as out:
        video = out.add_stream(FILMS[format], rate=Fraction(rate), width=64, height=48, pix_fmt="yuv420p")
        audio = _add_audio(out, "libopus" if format == "webm" else "aac") if sound else None
        for n in range(frames):
            frame = av.VideoFrame.from_ndarray(np.full((48, 64, 3), n * 255 // frames, np.uint8), format="rgb24")
            out.mux(video.encode(frame))
        out.mux(video.encode())
        if audio:
            _play(out, audio, frames / float(Fraction(rate)))
    return path


def sound(
    folder: Path, format: str = "wav", *, name: str | None = None, seconds: float = 1.0, muxer: str | None = None
) -> Path:
    path = folder / (name or f"sound.{format}")
    with av.open(str(path), "w", format=muxer or MUXERS.get(format, format)) as out:
        _play(out, _add_audio(out, SOUNDS[format]), seconds)
    return path


def _add_audio(out, codec: str):
    stream = out.add_stream(codec, rate=48_000 if codec == "libopus" else RATE)
    stream.layout = "mono"
    return stream


def _play(out, stream, seconds: float) -> None:
    count = int(seconds * stream.rate)
    tone = (8000 * np.sin(np.arange(count) * 2 * math.pi * 440 / stream.rate)).astype(np.int16)
    frame = av.AudioFrame.from_ndarray(tone[None], format="s16", layout="mono")
    frame.rate, frame.pts = stream.rate, 0
    resampler = av.AudioResampler(stream.format.name, "mono", stream.rate, frame_size=stream.frame_size or None)
    for ready in [*resampler.resample(frame), *resampler.resample(None)]:
        out.mux(stream.encode(ready))
    out.mux(stream.encode())


def silent_wav(folder: Path) -> Path:
    """Not a single sample."""
    path = folder / "nothing.wav"
    with wave.open(str(path), "wb") as out:
        out.setparams((1, 2, RATE, 0, "NONE", ""))
    return path


def archive() -> bytes:
    """A small ZIP, as a JAR is one."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as zipped:
        zipped.writestr("Main.class", b"\xca\xfe\xba\xbe and more")
    return packed.getvalue()


def jpeg_with_comment(comment: bytes) -> bytes:
    plain = BytesIO()
    painting().save(plain, "JPEG")
    return plain.getvalue()[:2] + b"\xff\xfe" + struct.pack(">H", len(comment) + 2) + comment + plain.getvalue()[2:]


def png_that_says(width: int, height: int) -> bytes:
    """A PNG of a few bytes that claims to be this large."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 9)) + chunk(b"IEND", b"")
    )


def long_sound(folder: Path, hours: float) -> Path:
    """Hours of silence in a few MB: MPEG 2 layer III at 8 kbit/s, frames without content."""
    frame = b"\xff\xf3\x18\xc4" + bytes(26 - 4 - 2)  # 8 kbit/s, 22.05 kHz, mono: 26 bytes for 576 samples
    path = folder / "night.mp3"
    path.write_bytes((frame + b"\0\0") * int(hours * 3600 * 22_050 / 576))
    return path


def turned_film(path: Path) -> Path:
    """The same MP4 with a matrix that turns it by 90 degrees, as phones write it."""
    data = path.read_bytes()
    upright = struct.pack(">9i", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
    turned = struct.pack(">9i", 0, 0x10000, 0, -0x10000, 0, 0, 0, 0, 0x40000000)
    at = data.index(upright, data.index(b"tkhd"))
    target = path.with_name("turned.mp4")
    target.write_bytes(data[:at] + turned + data[at + 36 :])
    return target


def webm_that_lasts(path: Path, duration: float) -> Path:
    """The same WebM whose header claims this duration, NaN too."""
    data = path.read_bytes()
    at = data.index(b"\x44\x89\x88") + 3
    target = path.with_name("claims.webm")
    target.write_bytes(data[:at] + struct.pack(">d", duration) + data[at + 8 :])
    return target
