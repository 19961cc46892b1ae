"""Finding an object by a click or a box: at the picture's size, the thing and not what is round it."""

import asyncio
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from studio.core import limits, objects
from studio.core.refusals import BadMedia

BALL = (300, 180, 90)  #: centre and radius in the picture below


@pytest.fixture
def picture(tmp_path) -> Path:
    """A ball before a bumpy wall, 1280 x 720."""
    noise = np.random.default_rng(3).normal(0, 6, (720, 1280, 1))
    made = Image.fromarray(np.clip(np.array([70, 90, 120]) + noise, 0, 255).astype(np.uint8))
    x, y, radius = BALL
    ImageDraw.Draw(made).ellipse((x - radius, y - radius, x + radius, y + radius), fill=(220, 120, 40))
    made.save(tmp_path / "ball.png")
    return tmp_path / "ball.png"


def found(picture: Path, *where: int) -> np.ndarray:
    made = asyncio.run(objects.find(picture, "png", where, picture.parent))
    return np.asarray(Image.open(made))


def ball() -> np.ndarray:
    down, across = np.ogrid[:720, :1280]
    x, y, radius = BALL
    return (across - x) ** 2 + (down - y) ** 2 <= radius**2


@pytest.mark.parametrize("where", [(300, 180), (330, 240), (180, 60, 240, 240)])
def test_a_click_on_it_or_a_box_round_it_finds_the_object_to_its_edge(picture, where):
    mask = found(picture, *where)

    assert mask.shape == (720, 1280)
    assert set(np.unique(mask)) == {0, 255}
    wrong = ((mask > 0) != ball()).sum()
    assert wrong < 0.04 * ball().sum()


def test_the_same_click_finds_the_same(picture):
    assert (found(picture, 300, 180) == found(picture, 300, 180)).all()


def test_where_nothing_stands_out_it_says_so(tmp_path):
    Image.new("RGB", (400, 300), (90, 90, 90)).save(tmp_path / "grey.png")

    with pytest.raises(objects.NothingThere, match="Nothing stands out there"):
        asyncio.run(objects.find(tmp_path / "grey.png", "png", (0, 0, 400, 300), tmp_path))


def test_who_takes_too_long_or_breaks_is_ended_with_a_sentence(picture, monkeypatch):
    monkeypatch.setattr(objects, "LIMITS", limits.Limits(memory_mb=2048, wall_s=0.01))
    with pytest.raises(BadMedia, match="Paint the area instead"):
        found(picture, 300, 180)

    monkeypatch.undo()
    picture.write_bytes(b"no picture")
    with pytest.raises(BadMedia, match="could not be read"):
        found(picture, 300, 180)
