"""How much two pictures look alike."""

import numpy as np
import pytest
from PIL import Image, ImageEnhance

from studio.core.likeness import ALIKE, differing_bits, fingerprint
from tests.core.making import MEDIA


@pytest.fixture
def saved(tmp_path):
    """saved(picture, "a.webp", quality=40) -> where it lies."""

    def save(picture: Image.Image, name: str, **how):
        picture.save(tmp_path / name, **how)
        return tmp_path / name

    return save


PICTURES = ("rocket.jpg", "chelsea.jpg", "coffee.jpg", "astronaut.jpg")


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_like_itself_smaller_brighter_and_worse(name, saved):
    picture = Image.open(MEDIA / name).convert("RGB")
    own = fingerprint(saved(picture, "own.png"))
    others = (
        saved(picture.resize((240, 160)), "small.webp"),
        saved(ImageEnhance.Brightness(picture).enhance(1.2), "bright.webp"),
        saved(picture, "worse.jpg", quality=15),
    )

    assert all(differing_bits(own, fingerprint(other)) <= ALIKE for other in others)


def test_other_pictures_are_not_alike(saved):
    prints = [fingerprint(saved(Image.open(MEDIA / name).convert("RGB"), f"{name}.webp")) for name in PICTURES]

    for place, one in enumerate(prints):
        assert all(differing_bits(one, other) > ALIKE for other in prints[place + 1 :])


def test_the_first_bit_is_the_sign(saved):
    falling = np.tile(np.arange(255, 0, -1, dtype=np.uint8), (64, 1))
    rising = fingerprint(saved(Image.fromarray(falling[:, ::-1]), "rising.png"))

    assert rising == -1
    assert differing_bits(rising, fingerprint(saved(Image.fromarray(falling), "falling.png"))) == 64
    assert differing_bits(rising, None) is None


def test_what_is_no_picture_has_no_fingerprint(tmp_path):
    (tmp_path / "text.webp").write_text("no picture")

    assert fingerprint(tmp_path / "text.webp") is None
    assert fingerprint(tmp_path / "gone.webp") is None
