"""Stills, given pictures and those that cannot be drawn."""

import cv2
import numpy as np
import pytest
from PIL import Image

from studio.animatic import child, pictures, plates
from studio.animatic.plan import ABOUT
from studio.animatic.planes import Overlay, Planes
from studio.animatic.warps import Zoom
from tests.animatic import looking
from tests.animatic.looking import FIRST, REFERENCES, request


def still(folder, **changes) -> np.ndarray:
    answer = child.run({"plan": request(kind="image", **changes), "into": str(folder)}, lambda said: None)
    with Image.open(folder / answer["outputs"][0]) as picture:
        assert (picture.format, picture.mode) == ("PNG", "RGB")
        assert picture.text["Description"] == ABOUT
        return np.asarray(picture)


@pytest.mark.parametrize("size", [(512, 512), (333, 777), (1001, 65), (6272, 2688)], ids=str)
def test_a_still_has_exactly_the_size_asked_for(size, tmp_path):
    assert still(tmp_path, width=size[0], height=size[1]).shape == (size[1], size[0], 3)


def test_a_still_from_references_shows_them_large_and_in_order(tmp_path):
    picture = looking.grey(still(tmp_path, width=480, height=270, reference_images=REFERENCES))

    for path, half in zip(REFERENCES, (picture[:, :240], picture[:, 240:]), strict=True):
        print_ = looking.grey(looking.cover(path, 120, 120))[30:]  # without its number
        assert max(_found(half, print_, side / 120) for side in range(110, 135)) > 0.9


def _found(picture: np.ndarray, print_: np.ndarray, scale: float) -> float:
    sought = cv2.resize(print_, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return float(cv2.matchTemplate(picture, sought, cv2.TM_CCOEFF_NORMED).max())


def test_a_still_from_a_picture_is_that_picture_with_its_mark(tmp_path):
    picture = still(tmp_path, width=480, height=320, first_frame=FIRST)

    given = looking.cover(FIRST, 480, 320)
    assert cv2.PSNR(picture[60:200], given[60:200]) > 35
    assert np.abs(picture[10:40, 380:470].astype(int) - given[10:40, 380:470]).mean() > 20  # the mark


def test_several_takes_are_several_files(tmp_path):
    answer = child.run({"plan": request(kind="image", takes=3), "into": str(tmp_path)}, lambda said: None)

    assert answer["outputs"] == ["0.png", "1.png", "2.png"]
    assert len({(tmp_path / name).read_bytes() for name in answer["outputs"]}) == 3


def test_a_picture_that_lies_on_its_side_is_drawn_upright():
    turned = pictures.load(looking.MEDIA / "rotated-by-exif.jpg", "first_frame", (1024, 1024))

    upright = looking.cover(str(looking.MEDIA / "astronaut.jpg"), 1024, 1024)
    assert looking.ssim(looking.grey(turned), looking.grey(upright)) > 0.9


def test_what_is_transparent_is_drawn_on_black(tmp_path):
    Image.new("RGBA", (64, 64), (255, 0, 0, 128)).save(tmp_path / "glass.png")

    assert pictures.load(tmp_path / "glass.png", "first_frame", (64, 64))[0, 0] == pytest.approx([128, 0, 0], abs=1)


def _tiny(folder):
    Image.new("RGB", (1, 1)).save(folder / "bad.png")


def _wide(folder):
    Image.new("1", (20_000, 32)).save(folder / "bad.png")


def _half(folder):
    data = (looking.MEDIA / "coffee.jpg").read_bytes()
    (folder / "bad.png").write_bytes(data[: len(data) // 2])


def _words(folder):
    (folder / "bad.png").write_text("not a picture")


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (_tiny, "measures 1 x 1 pixels; 16 to 16,384 on a side"),
        (_wide, "measures 20,000 x 32 pixels"),
        (_half, "is no picture that can be read"),
        (_words, "is no picture that can be read"),
    ],
)
@pytest.mark.parametrize(("field", "words"), [("first_frame", "first frame"), ("reference_images", "reference image")])
def test_a_picture_that_cannot_be_drawn_is_named(make, sentence, field, words, tmp_path):
    make(tmp_path)
    path = str(tmp_path / "bad.png")
    given = [path] if field == "reference_images" else path

    answer = child.run({"plan": request(**{field: given}), "into": str(tmp_path)}, lambda said: None)

    assert answer["field"] == field
    assert answer["error"].startswith(f"The {words} {sentence}")
    assert not list(tmp_path.glob("*.mp4"))


@pytest.mark.parametrize("size", [(200, 100), (100, 200), (37, 91), (1200, 30)], ids=str)
def test_cover_leaves_no_border_and_keeps_the_middle(size):
    picture = np.zeros((300, 400, 3), np.uint8)
    picture[140:160, 190:210] = 255
    picture[:, :, 1] = 90

    fitted = pictures.cover(picture, *size)

    assert fitted.shape == (size[1], size[0], 3)
    assert fitted[:, :, 1].min() == 90
    assert fitted[size[1] // 2, size[0] // 2, 0] > 200


def test_planes_have_the_numbers_of_bt709():
    reference = {
        (0, 0, 0): (16, 128, 128),
        (255, 255, 255): (235, 128, 128),
        (255, 0, 0): (63, 102, 240),
        (0, 255, 0): (173, 42, 26),
        (0, 0, 255): (32, 240, 118),
    }
    for rgb, yuv in reference.items():
        planes = Planes.of(np.full((4, 4, 3), rgb, np.uint8))
        assert [int(plane[0, 0]) for plane in planes.all()] == pytest.approx(yuv, abs=1)


def test_colour_stays_with_its_light_when_it_is_moved():
    """A red square zoomed in planes lies where it lies when zoomed in RGB: chroma is not shifted against luma."""
    picture = np.full((240, 240, 3), 60, np.uint8)
    picture[80:140, 90:150] = (220, 40, 40)
    drawn = Planes.empty(160, 160)

    Zoom(Planes.of(picture), drawn.size).draw(1.25, drawn)

    matrix = np.array([[1.25, 0, 119.5 - 1.25 * 79.5], [0, 1.25, 119.5 - 1.25 * 79.5]])
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    expected = Planes.of(cv2.warpAffine(picture, matrix, (160, 160), flags=flags))
    for ours, theirs in zip(drawn.all(), expected.all(), strict=True):
        assert cv2.PSNR(ours, theirs) > 34
        assert _centre(ours, theirs[0, 0]) == pytest.approx(_centre(theirs, theirs[0, 0]), abs=0.1)


def _centre(plane: np.ndarray, ground: int) -> tuple[float, float]:
    weight = np.abs(plane.astype(float) - ground)
    y, x = np.mgrid[0 : plane.shape[0], 0 : plane.shape[1]]
    return float((weight * x).sum() / weight.sum()), float((weight * y).sum() / weight.sum())


@pytest.mark.parametrize("opacity", [0.0, 0.3, 1.0])
def test_an_overlay_is_laid_over_its_box_only(opacity):
    frame = Planes.of(np.full((40, 60, 3), 100, np.uint8))
    white = np.full((10, 20, 4), 255, np.uint8)
    white[:, :, 3] = 128

    Overlay(white, 12, 6).draw(frame, opacity)

    inside = 102 + (235 - 102) * 128 / 255 * opacity
    assert frame.y[6:16, 12:32] == pytest.approx(np.full((10, 20), inside), abs=2)
    frame.y[6:16, 12:32] = frame.y[0, 0]
    assert np.ptp(frame.y) == 0


def test_two_plates_in_a_row_differ_and_hold_nothing_of_the_picture():
    photo = pictures.load(looking.MEDIA / "coffee.jpg", "first_frame", (320, 180))
    neutral = [plates.neutral(320, 180, turn) for turn in (0, 1)]
    echoes = [plates.echo(photo, 320, 180, turn) for turn in (2, 3)]

    for first, second in (neutral, echoes):
        assert abs(float(first.mean()) - float(second.mean())) > 10
    edges = [
        cv2.Laplacian(looking.grey(picture), cv2.CV_64F).var() for picture in (*echoes, pictures.cover(photo, 320, 180))
    ]
    assert max(edges[:2]) < edges[2] / 5
