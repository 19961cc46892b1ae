"""What a composition is to be a better one of: kept in its draft, said in the form, written into its recipe.

Remix and "Revise from notes" name the file. As long as the form says so, what it makes is the next version of that
file; one switch makes it a thing of its own. Beside it stands what is still asked for on that file: each note can be
ticked off, and its words be put into the prompt and taken out again, as they are. Nothing here understands them.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Max
from django.http import HttpRequest, QueryDict

from studio.accounts.current import project_of
from studio.accounts.models import User
from studio.catalog.recipe import Recipe
from studio.catalog.tasks import TASKS
from studio.library import versions
from studio.library.models import Asset
from studio.review import carrying, proofs
from studio.review.carrying import Check
from studio.review.models import Note
from studio.review.threads import Thread

FIELD = "revising"  #: in a draft
ORIGIN, VERSION, DONE = "derived_from", "as_version", "revised"  #: of the form


@dataclass(frozen=True, slots=True)
class Revising:
    """`origin` is the id of the file, "" for none; `is_apart`: a thing of its own all the same; `done` are the ids of
    the notes that were ticked off."""

    origin: str = ""
    is_apart: bool = False
    done: frozenset[str] = frozenset()

    @property
    def derived_from(self) -> str | None:
        return None if self.is_apart else self.origin or None

    def as_json(self) -> dict[str, object]:
        return {"origin": self.origin, "is_apart": self.is_apart, "done": sorted(self.done)}


NOTHING = Revising()


def kept(values: Mapping[str, object]) -> Revising:
    """As a draft holds it."""
    held = values.get(FIELD) or {}
    return Revising(held.get("origin", ""), bool(held.get("is_apart")), frozenset(held.get("done", ())))


def posted(post: QueryDict) -> Revising:
    """As a page says it."""
    origin = post.get(ORIGIN, "")[:36]
    return Revising(origin, bool(origin) and VERSION not in post, frozenset(post.getlist(DONE)))


def derived(recipe: Recipe, revising: Revising, viewer: User) -> Recipe:
    """The recipe with what it is derived from, as far as this person sees it."""
    origin = versions.origin_of(revising.derived_from or "", viewer)
    return Recipe(recipe.model, recipe.task, recipe.provider, recipe.values, str(origin.pk) if origin else None)


# What the composer shows


@dataclass(frozen=True, slots=True)
class Way:
    """One button beside a note: what it says, and the address that makes it (material.py)."""

    words: str
    url: str


@dataclass(frozen=True, slots=True)
class Asked:
    """One note that is still open. `line` are its words as they go into a prompt; `where` its timecode; `ways`: what it
    can become here."""

    note: Note
    where: str
    line: str
    is_done: bool
    ways: list[Way]


@dataclass(frozen=True, slots=True)
class Panel:
    """`number` is that of the next version. `is_other`: what this recipe makes is no version of it, whatever one says
    (library/versions.py)."""

    origin: Asset
    number: int
    is_apart: bool
    is_other: bool
    notes: list[Asked]

    @property
    def done(self) -> int:
        return sum(each.is_done for each in self.notes)


def panel(revising: Revising, viewer: User, recipe: Recipe, ways: Callable[[Note], Iterable[Way]]) -> Panel | None:
    """For the recipe on screen; None where nothing is revised, or what is not to be seen any more."""
    origin = versions.origin_of(revising.origin, viewer)
    if origin is None:
        return None
    is_other = not versions.is_revision(recipe, origin, TASKS[recipe.task].output)
    last = versions.everything(origin).aggregate(last=Max("version"))["last"]
    notes = [_asked(each, revising, ways) for each in carrying.open_on(origin, viewer)]
    return Panel(origin, last + 1, revising.is_apart, is_other, notes)


def _asked(thread: Thread | Check, revising: Revising, ways: Callable[[Note], Iterable[Way]]) -> Asked:
    first = thread.first
    return Asked(first, thread.where, line_of(first), str(first.pk) in revising.done, list(ways(first)))


def line_of(note: Note) -> str:
    return " ".join(note.words.split())


def wanting(request: HttpRequest, recipe: Recipe, revising: Revising) -> str:
    """What the project asks for before this may be sent; empty for nothing."""
    return proofs.wanting(request.user, project_of(request), derived(recipe, revising, request.user))


# What "Revise from notes" prepares


def prepared(values: Mapping[str, object], origin: Asset, viewer: User) -> dict[str, object]:
    """The values with the words of the open notes: each on a line of its own at the end of the prompt, or of the shot
    that is on screen where the note was written."""
    notes = [each.first for each in carrying.open_on(origin, viewer)]
    if values.get("shots"):
        return {**values, "shots": _in_shots(values["shots"], notes)}
    return {**values, "prompt": _with_lines(values.get("prompt") or "", map(line_of, notes))} if notes else dict(values)


def _with_lines(prompt: str, lines: Iterable[str]) -> str:
    return "\n".join(filter(None, [prompt.rstrip(), *lines]))


def _in_shots(shots: list, notes: list[Note]) -> list:
    lines: dict[int, list[str]] = {}
    for note in notes:
        lines.setdefault(_shot_at(shots, note), []).append(line_of(note))
    return [
        {**shot, "prompt": _with_lines(shot.get("prompt") or "", lines.get(at, ()))} for at, shot in enumerate(shots)
    ]


def _shot_at(shots: list, note: Note) -> int:
    """The first one for a note about all of the file."""
    rate, end = note.asset.frame_rate, 0
    at_s = float(note.frame / rate) if note.frame is not None and rate else 0.0
    for at, shot in enumerate(shots):
        end += shot.get("duration") or 0
        if at_s < end:
            return at
    return len(shots) - 1
