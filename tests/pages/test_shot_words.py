"""The words that cards of shots write: one vocabulary, no word inside another, each removable whole."""

import json
from itertools import permutations

from studio.pages import camera_words


def test_every_word_is_told_from_every_other_in_a_prompt():
    kinds = json.loads(camera_words.of_shots())
    sentences = [sentence for kind in kinds for _, sentence in kind["words"]]

    assert [kind["kind"] for kind in kinds] == ["size", "move"]
    assert len(sentences) == len(camera_words.SIZES) + len(camera_words.MOVES) == len(set(sentences))
    assert not [(one, other) for one, other in permutations(sentences, 2) if one in other]
    assert all(sentence.endswith(".") and "\n" not in sentence for sentence in sentences)
