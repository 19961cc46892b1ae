"""A stretch of a clip: its frames are read back from their pictures; copied where it can be, said where not."""

from fractions import Fraction

import av
import numpy as np
import pytest

from studio.core import endings, films, media, trims
from tests.browser.numbered import BAR_PX, BITS, numbered

from .making import film


def numbers(path) -> list[int]:
    """What the pictures of a clip say."""
    with av.open(str(path)) as container:
        rows = [frame.to_ndarray(format="gray")[48] for frame in container.decode(video=0)]
    bars = [[row[BAR_PX * at + BAR_PX // 2] > 127 for at in range(BITS + 2)] for row in rows]
    return [int("".join("01"[int(bit)] for bit in seen[2:]), 2) for seen in bars]


def packets(path) -> list[bytes]:
    with av.open(str(path)) as container:
        return [bytes(packet) for packet in container.demux(video=0) if packet.size]


@pytest.fixture(scope="module")
def clip(tmp_path_factory):
    """100 frames, a key frame at 0, 24, 48, 72 and 96, B-frames between."""
    return numbered(tmp_path_factory.mktemp("clips") / "numbered.mp4", 100, "24")


async def cut(clip, into, first, last, **how):
    into.mkdir(exist_ok=True)
    return await media.trim(clip, await media.probe(clip, "clip.mp4"), (first, last), into, **how)


async def test_from_key_frame_to_key_frame_each_packet_is_copied_as_it_is(clip, tmp_path):
    made = await cut(clip, tmp_path / "into", 24, 71)

    assert numbers(made) == list(range(24, 72))
    assert set(packets(made)) <= set(packets(clip))
    assert len(packets(made)) == 48


async def test_elsewhere_it_is_said_where_it_could_be_cut_and_encoded_exactly(clip, tmp_path):
    with pytest.raises(media.NeedsEncoding, match="begins at frame 0 or 24"):
        await cut(clip, tmp_path / "into", 10, 47)

    made = await cut(clip, tmp_path / "into", 10, 45, exactly=True)

    assert numbers(made) == list(range(10, 46))


async def test_frames_that_are_not_there_are_refused(clip, tmp_path):
    with pytest.raises(media.BadMedia, match="has no frame 100"):
        await cut(clip, tmp_path / "into", 24, 100)
    with pytest.raises(media.BadMedia, match="has no frame"):
        await cut(clip, tmp_path / "into", 50, 40)


def test_sound_begins_and_ends_with_the_picture(tmp_path):
    one = film(tmp_path, frames=75, sound=True)
    target = tmp_path / "cut.mp4"

    assert trims.trim(one, "mp4", 25, 49, target, exactly=True) == {}
    with av.open(str(target)) as made:
        heard = sum(frame.samples for frame in made.decode(audio=0)) / films.SAMPLES_PER_S
    assert heard == pytest.approx(1.0, abs=0.05)


def test_every_place_where_a_copy_may_begin_shows_the_right_frame_first(clip):
    found = trims.places(clip, "mp4")

    assert sorted(found.starts) == [0, 24, 48, 72, 96]
    assert {23, 47, 71, 95, 99} <= set(found.ends)


async def test_clips_that_differ_are_joined_only_when_they_may_be_encoded(tmp_path):
    one, other = film(tmp_path, name="one.mp4"), film(tmp_path, rate="30", name="other.mp4")
    clips = [(path, await media.probe(path, path.name), None) for path in (one, other)]

    with pytest.raises(media.NeedsEncoding, match="Clip 2 differs from the first in its frame rate"):
        await media.join(clips, tmp_path, may_encode=False)


# The end of a clip


async def test_the_last_frames_are_told_apart_by_number_sharpness_and_light(tmp_path):
    path = tmp_path / "fading.mp4"
    noise = np.random.default_rng(7).integers(0, 255, (72, 128), np.uint8)
    flat = np.full((72, 128), noise.mean(), np.uint8)
    with av.open(str(path), "w") as out:
        track = out.add_stream("libx264", rate=Fraction(24), width=128, height=72, pix_fmt="yuv420p")
        track.options = {"crf": "10"}
        for number in range(60):
            share = 1 if number < 50 else max(0, (57 - number) / 8)
            picture = (flat if number == 45 else noise) * share
            frame = av.VideoFrame.from_ndarray(np.repeat(picture[:, :, None], 3, axis=2).astype(np.uint8), "rgb24")
            frame.pts, frame.time_base = number, Fraction(1, 24)
            out.mux(track.encode(frame))
        out.mux(track.encode())

    sheet, rows = await media.ending(path, await media.probe(path, "fading.mp4"), 24, tmp_path)

    assert sheet.is_file()
    assert [row["number"] for row in rows] == list(range(36, 60))
    faults = {row["number"]: row["fault"] for row in rows}
    assert not any(faults[number] for number in range(36, 50))
    assert [faults[number] for number in (53, 59)] == ["fade", "black"]
    sharp = {row["number"]: row["sharp"] for row in rows}
    assert sharp[45] < 0.2 < 0.8 < sharp[44]
    assert next(row["number"] for row in rows if row["best"]) in range(42, 50)


def test_a_clip_that_only_gets_lighter_has_no_fault():
    assert endings.faults([50, 60, 70, 80]) == ["", "", "", ""]
