"""Who is seen and heard again and again: elements, voices, and what stands for them at a provider's account.

They are rows of the library, made of its assets. A `Handle` is one voice or element that a provider keeps: it belongs
to one account, may be listed and deleted there, and may be of a row here, or only known by its id.
"""

import uuid
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from studio.accounts.models import Project, ProviderKey, Team, User
from studio.catalog.media_controls import NAME
from studio.core import clock

if TYPE_CHECKING:
    from .models import Asset

KINDS = ("voice", "element")
"""What a provider can keep for an account."""


class CastQuerySet(models.QuerySet):
    """Reads."""

    def of_team(self, team: Team) -> "CastQuerySet":
        """What the team has, without what is in the bin."""
        return self.filter(team=team, binned_at=None)

    def visible_to(self, user: User) -> "CastQuerySet":
        """What any team of the person has."""
        return self.filter(team__members=user, binned_at=None)


class CastMember(models.Model):
    """What elements and voices have in common. `name` is how a prompt means it: letters, digits and -."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(Team, models.PROTECT, related_name="+")
    project = models.ForeignKey(Project, models.PROTECT, null=True, related_name="+")
    owner = models.ForeignKey(User, models.PROTECT, related_name="+")
    name = models.CharField(max_length=20)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    changed_at = models.DateTimeField(default=clock.now)
    binned_at = models.DateTimeField(null=True)

    objects = CastQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @staticmethod
    def is_name(name: str) -> bool:
        """Whether a prompt could mean it by this name."""
        return bool(NAME.fullmatch(name))


class Voice(CastMember):
    """A recording of one clean voice, and who agreed to its use: a name and a time, without which it is not kept."""

    recording = models.ForeignKey("library.Asset", models.PROTECT, related_name="+")
    language = models.CharField(max_length=8, blank=True)
    consent_name = models.CharField(max_length=120)
    consent_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["team", "name"], condition=Q(binned_at=None), name="one_voice_of_a_name_and_team"
            ),
            models.CheckConstraint(condition=~Q(consent_name=""), name="voice_has_consent"),
        ]

    def as_value(self) -> dict[str, object]:
        """The voice as a recipe holds it."""
        return {"name": self.name, **_media(self.recording_id)}


class Element(CastMember):
    """A person or thing that is seen again: a front view or a clip, further views, words, and a voice.

    `views` are ids of assets as text, in order.
    """

    front = models.ForeignKey("library.Asset", models.PROTECT, null=True, related_name="+")
    clip = models.ForeignKey("library.Asset", models.PROTECT, null=True, related_name="+")
    views = models.JSONField(default=list)
    description = models.CharField(max_length=500, blank=True)
    voice = models.ForeignKey(Voice, models.SET_NULL, null=True, related_name="elements")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["team", "name"], condition=Q(binned_at=None), name="one_element_of_a_name_and_team"
            ),
            models.CheckConstraint(
                condition=Q(front__isnull=False, clip__isnull=True) | Q(front__isnull=True, clip__isnull=False),
                name="element_has_a_front_or_a_clip",
            ),
        ]

    @property
    def speaks(self) -> bool:
        """Whether it has a voice that is still in use: one in the bin is heard no more."""
        return self.voice is not None and self.voice.binned_at is None

    @property
    def seen_by(self) -> "Asset":
        """The file that shows it."""
        return self.front or self.clip

    def as_value(self) -> dict[str, object]:
        """The element as a recipe holds it."""
        seen = {"front": _media(self.front_id)} if self.front_id else {"video": _media(self.clip_id)}
        views = {"views": [_media(pk) for pk in self.views]} if self.views else {}
        voice = {"voice": _media(self.voice.recording_id)} if self.speaks else {}
        words = {"description": self.description} if self.description else {}
        return {"name": self.name, **seen, **views, **voice, **words}


def _media(pk: object) -> dict[str, str]:
    return {"asset": str(pk)}


class HandleQuerySet(models.QuerySet["Handle"]):
    """Reads."""

    def usable(self) -> "HandleQuerySet":
        """Still there, as far as is known."""
        still = Q(expires_at=None) | Q(expires_at__gt=clock.now())
        return self.filter(still, gone_at=None, account__revoked_at=None)


class Handle(models.Model):
    """One voice or element at one account of a provider, by the provider's own id.

    `gone_at`: deleted there, or not listed there any more. `made_by` is the id of the job that paid for it.
    """

    id = models.BigAutoField(primary_key=True)
    account = models.ForeignKey(ProviderKey, models.CASCADE, related_name="handles")
    kind = models.CharField(max_length=8)
    its_id = models.CharField(max_length=200)
    name = models.CharField(max_length=120, blank=True)
    sample_url = models.URLField(max_length=2000, blank=True)
    voice = models.ForeignKey(Voice, models.SET_NULL, null=True, related_name="handles")
    element = models.ForeignKey(Element, models.SET_NULL, null=True, related_name="handles")
    made_by = models.UUIDField(null=True)
    made_at = models.DateTimeField(default=clock.now)
    seen_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    gone_at = models.DateTimeField(null=True)

    objects = HandleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "kind", "its_id"], name="one_handle_per_id_and_account"),
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="handle_is_a_voice_or_an_element"),
        ]

    def __str__(self) -> str:
        return self.name or self.its_id

    @property
    def is_expired(self) -> bool:
        return self.expires_at is not None and self.expires_at <= clock.now()

    @property
    def is_usable(self) -> bool:
        """As `usable()` has it."""
        return self.gone_at is None and not self.is_expired and self.account.revoked_at is None

    @property
    def own(self) -> "Voice | Element | None":
        """The row here that it was made of."""
        return self.voice or self.element
