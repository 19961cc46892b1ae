"""From the first frame to the last: what is in both moves, what is not dissolves."""

import cv2
import numpy as np
import pytest
from PIL import Image

from studio.animatic import child, morph
from studio.animatic.planes import Planes
from tests.animatic import looking
from tests.animatic.looking import FIRST, LAST, request, shots

SIZE = (320, 180)


def shifted(by: int) -> np.ndarray:
    """A window on the cup, so many pixels further right."""
    wide = looking.cover(FIRST, 480, 270)
    return np.ascontiguousarray(wide[40:220, 60 + by : 380 + by])


def render(folder, **changes):
    answer = child.run({"plan": request(**changes), "into": str(folder)}, lambda said: None)
    return folder / answer["outputs"][0]


@pytest.fixture
def ends(tmp_path) -> dict:
    for name, by in (("first", 0), ("last", 30)):
        Image.fromarray(shifted(by)).save(tmp_path / f"{name}.png")
    return {f"{name}_frame": str(tmp_path / f"{name}.png") for name in ("first", "last")}


def test_half_way_everything_is_half_way(ends, tmp_path):
    luma = looking.frames(render(tmp_path, **ends, shots=shots(1)))

    middle = np.s_[30:120, 60:240]  # no card, no mark
    between = Planes.of(shifted(15)).y[middle]
    ghosts = Planes.of(cv2.addWeighted(shifted(0), 0.5, shifted(30), 0.5, 0)).y[middle]
    found = cv2.addWeighted(luma[11], 0.5, luma[12], 0.5, 0)[middle]
    assert looking.ssim(found, between) > 0.85
    assert looking.ssim(found, between) > looking.ssim(found, ghosts) + 0.2


def test_it_begins_and_ends_with_the_given_frames(ends, tmp_path):
    luma = looking.frames(render(tmp_path, **ends, shots=shots(1)))

    assert looking.ssim(luma[-1][40:], Planes.of(shifted(30)).y[40:]) > 0.95
    assert looking.ssim(luma[0][40:130], Planes.of(shifted(0)).y[40:130]) > 0.95


def test_where_nothing_is_found_again_it_dissolves():
    pictures = [looking.cover(path, *SIZE) for path in (FIRST, LAST)]

    assert not morph.Flow(*pictures).is_enough
    assert morph.Flow(shifted(0), shifted(30)).is_enough


def test_the_same_pictures_stay_as_they_are():
    flow = morph.Flow(shifted(0), shifted(0))

    assert flow.found > 0.99
    assert max(np.abs(each).max() for each in flow.at(0.5)) < 0.002


def test_a_morph_gives_the_same_bytes_again(ends, tmp_path):
    (tmp_path / "again").mkdir()

    first, second = (render(folder, **ends).read_bytes() for folder in (tmp_path, tmp_path / "again"))

    assert first == second


def test_after_a_cut_there_is_nothing_to_morph_from(ends, tmp_path):
    luma = looking.frames(render(tmp_path, **ends, shots=shots(1, 1)))

    assert looking.cuts(luma) == [24]
    assert looking.ssim(luma[-1][40:], Planes.of(shifted(30)).y[40:]) > 0.95
