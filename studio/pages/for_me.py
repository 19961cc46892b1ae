"""What waits for a person in Review: files to decide about, notes that name them, notes that are theirs to do."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from studio.accounts.models import Team, User
from studio.review import mentions
from studio.review.models import Note
from studio.review.threads import where

SHOWN = 60


@dataclass(frozen=True, slots=True)
class Ask:
    """One filter: the word in the address, its label, whether it shows files, and what notes it shows."""

    slug: str
    label: str
    has_files: bool
    notes: Callable[[User, int], QuerySet[Note]] | None


ASKS: Mapping[str, Ask] = {
    ask.slug: ask
    for ask in (
        Ask("", "Everything", True, None),
        Ask("mentioned", "Mentioned", False, mentions.waiting),
        Ask("assigned", "Assigned to me", False, mentions.assigned),
    )
}


@dataclass(frozen=True, slots=True)
class Line:
    """A note and why it is shown."""

    note: Note
    why: str

    @property
    def url(self) -> str:
        return f"{self.note.asset.get_absolute_url()}#note-{self.note.parent_id or self.note.pk}"

    @property
    def where(self) -> str:
        return where(self.note.asset, self.note.frame, self.note.frames)


def for_me(user: User, team: Team, asked: str) -> dict[str, object]:
    """For templates/review/_for_me.html. A word that is none of them asks for everything."""
    ask = ASKS.get(asked, ASKS[""])
    wanted = [each for each in ASKS.values() if each.notes and ask in (each, ASKS[""])]
    lines = [line for each in wanted for line in _lines(each, user, team)]
    return {
        "asks": [(each, each.notes(user, team.pk).count() if each.notes else None) for each in ASKS.values()],
        "ask": ask,
        "lines": sorted(lines, key=lambda line: line.note.created_at, reverse=True)[:SHOWN],
    }


def _lines(ask: Ask, user: User, team: Team) -> list[Line]:
    notes = list(ask.notes(user, team.pk)[:SHOWN])
    mentions.fetch(notes)
    return [Line(each, ask.label) for each in notes]
