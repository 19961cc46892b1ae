"""Clips and sounds as they come: sideways, at another rate, without pictures, endless."""

import struct
from fractions import Fraction

import av
import cv2
import numpy as np
import pytest

from studio.animatic import child, footage
from studio.animatic.reading import CannotDraw, File
from tests.animatic import looking
from tests.animatic.looking import FIRST, request

NUMBERED = looking.MEDIA / "numbered-24fps.mp4"
SPEECH = looking.MEDIA / "speech.mp3"


def clip(path, fps: int, seconds: float, size=(160, 96), turned: int = 0):
    """Each frame is of one grey: 40, and 6 more with each frame; above it a bright bar."""
    with av.open(str(path), "w") as out:
        video = out.add_stream("libx264", rate=fps, options={"qp": "10"})
        video.width, video.height, video.pix_fmt = *size, "yuv420p"
        for n in range(round(fps * seconds)):
            grey = np.full((size[1], size[0], 3), 40 + 6 * n, np.uint8)
            grey[:8] = 250
            out.mux(video.encode(av.VideoFrame.from_ndarray(grey, format="rgb24")))
        out.mux(video.encode())
    if turned:
        data = path.read_bytes()
        matrix = struct.pack(">9i", 0, 1 << 16, 0, -1 << 16, 0, 0, 0, 0, 1 << 30)
        plain = struct.pack(">9i", 1 << 16, 0, 0, 0, 1 << 16, 0, 0, 0, 1 << 30)
        at = data.rindex(plain)
        path.write_bytes(data[:at] + matrix + data[at + len(plain) :])
    return path


def refused(folder, **changes) -> dict:
    """The answer to a request that cannot be drawn."""
    answer = child.run({"plan": request(**changes), "into": str(folder)}, lambda said: None)
    assert not list(folder.glob("*.mp4"))
    return answer


def test_a_clips_facts_are_found():
    facts, file = footage.Facts(), File(path=NUMBERED)

    assert facts.size(file, "source_video") == (1280, 720)
    assert (facts.seconds(file, "source_video"), facts.rate(file, "source_video")) == (5, 24)
    assert float(facts.seconds(File(path=SPEECH), "sounds")) == pytest.approx(7.514, abs=0.001)


@pytest.mark.parametrize("fps", [24, 25, 30, 60])
def test_a_clip_plays_in_its_own_time_whatever_the_rate(fps, tmp_path):
    playing = footage.Clip(File(path=clip(tmp_path / "clip.mp4", 25, 1)), "source_video", (160, 96))

    shown = [float(playing.at(Fraction(n, fps), Fraction(1, 4 * fps)).y[40:].mean()) for n in range(fps)]

    numbers = [round(((grey - 16) * 255 / 219 - 40) / 6) for grey in shown]
    assert numbers == [int(Fraction(25 * n, fps) + Fraction(25, 4 * fps)) for n in range(fps)]


def test_after_its_end_a_clip_stays_on_its_last_picture(tmp_path):
    playing = footage.Clip(File(path=clip(tmp_path / "clip.mp4", 25, 1)), "source_video", (160, 96))

    assert np.array_equal(playing.at(Fraction(2), Fraction(0)).y, playing.last().y)


def test_a_clip_that_lies_on_its_side_is_seen_upright(tmp_path):
    path = clip(tmp_path / "clip.mp4", 25, 0.4, turned=90)

    width, height = footage.Facts().size(File(path=path), "source_video")
    shown = footage.Clip(File(path=path), "source_video", (96, 160)).at(Fraction(0), Fraction(0))

    assert (width, height) == (96, 160)
    bright = np.argwhere(shown.y > 180)
    assert np.ptp(bright[:, 0]) > 150 and np.ptp(bright[:, 1]) < 12  # the bar stands


def test_a_clip_among_references_is_one_of_its_pictures():
    rgb = footage.see(File(path=NUMBERED, clip=True), "reference_images", (320, 180))

    assert rgb.shape == (720, 1280, 3)
    assert max(cv2.PSNR(looking.grey(rgb), looking.grey(looking.colours(NUMBERED, n))) for n in (0, 48)) > 40


@pytest.mark.parametrize(
    ("path", "sentence"),
    [(SPEECH, "has no pictures, only sound"), (FIRST, "cannot be read"), ("/nowhere.mp4", "no longer there")],
)
def test_a_source_that_is_no_video_is_refused(path, sentence, tmp_path):
    answer = refused(tmp_path, source_video=str(path), shots=[{"prompt": "", "duration": None}])

    assert (answer["field"], sentence in answer["error"]) == ("source_video", True)


def test_a_clip_that_breaks_off_is_refused_or_held(tmp_path):
    data = NUMBERED.read_bytes()
    (tmp_path / "half.mp4").write_bytes(data[: len(data) // 3])

    answer = child.run(
        {
            "plan": request(source_video=str(tmp_path / "half.mp4"), shots=[{"prompt": "", "duration": None}]),
            "into": str(tmp_path),
        },
        lambda said: None,
    )

    assert "outputs" in answer or answer["field"] == "source_video"


def test_ten_hours_of_sound_are_refused_at_once(tmp_path):
    """A WAV of ten hours of nothing: the file is sparse."""
    length = 10 * 3600 * 8000
    header = struct.pack(
        "<4sI4s4sIHHIIHH4sI", b"RIFF", 36 + length, b"WAVE", b"fmt ", 16, 1, 1, 8000, 8000, 1, 8, b"data", length
    )
    path = tmp_path / "endless.wav"
    path.write_bytes(header)
    with path.open("r+b") as file:
        file.truncate(len(header) + length)

    answer = refused(tmp_path, sounds=[{"file": str(path)}], sound=True, shots=[{"prompt": "", "duration": None}])

    assert (answer["field"], "more than 600 s" in answer["error"]) == ("sounds", True)


def test_a_handle_has_no_facts_to_look_up():
    with pytest.raises(CannotDraw):
        footage.Facts().seconds(File(path=looking.MEDIA / "coffee.jpg"), "source_video")


def test_a_clip_that_only_its_provider_has_plays_a_plate(tmp_path):
    wanted = request(source_video={"handle": "task-7"}, shots=[{"prompt": "Make it night", "duration": None}])

    answer = child.run({"plan": wanted, "into": str(tmp_path)}, lambda said: None)

    luma = looking.frames(tmp_path / answer["outputs"][0])
    assert len(luma) == 5 * 24
    assert luma[0][60:110].max() > 180  # the words
    assert np.mean(cv2.absdiff(luma[0], luma[-1])) < 1
