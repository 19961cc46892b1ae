"""Model and Route: the two shapes that the family files fill."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from studio.catalog.controls import Control
from studio.catalog.pricing import PriceList
from studio.catalog.rules import Rule
from studio.catalog.sources import Note, Source
from studio.catalog.tasks import TASKS


@dataclass(frozen=True, kw_only=True, slots=True)
class Retirement:
    """When a provider stopped serving a route, and who says so. A retired route stays valid and carries a warning."""

    on: str
    source: Source

    def __str__(self) -> str:
        return f"retired on {self.on} ({self.source})"


@dataclass(frozen=True, kw_only=True)
class Route:
    """One provider's way to run one task of one model.

    `endpoint` is the provider's own name for it (an AIR id, a path). `fps` is the frame rate of the result, 24 where
    the sources are silent. `wire` holds what the adapter needs beside the values, where the API differs between models.
    `always` names what every result has though no control is there for it (`sound`). `reason` says why a route that a
    document names cannot be composed.
    """

    provider: str
    task: str
    endpoint: str
    controls: tuple[Control, ...] = ()
    rules: tuple[Rule, ...] = ()
    price: PriceList | None = None
    sources: tuple[Source, ...] = ()
    notes: tuple[Note, ...] = ()
    fps: int = 24
    wire: Mapping[str, object] = field(default_factory=dict)
    always: tuple[str, ...] = ()
    retired: Retirement | None = None
    composable: bool = True
    reason: str = ""

    @property
    def output(self) -> str:
        """What comes out: video, image, audio or data."""
        return TASKS[self.task].output

    @property
    def is_local(self) -> bool:
        """Whether it is drawn on this machine."""
        return self.endpoint.startswith("local://")

    @property
    def status(self) -> str:
        """`current` or `retired`."""
        return "retired" if self.retired else "current"

    @cached_property
    def values(self) -> frozenset[str]:
        """The names of all recipe values that the route takes."""
        return frozenset(self._owners)

    def control(self, value: str) -> Control | None:
        """The control that owns a value."""
        return self._owners.get(value)

    @cached_property
    def _owners(self) -> dict[str, Control]:
        return {value: control for control in self.controls for value in control.values}


@dataclass(frozen=True, kw_only=True, slots=True)
class Model:
    """What a creator picks. A tier is a model of its own.

    `generation` sorts the models of a task from old to new; a family that is called by a number needs none.
    """

    slug: str
    name: str
    family: str
    blurb: str
    routes: tuple[Route, ...]
    generation: str = ""
    search: str = ""

    @property
    def age(self) -> str:
        """`2.6`: the generation by which models are sorted; empty for what has none."""
        return self.generation or (self.family.split()[0] if self.family[0].isdigit() else "")

    @property
    def status(self) -> str:
        """`retired` once every provider has retired it."""
        real = [route for route in self.routes if not route.is_local]
        return "retired" if real and all(route.retired for route in real) else "current"

    @property
    def tasks(self) -> tuple[str, ...]:
        """The tasks that some provider runs, in the order of the tabs."""
        mine = {route.task for route in self.routes}
        return tuple(slug for slug in TASKS if slug in mine)

    def for_task(self, task: str) -> tuple[Route, ...]:
        """The routes of one task."""
        return tuple(route for route in self.routes if route.task == task)
