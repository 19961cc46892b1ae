"""“Guide motion with”: the ways to say how things move that a route takes one at a time, and the one that is chosen.

Which they are follows from the route's rules: controls of which one belongs to motion, and that exclude each other.
What the others hold is kept, not sent, and comes back with them. Where a route takes them together, there is no choice.
"""

from collections.abc import Iterable, Mapping, MutableMapping
from dataclasses import dataclass

from studio.catalog.controls import Control
from studio.catalog.rules import Excludes
from studio.catalog.schema import Route

from .benches import summary

PROMPT = "prompt"
"""The way that is always there: words alone."""

LABELS = {"frame": "End frame"}
"""What a kind of control is called as a way to guide, where that is not its label."""

FIELD = "guide"  #: of the form, and in a draft


@dataclass(frozen=True, slots=True)
class Way:
    """One segment of the switch. `kept` says in words what it holds while another one guides."""

    name: str
    label: str
    current: bool = False
    kept: str = ""


def exclusive(route: Route) -> tuple[Control, ...]:
    """The controls of which the route takes one at a time, in its order; none where they go together."""
    moving = {control.name for control in route.controls if control.group == "motion"}
    pairs = [set(rule.fields) for rule in route.rules if isinstance(rule, Excludes)]
    names = set().union(*(pair for pair in pairs if pair & moving))
    return tuple(control for control in route.controls if control.name in names)


def is_said_by_the_switch(rule: object, route: Route) -> bool:
    """Whether a rule is what the switch shows already."""
    names = {control.name for control in exclusive(route)}
    return isinstance(rule, Excludes) and set(rule.fields) <= names


def set_aside(route: Route, guide: str, values: MutableMapping, kept: MutableMapping) -> str:
    """Let one way guide: its value comes from what is kept, the values of the others go there. Returns which it is.

    `guide` is what was chosen, also on another route; where nothing was, the first way that holds something guides.
    """
    names = [control.name for control in exclusive(route)]
    if not names:
        return guide
    if guide not in (PROMPT, *names):
        guide = next((name for name in names if name in values), PROMPT)
    if guide in kept and guide not in values and guide in names:
        values[guide] = kept.pop(guide)
    keep(hidden(route, guide), values, kept)
    return guide


def hidden(route: Route, guide: str) -> frozenset[str]:
    """The ways that do not guide."""
    return frozenset(control.name for control in exclusive(route)) - {guide}


def keep(names: Iterable[str], values: MutableMapping, kept: MutableMapping) -> None:
    """Move these values to those that are kept."""
    for name in names:
        if name in values:
            kept[name] = values.pop(name)


def ways(route: Route, guide: str, kept: Mapping[str, object]) -> list[Way]:
    """The segments of the switch, the prompt first; empty where nothing excludes anything."""
    controls = exclusive(route)
    if not controls:
        return []
    others = [_way(control, guide, kept) for control in controls]
    return [Way(PROMPT, "Prompt", guide == PROMPT), *others]


def _way(control: Control, guide: str, kept: Mapping[str, object]) -> Way:
    label = LABELS.get(control.kind, control.label)
    return Way(control.name, label, control.name == guide, held_by(control, guide, kept))


def held_by(control: Control, chosen: str, kept: Mapping[str, object]) -> str:
    """What a way holds while another one is `chosen`, in words; empty where it holds nothing."""
    held = kept.get(control.name) if control.name != chosen else None
    return (summary(control, held) or "as it was") if held else ""
