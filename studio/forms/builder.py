"""A Django form for one route: its fields from the controls, its judgement from the catalog."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django import forms

from studio.catalog.check import Checked
from studio.catalog.controls import Control
from studio.catalog.pricing import Price
from studio.catalog.problems import Lookup, Problem
from studio.catalog.recipe import Recipe
from studio.catalog.registry import route as find_route
from studio.catalog.schema import Route
from studio.catalog.turns import check_in_turn
from studio.forms.fields import field_for, to_initial, to_values
from studio.forms.story import only_look

GROUPS = {
    "frames": "Frames",
    "references": "References",
    "prompt": "Prompt",
    "shots": "Shots",
    "motion": "Motion",
    "sound": "Sound",
    "output": "Output",
    "fine": "Fine control",
}
"""The groups of a form, in the order of thought: what goes in, what happens, what comes out."""


@dataclass(frozen=True, slots=True)
class Group:
    """One section of the form."""

    slug: str
    title: str
    fields: tuple[forms.BoundField, ...]


class RecipeForm(forms.Form):
    """The form of one route. `form_class` fills in `route`, `model`, `media` and the fields.

    While one types (`submitted=False`), a value that is only missing is no error at its field; `missing` names it, and
    the button can say so. Fields carry their control as `field.control`.
    """

    route: Route
    model: str
    media: Lookup | None = None

    def __init__(self, *args: object, submitted: bool = False, **options: object) -> None:
        super().__init__(*args, **options)
        self.submitted = submitted
        self.missing: tuple[Problem, ...] = ()
        self.checked: Checked | None = None
        self.typed: dict[str, object] = {}

    @classmethod
    def bound(cls, values: Mapping[str, object], *, submitted: bool = False) -> "RecipeForm":
        """The form bound to canonical values, as if they had just been posted."""
        data = {}
        for name, field in cls.base_fields.items():
            initial = field.prepare_value(to_initial(field.control, dict(values)))
            if initial is not None and initial is not False and initial != "":
                data[name] = initial
        return cls(data, submitted=submitted)

    def clean(self) -> None:
        """Ask the catalog, and put each problem at its field."""
        self.checked = check_in_turn(self.recipe(), self.media)
        values, missing = self.values(), []
        self.typed = values  # also what is refused at its field below: a draft keeps it
        bare = only_look(values.get("shots"))
        for problem in (*self.checked.errors, *([Problem("shots", bare)] if bare else [])):
            if problem.field in values or self.submitted:
                self._at_its_field(problem)
            else:
                missing.append(problem)
        self.missing = tuple(missing)

    def _at_its_field(self, problem: Problem) -> None:
        """One message a field: what could not even be read has said so already."""
        control = self.route.control(problem.field)
        name = control.name if control else None
        if name not in self.errors:
            self.add_error(name, problem.message)

    def values(self) -> dict[str, object]:
        """The canonical values that the form holds."""
        found = {}
        for name, field in self.fields.items():
            if name in self.cleaned_data:
                found |= to_values(field.control, self.cleaned_data[name])
        return _without_idle_switches(found, self.route)

    def recipe(self) -> Recipe:
        """The recipe that the form describes, sound or not."""
        return Recipe(self.model, self.route.task, self.route.provider, self.values())

    @property
    def price(self) -> Price | None:
        """What exactly this job costs, as far as it is known."""
        return self.checked.price if self.checked else None

    @property
    def groups(self) -> list[Group]:
        """The sections that have fields, in order."""
        return [Group(slug, title, fields) for slug, title in GROUPS.items() if (fields := tuple(self._of(slug)))]

    def _of(self, group: str) -> Iterator[forms.BoundField]:
        return (self[name] for name, field in self.fields.items() if field.control.group == group)


def form_class(model: str, task: str, provider: str, media: Lookup | None = None) -> type[RecipeForm]:
    """The form of a route. Raises LookupError where there is none."""
    route = find_route(model, task, provider)
    if route is None:
        raise LookupError(f"There is no route for {model}, {task}, {provider}.")
    attributes = {"route": route, "model": model, "media": staticmethod(media) if media else None}
    fields = {control.name: _field(control) for control in route.controls}
    return type("RouteForm", (RecipeForm,), {**attributes, **fields})


def _without_idle_switches(values: dict[str, object], route: Route) -> dict[str, object]:
    """A switch that is off is not said at all where a rule leaves no room for it: no sound beside a reference video."""
    off = {name for name, value in values.items() if value is False}
    broken = (rule.problem(values) for rule in route.rules if off & set(rule.fields))
    idle = {problem.field for problem in broken if problem} & off
    return {name: value for name, value in values.items() if name not in idle}


def _field(control: Control) -> forms.Field:
    field = field_for(control)
    field.control = field.widget.control = control
    field.required = False  # what must be given is for the catalog to say
    field.template_name = f"controls/{control.kind}.html"
    return field
