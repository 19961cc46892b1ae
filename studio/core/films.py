"""Several clips as one film, by PyAV; and the frame that the next clip can start from. Runs only in the child.

The picture is copied packet by packet where all clips were encoded alike and none is cut short, so that nothing is
lost; else it is encoded once more at the first clip's size and rate. Sound is encoded anew, exactly as long as the
picture of each clip: copied, its frames of 1024 samples would overlap at every cut.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np

from studio.core.movies import BROKEN, open_media, picture_track

__all__ = ["BROKEN", "good_frame", "join", "sharpness"]

BEFORE_END = (8, 2)
"""A start is looked for among the frames so many to so many before the end: the very last ones often fall apart."""

NEARLY = 0.9
"""Of the frames that are nearly as sharp as the sharpest, the latest is taken: it leaves the least unseen."""

SAMPLES_PER_S = 48_000
X264 = {"preset": "medium", "crf": "16", "profile": "high"}
"""Visually lossless: the film is cut and graded after this."""


# The frame to start from


def good_frame(path: Path, format_name: str, until_s: float | None) -> int:
    """The number of the last good frame, counted from 0 as shown; `until_s`: only so much of the clip is used."""
    with open_media(path, format_name) as container:
        track = picture_track(container)
        shown = sorted(packet.pts for packet in container.demux(track) if packet.pts is not None)
        shown = [pts for pts in shown if pts >= 0] or shown
        end = None if until_s is None else (shown[0] + round(Fraction(until_s) / track.time_base))
    used = [pts for pts in shown if end is None or pts < end] or shown[:1]
    low, high = (max(0, len(used) - before) for before in BEFORE_END)
    wanted = used[low : high + 1]
    with open_media(path, format_name) as container:
        track = picture_track(container)
        container.seek(wanted[0], stream=track)
        sharp = {frame.pts: sharpness(frame) for frame in _until(container.decode(track), wanted[-1])}
    known = [pts for pts in wanted if pts in sharp]
    best = max(sharp[pts] for pts in known)
    return shown.index(next(pts for pts in reversed(known) if sharp[pts] >= NEARLY * best))


def _until(frames: Iterator[av.VideoFrame], last: int) -> Iterator[av.VideoFrame]:
    for frame in frames:
        yield frame
        if frame.pts >= last:
            return


def sharpness(frame: av.VideoFrame) -> float:
    """The variance of the Laplacian of its grey picture, at most 640 pixels wide."""
    width = min(640, frame.width)
    grey = frame.reformat(width, max(2, frame.height * width // frame.width), "gray").to_ndarray()
    return float(cv2.Laplacian(grey, cv2.CV_64F).var())


# One film


@dataclass(frozen=True, kw_only=True, slots=True)
class Clip:
    """A file of the film. `alike` is equal for clips whose packets fit one track; `used` counts the frames shown."""

    path: Path
    format: str
    width: int
    height: int
    rate: Fraction
    used: int
    is_cut: bool
    has_sound: bool
    alike: tuple


def join(request_clips: list[dict], target: Path, *, may_encode: bool = True) -> bool:
    """Writes the film as MP4. `[{"path", "format", "used_s"}]`; answers with whether its picture was encoded again.

    Raises Unlike where that is needed, and it may not be.
    """
    clips = [_looked_at(Path(clip["path"]), clip["format"], clip["used_s"]) for clip in request_clips]
    is_copied = len({clip.alike for clip in clips}) == 1 and not any(clip.is_cut for clip in clips)
    if not is_copied and not may_encode:
        raise Unlike(clips)
    with av.open(str(target), "w", format="mp4", options={"movflags": "+faststart"}) as film:
        add = _copier(film, clips[0]) if is_copied else _encoder(film, clips[0])
        sound = sound_track(film) if any(clip.has_sound for clip in clips) else None
        samples = 0
        for clip in clips:
            seconds = add(clip)
            if sound:
                samples = add_sound(film, sound, clip, samples, samples + round(seconds * SAMPLES_PER_S))
        add(None)
        if sound:
            film.mux(sound.encode(None))
    return not is_copied


class Unlike(Exception):
    """These clips cannot be one track; `words` says of the first that differs what differs."""

    def __init__(self, clips: list[Clip]) -> None:
        first, at, other = next(
            ((clips[0], at, clip) for at, clip in enumerate(clips, 1) if clip.alike != clips[0].alike),
            (clips[0], 1, clips[0]),
        )
        apart = [words for words, said in TOLD if said(first) != said(other)]
        self.words = f"Clip {at} differs from the first in {' and '.join(apart) or 'how it was encoded'}"
        super().__init__(self.words)


TOLD = (
    ("its codec", lambda clip: clip.alike[0]),
    ("its size", lambda clip: (clip.width, clip.height)),
    ("its frame rate", lambda clip: clip.rate),
)


def _looked_at(path: Path, format_name: str, used_s: float | None) -> Clip:
    with open_media(path, format_name) as container:
        track = picture_track(container)
        context, rate = track.codec_context, track.average_rate or track.guessed_rate
        alike = (context.name, context.width, context.height, context.pix_fmt, bytes(context.extradata or b""), rate)
        has_sound = bool(container.streams.audio)
        frames = sum(1 for packet in container.demux(track) if packet.size)
    used = frames if used_s is None else min(frames, round(used_s * rate))
    width, height = context.width // 2 * 2, context.height // 2 * 2
    facts = {"path": path, "format": format_name, "width": width, "height": height, "rate": Fraction(rate)}
    return Clip(**facts, used=used, is_cut=used < frames, has_sound=has_sound, alike=(*alike, track.time_base))


def _copier(film: av.container.OutputContainer, first: Clip):
    """Adds a clip's packets behind those before, each as it is; answers with the clip's seconds."""
    with open_media(first.path, first.format) as container:
        track = film.add_stream_from_template(picture_track(container))
    done = 0

    def add(clip: Clip | None) -> Fraction:
        nonlocal done
        if clip is None:
            return Fraction(0)
        with open_media(clip.path, clip.format) as container:
            source = picture_track(container)
            shift = round(done / clip.rate / source.time_base) - (source.start_time or 0)
            for packet in container.demux(source):
                if packet.dts is not None:
                    packet.pts, packet.dts = packet.pts + shift, packet.dts + shift
                    packet.stream = track
                    film.mux(packet)
        done += clip.used
        return clip.used / clip.rate

    return add


def _encoder(film: av.container.OutputContainer, first: Clip):
    """Adds a clip's frames at the first clip's size and rate; answers with the clip's seconds."""
    track = film.add_stream("libx264", rate=first.rate, options=X264)
    track.width, track.height, track.pix_fmt = first.width, first.height, "yuv420p"
    track.codec_context.thread_count = 2
    done = 0

    def add(clip: Clip | None) -> Fraction:
        nonlocal done
        if clip is None:
            film.mux(track.encode(None))
            return Fraction(0)
        count = max(1, round(clip.used / clip.rate * first.rate))
        for at, frame in enumerate(_at_rate(clip, first.rate, count)):
            picture = frame.reformat(first.width, first.height, "yuv420p")
            picture.pts, picture.time_base = done + at, 1 / first.rate
            picture.pict_type = av.video.frame.PictureType.NONE
            film.mux(track.encode(picture))
        done += count
        return count / first.rate

    return add


def _at_rate(clip: Clip, rate: Fraction, count: int) -> Iterator[av.VideoFrame]:
    """The frame that is on screen at each of `count` moments, `rate` of them a second."""
    with open_media(clip.path, clip.format) as container:
        frames = container.decode(picture_track(container))
        shown, coming = next(frames), next(frames, None)
        begin = shown.pts
        for at in range(count):
            moment = begin + at / rate / shown.time_base
            while coming is not None and coming.pts <= moment:
                shown, coming = coming, next(frames, None)
            yield shown


# Sound


def sound_track(film: av.container.OutputContainer) -> av.AudioStream:
    track = film.add_stream("aac", rate=SAMPLES_PER_S, layout="stereo")
    track.codec_context.bit_rate = 192_000
    return track


def add_sound(
    film: av.container.OutputContainer, track: av.AudioStream, clip: Clip, begin: int, end: int, *, skip: int = 0
) -> int:
    """The clip's sound, without its first `skip` samples, from sample `begin` to `end` of the film: cut or filled with
    silence. Answers with `end`."""
    at = begin
    for block in _heard(clip):
        left_out = min(skip, block.shape[1])
        skip -= left_out
        block = np.ascontiguousarray(block[:, left_out:][:, : end - at])
        at = _mux_sound(film, track, block, at)
        if at >= end:
            return end
    while at < end:
        at = _mux_sound(film, track, np.zeros((2, min(SAMPLES_PER_S, end - at)), np.float32), at)
    return end


def _mux_sound(film: av.container.OutputContainer, track: av.AudioStream, block: np.ndarray, at: int) -> int:
    if block.shape[1]:
        frame = av.AudioFrame.from_ndarray(block, format="fltp", layout="stereo")
        frame.sample_rate, frame.pts, frame.time_base = SAMPLES_PER_S, at, Fraction(1, SAMPLES_PER_S)
        film.mux(track.encode(frame))
    return at + block.shape[1]


def _heard(clip: Clip) -> Iterator[np.ndarray]:
    """The clip's sound as blocks of (2, samples), 48,000 a second; nothing where it has none."""
    if not clip.has_sound:
        return
    resampler = av.AudioResampler(format="fltp", layout="stereo", rate=SAMPLES_PER_S)
    with open_media(clip.path, clip.format) as container:
        for frame in container.decode(container.streams.audio[0]):
            yield from (made.to_ndarray() for made in resampler.resample(frame))
        yield from (made.to_ndarray() for made in resampler.resample(None))
