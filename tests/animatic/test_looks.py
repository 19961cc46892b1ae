"""Filters with a name: each does what its name says, and only where the prompt names it."""

import cv2
import numpy as np
import pytest
from PIL import Image

from studio.animatic import captions, child, looks
from studio.animatic.plan import parse
from tests.animatic import looking
from tests.animatic.looking import FIRST, request

NAMES = [look.name for _, look in looks.LOOKS]


@pytest.fixture(scope="module")
def photo() -> np.ndarray:
    return looking.cover(FIRST, 360, 240)


@pytest.mark.parametrize("look", [look for _, look in looks.LOOKS], ids=NAMES)
def test_every_filter_changes_the_picture_and_keeps_its_size(look, photo):
    drawn = look.draw(photo)

    assert (drawn.shape, drawn.dtype) == (photo.shape, np.uint8)
    assert np.mean(cv2.absdiff(drawn, photo)) > 4
    assert np.array_equal(drawn, look.draw(photo))


def test_the_filters_do_what_their_names_say(photo):
    saturation = {look.name: _saturation(look.draw(photo)) for _, look in looks.LOOKS}
    colours = {look.name: len(np.unique(look.draw(photo).reshape(-1, 3), axis=0)) for _, look in looks.LOOKS}

    assert saturation["black and white"] == 0
    assert saturation["pencil"] < _saturation(photo) / 3
    assert colours["ink"] == 2
    assert colours["pixels"] < 120
    assert looks.night(photo).mean() < photo.mean() / 2
    assert looks.watercolour(photo).mean() > photo.mean()


def _saturation(rgb: np.ndarray) -> float:
    return float(cv2.cvtColor(rgb, cv2.COLOR_RGB2HSV)[:, :, 1].mean())


@pytest.mark.parametrize(
    ("prompt", "name"),
    [
        ("As a watercolor by the sea", "watercolour"),
        ("8-bit game", "pixels"),
        ("改成水墨画", "ink"),
        ("Film noir", "black and white"),
    ],
)
def test_a_prompt_names_its_filter(prompt, name):
    assert looks.named(prompt).name == name


@pytest.mark.parametrize("prompt", ["", "Make him think", "A boiler room", "Put a hat on"])
def test_where_none_is_named_there_is_none(prompt):
    assert looks.named(prompt) is None


def test_a_restyled_still_has_its_filter_and_says_so(tmp_path):
    wanted = request(
        kind="image", width=360, height=240, first_frame=FIRST, restyled=True, shots=[{"prompt": "Woodcut"}]
    )

    answer = child.run({"plan": wanted, "into": str(tmp_path)}, lambda said: None)

    with Image.open(tmp_path / answer["outputs"][0]) as still:
        drawn = np.asarray(still)[60:150]
    expected = looks.ink(looking.cover(FIRST, 360, 240))[60:150]
    assert (
        looking.ssim(looking.grey(drawn), looking.grey(expected)) > 0.6
    )  # the picture was resampled from another size
    plan = parse(wanted)
    assert captions._notes(plan, plan.shots[0]) == ("Filter: ink, by its name in the prompt",)
