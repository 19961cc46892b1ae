"""What is marked on one frame of a clip is known on the others."""

import av
import numpy as np
import pytest
from PIL import Image

from studio.core import tracking
from studio.core.media import BadMedia
from tests.core.making import MEDIA

FRAMES = 24


@pytest.fixture
def ball(tmp_path):
    """A red ball that goes from the left to the right over a grey ground, 5 pixels a frame."""
    path = tmp_path / "ball.mp4"
    rng = np.random.default_rng(1)
    ground = rng.integers(90, 130, (180, 320, 1), np.uint8).repeat(3, axis=2)
    down, across = np.mgrid[0:180, 0:320]
    with av.open(str(path), "w") as out:
        stream = out.add_stream("libx264", rate=24, width=320, height=180, pix_fmt="yuv420p", options={"crf": "12"})
        for at in range(FRAMES):
            picture = ground.copy()
            picture[(across - _centre(at)) ** 2 + (down - 90) ** 2 < 30**2] = (200, 30, 30)
            out.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        out.mux(stream.encode())
    return path


def _centre(frame: int) -> int:
    return 60 + 5 * frame


def tiles(path) -> list[np.ndarray]:
    sheet = np.asarray(Image.open(path))
    rows = np.vsplit(sheet, -(-FRAMES // tracking.COLUMNS))
    return [tile for row in rows for tile in np.hsplit(row, tracking.COLUMNS)][:FRAMES]


async def test_what_is_marked_in_the_middle_is_followed_both_ways(ball, tmp_path):
    mark = {"frame": 12, "points": [[_centre(12) / 320, 0.5]]}

    masks = tiles(await tracking.track(ball, "mp4", [mark], tmp_path))

    for at in (0, 6, 12, 18, FRAMES - 1):
        down, across = np.nonzero(masks[at] > 127)
        assert across.mean() * 2 == pytest.approx(_centre(at), abs=8), f"frame {at}"
        assert down.mean() * 2 == pytest.approx(90, abs=8)
        assert len(across) * 4 == pytest.approx(np.pi * 30**2, rel=0.3)


async def test_a_frame_that_is_not_there_is_named(tmp_path):
    with pytest.raises(BadMedia, match="no frame 500: it has 120, counted from 0"):
        mark = {"frame": 500, "points": [[0.5, 0.5]]}
        await tracking.track(MEDIA / "numbered-24fps.mp4", "mp4", [mark], tmp_path)
