"""Who cuts: the model by itself from the prompt, or the shots that are made; what one of them hides is kept."""

import pytest

from studio.catalog.registry import route
from studio.pages import directing

SHOTS = [{"prompt": "A pier", "duration": 5}, {"prompt": "Her hands", "duration": 3}]


def settled(where: str, values: dict, kept: dict) -> tuple[dict, dict]:
    directing.settle(route("kling-3.0-pro", "text-to-video", where), values, kept)
    return values, kept


def test_a_model_that_cuts_by_itself_keeps_the_shots_and_gives_them_back():
    values, kept = settled("kling", {"shot_style": "intelligent", "shots": SHOTS}, {})
    assert (values, kept) == ({"shot_style": "intelligent"}, {"shots": SHOTS})

    values, kept = settled("kling", {**values, "shot_style": "customize"}, kept)

    assert (values, kept) == ({"shot_style": "customize", "shots": SHOTS}, {})


def test_shots_that_are_made_meanwhile_take_the_place_of_those_that_were_kept():
    values, kept = settled("kling", {"shot_style": "customize", "shots": SHOTS[:1]}, {"shots": SHOTS})

    assert (values["shots"], kept) == (SHOTS[:1], {})


def test_where_shots_may_be_cut_anew_by_the_model_they_stay():
    given = {"shot_style": "intelligent", "shots": SHOTS}

    assert settled("fal", dict(given), {}) == (given, {})


@pytest.mark.parametrize(
    ("where", "values", "kept", "seen"),
    [
        ("kling", {}, {}, ["", "intelligent"]),
        ("kling", {}, {"shots": SHOTS}, ["", "intelligent", "customize"]),
        ("kling", {"shots": SHOTS}, {}, ["customize", "intelligent"]),
        ("runware", {}, {}, []),
        ("runware", {"shots": SHOTS}, {}, []),
    ],
)
def test_who_cuts_is_asked_where_somebody_else_can(where, values, kept, seen):
    found = directing.ways(route("kling-3.0-pro", "text-to-video", where), values, kept)

    assert [value for value, is_hidden in found if not is_hidden] == seen
