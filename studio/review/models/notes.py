"""Notes on frames, in threads. Only `review/actions.py` writes them."""

import uuid
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from studio.accounts.models import Membership, Project, User
from studio.core import clock
from studio.library.models import Asset

if TYPE_CHECKING:
    from .sharing import Guest

MOST_WORDS = 4000  #: characters of a note


GUEST = Membership.Role.GUEST


def sees_internal(user: User, team_id: int) -> bool:
    """Whether this person reads what a team keeps among itself: a guest of it does not."""
    return Membership.objects.filter(user=user, team=team_id).exclude(role=GUEST).exists()


class NoteQuerySet(models.QuerySet["Note"]):
    """Reads."""

    def on(self, asset: Asset) -> "NoteQuerySet":
        return self.filter(asset=asset)

    def in_threads_on(self, asset: Asset) -> "NoteQuerySet":
        """Also what was answered on later versions of the file."""
        return self.filter(Q(asset=asset) | Q(parent__asset=asset)) if asset.stack else self.on(asset)

    def visible_to(self, user: User) -> "NoteQuerySet":
        """On files that the person sees; without what is internal where they are a guest."""
        seen = Asset.objects.visible_to(user)
        guest_of = user.memberships.filter(role=GUEST).values("team")
        return self.filter(asset__in=seen).exclude(Q(is_internal=True) & Q(asset__team__in=guest_of))

    def said(self) -> "NoteQuerySet":
        """Not taken back."""
        return self.filter(deleted_at=None)

    def threads(self) -> "NoteQuerySet":
        """The first note of each."""
        return self.filter(parent=None)

    def open(self) -> "NoteQuerySet":
        """Threads that nobody has resolved."""
        return self.threads().said().filter(resolved_at=None)

    def in_order(self) -> "NoteQuerySet":
        """As the clip plays: what is about all of it first."""
        return self.order_by(models.F("frame").asc(nulls_first=True), "created_at", "pk")


class Note(models.Model):
    """Words on a frame of a file, on a range of `frames`, or, where `frame` is None, on all of it.

    A reply has a `parent`, and its frame and whether it is internal from there; its `asset` is the version on which it
    was given, which may be a later one. The id is the writer's: the same note that is sent again, because the answer
    was lost, is the same row. `version` counts the changes of a thread. It has an `author` of the team or a `guest` who
    came by a share link. `fixed_in` is the later version on which somebody saw that it was done.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    asset = models.ForeignKey(Asset, models.CASCADE, related_name="notes", db_index=False)
    parent = models.ForeignKey("self", models.CASCADE, null=True, related_name="replies")
    author = models.ForeignKey(User, models.PROTECT, null=True, related_name="notes")
    guest = models.ForeignKey("Guest", models.PROTECT, null=True, related_name="notes")
    frame = models.PositiveIntegerField(null=True)
    frames = models.PositiveIntegerField(default=1)
    words = models.TextField(max_length=MOST_WORDS)
    is_internal = models.BooleanField(default=False)
    mentioned = models.ManyToManyField(User, related_name="mentioned_in")
    assignee = models.ForeignKey(User, models.SET_NULL, null=True, related_name="assigned_notes")
    created_at = models.DateTimeField(default=clock.now, editable=False)
    edited_at = models.DateTimeField(null=True)
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    fixed_in = models.ForeignKey(Asset, models.SET_NULL, null=True, related_name="fixes")
    deleted_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)
    #: of the first note of a thread: when anything in it did
    changed_at = models.DateTimeField(default=clock.now)

    objects = NoteQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["asset", "frame", "created_at"], name="note_of_asset_in_order"),
            models.Index(fields=["changed_at"], name="note_changed_lately"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(resolved_at=None, resolved_by=None)
                | Q(resolved_at__isnull=False, resolved_by__isnull=False),
                name="note_is_resolved_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(author__isnull=False, guest=None) | Q(author=None, guest__isnull=False),
                name="note_has_one_writer",
            ),
            models.CheckConstraint(condition=Q(frames__gte=1), name="note_on_one_frame_or_more"),
        ]

    def __str__(self) -> str:
        return self.words[:80]

    @property
    def writer(self) -> "User | Guest":
        return self.author or self.guest

    @property
    def team_id(self) -> int:
        return self.asset.team_id

    @property
    def project(self) -> Project:
        return self.asset.project

    @property
    def last(self) -> int | None:
        """The last frame that it is about."""
        return None if self.frame is None else self.frame + self.frames - 1
