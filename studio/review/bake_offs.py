"""Bake-offs: one recipe to several models or providers, results under letters, votes, and then the names.

Until the names are shown nothing here says which letter is which: not to the person who made it either.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from studio.accounts.activity import record
from studio.accounts.changes import announce
from studio.accounts.models import Project, Team, User, in_the_open
from studio.catalog.recipe import Recipe
from studio.core import clock
from studio.jobs import several
from studio.jobs.agreement import CannotSubmit
from studio.jobs.models import Job
from studio.jobs.several import Answers
from studio.library.models import Asset

from .actions import MANAGE, CannotSay, MayNot, is_speaker
from .models import BakeOff, Entry, Vote

FEWEST, MOST = 2, 6
LETTERS = "ABCDEF"
KIND, VOTES = "bake-off", "bake-off-votes"
"""What is announced: that the page looks otherwise now; that votes were given."""


def visible_to(user: User) -> QuerySet[BakeOff]:
    """Those of the user's teams, but for what others keep to themselves."""
    teams = Team.objects.filter(members=user)
    return BakeOff.objects.filter(in_the_open(user), team__in=teams).select_related("project", "made_by", "revealed_by")


# Making one


def start(by: User, project: Project, name: str, recipes: Sequence[Recipe], key: str, answers: Answers) -> BakeOff:
    """The jobs and their letters, in one transaction. The same key of the same person gives the same bake-off.

    Raises CannotSay where there are too few, too many or two alike; CannotSubmit as a job does, with what is to be
    asked.
    """
    _are_different(recipes)
    name = _named(name)
    if known := _known(by, key):
        return known
    jobs = several.checked(by, project, recipes, answers)
    try:
        with transaction.atomic():
            made = several.make(by, project, jobs, key, answers, what="entries")
            return _lettered(by, project, name, made)
    except (IntegrityError, CannotSubmit):
        if known := _known(by, key):  # the same button, pressed twice at the same moment
            return known
        raise


def _are_different(recipes: Sequence[Recipe]) -> None:
    if not FEWEST <= len(recipes) <= MOST:
        raise CannotSay(f"A bake-off is of {FEWEST} to {MOST} models or providers; {len(recipes)} were chosen.")
    if len({(each.model, each.task, each.provider) for each in recipes}) < len(recipes):
        raise CannotSay("Each model goes through the same provider once: choose others.")


def _named(name: str) -> str:
    name, most = " ".join(name.split()), BakeOff._meta.get_field("name").max_length
    if not 0 < len(name) <= most:
        raise CannotSay(f"A bake-off has a name of 1 to {most} characters; this one has {len(name)}.")
    return name


def _known(by: User, key: str) -> BakeOff | None:
    job = Job.objects.filter(owner=by, idempotency_key=key).first()
    if job is None:
        return None
    entry = Entry.objects.filter(job=job).select_related("bake_off").first()
    if entry is None:
        raise CannotSay(f"This form has already sent “{job.title}”. Reload the page and try again.")
    return entry.bake_off


def _lettered(by: User, project: Project, name: str, jobs: Sequence[Job]) -> BakeOff:
    made = BakeOff.objects.create(team=project.team, project=project, made_by=by, name=name)
    places = list(range(len(jobs)))
    random.SystemRandom().shuffle(places)
    pairs = sorted(zip(places, jobs, strict=True), key=lambda pair: pair[0])  # rows too tell nothing by their order
    Entry.objects.bulk_create(Entry(bake_off=made, job=job, place=place) for place, job in pairs)
    record("bake-off-made", team=project.team, by=by, of=made)
    return made


# Votes, and the end of them


@transaction.atomic
def vote(by: User, made: BakeOff, place: int) -> None:
    """One vote each, in place of the one before. Raises MayNot, CannotSay."""
    if not is_speaker(by, made.team_id):
        raise MayNot("Guests look and do not vote. An owner or a producer can give you another role.")
    _still_open(made)
    shown = standing(made)
    entry = next((each for each in shown.entries if each.entry.place == place), None)
    if entry is None:
        raise CannotSay(f"This bake-off has {letters(len(shown.entries))}.")
    if not shown.is_ready:
        raise CannotSay("Not all of them are done yet: votes are given when everything can be seen.")
    if entry.asset is None:
        raise CannotSay(f"{entry.letter} came to nothing: vote for one that can be seen.")
    Vote.objects.update_or_create(bake_off=made, voter=by, defaults={"entry": entry.entry, "created_at": clock.now()})
    announce(VOTES, str(made.pk), made.team_id)


@transaction.atomic
def reveal(by: User, made: BakeOff) -> None:
    """Show the names; nobody votes afterwards. The first who did so is kept. Raises MayNot."""
    if not may_reveal(by, made):
        raise MayNot(f"Only {made.made_by}, an owner or a producer can show the names.")
    if BakeOff.objects.filter(pk=made.pk, revealed_at=None).update(revealed_at=clock.now(), revealed_by=by):
        record("bake-off-revealed", team=made.team_id, by=by, of=made, words=f"{made.name}: {standing(made).verdict}")
        announce(KIND, str(made.pk), made.team_id)


def may_reveal(by: User, made: BakeOff) -> bool:
    is_maker = made.made_by_id == by.pk and is_speaker(by, made.team_id)
    return is_maker or is_speaker(by, made.team_id, MANAGE)


def _still_open(made: BakeOff) -> None:
    """Nobody shows the names until this transaction ends. Raises CannotSay."""
    now = BakeOff.objects.select_for_update().get(pk=made.pk)
    if now.revealed_at:
        raise CannotSay("The names have been shown: votes stay as they are.")


# How it stands


@dataclass(frozen=True, kw_only=True, slots=True)
class Shown:
    """One entry. `asset` is its result, where one is to be seen; `voters` are those who chose it, by name."""

    entry: Entry
    asset: Asset | None
    voters: list[User]

    @property
    def letter(self) -> str:
        return LETTERS[self.entry.place]

    @property
    def votes(self) -> int:
        return len(self.voters)

    @property
    def called(self) -> str:
        """The model and its provider: only for after the reveal."""
        return several.called(self.entry.job.frozen_recipe())

    @property
    def took(self) -> timedelta | None:
        """From the sending to the last file being kept."""
        job = self.entry.job
        return job.finished_at - job.started_at if job.finished_at and job.started_at else None


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """All entries of one bake-off in the order of their letters."""

    entries: list[Shown]

    @property
    def done(self) -> int:
        return sum(each.entry.job.is_final for each in self.entries)

    @property
    def is_ready(self) -> bool:
        """Whether all of them are over. Results are shown together: who comes first would tell who it is."""
        return self.done == len(self.entries)

    @property
    def votes(self) -> int:
        return sum(each.votes for each in self.entries)

    @property
    def first(self) -> list[Shown]:
        """Those with most votes: several where they are alike, none where nobody voted."""
        most = max((each.votes for each in self.entries), default=0)
        return [each for each in self.entries if most and each.votes == most]

    @property
    def verdict(self) -> str:
        """Who won, by name, with how many votes; that it is a tie; that nobody voted."""
        if not self.first:
            return "Nobody voted."
        best, all_ = self.first[0].votes, f"{self.votes} vote{'s' * (self.votes != 1)}"
        names = listed([f"{each.letter}, {each.called}" for each in self.first], between="; ")
        if len(self.first) == 1:
            return f"{names}, has won with {best} of {all_}."
        return f"A tie with {best} of {all_} each: {names}."


def standing(made: BakeOff) -> Standing:
    entries = list(made.entries.select_related("job").order_by("place"))
    results = Asset.objects.filter(job_id__in=[each.job_id for each in entries], binned_at=None)
    assets = {asset.job_id: asset for asset in results.order_by("-output_index")}
    voters: dict[int, list[User]] = {}
    for each in made.votes.select_related("voter").order_by("voter__name", "pk"):
        voters.setdefault(each.entry_id, []).append(each.voter)
    return Standing(
        entries=[Shown(entry=each, asset=assets.get(each.job_id), voters=voters.get(each.pk, [])) for each in entries]
    )


def letters(count: int) -> str:
    """`A, B and C`."""
    return listed(list(LETTERS[:count]))


def listed(words: list[str], between: str = ", ") -> str:
    *others, last = words
    return f"{between.join(others)} and {last}" if others else last
