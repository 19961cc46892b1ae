"""Who is meant by `@Bob Baker` in a note: only people of the team who may see what they are called to.

A name is written out, in any case of letters; a first name alone will do where only one of them has it. Who is called
to an internal note is no guest of the team. The people who come by share links name nobody and are not named.
"""

import re
from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet, prefetch_related_objects
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from studio.accounts.changes import announce
from studio.accounts.models import User
from studio.library.models import Asset

from .models import GUEST, Note

SIGN = "@"


def people_for(asset: Asset, *, is_internal: bool = False) -> QuerySet[User]:
    """Who can be named in a note on the file, by name."""
    there = Q(memberships__team=asset.team_id)
    if is_internal:
        there &= ~Q(memberships__role=GUEST)
    found = User.objects.filter(there, is_active=True)
    if asset.project.is_private:
        found = found.filter(pk=asset.project.made_by_id)
    return found.order_by("name", "pk")


def menu(asset: Asset) -> list[dict[str, str]]:
    """The same as the page's script reads it: `is_guest` are those whom no internal note is for."""
    guests = set(people_for(asset).filter(memberships__team=asset.team_id, memberships__role=GUEST).values_list("pk"))
    return [
        {"name": person.name, "words": "Guest" if (person.pk,) in guests else "", "kind": "person"}
        for person in people_for(asset)
        if person.name
    ]


def named_in(words: str, people: Iterable[User]) -> list[User]:
    """In the order in which they are named, each once."""
    people = list(people)
    if SIGN not in words or not people:
        return []
    by_name = _by_name(people)
    return list(dict.fromkeys(by_name[_plain(found[1])] for found in _pattern(by_name).finditer(words)))


def keep(note: Note) -> None:
    """The note is kept with whom it names; who was not named in it before is told. A guest's note names nobody."""
    if note.author_id is None:
        return
    named = named_in(note.words, people_for(note.asset, is_internal=note.is_internal)) if SIGN in note.words else []
    known = set(note.mentioned.values_list("pk", flat=True)) if note.edited_at else set()
    if not named and not known:
        return
    note.mentioned.set(named)
    if any(person.pk not in known and person.pk != note.author_id for person in named):
        announce("mention", note.pk, note.asset.team_id)


# Shown


def fetch(notes: Iterable[Note]) -> None:
    """Who is named is looked up at once for all notes that name somebody."""
    named = [note for note in notes if SIGN in note.words]
    prefetch_related_objects(named, Prefetch("mentioned", User.objects.only("pk", "name", "email")))


def marked(note: Note) -> SafeString:
    """The note's words as HTML, the names of those who are meant marked."""
    people = list(note.mentioned.all()) if SIGN in note.words else []
    if not people:
        return mark_safe(_broken(note.words))
    by_name, parts, at = _by_name(people), [], 0
    for found in _pattern(by_name).finditer(note.words):
        person = by_name[_plain(found[1])]
        parts += [_broken(note.words[at : found.start()]), _mark(found[0], person)]
        at = found.end()
    return mark_safe("".join([*parts, _broken(note.words[at:])]))


def _broken(words: str) -> str:
    return conditional_escape(words).replace("\n", "<br>")


def _mark(words: str, person: User) -> str:
    return format_html('<mark class="mention" data-person="{}">{}</mark>', person.pk, words)


# What waits for somebody


def waiting(user: User, team_id: int) -> QuerySet[Note]:
    """Notes that name this person, of open threads in which they have said nothing since; newest first."""
    named = Note.objects.visible_to(user).said().filter(mentioned=user, asset__team=team_id, asset__binned_at=None)
    below_open = Q(parent__isnull=False, parent__resolved_at=None, parent__deleted_at=None)
    mine = Note.objects.said().filter(author=user, created_at__gt=OuterRef("created_at"))
    answered = Exists(mine.filter(Q(parent=OuterRef("pk")) | Q(parent=OuterRef("parent"))))
    return _shown(named.filter(Q(parent=None, resolved_at=None) | below_open, ~answered).exclude(author=user))


def assigned(user: User, team_id: int) -> QuerySet[Note]:
    """Open threads that are this person's to do; newest first."""
    found = Note.objects.visible_to(user).open().filter(assignee=user, asset__team=team_id, asset__binned_at=None)
    return _shown(found)


def _shown(notes: QuerySet[Note]) -> QuerySet[Note]:
    return notes.select_related("author", "guest", "asset", "parent").order_by(F("created_at").desc(), "pk").distinct()


def since(user: User, begin: datetime, end: datetime) -> QuerySet[Note]:
    """What names somebody on all their teams, from `begin` up to, but not including, `end`."""
    named = Note.objects.visible_to(user).said().filter(mentioned=user, created_at__gte=begin, created_at__lt=end)
    return named.exclude(author=user).select_related("author", "asset", "parent").order_by("created_at").distinct()


# Names


def _by_name(people: Iterable[User]) -> dict[str, User]:
    """Whole names, and first names that only one has. Of two with the same whole name the first is meant."""
    found: dict[str, User] = {}
    firsts = Counter(_plain(person.get_short_name()) for person in people)
    for person in people:
        if person.name:
            found.setdefault(_plain(person.name), person)
    for person in people:
        first = _plain(person.get_short_name())
        if first and firsts[first] == 1:
            found.setdefault(first, person)
    return found


def _pattern(by_name: dict[str, User]) -> re.Pattern[str]:
    """The longest name first; spaces as many as one likes; no letter on either side."""
    names = sorted(by_name, key=len, reverse=True)
    either = "|".join(r"\s+".join(map(re.escape, name.split(" "))) for name in names)
    return re.compile(rf"(?<![\w.@-])@({either})(?!\w)", re.IGNORECASE)


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())
