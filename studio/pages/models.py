"""What each model can do: the whole matrix, filtered, printed, and a way into the composer from each of its cells."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_GET
from django.views.decorators.vary import vary_on_headers

from studio.accounts.permissions import member
from studio.catalog.capabilities import BY_SLUG, CHIPS, can
from studio.catalog.matrix import FAMILIES, SECTIONS, Column, Row, Section, columns, rows, rows_by_provider
from studio.catalog.notes import NUMBERED
from studio.catalog.registry import get
from studio.catalog.tasks import PROVIDERS, TASKS

from .matrix_rows import DISAGREEMENTS, EACH, drawn_note, drawn_row

VIEWS = {"": "Any", EACH: "Each", **PROVIDERS}
"""Through whom: all providers in one row, each in a row of its own, or only one of them."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Filters:
    """What is asked for. Words that name nothing ask for nothing."""

    task: str = ""
    family: str = ""
    via: str = ""
    can: frozenset[str] = frozenset()
    words: str = ""
    differ: bool = False

    @classmethod
    def read(cls, query: QueryDict) -> "Filters":
        """From an address: `?task=&family=&via=&can=&can=&q=&differ=`."""
        return cls(
            task=_known(query.get("task"), TASKS),
            family=_known(query.get("family"), FAMILIES),
            via=_known(query.get("via"), VIEWS),
            can=frozenset(query.getlist("can")) & BY_SLUG.keys(),
            words=query.get("q", "").strip()[:80],
            differ="differ" in query,
        )

    @property
    def query(self) -> str:
        """The shortest address that asks for the same."""
        fields = [("q", self.words), ("via", self.via), ("task", self.task), ("family", self.family)]
        fields += [("can", chip.slug) for chip in CHIPS if chip.slug in self.can]
        fields += [("differ", "1" if self.differ else "")]
        return urlencode([(name, value) for name, value in fields if value])

    def fits(self, row: Row) -> bool:
        """Whether a row is asked for; the capabilities must come together in one route."""
        model = row.model
        return (
            self.family in ("", model.family)
            and any(self.can <= can(model.slug, r.task, r.provider) for r in row.routes)
            and all(f" {word}" in _searchable(model.slug) for word in self.words.casefold().split())
            and (not self.differ or not row.notes.isdisjoint(DISAGREEMENTS))
        )


def _known(word: str | None, words: Iterable[str]) -> str:
    return word if word and word in words else ""


@cache
def _searchable(slug: str) -> str:
    """Name, family, and what the model can do, in the words of the page, a space before each."""
    model = get(slug)
    able = frozenset().union(*(can(slug, route.task, route.provider) for route in model.routes))
    words = [model.name, slug, model.family, model.search]
    words += [BY_SLUG[each].title for each in able] + [TASKS[task].title for task in model.tasks]
    return " ".join(["", *words, *(PROVIDERS[route.provider] for route in model.routes)]).casefold()


@dataclass(frozen=True, slots=True)
class Table:
    """One section as the page shows it; `bodies` are its rows, a family in each."""

    section: Section
    columns: tuple[Column, ...]
    bodies: tuple[SafeString, ...]

    @property
    def heads(self) -> list[tuple[Column, str]]:
        """The columns, and their titles where long words may break."""
        return [(column, _BREAKS.sub("\\1\u00ad\\2", column.title)) for column in self.columns]


_BREAKS = re.compile(r"(refer|ele|guid)(ences?|ments|ance)", re.IGNORECASE)
"""Words that are wider than a column."""


@member
@require_GET
@vary_on_headers("HX-Request")  # or Back shows the tables alone, from the browser's cache
def models(request: HttpRequest) -> HttpResponse:
    """The matrix, or what is left of it after filtering; htmx asks for the tables only."""
    filters = Filters.read(request.GET)
    found = {section: shown for section in SECTIONS if (shown := _shown(section, filters))}
    context = {
        "filters": filters,
        "tables": [Table(s, columns(s, filters.task), tuple(_bodies(s, filters, r))) for s, r in found.items()],
        "notes": _notes(row for shown in found.values() for row in shown),
        "count": _count(row for shown in found.values() for row in shown),
    }
    if request.htmx and not request.htmx.boosted:
        response = render(request, "models/page.html#found", context | {"oob": True})
        response["HX-Replace-Url"] = f"{reverse('models')}?{filters.query}".rstrip("?")
        return response
    return render(request, "models/page.html", context | _choices())


def _choices() -> dict:
    """What the filters offer."""
    groups = [(section.title, [TASKS[task] for task in section.tasks]) for section in SECTIONS]
    fixed = {"views": VIEWS.items(), "groups": groups, "families": FAMILIES, "chips": CHIPS}
    return fixed | {"disagreements": len(DISAGREEMENTS)}


def _shown(section: Section, filters: Filters) -> list[Row]:
    if filters.task and filters.task not in section.tasks:
        return []
    found = rows_by_provider(section, filters.task) if filters.via == EACH else rows(section, filters.task, filters.via)
    return [row for row in found if filters.fits(row)]


def _count(shown: Iterable[Row]) -> str:
    """`43 models, 340 routes`: each once, though a model may stand in several sections."""
    shown = list(shown)
    slugs, routes = {row.model.slug for row in shown}, {id(route) for row in shown for route in row.routes}
    return f"{len(slugs)} model{'s' * (len(slugs) != 1)}, {len(routes)} route{'s' * (len(routes) != 1)}"


def _bodies(section: Section, filters: Filters, shown: list[Row]) -> Iterator[SafeString]:
    """The rows as HTML: those of a family together, or those of a model."""
    of_model = filters.via == EACH
    for _, together in groupby(shown, key=lambda row: row.model.slug if of_model else row.model.family):
        yield mark_safe("".join(drawn_row(section.slug, filters.task, r.provider, r.model.slug) for r in together))


def _notes(shown: Iterable[Row]) -> list[SafeString]:
    """All that the marks of these rows lead to, by number."""
    numbers = frozenset().union(*(row.notes for row in shown))
    return [drawn_note(each) for each in NUMBERED.values() if each.number in numbers]
