"""Several clips as one film: the picture copied or encoded, sound exactly as long as the picture of each."""

import av
import numpy as np
import pytest

from studio.core import films

from .making import film


def joined(folder, *clips):
    """The film of (path, used seconds), whether it was encoded; its frames' times, and seconds of its sound."""
    target = folder / "joined.mp4"
    named = [{"path": str(path), "format": path.suffix[1:], "used_s": used} for path, used in clips]
    encoded = films.join(named, target)
    with av.open(str(target)) as made:
        times = [float(frame.pts * frame.time_base) for frame in made.decode(made.streams.video[0])]
    with av.open(str(target)) as made:
        heard = sum(f.samples for f in made.decode(made.streams.audio[0])) if made.streams.audio else 0
    return encoded, times, heard / films.SAMPLES_PER_S


def test_clips_that_are_alike_are_copied_and_follow_each_other_without_a_gap(tmp_path):
    one = film(tmp_path, frames=30)

    encoded, times, heard = joined(tmp_path, (one, None), (one, None), (one, None))

    assert (encoded, len(times), heard) == (False, 90, 0)
    assert np.diff(times) == pytest.approx(1 / 25)


def test_a_clip_that_is_cut_short_or_of_another_rate_is_encoded_at_the_firsts(tmp_path):
    one, other = film(tmp_path, frames=50, name="one.mp4"), film(tmp_path, frames=60, rate="30", name="other.mp4")

    encoded, times, _ = joined(tmp_path, (one, 1.0), (other, None))

    assert (encoded, len(times)) == (True, 25 + 50)
    assert np.diff(times) == pytest.approx(1 / 25)


def test_sound_is_as_long_as_the_picture_and_silence_where_a_clip_has_none(tmp_path):
    loud, still = film(tmp_path, sound=True, name="loud.mp4"), film(tmp_path, name="still.mp4")

    _, times, heard = joined(tmp_path, (still, None), (loud, 0.6), (still, None))

    assert len(times) == 25 + 15 + 25
    assert heard == pytest.approx(2.6, abs=0.05)
    with av.open(str(tmp_path / "joined.mp4")) as made:
        wave = np.concatenate([frame.to_ndarray()[0] for frame in made.decode(made.streams.audio[0])])
    at = [np.abs(wave[int(s * films.SAMPLES_PER_S) :][:4800]).max() for s in (0.4, 1.3, 2.2)]
    assert at[1] > 0.1 > 0.01 > max(at[0], at[2])
