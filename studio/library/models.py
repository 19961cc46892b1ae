"""Asset: one kept file, with the frozen recipe that made it and what was billed for it."""

import uuid
from dataclasses import fields
from fractions import Fraction
from typing import Self

from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce, Left
from django.urls import reverse
from django.utils.functional import cached_property

from studio.accounts.models import Project, Team, User
from studio.core import clock, flashes
from studio.core.media import MediaFacts

from . import store
from .captions import Captions
from .cast import Element, Handle, Voice
from .foreign import Foreign
from .organising import Act, Collected, Collection, Look, SavedView, Tag, Tagging, Use, Words
from .queries import AssetQuerySet

__all__ = [
    "Act",
    "Asset",
    "Captions",
    "Collected",
    "Collection",
    "Element",
    "Foreign",
    "Handle",
    "Look",
    "SavedView",
    "Tag",
    "Tagging",
    "Use",
    "Voice",
    "Words",
]

FACTS = tuple(field.name for field in fields(MediaFacts))  #: the columns that probing fills, name for name


LATE = 100
"""Results of a request that was sent again meanwhile are numbered from here: no job asks for so many."""


class Origin(models.TextChoices):
    UPLOAD = "upload", "Uploaded"
    RESULT = "result", "Made here"


class Billed(models.TextChoices):
    YES = "yes", "Billed"
    NO = "no", "Not billed"
    UNKNOWN = "unknown", "Billing unknown"


class Flag(models.TextChoices):
    NONE = "", "No flag"
    PICK = "pick", "Pick"
    REJECT = "reject", "Reject"


MOST_STARS = 5


def said_by_recipe(name: str, longest: int) -> models.GeneratedField:
    """A column of what the recipe says under that name: "" where there is no recipe."""
    said = Left(Coalesce(KeyTextTransform(name, "recipe"), Value("")), longest)
    return models.GeneratedField(expression=said, output_field=models.CharField(max_length=longest), db_persist=True)


def listed(*columns: str, name: str) -> models.Index:
    """A list of one team's library in this order, newest first among equals."""
    return models.Index(fields=["team", "origin", "binned_at", *columns, "-created_at", "-id"], name=name)


class Asset(models.Model):
    """A file that is never changed: its bytes are found by `sha256`, its rows say whose it is and how it came to be.

    Sizes are pixels after orientation, `duration_s` seconds, `fps` a fraction as text ("24", "30000/1001").
    `job_id` and `derived_from` are plain ids: jobs may be pruned and the gallery stays whole.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(Team, models.PROTECT, related_name="assets", db_index=False)
    project = models.ForeignKey(Project, models.PROTECT, related_name="assets", db_index=False)
    owner = models.ForeignKey(User, models.PROTECT, related_name="assets", db_index=False)
    origin = models.CharField(max_length=8, choices=Origin)
    name = models.CharField(max_length=255)

    kind = models.CharField(max_length=8)
    format = models.CharField(max_length=8)
    mime = models.CharField(max_length=64)
    bytes = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    duration_s = models.FloatField(null=True)
    fps = models.CharField(max_length=24, null=True)
    frames = models.PositiveIntegerField(null=True)
    has_sound = models.BooleanField(default=False)
    codec = models.CharField(max_length=32, null=True)
    #: of the bytes as they were given: differs from `sha256` where orientation had to be applied
    source_sha256 = models.CharField(max_length=64)

    recipe = models.JSONField(null=True)
    recipe_hash = models.CharField(max_length=64, blank=True)
    job_id = models.UUIDField(null=True)
    output_index = models.PositiveSmallIntegerField(default=0)
    #: the provider's own id of a result, by which it can work on it further
    provider_id = models.CharField(max_length=200, blank=True)
    derived_from = models.UUIDField(null=True)
    #: the id of the first of its versions, where it has several; `version` counts them from 1
    stack = models.UUIDField(null=True)
    version = models.PositiveSmallIntegerField(default=1)
    billed = models.CharField(max_length=8, choices=Billed, default=Billed.NO)
    billed_amount = models.DecimalField(max_digits=14, decimal_places=6, null=True)
    billed_currency = models.CharField(max_length=8, blank=True)

    created_at = models.DateTimeField(default=clock.now, editable=False)
    binned_at = models.DateTimeField(null=True)

    stars = models.PositiveSmallIntegerField(default=0)
    flag = models.CharField(max_length=6, choices=Flag, default=Flag.NONE, blank=True)
    #: the picture in 64 bits (core/likeness.py), so that two that look alike differ in few; None where there is none
    likeness = models.BigIntegerField(null=True)
    #: general flashes within one second at most (core/flashes.py); None where it was not measured
    flashes = models.PositiveSmallIntegerField(null=True)
    #: which edition of what is kept beside the row was written: likeness, words, uses (indexing.py)
    indexed = models.PositiveSmallIntegerField(default=0)

    model = said_by_recipe("model", 64)
    task = said_by_recipe("task", 32)
    provider = said_by_recipe("provider", 32)
    length_s = models.GeneratedField(
        expression=Coalesce("duration_s", Value(0.0)), output_field=models.FloatField(), db_persist=True
    )
    #: what was billed in dollars; 0 where it was nothing, is not known, or was billed in units of the provider's own
    dollars = models.GeneratedField(
        expression=Case(
            When(billed_currency="USD", then=Coalesce(F("billed_amount"), Value(0))),
            default=Value(0),
            output_field=models.DecimalField(max_digits=14, decimal_places=6),
        ),
        output_field=models.DecimalField(max_digits=14, decimal_places=6),
        db_persist=True,
    )

    objects = AssetQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["job_id", "output_index"], condition=Q(job_id__isnull=False), name="one_asset_per_output"
            ),
            models.UniqueConstraint(
                fields=["team", "owner", "sha256"],
                condition=Q(origin="upload"),
                name="one_upload_per_content_and_person",
            ),
            models.CheckConstraint(condition=Q(stars__lte=MOST_STARS), name="stars_up_to_five"),
        ]
        indexes = [  # each list of the library is one index, read in order and left after a page
            models.Index(fields=["team", "origin", "binned_at", "-created_at", "-id"], name="asset_newest_of_team"),
            models.Index(
                fields=["owner", "team", "origin", "binned_at", "-created_at", "-id"], name="asset_newest_of_owner"
            ),
            models.Index(
                fields=["project", "origin", "binned_at", "-created_at", "-id"], name="asset_newest_of_project"
            ),
            listed("kind", name="asset_by_kind"),
            listed("model", name="asset_by_model"),
            listed("task", name="asset_by_task"),
            listed("provider", name="asset_by_provider"),
            listed("flag", name="asset_by_flag"),
            listed("has_sound", name="asset_by_sound"),
            listed("-stars", name="asset_by_stars"),
            listed("-length_s", name="asset_by_length"),
            listed("-dollars", name="asset_by_cost"),
            models.Index(fields=["team", "recipe_hash"], name="asset_by_recipe"),
            models.Index(fields=["team", "likeness"], name="asset_by_likeness"),
            models.Index(fields=["derived_from"], condition=Q(derived_from__isnull=False), name="asset_by_origin"),
            models.Index(fields=["stack", "version"], condition=Q(stack__isnull=False), name="asset_by_version"),
            models.Index(fields=["binned_at"], condition=Q(binned_at__isnull=False), name="asset_in_the_bin"),
            models.Index(fields=["indexed", "id"], name="asset_to_index"),
            models.Index(fields=["team", "sha256"], name="asset_by_content"),
            models.Index(fields=["team", "source_sha256"], name="asset_by_given_content"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("asset", args=[self.pk])

    def url_of(self, variant: str) -> str | None:
        """Where the variant is served; None where this kind of asset has none."""
        has = variant == store.ORIGINAL or variant in store.VARIANTS_OF[self.kind]
        return reverse("media", args=[self.pk, variant]) if has else None

    @cached_property
    def original_url(self) -> str:
        return self.url_of(store.ORIGINAL)

    @cached_property
    def poster_url(self) -> str | None:
        return self.url_of("poster")

    @cached_property
    def sprite_url(self) -> str | None:
        return self.url_of("sprite")

    @property
    def ratio(self) -> float:
        """Width by height; sound is shown as a wide tile."""
        return self.width / self.height if self.width and self.height else 16 / 9

    @property
    def title(self) -> str:
        """The name, and which take it is of a job that made several."""
        if self.output_index >= LATE:
            return f"{self.name}, came late"
        return f"{self.name}, take {self.output_index + 1}" if self.output_index else self.name

    @property
    def is_flashing(self) -> bool:
        """Whether it flashes more often than is safe to show unasked."""
        return (self.flashes or 0) > flashes.SAFE

    @property
    def alt(self) -> str:
        """The picture in words: the first 100 characters of its name, what it is, how long."""
        length = f", {self.duration_s:.0f} seconds" if self.duration_s else ""
        return f"{self.name[:100]}, {self.kind}{length}"

    @property
    def last_frame(self) -> int:
        return max((self.frames or 1) - 1, 0)

    @classmethod
    def facts_columns(cls, facts: MediaFacts) -> dict:
        """The columns that say what the file is."""
        return {name: getattr(facts, name) for name in FACTS}

    @property
    def facts(self) -> MediaFacts:
        """What probing found when the file was kept."""
        return MediaFacts(**{name: getattr(self, name) for name in FACTS})

    @property
    def frame_rate(self) -> Fraction | None:
        return Fraction(self.fps) if self.fps else None

    def other_outputs(self) -> models.QuerySet[Self]:
        """The outputs of the same job, this one among them, in the provider's order."""
        same = Asset.objects.filter(team=self.team_id, binned_at=None)
        return (same.filter(job_id=self.job_id) if self.job_id else same.filter(pk=self.pk)).order_by("output_index")
