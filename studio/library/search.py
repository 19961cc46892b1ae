"""The port to full text: what a file is found by, kept by the database itself, in SQLite and in Postgres alike.

A row of Words holds a file's tokens, made by tokens.py, with a space between. Both databases index exactly these and
split or fold nothing themselves, so the same search finds the same in both:

- SQLite: an FTS5 table over library_words, tokenised as ASCII (whose letters beyond 127 all belong to words), fed by
  triggers.
- Postgres: a generated column of type tsvector, put together from the tokens and their places, with a GIN index.

Every row also holds a mark of its team and one of its owner, in letters that no search can contain. So a search stays
in its team without a join, and a person is found by the name that they have now.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField
from django.db.models.expressions import RawSQL

from studio.accounts.models import Team

from .queries import AssetQuerySet
from .tokens import Term, terms, tokens

MARK = "\u00a7"
"""§ is no letter for tokens.py, and one for both databases."""

FEW = 500
"""Up to so many hits are looked up by their ids; of more, the list is read in its order and compared with them all."""

MOST_WORDS = 8_000


@dataclass(frozen=True, slots=True)
class Index:
    """How one database keeps its index, and how it is asked for the ids of assets."""

    setup: tuple[str, ...]
    written: Callable[[list[list[Term]]], str]
    hits: str


# What a search is, in each database's own words: all of the lists, and of each list one term


def for_fts5(wanted: list[list[Term]]) -> str:
    """`("dusk" OR "§p3") AND "a harbour" *`."""

    def one(term: Term) -> str:
        return f'"{" ".join(term.tokens)}"{" *" if term.is_prefix else ""}'

    return " AND ".join(f"({' OR '.join(map(one, either))})" for either in wanted)


def for_tsquery(wanted: list[list[Term]]) -> str:
    """`('dusk' | '§p3') & ('a' <-> 'harbour':*)`."""

    def one(term: Term) -> str:
        phrase = " <-> ".join(f"'{token}'" for token in term.tokens)
        return f"({phrase}{':*' if term.is_prefix else ''})"

    return " & ".join(f"({' | '.join(map(one, either))})" for either in wanted)


INDEXES = {
    "sqlite": Index(
        setup=(
            "CREATE VIRTUAL TABLE IF NOT EXISTS library_search USING fts5("
            "text, content='library_words', content_rowid='id', tokenize='ascii', columnsize=0)",
            "CREATE TRIGGER IF NOT EXISTS library_words_added AFTER INSERT ON library_words BEGIN"
            " INSERT INTO library_search(rowid, text) VALUES (new.id, new.text); END",
            "CREATE TRIGGER IF NOT EXISTS library_words_removed AFTER DELETE ON library_words BEGIN"
            " INSERT INTO library_search(library_search, rowid, text) VALUES ('delete', old.id, old.text); END",
            "CREATE TRIGGER IF NOT EXISTS library_words_changed AFTER UPDATE ON library_words BEGIN"
            " INSERT INTO library_search(library_search, rowid, text) VALUES ('delete', old.id, old.text);"
            " INSERT INTO library_search(rowid, text) VALUES (new.id, new.text); END",
        ),
        written=for_fts5,
        hits="SELECT w.asset_id FROM library_search s CROSS JOIN library_words w ON w.id = s.rowid"
        " WHERE s.library_search MATCH %s",
    ),
    "postgresql": Index(
        setup=(
            "CREATE OR REPLACE FUNCTION library_vector(words text) RETURNS tsvector LANGUAGE sql IMMUTABLE"
            " AS $$ SELECT coalesce(string_agg(quote_literal(word) || ':' || least(place, 16383), ' '), '')::tsvector"
            " FROM unnest(string_to_array(words, ' ')) WITH ORDINALITY AS each(word, place) $$",
            "ALTER TABLE library_words ADD COLUMN IF NOT EXISTS"
            " vector tsvector GENERATED ALWAYS AS (library_vector(text)) STORED",
            "CREATE INDEX IF NOT EXISTS library_words_vector ON library_words USING gin (vector)",
        ),
        written=for_tsquery,
        hits="SELECT asset_id FROM library_words WHERE vector @@ %s::tsquery",
    ),
}


def prepare(connection: BaseDatabaseWrapper) -> None:
    """Makes the index of a database that has the table of Words; where it is there already nothing happens."""
    with connection.cursor() as cursor:
        for statement in INDEXES[connection.vendor].setup:
            cursor.execute(statement)


# What goes in


def text_of(team_id: int, owner_id: int, parts: Iterable[str]) -> str:
    """The tokens of a file: the marks, then all of its words, a gap between the parts so that no phrase spans two."""
    words = [word for part in parts for word in (*tokens(part), MARK)]
    return " ".join([team_mark(team_id), owner_mark(owner_id), *words[:MOST_WORDS]])


def team_mark(pk: int) -> str:
    return f"{MARK}t{pk}"


def owner_mark(pk: int) -> str:
    return f"{MARK}p{pk}"


# What is found


def narrowed(assets: AssetQuerySet, search: str, team: Team) -> AssetQuerySet:
    """The assets of the team, all of them, or those that the search finds. Every search can be read."""
    asked = terms(search)
    if not asked:
        return assets
    index = INDEXES[connections[assets.db].vendor]
    wanted = index.written([[Term((team_mark(team.pk),))], *with_people(asked, team)])
    hits = _first(assets.db, index.hits, wanted)
    if len(hits) <= FEW:
        return assets.filter(pk__in=hits)
    return assets.filter(RawSQL(f"library_asset.id IN ({index.hits})", [wanted], output_field=BooleanField()))


def with_people(asked: Iterable[Term], team: Team) -> Iterator[list[Term]]:
    """Each term, or else that the file is by somebody whose name it is in."""
    people = [(owner_mark(pk), tokens(name)) for pk, name in team.members.values_list("pk", "name")]
    for term in asked:
        yield [term, *(Term((mark,)) for mark, name in people if is_in(term, name))]


def is_in(term: Term, name: list[str]) -> bool:
    """Whether the tokens of a term follow one another in a name."""
    size = len(term.tokens)
    for start in range(len(name) - size + 1):
        part = tuple(name[start : start + size])
        if part == term.tokens or (
            term.is_prefix and part[:-1] == term.tokens[:-1] and part[-1].startswith(term.tokens[-1])
        ):
            return True
    return False


def _first(alias: str, hits: str, wanted: str) -> list:
    """The ids of the first hits, one more than FEW at most; as the database writes them."""
    with connections[alias].cursor() as cursor:
        cursor.execute(f"{hits} LIMIT {FEW + 1}", [wanted])
        return [pk for (pk,) in cursor.fetchall()]
