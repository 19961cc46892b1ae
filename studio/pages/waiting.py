"""Controls that a route takes only while a switch is on. While it is off they are greyed: what they hold is kept, not
sent, and comes back with the switch.
"""

from collections.abc import Iterator, Mapping, MutableMapping

from studio.catalog.controls import Switch
from studio.catalog.rules import OnlyWhen
from studio.catalog.schema import Route

from .guiding import keep


def waiting(route: Route, values: Mapping[str, object]) -> dict[str, OnlyWhen]:
    """Value -> the rule that it waits for."""
    return {rule.name: rule for rule in _rules(route) if values.get(rule.other, rule.assume) not in rule.options}


def settle(route: Route, values: MutableMapping, kept: MutableMapping) -> None:
    """Put what waits among what is kept, and what waits no longer where it was."""
    off = waiting(route, values)
    for name in {rule.name for rule in _rules(route)} - off.keys():
        control = route.control(name)
        if name in kept and name not in values and not any(control.problems({name: kept[name]}, None)):
            values[name] = kept.pop(name)
    keep(off, values, kept)


def _rules(route: Route) -> Iterator[OnlyWhen]:
    rules = (rule for rule in route.rules if isinstance(rule, OnlyWhen))
    return (rule for rule in rules if isinstance(route.control(rule.other), Switch))
