"""How loud a recording is, measured in the limited child."""

from pathlib import Path

import av
import numpy as np
import pytest

from studio.core import media

SPEECH = Path(__file__).parents[1] / "media" / "speech.mp3"


def tone(path: Path, amplitude: float) -> Path:
    """A second of 440 Hz in 16 bits."""
    with av.open(str(path), "w", format="wav") as container:
        stream = container.add_stream("pcm_s16le", rate=16000, layout="mono")
        wave = np.sin(np.arange(16000) * 2 * np.pi * 440 / 16000) * amplitude * 32767
        frame = av.AudioFrame.from_ndarray(wave.astype(np.int16).reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate = 16000
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


@pytest.mark.parametrize(("amplitude", "peak_db", "mean_db"), [(1.0, 0, -3), (0.1, -20, -23), (0, -120, -120)])
async def test_a_tone_is_as_loud_as_it_was_made(tmp_path, amplitude, peak_db, mean_db):
    path = tone(tmp_path / "tone.wav", amplitude)

    level = await media.level(path, await media.probe(path, "tone.wav"))

    assert level.peak_db == pytest.approx(peak_db, abs=0.1)
    assert level.mean_db == pytest.approx(mean_db, abs=0.1)


async def test_speech_is_quieter_than_its_loudest_sample():
    level = await media.level(SPEECH, await media.probe(SPEECH, "speech.mp3"))

    assert -40 < level.mean_db < level.peak_db <= 1
