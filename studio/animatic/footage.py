"""The given clips and sounds: how large, how long, how fast; a clip's pictures at the film's size, in their time."""

from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from studio.animatic import pictures
from studio.animatic.plan import LONGEST_S
from studio.animatic.planes import Planes
from studio.animatic.reading import CannotDraw, File
from studio.core import movies

POSTER_AT = Fraction(2, 5)
RATES = (1, 60)
DECODER_THREADS = 2


@contextmanager
def opened(path: Path, field: str) -> Iterator[av.container.InputContainer]:
    """The clip or sound; whatever breaks while it is open raises CannotDraw with the request's `field`."""
    try:
        with movies.open_media(path, path.suffix.removeprefix(".").lower()) as media:
            yield media
    except KeyError as error:
        raise _unreadable(field) from error
    except movies.BROKEN as error:
        if isinstance(error, CannotDraw):
            raise
        raise _unreadable(field) from error


def _unreadable(field: str) -> CannotDraw:
    return CannotDraw(field, f"The {pictures.words(field)} cannot be read. Choose another file.")


def pictures_of(media: av.container.InputContainer, field: str) -> av.VideoStream:
    """The track of moving pictures, set to decode. Raises CannotDraw where there is none."""
    video = movies.picture_track(media)
    if video is None:
        raise CannotDraw(field, f"The {pictures.words(field)} has no pictures, only sound. Choose a video.")
    video.thread_type = "AUTO"
    video.codec_context.thread_count = DECODER_THREADS
    return video


class Facts:
    """What only opening a file tells; see `plan.Facts`. Nothing is looked at twice."""

    def __init__(self) -> None:
        self._known: dict[tuple, object] = {}

    def size(self, file: File, field: str) -> tuple[int, int]:
        return self._once(_clip_size if _moves(file, field) else pictures.size, file, field)

    def seconds(self, file: File, field: str) -> Fraction:
        return self._once(_seconds, file, field)

    def rate(self, file: File, field: str) -> Fraction:
        return self._once(_rate, file, field)

    def _once(self, look, file: File, field: str):
        key = (look, file)
        if key not in self._known:
            self._known[key] = look(file.path, field)
        return self._known[key]


def _moves(file: File, field: str) -> bool:
    return file.clip or field == "source_video"


def _clip_size(path: Path, field: str) -> tuple[int, int]:
    with opened(path, field) as media:
        frame = _first(media, pictures_of(media, field), field)
        return (frame.height, frame.width) if frame.rotation % 180 else (frame.width, frame.height)


def _seconds(path: Path, field: str) -> Fraction:
    """By every packet. Raises CannotDraw where it is longer than any film."""
    with opened(path, field) as media:
        main = (pictures_of(media, field) if field == "source_video" else None) or _sound(media, field)
        rate = main.average_rate if main.type == "video" else None
        track = movies.Track(step=round(1 / (rate * main.time_base)) if rate else 0)
        for packet in media.demux(main):
            if packet.size:
                track.add(packet)
            if track.length * main.time_base > LONGEST_S + 1:
                raise CannotDraw(
                    field, f"The {pictures.words(field)} lasts more than {LONGEST_S} s, the longest that can be drawn."
                )
        length = min(track.length, main.duration or track.length)  # a sound's packets hold more than is heard
        if length <= 0:
            raise CannotDraw(field, f"The {pictures.words(field)} has no length. Choose another file.")
        return length * main.time_base


def _sound(media: av.container.InputContainer, field: str) -> av.AudioStream:
    if not media.streams.audio:
        raise CannotDraw(field, f"The {pictures.words(field)} has no sound in it. Choose another file.")
    return media.streams.audio[0]


def _rate(path: Path, field: str) -> Fraction:
    """Frames a second; 24 where the clip does not say anything that makes sense."""
    with opened(path, field) as media:
        rate = pictures_of(media, field).average_rate
        return Fraction(rate) if rate and RATES[0] <= rate <= RATES[1] else Fraction(24)


def _first(media: av.container.InputContainer, video: av.VideoStream, field: str) -> av.VideoFrame:
    frame = next(media.decode(video), None)
    if frame is None:
        raise _unreadable(field)
    return frame


def poster(path: Path, field: str) -> np.ndarray:
    """RGB of one picture of the clip, the key frame before 40 % of it, upright."""
    with opened(path, field) as media:
        video = pictures_of(media, field)
        media.seek(int(POSTER_AT * (media.duration or 0)))
        frame = _first(media, video, field)
        return np.ascontiguousarray(np.rot90(frame.to_ndarray(format="rgb24"), frame.rotation // 90))


def see(file: File, field: str, near: tuple[int, int]) -> np.ndarray:
    """RGB of a given picture or clip, or of the plate that says that only its provider has it. Raises CannotDraw."""
    if not file.is_here:
        return pictures.absent(file.handle, field, near)
    return poster(file.path, field) if file.clip else pictures.load(file.path, field, near)


class Clip:
    """A clip as it plays, at the film's size. Times must be asked for in ascending order."""

    def __init__(self, file: File, field: str, size: tuple[int, int]) -> None:
        """`size` (width, height), even; the clip is fitted by cover."""
        self._size = size
        self.still: Planes | None = None
        """What is on screen."""
        if file.is_here:
            self._coming = self._frames(file.path, field)
            self._next = next(self._coming, None)
        else:
            self._next = None
            self.still = Planes.of(pictures.cover(see(file, field, size), *size))

    def at(self, seconds: Fraction, tolerance: Fraction) -> Planes:
        """What is on screen then; after the end, the last picture. A picture may come `tolerance` early."""
        shown = None
        while self._next is not None and (self.still is None and shown is None or self._next[0] <= seconds + tolerance):
            shown = self._next[1]
            self._next = next(self._coming, None)
        if shown is not None:
            self.still = _fitted(shown, *self._size)
        return self.still

    def last(self) -> Planes:
        """The clip's last picture."""
        return self.at(Fraction(10**9), Fraction(0))

    def _frames(self, path: Path, field: str) -> Iterator[tuple[Fraction, av.VideoFrame]]:
        with opened(path, field) as media:
            video = pictures_of(media, field)
            found, start = False, None
            for frame in media.decode(video):
                if frame.pts is None:
                    continue
                start = frame.pts if start is None else start
                found = True
                yield (frame.pts - start) * frame.time_base, frame
            if not found:
                raise _unreadable(field)


def _fitted(frame: av.VideoFrame, width: int, height: int) -> Planes:
    """The frame upright, by cover, in our colours; resampled in planes, so that nothing becomes RGB on the way."""
    lies = frame.rotation % 180 != 0
    have = (frame.height, frame.width) if lies else (frame.width, frame.height)
    scale = max(width / have[0], height / have[1])
    across, down = (max(side, 2 * round(had * scale / 2)) for side, had in zip((width, height), have, strict=True))
    wanted = (down, across) if lies else (across, down)
    scaled = frame.reformat(*wanted, "yuv420p", dst_colorspace="ITU709", dst_color_range="MPEG", interpolation="AREA")
    turned = Planes(*(np.rot90(_plane(plane), frame.rotation // 90) for plane in scaled.planes))
    box = turned.box((across - width) // 4 * 2, (down - height) // 4 * 2, width, height)
    return Planes(*(np.ascontiguousarray(plane) for plane in box.all()))


def _plane(plane: av.video.plane.VideoPlane) -> np.ndarray:
    return np.frombuffer(plane, np.uint8).reshape(plane.height, plane.line_size)[:, : plane.width]
