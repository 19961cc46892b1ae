"""What people say of a file: notes on its frames, in threads, and verdicts. Only `actions.py` writes them."""

import uuid

from django.db import models
from django.db.models import Q
from django.urls import reverse

from studio.accounts.models import Membership, Project, Team, User
from studio.core import clock
from studio.library.models import Asset

MOST_WORDS = 4000  #: characters of a note


GUEST = Membership.Role.GUEST


def sees_internal(user: User, team_id: int) -> bool:
    """Whether this person reads what a team keeps among itself: a guest of it does not."""
    return Membership.objects.filter(user=user, team=team_id).exclude(role=GUEST).exists()


class NoteQuerySet(models.QuerySet["Note"]):
    """Reads."""

    def on(self, asset: Asset) -> "NoteQuerySet":
        return self.filter(asset=asset)

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

    A reply has a `parent`, and its frame and whether it is internal from there. The id is the writer's: the same note
    that is sent again, because the answer was lost, is the same row. `version` counts the changes of a thread.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    asset = models.ForeignKey(Asset, models.CASCADE, related_name="notes", db_index=False)
    parent = models.ForeignKey("self", models.CASCADE, null=True, related_name="replies")
    author = models.ForeignKey(User, models.PROTECT, related_name="notes")
    frame = models.PositiveIntegerField(null=True)
    frames = models.PositiveIntegerField(default=1)
    words = models.TextField(max_length=MOST_WORDS)
    is_internal = models.BooleanField(default=False)
    assignee = models.ForeignKey(User, models.SET_NULL, null=True, related_name="assigned_notes")
    created_at = models.DateTimeField(default=clock.now, editable=False)
    edited_at = models.DateTimeField(null=True)
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
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
            models.CheckConstraint(condition=Q(frames__gte=1), name="note_on_one_frame_or_more"),
        ]

    def __str__(self) -> str:
        return self.words[:80]

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


class Word(models.TextChoices):
    """What a reviewer may say of a version, as it stands."""

    IN_REVIEW = "in-review", "In review"
    CHANGES = "changes", "Changes requested"
    APPROVED = "approved", "Approved"
    FINAL = "final", "Final"
    REJECTED = "rejected", "Rejected"


class VerdictQuerySet(models.QuerySet["Verdict"]):
    """Reads."""

    def on(self, asset: Asset) -> "VerdictQuerySet":
        return self.filter(asset=asset)

    def standing(self) -> "VerdictQuerySet":
        """Of each reviewer the newest."""
        later = Verdict.objects.filter(
            asset=models.OuterRef("asset"), reviewer=models.OuterRef("reviewer"), pk__gt=models.OuterRef("pk")
        )
        return self.filter(~models.Exists(later)).select_related("reviewer").order_by("reviewer__name", "pk")


class Verdict(models.Model):
    """One person's word on one file. It is never changed: a new one stands in its place."""

    id = models.BigAutoField(primary_key=True)
    asset = models.ForeignKey(Asset, models.CASCADE, related_name="verdicts", db_index=False)
    reviewer = models.ForeignKey(User, models.PROTECT, related_name="verdicts")
    word = models.CharField(max_length=10, choices=Word)
    note = models.ForeignKey(Note, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = VerdictQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["asset", "reviewer", "id"], name="verdict_newest_of_reviewer")]

    def __str__(self) -> str:
        return f"{self.reviewer}: {self.get_word_display()}"


class ReviewListQuerySet(models.QuerySet["ReviewList"]):
    """Reads."""

    def of_team(self, team: Team) -> "ReviewListQuerySet":
        return self.filter(team=team)

    def newest_first(self) -> "ReviewListQuerySet":
        return self.order_by("-created_at", "-pk")


class ReviewList(models.Model):
    """Files in the order in which a team looks at them: the dailies of a day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(Team, models.CASCADE, related_name="review_lists", db_index=False)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = ReviewListQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["team", "-created_at"], name="review_list_newest_of_team")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("review-list", args=[self.pk])


class Listed(models.Model):
    """A file on a list, at its place. Places go up and need not be without gaps."""

    id = models.BigAutoField(primary_key=True)
    list = models.ForeignKey(ReviewList, models.CASCADE, related_name="listed", db_index=False)
    asset = models.ForeignKey(Asset, models.CASCADE, related_name="review_places")
    place = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["list", "asset"], name="once_on_a_list")]
        indexes = [models.Index(fields=["list", "place", "id"], name="listed_in_order")]
