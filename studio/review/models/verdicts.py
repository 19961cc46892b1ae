"""Verdicts: what somebody says of a version as a whole."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce

from studio.accounts.models import User
from studio.core import clock
from studio.library.models import Asset

from .notes import Note

if TYPE_CHECKING:
    from .sharing import Guest


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
            Q(reviewer=models.OuterRef("reviewer")) | Q(guest=models.OuterRef("guest")),
            asset=models.OuterRef("asset"),
            pk__gt=models.OuterRef("pk"),
        )
        by_name = Coalesce("reviewer__name", "guest__name")
        return self.filter(~models.Exists(later)).select_related("reviewer", "guest").order_by(by_name, "pk")


class Verdict(models.Model):
    """One person's word on one file. It is never changed: a new one stands in its place."""

    id = models.BigAutoField(primary_key=True)
    asset = models.ForeignKey(Asset, models.CASCADE, related_name="verdicts", db_index=False)
    reviewer = models.ForeignKey(User, models.PROTECT, null=True, related_name="verdicts")
    guest = models.ForeignKey("Guest", models.PROTECT, null=True, related_name="verdicts")
    word = models.CharField(max_length=10, choices=Word)
    note = models.ForeignKey(Note, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = VerdictQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["asset", "reviewer", "id"], name="verdict_newest_of_reviewer")]
        constraints = [
            models.CheckConstraint(
                condition=Q(reviewer__isnull=False, guest=None) | Q(reviewer=None, guest__isnull=False),
                name="verdict_has_one_judge",
            )
        ]

    def __str__(self) -> str:
        return f"{self.judge}: {self.get_word_display()}"

    @property
    def judge(self) -> "User | Guest":
        return self.reviewer or self.guest
