"""How a team puts its library in order: tags, collections, saved views; and what an act can be undone to."""

import uuid

from django.db import models

from studio.accounts.models import Team, User
from studio.core import clock


class OfTeam(models.QuerySet):
    """Reads."""

    def of_team(self, team: Team) -> "OfTeam":
        return self.filter(team=team)

    def visible_to(self, user: User) -> "OfTeam":
        """What any team of the person has."""
        return self.filter(team__members=user)


class Tag(models.Model):
    """A word that a team writes on files. `key` is the same with case and accents folded, by which it is found."""

    id = models.BigAutoField(primary_key=True)
    team = models.ForeignKey(Team, models.CASCADE, related_name="tags", db_index=False)
    name = models.CharField(max_length=40)
    key = models.CharField(max_length=80)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = OfTeam.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["team", "key"], name="one_tag_of_a_word_and_team")]

    def __str__(self) -> str:
        return self.name


class Tagging(models.Model):
    """A tag on a file."""

    id = models.BigAutoField(primary_key=True)
    tag = models.ForeignKey(Tag, models.CASCADE, related_name="taggings", db_index=False)
    asset = models.ForeignKey("library.Asset", models.CASCADE, related_name="taggings")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tag", "asset"], name="one_tagging_of_a_tag_and_asset")]


class Collection(models.Model):
    """Files of a team in an order of their own; one file may be in many."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(Team, models.CASCADE, related_name="collections", db_index=False)
    owner = models.ForeignKey(User, models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = OfTeam.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["team", "name"], name="one_collection_of_a_name_and_team")]

    def __str__(self) -> str:
        return self.name


class Collected(models.Model):
    """A file in a collection, at a place: 0 is the first, and there may be gaps."""

    id = models.BigAutoField(primary_key=True)
    collection = models.ForeignKey(Collection, models.CASCADE, related_name="members", db_index=False)
    asset = models.ForeignKey("library.Asset", models.CASCADE, related_name="collected")
    place = models.PositiveIntegerField()

    class Meta:
        ordering = ("place", "id")
        constraints = [
            models.UniqueConstraint(fields=["collection", "asset"], name="once_in_a_collection"),
        ]
        indexes = [models.Index(fields=["collection", "place"], name="collected_in_order")]


class SavedView(models.Model):
    """A search that a person keeps by a name: what stands behind the `?` of the library's address."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(Team, models.CASCADE, related_name="saved_views", db_index=False)
    owner = models.ForeignKey(User, models.CASCADE, related_name="saved_views")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=2000, blank=True)
    is_shared = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = OfTeam.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["team", "owner", "name"], name="one_view_of_a_name_and_person")]

    def __str__(self) -> str:
        return self.name


class Look(models.Model):
    """How a person likes the library's page; nobody has a row before they change something."""

    user = models.OneToOneField(User, models.CASCADE, primary_key=True, related_name="+")
    #: whether what is pointed at is shown beside the grid
    has_pane = models.BooleanField(default=True)

    @classmethod
    def of(cls, user: User) -> "Look":
        return cls.objects.filter(user=user).first() or cls(user=user)


class Act(models.Model):
    """What one person did to many files at once, and how they were before.

    `before` is [[what it was, [ids as hexadecimal digits]], …]; `value` what was asked for. An act is undone once.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(Team, models.CASCADE, related_name="+")
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    verb = models.CharField(max_length=12)
    value = models.CharField(max_length=80, blank=True)
    before = models.JSONField(default=list)
    done_at = models.DateTimeField(default=clock.now, editable=False, db_index=True)
    undone_at = models.DateTimeField(null=True)

    objects = OfTeam.as_manager()


class Words(models.Model):
    """What a file is found by, as tokens with a space between (see search.py). Its number is the index's row."""

    id = models.BigAutoField(primary_key=True)
    asset = models.OneToOneField("library.Asset", models.CASCADE, related_name="words")
    text = models.TextField()


class Use(models.Model):
    """A file that was given to the recipe of another. `used` is a plain id: it may be purged."""

    id = models.BigAutoField(primary_key=True)
    result = models.ForeignKey("library.Asset", models.CASCADE, related_name="uses")
    used = models.UUIDField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["used", "result"], name="one_use_of_a_file_by_a_result")]
