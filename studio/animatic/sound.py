"""What can be heard of an animatic: the given sounds, mixed as loud as they should be. Without any: silence, and a
2-pop at each cut, so that timing can be checked by ear."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import chain
from pathlib import Path

import av
import numpy as np

from studio.animatic import footage
from studio.animatic.plan import Plan, Sound

RATE = 48_000
POP_HZ = 1000
POP_LEVEL = 0.1  # of full scale: -20 dBFS, the line-up level of film sound
BIT_RATE = 128_000
Block = np.ndarray  # (2, samples) float32, stereo


def length(plan: Plan) -> int:
    """Samples: as long as the film, to the sample."""
    return round(plan.frames / plan.fps * RATE)


def pops(plan: Plan) -> Block:
    """One frame of 1 kHz at each cut."""
    track = np.zeros(length(plan), np.float32)
    pop = POP_LEVEL * np.sin(2 * np.pi * POP_HZ * np.arange(round(RATE / plan.fps)) / RATE)
    for shot in plan.shots[1:]:
        at = round(shot.start / plan.fps * RATE)
        track[at : at + len(pop)] = pop[: len(track) - at]
    return np.repeat(track[None], 2, axis=0)


def blocks(plan: Plan, size: int) -> Iterator[Block]:
    """The whole track in pieces of `size` samples; given sounds are decoded as they are needed."""
    total, mix = length(plan), Mix(plan)
    track = None if mix.voices else pops(plan)
    for at in range(0, total, size):
        until = min(at + size, total)
        yield mix.read(at, until) if track is None else track[:, at:until]


def packets(plan: Plan, stream: av.AudioStream) -> Iterator[av.Packet]:
    """The track encoded, in order."""
    at = 0
    for piece in blocks(plan, stream.codec_context.frame_size or 1024):
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(piece), format="fltp", layout="stereo")
        frame.rate, frame.pts = RATE, at
        at += piece.shape[1]
        yield from stream.encode(frame)
    yield from stream.encode()


def levels(sound: Sound, fps: Fraction, frames: int) -> np.ndarray:
    """How loud it is during each frame of the film: (frames,) from 0 to 1 of full scale, RMS."""
    voice = Voice(sound)
    cuts = [round(n * RATE / fps) for n in range(frames + 1)]
    pieces = (voice.read(a, b) for a, b in zip(cuts, cuts[1:], strict=False))
    return np.array([float(np.sqrt(np.mean(np.square(piece)))) if piece.size else 0.0 for piece in pieces])


class Mix:
    """All that is given to be heard, one on the other."""

    def __init__(self, plan: Plan) -> None:
        self.voices = [Voice(sound) for sound in plan.sounds if sound.file.is_here]
        source = plan.source_video
        if source and source.is_here and plan.source_volume and has_sound(source.path):
            own = Sound(file=source, at=0, start=0, end=None, volume=plan.source_volume)
            self.voices.append(Voice(own))

    def read(self, at: int, until: int) -> Block:
        """Samples `at` to `until` of the film."""
        mixed = np.zeros((2, until - at), np.float32)
        for voice in self.voices:
            mixed += voice.read(at, until)
        return np.clip(mixed, -1, 1)


def has_sound(path: Path) -> bool:
    with footage.opened(path, "source_video") as media:
        return bool(media.streams.audio)


class Voice:
    """One given sound in its place. Must be read in order."""

    def __init__(self, sound: Sound) -> None:
        self._sound = sound
        self._begin = round(sound.at * RATE)
        self._skip = round(sound.start * RATE)
        self._left = None if sound.end is None else max(0, round((sound.end - sound.start) * RATE))
        self._coming = self._decoded()
        self._rest = np.zeros((2, 0), np.float32)

    def read(self, at: int, until: int) -> Block:
        """Samples `at` to `until` of the film: silence before it begins and after it has ended."""
        piece = np.zeros((2, until - at), np.float32)
        if until > self._begin:
            heard = self._take(until - max(at, self._begin))
            piece[:, max(0, self._begin - at) :][:, : heard.shape[1]] = heard * self._sound.volume
        return piece

    def _take(self, count: int) -> Block:
        """The next so many samples, fewer at its end."""
        if self._left is not None:
            count = min(count, self._left)
            self._left -= count
        parts, have = [self._rest], self._rest.shape[1]
        while have < count and (more := next(self._coming, None)) is not None:
            parts.append(more)
            have += more.shape[1]
        whole = np.concatenate(parts, axis=1)
        self._rest = whole[:, count:]
        return whole[:, :count]

    def _decoded(self) -> Iterator[Block]:
        """Its samples from where it is cut in."""
        skip = self._skip
        with footage.opened(self._sound.file.path, "sounds") as media:
            layout = "mono" if media.streams.audio[0].channels == 1 else "stereo"
            resampler = av.AudioResampler(format="fltp", layout=layout, rate=RATE)
            for frame in chain(media.decode(audio=0), [None]):
                for piece in resampler.resample(frame):
                    samples = np.broadcast_to(piece.to_ndarray(), (2, piece.samples))  # mono on both sides, as loud
                    yield samples[:, skip:]
                    skip = max(0, skip - samples.shape[1])
