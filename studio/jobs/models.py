"""Job, its attempts to spend money, its history; and Draft, which is its own row and never a job."""

import uuid
from datetime import timedelta

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from studio.accounts.models import Project, ProviderKey, Team, User, in_the_open
from studio.accounts.permissions import may_manage
from studio.catalog.pricing import Price
from studio.catalog.recipe import Recipe
from studio.core import clock
from studio.library.models import Asset

from . import machine
from .chains import Chain, ChainShot
from .corrections import Correction
from .machine import FINAL, OPEN, State
from .reusable import Filling, Preset, SavedPrompt

__all__ = [
    "Attempt",
    "Chain",
    "ChainShot",
    "Correction",
    "Draft",
    "Filling",
    "Job",
    "JobEvent",
    "Preset",
    "SavedPrompt",
]

BILLED = ["yes", "no", "unknown"]
STATES = [state.value for state in State]
ATTEMPT_STATES = ["prepared", "sending", "accepted", "refused", "uncertain"]
MONEY = {"max_digits": 14, "decimal_places": 6, "null": True, "blank": True}


class JobQuerySet(models.QuerySet["Job"]):
    """Reads."""

    def visible_to(self, user: User) -> "JobQuerySet":
        """The jobs of all teams that the user is on, but for what others keep to themselves."""
        return self.filter(in_the_open(user), team__in=Team.objects.filter(members=user))

    def decided_by(self, user: User, team: Team) -> "JobQuerySet":
        """Those of the team that this person sees, or may let through: money is the team's, whoever sees what for."""
        held = Q(state=State.QUEUED, needs_approval=True)
        seen = in_the_open(user)
        return self.filter(seen | held if may_manage(user, team) else seen, team=team)

    def newest_first(self) -> "JobQuerySet":
        return self.order_by("-created_at", "-id")

    def unfinished(self) -> "JobQuerySet":
        """Not in a final state."""
        return self.filter(state__in=OPEN)

    def to_be_driven(self) -> "JobQuerySet":
        """Those that the engine should be working on: the rest waits for a slot, for a person, or for nothing."""
        going = self.unfinished().exclude(state=State.UNKNOWN).filter(fetch_error="")
        return going.exclude(Q(slot_at=None) | ~Q(held_because=""), state=State.QUEUED)

    def awaiting_approval(self) -> "JobQuerySet":
        """Held until an owner or a producer releases them; the first stands for what is decided about with it."""
        held = Q(state=State.QUEUED, needs_approval=True) & ~Q(held_because="")
        before = Job.objects.filter(held, batch=OuterRef("batch"), take__lt=OuterRef("take"))
        return self.filter(held, ~Exists(before), awaits=None)


class Job(models.Model):
    """A frozen recipe on its way to becoming assets. `state` is written by machine.py alone.

    `run_id` is the engine's run that drives it now. `done` of `total` are frames, only where the provider counts them.
    `words` is what the provider or we say about the present state; `error` why it ended, or what is missing of it.
    `estimate_amount` is None where no price is known. `version` grows with every change. `account` is the key that it
    goes through. `held_because` is why it waits for somebody to release it: queued, and not driven until then. One that
    `needs_approval` is released by owners and producers only. Of the jobs that are not yet sent, higher `priority` goes
    first, then lower `rank`: when it was made, until somebody moves it. A `batch` was priced together; one of takes is
    `take` of `takes` (batches.py), one that `awaits` another works on its result (links.py). `slot_at` is when it got
    one of the slots of its account, without which it is not sent (lanes.py); `lost_since` when the provider first said
    not to know it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(Team, models.PROTECT, related_name="jobs", db_index=False)
    project = models.ForeignKey(Project, models.PROTECT, related_name="jobs")
    owner = models.ForeignKey(User, models.PROTECT, related_name="jobs")
    account = models.ForeignKey(ProviderKey, models.PROTECT, null=True, related_name="jobs")
    batch = models.UUIDField(null=True, db_index=True)
    take = models.PositiveSmallIntegerField(null=True)
    takes = models.PositiveSmallIntegerField(null=True)
    awaits = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+")
    idempotency_key = models.CharField(max_length=64)
    run_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    recipe = models.JSONField()
    model = models.CharField(max_length=64)
    task = models.CharField(max_length=32)
    provider = models.CharField(max_length=32)
    title = models.CharField(max_length=200)

    state = models.CharField(max_length=12, default=State.QUEUED.value, editable=False)
    version = models.PositiveIntegerField(default=1)
    words = models.CharField(max_length=500, blank=True)
    done = models.PositiveIntegerField(null=True)
    total = models.PositiveIntegerField(null=True)
    error = models.TextField(blank=True)
    error_field = models.CharField(max_length=64, blank=True)
    fetch_error = models.TextField(blank=True)
    not_before = models.DateTimeField(null=True)
    stumbles = models.PositiveSmallIntegerField(default=0)
    priority = models.SmallIntegerField(default=0)
    rank = models.FloatField(default=0)
    held_because = models.CharField(max_length=500, blank=True)
    held_at = models.DateTimeField(null=True)
    needs_approval = models.BooleanField(default=False)
    slot_at = models.DateTimeField(null=True)
    lost_since = models.DateTimeField(null=True)
    released_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    released_at = models.DateTimeField(null=True)
    cancel_requested_at = models.DateTimeField(null=True)
    cancel_answer = models.CharField(max_length=500, blank=True)

    estimate_amount = models.DecimalField(**MONEY)
    estimate_currency = models.CharField(max_length=8, blank=True)
    estimate_exact = models.BooleanField(default=False)
    billed_state = models.CharField(max_length=8, default="unknown")
    billed_amount = models.DecimalField(**MONEY)
    billed_currency = models.CharField(max_length=8, blank=True)
    billed_reason = models.CharField(max_length=300, blank=True)
    unknown_price_accepted = models.BooleanField(default=False)

    created_at = models.DateTimeField(default=clock.now, editable=False)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["team", "-created_at", "-id"], name="job_newest_of_team"),
            models.Index(fields=["state", "created_at"], name="job_by_state"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["owner", "idempotency_key"], name="one_job_per_person_and_key"),
            models.CheckConstraint(condition=Q(state__in=STATES), name="job_state_is_known"),
            models.CheckConstraint(
                condition=Q(state__in=FINAL, finished_at__isnull=False)
                | (~Q(state__in=FINAL) & Q(finished_at__isnull=True)),
                name="job_is_finished_when_final",
            ),
            models.CheckConstraint(
                condition=Q(fetch_error="") | Q(state=State.FETCHING.value), name="job_fetch_error_only_while_fetching"
            ),
            models.CheckConstraint(
                condition=Q(done__isnull=True, total__isnull=True) | Q(done__lte=F("total")), name="job_done_of_total"
            ),
            models.CheckConstraint(
                condition=Q(estimate_amount__isnull=True, estimate_currency="")
                | (Q(estimate_amount__gte=0) & ~Q(estimate_currency="")),
                name="job_estimate_has_currency",
            ),
            models.CheckConstraint(
                condition=Q(billed_state__in=BILLED) & (Q(billed_state="yes") | Q(billed_amount__isnull=True)),
                name="job_billed_is_known",
            ),
            models.CheckConstraint(
                condition=Q(take__isnull=True, takes__isnull=True)
                | Q(take__gte=1, take__lte=F("takes"), batch__isnull=False),
                name="job_is_one_take_of_a_batch",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    # What it is

    @property
    def is_final(self) -> bool:
        return State(self.state).is_final

    @property
    def estimate_known(self) -> bool:
        return self.estimate_amount is not None

    @property
    def estimate(self) -> Price | None:
        """What it was estimated to cost when it was made."""
        if self.estimate_amount is None:
            return None
        known = {"amount": self.estimate_amount, "currency": self.estimate_currency, "exact": self.estimate_exact}
        return Price(**known, source="", as_of="")

    def frozen_recipe(self) -> Recipe:
        """The recipe as it was submitted."""
        return Recipe.from_json(self.recipe)

    def asset_ids(self) -> list[uuid.UUID]:
        """The results that are in the library, in the provider's order."""
        return list(self.results().values_list("pk", flat=True))

    def together(self) -> JobQuerySet:
        """All that were priced together with it; itself alone where it is of no batch."""
        return Job.objects.filter(batch=self.batch) if self.batch else Job.objects.filter(pk=self.pk)

    def results(self) -> models.QuerySet[Asset]:
        """The results that are in the library, in the provider's order."""
        return Asset.objects.filter(job_id=self.pk).order_by("output_index")

    # What is said about it

    def says(self) -> machine.Saying:
        """Label and sentence for (state, facts), from the table in machine.py."""
        return machine.saying(self)

    @property
    def percent(self) -> int | None:
        """0 to 100, and None unless the provider really counts frames."""
        return self.done * 100 // self.total if self.total else None

    @property
    def elapsed(self) -> timedelta:
        """From the press of the button to the end, or until now."""
        return (self.finished_at or clock.now()) - self.created_at


class Attempt(models.Model):
    """One attempt to have one request accepted; `state` is written by ledger.py alone.

    `id` is the id that we give to the provider. `position` is the step of the job (from 1), `number` counts the job's
    attempts, `doing` says what a step before the submit is for. `ticket` is what the provider gave for a job, `answer`
    what an upload or a helper answered. `outputs` are what it made: `[{"url", "mime", "id", "gone", "error"}]`.
    `sent_at` is when the first byte may have left. `late`: nobody waits for it since `late_at`, and it may still
    come (late.py). `account` is the key that it went through, `request_id` what the provider's support asks for.
    """

    class State(models.TextChoices):
        PREPARED = "prepared", "Nothing has left us"
        SENDING = "sending", "The request may be on the wire"
        ACCEPTED = "accepted", "The provider took it"
        REFUSED = "refused", "The provider said no"
        UNCERTAIN = "uncertain", "Sent, and the answer was lost"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    job = models.ForeignKey(Job, models.CASCADE, related_name="attempts")
    number = models.PositiveSmallIntegerField()
    position = models.PositiveSmallIntegerField(default=1)
    purpose = models.CharField(max_length=8, default="submit")
    endpoint = models.CharField(max_length=200)
    doing = models.CharField(max_length=80, blank=True)
    account = models.ForeignKey(ProviderKey, models.PROTECT, null=True, related_name="attempts")
    request_id = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.PREPARED, editable=False)

    ticket = models.JSONField(null=True)
    answer = models.JSONField(null=True)
    outputs = models.JSONField(default=list)
    error = models.TextField(blank=True)
    raw = models.JSONField(null=True)
    billed_state = models.CharField(max_length=8, default="unknown")
    billed_amount = models.DecimalField(**MONEY)
    billed_currency = models.CharField(max_length=8, blank=True)
    billed_reason = models.CharField(max_length=300, blank=True)

    late = models.BooleanField(default=False)
    late_at = models.DateTimeField(null=True)
    resent = models.PositiveSmallIntegerField(default=0)
    looked = models.PositiveSmallIntegerField(default=0)
    looked_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    sent_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    forgotten_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["job", "number"]
        indexes = [
            models.Index(
                fields=["settled_at"],
                condition=Q(ticket__isnull=False, forgotten_at__isnull=True),
                name="attempts_to_be_forgotten",
            ),
            models.Index(fields=["-sent_at", "-id"], name="attempt_last_sent"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["job", "number"], name="attempts_are_numbered"),
            models.UniqueConstraint(
                fields=["job"], condition=Q(state__in=["prepared", "sending"]), name="one_open_attempt_per_job"
            ),
            models.CheckConstraint(condition=Q(state__in=ATTEMPT_STATES), name="attempt_state_is_known"),
            models.CheckConstraint(
                condition=~Q(state="accepted") | Q(ticket__isnull=False) | Q(answer__isnull=False),
                name="accepted_means_a_ticket_or_an_answer",
            ),
            models.CheckConstraint(
                condition=Q(state="prepared", sent_at__isnull=True)
                | Q(state="refused")
                | (Q(state__in=["sending", "accepted", "uncertain"]) & Q(sent_at__isnull=False)),
                name="prepared_means_nothing_left",
            ),
        ]

    def __str__(self) -> str:
        return f"attempt {self.number} of {self.job_id}: {self.state}"


class JobEvent(models.Model):
    """What happened to a job, for its log. `was` and `now` are equal where only a fact changed."""

    id = models.BigAutoField(primary_key=True)
    job = models.ForeignKey(Job, models.CASCADE, related_name="events")
    attempt = models.ForeignKey(Attempt, models.SET_NULL, null=True, related_name="events")
    at = models.DateTimeField(default=clock.now, editable=False)
    was = models.CharField(max_length=12)
    now = models.CharField(max_length=12)
    words = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.was} -> {self.now}"


class DraftQuerySet(models.QuerySet["Draft"]):
    """Reads."""

    def visible_to(self, user: User) -> "DraftQuerySet":
        """A draft is its owner's alone."""
        return self.filter(owner=user)

    def newest_first(self) -> "DraftQuerySet":
        return self.order_by("-updated_at", "-id")


class Draft(models.Model):
    """What somebody is composing. `values` holds everything ever typed, also what the present model cannot take.

    Written by drafts.py, whose docstring has the rule for two browsers. `page` names the page that wrote last, `typed`
    how far it had got.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(User, models.CASCADE, related_name="drafts")
    team = models.ForeignKey(Team, models.CASCADE, related_name="drafts")
    project = models.ForeignKey(Project, models.CASCADE, related_name="drafts")
    model = models.CharField(max_length=64)
    task = models.CharField(max_length=32)
    provider = models.CharField(max_length=32)
    values = models.JSONField(default=dict)
    copied_from = models.UUIDField(null=True)
    version = models.PositiveIntegerField(default=1)
    page = models.CharField(max_length=64, blank=True)
    typed = models.PositiveBigIntegerField(default=0)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    updated_at = models.DateTimeField(default=clock.now)

    objects = DraftQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["owner", "-updated_at"], name="draft_newest_of_owner")]

    def __str__(self) -> str:
        return f"{self.model} {self.task} via {self.provider}"
