"""A list as an editor takes it: its clips as a cut with their notes, and the notes by themselves."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from uuid import UUID

from django.db.models import Q, QuerySet

from studio.accounts.models import User
from studio.library.models import Asset

from . import lists, threads
from .exports import edl, fcpxml, notes, timeline
from .exports.cut import HOUR, CannotCut, Clip, Cut, Marker, made_of
from .models import Note, ReviewList
from .on_paper import paper
from .threads import Thread

MOST_HANDLES = 240
TEXT = "text/plain; charset=utf-8"


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """What is to go out. Internal notes stay here unless somebody wants them; `open_only` leaves out resolved ones."""

    handles: int = 0
    start: str = HOUR
    drop: bool | None = None
    approved_only: bool = False
    open_only: bool = False
    internal: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """A file that a list becomes. `write(list, viewer, wanted)` gives text or bytes, and raises CannotCut."""

    slug: str
    label: str
    suffix: str
    mime: str
    write: Callable[[ReviewList, User, Wanted], str | bytes]


def cut_of(made: ReviewList, viewer: User, wanted: Wanted) -> Cut:
    """The list's clips, in order, as far as this person sees them. Raises CannotCut."""
    files = [each for each in _files(made, viewer, wanted) if each.kind == "video"]
    said = _said(files, viewer, wanted)
    clips = [_clip(each, said[each.pk]) for each in files]
    return made_of(made.name, clips, handles=wanted.handles, start=wanted.start, drop=wanted.drop)


def threads_of(made: ReviewList, viewer: User, wanted: Wanted) -> list[Thread]:
    """All that is said of its files, file by file."""
    files = list(_files(made, viewer, wanted))
    said = _said(files, viewer, wanted)
    return [each for file in files for each in said[file.pk]]


def _files(made: ReviewList, viewer: User, wanted: Wanted) -> QuerySet[Asset]:
    files = lists.files_of(made, viewer)
    return lists.approved(files) if wanted.approved_only else files


def _said(files: list[Asset], viewer: User, wanted: Wanted) -> dict[UUID, list[Thread]]:
    """The key of each file -> what is said of it, in order."""
    below = Q(parent__asset__in=files)  # an answer may be given on a later version
    said = Note.objects.filter(Q(parent=None, asset__in=files) | below).visible_to(viewer).said()
    said = said if wanted.internal else said.filter(is_internal=False)
    found: dict[UUID, list[Thread]] = {each.pk: [] for each in files}
    for each in threads.gathered(said):
        if not (wanted.open_only and each.first.resolved_at):
            found[each.first.asset_id].append(each)
    return found


def _clip(asset: Asset, said: list[Thread]) -> Clip:
    marked = [_marker(each) for each in said]
    return Clip(
        name=asset.title,
        file=_file_name(asset),
        fps=asset.frame_rate or Fraction(0),
        frames=asset.frames or 0,
        width=asset.width or 0,
        height=asset.height or 0,
        has_sound=asset.has_sound,
        markers=tuple(marked),
    )


def _file_name(asset: Asset) -> str:
    return f"{asset.pk}.{asset.format}"


def _marker(thread: Thread) -> Marker:
    """A note on all of the clip stands on its first frame; answers follow its words."""
    first = thread.first
    words = "\n".join([first.words, *(f"{each.writer}: {each.words}" for each in thread.replies)])
    about = {"by": str(first.writer), "words": words, "is_resolved": first.resolved_at is not None}
    return Marker(frame=first.frame or 0, frames=first.frames, **about)


def _of_cut(write: Callable[[Cut], str]) -> Callable[[ReviewList, User, Wanted], str]:
    return lambda made, viewer, wanted: write(cut_of(made, viewer, wanted))


def _csv(made: ReviewList, viewer: User, wanted: Wanted) -> str:
    return notes.table(threads_of(made, viewer, wanted))


def _markdown(made: ReviewList, viewer: User, wanted: Wanted) -> str:
    return notes.markdown(made.name, threads_of(made, viewer, wanted))


def _pdf(made: ReviewList, viewer: User, wanted: Wanted) -> bytes:
    said = threads_of(made, viewer, wanted)
    return paper(made.name, said, _in_cut(made, viewer, wanted, said))


def _in_cut(made: ReviewList, viewer: User, wanted: Wanted, said: list[Thread]) -> dict[UUID, str]:
    """Where the cut shows each note. What is no cut has no such timecode: only who asks for a start hears of it."""
    try:
        cut = cut_of(made, viewer, wanted)
    except CannotCut:
        if wanted.start != HOUR:
            raise
        return {}
    placed = {clip.file: (at, clip) for at, clip in cut.placed()}
    found = {}
    for first in (each.first for each in said if each.first.frame is not None):
        at, clip = placed.get(_file_name(first.asset), (0, None))
        if clip and clip.first <= first.frame < clip.end:
            found[first.pk] = cut.code(at + first.frame - clip.first)
    return found


KINDS = {
    kind.slug: kind
    for kind in (
        Kind("otio", "OpenTimelineIO", ".otio", "application/json", _of_cut(timeline.native)),
        Kind("premiere", "Premiere Pro (XML)", ".xml", "application/xml", _of_cut(timeline.premiere)),
        Kind("fcpxml", "Final Cut Pro (FCPXML)", ".fcpxml", "application/xml", _of_cut(fcpxml.write)),
        Kind("edl", "EDL (CMX 3600)", ".edl", TEXT, _of_cut(edl.cut)),
        Kind("markers", "Markers for DaVinci Resolve (EDL)", ".markers.edl", TEXT, _of_cut(edl.markers)),
        Kind("pdf", "Notes with their frames (PDF)", ".pdf", "application/pdf", _pdf),
        Kind("csv", "Notes, for a spreadsheet", ".csv", "text/csv; charset=utf-8", _csv),
        Kind("markdown", "Notes, as Markdown", ".md", "text/markdown; charset=utf-8", _markdown),
    )
}  # fmt: skip
"""Everything that a list can become, in the order of the menu."""

__all__ = ["KINDS", "MOST_HANDLES", "CannotCut", "Kind", "Wanted", "cut_of", "threads_of"]
