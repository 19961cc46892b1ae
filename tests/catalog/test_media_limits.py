"""Files are measured against the route before anything is sent: the file, the rule and its value are named."""

import pytest

from studio.catalog.check import check
from studio.catalog.recipe import Recipe
from studio.core.media import MediaFacts

FACTS = {
    "kind": "image", "format": "jpeg", "mime": "image/jpeg", "bytes": 80_000, "sha256": "0" * 64, "width": 1280,
    "height": 720, "duration_s": None, "fps": None, "frames": None, "has_sound": False, "codec": None,
}  # fmt: skip


def problems(**changes) -> list[tuple[str, str]]:
    facts = MediaFacts(**(FACTS | changes))
    values = {"first_frame": {"asset": "a"}}
    found = check(Recipe("kling-3.0-pro", "image-to-video", "runware", values), {"a": facts}.get)
    return [(problem.field, problem.message) for problem in found.errors]


def test_a_picture_within_the_limits_passes():
    assert problems() == []


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"bytes": 10_000_001}, "10.0 MB; at most 10 MB"),
        ({"width": 299}, "299 x 720 px; at least 300 px"),
        ({"width": 2000, "height": 700}, "a shape from 1:2.5 to 2.5:1"),
        ({"format": "gif"}, "a GIF file; JPEG, PNG or WEBP"),
        ({"kind": "video"}, "takes an image; a video was given"),
    ],
)
def test_a_picture_outside_the_limits_names_the_rule_and_its_value(changes, words):
    ((field, message),) = problems(**changes)

    assert field == "first_frame"
    assert words in message


def test_the_limits_themselves_are_accepted():
    assert problems(bytes=10_000_000, width=300, height=300) == []
    assert problems(width=1750, height=700) == []


def test_a_file_that_is_not_here_is_named():
    values = {"first_frame": {"asset": "gone"}}
    (problem,) = check(Recipe("kling-3.0-pro", "image-to-video", "runware", values), {}.get).errors

    assert "there is no file gone here" in problem.message


def test_a_handle_is_never_measured():
    values = {"first_frame": {"handle": "https://example.com/a.png"}}

    assert check(Recipe("kling-3.0-pro", "image-to-video", "runware", values), {}.get).errors == ()


@pytest.mark.parametrize(
    "value",
    [
        "a",
        {},
        {"asset": ""},
        {"asset": "a", "handle": "b"},
        {"asset": "a", "size": 3},
        {"asset": "a", "name": "no blanks"},
    ],
)
def test_a_media_value_of_another_shape_is_one_problem(value):
    found = check(Recipe("kling-3.0-pro", "image-to-video", "runware", {"first_frame": value})).errors

    assert [problem.field for problem in found] == ["first_frame"]


def test_two_references_cannot_have_one_name():
    images = [{"handle": "a", "name": "Mara"}, {"handle": "b", "name": "Mara"}]
    values = {"reference_images": images, "prompt": "@Mara waves"}
    (problem,) = check(Recipe("kling-image-o1", "image-to-image", "runware", values)).errors

    assert "same name" in problem.message
