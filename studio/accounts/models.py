"""Users, teams, projects; a team's keys and budgets. Everything else in the studio belongs to a user and a team."""

import uuid

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Coalesce, Lower
from django.utils import timezone


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, name: str = "", password: str | None = None) -> "User":
        """A person who signs in with `email`; without a password only links and passkeys work."""
        user = self.model(email=email.strip().lower(), name=name.strip())
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, email: str) -> "User":
        return self.get(email__iexact=email)


class User(AbstractBaseUser):
    class Theme(models.TextChoices):
        DARK = "dark", "Dark"
        LIGHT = "light", "Light"
        AUTO = "auto", "As the device"

    class LibraryRow(models.IntegerChoices):
        SMALL = 140, "Small"
        MEDIUM = 200, "Medium"
        LARGE = 280, "Large"
        LARGEST = 420, "Largest"

    class LibraryDensity(models.TextChoices):
        LOOSE = "loose", "With names"
        TIGHT = "tight", "Pictures only"

    class Digest(models.TextChoices):
        NEVER = "never", "Never"
        DAILY = "daily", "Once a day, where something has ended"

    id = models.BigAutoField(primary_key=True)
    email = models.EmailField("e-mail", max_length=254, unique=True)
    name = models.CharField(max_length=120)
    theme = models.CharField(max_length=8, choices=Theme, default=Theme.DARK)
    #: dollars; a job that may cost more asks once more before it is sent. None never asks.
    confirm_above = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    #: what has been tried of the things to try first: `began`, then each by name, `hidden` once the list is closed
    first_steps = models.JSONField(default=list)
    #: keys of their own: {"keys": {"send": "Control+Enter"}, "single": false}; see studio/pages/keyboard.py
    shortcuts = models.JSONField(default=dict)
    #: pixels: how high a row of the library is wished, and whether words stand below its pictures
    library_row = models.PositiveSmallIntegerField(choices=LibraryRow, default=LibraryRow.MEDIUM)
    library_density = models.CharField(max_length=8, choices=LibraryDensity, default=LibraryDensity.LOOSE)
    #: how they are told that a job of theirs is over: by the browser, by a quiet sound, by a mail of each day
    notified = models.BooleanField(default=False)
    hears_results = models.BooleanField(default=False)
    digest = models.CharField(max_length=8, choices=Digest, default=Digest.NEVER)
    #: what ended before this is in a mail already, or was not to be
    digest_until = models.DateTimeField(null=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = UserManager()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="one_user_per_email")]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.split(" ")[0]


class Team(models.Model):
    id = models.BigAutoField(primary_key=True)
    name = models.CharField(max_length=120)
    members = models.ManyToManyField(User, through="Membership", related_name="teams")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    class Role(models.TextChoices):
        OWNER = "owner", "Owner"
        PRODUCER = "producer", "Producer"
        ARTIST = "artist", "Artist"
        REVIEWER = "reviewer", "Reviewer"
        GUEST = "guest", "Guest"

    id = models.BigAutoField(primary_key=True)
    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    team = models.ForeignKey(Team, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=8, choices=Role, default=Role.ARTIST)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "team"], name="one_membership_per_team")]

    def __str__(self) -> str:
        return f"{self.user} in {self.team}: {self.role}"


class ProjectQuerySet(models.QuerySet["Project"]):
    def visible_to(self, user: User) -> "ProjectQuerySet":
        """Those of the user's teams, but for what others keep to themselves."""
        return self.filter(team__members=user).open_to(user)

    def open_to(self, user: User) -> "ProjectQuerySet":
        """Without what others keep to themselves; whose teams' they are is asked elsewhere."""
        return self.filter(models.Q(visibility=Project.Visibility.TEAM) | models.Q(made_by=user.pk))

    def hidden_from(self, user: User) -> "ProjectQuerySet":
        """What others on the user's teams keep to themselves."""
        private = self.filter(visibility=Project.Visibility.PRIVATE, team__in=user.memberships.values("team"))
        return private.exclude(made_by=user.pk)


class Project(models.Model):
    """A private one is seen by who made it, and by nobody else: not by the owner of the team either.

    `is_sample`: the one with the test clips, made for trying things out. `proof_first`: only what was
    approved as a proof may be made at the final tier.
    """

    class Visibility(models.TextChoices):
        TEAM = "team", "The team"
        PRIVATE = "private", "Only me"

    id = models.BigAutoField(primary_key=True)
    team = models.ForeignKey(Team, models.CASCADE, related_name="projects")
    name = models.CharField(max_length=120)
    visibility = models.CharField(max_length=8, choices=Visibility, default=Visibility.TEAM)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    is_sample = models.BooleanField(default=False)
    proof_first = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ProjectQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(visibility="team") | models.Q(visibility="private", made_by__isnull=False),
                name="private_project_is_somebodys",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_private(self) -> bool:
        return self.visibility == self.Visibility.PRIVATE


def in_the_open(user: User, project: str = "project") -> models.Q:
    """The rows whose project is not one that somebody else on the user's teams keeps to themselves.

    Where nobody does so, which is asked once, no row is opened for it: indexes stay enough.
    """
    hidden = Project.objects.hidden_from(user)
    return ~models.Q(models.Exists(hidden)) | ~models.Q(**{f"{project}__in": hidden.values("pk")})


class ProviderKeyQuerySet(models.QuerySet["ProviderKey"]):
    def usable(self) -> "ProviderKeyQuerySet":
        return self.filter(revoked_at=None)


class ProviderKey(models.Model):
    """A team's account at a provider. The key itself is sealed; `keyring.py` alone opens it.

    `hint` is its last four characters. `parallel` jobs at once and `starts_per_s` are the account's limits, None where
    the adapter's own hold. `hook_token` is the unguessable part of the address at which the provider may call us.
    `works` is what the last free call told: yes, no, or None where none was made; `test_words` is its sentence,
    `balance_words` what it told of the money left there, `left_amount` the same as a number. `listed_at`: when it was
    last asked which voices and elements it keeps. A revoked key is for no new job; once erased, `sealed` is empty.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(Team, models.CASCADE, related_name="provider_keys")
    provider = models.CharField(max_length=32)
    label = models.CharField(max_length=80, blank=True)
    sealed = models.TextField()
    hint = models.CharField(max_length=4, blank=True)
    hook_token = models.CharField(max_length=64, unique=True)
    parallel = models.PositiveSmallIntegerField(null=True, blank=True)
    starts_per_s = models.FloatField(null=True, blank=True)
    works = models.BooleanField(null=True)
    tested_at = models.DateTimeField(null=True)
    test_words = models.CharField(max_length=300, blank=True)
    balance_words = models.CharField(max_length=200, blank=True)
    left_amount = models.DecimalField(max_digits=14, decimal_places=6, null=True)
    left_currency = models.CharField(max_length=8, blank=True)
    listed_at = models.DateTimeField(null=True)
    added_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    added_at = models.DateTimeField(default=timezone.now, editable=False)
    revoked_at = models.DateTimeField(null=True)

    objects = ProviderKeyQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["team", "provider", "-added_at"], name="key_newest_of_team")]

    def __str__(self) -> str:
        return f"{self.provider} …{self.hint}"


class Budget(models.Model):
    """What may be spent at most: by a team, one person, or on one project; in a calendar month (UTC), or ever."""

    class Period(models.TextChoices):
        MONTH = "month", "a month"
        EVER = "ever", "in all"

    id = models.BigAutoField(primary_key=True)
    team = models.ForeignKey(Team, models.CASCADE, related_name="budgets")
    person = models.ForeignKey(User, models.CASCADE, null=True, blank=True, related_name="budgets")
    project = models.ForeignKey(Project, models.CASCADE, null=True, blank=True, related_name="budgets")
    period = models.CharField(max_length=5, choices=Period, default=Period.MONTH)
    amount = models.DecimalField(max_digits=14, decimal_places=6)
    currency = models.CharField(max_length=8, default="USD")
    set_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    set_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "team",
                Coalesce("person", 0),
                Coalesce("project", 0),
                "period",
                "currency",
                name="one_budget_of_a_kind",
            ),
            models.CheckConstraint(condition=models.Q(amount__gte=0), name="budget_is_not_negative"),
        ]

    def __str__(self) -> str:
        return (
            f"{self.amount} {self.currency} {self.get_period_display()} for {self.person or self.project or self.team}"
        )


class ActivityQuerySet(models.QuerySet["Activity"]):
    def visible_to(self, user: User) -> "ActivityQuerySet":
        """What was done on the user's teams, but in projects that others keep to themselves."""
        mine = self.filter(team_id__in=user.memberships.values("team"))
        hidden = Project.objects.hidden_from(user)
        return mine.filter(models.Q(project_id=None) | ~models.Q(project_id__in=hidden.values("pk")))


class Activity(models.Model):
    """Who did what when. Rows are only ever added (activity.py), and the database itself refuses everything else.

    All is plain values: a person, a team and a project may go, and what they did stays. `person` is the name at that
    time, empty for what the studio did by itself; `subject` the key of what it was done to, of that `kind`;
    `project_id` where it was, `words` what is said of it.
    """

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(default=timezone.now, editable=False)
    team_id = models.BigIntegerField(null=True)
    person_id = models.BigIntegerField(null=True)
    person = models.CharField(max_length=120, blank=True)
    verb = models.CharField(max_length=32)
    kind = models.CharField(max_length=16, blank=True)
    subject = models.CharField(max_length=64, blank=True)
    project_id = models.BigIntegerField(null=True)
    words = models.CharField(max_length=300, blank=True)

    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "activities"
        indexes = [
            models.Index(fields=["team_id", "-id"], name="activity_newest_of_team"),
            models.Index(fields=["team_id", "person_id", "-id"], name="activity_newest_of_person"),
            models.Index(fields=["team_id", "verb", "-id"], name="activity_newest_of_verb"),
        ]

    def __str__(self) -> str:
        return f"{self.person or 'Dailies'} {self.verb} {self.words}".strip()


class SignInLinkQuerySet(models.QuerySet["SignInLink"]):
    def usable(self) -> "SignInLinkQuerySet":
        return self.filter(used_at=None, expires_at__gt=timezone.now())


class SignInLink(models.Model):
    """A link that signs in once. Only the hash of its token is kept.

    Without a user it is the first link of a new studio: it makes the owner.
    """

    id = models.BigAutoField(primary_key=True)
    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="sign_in_links")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    objects = SignInLinkQuerySet.as_manager()

    def __str__(self) -> str:
        return f"link {self.pk} for {self.user or 'the owner to be'}"
