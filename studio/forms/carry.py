"""What becomes of values when the task, the model or the provider changes. Nothing typed is ever lost.

What the new route takes goes along; what it cannot take is kept, and comes back as soon as a route takes it again. A
kept value wins only where the current one is absent or not possible, so that the newest word of the creator holds.
"""

from dataclasses import dataclass

from studio.catalog.check import not_taken
from studio.catalog.controls import Control, Size
from studio.catalog.problems import Lookup, Values, listed
from studio.catalog.registry import control_of
from studio.catalog.schema import Route
from studio.forms.fields import default


@dataclass(frozen=True, slots=True)
class Carried:
    """`values` for the new route, `kept` for later."""

    values: dict[str, object]
    kept: dict[str, object]


@dataclass(frozen=True, slots=True)
class Kept:
    """One kept value for the page: its name, how it is called, and why it is not sent."""

    name: str
    label: str
    words: str


def carry_over(
    values: Values, kept: Values, route: Route, media: Lookup | None = None, *, before: Route | None = None
) -> Carried:
    """Split everything that was ever typed into what the route takes and what it cannot take.

    `before` is the route that the values come from: what its form filled in by itself, in place of a kept value, is no
    word of the creator, and gives way to it. What was not possible there either goes along as it is: it is being typed.
    """
    chosen, left = {}, {}
    for control in route.controls:
        mine = _own_words(control, values, kept, before)
        if _is_being_typed(mine, before, media):
            taken, stays = mine, {}
        else:
            taken, stays = _settle(control, mine, _part(control, kept), media)
        chosen |= taken
        left |= stays
    known = route.values
    strangers = {name: value for name, value in {**kept, **values}.items() if name not in known}
    return Carried(chosen, strangers | left)


def _is_being_typed(mine: dict[str, object], before: Route | None, media: Lookup | None) -> bool:
    """Whether the route before refused the value as well: a shot without words, a prompt that is too long."""
    there = before and mine and before.control(next(iter(mine)))
    return bool(there) and any(there.problems(mine, media))


def _own_words(control: Control, values: Values, kept: Values, before: Route | None) -> dict[str, object]:
    """The current value, unless the form before put it there instead of the kept one."""
    mine, old = _part(control, values), _part(control, kept)
    there = before and before.control(control.values[0])
    return {} if old and there and mine == _instead(there, old) else mine


def _settle(control: Control, mine: dict, old: dict, media: Lookup | None) -> tuple[dict, dict]:
    """What one control takes and what it leaves: the current value, the kept one, or what stands in for it.

    What is made in steps comes back half made, to be finished where somebody began it.
    """
    if mine and not any(control.problems(mine, media)):
        return mine, {}
    is_half_made = old and not mine and control.in_steps
    if is_half_made or (old and not any(control.problems(old, media))):
        return old, mine
    return _instead(control, mine or old), mine or old


def _instead(control: Control, refused: dict) -> dict[str, object]:
    """What the form fills in where a value is not possible: the same shape, else its default."""
    return _same_shape(control, refused) or default(control)


def _part(control: Control, values: Values) -> dict[str, object]:
    return {name: values[name] for name in control.values if name in values}


def _same_shape(control: Control, values: Values) -> dict[str, object]:
    """For a size: the one of the same shape, where the pixels themselves are not offered."""
    if (
        not isinstance(control, Size)
        or not all(isinstance(side, int) and side for side in values.values())
        or not values
    ):
        return {}
    shape = values["width"] / values["height"]
    width, height = min(control.pairs, key=lambda pair: abs(pair[0] / pair[1] - shape))
    return {"width": width, "height": height} if abs(width / height - shape) < 0.02 else {}


def kept_words(kept: Values, model: str, route: Route) -> list[Kept]:
    """The kept values as the page shows them, one per control. A switch that is off says nothing and is not shown."""
    rows: dict[str, Kept] = {}
    for name in (name for name, value in kept.items() if value is not False):
        control = route.control(name) or control_of(name)
        taken = name in route.values
        words = _not_possible(control, kept) if taken else not_taken(control.values[0], model, route)
        rows[control.name] = Kept(control.name, control.label, words)
    return list(rows.values())


def _not_possible(control: Control, kept: Values) -> str:
    given = " x ".join(str(kept[name]) for name in control.values if name in kept)
    options = getattr(control, "options", ())
    return f"{given} is not offered here; {listed(options)} are." if options else f"{given} is not possible here."
