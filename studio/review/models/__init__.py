"""What people say of a file: notes with drawings, verdicts, lists, links for people outside, and bake-offs."""

from .bake_offs import BakeOff, Entry, Vote
from .drawings import Drawing
from .lists import Listed, ReviewList
from .notes import GUEST, MOST_WORDS, Note, NoteQuerySet, sees_internal
from .sharing import Guest, ShareLink
from .verdicts import Verdict, VerdictQuerySet, Word

__all__ = [
    "GUEST",
    "MOST_WORDS",
    "BakeOff",
    "Drawing",
    "Entry",
    "Guest",
    "Listed",
    "Note",
    "NoteQuerySet",
    "ReviewList",
    "ShareLink",
    "Verdict",
    "VerdictQuerySet",
    "Vote",
    "Word",
    "sees_internal",
]
