"""Where a refusal leads: a route that takes what was refused, as near as possible."""

import pytest

from studio.catalog import registry
from studio.catalog.nearest import taker_words, target

FILE = {"handle": "https://example.com/1.png"}
FRAMES = {"first_frame": FILE, "last_frame": FILE, "prompt": "Down the pier"}


def everything(model, route) -> bool:
    return True


def lead(control: str, values: dict, model: str, task: str, provider: str, offered=everything):
    found = target(control, values, (model, task, provider), offered=offered)
    return found and (found.model, found.task, found.provider, found.words)


CASES = [
    # the same model elsewhere, its family, the nearest generation
    ("last_frame", FRAMES, "kling-1.6-pro", "runware", ("kling-1.6-pro", "kling", "through Kling")),
    ("last_frame", FRAMES, "kling-1.5-standard", "runware", ("kling-1.5-pro", "kling", "Kling 1.5 Pro through Kling")),
    (
        "duration",
        {"first_frame": FILE, "duration": 12},
        "kling-2.6-pro",
        "kling",
        ("kling-3.0-standard", "kling", "Kling 3.0 Standard"),
    ),
]


@pytest.mark.parametrize(("control", "values", "model", "provider", "there"), CASES)
def test_the_nearest_route_takes_the_value_as_it_is(control, values, model, provider, there):
    slug, through, words = there

    assert lead(control, values, model, "image-to-video", provider) == (slug, "image-to-video", through, words)


def test_words_and_link_of_a_refusal_lead_to_the_same_route():
    here = {"model": "kling-1.5-standard", "task": "image-to-video", "provider": "runware"}

    assert taker_words("last_frame", **here) == "Kling 1.5 Pro does through Kling."
    assert lead("last_frame", FRAMES, *here.values())[3] == "Kling 1.5 Pro through Kling"


def test_a_limit_leads_to_who_has_a_wider_one():
    words = "a" * 2_700

    slug, task, provider, _ = lead("prompt", {"prompt": words}, "kling-2.6-pro", "text-to-video", "kling")

    assert registry.route(slug, task, provider).control("prompt").most >= len(words)


def test_a_generation_that_is_near_comes_before_one_that_is_far_and_a_retired_one_last():
    brush = {"static_mask": FILE, "brushes": []}

    slug, _, provider, _ = lead(
        "motion_brush", {"first_frame": FILE, "motion_brush": brush}, "kling-3.0-pro", "image-to-video", "kling"
    )

    assert not registry.route(slug, "image-to-video", provider).retired


def test_rules_count_as_well_as_limits():
    sound = {**FRAMES, "sound": True}

    slug, _, provider, _ = lead("sound", sound, "kling-2.6-pro", "image-to-video", "kling")

    assert (slug, provider) == ("kling-2.6-pro", "runware")  # Kling has no sound beside a last frame


def test_what_is_not_offered_here_is_no_way_out():
    assert (
        lead("last_frame", FRAMES, "kling-1.6-pro", "image-to-video", "runware", lambda m, r: r.provider == "fal")[2]
        == "fal"
    )
    assert lead("last_frame", FRAMES, "kling-1.6-pro", "image-to-video", "runware", lambda m, r: False) is None


def test_another_task_is_named():
    words = lead(
        "effect", {"effect": "hug", "reference_images": [FILE, FILE]}, "kling-3.0-pro", "text-to-video", "kling"
    )[3]

    assert " for effects" in words


def test_who_draws_a_preview_stays_there():
    shots = {"shots": [{"prompt": "Wide: the sea", "duration": 5}]}

    slug, _, provider, words = lead("shots", shots, "kling-2.6-pro", "text-to-video", "animatic")

    assert (slug, provider, words) == ("kling-3.0-standard", "animatic", "Kling 3.0 Standard")
