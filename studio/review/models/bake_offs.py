"""One recipe, several models or providers, and the team's votes before anybody knows which is which."""

import uuid

from django.db import models

from studio.accounts.models import Project, Team, User
from studio.core import clock
from studio.jobs.models import Job


class BakeOffQuerySet(models.QuerySet["BakeOff"]):
    """Reads."""

    def of_team(self, team: Team) -> "BakeOffQuerySet":
        return self.filter(team=team)

    def newest_first(self) -> "BakeOffQuerySet":
        return self.order_by("-created_at", "-pk")


class BakeOff(models.Model):
    """`revealed_at` is when the names were shown; nobody votes afterwards."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(Team, models.CASCADE, related_name="bake_offs", db_index=False)
    project = models.ForeignKey(Project, models.CASCADE, related_name="bake_offs")
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    revealed_at = models.DateTimeField(null=True)
    revealed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    objects = BakeOffQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["team", "-created_at"], name="bake_off_newest_of_team")]

    def __str__(self) -> str:
        return self.name


class Entry(models.Model):
    """One job of it, under a letter: `place` 0 is A. Places are shuffled when it is made."""

    id = models.BigAutoField(primary_key=True)
    bake_off = models.ForeignKey(BakeOff, models.CASCADE, related_name="entries")
    job = models.OneToOneField(Job, models.CASCADE, related_name="bake_off_entry")
    place = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["bake_off", "place"], name="one_entry_at_a_place")]


class Vote(models.Model):
    """Of each person one for each bake-off; it may be changed until the names are shown."""

    id = models.BigAutoField(primary_key=True)
    bake_off = models.ForeignKey(BakeOff, models.CASCADE, related_name="votes", db_index=False)
    entry = models.ForeignKey(Entry, models.CASCADE, related_name="votes")
    voter = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["bake_off", "voter"], name="one_vote_each")]
