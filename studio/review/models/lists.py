"""Lists of what is looked at together."""

import uuid

from django.db import models
from django.urls import reverse

from studio.accounts.models import Team, User
from studio.core import clock
from studio.library.models import Asset


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
