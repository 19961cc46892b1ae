"""The animatic's routes: for every task that makes pictures, what any of the model's providers would take.

The free preview accepts the union of the model's other routes' controls, and a size beside a frame (the picture is
fitted by cover). Its frame rate is that of the first provider's route for the task.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import reduce

from studio.catalog.controls import Control, Size
from studio.catalog.pricing import FREE
from studio.catalog.rules import Rule
from studio.catalog.schema import Model, Route
from studio.catalog.sources import HERE

ENDPOINT = "local://animatic/render"
OUTPUTS = {"video", "image"}


def animatic_routes(model: Model) -> tuple[Route, ...]:
    """One route per task of the model that makes pictures."""
    return tuple(_route(model, task) for task in model.tasks if model.for_task(task)[0].output in OUTPUTS)


def _route(model: Model, task: str) -> Route:
    beside = [route for route in model.for_task(task) if route.composable] or list(model.for_task(task))
    controls = _union(beside)
    if not any(isinstance(control, Size) for control in controls):
        controls = (*controls, *_sizes(model))
    return Route(
        provider="animatic",
        task=task,
        endpoint=ENDPOINT,
        controls=controls,
        rules=_shared_rules(beside),
        price=FREE,
        sources=(HERE,),
        fps=beside[0].fps,
        wire={"short_side": _short_side(model), "model": model.name},
    )


def _union(routes: Sequence[Route]) -> tuple[Control, ...]:
    """One control per name, as wide as the widest. What only some routes know need not be given."""
    by_name: dict[str, list[Control]] = {}
    for control in (control for route in routes for control in route.controls):
        by_name.setdefault(control.name, []).append(control)
    return tuple(_widest(same, everywhere=len(same) == len(routes)) for same in by_name.values())


def _widest(same: list[Control], *, everywhere: bool) -> Control:
    """Routes share many of their controls: each is looked at once, and nothing is copied without need."""
    wide = reduce(lambda wide, other: wide.widen(other), {id(control): control for control in same}.values())
    return wide if everywhere or not wide.required else replace(wide, required=False)


def _sizes(model: Model) -> tuple[Control, ...]:
    """The model's sizes from its other tasks, as something that may be given."""
    sizes = [control for route in model.routes for control in route.controls if isinstance(control, Size)]
    return (_widest(sizes, everywhere=False),) if sizes else ()


def _short_side(model: Model) -> int:
    """The tier in pixels: the shorter side of the model's widest size; 720 where it names none."""
    sizes = [control for route in model.routes for control in route.controls if isinstance(control, Size)]
    return max((min(pair) for size in sizes for pair in size.pairs), default=720)


def _shared_rules(beside: list[Route]) -> tuple[Rule, ...]:
    """The rules that hold through every provider: what one of them allows, the preview allows."""
    return tuple(rule for rule in beside[0].rules if all(rule in route.rules for route in beside))
