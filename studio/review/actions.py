"""What views and the API may call: write, reply, change, take back, resolve, assign; and give a verdict.

Each is one transaction: it looks who may, changes, writes the activity down where it matters, and announces the thread.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F

from studio.accounts.activity import record
from studio.accounts.changes import announce
from studio.accounts.models import Membership, User
from studio.core import clock
from studio.library import versions
from studio.library.models import Asset

from . import drawing, mentions
from .models import MOST_WORDS, Guest, Note, Verdict, Word
from .shapes import CannotDraw, Drawn
from .visitors import may as may_by_link

SPEAK = {"owner", "producer", "artist", "reviewer"}
"""The roles that may write notes and give verdicts: a guest looks."""

GOOD, BAD = (Word.APPROVED, Word.FINAL), (Word.CHANGES, Word.REJECTED)
"""The words that let a version pass, and those that do not."""

MANAGE = {"owner", "producer"}
"""The roles that may take back what others wrote."""


class CannotSay(ValueError):
    """A sentence: what was given, what is allowed."""


class MayNot(CannotSay):
    """This person may not do that, and the sentence says who may."""


class HasNewer(CannotSay):
    """An old version was approved while `newer` is there: which of the two is meant has to be said."""

    def __init__(self, asset: Asset, newer: Asset) -> None:
        super().__init__(f"v{newer.version} is newer than v{asset.version}. Which of them do you mean?")
        self.newer = newer


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """A note as somebody writes it, and what is drawn with it. `frame` is None for all of the file."""

    id: UUID
    words: str
    frame: int | None = None
    frames: int = 1
    is_internal: bool = False
    drawings: tuple[Drawn, ...] = ()


def may_speak(user: User, asset: Asset) -> bool:
    return is_speaker(user, asset.team_id)


def is_speaker(user: User, team_id: int, roles: Iterable[str] = SPEAK) -> bool:
    """Whether the person has one of the roles on the team."""
    return Membership.objects.filter(user=user, team=team_id, role__in=roles).exists()


@transaction.atomic
def write(by: User | Guest, asset: Asset, said: Said) -> Note:
    """A new thread. The same note again is the same row. Raises CannotSay."""
    _speaks(by, asset)
    said = _with_drawings(said, asset)
    _is_there(said, asset)
    about = {"frame": said.frame, "frames": said.frames, "is_internal": said.is_internal}
    return _keep(by, asset, said, about)


@transaction.atomic
def reply(by: User | Guest, note: Note, said: Said, on: Asset | None = None) -> Note:
    """An answer below a thread, given `on` a later version or on its own file; a resolved one stays resolved. Raises
    CannotSay."""
    _speaks(by, note.asset)
    first = note.parent or note
    if first.deleted_at:
        raise CannotSay("This note was taken back. Write a new one.")
    if said.drawings:
        raise CannotSay("An answer has words alone. Draw with a note of its own.")
    about = {"frame": first.frame, "frames": first.frames, "is_internal": first.is_internal, "parent": first}
    return _keep(by, on or note.asset, said, about)


@transaction.atomic
def change(by: User, note: Note, words: str) -> None:
    """Other words for one's own note. Raises CannotSay."""
    if note.author_id != by.pk:
        raise MayNot(f"Only {note.writer} can change these words.")
    _touch(note, words=_worded(words), edited_at=clock.now())
    mentions.keep(note)


@transaction.atomic
def take_back(by: User, note: Note) -> None:
    """Out of sight, with what was answered to it, until it is restored. Raises MayNot."""
    _owns(by, note)
    _touch(note, deleted_at=clock.now())


@transaction.atomic
def restore(by: User, note: Note) -> None:
    """Raises MayNot."""
    _owns(by, note)
    _touch(note, deleted_at=None)


@transaction.atomic
def resolve(by: User, note: Note, on: Asset | None = None) -> None:
    """Done, as is seen `on` a later version where one is named; the first who said so is kept. Raises CannotSay."""
    first = _thread(by, note)
    if not first.resolved_at:
        _touch(first, resolved_at=clock.now(), resolved_by=by, fixed_in=on)


@transaction.atomic
def reopen(by: User, note: Note) -> None:
    """Raises CannotSay."""
    _touch(_thread(by, note), resolved_at=None, resolved_by=None, fixed_in=None)


@transaction.atomic
def assign(by: User, note: Note, to: User | None) -> None:
    """Somebody of the team who may speak is to do it; None for nobody. Raises CannotSay."""
    first = _thread(by, note)
    if to and not may_speak(to, note.asset):
        raise CannotSay(f"{to} cannot be given notes: a guest looks only.")
    _touch(first, assignee=to)


@transaction.atomic
def judge(by: User | Guest, asset: Asset, word: str, said: Said | None = None, *, this_one: bool = False) -> Verdict:
    """A verdict, and in the same act a note where there are words for one. `this_one`: also though a newer version is
    there, which somebody of the team is asked about before an old one is approved. Raises CannotSay."""
    _speaks(by, asset, "may_approve")
    if word not in Word.values:
        raise CannotSay(f"{word!r} is no verdict: one of {', '.join(Word.labels)}.")
    if not this_one:
        _is_the_newest(by, asset, word)
    note = write(by, asset, said) if said and said.words.strip() else None
    whose = {"guest": by} if isinstance(by, Guest) else {"reviewer": by}
    verdict = Verdict.objects.create(asset=asset, word=word, note=note, **whose)
    words = f"{asset.title}: {verdict.get_word_display()}"
    if isinstance(by, Guest):
        record("verdict-by-guest", team=asset.team_id, by=None, of=asset, words=f"{by} of {words}")
    else:
        record("verdict-given", team=asset.team_id, by=by, of=asset, words=words)
    announce("verdict", asset.pk, asset.team_id)
    return verdict


# Inside


def _speaks(by: User | Guest, asset: Asset, switch: str = "may_comment") -> None:
    """On the team by role; from outside by what the link's switch allows."""
    if isinstance(by, Guest):
        if not may_by_link(by, asset, switch):
            raise MayNot("This link does not let you do that, or not any more. Ask who sent it to you.")
    elif not may_speak(by, asset):
        raise MayNot("Guests look at work and do not write notes. An owner or a producer can give you another role.")


def _is_the_newest(by: User | Guest, asset: Asset, word: str) -> None:
    """Raises HasNewer; of other words than those that approve nothing is asked."""
    newer = versions.newer(asset, by) if word in GOOD and isinstance(by, User) else None
    if newer:
        raise HasNewer(asset, newer)


def _with_drawings(said: Said, asset: Asset) -> Said:
    """What is drawn without a word says what it is, and is about the first frame that is drawn on. Raises CannotSay."""
    try:
        drawing.check(said.drawings, asset)
    except CannotDraw as fault:
        raise CannotSay(str(fault)) from fault
    words = said.words if said.words.strip() else drawing.words_of(said.drawings)
    return replace(said, words=words, frame=drawing.first_frame(said.drawings) if said.frame is None else said.frame)


def _is_there(said: Said, asset: Asset) -> None:
    if said.frame is None:
        return
    last = said.frame + said.frames - 1
    if said.frame < 0 or said.frames < 1 or last > asset.last_frame:
        raise CannotSay(f"Frames {said.frame} to {last} were marked; this clip has 0 to {asset.last_frame}.")


def _owns(by: User, note: Note) -> None:
    if note.author_id != by.pk and not is_speaker(by, note.asset.team_id, MANAGE):
        raise MayNot(f"Only {note.writer}, an owner or a producer can take this note back.")


def _thread(by: User, note: Note) -> Note:
    _speaks(by, note.asset)
    return note.parent or note


def _worded(words: str) -> str:
    words = words.strip()
    if not words:
        raise CannotSay("Write something first: an empty note says nothing.")
    if len(words) > MOST_WORDS:
        raise CannotSay(f"A note has up to {MOST_WORDS} characters; this one has {len(words)}.")
    return words


def _keep(by: User | Guest, asset: Asset, said: Said, about: dict) -> Note:
    """The note; one with this id that its writer has sent before is found again. Raises CannotSay."""
    whose = {"guest": by} if isinstance(by, Guest) else {"author": by}
    if isinstance(by, Guest) and about["is_internal"]:
        raise MayNot("What the team says among itself is not for guests.")
    try:
        with transaction.atomic():
            note = Note.objects.create(id=said.id, asset=asset, words=_worded(said.words), **whose, **about)
            drawing.keep(note, said.drawings)
            mentions.keep(note)
    except IntegrityError:
        known = Note.objects.filter(pk=said.id, asset=asset, **whose).first()
        if known is None:
            raise CannotSay("This note could not be told from another. Reload the page and send it again.") from None
        return known
    _touch(note.parent or note)
    return note


def _touch(note: Note, **changes: object) -> None:
    """Write the changes, count the thread's version up, and tell who looks at it."""
    if changes:
        Note.objects.filter(pk=note.pk).update(**changes)
    first = note.parent_id or note.pk
    Note.objects.filter(pk=first).update(version=F("version") + 1, changed_at=clock.now())
    note.refresh_from_db(fields=["version", "changed_at", *changes])
    announce("note", first, note.asset.team_id)
