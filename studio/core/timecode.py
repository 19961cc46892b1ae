"""Timecode: frames counted as hours, minutes, seconds and frames (SMPTE ST 12-1).

A rate is a Fraction of frames a second; the numbers of a second go up to its whole base (24 for 24000/1001). Where
the base is 30 or 60 and the rate a thousandth slower, timecode may be *drop-frame*: the first numbers of each minute
but every tenth are left out (no frame is), so that it agrees with the clock. It is written with a semicolon.
"""

import re
from fractions import Fraction

RATES = {
    "23.976": Fraction(24000, 1001),
    "24": Fraction(24),
    "25": Fraction(25),
    "29.97": Fraction(30000, 1001),
    "30": Fraction(30),
    "50": Fraction(50),
    "59.94": Fraction(60000, 1001),
    "60": Fraction(60),
}
"""What editors cut in, by the name that they show."""

DAY_H = 24
NEAR = Fraction(1, 1000)
"""Of the rate: as far as a file's rate may be from one of these and be meant (23.98, 23.976, 2997/100)."""

SHAPE = re.compile(r"(\d{1,2}):([0-5]?\d):([0-5]?\d)([:;.])(\d{1,2})")


def known(fps: Fraction) -> Fraction | None:
    """The editors' rate that is meant; None where none is near."""
    nearest = min(RATES.values(), key=lambda rate: abs(rate - fps))
    return nearest if abs(nearest - fps) <= nearest * NEAR / 2 else None


def name_of(rate: Fraction) -> str:
    """`23.976`: as editors show it. Raises KeyError for a rate that they do not know."""
    return {rate: name for name, rate in RATES.items()}[rate]


def base(rate: Fraction) -> int:
    """Numbers in a second: 24 for 23.976."""
    return round(rate)


def can_drop(rate: Fraction) -> bool:
    """Whether there is drop-frame timecode for the rate: 29.97 and 59.94."""
    return base(rate) % 30 == 0 and rate.denominator != 1


def write(frame: int, rate: Fraction, *, drop: bool = False) -> str:
    """`01:00:00:00`, dropped `01:00:00;00`. After a day it begins again. Raises ValueError for a rate without it."""
    numbers = base(rate)
    number = _with_gaps(frame, numbers) if _drops(rate, drop) else frame
    seconds, frames = divmod(number, numbers)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours % DAY_H:02}:{minutes:02}:{seconds:02}{';' if drop else ':'}{frames:02}"


def read(text: str, rate: Fraction) -> int:
    """The frame that a timecode names; a semicolon (or a point) says that it is dropped.

    Raises ValueError with a sentence: no timecode, a number that the rate has not, one that is left out.
    """
    found = SHAPE.fullmatch(text.strip())
    if not found:
        raise ValueError(f"{text!r} is no timecode: write hours, minutes, seconds and frames, such as 01:00:00:00.")
    hours, minutes, seconds, frames = (int(found[n]) for n in (1, 2, 3, 5))
    numbers, drop = base(rate), found[4] != ":"
    if hours >= DAY_H or frames >= numbers:
        raise ValueError(f"{text!r} has hours up to {DAY_H - 1} and frames up to {numbers - 1} at {_said(rate)}.")
    number = ((hours * 60 + minutes) * 60 + seconds) * numbers + frames
    if not _drops(rate, drop):
        return number
    if seconds == 0 and minutes % 10 and frames < _gap(numbers):
        raise ValueError(f"{text!r} is left out in drop-frame timecode: the next is {frames_after(text, numbers)}.")
    return number - _gap(numbers) * (hours * 54 + minutes - minutes // 10)


def frames_after(text: str, numbers: int) -> str:
    """The first number of the minute that is not left out."""
    return f"{text.strip()[:-2]}{_gap(numbers):02}"


def _said(rate: Fraction) -> str:
    return f"{float(rate):.6g} frames a second"


def _drops(rate: Fraction, drop: bool) -> bool:
    if drop and not can_drop(rate):
        raise ValueError(f"There is no drop-frame timecode at {_said(rate)}, only at 29.97 and 59.94.")
    return drop


def _gap(numbers: int) -> int:
    """How many numbers a minute leaves out: 2 of 30, 4 of 60."""
    return numbers // 15


def _with_gaps(frame: int, numbers: int) -> int:
    """The frame's number, with those that are left out before it."""
    gap = _gap(numbers)
    minute = numbers * 60 - gap
    tens, rest = divmod(frame, minute * 10 + gap)
    return frame + gap * (9 * tens + (0 if rest < gap else (rest - gap) // minute))
