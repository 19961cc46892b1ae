"""How loud a clip or a recording is along its length, to be drawn. Runs only in the limited child."""

from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np

from studio.core.movies import BROKEN, open_media

__all__ = ["BROKEN", "peaks"]

COUNT = 600  #: columns: more than a transport has pixels for, few enough for a page
RATE = 8_000  #: samples a second; what is louder for a shorter time is not to be seen


def peaks(path: Path, format_name: str, duration_s: float) -> list[int]:
    """The loudest sample in each of 600 equal parts of the file, 0 to 255; what has no sound is 0."""
    found = np.zeros(COUNT)
    for begin_s, wave in _heard(path, format_name):
        at = ((begin_s + np.arange(wave.size) / RATE) * COUNT / duration_s).astype(int)
        inside = (at >= 0) & (at < COUNT)
        np.maximum.at(found, at[inside], wave[inside])
    return np.minimum(found * 255, 255).round().astype(int).tolist()


def _heard(path: Path, format_name: str) -> Iterator[tuple[float, np.ndarray]]:
    """The first track of sound in blocks: when each begins, in seconds, and its samples' sizes, 0 to 1."""
    resampler = av.AudioResampler(format="flt", layout="mono", rate=RATE)
    with open_media(path, format_name) as container:
        done, begin_s = 0, None
        for frame in container.decode(audio=0):
            begin_s = (frame.time or 0.0) if begin_s is None else begin_s
            for part in resampler.resample(frame):
                wave = np.abs(part.to_ndarray()[0])
                yield begin_s + done / RATE, wave
                done += wave.size
