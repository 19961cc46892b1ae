"""The catalog says of Runware's 25 models what Runware's page says of them, model by model."""

import pytest

from studio.catalog.registry import route as find_route
from tests.sources.runware_models import MODELS
from tests.walks import walk

SETTINGS = {
    "sound", "shots", "shot_style", "keep_original_sound", "character_orientation", "fast", "speech_volume",
    "original_volume",
}  # fmt: skip
"""The values that Runware takes among the provider's settings."""

each_model = walk(("fact",), MODELS, lambda fact: fact["slug"])


def routes(fact) -> dict:
    return {task: find_route(fact["slug"], task, "runware") for task in fact["tasks"]}


def limits(control) -> dict:
    """What is measured of a file, without the formats, which the page does not name."""
    return {name: tuple(v) if isinstance(v, list) else v for name, v in control.accepts.as_json().items()}


def test_the_page_has_25_models():
    assert len(MODELS) == 25
    assert len({fact["slug"] for fact in MODELS}) == len({fact["air"] for fact in MODELS}) == 25


@each_model
def test_every_workflow_is_a_route_of_that_air(fact):
    assert {route.endpoint for route in routes(fact).values()} == {fact["air"]}


@each_model
def test_the_prompt_has_the_length_of_the_page(fact):
    if fact["prompt"]:
        for route in routes(fact).values():
            assert (route.control("prompt").least, route.control("prompt").most) == fact["prompt"]


@each_model
def test_negative_prompt_and_guidance_are_where_the_page_has_them(fact):
    made = [route for task, route in routes(fact).items() if task in {"text-to-video", "image-to-video"}]
    for route in made:
        assert bool(route.control("negative_prompt")) == fact["negative"]
        assert bool(route.control("guidance")) == fact["cfg"]


@each_model
def test_the_sizes_are_those_of_the_page(fact):
    for task, sizes in fact["sizes"].items():
        control = routes(fact)[task].control("width")
        assert (" ".join(control.options) if control else "") == sizes


@each_model
def test_the_frame_rate_is_that_of_the_page_and_24_where_it_is_silent(fact):
    for task, route in routes(fact).items():
        assert route.fps == fact["fps"].get(task, 24)


@each_model
def test_the_lengths_are_those_of_the_page_and_absent_where_the_input_decides(fact):
    for task, seconds in fact["seconds"].items():
        control = routes(fact)[task].control("duration")
        assert (control.options if control else None) == seconds


@each_model
def test_frames_are_those_of_the_page_within_its_limits(fact):
    route = routes(fact).get("image-to-video")
    if route:
        first = route.control("first_frame")
        assert bool(route.control("last_frame")) == fact["last_frame"]
        assert first.required
        assert {name: value for name, value in limits(first).items() if name != "formats"} == fact["frame"]


@each_model
def test_references_are_as_many_as_the_page_allows(fact):
    for task, most in fact.get("references", {}).items():
        assert routes(fact)[task].control("reference_images").most == most


@each_model
def test_files_are_measured_as_the_page_says(fact):
    for task, route in routes(fact).items():
        for name, measured in fact.get("inputs", {}).items():
            control = route.control(name)
            assert control.required, task
            assert {key: value for key, value in limits(control).items() if key != "formats"} == measured


@each_model
def test_the_settings_of_the_provider_are_those_of_the_page(fact):
    taken = {name for route in routes(fact).values() for name in route.values}

    assert taken & SETTINGS == fact["settings"]


def test_a_driving_clip_is_measured_by_what_the_character_follows():
    clip = find_route("kling-2.6-pro", "motion-control", "runware").control("reference_video")

    assert limits(clip)["seconds"] == (3, 30)
    assert (limits(clip)["side"], limits(clip)["megabytes"]) == ((340, 3850), 100)
    assert [(name, value, beside.seconds) for name, value, beside in clip.beside] == [
        ("character_orientation", "image", (3, 10))
    ]


@pytest.mark.parametrize(("tier", "besides"), [("standard", []), ("pro", [("fast", True, (6, 20))])])
def test_a_clip_to_edit_lasts_3_to_10_seconds_and_6_to_20_in_fast_mode(tier, besides):
    clip = find_route(f"kling-o1-{tier}", "edit-video", "runware").control("input_video")

    assert clip.accepts.seconds == (3, 10)
    assert [(name, value, limits.seconds) for name, value, limits in clip.beside] == besides


def test_voices_last_5_to_30_seconds_and_may_be_clips():
    voices = find_route("kling-2.6-pro", "text-to-video", "runware").control("voices")

    assert voices.accepts.seconds == (5, 30)
    assert voices.accepts.formats == ("mp3", "wav", "mp4", "mov")
    assert voices.accepts.kinds == ("video",)
