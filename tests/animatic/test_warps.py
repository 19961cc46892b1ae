"""Planes drawn again: exact between pixels, on even and odd sides."""

import cv2
import numpy as np
import pytest

from studio.animatic import warps
from studio.animatic.planes import Planes
from tests.animatic import looking
from tests.animatic.looking import FIRST

SIZES = [(320, 180), (318, 182), (64, 200)]


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_a_zoom_is_exact_at_any_scale(size):
    """Against OpenCV's own affine warp, about the middle of each plane."""
    picture = Planes.of(looking.cover(FIRST, size[0] * 5 // 4 // 4 * 4, size[1] * 5 // 4 // 4 * 4))
    drawn, zoom = Planes.empty(*size), warps.Zoom(picture, size)

    for scale in np.linspace(1, 1.2, 23):
        zoom.draw(scale, drawn)
        for plane, ours in zip(picture.all(), drawn.all(), strict=True):
            assert cv2.PSNR(ours[:-1, :-1], _exact(plane, scale, ours.shape)[:-1, :-1]) > 45


def _exact(plane: np.ndarray, scale: float, shape: tuple[int, int]) -> np.ndarray:
    x, y = (
        (side - 1) / 2 - scale * (drawn - 1) / 2 for side, drawn in zip(plane.shape[::-1], shape[::-1], strict=True)
    )
    matrix = np.array([[scale, 0, x], [0, scale, y]])
    return cv2.warpAffine(plane, matrix, shape[::-1], flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP)


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_what_is_moved_by_whole_pixels_stays_as_it_is(size):
    """Every block in its place, up to the last of an odd side."""
    picture = Planes.of(looking.cover(FIRST, 400, 300))
    drawn = Planes.empty(*size)

    way = np.full(warps.places(size[::-1], 16).shape, (12, 20), np.float32)
    warps.bend([warps.Seen(warps.Blocks(picture), way)], 16, drawn)

    for plane, ours, (y, x) in zip(picture.all(), drawn.all(), ((20, 12), (10, 6), (10, 6)), strict=True):
        assert np.array_equal(ours, plane[y : y + ours.shape[0], x : x + ours.shape[1]])


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_a_way_that_is_linear_within_cells_bends_as_the_exact_one(size):
    picture = Planes.of(looking.cover(FIRST, 480, 320))
    matrix = np.array([[1.1, 0.08, 40], [-0.03, 1.2, 30], [2e-4, 3e-4, 1.0]])
    spots, drawn = warps.places(size[::-1], 16), Planes.empty(*size)

    way = cv2.perspectiveTransform(spots, matrix) - spots
    warps.bend([warps.Seen(warps.Blocks(picture), way)], 16, drawn)

    exact = cv2.warpPerspective(picture.y, matrix, size, flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP)
    assert cv2.PSNR(drawn.y[2:-2, 2:-2], exact[2:-2, 2:-2]) > 40


def test_two_pictures_are_mixed_by_their_shares():
    pictures = [Planes.of(np.full((64, 64, 3), grey, np.uint8)) for grey in (40, 200)]
    way, drawn = np.zeros_like(warps.places((64, 64), 16)), Planes.empty(64, 64)

    seen = [warps.Seen(warps.Blocks(each), way, share) for each, share in zip(pictures, (0.75, 0.25), strict=True)]
    warps.bend(seen, 16, drawn)

    assert np.ptp(drawn.y) == 0
    assert drawn.y[0, 0] == pytest.approx(0.75 * int(pictures[0].y[0, 0]) + 0.25 * int(pictures[1].y[0, 0]), abs=1)
