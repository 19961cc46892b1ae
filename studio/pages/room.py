"""How many files a list takes beside what else is given now, and why: `5 of 7`, `4 beside the reference video`."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.forms import BoundField

from studio.catalog.rules import AtMost, called

from .places import parsed


@dataclass(frozen=True, slots=True)
class Room:
    """`used` of `most`. `why` says what lowered the limit, or who shares it; empty where it is the control's own.

    `used` and `most` count all the lists that share the limit.
    """

    used: int
    most: int
    why: str = ""

    @property
    def left(self) -> int:
        return max(0, self.most - self.used)

    @property
    def is_over(self) -> bool:
        return self.used > self.most


def room_of(bound: BoundField) -> Room:
    """The limit that leaves the least room."""
    return min((*_shared(bound), _own(bound)), key=lambda room: room.most - room.used)


def _own(bound: BoundField) -> Room:
    return Room(_count(parsed(bound)), bound.field.control.most)


def _shared(bound: BoundField) -> Iterator[Room]:
    """The limits of the route's rules, with their reasons."""
    values = bound.form.typed
    for rule in bound.form.route.rules:
        if isinstance(rule, AtMost) and bound.name in rule.names and (not rule.other or rule.other in values):
            shared = [name for name in rule.names if name != bound.name and name in bound.form.fields]
            counts = [_count(parsed(bound)), *(_count(values.get(name)) for name in shared)]
            yield Room(sum(counts), rule.most, _why(rule, shared))


def _why(rule: AtMost, shared: list[str]) -> str:
    together = f"together with {' and '.join(map(called, shared))}" if shared else ""
    beside = f"beside {called(rule.other)}" if rule.other else ""
    return " ".join(filter(None, (beside, together)))


def _count(value: object) -> int:
    return len(value) if isinstance(value, list) else 0
