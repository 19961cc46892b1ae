"""Plates of a prompt's words: its light, its horizon, and nothing that nobody knows."""

import cv2
import numpy as np
import pytest

from studio.animatic import captions, composed, lexicon
from studio.animatic.plan import parse
from tests.animatic import looking
from tests.animatic.looking import request, shots

SIZE = (320, 180)


def plate(prompt: str, turn: int = 0) -> np.ndarray:
    return composed.plate(lexicon.read(prompt), *SIZE, turn).astype(int)


@pytest.mark.parametrize(
    ("prompt", "words"),
    [
        ("Wide shot of a quiet harbour at dusk, rain on the pier", ("dusk", "water", "rain", "wide")),
        ("雨夜的霓虹灯，特写", ("neon", "rain", "close-up")),
        ("A red car in a snowy street", ("snow", "red")),
        ("Low angle, golden hour over the dunes", ("sunset", "sand", "yellow", "low angle")),
    ],
)
def test_words_that_are_known_are_found(prompt, words):
    assert lexicon.read(prompt).words == words


@pytest.mark.parametrize("prompt", ["", "Shot number 1", "A knight with Fred", "The icing on greenery", "他笑了"])
def test_where_no_word_is_known_there_is_nothing(prompt):
    assert lexicon.read(prompt) is None


def test_night_is_darker_than_dusk_than_day():
    lights = [plate(f"A hill, {time}").mean() for time in ("at night", "at dusk", "by day")]

    assert lights[0] * 1.5 < lights[1] < lights[2] / 1.3


def test_colours_go_where_their_words_say():
    red, blue = plate("red").mean(axis=(0, 1)), plate("blue").mean(axis=(0, 1))

    assert red[0] - red[2] > blue[0] - blue[2] + 30


def test_fog_takes_contrast_away():
    assert plate("A forest by day in fog").std() < plate("A forest by day").std() * 0.8


@pytest.mark.parametrize(("prompt", "at"), [("aerial, day", 0.28), ("wide, day", 0.6), ("low angle, day", 0.82)])
def test_the_horizon_lies_where_the_shot_has_it(prompt, at):
    rows = cv2.GaussianBlur(plate(prompt).astype(np.float32), (0, 0), 1)[:, 10:60].mean(axis=(1, 2))

    steps = np.abs(rows[8:] - rows[:-8])  # the guides are thin, the horizon is a step
    assert (np.argmax(steps) + 4) / SIZE[1] == pytest.approx(at, abs=0.03)


def test_there_is_nothing_on_it_but_light_lines_and_grain():
    picture = cv2.GaussianBlur(plate("Portrait of a woman in a red coat at night").astype(np.uint8), (0, 0), 3)

    edges = cv2.Laplacian(looking.grey(picture), cv2.CV_64F).var()

    assert edges < cv2.Laplacian(looking.grey(looking.cover(looking.FIRST, *SIZE)), cv2.CV_64F).var() / 30


def test_two_plates_of_the_same_words_differ_so_that_a_cut_is_seen():
    assert abs(plate("night", 0).mean() - plate("night", 1).mean()) > 2
    assert np.array_equal(plate("night", 0), plate("night", 0))


def test_the_card_says_which_words_made_the_plate():
    plan = parse(request(shots=[{"prompt": "A pier at night", "duration": 1}]))

    assert captions._notes(plan, plan.shots[0]) == ("Plate of the words: night, water",)
    assert captions._notes(parse(request(shots=shots(1))), plan.shots[0]) != ()
