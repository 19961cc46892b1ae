"""Links for people outside the team, and who came by them. Only `review/sharing.py` writes them."""

import uuid

from django.db import models
from django.db.models import Q

from studio.accounts.models import Project, Team, User
from studio.core import clock
from studio.library.models import Asset

from .lists import ReviewList


class ShareLinkQuerySet(models.QuerySet["ShareLink"]):
    """Reads."""

    def of_team(self, team: Team) -> "ShareLinkQuerySet":
        return self.filter(team=team)

    def newest_first(self) -> "ShareLinkQuerySet":
        return self.order_by("-created_at", "-pk")


class ShareLink(models.Model):
    """A way in to one file, one list or one project, and to nothing else.

    `password` is hashed, empty for none; `expires_at` None is never; `most_opened` None is as often as one likes.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(Team, models.CASCADE, related_name="share_links", db_index=False)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    asset = models.ForeignKey(Asset, models.CASCADE, null=True, related_name="share_links")
    list = models.ForeignKey(ReviewList, models.CASCADE, null=True, related_name="share_links")
    project = models.ForeignKey(Project, models.CASCADE, null=True, related_name="share_links")
    password = models.CharField(max_length=128, blank=True)
    may_comment = models.BooleanField(default=False)
    may_approve = models.BooleanField(default=False)
    may_download = models.BooleanField(default=False)
    shows_versions = models.BooleanField(default=False)
    shows_recipe = models.BooleanField(default=False)
    has_watermark = models.BooleanField(default=False)
    most_opened = models.PositiveIntegerField(null=True)
    opened = models.PositiveIntegerField(default=0)
    last_opened_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    expires_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    objects = ShareLinkQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["team", "-created_at"], name="share_link_newest_of_team")]
        constraints = [
            models.CheckConstraint(
                condition=Q(asset__isnull=False, list=None, project=None)
                | Q(asset=None, list__isnull=False, project=None)
                | Q(asset=None, list=None, project__isnull=False),
                name="share_link_opens_one_thing",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Guest(models.Model):
    """Somebody who came by a link and gave a name, because they wanted to say something."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    link = models.ForeignKey(ShareLink, models.CASCADE, related_name="guests")
    name = models.CharField(max_length=80)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    def __str__(self) -> str:
        return self.name
