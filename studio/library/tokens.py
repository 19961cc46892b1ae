"""The one tokeniser: text to the tokens that every search index here is fed with, and a search to the same tokens.

A word is a run of letters, marks and digits. Case and accents are folded. Runs of Chinese, Japanese and Korean, which
have no spaces, become pairs of characters and the last one alone, so that every part of them is found.
"""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby, pairwise

LONGEST_TOKEN = 64
LONGEST_SEARCH = 300
MOST_TERMS = 16

VOICING = "\u3099\u309a"
"""The marks that make か into が: another sound, not an accent."""

CJK = (
    (0x2E80, 0x2FDF),  # radicals
    (0x3005, 0x3007),  # 々 〆 〇
    (0x3040, 0x30FF),  # hiragana, katakana
    (0x3100, 0x312F),  # bopomofo
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xAC00, 0xD7A3),  # hangul
    (0xF900, 0xFAFF),
    (0x20000, 0x3FFFF),
)


@dataclass(frozen=True, slots=True)
class Term:
    """Tokens that follow one another; with `is_prefix` the last of them may go on."""

    tokens: tuple[str, ...]
    is_prefix: bool = False


def tokens(text: str) -> list[str]:
    """`Été à l’Opéra, prise 2` -> ete a l opera prise 2."""
    found = []
    for (is_word, is_cjk), characters in groupby(folded_characters(text), kind):
        run = "".join(characters)
        if is_word:
            found += pairs(run) if is_cjk else [run[:LONGEST_TOKEN]]
    return found


def folded(text: str) -> str:
    """The words of a text with case and accents folded and one space between."""
    runs = groupby(folded_characters(text), lambda character: kind(character)[0])
    return " ".join("".join(run) for is_word, run in runs if is_word)


def terms(search: str) -> tuple[Term, ...]:
    """What somebody typed: each word a term, what stands in quotes one, the last word the beginning of one.

    Nothing is an error: a quote that is not closed goes to the end, signs are spaces.
    """
    parts = search[:LONGEST_SEARCH].replace("“", '"').replace("”", '"').split('"')
    read = []
    for number, part in enumerate(parts):
        is_quoted = number % 2 == 1
        read += [(each, is_quoted) for each in ([part] if is_quoted else part.split())]
    found = [(words, is_quoted) for text, is_quoted in read if (words := tokens(text))][:MOST_TERMS]
    last = len(found) - 1
    return tuple(term(words, may_go_on=place == last and not quoted) for place, (words, quoted) in enumerate(found))


def term(words: list[str], *, may_go_on: bool) -> Term:
    """A term that ends with characters without spaces is found in the middle of such a run too: 富士 in 富士山."""
    is_cjk = kind(words[-1][-1])[1]
    ends_with_pair = (
        is_cjk and len(words) > 1 and len(words[-2]) == 2 and words[-2][1] == words[-1] and kind(words[-2][0])[1]
    )
    return Term(tuple(words[:-1] if ends_with_pair else words), is_prefix=not ends_with_pair and (may_go_on or is_cjk))


def pairs(run: str) -> list[str]:
    """`富士山` -> 富士 士山 山."""
    return [*map("".join, pairwise(run)), run[-1]]


def folded_characters(text: str) -> str:
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if c in VOICING or not unicodedata.combining(c))
    return unicodedata.normalize("NFKC", bare.casefold())


@lru_cache(8192)
def kind(character: str) -> tuple[bool, bool]:
    """Whether it is part of a word, and of one without spaces."""
    is_word = unicodedata.category(character)[0] in "LNM"
    return is_word, is_word and any(low <= ord(character) <= high for low, high in CJK)
