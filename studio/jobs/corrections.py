"""What a team's owners say that something costs, where the published list is wrong or silent. rates.py writes it."""

from django.db import models

from studio.accounts.models import Team, User
from studio.catalog.pricing import CLIP, IMAGE, SECOND
from studio.core import clock

PER = [(SECOND, "second"), (CLIP, "clip"), (IMAGE, "picture")]


class CorrectionQuerySet(models.QuerySet["Correction"]):
    """Reads."""

    def standing(self, team: Team) -> "CorrectionQuerySet":
        """The newest word on each rate, but for those that were taken back."""
        same = ("model", "task", "provider", "rate")
        later = Correction.objects.filter(team=team, pk__gt=models.OuterRef("pk"))
        later = later.filter(**{name: models.OuterRef(name) for name in same})
        return self.filter(~models.Exists(later), team=team, amount__isnull=False).select_related("by")


class Correction(models.Model):
    """One rate's amount, from this moment on; without an amount the list holds again. It is never changed.

    `rate` is the key of the rate in the list of this model, task and provider (`Rate.key`); empty where no source gives
    a price at all, and then it is `per` second, clip or picture, in `currency`.
    """

    id = models.BigAutoField(primary_key=True)
    team = models.ForeignKey(Team, models.CASCADE, related_name="corrections", db_index=False)
    model = models.CharField(max_length=64)
    task = models.CharField(max_length=32)
    provider = models.CharField(max_length=32)
    rate = models.CharField(max_length=300, blank=True)
    amount = models.DecimalField(max_digits=14, decimal_places=6, null=True)
    per = models.CharField(max_length=8, choices=PER, blank=True)
    currency = models.CharField(max_length=8, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now, editable=False)

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["team", "model", "task", "provider"], name="correction_of_a_route")]

    def __str__(self) -> str:
        return f"{self.model} {self.task} {self.provider}: {self.amount} per {self.per}"
