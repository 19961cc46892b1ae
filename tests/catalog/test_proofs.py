"""Which recipes are final, and which two are the same shot but for model, provider and size."""

from dataclasses import replace

import pytest

from studio.catalog import proofs, registry
from studio.catalog.recipe import Recipe

PROOF = Recipe(
    "kling-3.0-standard",
    "text-to-video",
    "animatic",
    {"prompt": "A harbour at dusk", "width": 1280, "height": 720, "duration": 5},
)


def on(model: str, provider: str = "kling", **values) -> Recipe:
    return replace(PROOF, model=model, provider=provider, values={**PROOF.values, **values})


@pytest.mark.parametrize(
    ("model", "provider", "is_final"),
    [
        ("kling-3.0-standard", "kling", False),
        ("kling-3.0-pro", "kling", True),
        ("kling-3.0-pro", "animatic", False),
        ("kling-3.0-4k", "kling", True),
        ("kling-2.0-master", "kling", True),
        ("kling-3.0-turbo-standard", "runware", False),
        ("kling-3.0-turbo-pro", "runware", True),
        ("no-such-model", "kling", False),
    ],
)
def test_the_last_word_of_a_model_says_whether_it_is_final_unless_it_is_drawn_here(model, provider, is_final):
    assert proofs.is_final(on(model, provider)) is is_final


@pytest.mark.parametrize(
    ("values", "is_final"),
    [({"resolution": "1k"}, False), ({"resolution": "2k"}, True), ({"resolution": "4k"}, True), ({}, False)],
)
def test_of_a_picture_it_is_the_size(values, is_final):
    assert proofs.is_final(Recipe("kling-image-o3", "text-to-image", "kling", {"prompt": "x"} | values)) is is_final


def test_what_makes_no_picture_is_never_final():
    for task in ("create-element",):
        assert not proofs.is_final(Recipe("kling-3.0-pro", task, "kling", {}))


def test_every_model_of_video_that_has_tiers_is_in_the_table_and_each_word_is_some_models():
    video = {model.slug for model in registry.MODELS if any(route.output == "video" for route in model.routes)}
    words = {slug.rpartition("-")[2] for slug in video}
    assert words >= set(proofs.GRADES)
    families = {}
    for model in registry.MODELS:
        if model.slug in video:
            families.setdefault(model.family, []).append(model.slug.rpartition("-")[2])
    unknown = [name for name, ends in families.items() if len(ends) > 1 and not set(ends) <= set(proofs.GRADES)]
    assert not unknown, "these families have tiers that are called otherwise"


@pytest.mark.parametrize(
    "final",
    [
        on("kling-3.0-pro", width=1920, height=1080),
        on("kling-3.0-4k", "runware", width=3840, height=2160),
        on("kling-3.0-pro", prompt="A  harbour\nat dusk "),
        on("kling-3.0-pro", guidance=0.8, takes=2),
        on("kling-3.0-pro", sound=False, negative_prompt=""),
        on("kling-3.0-pro", width=1360, height=768),
    ],
)
def test_the_same_shot_at_another_size_through_another_provider(final):
    assert proofs.differences(PROOF, final) == ()


def test_a_ratio_and_a_size_may_say_the_same():
    values = {name: value for name, value in PROOF.values.items() if name not in ("width", "height")}
    assert not proofs.differences(PROOF, replace(PROOF, values=values | {"aspect_ratio": "16:9"}))
    assert proofs.differences(PROOF, replace(PROOF, values=values | {"aspect_ratio": "9:16"})) == ("Shape",)
    assert not proofs.differences(PROOF, replace(PROOF, values=values)), "the input decides"


@pytest.mark.parametrize(
    ("values", "what"),
    [
        ({"prompt": "A harbour at noon"}, {"Prompt"}),
        ({"duration": 10}, {registry.control_of("duration").label}),
        ({"sound": True}, {registry.control_of("sound").label}),
        ({"width": 720, "height": 1280}, {"Shape"}),
        ({"first_frame": {"asset": "a"}}, {registry.control_of("first_frame").label}),
    ],
)
def test_what_is_seen_or_heard_differently_is_named(values, what):
    assert set(proofs.differences(PROOF, on("kling-3.0-pro", **values))) == what


def test_a_task_of_another_kind_is_another_shot():
    assert "Task" in proofs.differences(PROOF, replace(on("kling-3.0-pro"), task="image-to-video"))


def test_files_are_the_same_by_their_content_whatever_they_are_called():
    one = on("kling-3.0-standard", first_frame={"asset": "a", "sha256": "f00", "name": "x"})
    same = on("kling-3.0-pro", first_frame={"asset": "b", "sha256": "f00"})
    other = on("kling-3.0-pro", first_frame={"asset": "a", "sha256": "ba5"})
    assert proofs.differences(one, same) == ()
    assert proofs.differences(one, other) != ()
