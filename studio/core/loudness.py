"""How loud a recording is: its loudest sample and its mean, in dB below full scale. Runs only in the limited child."""

import math
from pathlib import Path

import av
import numpy as np

from studio.core.movies import BROKEN, open_media

__all__ = ["BROKEN", "measure"]

SILENCE_DB = -120.0
"""What digital silence counts as; 16 bits reach -96."""


def measure(path: Path, format_name: str) -> dict[str, float]:
    """`{"peak_db", "mean_db"}` of the first track of sound. Full scale is 0, and both are below it."""
    loudest, power, samples = 0.0, 0.0, 0
    to_float = av.AudioResampler(format="flt", layout="mono")
    with open_media(path, format_name) as container:
        for frame in container.decode(audio=0):
            for part in to_float.resample(frame):
                wave = part.to_ndarray().astype(np.float64)
                loudest = max(loudest, float(np.abs(wave).max(initial=0)))
                power += float((wave**2).sum())
                samples += wave.size
    return {"peak_db": _db(loudest), "mean_db": _db(math.sqrt(power / samples) if samples else 0)}


def _db(amplitude: float) -> float:
    return round(max(20 * math.log10(amplitude), SILENCE_DB), 1) if amplitude > 0 else SILENCE_DB
