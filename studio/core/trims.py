"""A stretch of a clip as a clip of its own, by PyAV. Runs only in the limited child.

The picture is copied packet by packet where it can be cut so: the first frame is a key frame that nothing before it is
needed for, and no frame behind the last is needed for one before it. Else it is encoded anew, exactly these frames.
Sound is encoded anew both times: its packets of 1024 samples would begin and end somewhere else.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from pathlib import Path

import av

from studio.core.films import SAMPLES_PER_S, X264, Clip, add_sound, sound_track
from studio.core.movies import BROKEN, decoded_from, open_media, picture_track

__all__ = ["BROKEN", "places", "trim"]

IN_MP4 = {"h264", "hevc", "av1", "vp9"}
"""What is copied: other codecs have no place in an MP4 that players read."""


@dataclass(frozen=True, slots=True)
class Places:
    """The packets' times in the order of decoding, and where among the frames a copy can begin and end.

    `starts` and `ends` map the number of a frame, as shown, to the packet that a copy begins or ends with.
    """

    shown: list[int]
    starts: dict[int, int]
    ends: dict[int, int]


def places(path: Path, format_name: str) -> Places:
    """Of a clip. Frames are counted from 0 as they are shown."""
    with open_media(path, format_name) as container:
        track = picture_track(container)
        packets = [(p.pts, p.is_keyframe) for p in container.demux(track) if p.pts is not None]
        copied = track.codec_context.codec.canonical_name in IN_MP4
    times = [pts for pts, _ in packets]
    shown = sorted(pts for pts in times if pts >= 0) or sorted(times)
    if not copied:
        return Places(shown, {}, {})
    number = {pts: at for at, pts in enumerate(shown)}
    least_from = list(accumulate(reversed(times), min))[::-1]
    most_up_to = list(accumulate(times, max))
    keys = [(at, pts) for at, (pts, is_key) in enumerate(packets) if is_key and pts in number]
    starts = {number[pts]: at for at, pts in keys if least_from[at] == pts}
    is_end = [at + 1 == len(times) or most_up_to[at] < least_from[at + 1] for at in range(len(times))]
    ends = {number[most_up_to[at]]: at for at, last in enumerate(is_end) if last and most_up_to[at] in number}
    return Places(shown, starts, ends)


def trim(path: Path, format_name: str, first: int, last: int, target: Path, *, exactly: bool) -> dict:
    """Writes frames `first` to `last`, both shown, as MP4: copied, or, if `exactly`, encoded anew.

    Answers `{}`; with `{"starts", "ends"}`, the frames nearest to both where a copy can be cut, where these cannot be,
    and with `{"missing": true}` where the clip has no such frames.
    """
    found = places(path, format_name)
    if not 0 <= first <= last < len(found.shown):
        return {"missing": True}
    if not exactly and (first not in found.starts or last not in found.ends):
        return {"starts": near(found.starts, first), "ends": near(found.ends, last)}
    how = {"format": "mp4", "options": {"movflags": "+faststart"}}
    with open_media(path, format_name) as container, av.open(str(target), "w", **how) as out:
        stretch = _stretch(container, {"path": path, "format": format_name}, found, first, last)
        (_encode if exactly else _copy)(out, container, stretch)
    return {}


def near(wanted: dict[int, int], number: int) -> list[int]:
    """The one at or before it, and the one at or after it, where there are such."""
    before = [each for each in wanted if each <= number]
    after = [each for each in wanted if each >= number]
    return sorted({*(before and [max(before)]), *(after and [min(after)])})


@dataclass(frozen=True, slots=True)
class _Stretch:
    """What is cut out: its first and last time, in the track's own; the packets of a copy; what sound it has."""

    begin: int
    end: int
    packets: range
    clip: Clip
    time_base: Fraction
    skipped: int

    @property
    def samples(self) -> int:
        seconds = (self.end - self.begin) * self.time_base + 1 / self.clip.rate
        return round(seconds * SAMPLES_PER_S)

    def hear(self, out: av.container.OutputContainer, sound: av.AudioStream | None) -> None:
        """Adds its sound."""
        if sound is not None:
            add_sound(out, sound, self.clip, 0, self.samples, skip=self.skipped)
            out.mux(sound.encode(None))


def _stretch(container: av.container.InputContainer, clip: dict, found: Places, first: int, last: int) -> _Stretch:
    track = picture_track(container)
    context, begin, end = track.codec_context, found.shown[first], found.shown[last]
    rate, has_sound = Fraction(track.average_rate or track.guessed_rate), bool(container.streams.audio)
    size = {"width": context.width // 2 * 2, "height": context.height // 2 * 2}
    about = Clip(**clip, **size, rate=rate, has_sound=has_sound, used=0, is_cut=True, alike=())
    copied = range(found.starts.get(first, 0), found.ends.get(last, 0) + 1)
    skipped = round((begin - found.shown[0]) * track.time_base * SAMPLES_PER_S)
    return _Stretch(begin, end, copied, about, track.time_base, skipped)


def _copy(out: av.container.OutputContainer, container: av.container.InputContainer, stretch: _Stretch) -> None:
    source = picture_track(container)
    track, sound = out.add_stream_from_template(source), sound_track(out) if stretch.clip.has_sound else None
    packets = [packet for packet in container.demux(source) if packet.pts is not None]
    for packet in packets[stretch.packets.start : stretch.packets.stop]:
        packet.pts, packet.stream = packet.pts - stretch.begin, track
        packet.dts = None if packet.dts is None else packet.dts - stretch.begin
        out.mux(packet)
    stretch.hear(out, sound)


def _encode(out: av.container.OutputContainer, container: av.container.InputContainer, stretch: _Stretch) -> None:
    clip = stretch.clip
    track = out.add_stream("libx264", rate=clip.rate, options=X264)
    track.width, track.height, track.pix_fmt = clip.width, clip.height, "yuv420p"
    track.codec_context.thread_count, track.codec_context.time_base = 2, stretch.time_base
    sound = sound_track(out) if clip.has_sound else None
    for frame in _frames(container, stretch):
        picture = frame.reformat(clip.width, clip.height, "yuv420p")
        picture.pts, picture.time_base = frame.pts - stretch.begin, stretch.time_base
        picture.pict_type = av.video.frame.PictureType.NONE
        out.mux(track.encode(picture))
    out.mux(track.encode(None))
    stretch.hear(out, sound)


def _frames(container: av.container.InputContainer, stretch: _Stretch) -> Iterator[av.VideoFrame]:
    for frame in decoded_from(container, stretch.begin):
        if frame.pts is not None and frame.pts > stretch.end:
            return
        if frame.pts is not None and frame.pts >= stretch.begin:
            yield frame
