"""One ready file per shape: a moving picture, a picture or a sound, made on first use and kept in the folder.

A clip is one second of film, encoded once and repeated without encoding it again, so that fifteen seconds of 4K cost
no more than one. Every picture says REHEARSAL.
"""

import asyncio
import os
import threading
import wave
from collections import OrderedDict
from dataclasses import asdict, dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Literal

import av
import numpy as np
from PIL import Image, ImageDraw, ImageFont

RATE = 44100
KEPT_IN_MEMORY = 64
MIMES = {
    "mp4": "video/mp4",
    "jpg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "mp3": "audio/mpeg",
    "wav": "audio/wav",
}
PILLOW = {"jpg": "JPEG", "png": "PNG", "webp": "WEBP"}
SMALLEST, LARGEST = 64, 8192
LONGEST_S = 600


@dataclass(frozen=True, kw_only=True, slots=True)
class Shape:
    """What a result is like: pixels, seconds, frames a second, whether it has sound. `form` is one of MIMES."""

    form: str = "mp4"
    width: int = 1280
    height: int = 720
    seconds: float = 5.0
    fps: int = 24
    sound: bool = False

    @property
    def kind(self) -> Literal["video", "image", "audio"]:
        return self.mime.partition("/")[0]

    @property
    def mime(self) -> str:
        return MIMES[self.form]

    @property
    def name(self) -> str:
        """A file name that tells the shape, so that one shape is one file."""
        if self.kind == "image":
            return f"{self.width}x{self.height}.{self.form}"
        if self.kind == "audio":
            return f"{self.seconds:g}s.{self.form}"
        return f"{self.width}x{self.height}-{self.seconds:g}s-{self.fps}{'-sound' if self.sound else ''}.{self.form}"

    def within(self, longest_side: int | None) -> "Shape":
        """The same, made smaller if need be."""
        share = min(1.0, longest_side / max(self.width, self.height)) if longest_side else 1.0
        return replace(self, width=round(self.width * share), height=round(self.height * share))

    def as_json(self) -> dict[str, object]:
        """The way into an address."""
        return asdict(self)


def fitted(shape: Shape) -> Shape:
    """The nearest shape that can be made: even sides, not too small and not too large, not too long."""
    sides = {side: min(LARGEST, max(SMALLEST, int(getattr(shape, side)) // 2 * 2)) for side in ("width", "height")}
    seconds = round(min(LONGEST_S, max(0.1, float(shape.seconds))), 3)
    return Shape(form=shape.form, **sides, seconds=seconds, fps=max(1, min(60, shape.fps)), sound=shape.sound)


class Clips:
    """The files of one folder. Safe to use from several threads; one shape is made once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._recent: OrderedDict[str, bytes] = OrderedDict()
        self._lock = threading.Lock()
        folder.mkdir(parents=True, exist_ok=True)

    async def bytes_of(self, shape: Shape) -> bytes:
        """The whole file. At once if it was asked for lately."""
        shape = fitted(shape)
        if shape.name in self._recent:
            self._recent.move_to_end(shape.name)
            return self._recent[shape.name]
        return await asyncio.to_thread(self.made, shape)

    def size_of(self, shape: Shape) -> int | None:
        """How many bytes it has; None where it was never made yet."""
        path = self._folder / fitted(shape).name
        return path.stat().st_size if path.exists() else None

    def made(self, shape: Shape) -> bytes:
        """The whole file, made now if need be; blocks."""
        shape = fitted(shape)
        with self._lock:
            path = self._folder / shape.name
            if not path.exists():
                part = path.with_name(f"part-{os.getpid()}-{path.name}")
                MAKERS[shape.kind](shape, part)
                os.replace(part, path)
            self._recent[shape.name] = content = path.read_bytes()
            while len(self._recent) > KEPT_IN_MEMORY:
                self._recent.popitem(last=False)
        return content


# Pictures


def picture(shape: Shape) -> Image.Image:
    """The word, and the shape in small letters."""
    image = Image.new("RGB", (shape.width, shape.height), (24, 30, 38))
    draw = ImageDraw.Draw(image)
    unit = min(shape.width / 9, shape.height / 3)
    middle = (shape.width / 2, shape.height / 2)
    draw.text(middle, "REHEARSAL", fill=(240, 196, 80), anchor="mm", font=ImageFont.load_default(unit))
    below = (middle[0], middle[1] + unit)
    small = ImageFont.load_default(max(8.0, unit / 4))
    draw.text(below, f"{shape.width} x {shape.height}", fill=(150, 160, 172), anchor="mm", font=small)
    return image


def image_file(shape: Shape, path: Path) -> None:
    picture(shape).save(path, PILLOW[shape.form])


# Sound


def tone(seconds: float) -> np.ndarray:
    """A quiet bell each second: float samples of one channel."""
    at = np.arange(round(seconds * RATE)) / RATE
    return (0.15 * np.sin(2 * np.pi * 440 * at) * np.exp(-6 * (at % 1.0))).astype(np.float32)


def audio_file(shape: Shape, path: Path) -> None:
    if shape.form == "wav":
        return _wav_file(shape, path)
    with av.open(path, "w", format="mp3") as container:
        _add_sound(container, container.add_stream("libmp3lame", rate=RATE, layout="mono"), shape.seconds)
    return None


def _wav_file(shape: Shape, path: Path) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes((tone(shape.seconds) * 32767).astype("<i2").tobytes())


def _add_sound(container, stream, seconds: float) -> None:
    frame = av.AudioFrame.from_ndarray(tone(seconds)[None, :], format="fltp", layout="mono")
    frame.sample_rate = RATE
    frame.pts = 0
    for packet in (*stream.encode(frame), *stream.encode(None)):
        container.mux(packet)


# Film


def video_file(shape: Shape, path: Path) -> None:
    with av.open(path, "w", format="mp4", options={"movflags": "faststart"}) as container:
        stream = container.add_stream("libx264", rate=shape.fps, options={"preset": "ultrafast", "tune": "zerolatency"})
        stream.width, stream.height, stream.pix_fmt = shape.width, shape.height, "yuv420p"
        stream.codec_context.thread_count = 1
        stream.codec_context.time_base = Fraction(1, shape.fps)
        sound = container.add_stream("aac", rate=RATE, layout="mono") if shape.sound else None
        _repeat(container, stream, _one_second(stream, shape), round(shape.seconds * shape.fps))
        if sound:
            _add_sound(container, sound, shape.seconds)


def _one_second(stream, shape: Shape) -> list[bytes]:
    """As many encoded frames as a second has; the first stands for itself, each other builds on the one before."""
    packets = []
    still = av.VideoFrame.from_image(picture(shape)).reformat(format="yuv420p").to_ndarray()
    for number in range(shape.fps):
        frame = av.VideoFrame.from_ndarray(_with_bar(still, shape, number / shape.fps), format="yuv420p")
        frame.pts = number
        packets.extend(bytes(packet) for packet in stream.encode(frame))
    return packets + [bytes(packet) for packet in stream.encode(None)]


def _with_bar(still: np.ndarray, shape: Shape, phase: float) -> np.ndarray:
    """The planes of the picture with a bright square along the bottom, `phase` 0 to 1 of the way."""
    moved = still.copy()
    thick = max(2, shape.height // 40)
    left = int(phase * (shape.width - 4 * thick)) + thick
    moved[shape.height - 2 * thick : shape.height - thick, left : left + 2 * thick] = 210
    return moved


def _repeat(container, stream, second: list[bytes], frames: int) -> None:
    for number in range(max(1, frames)):
        packet = av.Packet(second[number % len(second)])
        packet.stream = stream
        packet.time_base = stream.codec_context.time_base
        packet.pts = packet.dts = number
        packet.duration = 1
        packet.is_keyframe = number % len(second) == 0
        container.mux(packet)


MAKERS = {"video": video_file, "image": image_file, "audio": audio_file}
