"""What the mail of the day says of notes: who called for somebody, and where."""

from datetime import datetime

from studio.accounts.models import User
from studio.jobs.digest import Also

from . import mentions
from .models import Note

LONGEST = 100  #: letters of a note in a mail


def called(person: User, since: datetime, until: datetime) -> Also:
    """The notes that name them."""
    return Also("mention", tuple(_line(note) for note in mentions.since(person, since, until)))


def _line(note: Note) -> tuple[str, str]:
    words = " ".join(note.words.split())
    short = words if len(words) <= LONGEST else f"{words[:LONGEST].rstrip()}…"
    return f"{note.writer} on {note.asset.title}: {short}", address(note)


def address(note: Note) -> str:
    """The thread on the page of its file."""
    return f"{note.asset.get_absolute_url()}#note-{note.parent_id or note.pk}"
