"""Video and sound, by PyAV: facts from every packet, poster, sprite, a copy with a comment. Runs only in the child."""

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from pathlib import Path

import av
from av.video.reformatter import Colorspace
from PIL import Image

from studio.core import pictures, refusals
from studio.core.formats import FORMATS, Format
from studio.core.whole import Extent

# FFmpeg's names: the demuxer (never guessed, so that no playlist or text format can slip in) and the muxer.
DEMUXERS = {"mp4": "mov", "mov": "mov", "m4a": "mov", "webm": "matroska", "mp3": "mp3", "wav": "wav", "flac": "flac"}
DEMUXERS |= {"ogg": "ogg"}
MUXERS = {"m4a": "ipod"}
BROKEN = (av.error.FFmpegError, OSError, ValueError, OverflowError, ZeroDivisionError)
COMMENT = "comment"
IN_TRACKS = {"ogg"}  # a format whose comments belong to a track, not to the file
POSTER_AT = 0.4
TILES, TILE_PX, TALLEST_TILE_PX = 10, 160, 1600
DECODE_ALL_PX = 2_000_000_000  # about 15 s at 1080p; the sprite of longer clips is made of key frames

See = Callable[[av.VideoFrame], None]
"""Looks at a frame that is decoded for something else."""


@dataclass(slots=True)
class Track:
    """What the packets of one stream add up to. Times in the stream's time base; `step` is one frame's."""

    step: int
    packets: int = 0
    start: int | None = None
    end: int = 0

    def add(self, packet: av.Packet) -> None:
        self.packets += 1
        pts = packet.pts if packet.pts is not None else packet.dts
        if pts is None:
            return
        self.start = pts if self.start is None else min(self.start, pts)
        self.end = max(self.end, pts + (packet.duration or self.step))

    @property
    def length(self) -> int:
        """Without what lies before zero: encoders put their run-up there, players drop it."""
        return self.end - max(0, self.start or 0)


def open_media(path: Path, format_name: str) -> av.container.InputContainer:
    return av.open(str(path), format=DEMUXERS[format_name], metadata_errors="replace")


def picture_track(container: av.container.InputContainer) -> av.VideoStream | None:
    """The film's track; a cover picture is none."""
    cover = av.stream.Disposition.attached_pic
    return next((stream for stream in container.streams.video if not stream.disposition & cover), None)


# Facts


def probe(path: Path, name: str, format_name: str, _extent: Extent) -> dict:
    """Facts by demuxing all and decoding the first frame. Raises BadMedia."""
    format = FORMATS[format_name]
    with open_media(path, format_name) as container:
        video, sound = picture_track(container), next(iter(container.streams.audio), None)
        _refuse_wrong_tracks(name, format, video, sound)
        main = video or sound
        track = _measure(container, main, name)
        seconds = float(track.length * main.time_base)
        if not track.packets or seconds <= 0:
            raise refusals.no_length(name, format)
        if format_name == "flac" and (main.duration or 0) > track.length:
            raise refusals.cut_short(name, format, path.stat().st_size)
        facts = {
            "duration_s": round(seconds, 6),
            "has_sound": sound is not None,
            "codec": main.codec_context.codec.canonical_name,
        }
        rate = str(main.average_rate or _rate(track.packets, seconds)) if video else None
    with open_media(path, format_name) as container:
        width, height = _size_as_seen(container, name, format)
    return facts | {"width": width, "height": height, "fps": rate, "frames": track.packets if video else None}


def _refuse_wrong_tracks(name: str, format: Format, video: object, sound: object) -> None:
    if format.kind == "video" and video is None:
        raise refusals.no_picture(name, format)
    if format.kind == "audio" and sound is None:
        raise refusals.no_sound(name, format)
    if format.kind == "audio" and video is not None:
        raise refusals.not_allowed(name, f"moving pictures in {format.words}")


def _measure(container: av.container.InputContainer, stream: av.stream.Stream, name: str) -> Track:
    """Reads every packet; gives up as soon as it is too long."""
    rate = stream.average_rate if stream.type == "video" else None
    track = Track(step=round(1 / (rate * stream.time_base)) if rate else 0)
    most = int(refusals.LONGEST_S / stream.time_base) + 1
    for packet in container.demux(stream):
        if not packet.size:
            continue
        track.add(packet)
        if track.length > most:
            raise refusals.too_long(name, float((stream.duration or track.length) * stream.time_base))
    return track


def _rate(frames: int, seconds: float) -> Fraction:
    return Fraction(frames / seconds).limit_denominator(1001)


def _size_as_seen(container: av.container.InputContainer, name: str, format: Format) -> tuple:
    """Decodes a first frame, so that what cannot be decoded is refused; its size with the rotation applied."""
    video = picture_track(container)
    track = video or container.streams.audio[0]
    track.codec_context.thread_count = 1  # one per core by default, each with its share of the allowed memory
    frame = next(container.decode(track), None)
    if frame is None:
        raise refusals.damaged(name, format)
    if video is None:
        return None, None
    if max(frame.width, frame.height) > refusals.LARGEST_PX:
        raise refusals.too_large(name, frame.width, frame.height)
    return (frame.height, frame.width) if frame.rotation % 180 else (frame.width, frame.height)


# Poster and sprite


def poster(path: Path, format_name: str, facts: dict, into: Path) -> Path:
    """`poster.webp`: the frame at 40 % of the clip."""
    at_s = POSTER_AT * facts["duration_s"]
    with open_media(path, format_name) as container:
        video = _decoding(container)
        container.seek(_stamp(video, at_s), stream=video)
        frame = next(on_screen(container.decode(video), [_stamp(video, at_s)]))
        return pictures.save_poster(_shown(frame, frame.width, frame.height), into)


def is_decoded_whole(facts: dict) -> bool:
    """Whether the sprite of a clip is made of all its frames, or, because it is long, of its key frames."""
    return facts["frames"] * facts["width"] * facts["height"] <= DECODE_ALL_PX


def sprite(path: Path, format_name: str, facts: dict, into: Path, *, see: See | None = None) -> Path:
    """`sprite.webp`: 10 x 10 tiles of 160 px width, row by row, tile n the frame at (n + 1/2) % of the clip.

    `see` is shown every frame of a clip that is decoded whole, on its way.
    """
    height = max(1, min(TALLEST_TILE_PX, round(TILE_PX * facts["height"] / facts["width"])))
    sheet = Image.new("RGB", (TILES * TILE_PX, TILES * height))
    frames = partial(_on_screen_of, see=see) if is_decoded_whole(facts) else _key_frames
    with open_media(path, format_name) as container:
        video = _decoding(container)
        stamps = [_stamp(video, (n + 0.5) * facts["duration_s"] / TILES**2) for n in range(TILES**2)]
        for n, frame in enumerate(frames(container, video, stamps)):
            across = (height, TILE_PX) if frame.rotation % 180 else (TILE_PX, height)
            sheet.paste(_shown(frame, *across), (n % TILES * TILE_PX, n // TILES * height))
    target = into / "sprite.webp"
    sheet.save(target, quality=70, method=2)
    return target


def _shown(frame: av.VideoFrame, width: int, height: int) -> Image.Image:
    """The frame at this size, then turned as it is to be seen."""
    picture = frame.reformat(width=width, height=height, format="rgb24", interpolation="AREA").to_image()
    return picture.rotate(frame.rotation, expand=True) if frame.rotation else picture


def _decoding(container: av.container.InputContainer) -> av.VideoStream:
    """The picture track, set to decode for small pictures: two threads, no deblocking."""
    video = picture_track(container)
    video.thread_type = "AUTO"
    video.codec_context.thread_count = 2
    video.codec_context.options = {"skip_loop_filter": "all"}
    return video


def _stamp(video: av.VideoStream, seconds: float) -> int:
    """Seconds from the first frame as the stream's own time."""
    return (video.start_time or 0) + int(Fraction(seconds) / video.time_base)


def on_screen(frames: Iterator[av.VideoFrame], stamps: list[int]) -> Iterator[av.VideoFrame]:
    """The frame that is on screen at each of the ascending times."""
    shown, coming = next(frames), next(frames, None)
    for stamp in stamps:
        while coming is not None and coming.pts <= stamp:
            shown, coming = coming, next(frames, None)
        yield shown


def _on_screen_of(
    container: av.container.InputContainer, video: av.VideoStream, stamps: list[int], see: See | None
) -> Iterator[av.VideoFrame]:
    frames = container.decode(video)
    seen = _shown_to(see, frames) if see else frames
    yield from on_screen(seen, stamps)
    with suppress(*BROKEN):  # what comes after the last tile is looked at, and is in no picture
        deque(seen if see else (), maxlen=0)


def _shown_to(see: See, frames: Iterator[av.VideoFrame]) -> Iterator[av.VideoFrame]:
    for frame in frames:
        see(frame)
        yield frame


def _key_frames(container: av.container.InputContainer, video: av.VideoStream, stamps: list[int]) -> Iterator:
    """The key frame before each time: of a long clip near enough, and quick."""
    video.codec_context.skip_frame = "NONKEY"
    for stamp in stamps:
        container.seek(stamp, stream=video)
        yield next(container.decode(video))


DERIVED = {"poster": poster, "sprite": sprite}


# One frame

HD_LINES = 720  # from here on what names no colours is BT.709, below BT.601: as browsers show it
HEAVIEST_STILL = 10_000_000  # bytes; what Kling and most others take of a picture
NO_COLOURS_NAMED = 2  # AVCOL_SPC_UNSPECIFIED


def still(path: Path, format_name: str, number: int, into: Path, heaviest: int | None = HEAVIEST_STILL) -> Path | None:
    """`still.png`: frame `number` of the clip, counted from 0 as it is shown; None where the clip has no such frame.

    1. every packet is asked when it is shown: frames of a clip need not be equally long; 2. the frames from the key
    frame before are decoded up to exactly that one. A PNG of more bytes than `heaviest` becomes `still.jpg`; None for
    never.
    """
    shown = stamps(path, format_name)
    if not 0 <= number < len(shown):
        return None
    with open_media(path, format_name) as container:
        for frame in decoded_from(container, shown[number]):
            if frame.pts is not None and frame.pts >= shown[number]:
                return _written(as_seen(frame), into, heaviest)
    return None


def stamps(path: Path, format_name: str) -> list[int]:
    """When each frame is shown, in the track's own time, in the order of showing: the place in it is its number."""
    with open_media(path, format_name) as container:
        track = picture_track(container)
        shown = sorted(packet.pts for packet in container.demux(track) if packet.pts is not None)
    return [pts for pts in shown if pts >= 0] or shown


def decoded_from(container: av.container.InputContainer, stamp: int) -> Iterator[av.VideoFrame]:
    """The frames from the key frame before that time on, at their full quality."""
    video = picture_track(container)
    video.thread_type = "AUTO"
    video.codec_context.thread_count = 2
    container.seek(stamp, stream=video)
    return container.decode(video)


def _written(picture: Image.Image, into: Path, heaviest: int | None) -> Path:
    """As PNG; what is too heavy so for most providers, as JPEG without loss that can be seen."""
    target = into / "still.png"
    picture.save(target)
    if heaviest is None or target.stat().st_size <= heaviest:
        return target
    target.unlink()
    picture.save(into / "still.jpg", quality=97, subsampling=0)
    return into / "still.jpg"


def as_seen(frame: av.VideoFrame) -> Image.Image:
    """The frame at its own size, turned, in the colours that its file means."""
    guess = Colorspace.ITU709 if min(frame.width, frame.height) >= HD_LINES else Colorspace.ITU601
    colours = guess if frame.colorspace == NO_COLOURS_NAMED else None
    picture = frame.reformat(format="rgb24", src_colorspace=colours, src_color_range=frame.color_range).to_image()
    return picture.rotate(frame.rotation, expand=True) if frame.rotation else picture


# The recipe


def with_comment(path: Path, format_name: str, comment: str, target: Path) -> None:
    """A copy whose container says `comment`; packets are copied as they are. MP4 and MOV get their index in front."""
    options = {"movflags": "faststart"} if DEMUXERS[format_name] == "mov" else {}
    muxer = MUXERS.get(format_name, format_name)
    with open_media(path, format_name) as source, av.open(str(target), "w", format=muxer, options=options) as copy:
        tracks = {stream.index: copy.add_stream_from_template(stream) for stream in _tracks(source)}
        for place in (copy, *tracks.values()) if format_name in IN_TRACKS else (copy,):
            place.metadata.update(source.metadata | {COMMENT: comment})
        for packet in source.demux([source.streams[index] for index in tracks]):
            if packet.dts is not None:
                packet.stream = tracks[packet.stream.index]
                copy.mux(packet)


def _tracks(source: av.container.InputContainer) -> list[av.stream.Stream]:
    video = picture_track(source)
    return [*([video] if video else []), *source.streams.audio]


def comment(path: Path, format_name: str) -> str | None:
    """What the container says as its comment."""
    return tags(path, format_name).get(COMMENT)


def tags(path: Path, format_name: str) -> dict[str, str]:
    """What the container says of itself, by names in small letters."""
    with open_media(path, format_name) as container:
        places = [container, *(container.streams if format_name in IN_TRACKS else [])]
        return {key.lower(): value for place in places for key, value in place.metadata.items()}
