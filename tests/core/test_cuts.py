"""One frame of a clip, a part of a picture: exactly those pixels."""

from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from studio.core import media
from studio.core.media import BadMedia
from tests.core import inside, making


def decoded(path: Path) -> list[np.ndarray]:
    """Every frame from the first to the last, as colours."""
    with av.open(str(path)) as container:
        frames = container.decode(container.streams.video[0])
        return [frame.reformat(format="rgb24", src_colorspace="ITU709").to_ndarray() for frame in frames]


def cut(path: Path, number: int, into: Path) -> dict:
    asked = {"number": number, "into": str(into), "may_be_jpeg": True}
    return inside.act("still", path, facts=inside.probe(path).as_json(), **asked)


def pixels(path: str | Path) -> np.ndarray:
    with Image.open(path) as picture:
        return np.asarray(picture.convert("RGB"))


def test_a_frame_is_the_one_that_is_shown_from_its_number_on(tmp_path):
    clip = making.MEDIA / "numbered-24fps.mp4"
    all_of_them = decoded(clip)

    for number in (0, 1, 47, 48, len(all_of_them) - 1):
        assert (pixels(cut(clip, number, tmp_path)["made"]) == all_of_them[number]).all(), f"frame {number}"


@pytest.mark.parametrize("rate", ["25", "30000/1001"])
def test_a_frame_is_found_at_any_rate(rate, tmp_path):
    clip = making.film(tmp_path, rate=rate)

    shades = [int(pixels(cut(clip, number, tmp_path)["made"]).mean()) for number in range(25)]

    assert shades == pytest.approx([number * 255 // 25 for number in range(25)], abs=3)


async def test_a_frame_beyond_the_end_is_refused_in_words(tmp_path):
    clip = making.film(tmp_path)

    with pytest.raises(BadMedia, match="no frame 25: it has 25, counted from 0"):
        await media.still(clip, await media.probe(clip, "film.mp4"), 25, tmp_path)


@pytest.mark.parametrize("format", ["png", "webp", "jpeg", "gif"])
async def test_a_part_of_a_picture_keeps_its_pixels(format, tmp_path):
    how = {"lossless": True} if format == "webp" else {}
    picture = making.picture(tmp_path, format, **how)
    before = picture.read_bytes()

    part = await media.crop(picture, await media.probe(picture, picture.name), (8, 12, 48, 36), tmp_path)

    far = np.abs(pixels(part).astype(int) - pixels(picture)[12:36, 8:48])
    assert pixels(part).shape == (24, 40, 3)
    assert far.mean() < 3 if format == "jpeg" else not far.any()
    assert part.suffix == (".png" if format == "gif" else picture.suffix)
    assert picture.read_bytes() == before


@pytest.mark.parametrize("box", [(0, 0, 65, 48), (-1, 0, 10, 10), (10, 10, 10, 20), (20, 0, 10, 10)])
async def test_a_part_that_is_not_inside_is_refused(box, tmp_path):
    picture = making.picture(tmp_path, "png")

    with pytest.raises(BadMedia, match="not inside the picture of 64 x 48 pixels"):
        await media.crop(picture, await media.probe(picture, "picture.png"), box, tmp_path)
