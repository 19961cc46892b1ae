"""Going through a review list in the viewer: what stands before and after a file, and how far one is."""

from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.urls import reverse

from studio.accounts.models import User
from studio.library.models import Asset

from . import lists
from .lists import Progress
from .models import ReviewList


@dataclass(frozen=True)
class Walk:
    """A list as one person walks it; says the same as a listing of the library: where back is, and what is around."""

    made: ReviewList
    viewer: User

    @property
    def title(self) -> str:
        return self.made.name

    @property
    def query(self) -> str:
        """What an address needs so that it stays in this list."""
        return f"?list={self.made.pk}"

    @property
    def progress(self) -> Progress:
        return lists.progress(self.made, self.viewer)

    @property
    def progress_url(self) -> str:
        return reverse("review-progress", args=[self.made.pk])

    @cached_property
    def _order(self) -> list[UUID]:
        return list(lists.files_of(self.made, self.viewer).values_list("pk", flat=True))

    def around(self, asset: Asset) -> tuple[Asset | None, Asset | None]:
        """The one before it and the one after it; nothing where the asset is not on this list."""
        if asset.pk not in self._order:
            return None, None
        at = self._order.index(asset.pk)
        near = [self._order[n] if 0 <= n < len(self._order) else None for n in (at - 1, at + 1)]
        found = Asset.objects.for_tiles().in_bulk([pk for pk in near if pk])
        return tuple(found.get(pk) for pk in near)

    def page_with(self, asset: Asset, before: Asset | None) -> str:
        """The list's page, where the asset stands on it."""
        return f"{self.made.get_absolute_url()}#file-{asset.pk}"
