"""What was said of earlier versions and is still open: on a later one it is asked whether that is fixed.

Nothing is copied. A thread stays where it was written; on a later version of the file it is shown as a question, at the
same moment of the clip, whatever its rate there. "Fixed" resolves the thread and says in which version. "Not yet" is an
answer in the thread, written on the later version: so its whole history reads in one place, it stays open, and the next
version asks again.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from studio.accounts.models import User
from studio.library import versions
from studio.library.models import Asset
from studio.library.queries import AssetQuerySet

from . import actions, threads
from .actions import CannotSay, Said
from .models import Note, NoteQuerySet
from .threads import Thread

NOT_YET = "Not yet."


@dataclass(frozen=True, slots=True)
class Place:
    """Frames of a later version, the last one included. `is_past`: the moment is not in it any more."""

    frame: int
    last: int
    is_past: bool = False

    @property
    def frames(self) -> int:
        return self.last - self.frame + 1


@dataclass(frozen=True, slots=True)
class Check:
    """A thread of an earlier version as it is asked about on `on`."""

    thread: Thread
    on: Asset

    @property
    def first(self) -> Note:
        return self.thread.first

    @property
    def is_fixed(self) -> bool:
        return self.first.resolved_at is not None

    @property
    def is_gone(self) -> bool:
        """Taken back, or done with otherwise than on this version: nobody has to look any more."""
        return self.thread.is_gone or (self.is_fixed and self.first.fixed_in_id != self.on.pk)

    @property
    def answers(self) -> list[Note]:
        """What was said of it on this version."""
        return [each for each in self.thread.replies if each.asset_id == self.on.pk]

    @property
    def is_not_yet(self) -> bool:
        return not self.is_fixed and bool(self.answers)

    @property
    def place(self) -> Place | None:
        return placed(self.first, self.on)

    @property
    def where(self) -> str:
        """Timecode on this version; empty where it is about all of it."""
        at = self.place
        return threads.where(self.on, at.frame, at.frames) if at else ""

    @property
    def at(self) -> str:
        """Where it stands among the others of the page (static/js/lib/live.js): by its frame, then by when."""
        frame = self.place.frame if self.place else -1
        return f"{-frame - self.first.created_at.timestamp() / 1e10:.13f}"


def placed(note: Note, on: Asset) -> Place | None:
    """The frames of `on` that are seen while the note's frames are seen on its own clip; None for all of the file."""
    before, now = note.asset.frame_rate, on.frame_rate
    if note.frame is None or not before or not now:
        return None
    first, last = mapped(note.frame, note.frames, before, now)
    end = on.last_frame
    return Place(min(first, end), min(last, end), is_past=first > end)


def mapped(frame: int, frames: int, before: Fraction, now: Fraction) -> tuple[int, int]:
    """The first and the last frame at the rate `now` of what lasts so many frames at the rate `before`; exact."""
    first = floor(frame / before * now)
    return first, max(first, ceil((frame + frames) / before * now) - 1)


# Which


def checks(asset: Asset, viewer: User) -> list[Check]:
    """What is to be looked at on this version, in its order: what is open, and what was found to be fixed on it."""
    if not asset.stack:
        return []
    earlier = Asset.objects.visible_to(viewer).filter(pk__in=_earlier(asset).values("pk"))
    asked = Note.objects.visible_to(viewer).threads().said().filter(asset__in=earlier)
    asked = asked.filter(Q(resolved_at=None) | Q(fixed_in=asset))
    replies = Note.objects.visible_to(viewer).said().filter(parent__in=asked.values("pk"))
    found = threads.gathered(Note.objects.filter(Q(pk__in=asked.values("pk")) | Q(pk__in=replies.values("pk"))))
    return sorted((Check(each, asset) for each in found), key=lambda check: -float(check.at))


def _earlier(asset: Asset) -> AssetQuerySet:
    return versions.everything(asset).filter(version__lt=asset.version)


def open_on(asset: Asset, viewer: User) -> list[Check | Thread]:
    """All that still asks for something on this file: its own open threads, and those of earlier versions."""
    own = threads.gathered(_whole_threads(Note.objects.visible_to(viewer).open().on(asset), viewer))
    return [*(check for check in checks(asset, viewer) if not check.is_fixed), *own]


def _whole_threads(firsts: NoteQuerySet, viewer: User) -> NoteQuerySet:
    said = Note.objects.visible_to(viewer).said()
    return said.filter(Q(pk__in=firsts.values("pk")) | Q(parent__in=firsts.values("pk")))


def shown_on(found: Iterable[Thread]) -> list[Check]:
    """Each of these threads as it is asked about on the later versions of its file, in the same project: what lies
    elsewhere may have other people who see it."""
    return [Check(each, later) for each in found for later in _later(each.first.asset)]


def _later(asset: Asset) -> list[Asset]:
    if not asset.stack:
        return []
    after = versions.everything(asset).kept().filter(version__gt=asset.version, project=asset.project_id)
    return list(after.order_by("version", "pk"))


# Answering


@transaction.atomic
def fixed(by: User, note: Note, on: Asset) -> None:
    """It is done, as is seen on this version. Raises CannotSay."""
    actions.resolve(by, _asked(by, note, on), on)


@transaction.atomic
def not_yet(by: User, note: Note, on: Asset, said: Said) -> Note:
    """It is not done on this version: an answer in its thread says so, and the thread is open. Raises CannotSay."""
    first = _asked(by, note, on)
    if first.resolved_at:
        actions.reopen(by, first)
    words = said.words.strip() or NOT_YET
    return actions.reply(by, first, Said(id=said.id, words=words), on)


def _asked(by: User, note: Note, on: Asset) -> Note:
    first = note.parent or note
    if not actions.may_speak(by, on):
        raise actions.MayNot("Guests look at work. An owner, a producer, an artist or a reviewer says what is fixed.")
    if first.deleted_at:
        raise CannotSay("This note was taken back. There is nothing to check any more.")
    if not _is_later(first.asset, on):
        raise CannotSay(f"{on.title} is no later version of what this note is about. Say it on a newer version.")
    return first


def _is_later(before: Asset, on: Asset) -> bool:
    stack: UUID = versions.stack_of(before)
    return on.stack == stack and before.team_id == on.team_id and on.version > before.version
