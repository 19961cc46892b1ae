"""What can be heard of an animatic: silence, and a 2-pop at each cut, so that timing can be checked by ear."""

from collections.abc import Iterator

import av
import numpy as np

from studio.animatic.plan import Plan

RATE = 48_000
POP_HZ = 1000
POP_LEVEL = 0.1  # of full scale: -20 dBFS, the line-up level of film sound
BIT_RATE = 96_000


def samples(plan: Plan) -> np.ndarray:
    """The whole track, mono float32: one frame of 1 kHz at each cut. As long as the film, to the sample."""
    track = np.zeros(round(plan.frames / plan.fps * RATE), np.float32)
    pop = POP_LEVEL * np.sin(2 * np.pi * POP_HZ * np.arange(round(RATE / plan.fps)) / RATE)
    for shot in plan.shots[1:]:
        at = round(shot.start / plan.fps * RATE)
        track[at : at + len(pop)] = pop[: len(track) - at]
    return track


def packets(plan: Plan, stream: av.AudioStream) -> Iterator[av.Packet]:
    """The track encoded, in order."""
    track, size = samples(plan), stream.codec_context.frame_size or 1024
    for at in range(0, len(track), size):
        piece = track[at : at + size]
        frame = av.AudioFrame.from_ndarray(np.repeat(piece[None], 2, axis=0), format="fltp", layout="stereo")
        frame.rate, frame.pts = RATE, at
        yield from stream.encode(frame)
    yield from stream.encode()
