"""Flashes as WCAG 2.3.1 counts them: more than three within a second, by a tenth of the luminance, over a quarter."""

from fractions import Fraction

import av
import numpy as np
import pytest

from studio.core import flashes, media

RATE = 24


def light(value: float) -> int:
    """The sRGB value of a relative luminance."""
    return round(255 * (12.92 * value if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055))


def clip(path, pictures, rate: int = RATE):
    """Each picture is (rows, columns) of relative luminance."""
    with av.open(str(path), "w") as out:
        track = out.add_stream("libx264", rate=Fraction(rate), width=128, height=72, pix_fmt="yuv420p")
        track.options = {"crf": "10", "preset": "ultrafast"}
        for number, picture in enumerate(pictures):
            grey = np.vectorize(light)(picture).astype(np.uint8)
            frame = av.VideoFrame.from_ndarray(np.repeat(grey[:, :, None], 3, axis=2), format="rgb24")
            frame.pts, frame.time_base = number, Fraction(1, rate)
            out.mux(track.encode(frame))
        out.mux(track.encode())
    return path


def blinking(hertz: float, dark: float = 0.0, bright: float = 1.0, share: float = 1.0, seconds: int = 2):
    """The left part of the picture is dark and bright in turns, the rest stays dark."""
    for number in range(seconds * RATE):
        picture = np.full((72, 128), dark)
        if int(number / RATE * hertz * 2) % 2:
            picture[:, : round(128 * share)] = bright
        yield picture


def counted(path) -> int:
    meter = flashes.Meter()
    with av.open(str(path)) as container:
        for frame in container.decode(video=0):
            meter.see(frame)
    return meter.most


@pytest.mark.parametrize(
    ("pictures", "most"),
    [
        (blinking(6), 6),
        (blinking(4), 4),
        (blinking(3), 3),
        (blinking(1), 1),
        (blinking(6, share=0.3), 6),
        (blinking(6, share=0.2), 0),
        (blinking(6, dark=0.3, bright=0.43), 6),
        (blinking(6, dark=0.3, bright=0.37), 0),
        (blinking(6, dark=0.84, bright=1.0), 0),
        (blinking(0.1), 0),
    ],
    ids=["6 Hz", "4 Hz", "3 Hz", "1 Hz", "on 30 %", "on 20 %", "by 13 %", "by 7 %", "between bright ones", "still"],
)
def test_flashes_within_a_second_are_counted_by_rate_size_and_strength(pictures, most, tmp_path):
    assert counted(clip(tmp_path / "clip.mp4", pictures)) == most


def test_a_slow_fade_and_a_cut_are_no_flashes(tmp_path):
    fade = [np.full((72, 128), n / 48) for n in range(48)]

    assert counted(clip(tmp_path / "fade.mp4", fade)) == 0


def test_what_moves_through_the_picture_is_no_flash(tmp_path):
    def bar(number):
        picture = np.zeros((72, 128))
        picture[:, number * 5 % 128 : number * 5 % 128 + 12] = 1
        return picture

    assert counted(clip(tmp_path / "bar.mp4", map(bar, range(48)))) == 0


async def test_a_clip_is_measured_when_it_is_examined_and_a_picture_is_not(tmp_path):
    path = clip(tmp_path / "clip.mp4", blinking(6))
    into = tmp_path / "into"
    into.mkdir()

    assert (await media.examine(path, "clip.mp4", into)).flashes == 6
