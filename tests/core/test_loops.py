"""Loops of a clip as GIF and WebP: the right frames, as long as they were; and the waveform of its sound."""

import wave
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from studio.core import media
from studio.core.media import BadMedia
from tests.core import inside, making
from tests.walks import walk


def looped(path: Path, first: int, last: int, kind: str, into: Path) -> Image.Image:
    facts = inside.probe(path).as_json()
    answer = inside.act("loop", path, facts=facts, first=first, last=last, kind=kind, into=str(into))
    return Image.open(answer["made"])


def shades(picture: Image.Image) -> list[int]:
    """How bright each picture of a loop is, and so which of 25 frames it is (frame n is n / 25 bright)."""
    found = []
    for number in range(picture.n_frames):
        picture.seek(number)
        found.append(round(np.asarray(picture.convert("L")).mean() / 255 * 25))
    return found


@walk(
    ("kind", "step_ms", "shown"),
    [
        ("gif", 80, [5, 7, 9, 11, 13]),  # every 80 ms the frame that is on screen: 25 a second, 40 ms each
        ("webp", 50, [5, 6, 7, 8, 10, 11, 12, 13]),
    ],
    lambda kind, *_: kind,
)
def test_a_loop_holds_the_frames_from_in_to_out_at_their_own_speed(kind, step_ms, shown, tmp_path):
    with looped(making.film(tmp_path), 5, 14, kind, tmp_path) as loop:
        assert loop.info["loop"] == 0
        assert loop.n_frames == len(shown)
        assert shades(loop) == pytest.approx(shown, abs=0.5)
        assert loop.info["duration"] == step_ms


def test_a_loop_of_one_frame_is_one_picture_and_one_beyond_the_end_is_missing(tmp_path):
    clip = making.film(tmp_path)

    with looped(clip, 24, 24, "gif", tmp_path) as loop:
        assert loop.n_frames == 1
    facts = inside.probe(clip).as_json()
    asked = {"facts": facts, "first": 20, "last": 25, "kind": "gif", "into": str(tmp_path)}
    assert inside.act("loop", clip, **asked) == {"missing": True}


async def test_what_is_too_long_for_a_loop_is_said_with_what_to_do(tmp_path):
    clip = making.film(tmp_path, frames=300)
    facts = await media.probe(clip, clip.name)

    with pytest.raises(BadMedia, match="at most 10 seconds long, and frames 0 to 299 last 12.0. Set the in"):
        await media.loop(clip, facts, (0, 299), "gif", tmp_path)
    with pytest.raises(BadMedia, match="no frame 300: it has 300"):
        await media.loop(clip, facts, (290, 300), "gif", tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == [clip.name]


def test_a_waveform_is_loud_where_the_sound_is(tmp_path):
    path = tmp_path / "half.wav"
    tone = (16_000 * np.sin(np.arange(44_100) * 0.06)).astype("<i2")
    with wave.open(str(path), "wb") as out:
        out.setparams((1, 2, 44_100, 0, "NONE", ""))
        out.writeframes(np.concatenate([np.zeros_like(tone), tone]).tobytes())

    found = inside.act("peaks", path, facts=inside.probe(path).as_json())["peaks"]

    assert len(found) == 600
    assert max(found[:297]) < 4
    assert min(found[304:]) > 100
