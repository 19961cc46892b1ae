"""The six test clips: each moves, says which frame it is, and comes out the same every time."""

import hashlib
from dataclasses import replace

import av
import numpy as np

from studio.animatic import testclips
from studio.animatic.testclips import CLIPS, FPS, HEIGHT, WIDTH

BY_SLUG = {clip.slug: clip for clip in CLIPS}


def test_each_moves_all_the_time():
    assert len({clip.name for clip in CLIPS}) == len(BY_SLUG) == 6
    for clip in CLIPS:
        frames = clip.seconds * FPS
        pictures = [clip.draw(n, frames) for n in (0, 1, frames // 2, frames - 2, frames - 1)]
        changes = [np.abs(a.astype(int) - b).sum() for a, b in zip(pictures, pictures[1:], strict=False)]
        assert all(changes), clip.name


def test_a_clip_is_what_it_says_and_the_same_bytes_come_out_every_time(tmp_path):
    hashes = set()
    for name in ("one.mp4", "two.mp4"):
        testclips.write(BY_SLUG["grey-steps"], tmp_path / name)
        hashes.add(hashlib.sha256((tmp_path / name).read_bytes()).hexdigest())

    assert len(hashes) == 1
    with av.open(str(tmp_path / "one.mp4")) as film:
        [video] = film.streams.video
        assert (video.width, video.height, video.average_rate) == (WIDTH, HEIGHT, FPS)
        assert (video.codec_context.colorspace, video.codec_context.color_range) == (1, 1)
        assert film.streams.audio == ()
        assert sum(1 for packet in film.demux(video) if packet.size) == 3 * FPS


def test_the_tone_is_soft_and_as_long_as_the_film(tmp_path):
    testclips.write(replace(BY_SLUG["waves"], seconds=2), tmp_path / "waves.mp4")

    with av.open(str(tmp_path / "waves.mp4")) as film:
        heard = np.concatenate([frame.to_ndarray() for frame in film.decode(audio=0)], axis=1)
    assert abs(heard.shape[1] - 2 * testclips.RATE) <= 2048
    assert 0.05 < np.abs(heard[:, testclips.RATE // 2 :][:, : testclips.RATE]).max() < 0.15
