"""A search of the library: words, facets, an order. Read from an address, written to one, and asked of the table."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Protocol, Self

from django.core.exceptions import EmptyResultSet
from django.db import connections

from .facets import FACETS, Facet, Scope
from .queries import AssetQuerySet
from .search import narrowed
from .sorting import ARRANGED, NEWEST, SORTS, Arranged, Sort
from .tokens import LONGEST_SEARCH

MOST_VALUES = 20
"""Of one facet, in one search."""

COUNTED = 1_000
"""Beyond that a facet's count is `1,000+`: counting costs the same in every library."""


class Params(Protocol):
    """What an address holds: Django's QueryDict is one."""

    def getlist(self, name: str) -> list[str]: ...


@dataclass(frozen=True, slots=True)
class Chip:
    """A value that is chosen, in words, and the search without it."""

    facet: str
    value: str
    words: str
    without: "Query"


@dataclass(frozen=True, slots=True)
class Choice:
    """A value that can be chosen: how many files it would leave, and whether it is chosen already."""

    value: str
    words: str
    count: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Query:
    """`chosen` is (facet, values) in the order of the table, the values as they were given, each once."""

    text: str = ""
    chosen: tuple[tuple[str, tuple[str, ...]], ...] = ()
    sort: str = NEWEST.slug

    @classmethod
    def parse(cls, params: Params, scope: Scope) -> tuple[Self, list[str]]:
        """What can be read, and a sentence for each thing that is not known and was dropped. Never raises."""
        chosen, faults = [], []
        for facet in FACETS.values():
            values = tuple(dict.fromkeys(filter(None, params.getlist(facet.slug))))[:MOST_VALUES]
            known = tuple(value for value in values if facet.words(value, scope) is not None)
            faults += [not_known(facet, value) for value in values if value not in known]
            chosen += [(facet.slug, known)] if known else []
        sort = (params.getlist("sort") or [NEWEST.slug])[-1]
        if sort not in SORTS and sort != ARRANGED:
            faults.append(f"There is no order called “{sort[:40]}”, so the newest come first.")
            sort = NEWEST.slug
        text = " ".join((params.getlist("q") or [""])[-1].split())[:LONGEST_SEARCH].rstrip()
        return cls(text, tuple(chosen), sort), faults

    @property
    def params(self) -> list[tuple[str, str]]:
        """What `parse` reads, as pairs for urlencode: nothing for what is not asked."""
        facets = [(slug, value) for slug, values in self.chosen for value in values]
        words = [("q", self.text)] if self.text else []
        return [*words, *facets, *([("sort", self.order.slug)] if self.order != NEWEST else [])]

    @property
    def narrows(self) -> bool:
        return bool(self.text or self.chosen)

    @property
    def collection(self) -> str:
        """The one collection that is open; empty where it is none, or several."""
        open_ = self.values("collection")
        return open_[0] if len(open_) == 1 else ""

    @property
    def order(self) -> Sort:
        """A collection's own only while it is open."""
        if self.sort == ARRANGED:
            return Arranged(collection=self.collection) if self.collection else NEWEST
        return SORTS[self.sort]

    @property
    def orders(self) -> list[Sort]:
        """Those that can be chosen."""
        return [*SORTS.values(), *([Arranged(collection=self.collection)] if self.collection else [])]

    def values(self, slug: str) -> tuple[str, ...]:
        """What is chosen of a facet."""
        return dict(self.chosen).get(slug, ())

    def choosing(self, slug: str, values: Iterable[str]) -> Self:
        """The same with these values of the facet, and no others."""
        others = dict(self.chosen) | {slug: tuple(dict.fromkeys(values))}
        return replace(self, chosen=tuple((name, others[name]) for name in FACETS if others.get(name)))

    def chips(self, scope: Scope) -> Iterator[Chip]:
        """What is chosen, one by one."""
        for slug, values in self.chosen:
            for value in values:
                rest = self.choosing(slug, (other for other in values if other != value))
                yield Chip(slug, value, said(FACETS[slug], value, scope), rest)

    def matching(self, assets: AssetQuerySet, scope: Scope) -> AssetQuerySet:
        """Those of the team's assets that the search finds, in no order."""
        for slug, values in self.chosen:
            assets = assets.filter(FACETS[slug].narrowing(values, scope))
        return narrowed(assets, self.text, scope.team)


def not_known(facet: Facet, value: str) -> str:
    return f"{facet.title} “{value[:40]}” is not known here and was left out."


def said(facet: Facet, value: str, scope: Scope) -> str:
    """A chosen value as people read it: `Model: Kling 3.0 Pro`."""
    return facet.is_said.format(title=facet.title, words=facet.words(value, scope))


# Counts, asked for when a menu opens


def facet_counts(assets: AssetQuerySet, facet: Facet, query: Query, scope: Scope) -> list[Choice]:
    """What each option of the facet would leave of the assets, with everything else that is chosen.

    Options that would leave nothing are left out, unless they are chosen.
    """
    rest = query.choosing(facet.slug, ()).matching(assets, scope)
    options, chosen = facet.options(scope), query.values(facet.slug)
    options = {**options, **{value: facet.words(value, scope) for value in chosen if value not in options}}
    counts = counted({value: rest.filter(facet.where(value, scope)) for value in options})
    return [
        Choice(value, words, count_words(counts[value]), value in chosen)
        for value, words in options.items()
        if counts[value] or value in chosen
    ]


def count_words(count: int) -> str:
    return f"{COUNTED:,}+" if count > COUNTED else f"{count:,}"


def counted(parts: Mapping[str, AssetQuerySet]) -> dict[str, int]:
    """How many each has, no further than one beyond COUNTED; all in one statement."""
    statements, params, found = [], [], {}
    for value, assets in parts.items():
        try:
            sql, own = assets.order_by().values("pk")[: COUNTED + 1].query.sql_with_params()
        except EmptyResultSet:
            continue
        statements.append(f"SELECT %s, COUNT(*) FROM ({sql}) AS part")
        params += [value, *own]
    if statements:
        with connections[next(iter(parts.values())).db].cursor() as cursor:
            cursor.execute(" UNION ALL ".join(statements), params)
            found = dict(cursor.fetchall())
    return {value: found.get(value, 0) for value in parts}
