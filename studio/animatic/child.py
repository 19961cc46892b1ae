"""The limited process that renders one request: draws, encodes, checks what came out. Started by `service.py`."""

import string
import time
from collections.abc import Callable
from contextlib import nullcontext
from functools import partial
from pathlib import Path

import av
import cv2
import numpy as np
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from studio.animatic import draw, encode, footage, typeset
from studio.animatic.moves import Move
from studio.animatic.plan import ABOUT, Plan, parse
from studio.animatic.planes import Planes
from studio.animatic.projective import Camera
from studio.animatic.reading import CannotDraw
from studio.animatic.stream import Stream

Json = dict
Say = Callable[[Json], None]

SAY_EVERY_S = 0.05
ENCODER_FAILED = av.error.ExternalError
"""All that libx264 says where it gets no memory; sizes and rates that it does not take are refused before."""
PNG_LEVEL = 3  # of 9: at 4K a third of the time of the usual 6, and a sixth more bytes


def prepare() -> None:
    """Loads what every film needs, for all children that come after: called by the nursery.

    What takes long the first time alone is done here once, such as OpenCV's tables of colours; without threads, for a
    fork leaves them behind.
    """
    cv2.setNumThreads(1)
    Image.init()
    for weight in typeset.FILES:
        typeset.width(typeset.clean(string.printable), weight, 24)
    _rehearse((160, 90))


def _rehearse(size: tuple[int, int]) -> None:
    """Draws a frame of a plate and one of a picture, for nobody."""
    into, shots = Planes.empty(*size), [{"prompt": "A field at dawn", "duration": 1}]
    film = {"kind": "video", "width": size[0], "height": size[1], "fps": 24, "shots": shots}
    draw.Film(parse(film), 0).draw(0, into)
    Camera(np.zeros((*size[::-1], 3), np.uint8), size, Move("dolly", (("dolly", 1.0),)), 2).draw(1, into)


def run(request: Json, say: Say) -> Json:
    """`{"plan": request, "into": folder}` -> `{"outputs": [file names]}` or `{"error": sentence, "field": name}`.

    Says `{"frames": 0, "total": m}` once its files were looked at, then `{"frames": n}`, of all takes together; and how
    far the first take's stream is, as `stream.py` says it.
    """
    cv2.setNumThreads(1)
    try:
        plan = parse(request["plan"], footage.Facts())
        say({"frames": 0, "total": plan.total})
        progress = _Progress(say, plan.frames)
        into = Path(request["into"])
        return {"outputs": [_take(plan, take, into, progress, say) for take in range(plan.takes)]}
    except CannotDraw as refusal:
        return {"error": str(refusal), "field": refusal.field}
    except (cv2.error, ENCODER_FAILED) as error:
        if isinstance(error, cv2.error) and error.code != cv2.Error.StsNoMem:
            raise
        raise MemoryError from error


def _take(plan: Plan, take: int, into: Path, progress: "_Progress", say: Say) -> str:
    path = into / f"{take}{plan.suffix}"
    if plan.kind == "image":
        draw.still(plan, take).save(path, pnginfo=_about(plan), compress_level=PNG_LEVEL)
        progress(take + 1)
    else:
        film, done = draw.Film(plan, take).draw, partial(progress.of_take, take * plan.frames)
        with Stream(into, say) if take == 0 else nullcontext() as stream:
            encode.write(plan, film, path, done, stream and stream.beside)
        check(path, plan)
    return path.name


def _about(plan: Plan) -> PngInfo:
    words = PngInfo()
    for key, text in (("Title", plan.title), ("Description", ABOUT)):
        words.add_itxt(key, text)
    return words


def check(path: Path, plan: Plan) -> None:
    """Reads every packet of the finished film: as planned in number, size and sound."""
    with av.open(str(path)) as film:
        video = film.streams.video[0]
        found = (video.width, video.height, len(film.streams.audio), sum(1 for p in film.demux(video) if p.size))
    planned = (plan.width, plan.height, int(plan.sound), plan.frames)
    if found != planned:
        raise RuntimeError(f"The film has (width, height, sound, frames) {found}, not {planned}.")


class _Progress:
    """Tells how far it is: twenty times a second at most, and at the end of each take."""

    def __init__(self, say: Say, take: int) -> None:
        self._say, self._take, self._next = say, take, 0.0

    def __call__(self, frames: int) -> None:
        now = time.monotonic()
        if now >= self._next or frames % self._take == 0:
            self._next = now + SAY_EVERY_S
            self._say({"frames": frames})

    def of_take(self, before: int, frames: int) -> None:
        self(before + frames)
