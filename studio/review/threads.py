"""Threads as they are shown: the first note and its answers."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction

from studio.accounts.models import User
from studio.core import timecode
from studio.library.models import Asset

from . import drawing, mentions
from .models import Note, NoteQuerySet


@dataclass(frozen=True, slots=True)
class Thread:
    """`place` sorts it on the page: live.js puts what has a higher number first."""

    first: Note
    replies: list[Note] = field(default_factory=list)

    @property
    def is_gone(self) -> bool:
        return self.first.deleted_at is not None

    @property
    def place(self) -> str:
        """By its frame, then by when it was written; what is about all of the clip stands first."""
        frame = -1 if self.first.frame is None else self.first.frame
        return f"{-frame - self.first.created_at.timestamp() / 1e10:.13f}"

    @property
    def where(self) -> str:
        """`00:00:01:12`, or `00:00:01:12 to 00:00:02:00`; empty where it is about all of the file, or a picture."""
        return where(self.first.asset, self.first.frame, self.first.frames)

    @property
    def drawn(self) -> list[tuple[drawing.Placed, str]]:
        """What is drawn with it, frame by frame, each with its timecode."""
        return [(each, where(self.first.asset, each.frame)) for each in drawing.placed(self.first)]

    @property
    def drawings(self) -> str:
        """The same as the page's script reads it."""
        return drawing.as_json(self.first)


def where(asset: Asset, frame: int | None, frames: int = 1) -> str:
    """Timecode from 0, dropped where the clip's rate has that, as the player shows it."""
    if frame is None or not asset.frame_rate:
        return ""
    rate = timecode.known(asset.frame_rate) or asset.frame_rate
    last = frame + frames - 1
    return f"{_code(frame, rate)} to {_code(last, rate)}" if frames > 1 else _code(frame, rate)


def _code(frame: int, rate: Fraction) -> str:
    return timecode.write(frame, rate, drop=timecode.can_drop(rate))


def of(asset: Asset, viewer: User) -> list[Thread]:
    """What this person sees of what is said of the file, in order."""
    return gathered(Note.objects.in_threads_on(asset).visible_to(viewer).said())


def gathered(notes: NoteQuerySet) -> list[Thread]:
    """Threads of these notes; an answer to a note that is not among them is left out."""
    whole = notes.select_related("author", "guest", "assignee", "resolved_by", "fixed_in", "asset")
    rows = list(whole.prefetch_related("drawings").in_order())
    mentions.fetch(rows)
    threads = {each.pk: Thread(each) for each in rows if each.parent_id is None}
    for each in _by_time(rows):
        if each.parent_id in threads:
            threads[each.parent_id].replies.append(each)
    return list(threads.values())


def by_id(pks: Iterable[str]) -> list[Thread]:
    """Whole threads, and also those that were taken back, so that pages can be told."""
    firsts = {
        each.pk: Thread(each)
        for each in Note.objects.filter(pk__in=pks)
        .select_related("author", "guest", "assignee", "resolved_by", "fixed_in", "asset__project")
        .prefetch_related("drawings")
    }
    answers = _by_time(Note.objects.filter(parent__in=firsts).said().select_related("author", "guest", "asset"))
    mentions.fetch([*(each.first for each in firsts.values()), *answers])
    for each in answers:
        firsts[each.parent_id].replies.append(each)
    return list(firsts.values())


def _by_time(notes: Iterable[Note]) -> list[Note]:
    return sorted((each for each in notes if each.parent_id), key=lambda each: (each.created_at, each.pk))
