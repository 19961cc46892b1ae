"""Camera moves in words: each is a whole sentence of its own, and has its drawing."""

from itertools import permutations

from django.contrib.staticfiles import finders

from studio.pages.camera_words import MOVES, said


def test_no_sentence_is_part_of_another_and_each_is_found_in_a_prompt():
    assert [(one.slug, other.slug) for one, other in permutations(MOVES, 2) if one.sentence in other.sentence] == []
    assert [said(f"A pier. {move.sentence} Fog.") for move in MOVES] == [[move] for move in MOVES]
    assert said("A pier in fog") == []


def test_each_move_is_drawn_and_only_the_one_that_moves_nothing_stands_still():
    with open(finders.find("css/elements/camera-moves.css"), encoding="utf-8") as file:
        sheet = file.read()

    assert [move.slug for move in MOVES if f'[data-says="{move.slug}"] {{ --to-here' not in sheet] == ["locked-off"]
