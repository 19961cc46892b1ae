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
from uuid import UUID

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField
from django.db.models.expressions import RawSQL

from studio.accounts.models import Team

from .queries import AssetQuerySet
from .tokens import Term, terms, tokens

MARK = "\u00a7"
"""§ is no letter for tokens.py, and one for both databases."""

FEW = 1_500
"""Up to so many hits are looked up by their ids; of more, the list is read in its order, and each file's words are."""

MOST_WORDS = 8_000

SAMPLED = 10_000
"""Entries of an index that SQLite looks at."""


Wanted = list[list[Term]]
"""All of the lists, and of each list one term."""


@dataclass(frozen=True, slots=True)
class Index:
    """How one database keeps its index, how it is asked for the ids of assets, and of one asset whether it is found.

    `holds` is SQL about `library_asset`, with its parameters: it is asked where many files are found, so that no list
    of them all has to be made for a page of a few.
    """

    setup: tuple[str, ...]
    written: Callable[[Wanted], str]
    hits: str
    holds: Callable[[Wanted], tuple[str, list[str]]]


# What a search is, in each database's own words


def for_fts5(wanted: Wanted) -> str:
    """`("dusk" OR "§p3") AND "a harbour" *`."""

    def one(term: Term) -> str:
        return f'"{" ".join(term.tokens)}"{" *" if term.is_prefix else ""}'

    return " AND ".join(f"({' OR '.join(map(one, either))})" for either in wanted)


def for_tsquery(wanted: Wanted) -> str:
    """`('dusk' | '§p3') & ('a' <-> 'harbour':*)`."""

    def one(term: Term) -> str:
        phrase = " <-> ".join(f"'{token}'" for token in term.tokens)
        return f"({phrase}{':*' if term.is_prefix else ''})"

    return " & ".join(f"({' | '.join(map(one, either))})" for either in wanted)


def in_the_text(wanted: Wanted) -> tuple[str, list[str]]:
    """Of SQLite, where a row's text is read sooner than FTS5 finds one row among its hits."""
    parts = [[f" {' '.join(term.tokens)}{'' if term.is_prefix else ' '}" for term in either] for either in wanted]
    each = " AND ".join(f"({' OR '.join(['instr(said.text, %s)'] * len(either))})" for either in parts)
    text = "SELECT ' ' || w.text || ' ' AS text FROM library_words w WHERE w.asset_id = library_asset.id"
    return f"EXISTS (SELECT 1 FROM ({text}) said WHERE {each})", [part for either in parts for part in either]


def in_the_vector(wanted: Wanted) -> tuple[str, list[str]]:
    """Of Postgres, which chooses itself whether to begin with the list or with the words."""
    words = "SELECT 1 FROM library_words w WHERE w.asset_id = library_asset.id AND w.vector @@ %s::tsquery"
    return f"EXISTS ({words})", [for_tsquery(wanted)]


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
        " WHERE s.library_search MATCH %s ORDER BY s.rowid DESC",  # what was kept last
        holds=in_the_text,
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
        holds=in_the_vector,
    ),
}


def prepare(connection: BaseDatabaseWrapper) -> None:
    """Makes the index of a database that has the table of Words; where it is there already nothing happens."""
    with connection.cursor() as cursor:
        for statement in INDEXES[connection.vendor].setup:
            cursor.execute(statement)


def learn_sizes(connection: BaseDatabaseWrapper) -> None:
    """Lets SQLite count how many rows an index has of a kind, by some of each, so that it begins with the fewest.

    It takes a twentieth of a second, however large the library. Postgres does it by itself.
    """
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA analysis_limit = {SAMPLED}")
        for table in ("library_asset", "library_words", "library_tagging", "library_collected", "library_use"):
            cursor.execute(f"ANALYZE {table}")


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
    wanted = [[Term((team_mark(team.pk),))], *with_people(asked, team)]
    hits = _first(assets.db, index.hits, index.written(wanted))
    if len(hits) <= FEW:
        return assets.among(hits)
    sql, params = index.holds(wanted)
    return assets.filter(RawSQL(sql, params, output_field=BooleanField())).some_are(hits)


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


def _first(alias: str, hits: str, wanted: str) -> list[UUID]:
    """The ids of the first hits, one more than FEW at most."""
    with connections[alias].cursor() as cursor:
        cursor.execute(f"{hits} LIMIT {FEW + 1}", [wanted])
        return [pk if isinstance(pk, UUID) else UUID(pk) for (pk,) in cursor.fetchall()]
