"""The one tokeniser."""

from hypothesis import given
from hypothesis import strategies as st

from studio.library.tokens import LONGEST_TOKEN, MOST_TERMS, Term, folded, terms, tokens
from tests.walks import walk

TEXTS = (
    ("A harbour at DUSK", "a harbour at dusk"),
    ("Été à l’Opéra", "ete a l opera"),
    ("STRASSE Straße", "strasse strasse"),
    ("shot_12-final.v3.mp4", "shot 12 final v3 mp4"),
    ("3.5 s, 24fps", "3 5 s 24fps"),
    ("Ёлка й", "елка и"),
    ("富士山", "富士 士山 山"),
    ("山", "山"),
    ("4K富士", "4k 富士 士"),
    ("がか", "がか か"),
    ("한국어", "한국 국어 어"),
    ("ｆｕｌｌ　ｗｉｄｔｈ", "full width"),
    ("हिन्दी में", "हिनदी में"),
    ("✨ — …", ""),
    ("", ""),
)


@walk(("text", "expected"), TEXTS, lambda text, expected: text)
def test_a_text_becomes_tokens(text, expected):
    assert " ".join(tokens(text)) == expected


SEARCHES = (
    ("harb", [Term(("harb",), True)]),
    ("dusk harb", [Term(("dusk",)), Term(("harb",), True)]),
    ('"at dusk"', [Term(("at", "dusk"))]),
    ('red "at dusk" har', [Term(("red",)), Term(("at", "dusk")), Term(("har",), True)]),
    ("“at dusk”", [Term(("at", "dusk"))]),
    ('"never closed', [Term(("never", "closed"))]),
    ("shot_12", [Term(("shot", "12"), True)]),
    ("富士山", [Term(("富士", "士山"))]),
    ("山", [Term(("山",), True)]),
    ("4k山", [Term(("4k", "山"), True)]),
    ('OR AND "', [Term(("or",)), Term(("and",), True)]),
    ("(*) -- ' ✨", []),
)


@walk(("search", "expected"), SEARCHES, lambda search, expected: search)
def test_a_search_becomes_terms(search, expected):
    assert list(terms(search)) == expected


@given(st.text(max_size=400))
def test_every_text_can_be_searched_for_and_its_tokens_are_words_of_letters_and_digits(text):
    asked = terms(text)

    assert len(asked) <= MOST_TERMS
    for token in [token for term in asked for token in term.tokens] + tokens(text):
        assert 0 < len(token) <= LONGEST_TOKEN
        assert not set(token) & set("\"'\\*()§: \t\n")


def test_folding_keeps_words_whole():
    assert folded(" Été  à l’Opéra 富士山 ") == "ete a l opera 富士山"
