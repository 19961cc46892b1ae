"""Lists of what is looked at together: how one is made, put in order, and how far each reviewer is with it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet
from django.utils import timezone

from studio.accounts.models import Project, Team, User
from studio.library.models import Asset

from .actions import BAD, GOOD, MANAGE, CannotSay, MayNot, is_speaker
from .models import Listed, Note, ReviewList, Verdict, Word

MOST = 500  #: files on a list
DECIDED = (Word.CHANGES, Word.APPROVED, Word.FINAL, Word.REJECTED)
"""Verdicts after which a reviewer is not waited for."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How many of a list's files this person has decided about."""

    decided: int
    all: int


# Which files


def todays(user: User, team: Team, project: Project | None) -> QuerySet[Asset]:
    """What was made since midnight, where this person is, in the project; oldest first."""
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    made = Asset.objects.visible_to(user).of_team(team).results().kept().filter(created_at__gte=midnight)
    return (made.of_project(project) if project else made).oldest_first()


def waiting_for(user: User, team: Team) -> QuerySet[Asset]:
    """What is on a list and this person has not decided about; newest first."""
    seen = Asset.objects.visible_to(user).of_team(team).kept()
    return seen.filter(Exists(Listed.objects.filter(asset=OuterRef("pk"))), ~_decided_by(user)).newest_first()


def _decided_by(user: User) -> Exists:
    mine = Verdict.objects.standing().filter(asset=OuterRef("pk"), reviewer=user, word__in=DECIDED)
    return Exists(mine.order_by())


def approved(assets: QuerySet[Asset]) -> QuerySet[Asset]:
    """Somebody's word is approved or final, and nobody's asks for changes or rejects it."""
    standing = Verdict.objects.standing().filter(asset=OuterRef("pk")).order_by()
    return assets.filter(Exists(standing.filter(word__in=GOOD)), ~Exists(standing.filter(word__in=BAD)))


def files_of(made: ReviewList, viewer: User) -> QuerySet[Asset]:
    """In order, as far as this person sees them; each with how many `open_notes` and what `said` are on it."""
    notes = Note.objects.visible_to(viewer).open()
    return (
        Asset.objects.visible_to(viewer)
        .kept()
        .filter(review_places__list=made)
        .annotate(open_notes=Count("notes", filter=Q(notes__in=notes), distinct=True))
        .order_by("review_places__place", "review_places__id")
    )


def progress(made: ReviewList, viewer: User) -> Progress:
    files = Asset.objects.visible_to(viewer).kept().filter(review_places__list=made)
    return Progress(decided=files.filter(_decided_by(viewer)).count(), all=files.count())


# Making and changing


@transaction.atomic
def build(by: User, team: Team, name: str, assets: Iterable[UUID]) -> ReviewList:
    """A list of these files, in this order. Raises CannotSay: no name, no file, too many, a guest."""
    _may(by, team)
    made = ReviewList.objects.create(team=team, made_by=by, name=_named(name))
    add(by, made, assets)
    return made


@transaction.atomic
def add(by: User, made: ReviewList, assets: Iterable[UUID]) -> int:
    """At its end, in this order; what is on it already stays where it is. Says how many are new. Raises CannotSay."""
    _may(by, made.team)
    wanted = list(dict.fromkeys(assets))
    there = set(made.listed.values_list("asset", flat=True))
    seen = set(Asset.objects.visible_to(by).of_team(made.team).filter(pk__in=wanted).values_list("pk", flat=True))
    new = [pk for pk in wanted if pk in seen and pk not in there]
    if not there and not new:
        raise CannotSay("There is nothing to put on the list: choose files in the library, or make some today.")
    if len(there) + len(new) > MOST:
        raise CannotSay(f"A list has up to {MOST} files; this one would have {len(there) + len(new)}.")
    last = made.listed.aggregate(last=Max("place"))["last"] or 0
    Listed.objects.bulk_create(Listed(list=made, asset_id=pk, place=last + n) for n, pk in enumerate(new, 1))
    return len(new)


@transaction.atomic
def remove(by: User, made: ReviewList, asset: UUID) -> None:
    """Off the list; the file, its notes and its verdicts stay."""
    _may(by, made.team)
    made.listed.filter(asset=asset).delete()


@transaction.atomic
def move(by: User, made: ReviewList, asset: UUID, places: int) -> None:
    """So many places later, or earlier where negative; at the ends it stops."""
    _may(by, made.team)
    order = list(made.listed.order_by("place", "id"))
    at = next((n for n, each in enumerate(order) if each.asset_id == asset), None)
    if at is None:
        return
    order.insert(max(0, min(len(order) - 1, at + places)), order.pop(at))
    for place, each in enumerate(order, 1):
        each.place = place
    Listed.objects.bulk_update(order, ["place"])


@transaction.atomic
def rename(by: User, made: ReviewList, name: str) -> None:
    """Raises CannotSay for none, or one that is too long."""
    _may(by, made.team)
    made.name = _named(name)
    made.save(update_fields=["name"])


@transaction.atomic
def delete(by: User, made: ReviewList) -> None:
    """The list alone: files, notes and verdicts stay. Raises MayNot."""
    if made.made_by_id != by.pk and not is_speaker(by, made.team_id, MANAGE):
        raise MayNot(f"Only {made.made_by}, an owner or a producer can delete this list.")
    made.delete()


def _named(name: str) -> str:
    name, most = " ".join(name.split()), ReviewList._meta.get_field("name").max_length
    if not 0 < len(name) <= most:
        raise CannotSay(f"A list has a name of 1 to {most} characters; this one has {len(name)}.")
    return name


def _may(by: User, team: Team) -> None:
    if not is_speaker(by, team.pk):
        raise MayNot("Guests look at lists and do not change them. An owner or a producer can give you another role.")


FROM: Mapping[str, Callable[[User, Team, Project | None], QuerySet[Asset]]] = {
    "today": todays,
    "waiting": lambda user, team, project: waiting_for(user, team),
}
"""What a list is made of without choosing."""
