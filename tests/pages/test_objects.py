"""“Select object”: who may ask, what is said to what is no place, and the mask that comes back."""

import io
from uuid import uuid4

import numpy as np
import pytest
from PIL import Image


@pytest.fixture
def rocket(kept):
    """A photograph of 640 x 427 with a rocket in the middle."""
    return kept("rocket.jpg")


def ask(client, asset, **place):
    return client.post(f"/assets/{asset}/object/", place)


def test_a_click_brings_a_mask_of_the_pictures_size(client, alice, rocket):
    client.force_login(alice)

    answer = ask(client, rocket.pk, x=322, y=250)

    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    mask = np.asarray(Image.open(io.BytesIO(answer.content)))
    assert mask.shape == (427, 640)
    assert mask[250, 322] == 255 and mask[30, 30] == 0
    assert 0.005 < (mask > 0).mean() < 0.2  # the rocket, and not the sky


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ({}, "Nothing was given as the place"),
        ({"x": "12"}, "12 was given as the place"),
        ({"x": "a", "y": "9"}, "a x 9 was given"),
        ({"x": "-4", "y": "9"}, "-4 x 9 was given"),
        ({"x": "640", "y": "9"}, "lies outside 640 x 427 px"),
        ({"x": "9", "y": "9", "width": "0", "height": "5"}, "the box is empty"),
        ({"x": "9" * 30, "y": "9"}, "was given as the place"),
    ],
)
def test_what_is_no_place_in_the_picture_is_refused_in_a_sentence(client, alice, rocket, place, words):
    client.force_login(alice)

    answer = ask(client, rocket.pk, **place)

    assert answer.status_code == 422
    assert words in answer.json()["error"] and "Say where" in answer.json()["error"]


def test_a_sound_has_no_objects_and_a_strangers_picture_is_not_there(client, alice, charlie, rocket, speech):
    client.force_login(alice)
    assert "is no picture" in ask(client, speech.pk, x=1, y=1).json()["error"]
    assert ask(client, uuid4(), x=1, y=1).status_code == 404

    client.force_login(charlie)
    assert ask(client, rocket.pk, x=322, y=250).status_code == 404
