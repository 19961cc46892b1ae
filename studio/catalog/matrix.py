"""What each model can do, as a table: plain data that is built once from the catalog and never changes.

1. A section holds the tasks that belong together, and the models that do one of them.
2. A row is a model, over all its providers or through one of them; of one task, or of all of the section.
3. A cell knows the routes that have what its column asks for, and the notes that speak of it.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache

from studio.catalog.capabilities import CAPABILITIES, can
from studio.catalog.controls import Seconds
from studio.catalog.notes import NUMBERED, RETIRED, notes_of
from studio.catalog.price_words import from_words, list_words
from studio.catalog.problems import spans
from studio.catalog.registry import MODELS
from studio.catalog.schema import Model, Route
from studio.catalog.tasks import PROVIDERS, TASKS
from studio.catalog.tiers import tiers_of, widest


@dataclass(frozen=True, kw_only=True, slots=True)
class Section:
    """Tasks that are looked at together. `words` say what they have in common."""

    slug: str
    title: str
    words: str
    tasks: tuple[str, ...]


SECTIONS = (
    Section(
        slug="video",
        title="Video",
        words="from words, pictures and clips",
        tasks=(
            "text-to-video",
            "image-to-video",
            "reference-to-video",
            "edit-video",
            "motion-control",
            "elements",
            "edit-elements",
            "extend",
        ),
    ),
    Section(
        slug="people",
        title="Effects, faces and sound",
        words="on pictures and clips that exist",
        tasks=("effects", "lip-sync", "avatar", "video-to-audio"),
    ),
    Section(
        slug="image",
        title="Image",
        words="from words and pictures",
        tasks=("text-to-image", "image-to-image", "restyle", "multi-image-to-image", "expand-image"),
    ),
    Section(
        slug="helper",
        title="Helpers",
        words="what a job asks for first, by itself, where it needs it",
        tasks=(
            "identify-faces",
            "create-voice",
            "create-element",
            "element-views",
            "text-to-speech",
            "text-to-audio",
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Column:
    """`kind` says what stands in it: text, task, can, price or via. `topics` are those of notes that it shows."""

    slug: str
    title: str
    kind: str
    topics: frozenset[str] = frozenset()


LENGTH = Column("seconds", "Seconds", "text")
PIXELS = Column(
    "pixels",
    "Up to",
    "text",
    frozenset(
        {"Size", "Resolution", "4K", "4K beside a clip", "Frame rate", "Size and length beside a reference video"}
    ),
)
PRICE = Column("price", "Price", "price", frozenset({"Price"}))
VIA = Column(
    "via",
    "Via",
    "via",
    frozenset(
        {
            RETIRED,
            "Example",
            "Frames",
            "Length of the words",
            "Limits of the first frame",
            "Two generations of the API",
            "Version",
        }
    ),
)

TASK_TOPICS = {"extend": "Video extension"}
"""What notes call a task that they do not call by its title."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One column of one row. `routes` have what is asked for, the one to open first; `lacking` are other providers.

    `state`: yes, some (not through all providers), retired (nowhere else), named (not composable), no. Notes are
    numbers.
    """

    column: Column
    state: str = ""
    words: str = ""
    routes: tuple[Route, ...] = ()
    lacking: tuple[str, ...] = ()
    notes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A model through `provider`, or through all of them where that is empty. `routes` are those it speaks of."""

    model: Model
    provider: str
    routes: tuple[Route, ...]
    cells: tuple[Cell, ...]
    begins_family: bool = False
    notes: frozenset[int] = field(default_factory=frozenset)


NEWEST_FIRST = tuple(sorted(MODELS, key=lambda model: model.age)[::-1])
"""The models as the table lists them: by generation; those that have none last."""

DISTANT = tuple(
    slug for slug in PROVIDERS if any(r.provider == slug and not r.is_local for m in MODELS for r in m.routes)
)
"""The providers that are not this machine, which takes whatever any of them takes."""

FAMILIES = tuple(dict.fromkeys(model.family for model in NEWEST_FIRST))


def section_of(task: str) -> Section:
    """The section that a task stands in."""
    return next(section for section in SECTIONS if task in section.tasks)


@cache
def columns(section: Section, task: str = "") -> tuple[Column, ...]:
    """The columns of a section: its tasks (one, where that is chosen), and what some of its routes can do."""
    ways = [(m, r) for m in NEWEST_FIRST for r in _of(m, section, task, "")]
    able = frozenset().union(*(can(m.slug, r.task, r.provider) for m, r in ways))
    tasks = [slug for slug in section.tasks if slug == task or not task]
    has_length = any(_lengths([route]) for _, route in ways)
    return (
        *([LENGTH] if has_length else []),
        *([PIXELS] if any(tiers_of(*way) for way in ways) else []),
        *(Column(slug, TASKS[slug].title, "task", frozenset(_task_topics(slug))) for slug in tasks),
        *(Column(c.slug, c.column, "can", frozenset(c.topics)) for c in CAPABILITIES if c.column and c.slug in able),
        PRICE,
        VIA,
    )


def _task_topics(task: str) -> Iterator[str]:
    yield TASKS[task].title
    if task in TASK_TOPICS:
        yield TASK_TOPICS[task]


@cache
def rows(section: Section, task: str = "", provider: str = "") -> tuple[Row, ...]:
    """One row for each model of the section. `provider`: only through that one."""
    found, family = [], None
    for model in NEWEST_FIRST:
        if routes := tuple(_of(model, section, task, provider)):
            found.append(_row(model, provider, routes, columns(section, task), model.family != family))
            family = model.family
    return tuple(found)


def rows_by_provider(section: Section, task: str = "") -> tuple[Row, ...]:
    """One row for each model and each of its providers, together."""
    by_model: dict[str, list[Row]] = {}
    for provider in DISTANT:
        for row in rows(section, task, provider):
            by_model.setdefault(row.model.slug, []).append(row)
    return tuple(row for model in NEWEST_FIRST for row in by_model.get(model.slug, ()))


def _of(model: Model, section: Section, task: str, provider: str) -> Iterator[Route]:
    """The routes of a model that a row speaks of, in the order of tasks and providers."""
    for slug in section.tasks:
        for route in model.for_task(slug) if slug == task or not task else ():
            if route.provider == provider or (not provider and not route.is_local):
                yield route


def _row(model: Model, provider: str, routes: tuple[Route, ...], over: tuple[Column, ...], begins: bool) -> Row:
    notes = _placed(routes, over)
    cells = tuple(_CELLS[column.kind](column, model, routes, tuple(notes.get(column.slug, ()))) for column in over)
    return Row(model, provider, routes, cells, begins, frozenset().union(*notes.values()) if notes else frozenset())


def _placed(routes: Iterable[Route], over: tuple[Column, ...]) -> dict[str, dict[int, None]]:
    """Column -> the numbers of the notes that it shows: by topic, else in the column of the route's task."""
    found: dict[str, dict[int, None]] = {}
    over = sorted(over, key=lambda column: column.kind == "task")  # what a note calls elements is no task
    for route in routes:
        for note in notes_of(route) if not route.is_local else ():
            column = next((column.slug for column in over if note.topic in column.topics), route.task)
            found.setdefault(column, {})[NUMBERED[note].number] = None
    return found


# Cells, by the kind of their column


def _text(column: Column, model: Model, routes: tuple[Route, ...], notes: tuple[int, ...]) -> Cell:
    if column is LENGTH:
        lengths = _lengths(routes)
        words = spans(lengths).replace(" to ", "–").replace(" or ", ", ") if lengths else ""
    else:
        words = widest(frozenset().union(*(tiers_of(model, route) for route in routes)))
    return Cell(column, words=words, notes=notes)


def _task(column: Column, model: Model, routes: tuple[Route, ...], notes: tuple[int, ...]) -> Cell:
    return _mark(column, routes, notes, lambda route: route.task == column.slug)


def _can(column: Column, model: Model, routes: tuple[Route, ...], notes: tuple[int, ...]) -> Cell:
    return _mark(column, routes, notes, lambda route: column.slug in can(model.slug, route.task, route.provider))


def _mark(column: Column, routes: tuple[Route, ...], notes: tuple[int, ...], has: Callable[[Route], bool]) -> Cell:
    able = tuple(sorted((r for r in routes if r.composable and has(r)), key=lambda r: bool(r.retired)))
    named = any(has(route) and not route.composable for route in routes)
    through = {route.provider for route in able}
    lacking = tuple(slug for slug in PROVIDERS if slug not in through and any(slug == r.provider for r in routes))
    if not able:
        state = "named" if named else "no"
    elif all(route.retired for route in able):
        state = "retired"
    else:
        state = "some" if lacking else "yes"
    return Cell(column, state, "", able, lacking, notes)


def _price(column: Column, model: Model, routes: tuple[Route, ...], notes: tuple[int, ...]) -> Cell:
    return Cell(column, words=from_words(routes), routes=routes, notes=notes)


def _via(column: Column, model: Model, routes: tuple[Route, ...], notes: tuple[int, ...]) -> Cell:
    return Cell(column, routes=routes, notes=notes)


_CELLS = {"text": _text, "task": _task, "can": _can, "price": _price, "via": _via}


def _lengths(routes: Iterable[Route]) -> tuple[int, ...]:
    """All lengths in seconds that one can choose."""
    chosen = (control.options for route in routes for control in route.controls if isinstance(control, Seconds))
    return tuple(sorted(set().union(*chosen)))


def price_lists(routes: Iterable[Route]) -> tuple[tuple[str, tuple[str, ...], str], ...]:
    """`(tasks, rates, source and date)` for each price list of the routes; no rates where none is known."""
    found: dict[tuple[tuple[str, ...], str], list[str]] = {}
    for route in routes:
        said = (list_words(route.price), str(route.price.source)) if route.price else ((), "")
        found.setdefault(said, []).append(TASKS[route.task].title)
    return tuple((", ".join(dict.fromkeys(tasks)), rates, source) for (rates, source), tasks in found.items())
