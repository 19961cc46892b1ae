"""Threads as entries of a PDF: which words stand where, with the pictures of their frames."""

from collections.abc import Iterable, Mapping

from asgiref.sync import async_to_sync

from studio.core import clock
from studio.library import store

from . import picturing
from .exports import pdf
from .models import Note
from .picturing import Frame, Taken
from .threads import Thread, where

LATE = "Its picture was left out: there are too many for one file. The frame is shown in Dailies."
GONE = "Its picture is not there: the file could not be read."


def paper(title: str, threads: list[Thread], in_cut: Mapping[object, str]) -> bytes:
    """The PDF. `in_cut`: of a note, by its key, the timecode at which the cut shows it."""
    notes = [each.first for each in threads]
    taken = async_to_sync(picturing.taken_of)(notes)
    under = f"{len(threads)} note{'' if len(threads) == 1 else 's'}, {clock.now():%-d %B %Y, %H:%M} UTC"
    return pdf.document(title, under, _entries(threads, taken, in_cut))


def _entries(threads: list[Thread], taken: Mapping, in_cut: Mapping[object, str]) -> Iterable[pdf.Entry]:
    files_with = {each.first.asset_id for each in threads if (each.first.pk, each.first.frame) in taken}
    for each in threads:
        first = each.first
        pictures = _pictures(first, taken)
        can_show = first.asset.kind in ("video", "image")
        yield pdf.Entry(
            clip=first.asset.title,
            head=_head(each, in_cut.get(first.pk, "")),
            facts=_facts(each),
            by=str(first.writer),
            words=first.words,
            answers=tuple((str(reply.writer), reply.words) for reply in each.replies),
            pictures=pictures,
            instead="" if pictures or not can_show else _why(first, files_with),
        )


def _pictures(note: Note, taken: Mapping[tuple[object, Frame], Taken]) -> tuple[pdf.Picture, ...]:
    frames = [frame for frame in picturing.frames_of(note) if (note.pk, frame) in taken]
    return tuple(_picture(taken[note.pk, frame], _said(note, frame)) for frame in frames)


def _picture(taken: Taken, said: str) -> pdf.Picture:
    return pdf.Picture(taken.jpeg, taken.width, taken.height, said)


def _said(note: Note, frame: Frame) -> str:
    """`Frame 36, 00:00:01:12`."""
    if frame is None:
        return "The picture" if note.asset.kind == "image" else "Of all of it"
    return ", ".join(filter(None, (f"Frame {frame}", where(note.asset, frame))))


def _head(thread: Thread, in_cut: str) -> str:
    here = thread.where or ("The picture" if thread.first.asset.kind == "image" else "All of it")
    return f"{here}   ({in_cut} in the cut)" if in_cut else here


def _facts(thread: Thread) -> str:
    first = thread.first
    state = f"Resolved by {first.resolved_by}" if first.resolved_at else "Open"
    person = f"for {first.assignee}" if first.assignee else ""
    internal = "internal" if first.is_internal else ""
    return ", ".join(filter(None, (state, person, internal, f"{first.created_at:%-d %b %Y, %H:%M} UTC")))


def _why(note: Note, files_with: set) -> str:
    return LATE if note.asset_id not in files_with and store.path_of(note.asset).is_file() else GONE
