"""Everything that is said about routes beside their limits, numbered: notes, retirements, what cannot be composed."""

from collections.abc import Iterator
from dataclasses import dataclass

from studio.catalog.registry import MODELS
from studio.catalog.schema import Model, Route
from studio.catalog.sources import Note
from studio.catalog.tasks import PROVIDERS

RETIRED = "Retired"
NOT_COMPOSABLE = "Not composable"


@dataclass(frozen=True, slots=True)
class Numbered:
    """A note by its number, and the names of the models that it is about, by provider."""

    number: int
    note: Note
    about: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def is_disagreement(self) -> bool:
        """Whether several sources stand behind it: they differ, or one is silent where the other speaks."""
        return len(self.note.sources) > 1


def notes_of(route: Route) -> tuple[Note, ...]:
    """All that is said about a route; its retirement and why it cannot be composed are said as notes as well."""
    return (*route.notes, *_retirement(route), *_refusal(route))


def _retirement(route: Route) -> Iterator[Note]:
    if route.retired:
        name, day = PROVIDERS[route.provider], route.retired.on
        yield Note(RETIRED, f"{name} stopped serving it on {day}. It can still be composed.", (route.retired.source,))


def _refusal(route: Route) -> Iterator[Note]:
    if not route.composable:
        yield Note(NOT_COMPOSABLE, route.reason, route.sources)


def _pairs() -> Iterator[tuple[Model, Route]]:
    for model in reversed(MODELS):
        yield from ((model, route) for route in model.routes if not route.is_local)


def _numbered() -> dict[Note, Numbered]:
    about: dict[Note, dict[str, dict[str, None]]] = {}
    for model, route in _pairs():
        for note in notes_of(route):
            about.setdefault(note, {}).setdefault(route.provider, {})[model.name] = None
    return {
        note: Numbered(number, note, tuple((PROVIDERS[slug], tuple(names)) for slug, names in by.items()))
        for number, (note, by) in enumerate(about.items(), 1)
    }


NUMBERED = _numbered()
"""Each note once, in the order in which the matrix comes upon it."""
