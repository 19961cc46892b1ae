"""What an API wants of an element that is made with the job."""

import pytest

from studio.catalog.cast_controls import Elements
from studio.catalog.media_controls import Limits
from studio.core.media import MediaFacts

A = {"handle": "a"}
NEW = {"name": "Mara", "description": "a girl in red", "front": A, "views": [A]}
CONTROL = Elements(most=3, views=(1, 3), videos=True, clips=Limits(seconds=(3, 8)), name_most=20, description_most=100)


def clip(seconds: float) -> MediaFacts:
    return MediaFacts(
        kind="video", format="mp4", mime="video/mp4", bytes=1000, sha256="0" * 64, width=1920, height=1080,
        duration_s=seconds, fps="24", frames=None, has_sound=True, codec="h264",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("element", "words"),
    [
        (NEW | {"name": "M" * 21}, "at most 20 characters"),
        (NEW | {"description": "d" * 101}, "at most 100 characters"),
        (NEW | {"description": " "}, "needs a description"),
        ({key: value for key, value in NEW.items() if key != "name"}, "needs a name"),
    ],
)
def test_an_element_that_is_made_with_the_job_has_a_name_and_a_description(element, words):
    (fault,) = CONTROL.faults([element], None)

    assert words in fault
    assert fault.endswith(".")


def test_an_element_that_the_provider_knows_needs_neither():
    assert list(CONTROL.faults([{"handle": "8"}, NEW], None)) == []


def test_the_clip_of_an_element_is_measured():
    element = {"name": "Mara", "description": "a girl", "video": {"asset": "v"}}

    assert list(CONTROL.faults([element], {"v": clip(5)}.get)) == []
    (fault,) = CONTROL.faults([element], {"v": clip(9)}.get)
    assert "3 to 8 s" in fault


def test_the_wider_of_two_asks_for_no_name_where_one_of_them_does_not():
    wide = CONTROL.widen(Elements(most=3))

    assert (wide.name_most, wide.description_most, wide.clips) == (0, 0, Limits())
