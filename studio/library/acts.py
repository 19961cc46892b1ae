"""What one can do to many files at once, as one table; each act says how the files were before, and is undone by that.

How files are changed stands in ways.py.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction

from studio.accounts.activity import record
from studio.accounts.models import Membership, Project, Team, User
from studio.core import clock

from .models import MOST_STARS, Act, Asset, Collected, Collection, Flag, Tag
from .queries import AssetQuerySet, as_id
from .tokens import folded
from .ways import CHUNK, Arranging, Collecting, Column, Dropping, Joined, Parted, Was, Way

MOST = 100_000  #: files that one act changes at most

ROLES = Membership.Role
MAKERS = (ROLES.OWNER, ROLES.PRODUCER, ROLES.ARTIST)
VIEWERS = (*MAKERS, ROLES.REVIEWER)


class BadAct(ValueError):
    """What was asked for cannot be done; the message is a sentence for who asked."""


# What is asked for


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks, with the form's fields."""

    user: User
    team: Team
    fields: Mapping[str, str]

    def field(self, name: str) -> str:
        return " ".join(self.fields.get(name, "").split())


def stars(asked: Asked) -> str:
    text = asked.field("stars")
    if text not in map(str, range(MOST_STARS + 1)):
        raise BadAct(f"Stars go from 0 to {MOST_STARS}; {text[:20]!r} was given.")
    return text


def flag(asked: Asked) -> str:
    if (text := asked.field("flag")) not in Flag.values:
        raise BadAct(f"A file is flagged pick or reject, or not at all; {text[:20]!r} was given.")
    return text


def some_tag(asked: Asked) -> str:
    """The team's tag of that word, made where there is none yet."""
    name = asked.field("tag")
    key = folded(name)
    if not key or len(name) > Tag._meta.get_field("name").max_length:
        raise BadAct("A tag is a word of 1 to 40 characters.")
    tag, _ = Tag.objects.get_or_create(team=asked.team, key=key, defaults={"name": name})
    return str(tag.pk)


def known_tag(asked: Asked) -> str:
    tag = Tag.objects.of_team(asked.team).filter(key=folded(asked.field("tag"))).first()
    if tag is None:
        raise BadAct(f"The team has no tag called {asked.field('tag')[:40]!r}.")
    return str(tag.pk)


def project(asked: Asked) -> str:
    text = asked.field("project")
    seen = asked.team.projects.open_to(asked.user)
    found = seen.filter(pk=int(text)).first() if text.isascii() and text.isdigit() else None
    if found is None:
        raise BadAct("The team has no such project.")
    return str(found.pk)


def some_collection(asked: Asked) -> str:
    """The collection of that id, or the one of the name in the field `new`, made where there is none."""
    if name := asked.field("new"):
        if len(name) > Collection._meta.get_field("name").max_length:
            raise BadAct("A collection is called by 1 to 80 characters.")
        found, _ = Collection.objects.get_or_create(team=asked.team, name=name, defaults={"owner": asked.user})
        return str(found.pk)
    return known_collection(asked)


def known_collection(asked: Asked) -> str:
    found = Collection.objects.of_team(asked.team).filter(pk=as_id(asked.field("collection"))).first()
    if found is None:
        raise BadAct("The team has no such collection.")
    return str(found.pk)


def a_place(asked: Asked) -> str:
    """A collection, and in the field `before` the file that is to follow; at its end where that is empty."""
    collection, text = known_collection(asked), asked.field("before")
    if text and not Collected.objects.filter(collection=collection, asset=as_id(text)).exists():
        raise BadAct("The file that is to follow is not in the collection any more. Look at it again.")
    return f"{collection}~{as_id(text).hex if text else ''}"


def now(asked: Asked) -> str:
    return clock.now().isoformat()


def nothing(asked: Asked) -> str:
    return ""


# The table


@dataclass(frozen=True, kw_only=True, slots=True)
class Verb:
    """One act. `done` says what became of the files; `moves` whether they may leave the list that they are seen in,
    `is_seen` whether their tiles show it, `most` to how many files it is done
    at once, where that is fewer than usual."""

    slug: str
    read: Callable[[Asked], str]
    way: Way
    done: Callable[[str], str]
    roles: tuple[str, ...] = MAKERS
    moves: bool = False
    is_seen: bool = False
    most: int | None = None


def moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def called(model: type, words: str) -> Callable[[str], str]:
    """`words` with the name of the row."""
    return lambda value: words.format(model.objects.get(pk=value))


STARS_SAID = ("rated: no stars", "rated: 1 star", *(f"rated: {n} stars" for n in range(2, MOST_STARS + 1)))
FLAGS_SAID = {Flag.NONE: "unflagged", Flag.PICK: "picked", Flag.REJECT: "rejected"}

TABLE = (
    Verb(
        slug="rate",
        read=stars,
        way=Column("stars", int),
        done=lambda value: STARS_SAID[int(value)],
        roles=VIEWERS,
        is_seen=True,
    ),
    Verb(
        slug="flag",
        read=flag,
        way=Column("flag", str),
        done=FLAGS_SAID.__getitem__,
        roles=VIEWERS,
        is_seen=True,
    ),
    Verb(slug="tag", read=some_tag, way=Joined(), done=called(Tag, "tagged {}"), roles=VIEWERS),
    Verb(slug="untag", read=known_tag, way=Parted(), done=called(Tag, "no longer tagged {}"), roles=VIEWERS),
    Verb(
        slug="move",
        read=project,
        way=Column("project_id", int),
        done=called(Asset._meta.get_field("project").related_model, "moved to {}"),
        moves=True,
    ),
    Verb(slug="collect", read=some_collection, way=Collecting(), done=called(Collection, "added to {}")),
    Verb(slug="drop", read=known_collection, way=Dropping(), done=called(Collection, "taken out of {}"), moves=True),
    Verb(
        slug="arrange",
        read=a_place,
        way=Arranging(),
        done=lambda value: called(Collection, "put in another place in {}")(value.partition("~")[0]),
        most=CHUNK,
    ),
    Verb(
        slug="bin",
        read=now,
        way=Column("binned_at", moment, {"binned_at": None}),
        done=lambda value: "put in the bin",
        moves=True,
    ),
    Verb(
        slug="restore",
        read=nothing,
        way=Column("binned_at", moment),
        done=lambda value: "taken out of the bin",
        moves=True,
    ),
)
VERBS = {verb.slug: verb for verb in TABLE}


# Doing and undoing


@transaction.atomic
def act(verb: Verb, asked: Asked, assets: AssetQuerySet) -> Act:
    """Do it to all of them, in one transaction. Raises BadAct for what cannot be read, and for too many files."""
    value = verb.read(asked)
    _keep_others_out(verb, asked.user, value, assets)
    most = verb.most or MOST
    pks = list(assets.values_list("pk", flat=True)[: most + 1])
    if len(pks) > most:
        raise BadAct(f"At most {most:,} files are changed at once. Narrow the search.")
    was: Was = {}
    for ids in chunks(pks):
        for old, changed in verb.way.do(ids, value).items():
            was.setdefault(old, []).extend(changed)
    before = [[old, [pk.hex for pk in changed]] for old, changed in was.items()]
    done = Act.objects.create(team=asked.team, user=asked.user, verb=verb.slug, value=value, before=before)
    _write_down("files-changed", done)
    return done


@transaction.atomic
def undo(done: Act) -> int:
    """Give every file back what it was, unless somebody has changed it since; says how many. Once: 0 after that."""
    if not Act.objects.filter(pk=done.pk, undone_at=None).update(undone_at=clock.now()):
        return 0
    way = VERBS[done.verb].way
    count = sum(way.undo(ids, done.value, was) for was, pks in done.before for ids in chunks([*map(UUID, pks)]))
    _write_down("files-undone", done)
    return count


def _keep_others_out(verb: Verb, user: User, value: str, assets: AssetQuerySet) -> None:
    """Raises BadAct where somebody would take another's files into a project that only they see."""
    if verb.slug != "move" or not Project.objects.get(pk=value).is_private:
        return
    if assets.order_by().exclude(owner=user).exists():
        raise BadAct("Only your own files can go into a private project. Leave out those of others.")


def _write_down(slug: str, done: Act) -> None:
    """In the log of who did what; nothing where nothing was to do."""
    pks = touched(done)
    if not pks:
        return
    count = "1 file" if len(pks) == 1 else f"{len(pks):,} files"
    try:
        words = f"{count} {VERBS[done.verb].done(done.value)}"
    except ObjectDoesNotExist:  # the tag or the collection is gone since
        words = f"{count}: {done.verb}"
    record(slug, team=done.team, by=done.user, of=done, words=words, project=_kept_to_oneself(done, pks))


def _kept_to_oneself(done: Act, pks: list[UUID]) -> int | None:
    """The private project that any of the files lies in, before or after: what is said of it is for its maker alone."""
    own = Project.objects.filter(team=done.team, visibility=Project.Visibility.PRIVATE, made_by=done.user)
    mine = set(own.values_list("pk", flat=True))
    moved = {int(done.value), *(int(old) for old, _ in done.before)} if done.verb == "move" else set()
    if moved & mine or not mine:
        return min(moved & mine, default=None)
    lies_in = (Asset.objects.filter(pk__in=ids, project__in=mine) for ids in chunks(pks))
    return next(filter(None, (found.values_list("project", flat=True).first() for found in lies_in)), None)


def touched(done: Act) -> list[UUID]:
    """The files that the act changed."""
    return [UUID(pk) for _, pks in done.before for pk in pks]


def chunks(pks: list[UUID]) -> Iterator[list[UUID]]:
    for start in range(0, len(pks), CHUNK):
        yield pks[start : start + CHUNK]
