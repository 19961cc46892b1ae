"""Films as they come out, looked at frame by frame. Drawn in this process; test_service.py takes the real way."""

from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from studio.animatic import child, encode, sound
from studio.animatic.grounds import eased
from studio.animatic.plan import ABOUT, parse
from studio.animatic.planes import Planes
from tests.animatic import looking
from tests.animatic.looking import FIRST, LAST, REFERENCES, request, shots

TASKS = Path("/proc/self/task")


def render(folder, **changes):
    """The first output."""
    answer = child.run({"plan": request(**changes), "into": str(folder)}, lambda said: None)
    return folder / answer["outputs"][0]


@pytest.mark.parametrize("fps", [24, 30, "30000/1001"])
@pytest.mark.parametrize("size", [(320, 180), (180, 320), (238, 178), (64, 64)], ids=str)
def test_a_film_has_exactly_the_size_rate_and_frames_asked_for(size, fps, tmp_path):
    path = render(tmp_path, width=size[0], height=size[1], fps=fps, shots=shots(1))

    with av.open(str(path)) as film:
        video = film.streams.video[0]
        assert (video.width, video.height) == size
        assert video.average_rate == Fraction(fps)
        assert video.frames == len(list(film.decode(video))) == round(Fraction(fps))
        assert video.duration * video.time_base == round(Fraction(fps)) / Fraction(fps)


def test_a_film_is_h264_high_tagged_bt709_with_its_index_in_front(tmp_path):
    path = render(tmp_path, first_frame=FIRST)

    with av.open(str(path)) as film:
        context = film.streams.video[0].codec_context
        assert (context.name, context.profile, context.pix_fmt) == ("h264", "High", "yuv420p")
        assert (context.color_primaries, context.color_trc, context.colorspace, context.color_range) == (1, 1, 1, 1)
        assert (film.metadata["title"], film.metadata["description"]) == ("Coffee", ABOUT)
    data = path.read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")


@pytest.mark.parametrize(
    "given",
    [{}, {"first_frame": FIRST}, {"first_frame": FIRST, "last_frame": LAST}, {"reference_images": REFERENCES}],
    ids=["nothing", "first frame", "first and last frame", "references"],
)
def test_the_cuts_lie_where_the_shots_end_and_nowhere_else(given, tmp_path):
    path = render(tmp_path, shots=shots(1.5, 2, 1.5), **given)

    luma = looking.frames(path)

    assert len(luma) == 120
    assert looking.cuts(luma) == [36, 84]


def test_each_cut_is_a_key_frame(tmp_path):
    path = render(tmp_path, shots=shots(1, 1.5))

    with av.open(str(path)) as film:
        keys = [packet.pts * packet.time_base for packet in film.demux(video=0) if packet.is_keyframe]
    assert 1 in keys


def test_the_film_begins_with_the_first_frame_and_slowly_goes_nearer(tmp_path):
    luma = looking.frames(render(tmp_path, first_frame=FIRST, shots=shots(2)))
    clear = np.s_[20:120, 110:250]  # no card, no mark
    picture = looking.grey(looking.cover(FIRST, 320, 180))

    assert looking.ssim(_wide(luma[0])[clear], picture[clear]) > 0.88  # a little soft: it is resampled twice
    sizes = [_scale(luma[0], luma[n]) for n in (12, 24, 36, 47)]
    assert sizes == sorted(sizes)
    assert sizes[-1] == pytest.approx(1.04, abs=0.01)  # 2 % a second


def _wide(luma: np.ndarray) -> np.ndarray:
    """From 16-235 to 0-255."""
    return np.clip((luma.astype(np.float32) - 16) * 255 / 219, 0, 255).astype(np.uint8)


def _scale(first: np.ndarray, later: np.ndarray) -> float:
    """How much larger the middle of `later` shows what `first` shows."""

    def shrunk(scale: float) -> np.ndarray:
        matrix = cv2.getRotationMatrix2D((159.5, 89.5), 0, 1 / scale)
        return cv2.warpAffine(later, matrix, (320, 180), flags=cv2.INTER_LINEAR)

    middle = np.s_[40:120, 80:240]
    scales = np.arange(1, 1.12, 0.0025)
    return float(min(scales, key=lambda scale: np.mean(cv2.absdiff(shrunk(scale)[middle], first[middle]))))


@pytest.mark.parametrize("count", [1, 3])
def test_the_last_frame_is_the_given_last_frame(count, tmp_path):
    path = render(tmp_path, first_frame=FIRST, last_frame=LAST, shots=shots(*[1] * count), width=640, height=360)

    last = looking.colours(path, 24 * count - 1)

    given = looking.cover(LAST, 640, 360)
    assert looking.ssim(looking.grey(last), looking.grey(given)) > 0.95
    assert cv2.PSNR(last[60:], given[60:]) > 32  # colours too; the mark is above


def test_colours_are_those_of_the_picture(tmp_path):
    patches = np.zeros((180, 320, 3), np.uint8)
    for n, colour in enumerate([(200, 30, 30), (30, 200, 30), (30, 30, 200), (128, 128, 128)]):
        patches[:, n * 80 : n * 80 + 80] = colour
    cv2.imwrite(str(tmp_path / "patches.png"), patches[:, :, ::-1])

    first = looking.colours(render(tmp_path, first_frame=str(tmp_path / "patches.png")), 0)

    for n in range(4):
        spot = np.s_[60:90, n * 80 + 30 : n * 80 + 50]
        assert first[spot].mean(axis=(0, 1)) == pytest.approx(patches[spot].mean(axis=(0, 1)), abs=4)


@pytest.mark.parametrize("kind", ["video", "image"])
def test_the_same_request_gives_the_same_bytes(kind, tmp_path):
    changes = {"kind": kind, "first_frame": FIRST, "sound": True, "shots": shots(1, 1)}
    (tmp_path / "again").mkdir()

    assert render(tmp_path, **changes).read_bytes() == render(tmp_path / "again", **changes).read_bytes()


def test_sound_is_silence_with_a_pop_at_each_cut(tmp_path):
    heard = looking.heard(render(tmp_path, sound=True, shots=shots(1, 2, 1)))

    assert len(heard) / sound.RATE == pytest.approx(4, abs=0.02)
    loud = np.flatnonzero(np.abs(heard) > sound.POP_LEVEL / 2) / sound.RATE
    for cut, around in ((1, loud[loud < 2]), (3, loud[loud > 2])):
        assert around.min() == pytest.approx(cut, abs=0.005)
        assert around.max() == pytest.approx(cut + 1 / 24, abs=0.005)
    quiet = np.concatenate([heard[: int(0.9 * sound.RATE)], heard[int(1.2 * sound.RATE) : int(2.9 * sound.RATE)]])
    assert np.abs(quiet).max() < 0.001


def test_without_sound_there_is_no_audio_track(tmp_path):
    with av.open(str(render(tmp_path, sound=False))) as film:
        assert not film.streams.audio


def test_takes_are_files_that_say_which_they_are(tmp_path):
    said = []
    answer = child.run({"plan": request(takes=2), "into": str(tmp_path)}, said.append)

    assert answer["outputs"] == ["0.mp4", "1.mp4"]
    first, second = (looking.frames(tmp_path / name)[0] for name in answer["outputs"])
    assert cv2.absdiff(first, second)[140:].max() > 30  # the card
    assert cv2.absdiff(first, second)[:130].max() < 8  # nothing else
    assert {"frames": 24} in said
    assert said[-1] == {"frames": 48}


def test_every_frame_of_the_ring_reaches_the_encoder_as_it_was_drawn(tmp_path):
    """Each frame one flat grey of its own: a frame that is drawn over too early would show."""
    plan = parse(request(shots=shots(3)))

    def flat(n: int, into: Planes) -> None:
        for plane, value in zip(into.all(), (20 + 3 * n, 128, 128), strict=True):
            plane[:] = value

    encode.write(plan, flat, tmp_path / "flat.mp4", lambda n: None)

    assert [round(float(luma.mean())) for luma in looking.frames(tmp_path / "flat.mp4")] == [
        20 + 3 * n for n in range(72)
    ]


def test_what_breaks_while_drawing_is_raised_where_the_film_is_written(tmp_path):
    def breaks(n: int, _into: Planes) -> None:
        raise RuntimeError(f"frame {n}")

    with pytest.raises(RuntimeError, match="frame 0"):
        encode.write(parse(request()), breaks, tmp_path / "broken.mp4", lambda n: None)


def test_a_film_that_is_not_as_planned_is_not_handed_over(tmp_path):
    path = render(tmp_path)

    with pytest.raises(RuntimeError, match="frames"):
        child.check(path, parse(request(shots=shots(2))))


def test_a_push_in_is_eased_and_ends_where_it_should():
    steps = np.diff([eased(n / 100) for n in range(101)])

    assert eased(0) == 0
    assert eased(1) == 1
    assert steps.min() >= 0
    assert steps[0] < steps[49] / 10 > steps[-1]


@pytest.mark.skipif(not TASKS.exists(), reason="Only Linux tells a process its threads, and only there it is forked.")
def test_what_is_loaded_beforehand_begins_no_thread_that_a_fork_would_lose():
    before = len(list(TASKS.iterdir()))

    child.prepare()

    assert len(list(TASKS.iterdir())) <= before
