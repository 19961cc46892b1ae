"""Changing the model, the task or the provider never loses and never silently changes what was typed."""

from hypothesis import given
from hypothesis import strategies as st

from studio.catalog.check import check
from studio.catalog.recipe import Recipe
from studio.catalog.registry import route
from studio.forms.carry import carry_over, kept_words
from tests.catalog.routes import COMPOSABLE, DIFFERENT, its_model, named
from tests.catalog.strategies import any_of, examples, values_for
from tests.walks import walk

STANDARD = route("kling-1.5-standard", "image-to-video", "runware")
PRO = route("kling-3.0-pro", "image-to-video", "runware")
TEXT = route("kling-3.0-pro", "text-to-video", "runware")

TYPED = {
    "first_frame": {"asset": "a"}, "prompt": "She turns", "width": 720, "height": 1280, "duration": 5, "guidance": 0.7,
}  # fmt: skip


def test_what_the_new_route_takes_goes_along_and_the_rest_is_kept():
    carried = carry_over(TYPED, {}, PRO)

    assert carried.values == {"first_frame": {"asset": "a"}, "prompt": "She turns", "duration": 5, "sound": False}
    assert carried.kept == {"width": 720, "height": 1280, "guidance": 0.7}


def test_what_was_kept_comes_back():
    there = carry_over(TYPED, {}, PRO)
    back = carry_over(there.values, there.kept, STANDARD, before=PRO)

    assert back.values == TYPED


def test_a_size_that_is_not_offered_becomes_the_one_of_the_same_shape_and_comes_back():
    there = carry_over(TYPED, {}, TEXT)

    assert (there.values["width"], there.values["height"]) == (1080, 1920)
    assert (there.kept["width"], there.kept["height"]) == (720, 1280)
    assert carry_over(there.values, there.kept, STANDARD, before=TEXT).values == TYPED


def test_what_the_form_filled_in_gives_way_to_what_was_typed():
    away = carry_over({"duration": 7, "prompt": "She turns"}, {}, STANDARD, before=PRO)
    back = carry_over(away.values, away.kept, PRO, before=STANDARD)

    assert away.values["duration"] == 5
    assert back.values["duration"] == 7


def test_what_was_half_made_comes_back_to_be_finished():
    mara = {"elements": [{"name": "Mara", "front": {"asset": "a"}}]}
    makes_elements = route("kling-3.0-pro", "image-to-video", "kling")
    assert any(makes_elements.control("elements").problems(mara, None))

    away = carry_over(mara, {}, STANDARD, before=makes_elements)
    back = carry_over(away.values, away.kept, makes_elements, before=STANDARD)

    assert away.kept == mara
    assert back.values["elements"] == mara["elements"]
    assert "elements" not in back.kept


def test_a_newer_word_holds_against_a_kept_one():
    there = carry_over(TYPED, {}, PRO)
    back = carry_over({**there.values, "duration": 10, "prompt": "He turns"}, there.kept, STANDARD, before=PRO)

    assert (back.values["duration"], back.values["prompt"]) == (10, "He turns")


def test_a_length_that_is_not_offered_is_kept_and_the_form_starts_with_its_own():
    back = carry_over({"duration": 7}, {}, STANDARD)

    assert back.values["duration"] == 5
    assert back.kept == {"duration": 7}


def test_kept_values_say_why_they_are_not_sent():
    there = carry_over(TYPED, {}, TEXT)

    rows = {kept.name: kept for kept in kept_words(there.kept, "kling-3.0-pro", TEXT)}

    assert set(rows) == {"size", "first_frame", "guidance"}
    assert "720 x 1280 is not offered here" in rows["size"].words
    assert "it does for image to video" in rows["first_frame"].words


def test_a_switch_that_is_off_is_not_shown_as_kept():
    assert kept_words({"sound": False}, "kling-1.5-standard", STANDARD) == []


@examples(150)
@given(data=st.data())
def test_going_somewhere_and_back_finds_everything_again(data):
    here, there = data.draw(any_of(COMPOSABLE)), data.draw(any_of(COMPOSABLE))
    values = data.draw(values_for(here[1]))

    away = carry_over(values, {}, there[1])
    back = carry_over(away.values, away.kept, here[1], before=there[1])

    assert values.items() <= back.values.items()


@walk(("slug", "target"), DIFFERENT, named, by=its_model)
@examples(5)
@given(data=st.data())
def test_what_is_carried_is_possible_value_by_value(slug, target, data):
    source = data.draw(any_of(COMPOSABLE))
    carried = carry_over(data.draw(values_for(source[1])), {}, target)

    assert not any(problem for control in target.controls for problem in control.problems(carried.values, None)
                   if problem.field in carried.values)  # fmt: skip
    assert set(carried.values) <= target.values
    assert check(Recipe(slug, target.task, target.provider, carried.values)).route is target
