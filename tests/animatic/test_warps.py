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


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_colours_are_where_their_light_is(size):
    """Within a quarter of their samples' steps: half a pixel further off, and they would be far less alike."""
    picture = Planes.of(looking.cover(FIRST, 480, 320))
    matrix = np.array([[1.1, 0.08, 40], [-0.03, 1.2, 30], [2e-4, 3e-4, 1.0]])
    spots, drawn = warps.places(size[::-1], 16), Planes.empty(*size)

    warps.bend([warps.Seen(warps.Blocks(picture), cv2.perspectiveTransform(spots, matrix) - spots)], 16, drawn)

    for plane, ours in ((picture.u, drawn.u), (picture.v, drawn.v)):
        right, beside = (cv2.PSNR(ours, _bent(plane, matrix, off, ours.shape)) for off in (0, 1))
        assert right > 40
        assert right > beside + 3


def _bent(plane: np.ndarray, matrix: np.ndarray, off: float, shape: tuple[int, int]) -> np.ndarray:
    """Exactly, but so many pixels off to the right; its samples are two pixels wide, the first is on the first."""
    pixels = np.array([[2, 0, 0.5 + off], [0, 2, 0.5], [0, 0, 1]])
    whole = np.linalg.inv(np.array([[2, 0, 0.5], [0, 2, 0.5], [0, 0, 1]])) @ matrix @ pixels
    return cv2.warpPerspective(plane, whole, shape[::-1], flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP, borderMode=1)


@pytest.mark.parametrize("size", [*SIZES, (32, 32)], ids=str)
@pytest.mark.parametrize("hands", [2, 3])
def test_bands_drawn_one_by_one_are_the_whole(size, hands):
    picture = warps.Blocks(Planes.of(looking.cover(FIRST, 480, 320)))
    spots = warps.places(size[::-1], 8)
    seen = [warps.Seen(picture, (spots * np.float32(0.1) + np.float32(7)))]
    whole, banded = Planes.empty(*size), Planes.empty(*size)

    warps.bend(seen, 8, whole)
    for hand in range(hands):
        warps.bend(seen, 8, banded, (hand, hands))

    for plane, other in zip(whole.all(), banded.all(), strict=True):
        assert np.array_equal(plane, other)


def test_two_pictures_are_mixed_by_their_shares():
    pictures = [Planes.of(np.full((64, 64, 3), grey, np.uint8)) for grey in (40, 200)]
    way, drawn = np.zeros_like(warps.places((64, 64), 16)), Planes.empty(64, 64)

    seen = [warps.Seen(warps.Blocks(each), way, share) for each, share in zip(pictures, (0.75, 0.25), strict=True)]
    warps.bend(seen, 16, drawn)

    assert np.ptp(drawn.y) == 0
    assert drawn.y[0, 0] == pytest.approx(0.75 * int(pictures[0].y[0, 0]) + 0.25 * int(pictures[1].y[0, 0]), abs=1)
