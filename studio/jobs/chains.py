"""Chain: what runs one after another as jobs of their own, each on what the one before has made.

Shots start from the last good frame of the one before; faces that speak in turn work on the clip of the one before.
The rows are the truth. All jobs are there from the start, so that budgets reserve the whole; those that wait are held,
and `Job.awaits` names the job whose result they work on. links.py takes them on, round by round.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import models

from studio.accounts.models import Project, Team, User
from studio.core import clock


@dataclass(frozen=True, kw_only=True, slots=True)
class Handing:
    """What goes from one job to the next: the recipe's value, what one of them is called, what the next one does."""

    value: str
    noun: str
    does: str

    def waits_for(self, number: int) -> str:
        """Why a job is held."""
        return f"Waits for {self.noun} {number}: it {self.does}."


FRAME = Handing(value="first_frame", noun="shot", does="starts from its last good frame")
CLIP = Handing(value="input_video", noun="face", does="works on its clip")


class ChainQuerySet(models.QuerySet["Chain"]):
    """Reads."""

    def unfinished(self) -> "ChainQuerySet":
        """Those of which something may still come."""
        return self.filter(over_at=None)


class Chain(models.Model):
    """A storyboard that runs as separate shots, or faces that speak in turn. Its id is the `batch` of its jobs, and the
    `job_id` of its films.

    `recipe` is what the whole was: model, task, provider, and the shots or the faces. `filmed` of its shots are one
    film in the library. `error` is why nothing goes on, where that is not one of its jobs.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(Team, models.PROTECT, related_name="chains")
    project = models.ForeignKey(Project, models.PROTECT, related_name="chains")
    owner = models.ForeignKey(User, models.PROTECT, related_name="chains")
    idempotency_key = models.CharField(max_length=64)
    recipe = models.JSONField()
    title = models.CharField(max_length=200)
    filmed = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    over_at = models.DateTimeField(null=True, db_index=True)

    objects = ChainQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "idempotency_key"], name="one_chain_per_person_and_key"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def hands_on(self) -> Handing:
        """What each job gets of the one before."""
        return CLIP if "faces" in self.recipe["values"] else FRAME

    def columns_at(self, number: int, before: models.Model | None, agreed: Mapping[str, object]) -> dict[str, object]:
        """The columns of its job at that place, from 1. The first begins as was agreed; each other one waits for the
        job before it, and, where the whole needs an approval, for that as well."""
        whose = {"team": self.team, "project": self.project, "owner": self.owner}
        own = whose | {"batch": self.pk, "idempotency_key": f"{self.pk.hex} {number}"} | agreed
        if before is None:
            return own
        return own | {"awaits": before, "held_because": self.hands_on.waits_for(number - 1), "held_at": clock.now()}


def begin(owner: User, project: Project, key: str, recipe: dict[str, object], title: str) -> Chain:
    """A chain without jobs; call it in the transaction that makes them."""
    whose = {"team": project.team, "project": project, "owner": owner}
    return Chain.objects.create(**whose, idempotency_key=key, recipe=recipe, title=title)


class ChainShot(models.Model):
    """One shot: its place from 1, the seconds that the film uses of its clip, and the job that makes it now."""

    chain = models.ForeignKey(Chain, models.CASCADE, related_name="shots")
    position = models.PositiveSmallIntegerField()
    seconds = models.PositiveSmallIntegerField()
    job = models.OneToOneField("jobs.Job", models.CASCADE, related_name="chain_shot")

    class Meta:
        ordering = ["chain", "position"]
        constraints = [
            models.UniqueConstraint(fields=["chain", "position"], name="one_job_per_shot_of_a_chain"),
        ]

    def __str__(self) -> str:
        return f"shot {self.position}"
