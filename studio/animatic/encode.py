"""Writes a film: H.264 High, 4:2:0, tagged BT.709, index in front; AAC only where there is sound. One pass.

Two threads: one draws into a ring of frames, one encodes them; OpenCV and x264 both let go of the interpreter's lock.
Threads of the encoder are fixed and no clock is written, so that the same plan gives the same bytes.
"""

import queue
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import av
import numpy as np
from av.video.frame import PictureType

from studio.animatic import sound
from studio.animatic.plan import ABOUT, Plan
from studio.animatic.planes import Planes
from studio.animatic.stream import Mux

Draw = Callable[[int, Planes], None]
Progress = Callable[[int], None]
Beside = Callable[[av.container.OutputContainer], Mux]

RING = 6  # frames between drawing and encoding
ENCODER_THREADS = 2
KEY_EVERY_S = 2  # seeking in the viewer decodes at most this much
# Cuts are set by us and nothing fades: with one quantiser, and every second frame a B-frame, x264 need not look ahead.
# Seen on a push-in at 1080p, CPU a frame, bits, PSNR: so 6.2 ms, 1.27 Mbit/s, 44.2 dB; without B-frames 7.6 ms,
# 1.74 Mbit/s, 44.0 dB; ffmpeg's -preset veryfast -crf 23 19.6 ms, 1.08 Mbit/s, 44.1 dB.
X264 = {"preset": "superfast", "qp": "24", "profile": "high"}
X264 |= {"x264-params": "bframes=1:b-adapt=0:scenecut=0:weightp=0"}
BT709, TV_RANGE = 1, 1


def write(plan: Plan, draw: Draw, path: Path, done: Progress, beside: Beside | None = None) -> None:
    """Encodes `plan.frames` frames, each drawn by `draw(n, planes)`, to `path`; `done(n)` after each.

    `beside(film)` gives what the packets are put into instead: the film and something else (`stream.py`).
    """
    with av.open(str(path), "w", options={"movflags": "+faststart", "fflags": "+bitexact"}) as out:
        out.metadata.update({"title": plan.title, "description": ABOUT})
        video = _video(out, plan)
        audio = _audio(out) if plan.sound else None
        mux = beside(out) if beside else out.mux
        heard = sound.packets(plan, audio) if audio else iter(())
        waiting: list[av.Packet] = []
        for n, frame in enumerate(_drawn(plan, draw)):
            for packet in video.encode(frame.picture):
                mux([*_before(packet, heard, waiting), packet])
            frame.give_back()
            done(n + 1)
        mux(video.encode())
        mux([*waiting, *heard])


def _video(out: av.container.OutputContainer, plan: Plan) -> av.VideoStream:
    stream = out.add_stream("libx264", rate=plan.fps, options=X264)
    stream.width, stream.height, stream.pix_fmt = plan.width, plan.height, "yuv420p"
    context = stream.codec_context
    context.thread_count = ENCODER_THREADS
    context.gop_size = round(KEY_EVERY_S * plan.fps)
    context.color_primaries = context.color_trc = context.colorspace = BT709
    context.color_range = TV_RANGE
    return stream


def _audio(out: av.container.OutputContainer) -> av.AudioStream:
    stream = out.add_stream("aac", rate=sound.RATE, layout="stereo")
    stream.codec_context.bit_rate = sound.BIT_RATE
    return stream


def _before(packet: av.Packet, heard: Iterator[av.Packet], waiting: list[av.Packet]) -> Iterator[av.Packet]:
    """The sound that belongs in front of a picture's packet, so that a player need not look ahead."""
    until = packet.dts * packet.time_base
    while waiting or (following := next(heard, None)):
        following = waiting.pop() if waiting else following
        if following.dts * following.time_base > until:
            waiting.append(following)
            return
        yield following


class Canvas:
    """One frame of the ring: the encoder's picture, and its planes to draw into."""

    def __init__(self, plan: Plan, ring: queue.SimpleQueue) -> None:
        self.picture = av.VideoFrame(plan.width, plan.height, "yuv420p")
        self.planes = Planes(*(_view(plane) for plane in self.picture.planes))
        self._ring = ring

    def give_back(self) -> None:
        """libx264 has copied the picture when `encode` returns."""
        self._ring.put(self)


def _view(plane: av.video.plane.VideoPlane) -> np.ndarray:
    """The plane's memory, without the padding at the end of its lines."""
    return np.frombuffer(plane, np.uint8).reshape(plane.height, plane.line_size)[:, : plane.width]


def _drawn(plan: Plan, draw: Draw) -> Iterator[Canvas]:
    """The film's frames in order, drawn ahead by a second thread. What it raises is raised here."""
    free: queue.SimpleQueue = queue.SimpleQueue()
    ready: queue.SimpleQueue = queue.SimpleQueue()
    for _ in range(RING):
        free.put(Canvas(plan, free))
    cuts = {shot.start for shot in plan.shots}

    def work() -> None:
        try:
            for n in range(plan.frames):
                canvas = free.get()
                draw(n, canvas.planes)
                canvas.picture.pts, canvas.picture.time_base = n, 1 / plan.fps
                canvas.picture.pict_type = PictureType.I if n in cuts else PictureType.NONE
                ready.put(canvas)
        except BaseException as error:
            ready.put(error)

    threading.Thread(target=work, daemon=True).start()
    for _ in range(plan.frames):
        canvas = ready.get()
        if isinstance(canvas, BaseException):
            raise canvas
        yield canvas
