"""A form for each route: what is posted becomes canonical values, and the catalog's sentences stand at the fields."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.forms.builder import GROUPS, form_class
from tests.catalog.routes import COMPOSABLE, DIFFERENT, its_model, named
from tests.catalog.strategies import examples, values_for
from tests.walks import walk

PRO = ("kling-3.0-pro", "text-to-video", "runware")


@walk(("slug", "route"), DIFFERENT, named, by=its_model)
@examples(10)
@given(data=st.data())
def test_valid_values_go_through_the_form_of_every_route_unchanged(slug, route, data):
    values = data.draw(values_for(route))
    form = form_class(slug, route.task, route.provider).bound(values, submitted=True)

    assert form.is_valid(), form.errors
    found = form.values()
    assert {name: found[name] for name in values} == values
    assert all(found[name] is False for name in found.keys() - values.keys())


@walk(("slug", "route"), COMPOSABLE, named)
def test_every_control_has_a_field_in_a_group_with_a_title(slug, route):
    form = form_class(slug, route.task, route.provider)({})

    shown = [bound.name for group in form.groups for bound in group.fields]
    assert sorted(shown) == sorted(control.name for control in route.controls)
    assert {control.group for control in route.controls} <= set(GROUPS)


def test_a_switch_that_is_off_gives_way_to_what_excludes_it():
    clip = {"reference_video": {"handle": "a"}, "prompt": "As in this clip", "width": 1920, "height": 1080}
    form = form_class("kling-o3-pro", "reference-to-video", "runware")

    silent = form.bound(clip, submitted=True)
    loud = form.bound(clip | {"sound": True}, submitted=True)

    assert silent.is_valid()
    assert "sound" not in silent.values()
    assert silent.values()["keep_original_sound"] is False
    assert list(loud.errors) == ["sound"]


def test_what_is_missing_is_no_error_while_one_types():
    form = form_class(*PRO)({"size": "1920x1080"})

    assert form.is_valid()
    assert [problem.field for problem in form.missing] == ["prompt"]


def test_what_is_missing_is_an_error_once_it_is_submitted():
    form = form_class(*PRO)({"size": "1920x1080"}, submitted=True)

    assert not form.is_valid()
    assert list(form.errors) == ["prompt"]


def test_a_fault_of_a_width_stands_at_the_size():
    form = form_class(*PRO)({"size": "1900x1080", "prompt": "A pier in fog"})

    assert "the nearest of 3 sizes is 1920 x 1080" in form.errors["size"][0]


def test_what_cannot_be_read_says_so_once_and_is_shown_again_as_it_was():
    form = form_class(*PRO)({"shots": "[1,", "size": "1920x1080"}, submitted=True)

    assert form.errors["shots"] == ["Shots could not be read. Set it again."]
    assert form["shots"].value() == "[1,"


@pytest.mark.parametrize("shots", ['[{"prompt": "x", "duration": NaN}]', '[{"duration": 1e999}]', "[" * 100_000])
def test_what_no_database_could_keep_is_not_read(shots):
    form = form_class(*PRO)({"shots": shots})

    assert form.errors["shots"] == ["Shots could not be read. Set it again."]


def test_half_a_character_does_not_reach_the_recipe():
    form = form_class(*PRO)({"shots": '[{"prompt": "A pier \\ud83c", "duration": 3}]'})

    assert form.is_valid()
    assert form.values()["shots"][0]["prompt"] == "A pier ?"


def test_a_size_of_thousands_of_digits_is_a_fault_of_the_size():
    form = form_class(*PRO)({"size": "9" * 5000 + "x" + "9" * 5000, "prompt": "A pier"})

    assert list(form.errors) == ["size"]


def test_the_line_ends_of_a_form_post_do_not_count_as_characters():
    form = form_class(*PRO)({"prompt": "one\r\ntwo", "size": "1920x1080"})

    assert form.is_valid()
    assert form.values()["prompt"] == "one\ntwo"


def test_the_form_knows_its_price_before_it_is_complete():
    form = form_class(*PRO)({"duration": "10", "sound": "on"})
    form.is_valid()

    assert str(form.price) == "~$1.68"


def test_a_storyboard_is_posted_as_json():
    shots = [{"prompt": "Wide", "duration": 3}, {"prompt": "Close", "duration": 4}]
    form = form_class(*PRO)(
        {"shots": json.dumps(shots), "size": "1920x1080", "shot_style": "customize"}, submitted=True
    )

    assert form.is_valid(), form.errors
    assert form.values()["shots"] == shots


def test_a_route_that_does_not_exist_has_no_form():
    with pytest.raises(LookupError):
        form_class("kling-3.0-pro", "text-to-video", "nobody")


@pytest.mark.parametrize(
    ("route", "parts", "at"),
    [
        (("kling-1.0-standard", "text-to-video", "kling"), {"camera.preset": "custom", "camera.axes": "x"}, ["camera"]),
        (("kling-lip-sync", "lip-sync", "animatic"), {"faces.0.audio": "x", "faces.0.face.a": "1"}, ["faces"]),
        (("kling-1.6-pro", "edit-elements", "animatic"), {f"selection.{'9' * 5000}.frame": "1"}, []),
        (("kling-3.0-pro", "image-to-video", "animatic"), {"elements.0": "x", "elements.0.name": "a"}, ["elements"]),
        (
            ("kling-3.0-pro", "image-to-video", "animatic"),
            {"elements.0.name": "a", "elements.0.name.b": "x"},
            ["elements"],
        ),
    ],
)
def test_parts_that_do_not_fit_together_are_refused_in_words(route, parts, at):
    form = form_class(*route)(parts | {"prompt": "A pier in fog"})

    assert list(form.errors) == at
