"""The judge of recipes: what fits passes, each violation is one sentence at its value, and a price stands early."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.catalog.check import check
from studio.catalog.recipe import BadRecipe, Recipe
from tests.catalog.routes import DIFFERENT, its_model, named
from tests.catalog.strategies import any_of, examples, values_for
from tests.catalog.violations import broken
from tests.walks import walk

STORY = {
    "width": 1920,
    "height": 1080,
    "shots": [{"prompt": "Wide", "duration": 3}, {"prompt": "Close", "duration": 4}],
}


def story(**values) -> Recipe:
    return Recipe("kling-3.0-pro", "text-to-video", "runware", STORY | values)


def errors(recipe: Recipe) -> dict[str, str]:
    return {problem.field: problem.message for problem in check(recipe).errors}


@walk(("slug", "route"), DIFFERENT, named, by=its_model)
@examples(15)
@given(data=st.data())
def test_values_within_the_limits_are_valid_on_every_route(slug, route, data):
    values = data.draw(values_for(route))

    assert check(Recipe(slug, route.task, route.provider, values)).errors == ()


@walk(("slug", "route"), DIFFERENT, named, by=its_model)
@examples(10)
@given(data=st.data())
def test_each_violation_gives_exactly_one_message_that_names_its_control(slug, route, data):
    values = data.draw(values_for(route))
    control = data.draw(any_of(route.controls))

    found = check(Recipe(slug, route.task, route.provider, values | data.draw(broken(control)))).errors

    about = [problem for problem in found if problem.field in control.values]
    assert len(about) == 1, found
    assert about[0].message.endswith(".")
    assert [problem for problem in found if problem.field not in control.values] == []


@walk(("slug", "route"), DIFFERENT, named, by=its_model)
@examples(3)
@given(data=st.data())
def test_a_value_that_no_route_knows_gives_exactly_one_message_at_that_value(slug, route, data):
    values = data.draw(values_for(route))

    found = check(Recipe(slug, route.task, route.provider, values | {"seed": 7})).errors

    assert [problem.field for problem in found] == ["seed"]


def test_a_story_is_priced_by_the_sum_of_its_shots():
    assert check(story(sound=True)).price.amount == Decimal("0.168") * 7
    assert check(story(sound=False)).price.amount == Decimal("0.112") * 7


def test_a_list_price_is_an_estimate_and_never_exact():
    assert check(story()).price.exact is False


def test_the_animatic_is_free_and_exact():
    price = check(Recipe("kling-3.0-pro", "text-to-video", "animatic", STORY)).price

    assert (price.amount, price.exact) == (0, True)


def test_a_price_that_no_source_gives_is_unknown_and_not_nothing():
    values = {"first_frame": {"handle": "x"}, "duration": 10}

    assert check(Recipe("kling-1.5-standard", "image-to-video", "runware", values)).price is None
    assert check(Recipe("kling-1.5-standard", "image-to-video", "runware", values | {"duration": 5})).price.amount


def test_a_price_stands_although_something_else_is_missing():
    assert check(Recipe("kling-3.0-pro", "image-to-video", "runware", {"duration": 10})).price.amount == Decimal("1.12")


def test_a_faulty_duration_has_no_price():
    assert check(Recipe("kling-3.0-pro", "image-to-video", "runware", {"duration": 99})).price is None


def test_a_duration_beside_shots_must_be_their_sum():
    assert errors(story(duration=7)) == {}
    assert "7 seconds together" in errors(story(duration=8))["duration"]


@pytest.mark.parametrize(
    ("shots", "words"),
    [
        ([], "1 to 6"),
        ([{"prompt": "a", "duration": 1}] * 7, "1 to 6"),
        ([{"prompt": "a", "duration": 1}], "1 seconds together"),
        ([{"prompt": "a", "duration": 16}], "16 seconds together"),
        ([{"prompt": "", "duration": 5}], "Shot 1 has no prompt"),
        ([{"prompt": "a", "duration": 5}, {"prompt": "a" * 513, "duration": 5}], "Shot 2 takes at most 512"),
        ([{"prompt": "a", "duration": 0}], "at least 1 second"),
        ([{"prompt": "a", "duration": 2.5}], "whole seconds"),
        ([{"prompt": "a"}], "needs a prompt and a duration"),
        ("a story", "a list"),
    ],
)
def test_a_storyboard_that_cannot_be_sent_says_why(shots, words):
    found = errors(story(shots=shots))

    assert list(found) == ["shots"]
    assert words in found["shots"]


def test_a_size_that_is_not_offered_names_the_nearest():
    assert "1920 x 1080" in errors(story(width=1900))["width"]
    assert "1920 x 1080" in errors(story(height=1082))["height"]


def test_half_a_size_is_refused():
    recipe = Recipe("kling-3.0-pro", "text-to-video", "runware", {"prompt": "A pier", "width": 1920})

    assert list(errors(recipe)) == ["height"]


def test_a_last_frame_that_the_model_does_not_take_names_one_that_does():
    values = {"first_frame": {"handle": "x"}, "last_frame": {"handle": "y"}}
    found = errors(Recipe("kling-1.5-standard", "image-to-video", "runware", values))

    assert list(found) == ["last_frame"]
    assert found["last_frame"].startswith("Kling 1.5 Standard takes no last frame through Runware; ")
    assert " does through " in found["last_frame"]


def test_an_unknown_model_task_or_provider_is_one_sentence_at_that_word():
    assert list(errors(Recipe("kling-9", "text-to-video", "runware", {}))) == ["model"]
    assert list(errors(Recipe("kling-3.0-pro", "lip-sync", "runware", {}))) == ["task"]
    assert list(errors(Recipe("kling-3.0-pro", "text-to-video", "nobody", {}))) == ["provider"]


def test_a_prompt_of_blanks_is_no_prompt():
    assert (
        "at least 2 characters"
        in errors(Recipe("kling-3.0-pro", "text-to-video", "runware", {"prompt": "   "}))["prompt"]
    )


def test_a_shape_that_is_no_recipe_says_what_is_missing():
    with pytest.raises(BadRecipe) as caught:
        Recipe.from_json({"model": 3, "extra": 1})

    assert {problem.field for problem in caught.value.problems} == {"model", "task", "provider", "values", "extra"}


def test_a_value_of_null_counts_as_absent():
    data = {"model": "m", "task": "t", "provider": "p", "values": {"prompt": None, "duration": 5}}

    assert Recipe.from_json(data).values == {"duration": 5}


def test_the_hash_is_of_the_job_and_not_of_where_it_came_from():
    one, two = story(), Recipe("kling-3.0-pro", "text-to-video", "runware", dict(reversed(STORY.items())), "an-asset")

    assert one.hash() == two.hash()
    assert one.hash() != story(sound=True).hash()
