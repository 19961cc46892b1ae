"""Timecode as SMPTE ST 12-1 counts it: by its drop-frame rule ten minutes have 17,982 frames."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as some

from studio.core import timecode

DROPPED = [rate for rate in timecode.RATES.values() if timecode.can_drop(rate)]
FRAMES = some.integers(0, 24 * 60 * 60 * 23)

KNOWN = [
    ("24", False, 0, "00:00:00:00"),
    ("23.976", False, 24 * 3600, "01:00:00:00"),
    ("25", False, 25 * 61, "00:01:01:00"),
    ("29.97", False, 1800, "00:01:00:00"),
    ("29.97", True, 1799, "00:00:59;29"),
    ("29.97", True, 1800, "00:01:00;02"),
    ("29.97", True, 17981, "00:09:59;29"),
    ("29.97", True, 17982, "00:10:00;00"),
    ("29.97", True, 107892, "01:00:00;00"),
    ("59.94", True, 3600, "00:01:00;04"),
    ("59.94", True, 215784, "01:00:00;00"),
]


@pytest.mark.parametrize(("rate", "drop", "frame", "text"), KNOWN)
def test_a_frame_has_the_timecode_of_the_standard(rate, drop, frame, text):
    rate = timecode.RATES[rate]
    assert timecode.write(frame, rate, drop=drop) == text
    assert timecode.read(text, rate) == frame


@given(rate=some.sampled_from(list(timecode.RATES.values())), frame=FRAMES)
def test_every_frame_comes_back(rate, frame):
    assert timecode.read(timecode.write(frame, rate), rate) == frame


@given(rate=some.sampled_from(DROPPED), frame=FRAMES)
def test_every_frame_comes_back_where_numbers_are_left_out(rate, frame):
    assert timecode.read(timecode.write(frame, rate, drop=True), rate) == frame


@given(rate=some.sampled_from(DROPPED), frame=FRAMES)
def test_drop_frame_agrees_with_the_clock_to_within_three_frames_an_hour(rate, frame):
    hours, minutes, rest = timecode.write(frame, rate, drop=True).split(":")
    seconds, frames = map(int, rest.split(";"))
    shown = (int(hours) * 60 + int(minutes)) * 60 + seconds + Fraction(frames, timecode.base(rate))
    real = frame / rate
    assert abs(shown - real) * rate <= 3 * (1 + real / 3600) * timecode.base(rate) / 30


@pytest.mark.parametrize("rate", DROPPED)
def test_numbers_that_are_left_out_are_refused_with_the_next(rate):
    with pytest.raises(ValueError, match=f"the next is 00:01:00;0{timecode.base(rate) // 15}"):
        timecode.read("00:01:00;00", rate)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("soon", "is no timecode"),
        ("01:00:00", "is no timecode"),
        ("01:00:60:00", "is no timecode"),
        ("01:00:00:24", "frames up to 23"),
        ("24:00:00:00", "hours up to 23"),
        ("00:01:00;02", "no drop-frame timecode at 24"),
    ],
)
def test_what_is_no_timecode_at_24_gets_a_sentence(text, words):
    with pytest.raises(ValueError, match=words):
        timecode.read(text, Fraction(24))


@pytest.mark.parametrize(
    ("given", "meant"),
    [("24000/1001", "23.976"), ("2397/100", "23.976"), ("2997/100", "29.97"), ("24", "24"), ("30", "30"), ("29", None)],
)
def test_a_files_rate_is_the_editors_rate_that_is_near(given, meant):
    assert timecode.known(Fraction(given)) == timecode.RATES.get(meant)


def test_a_day_begins_again():
    assert timecode.write(24 * 3600 * 24, Fraction(24)) == "00:00:00:00"
