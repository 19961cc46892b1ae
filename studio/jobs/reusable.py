"""What people keep to use again: presets of the composer, prompts, and what they last wrote into a prompt's gaps."""

import uuid

from django.db import models
from django.db.models import Q

from studio.accounts.models import Team, User
from studio.core import clock


class ReusableQuerySet(models.QuerySet):
    """Reads of what people keep to use again: one's own, and what others of the team have shared."""

    def visible_to(self, user: User) -> "ReusableQuerySet":
        """A shared one is the team's; one that is not shared is its owner's alone."""
        return self.filter(Q(owner=user) | Q(is_shared=True), team__in=Team.objects.filter(members=user))

    def of_team(self, team: Team) -> "ReusableQuerySet":
        return self.filter(team=team)

    def kept(self) -> "ReusableQuerySet":
        """Not deleted."""
        return self.filter(deleted_at=None)


class Reusable(models.Model):
    """What presets and prompts share. A deleted one can be brought back. Written by presets.py alone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(User, models.CASCADE, related_name="%(class)ss")
    team = models.ForeignKey(Team, models.CASCADE, related_name="%(class)ss")
    name = models.CharField(max_length=80)
    is_shared = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    deleted_at = models.DateTimeField(null=True)

    objects = ReusableQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["name", "created_at"]

    def __str__(self) -> str:
        return self.name


class Preset(Reusable):
    """Values of the composer under a name. `values` are those of one route, files included, as a draft's `typed`."""

    model = models.CharField(max_length=64)
    task = models.CharField(max_length=32)
    provider = models.CharField(max_length=32)
    values = models.JSONField(default=dict)


class SavedPrompt(Reusable):
    """A prompt to write again; `[words in brackets]` are variables that a form asks for."""

    text = models.TextField()


class Filling(models.Model):
    """What a person last wrote for the variables of a saved prompt or an example, which `of` names."""

    id = models.BigAutoField(primary_key=True)
    owner = models.ForeignKey(User, models.CASCADE, related_name="fillings")
    of = models.CharField(max_length=80)
    values = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "of"], name="one_filling_per_person_and_prompt")]

    def __str__(self) -> str:
        return self.of
