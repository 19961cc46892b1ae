"""The bin: what is in it is kept for a while, and then gone for good."""

from datetime import timedelta
from itertools import chain
from uuid import UUID

from django.db import transaction
from django.db.models import Count

from studio.accounts.activity import record
from studio.core import clock

from . import store
from .models import Act, Asset, Element, Voice
from .queries import as_id

KEPT_DAYS = 30

ACTS_KEPT = timedelta(days=1)
"""For so long an act can be taken back by its Undo."""

BATCH = 100


def days_left(asset: Asset) -> int:
    """How many days the bin still keeps it, today counted; 0 when it may go at any moment."""
    return max(0, KEPT_DAYS - (clock.now() - asset.binned_at).days)


def purge() -> int:
    """Deletes what has been in the bin for too long, and says how many files of the library that were.

    1. The rows go, but for those that an element or a voice is made of; one whose bytes were touched within the hour
       goes the next time, so that its bytes can go with it.
    2. Bytes go that no row has any more, of whatever team, and that nobody is just keeping anew.
    """
    Act.objects.filter(done_at__lt=clock.now() - ACTS_KEPT).delete()
    old = Asset.objects.filter(binned_at__lt=clock.now() - timedelta(days=KEPT_DAYS)).exclude(pk__in=held())
    oldest = old.order_by("binned_at").values_list("pk", "sha256")[:BATCH]
    gone = {pk: sha256 for pk, sha256 in oldest if store.is_at_rest(sha256)}
    _delete(list(gone))
    named = Asset.objects.filter(sha256__in=gone.values()).values_list("sha256", flat=True)
    for sha256 in set(gone.values()) - set(named):
        store.remove(sha256)
    return len(gone)


@transaction.atomic
def _delete(pks: list[UUID]) -> None:
    """The rows that nobody has taken out of the bin meanwhile; the log says how many of which team and project."""
    doomed = Asset.objects.filter(pk__in=pks).exclude(binned_at=None)
    for team, project, count in doomed.order_by().values_list("team", "project").annotate(Count("pk")):
        words = "1 file" if count == 1 else f"{count:,} files"
        record("files-deleted", team=team, by=None, words=words, project=project)
    doomed.delete()


def held() -> set[UUID]:
    """The files that elements and voices are made of."""
    parts = [*Voice.objects.values_list("recording"), *Element.objects.values_list("front", "clip")]
    views = chain.from_iterable(Element.objects.values_list("views", flat=True))
    return {*chain.from_iterable(parts), *map(as_id, views)} - {None}
