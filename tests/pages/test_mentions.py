"""What a prompt can mean: names for files, what the menu offers, how much room is left."""

import json

import pytest

from studio.forms.builder import form_class
from studio.pages.cast_choices import choices_for
from studio.pages.composing import Choice, Composition, bound
from studio.pages.mentionable import mentionable, mentioned, tray_of
from studio.pages.naming import is_name, name_for, named, needs_names
from studio.pages.room import room_of

OMNI = Choice("kling-o3-pro", "reference-to-video", "kling")


def form_of(values: dict, choice: Choice = OMNI):
    return bound(Composition(choice, values)).form


def picture(name: str) -> dict:
    return {"asset": name, "name": name}


# Names


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("rocket.jpg", "rocket"),
        ("IMG_2034.JPG", "IMG-2034"),
        ("A harbour at dusk, seen from the pier.png", "A-harbour-at-dusk-se"),
        ("灯塔.png", "image-1"),
        ("taken.jpg", "taken-2"),
        ("v1.2 final.mov", "v1-2-final"),
    ],
)
def test_a_file_is_named_by_what_it_is_called(title, name):
    given = name_for(title, "image", {"taken"})

    assert given == name
    assert is_name(given)


def test_a_name_is_given_once_and_what_has_one_keeps_it():
    values = {
        "reference_images": [{"asset": "a"}, {"asset": "b", "name": "coat"}, {"asset": "c"}],
        "voices": [{"handle": "7"}],
    }

    found = named(values, {"a": "coat.jpg", "c": "coat.png"}.get)

    assert [each["name"] for each in found["reference_images"]] == ["coat-2", "coat", "coat-3"]
    assert found["voices"] == [{"handle": "7", "name": "voice-1"}]
    assert needs_names(values) and not needs_names(found)


def test_what_is_no_list_of_files_is_left_as_it_is():
    values = {"reference_images": "x", "voices": [1, None]}

    assert named(values, {}.get) == values
    assert not needs_names(values)


def test_mentions_count_in_the_prompt_and_in_every_shot():
    values = {"prompt": "@Mara waits", "shots": [{"prompt": "@coat falls"}, "?"]}

    assert mentioned(values) == {"Mara", "coat"}


# The menu


def test_the_menu_knows_what_is_attached_by_name_and_place():
    form = form_of(
        {"prompt": "", "reference_images": [picture("coat"), picture("boat")], "elements": [{"handle": "u-7"}]}
    )

    lines = json.loads(mentionable(form["prompt"]))

    assert [(each["name"], each["place"], each["into"]) for each in lines] == [
        ("coat", "image_1", ""),
        ("boat", "image_2", ""),
        ("element_1", "element_1", ""),
    ]


@pytest.mark.django_db
def test_the_menu_offers_what_the_team_has_and_says_where_it_goes(team, mara, kept):
    form = form_of({"prompt": "", "reference_images": [picture("coat")]})
    for field in form.fields.values():
        field.cast = choices_for(field.control, team, "fal")

    lines = {each["name"]: each for each in json.loads(mentionable(form["prompt"]))}

    assert lines["Mara"]["into"] == "id_elements-0-new"
    assert lines["Mara"]["value"]["name"] == "Mara"
    assert lines["rocket"]["into"] == "id_reference_images"
    assert "coat" in lines and not lines["coat"]["into"]


@pytest.mark.django_db
def test_what_is_attached_under_another_name_is_not_offered_again(team, kept):
    rocket = kept("rocket.jpg")
    form = form_of({"prompt": "", "reference_images": [{"asset": str(rocket.pk), "name": "tower"}]})
    for field in form.fields.values():
        field.cast = choices_for(field.control, team, "fal")

    assert [each["name"] for each in json.loads(mentionable(form["prompt"]))] == ["tower"]


@pytest.mark.django_db
def test_where_no_room_is_left_the_menu_says_so(team, mara):
    form = form_of({"prompt": "", "reference_images": [picture(f"p{number}") for number in range(7)]})
    for field in form.fields.values():
        field.cast = choices_for(field.control, team, "fal")

    lines = {each["name"]: each for each in json.loads(mentionable(form["prompt"]))}

    assert lines["Mara"]["fault"] == "7 of 7 are attached: take one out first"


# Room


def test_the_limit_falls_beside_a_video_and_says_why():
    pictures = [picture(f"p{number}") for number in range(5)]

    alone = room_of(form_of({"reference_images": pictures})["reference_images"])
    beside = room_of(form_of({"reference_images": pictures, "reference_video": {"asset": "v"}})["reference_images"])

    assert (alone.used, alone.most, alone.why) == (5, 7, "together with elements")
    assert (beside.used, beside.most, beside.why) == (5, 4, "beside the reference video together with elements")
    assert beside.is_over and not beside.left


def test_a_tray_says_whom_no_prompt_means():
    form = form_of(
        {"prompt": "@coat and @image_3", "reference_images": [picture("coat"), picture("boat"), picture("dusk")]}
    )

    tray = tray_of(form["reference_images"])

    assert [tile.is_mentioned for tile in tray.tiles] == [True, False, True]
    assert tray.named


def test_a_tray_without_a_prompt_beside_it_names_nothing():
    form = form_class("kling-effects", "effects", "kling").bound({"reference_images": [{"asset": "a"}]})
    form.is_valid()

    tray = tray_of(form["reference_images"])

    assert not tray.named
    assert all(tile.is_mentioned for tile in tray.tiles)
