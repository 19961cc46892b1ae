"""The motion brush and the picture that is painted on: points lie on it, masks have its shape, and it is measured."""

import pytest

from studio.catalog.motion_controls import MotionBrush
from studio.core.media import MediaFacts

CONTROL = MotionBrush(canvas="first_frame")
PICTURE = {"first_frame": {"asset": "picture"}}
BRUSH = {"static_mask": None, "brushes": [{"mask": {"asset": "mask"}, "path": [[10, 10], [1280, 720]]}]}


def picture(width: int, height: int) -> MediaFacts:
    return MediaFacts(
        kind="image", format="png", mime="image/png", bytes=1000, sha256="0" * 64, width=width, height=height,
        duration_s=None, fps=None, frames=None, has_sound=False, codec=None,
    )  # fmt: skip


FILES = {"picture": picture(1280, 720), "mask": picture(640, 360), "tall": picture(360, 640), "big": picture(1280, 720)}


def words(brush: dict, frame: dict = PICTURE) -> list[str]:
    return [problem.message for problem in CONTROL.problems(frame | {"motion_brush": brush}, FILES.get)]


def brush(mask: str = "mask", path: list | None = None, static: str | None = None) -> dict:
    return {
        "static_mask": {"asset": static} if static else None,
        "brushes": [{"mask": {"asset": mask}, "path": path or [[0, 0], [1280, 720]]}],
    }


def test_masks_of_one_size_and_the_pictures_shape_are_taken():
    assert words(BRUSH) == words(brush(static="mask")) == []


@pytest.mark.parametrize(
    ("painted", "said"),
    [
        (brush(path=[[0, 0], [1281, 5]]), "outside the picture of 1280 x 720"),
        (brush(path=[[0, -1], [5, 5]]), "outside"),
        (brush("tall"), "another shape"),
        (brush(static="big"), "different sizes"),
    ],
)
def test_what_does_not_fit_the_picture_is_one_sentence(painted, said):
    (sentence,) = words(painted)

    assert said in sentence


def test_a_picture_that_is_only_an_address_cannot_be_counted_from():
    (sentence,) = words(BRUSH, {"first_frame": {"handle": "https://elsewhere.example/a.png"}})

    assert "from the library" in sentence


def test_without_a_look_up_nothing_is_measured():
    values = {"first_frame": {"handle": "x"}, "motion_brush": BRUSH}

    assert list(CONTROL.problems(values, None)) == []
