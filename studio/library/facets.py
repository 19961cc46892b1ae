"""What the library can be narrowed by, as one table of frozen rows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cached_property

from django.db.models import BigIntegerField, F, Func, Q, QuerySet, Value
from django.utils import timezone

from studio.accounts.models import Team, User
from studio.catalog import registry
from studio.catalog.tasks import PROVIDERS, TASKS
from studio.core.likeness import ALIKE

from .models import Asset, Collected, Collection, Flag, Tag, Tagging, Use
from .queries import as_id

MOST_NAMES = 500
"""So many tags and collections a menu offers at most."""

Options = Mapping[str, str]
"""Values as an address holds them, with their words."""


@dataclass(frozen=True)
class Scope:
    """For whom and where something is looked for; what the names of the team's own things are, asked for once."""

    team: Team
    user: User
    today: date = field(default_factory=timezone.localdate)

    @cached_property
    def projects(self) -> Options:
        open_ = self.team.projects.open_to(self.user).order_by("name")
        return {str(pk): name for pk, name in open_.values_list("pk", "name")}

    @cached_property
    def people(self) -> Options:
        names = self.team.members.order_by("name").values_list("pk", "name", "email")
        return {str(pk): name or email for pk, name, email in names}

    @cached_property
    def tags(self) -> Options:
        return dict(Tag.objects.of_team(self.team).order_by("name").values_list("key", "name")[:MOST_NAMES])

    @cached_property
    def collections(self) -> Options:
        names = Collection.objects.of_team(self.team).order_by("name").values_list("pk", "name")[:MOST_NAMES]
        return {str(pk): name for pk, name in names}

    def tag(self, key: str) -> str | None:
        """A tag's name, also where the team has more of them than a menu offers."""
        return self.tags.get(key) or _name(Tag.objects.of_team(self.team).filter(key=key[:80]))

    def collection(self, text: str) -> str | None:
        """A collection's name."""
        pk = as_id(text)
        rows = Collection.objects.of_team(self.team).filter(pk=pk)
        return self.collections.get(text) or (_name(rows) if pk and str(pk) == text else None)

    def file(self, text: str) -> Asset | None:
        """A file of the team by its id as text."""
        pk = as_id(text)
        seen = Asset.objects.of_team(self.team).open_to(self.user)
        return seen.filter(pk=pk).first() if pk and str(pk) == text else None


def _name(rows: QuerySet) -> str | None:
    return rows.values_list("name", flat=True).first()


class DifferingBits(Func):
    """In how many bits two numbers of 64 bits differ. SQLite is taught it by studio/library/apps.py."""

    function = "differing_bits"
    output_field = BigIntegerField()

    def as_postgresql(self, compiler, connection, **about) -> tuple[str, list]:
        return self.as_sql(compiler, connection, template="bit_count((%(expressions)s)::bit(64))", arg_joiner=" # ")


@dataclass(frozen=True, kw_only=True, slots=True)
class Facet:
    """One thing to narrow by. `options` are the values that its menu offers; several of them mean any of them.

    A facet whose values nobody can list has `called`, which says a value's words, or None for one that is none.
    `is_said` is how one chosen value reads; `place` where it is offered: in the bar, behind "More", beside the dates,
    or only by links.
    """

    slug: str
    title: str
    where: Callable[[str, Scope], Q]
    options: Callable[[Scope], Options] = lambda scope: {}
    called: Callable[[str, Scope], str | None] | None = None
    is_said: str = "{title}: {words}"
    place: str = "bar"

    def words(self, value: str, scope: Scope) -> str | None:
        """What a value means; None for one that is not known."""
        return self.called(value, scope) if self.called else self.options(scope).get(value)

    def narrowing(self, values: tuple[str, ...], scope: Scope) -> Q:
        """Any of the values."""
        wanted = Q()
        for value in values:
            wanted |= self.where(value, scope)
        return wanted


# What stands in the columns


def column(name: str) -> Callable[[str, Scope], Q]:
    return lambda value, scope: Q(**{name: value})


def fixed(options: Options) -> Callable[[Scope], Options]:
    return lambda scope: options


KINDS = {"video": "Video", "image": "Picture", "audio": "Sound", "file": "Other file"}
MODELS = {model.slug: model.name for model in registry.MODELS}
TASK_TITLES = {slug: task.title for slug, task in TASKS.items() if task.output != "data"}
FLAGS = {Flag.PICK: "Picked", Flag.REJECT: "Rejected", "none": "No flag"}
STARS = {"5": "5 stars", "4": "4 and more", "3": "3 and more", "2": "2 and more", "1": "1 and more", "0": "None"}
SOUND = {"with": "With sound", "without": "Silent"}
USED = {"yes": "Used as an input", "no": "Never used"}


def stars(value: str, scope: Scope) -> Q:
    return Q(stars__gte=int(value)) if int(value) else Q(stars=0)


def flag(value: str, scope: Scope) -> Q:
    return Q(flag="" if value == "none" else value)


def sound(value: str, scope: Scope) -> Q:
    return Q(has_sound__in=[value == "with"])  # not `=`, which Django writes so that no index is used


# Ranges


LENGTHS = {
    "to-5": ("Up to 5 s", Q(length_s__gt=0, length_s__lte=5)),
    "5-10": ("5 to 10 s", Q(length_s__gt=5, length_s__lte=10)),
    "10-30": ("10 to 30 s", Q(length_s__gt=10, length_s__lte=30)),
    "from-30": ("Over 30 s", Q(length_s__gt=30)),
    "still": ("No length", Q(length_s=0)),
}
COSTS = {
    "free": ("Nothing", Q(dollars=0)),
    "to-0.5": ("Up to $0.50", Q(dollars__gt=0, dollars__lte=Decimal("0.5"))),
    "0.5-2": ("$0.50 to $2", Q(dollars__gt=Decimal("0.5"), dollars__lte=2)),
    "2-10": ("$2 to $10", Q(dollars__gt=2, dollars__lte=10)),
    "from-10": ("Over $10", Q(dollars__gt=10)),
}


def range_of(table: Mapping[str, tuple[str, Q]]) -> dict[str, Callable]:
    """The columns of a facet whose values are rows of a table."""
    words = {value: said for value, (said, _) in table.items()}
    return {"options": fixed(words), "where": lambda value, scope: table[value][1]}


# Dates

DATES = {"0": "Today", "6": "The last 7 days", "29": "The last 30 days", "364": "The last 365 days"}
"""By how many days ago they begin."""


def begun(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def lately(value: str, scope: Scope) -> Q:
    return Q(created_at__gte=begun(scope.today - timedelta(days=int(value))))


def day_of(text: str) -> date | None:
    """A day as `2026-11-03`, of a year that calendars have."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if text == day.isoformat() and 2000 <= day.year < 2100 else None


def day_words(text: str, scope: Scope) -> str | None:
    day = day_of(text)
    return f"{day.day} {day:%b %Y}" if day else None


def since(value: str, scope: Scope) -> Q:
    return Q(created_at__gte=begun(day_of(value)))


def until(value: str, scope: Scope) -> Q:
    return Q(created_at__lt=begun(day_of(value) + timedelta(days=1)))


# What has tables of its own


def tagged(value: str, scope: Scope) -> Q:
    return Q(pk__in=Tagging.objects.filter(tag__team=scope.team, tag__key=value).values("asset"))


def collected(value: str, scope: Scope) -> Q:
    return Q(pk__in=Collected.objects.filter(collection=value, collection__team=scope.team).values("asset"))


def used(value: str, scope: Scope) -> Q:
    inputs = Q(pk__in=Use.objects.filter(result__team=scope.team).values("used"))
    return inputs if value == "yes" else ~inputs


# What is like another file


def file_words(value: str, scope: Scope) -> str | None:
    file = scope.file(value)
    return file.name[:60] if file else None


def alike(value: str, scope: Scope) -> Q:
    """Pictures whose fingerprints differ in few bits from this one's; a file without one is like itself alone."""
    file = scope.file(value)
    if file is None or file.likeness is None:
        return Q(pk=as_id(value))
    bits = DifferingBits(F("likeness"), Value(file.likeness, output_field=BigIntegerField()))
    near = Asset.objects.of_team(scope.team).exclude(likeness=None).annotate(bits=bits).filter(bits__lte=ALIKE)
    return Q(pk__in=near.values("pk"))


def same_recipe(value: str, scope: Scope) -> Q:
    file = scope.file(value)
    return Q(recipe_hash=file.recipe_hash) if file and file.recipe_hash else Q(pk=as_id(value))


# The table

TABLE = (
    Facet(slug="type", title="Type", where=column("kind"), options=fixed(KINDS)),
    Facet(slug="model", title="Model", where=column("model"), options=fixed(MODELS)),
    Facet(slug="provider", title="Provider", where=column("provider"), options=fixed(PROVIDERS)),
    Facet(slug="person", title="Person", where=column("owner"), options=lambda scope: scope.people),
    Facet(slug="stars", title="Stars", where=stars, options=fixed(STARS)),
    Facet(slug="flag", title="Flag", where=flag, options=fixed(FLAGS), is_said="{words}"),
    Facet(
        slug="tag",
        title="Tag",
        where=tagged,
        options=lambda scope: scope.tags,
        called=lambda value, scope: scope.tag(value),
    ),
    Facet(slug="date", title="Date", where=lately, options=fixed(DATES), is_said="{words}"),
    Facet(slug="task", title="Task", where=column("task"), options=fixed(TASK_TITLES), place="more"),
    Facet(slug="project", title="Project", where=column("project"), options=lambda scope: scope.projects, place="more"),
    Facet(
        slug="collection",
        title="Collection",
        where=collected,
        options=lambda scope: scope.collections,
        called=lambda value, scope: scope.collection(value),
        place="more",
    ),
    Facet(slug="sound", title="Sound", where=sound, options=fixed(SOUND), is_said="{words}", place="more"),
    Facet(slug="length", title="Length", **range_of(LENGTHS), place="more"),
    Facet(slug="cost", title="Cost", **range_of(COSTS), place="more"),
    Facet(slug="used", title="As an input", where=used, options=fixed(USED), is_said="{words}", place="more"),
    Facet(slug="since", title="Since", where=since, called=day_words, is_said="Since {words}", place="date"),
    Facet(slug="until", title="Until", where=until, called=day_words, is_said="Until {words}", place="date"),
    Facet(slug="like", title="Like", where=alike, called=file_words, is_said="Like {words}", place="link"),
    Facet(
        slug="recipe",
        title="Recipe",
        where=same_recipe,
        called=file_words,
        is_said="The recipe of {words}",
        place="link",
    ),
)
FACETS = {facet.slug: facet for facet in TABLE}
