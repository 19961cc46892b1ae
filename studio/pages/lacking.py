"""What a route lacks that people look for beside what it has: a line each, and the way to the nearest that has it."""

from collections.abc import Container, Iterator
from dataclasses import dataclass
from functools import cache

from studio.catalog import registry
from studio.catalog.nearest import Target, holder
from studio.catalog.tasks import PROVIDERS

from .composing import Choice
from .ways_out import WayOut, can_be_composed

LOOKED_FOR = {"last_frame": "first_frame", "motion_brush": "first_frame", "speech_text": "audio"}
"""What is looked for -> what it is looked for beside."""


@dataclass(frozen=True, slots=True)
class Lack:
    """`Motion brush: Kling 3.0 Pro has none. Kling 1.6 Pro has.`, and the link there."""

    name: str
    beside: str
    words: str
    way: WayOut | None


def lacks(choice: Choice, known: Container[str]) -> list[Lack]:
    """What to say; nothing of what is `known`, being said elsewhere."""
    return [lack for lack in _lacks(choice) if lack.name not in known]


@cache
def _lacks(choice: Choice) -> tuple[Lack, ...]:
    return tuple(_found(choice))


def _found(choice: Choice) -> Iterator[Lack]:
    here = (choice.model, choice.task, choice.provider)
    has = choice.route.control
    for name, beside in ((name, beside) for name, beside in LOOKED_FOR.items() if has(beside) and not has(name)):
        there = holder(name, here, offered=can_be_composed)
        yield Lack(name, beside, _words(name, choice, there), WayOut(there) if there else None)


def _words(name: str, choice: Choice, there: Target | None) -> str:
    """A model that has it elsewhere is not said to have none."""
    none = f"{registry.control_of(name).label}: {registry.get(choice.model).name} has none"
    if there is None:
        return f"{none}."
    if there.model == choice.model:
        return f"{none} through {PROVIDERS[choice.provider]}. Through {PROVIDERS[there.provider]} it has."
    return f"{none}. {registry.get(there.model).name} has."
