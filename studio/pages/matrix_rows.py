"""One row of the matrix as the page shows it. The catalog never changes while the studio runs: each is drawn once."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlencode

from django.template.loader import get_template
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from studio.catalog.matrix import DISTANT, SECTIONS, Cell, Row, price_lists, rows
from studio.catalog.notes import NUMBERED, Numbered
from studio.catalog.problems import listed
from studio.catalog.quotes import QUOTES
from studio.catalog.schema import Model, Route
from studio.catalog.tasks import PROVIDERS

from .composing import offered

EACH = "each"  #: the word in the address for a row for each provider
DISAGREEMENTS = frozenset(each.number for each in NUMBERED.values() if each.is_disagreement)


@cache
def drawn_row(section: str, task: str, provider: str, model: str) -> SafeString:
    """The HTML of a row, by the slugs of what it speaks of; task and provider may be empty."""
    place = next(each for each in SECTIONS if each.slug == section)
    row = next(row for row in rows(place, task, provider) if row.model.slug == model)
    context = {
        "name": short(row.model),
        "provider": PROVIDERS.get(row.provider),
        "url": _opening(row.model, row.routes),
        "retired": _retired(row.routes),
        "cells": [Shown.of(row, cell) for cell in row.cells],
    }
    return get_template("models/page.html#row").render(context)


@cache
def drawn_note(numbered: Numbered) -> SafeString:
    """The HTML of a note: what each source says, and what we do."""
    about = [
        (name, listed([model.removeprefix("Kling ") for model in models], "and")) for name, models in numbered.about
    ]
    said = [(source, QUOTES.get(source)) for source in numbered.note.sources]
    context = {"numbered": numbered, "decision": _with_code(numbered.note.decision), "about": about, "said": said}
    return get_template("models/page.html#note").render(context)


def _with_code(words: str) -> SafeString:
    """The words as HTML; what stands between backticks is code."""
    return mark_safe(re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(words)))


def short(model: Model) -> str:
    """The name as the table has it: all of them are Kling."""
    return model.name.removeprefix("Kling ")


def composer(model: str, task: str, provider: str) -> str:
    """The address of the composer, set to a route."""
    return f"{reverse('create')}?{urlencode({'model': model, 'task': task, 'via': provider})}"


def _opening(model: Model, routes: Iterable[Route]) -> str:
    """The address that opens the first of these routes that can be composed here; empty where none can."""
    for route in routes:
        if route.provider in offered().get(route.task, {}).get(model.slug, ()):
            return composer(model.slug, route.task, route.provider)
    return ""


def _retired(routes: tuple[Route, ...]) -> str:
    """The day on which the last of them was retired; empty while one is not."""
    return max(route.retired.on for route in routes) if all(route.retired for route in routes) else ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Shown:
    """A cell with its words: `kind` is mark, text, price or via. `url` opens the composer, where that is possible."""

    kind: str
    state: str
    title: str
    words: str
    url: str
    notes: tuple[int, ...]
    letters: tuple = ()
    prices: tuple = ()

    @property
    def differs(self) -> bool:
        """Whether sources differ in one of its notes."""
        return not DISAGREEMENTS.isdisjoint(self.notes)

    @classmethod
    def of(cls, row: Row, cell: Cell) -> "Shown":
        """A cell of the matrix, said for its row."""
        kind = cell.column.kind
        empty, why = _EMPTY.get(cell.column.slug, ("", ""))
        url = _by_provider(row) if kind == "price" and not row.provider else _opening(row.model, cell.routes)
        return cls(
            kind="mark" if cell.state else kind,
            state=cell.state,
            title=f"{cell.column.title}, {_called(row)}{_STATES[cell.state](row, cell)}" + why * (not cell.words),
            words=cell.words or empty,
            url=url,
            notes=cell.notes,
            letters=tuple(_letters(row)) if kind == "via" else (),
            prices=price_lists(row.routes) if kind == "price" and row.provider else (),
        )


_EMPTY = {"seconds": ("–", ": follows what goes in"), "pixels": ("?", ": no source says it")}
"""What stands in a column where nothing can be chosen, and why."""


def _called(row: Row) -> str:
    return f"{short(row.model)} through {PROVIDERS[row.provider]}" if row.provider else short(row.model)


def _by_provider(row: Row) -> str:
    return f"{reverse('models')}?{urlencode({'q': row.model.slug, 'via': EACH})}"


# What a mark says


def _through(row: Row, cell: Cell) -> str:
    """`: through Kling (retired) and Runware, not through fal`."""
    if row.provider:
        return ": yes"
    lacking = f", not through {listed([PROVIDERS[slug] for slug in cell.lacking])}" if cell.lacking else ""
    return f": through {listed(_names(cell.routes), 'and')}{lacking}"


def _ended(row: Row, cell: Cell) -> str:
    return f": retired on {_retired(cell.routes)}, through {listed([PROVIDERS[r] for r in _slugs(cell.routes)], 'and')}"


_STATES = {
    "": lambda row, cell: "",
    "yes": _through,
    "some": _through,
    "retired": _ended,
    "named": lambda row, cell: ": named, but not composable",
    "no": lambda row, cell: ": no",
}


def _slugs(routes: Iterable[Route]) -> list[str]:
    through = {route.provider for route in routes}
    return [slug for slug in PROVIDERS if slug in through]


def _names(routes: tuple[Route, ...]) -> list[str]:
    """The providers by name, each once; retired ones say so."""
    current = {route.provider for route in routes if not route.retired}
    return [PROVIDERS[slug] + " (retired)" * (slug not in current) for slug in _slugs(routes)]


@dataclass(frozen=True, slots=True)
class Letter:
    """A provider by its initial, at its place. `on`: it serves the model; `retired`: no longer."""

    letter: str
    name: str
    on: bool
    retired: bool


def _letters(row: Row) -> Iterator[Letter]:
    for slug in DISTANT:
        routes = [route for route in row.routes if route.provider == slug]
        retired = bool(routes) and all(route.retired for route in routes)
        yield Letter(PROVIDERS[slug][0].upper(), PROVIDERS[slug], bool(routes), retired)
