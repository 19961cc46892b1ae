"""Keeping things to use again: the only writer of Preset, SavedPrompt and Filling.

A shared one may be changed by whoever made it and by the owners and producers of its team.
"""

from collections.abc import Mapping

from django.core.exceptions import PermissionDenied

from studio.accounts.models import Team, User
from studio.accounts.permissions import managers_of, may_manage
from studio.core import clock

from .reusable import Filling, Preset, SavedPrompt

LONGEST_NAME = 80  #: characters
LONGEST_PROMPT = 10_000  #: characters; the longest that any route takes is a quarter of it


class CannotKeep(ValueError):
    """A sentence: what was given, what is allowed, what to do."""


def keep_preset(user: User, team: Team, name: str, is_shared: bool, **route_and_values: object) -> Preset:
    """A new preset of `model`, `task`, `provider` and `values`. Raises CannotKeep."""
    named = _named(name, Preset, user, team)
    return Preset.objects.create(owner=user, team=team, name=named, is_shared=is_shared, **route_and_values)


def keep_prompt(user: User, team: Team, name: str, text: str) -> SavedPrompt:
    """A new prompt of the team's library; without a name, its first words are. Raises CannotKeep."""
    text = text.replace("\r\n", "\n").strip()
    if not text:
        raise CannotKeep("There are no words to keep. Write a prompt first.")
    if len(text) > LONGEST_PROMPT:
        raise CannotKeep(f"This prompt has {len(text):,} characters; {LONGEST_PROMPT:,} can be kept. Shorten it.")
    named = _named(name or " ".join(text.split())[:40], SavedPrompt, user, team)
    return SavedPrompt.objects.create(owner=user, team=team, name=named, is_shared=True, text=text)


def change(user: User, row: Preset | SavedPrompt, name: str, **facts: object) -> None:
    """Another name, or other facts: `is_shared` of a preset, `text` of a prompt. Raises CannotKeep."""
    require_its_own(user, row)
    named = _named(name, type(row), user, row.team, but=row)
    for fact, value in {"name": named, **facts}.items():
        setattr(row, fact, value)
    row.save(update_fields=["name", *facts])


def delete(user: User, row: Preset | SavedPrompt) -> None:
    """Out of the list; `restore` brings it back."""
    require_its_own(user, row)
    type(row).objects.filter(pk=row.pk).update(deleted_at=clock.now())


def restore(user: User, row: Preset | SavedPrompt) -> None:
    """Back in the list, under its name or the next free one."""
    require_its_own(user, row)
    name = _free(row.name, type(row), user, row.team)
    type(row).objects.filter(pk=row.pk).update(deleted_at=None, name=name)


def remember_filling(user: User, of: str, values: Mapping[str, str]) -> None:
    """What was written for the variables of a prompt, for the next time."""
    Filling.objects.update_or_create(owner=user, of=of, defaults={"values": dict(values)})


def may_change(user: User, row: Preset | SavedPrompt) -> bool:
    """Whether this person may rename or delete it."""
    return row.owner_id == user.pk or (row.is_shared and may_manage(user, row.team))


def require_its_own(user: User, row: Preset | SavedPrompt) -> None:
    """Raises PermissionDenied, with who can do it."""
    if not may_change(user, row):
        names = " or ".join(dict.fromkeys(map(str, [row.owner, *managers_of(row.team)])))
        raise PermissionDenied(f"{row.name} is not yours to change. Ask {names}.")


def _named(name: str, kind: type, user: User, team: Team, but: Preset | SavedPrompt | None = None) -> str:
    """The name as it is kept: one line, not taken by another that this person sees."""
    name = " ".join(name.split())
    if not name:
        raise CannotKeep("It needs a name, of 1 to 80 characters.")
    if len(name) > LONGEST_NAME:
        raise CannotKeep(f"The name has {len(name)} characters; {LONGEST_NAME} at most. Shorten it.")
    if _taken(name, kind, user, team, but):
        raise CannotKeep(f"There is another one called {name}. Choose another name.")
    return name


def _taken(name: str, kind: type, user: User, team: Team, but: Preset | SavedPrompt | None = None) -> bool:
    others = kind.objects.visible_to(user).of_team(team).kept().filter(name__iexact=name)
    return others.exclude(pk=but.pk if but else None).exists()


def _free(name: str, kind: type, user: User, team: Team) -> str:
    """`Rain`, `Rain 2`, `Rain 3` …: the first that is not taken."""
    number = 1
    tried = name
    while _taken(tried, kind, user, team):
        number += 1
        tried = f"{name[: LONGEST_NAME - 4]} {number}"
    return tried
