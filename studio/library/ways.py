"""The ways in which many files are changed, and changed back: columns, tags, collections and their order.

The only module that changes stars, flags, tags, collections, the bin, and the project of a file that is kept.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from django.db.models import Max

from .models import Asset, Collected, Tagging
from .queries import as_id

CHUNK = 500  #: files a statement

Ids = Sequence[UUID]
Was = dict[object, list[UUID]]
"""What they were, as JSON can hold it, and which of them were that: only those that the act changed."""


class Way(Protocol):
    """How files are changed, and changed back. `value` is text that `Verb.read` made of what was asked."""

    def do(self, ids: Ids, value: str) -> Was: ...

    def undo(self, ids: Ids, value: str, was: object) -> int:
        """Gives back what they were, where nobody has changed it again since; says how many."""
        ...


@dataclass(frozen=True, slots=True)
class Column:
    """Writes one column. `parse` makes its value of text; `only`, of which files."""

    name: str
    parse: Callable[[str], object]
    only: Mapping[str, object] | None = None

    def do(self, ids: Ids, value: str) -> Was:
        new, was = self.parse(value), {}
        changing = Asset.objects.filter(pk__in=ids, **(self.only or {})).exclude(**{self.name: new})
        for pk, old in changing.values_list("pk", self.name):
            was.setdefault(as_json(old), []).append(pk)
        Asset.objects.filter(pk__in=[pk for pks in was.values() for pk in pks]).update(**{self.name: new})
        return was

    def undo(self, ids: Ids, value: str, was: object) -> int:
        old = self.parse(was) if isinstance(was, str) else was
        return Asset.objects.filter(pk__in=ids, **{self.name: self.parse(value)}).update(**{self.name: old})


@dataclass(frozen=True, slots=True)
class Joined:
    """Writes a tag on files."""

    def do(self, ids: Ids, value: str) -> Was:
        had = set(Tagging.objects.filter(tag=value, asset__in=ids).values_list("asset_id", flat=True))
        new = [pk for pk in ids if pk not in had]
        Tagging.objects.bulk_create([Tagging(tag_id=int(value), asset_id=pk) for pk in new], ignore_conflicts=True)
        return {"": new} if new else {}

    def undo(self, ids: Ids, value: str, was: object) -> int:
        return Tagging.objects.filter(tag=value, asset__in=ids).delete()[0]


@dataclass(frozen=True, slots=True)
class Parted:
    """Takes a tag off files."""

    def do(self, ids: Ids, value: str) -> Was:
        had = Tagging.objects.filter(tag=value, asset__in=ids)
        pks = list(had.values_list("asset_id", flat=True))
        had.delete()
        return {"": pks} if pks else {}

    def undo(self, ids: Ids, value: str, was: object) -> int:
        return sum(map(len, Joined().do(ids, value).values()))


@dataclass(frozen=True, slots=True)
class Collecting:
    """Puts files at the end of a collection, in the order in which they are given."""

    def do(self, ids: Ids, value: str) -> Was:
        members = Collected.objects.filter(collection=value)
        had = set(members.filter(asset__in=ids).values_list("asset_id", flat=True))
        new = [pk for pk in ids if pk not in had]
        last = members.aggregate(last=Max("place"))["last"]
        first = 0 if last is None else last + 1
        Collected.objects.bulk_create(
            Collected(collection_id=value, asset_id=pk, place=place) for place, pk in enumerate(new, first)
        )
        return {"": new} if new else {}

    def undo(self, ids: Ids, value: str, was: object) -> int:
        return Collected.objects.filter(collection=value, asset__in=ids).delete()[0]


@dataclass(frozen=True, slots=True)
class Dropping:
    """Takes files out of a collection."""

    def do(self, ids: Ids, value: str) -> Was:
        had = Collected.objects.filter(collection=value, asset__in=ids)
        was = {place: [pk] for pk, place in had.order_by().values_list("asset_id", "place")}
        had.delete()
        return was

    def undo(self, ids: Ids, value: str, was: object) -> int:
        back = [Collected(collection_id=value, asset_id=pk, place=was) for pk in ids]
        return len(Collected.objects.bulk_create(back, ignore_conflicts=True))


@dataclass(frozen=True, slots=True)
class Arranging:
    """Puts files of a collection, in the order that they have in it, before another of its files, or at its end.

    `value` is the collection and that file, `<id>~<id>`. What they were is the file that each stood before, the last of
    them first: so each finds it when they go back.
    """

    def do(self, ids: Ids, value: str) -> Was:
        rows, moved = self._apart(ids, value)
        before = as_id(value.partition("~")[2])
        after = dict(zip([row.asset_id for row in rows], [*(row.asset_id.hex for row in rows[1:]), ""], strict=True))
        rest = [row for row in rows if row not in moved]
        at = next((at for at, row in enumerate(rest) if row.asset_id == before), len(rest))
        placed = [*rest[:at], *moved, *rest[at:]]
        if placed == rows:
            return {}
        self._number(placed)
        return {after[row.asset_id]: [row.asset_id] for row in reversed(moved)}

    def undo(self, ids: Ids, value: str, was: object) -> int:
        return sum(map(len, self.do(ids, f"{value.partition('~')[0]}~{was}").values()))

    def _apart(self, ids: Ids, value: str) -> tuple[list[Collected], list[Collected]]:
        """All files of the collection, and those that move."""
        members = Collected.objects.select_for_update().filter(collection=value.partition("~")[0])
        rows = list(members.order_by("place", "id"))
        return rows, [row for row in rows if row.asset_id in set(ids)]

    def _number(self, rows: Sequence[Collected]) -> None:
        changed = [(place, row) for place, row in enumerate(rows) if row.place != place]
        for place, row in changed:
            row.place = place
        Collected.objects.bulk_update([row for _, row in changed], ["place"], batch_size=CHUNK)


def as_json(old: object) -> object:
    """A column's value as JSON holds it."""
    return old.isoformat() if isinstance(old, datetime) else old
