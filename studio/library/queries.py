"""How assets are looked for: who sees them, in which order, from where on."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Self
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import BooleanField, F, Func, Q, QuerySet

from studio.accounts.models import Membership, Project, Team, User, in_the_open

if TYPE_CHECKING:
    from .models import Asset


class BadCursor(ValueError):
    """The text does not name a place in a list."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in a list that is ordered newest first: the last asset seen. As text `20261120T101500.123456Z~<hex>`."""

    created_at: datetime
    id: UUID

    FORMAT = "%Y%m%dT%H%M%S.%f%z"

    @classmethod
    def of(cls, asset: "Asset") -> Self:
        return cls(asset.created_at, asset.pk)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Raises BadCursor for anything that `str(cursor)` did not write."""
        stamp, _, hexadecimal = text.partition("~")
        try:
            return cls(datetime.strptime(stamp, cls.FORMAT).astimezone(UTC), UUID(hex=hexadecimal))
        except (ValueError, OverflowError) as error:
            raise BadCursor(f"{text!r} is no place in a list.") from error

    def __str__(self) -> str:
        return f"{self.created_at.strftime('%Y%m%dT%H%M%S.%f')}Z~{self.id.hex}"


def as_id(text: str | None) -> UUID | None:
    """An asset's id as a recipe writes it; None for text that is no id: a recipe may come from elsewhere."""
    try:
        return UUID(text) if text else None
    except (ValueError, AttributeError, TypeError):
        return None


class Among(Func):
    """Whether an id is one of many, given as one parameter. SQLite then begins with these and not with a whole team."""

    output_field = BooleanField()

    def __init__(self, column: F, ids: Iterable[UUID]) -> None:
        super().__init__(column)
        self.ids = list(ids)

    def as_sqlite(self, compiler, connection, **_) -> tuple[str, list]:
        column, params = compiler.compile(self.source_expressions[0])
        given = json.dumps([pk.hex for pk in self.ids])
        return f"{column} IN (SELECT value FROM json_each(%s))", [*params, given]

    def as_postgresql(self, compiler, connection, **_) -> tuple[str, list]:
        column, params = compiler.compile(self.source_expressions[0])
        return f"{column} = ANY(%s::uuid[])", [*params, self.ids]


class AssetQuerySet(QuerySet["Asset"]):
    _some: Sequence[UUID] = ()

    def _clone(self) -> Self:
        copy = super()._clone()
        copy._some = self._some
        return copy

    # Who

    def visible_to(self, viewer: User | AnonymousUser) -> Self:
        """What the viewer's teams own, but for what others keep to themselves; nothing for somebody who is not signed
        in. Binned ones too."""
        if not viewer.is_authenticated:
            return self.none()
        return self.filter(team__in=Membership.objects.filter(user=viewer).values("team")).open_to(viewer)

    def open_to(self, viewer: User) -> Self:
        """Without what others on the viewer's teams keep to themselves; whose teams' they are is asked elsewhere."""
        return self.filter(in_the_open(viewer))

    def shared(self) -> Self:
        """In projects that their whole team sees."""
        return self.filter(project__visibility=Project.Visibility.TEAM)

    def of_team(self, team: Team) -> Self:
        return self.filter(team=team)

    def of_project(self, project: Project) -> Self:
        return self.filter(project=project)

    def made_by(self, owner: User) -> Self:
        return self.filter(owner=owner)

    # Which

    def results(self) -> Self:
        return self.filter(origin="result")

    def uploads(self) -> Self:
        return self.filter(origin="upload")

    def kept(self) -> Self:
        """Not in the bin."""
        return self.filter(binned_at=None)

    def with_ids(self, texts: Iterable[str | None]) -> Self:
        """Those of the ids, as recipes write them, that are assets."""
        return self.among(set(filter(None, map(as_id, texts))))

    def among(self, ids: Iterable[UUID]) -> Self:
        """Those of the ids, of which there may be thousands."""
        ids = list(ids)
        return self.filter(Among(F("pk"), ids)) if ids else self.none()

    def some_are(self, ids: Sequence[UUID]) -> Self:
        """The same; these are some of them, before what else narrows it. Counting begins with them."""
        copy = self._chain()
        copy._some = ids
        return copy

    def for_tiles(self) -> Self:
        """Without what no tile shows."""
        return self.defer("recipe")

    # In which order, from where on

    def newest_first(self) -> Self:
        return self.order_by("-created_at", "-id")

    def oldest_first(self) -> Self:
        return self.order_by("created_at", "id")

    def before(self, cursor: Cursor) -> Self:
        """Older than the cursor. One range of the index, whatever comes in at its newer end."""
        return self.filter(created_at__lte=cursor.created_at).exclude(created_at=cursor.created_at, id__gte=cursor.id)

    def after(self, cursor: Cursor) -> Self:
        """Newer than the cursor."""
        return self.filter(created_at__gte=cursor.created_at).exclude(created_at=cursor.created_at, id__lte=cursor.id)

    def between(self, start: datetime, end: datetime) -> Self:
        """From `start` up to, but not including, `end`."""
        return self.filter(created_at__gte=start, created_at__lt=end)

    def older(self, asset: "Asset") -> "Asset | None":
        """The next one in a list that is ordered newest first."""
        return self.before(Cursor.of(asset)).newest_first().first()

    def newer(self, asset: "Asset") -> "Asset | None":
        return self.after(Cursor.of(asset)).oldest_first().first()

    def count_up_to(self, limit: int) -> int:
        """How many there are, but no more than `limit`, so that counting stays cheap in a large library."""
        everything = self.order_by()
        if len(self._some) >= limit and everything.among(self._some)[:limit].count() == limit:
            return limit
        return everything[:limit].count()

    def with_content(self, sha256: str) -> Self:
        """The same bytes, as stored or as they were given."""
        return self.filter(Q(sha256=sha256) | Q(source_sha256=sha256))
