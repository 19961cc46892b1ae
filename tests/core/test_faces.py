"""Who can be seen in a clip, and when."""

from pathlib import Path

import av
import cv2
import numpy as np
from PIL import Image

from studio.core import faces
from tests.core.making import MEDIA


def acted(folder: Path, seconds: int = 4) -> Path:
    """A portrait on the left all the time, a second one on the right in the latter half; nobody else."""
    with Image.open(MEDIA / "astronaut.jpg") as picture:
        head = np.asarray(picture.convert("RGB").crop((130, 0, 330, 240)))
    path = folder / "acted.mp4"
    with av.open(str(path), "w") as out:
        stream = out.add_stream("libx264", rate=12, width=640, height=360, pix_fmt="yuv420p", options={"crf": "14"})
        for at in range(12 * seconds):
            ground = np.full((360, 640, 3), 90, np.uint8)
            ground[60:300, 40 + at : 240 + at] = head
            if at >= 6 * seconds:
                ground[60:300, 400:600] = head[:, ::-1]
            out.mux(stream.encode(av.VideoFrame.from_ndarray(ground, format="rgb24")))
        out.mux(stream.encode())
    return path


async def test_two_faces_are_told_apart_from_left_to_right_with_their_times(tmp_path):
    left, right = await faces.look(acted(tmp_path), "mp4")

    assert (left.since_s, left.until_s) == (0, 4)
    assert right.since_s >= 2 and right.until_s == 4
    for seen in (left, right):
        assert cv2.imdecode(np.frombuffer(seen.portrait, np.uint8), cv2.IMREAD_COLOR).shape == (96, 96, 3)


async def test_a_clip_without_anybody_has_no_faces():
    assert await faces.look(MEDIA / "numbered-24fps.mp4", "mp4") == []
