"""The motion brush: regions follow their paths, the hole is filled, what is held stays in front."""

import cv2
import numpy as np
import pytest
from PIL import Image

from studio.animatic import brush, child
from studio.animatic.grounds import eased
from tests.animatic import looking
from tests.animatic.looking import request, shots

GROUND, BLOCK = (50, 70, 60), (230, 60, 50)
PATH = [[160, 150], [400, 150], [400, 260]]


@pytest.fixture
def painted(tmp_path):
    """A picture of 640 x 400 with a block, and masks of the block, of a bar that is held, and of another size."""
    picture = np.full((400, 640, 3), GROUND, np.uint8)
    picture[120:180, 130:190] = BLOCK
    picture[:, 300:330] = (40, 60, 200)
    block, bar = np.zeros((400, 640), np.uint8), np.zeros((400, 640), np.uint8)
    block[120:180, 130:190] = 255
    bar[:, 300:330] = 255
    made = {"picture": picture, "block": block, "bar": bar, "other": np.full((64, 64), 255, np.uint8), "empty": bar * 0}
    for name, pixels in made.items():
        Image.fromarray(pixels).save(tmp_path / f"{name}.png")
    return {name: str(tmp_path / f"{name}.png") for name in made}


def asked(painted: dict, mask: str = "block", path: list = PATH, still: str | None = None, **changes) -> dict:
    stroke = {"mask": painted[mask], "path": path}
    motion = {"static_mask": painted[still] if still else None, "brushes": [stroke]}
    return request(width=640, height=400, first_frame=painted["picture"], motion_brush=motion, **changes)


def render(folder, wanted: dict):
    answer = child.run({"plan": wanted, "into": str(folder)}, lambda said: None)
    assert "error" not in answer, answer
    return folder / answer["outputs"][0]


def _centroid(rgb: np.ndarray) -> tuple[float, float]:
    """Of what is red."""
    red = (rgb[:, :, 0] > 150) & (rgb[:, :, 1] < 130)
    y, x = np.nonzero(red)
    return float(x.mean()), float(y.mean())


def test_a_painted_region_follows_its_path_within_three_pixels(painted, tmp_path):
    path = render(tmp_path, asked(painted, shots=shots(2)))

    for n in (0, 8, 16, 24, 32, 40, 47):
        x, y = _centroid(looking.colours(path, n))
        wanted = brush.along(PATH, eased(n / 47))
        assert np.hypot(x - wanted[0] + 0.5, y - wanted[1] + 0.5) < 3


def test_its_hole_is_filled_from_around_it(painted, tmp_path):
    last = looking.colours(render(tmp_path, asked(painted)), 23)

    assert last[130:170, 140:180].reshape(-1, 3).mean(axis=0) == pytest.approx(GROUND, abs=8)
    assert last[40:80, 40:100].reshape(-1, 3).mean(axis=0) == pytest.approx(GROUND, abs=4)


@pytest.mark.parametrize(("still", "in_front"), [("bar", True), (None, False)])
def test_what_is_held_still_stays_in_front_of_what_passes(still, in_front, painted, tmp_path):
    straight = [[160, 150], [470, 150]]
    path = render(tmp_path, asked(painted, path=straight, still=still))

    middle = looking.colours(path, 12)[135:165, 308:322].reshape(-1, 3).mean(axis=0)

    assert (middle[2] > 150) == in_front


def test_the_film_is_as_large_as_asked_and_paths_keep_their_place(painted, tmp_path):
    """A path counts in pixels of the picture: half as large a film, half as long a way."""
    path = render(tmp_path, asked(painted) | {"width": 320, "height": 200})

    x, y = _centroid(looking.colours(path, 23))

    assert (x, y) == pytest.approx((199.5, 129.5), abs=3)


def test_the_same_brush_gives_the_same_bytes(painted, tmp_path):
    (tmp_path / "again").mkdir()

    first, second = (render(folder, asked(painted)).read_bytes() for folder in (tmp_path, tmp_path / "again"))

    assert first == second


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"mask": "other"}, "brush 1 measures 64 x 64, another shape than its picture of 640 x 400"),
        ({"mask": "empty"}, "brush 1 is empty"),
        ({"path": [[0, 0]]}, "2 to 1000 points"),
        ({"path": [[0, 0], [float("nan"), 1]]}, "nan"),
        ({"path": "along"}, "a mask and a path"),
    ],
)
def test_a_brush_that_cannot_be_drawn_is_refused(changes, sentence, painted, tmp_path):
    answer = child.run({"plan": asked(painted, **changes), "into": str(tmp_path)}, lambda said: None)

    assert answer["field"] == "motion_brush"
    assert sentence in answer["error"]
    assert not list(tmp_path.glob("*.mp4"))


def test_a_region_may_leave_the_frame(painted, tmp_path):
    last = looking.colours(render(tmp_path, asked(painted, path=[[160, 150], [-300, -200]])), 23)

    assert not ((last[:, :, 0] > 150) & (last[:, :, 1] < 100)).any()


def test_a_place_along_a_path_is_counted_by_its_length():
    assert brush.along([(0, 0), (30, 0), (30, 10)], 0.5) == (20, 0)
    assert brush.along([(5, 5), (5, 5)], 0.5) == (5, 5)


def test_a_region_is_laid_down_between_pixels():
    from studio.animatic.planes import Planes

    picture = Planes.of(np.full((40, 40, 3), 200, np.uint8))
    mask = np.zeros((40, 40), np.uint8)
    mask[10:20, 10:20] = 255
    region, into = brush.Region(picture, mask), Planes.of(np.zeros((40, 40, 3), np.uint8))

    region.draw(into, 5.5, -3.25)

    moments = cv2.moments((into.y.astype(np.float32) - 16).clip(0))
    assert moments["m10"] / moments["m00"] == pytest.approx(14.5 + 5.5, abs=0.1)
    assert moments["m01"] / moments["m00"] == pytest.approx(14.5 - 3.25, abs=0.1)
