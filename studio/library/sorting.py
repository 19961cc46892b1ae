"""The orders that the library can be seen in, as one table, and how each goes on from an asset.

Every order ends with the moment and the id, so that no two assets have the same place in it; a page is one range of an
index, however deep it lies.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from django.db.models import BooleanField, F, Field, IntegerField, OuterRef, Subquery, Value
from django.db.models.expressions import Func

from .organising import Collected
from .queries import AssetQuerySet, BadCursor, Cursor

if TYPE_CHECKING:
    from .models import Asset


class Follows(Func):
    """`(stars, created_at, id) < (4, …, …)`: the columns, then as many values. Both databases read it from an index."""

    output_field = BooleanField()

    def __init__(self, *expressions, sign: str) -> None:
        super().__init__(*expressions)
        self.sign = sign

    def as_sql(self, compiler, connection, **_) -> tuple[str, list]:
        compiled = [compiler.compile(each) for each in self.source_expressions]
        half = len(compiled) // 2
        sides = [", ".join(sql for sql, _ in part) for part in (compiled[:half], compiled[half:])]
        return f"({sides[0]}) {self.sign} ({sides[1]})", [param for _, params in compiled for param in params]


@dataclass(frozen=True, kw_only=True, slots=True)
class Sort:
    """One order: its word in the address, how it is called, the column before the moment and how to read its values."""

    slug: str
    title: str
    by: str = ""
    read: Callable[[str], object] = str
    descends: bool = True

    @property
    def columns(self) -> tuple[str, ...]:
        return (*([self.by] if self.by else ()), "created_at", "id")

    @property
    def is_by_date(self) -> bool:
        return not self.by

    def ordered(self, assets: AssetQuerySet, *, backwards: bool = False) -> AssetQuerySet:
        sign = "-" if self.descends != backwards else ""
        return assets.order_by(*(f"{sign}{column}" for column in self.columns))

    def place(self, asset: "Asset") -> str:
        """The asset's place in this order, as an address holds it: `4~20261120T101500.123456Z~<hex>`."""
        return "~".join([*([str(getattr(asset, self.by))] if self.by else []), str(Cursor.of(asset))])

    def beyond(self, assets: AssetQuerySet, place: str, *, backwards: bool = False) -> AssetQuerySet:
        """Those that come after the place; before it if `backwards`. Raises BadCursor for what is no place here."""
        value, cursor = self._parsed(place)
        values = (*value, cursor.created_at, cursor.id)
        given = [
            Value(v, output_field=self.field(assets, column)) for column, v in zip(self.columns, values, strict=True)
        ]
        sign = "<" if self.descends != backwards else ">"
        return assets.filter(Follows(*map(F, self.columns), *given, sign=sign))

    def next_to(self, assets: AssetQuerySet, asset: "Asset", *, backwards: bool = False) -> "Asset | None":
        """The one after it; the one before if `backwards`."""
        beyond = self.beyond(assets, self.place(asset), backwards=backwards)
        return self.ordered(beyond, backwards=backwards).first()

    def field(self, assets: AssetQuerySet, column: str) -> Field:
        """What kind of values stand in a column."""
        return assets.model._meta.get_field(column)

    def _parsed(self, place: str) -> tuple[list[object], Cursor]:
        if not self.by:
            return [], Cursor.parse(place)
        text, _, rest = place.partition("~")
        try:
            return [self.read(text)], Cursor.parse(rest)
        except (ValueError, InvalidOperation) as error:
            raise BadCursor(f"{place[:100]!r} is no place in a list.") from error


def finite(read: Callable[[str], float | Decimal]) -> Callable[[str], float | Decimal]:
    """Reads a number that can be compared. Raises ValueError for infinity and what is not a number."""

    def number(text: str) -> float | Decimal:
        value = read(text)
        if not abs(value) < 10**8:
            raise ValueError(f"{text!r} is no number for a place.")
        return value

    return number


ARRANGED = "arranged"


@dataclass(frozen=True, kw_only=True, slots=True)
class Arranged(Sort):
    """The order that people give a collection. Only its own files have a place in it."""

    slug: str = ARRANGED
    title: str = "The collection’s order"
    by: str = ARRANGED
    read: Callable[[str], object] = finite(int)
    descends: bool = False
    collection: str

    def ordered(self, assets: AssetQuerySet, *, backwards: bool = False) -> AssetQuerySet:
        return Sort.ordered(self, self._placed(assets), backwards=backwards)

    def beyond(self, assets: AssetQuerySet, place: str, *, backwards: bool = False) -> AssetQuerySet:
        return Sort.beyond(self, self._placed(assets), place, backwards=backwards)

    def place(self, asset: "Asset") -> str:
        held = Collected.objects.filter(collection=self.collection, asset=asset)
        return f"{held.values_list('place', flat=True).first() or 0}~{Cursor.of(asset)}"

    def field(self, assets: AssetQuerySet, column: str) -> Field:
        return IntegerField() if column == ARRANGED else Sort.field(self, assets, column)

    def _placed(self, assets: AssetQuerySet) -> AssetQuerySet:
        held = Collected.objects.filter(collection=self.collection, asset=OuterRef("pk")).order_by()
        return assets.annotate(**{ARRANGED: Subquery(held.values("place"))})


NEWEST = Sort(slug="newest", title="Newest first")

SORTS = {
    sort.slug: sort
    for sort in (
        NEWEST,
        Sort(slug="oldest", title="Oldest first", descends=False),
        Sort(slug="stars", title="Most stars", by="stars", read=finite(int)),
        Sort(slug="longest", title="Longest", by="length_s", read=finite(float)),
        Sort(slug="dearest", title="Dearest", by="dollars", read=finite(Decimal)),
    )
}
