"""The smallest valid values of a route: what must be given, and what its rules ask for besides. No chance in it."""

from collections.abc import Mapping
from functools import singledispatch

from studio.catalog.cast_controls import Effect, Elements, Faces, Voice
from studio.catalog.controls import Choice, Control, Number, Seconds, Series, Size, Switch, Text
from studio.catalog.media_controls import Media, MediaList
from studio.catalog.motion_controls import Camera, Expansion, MotionBrush, Selection
from studio.catalog.schema import Route
from studio.catalog.story_controls import Shots

Files = Mapping[str, Mapping[str, object]]
"""A media value for each kind: image, video, audio."""

MOST_ROUNDS = 8
PROMPT = "A pier in fog, and a gull"


def smallest(route: Route, files: Files) -> dict[str, object]:
    """Values that the route takes. What breaks a rule is added, chosen otherwise, or left out."""
    values: dict[str, object] = {}
    for control in route.controls:
        if control.required:
            values |= least(control, files)
    for _ in range(MOST_ROUNDS):
        problem = next(filter(None, (rule.problem(values) for rule in route.rules)), None)
        if problem is None:
            return values
        control = route.control(problem.field)
        if problem.field in values and not control.required:
            values = {name: value for name, value in values.items() if name not in control.values}
        elif problem.field in values:
            values |= more(control, values[problem.field], files)
        else:
            values |= least(control, files)
    raise AssertionError(f"{route.task} through {route.provider}: {problem.message}")


def least(control: Control, files: Files) -> dict[str, object]:
    """The least that one control accepts, by name."""
    found = _least(control, files)
    return found if isinstance(control, Size) else {control.name: found}


def more(control: Control, value: object, files: Files) -> dict[str, object]:
    """One more of a list that is too short for a rule."""
    return {control.name: [*value, *least(control, files)[control.name][:1]]}


@singledispatch
def _least(control: Control, files: Files) -> object:
    raise NotImplementedError(f"Nothing is the least of {type(control).__name__}")


@_least.register
def _(control: Text, files: Files):
    return PROMPT[: control.most]


@_least.register
def _(control: Number, files: Files):
    return int(control.least) if control.whole else control.least


@_least.register
def _(control: Series, files: Files):
    return int(control.least)


@_least.register(Choice)
@_least.register(Effect)
def _(control: Choice, files: Files):
    return control.options[0]


@_least.register
def _(control: Switch, files: Files):
    return True


@_least.register
def _(control: Seconds, files: Files):
    return min(control.options)


@_least.register
def _(control: Size, files: Files):
    pair = min(control.pairs, key=lambda pair: pair[0] * pair[1])
    return dict(zip(control.values, pair, strict=True))


@_least.register
def _(control: Media, files: Files):
    return files[control.media]


@_least.register
def _(control: MediaList, files: Files):
    return [files[control.media]] * max(1, control.least)


@_least.register
def _(control: Shots, files: Files):
    return [{"prompt": PROMPT[: control.characters], "duration": min(control.totals)}]


@_least.register
def _(control: Voice, files: Files):
    return control.presets[0] if control.presets else files["audio"]


@_least.register
def _(control: Elements, files: Files):
    named = {"name": "Mara"[: control.name_most], "description": "A pilot"[: control.description_most]}
    views = [files["image"]] * max(1, control.views[0])
    element = {**{name: text for name, text in named.items() if text}, "front": files["image"], "views": views}
    return [element] * max(1, control.least)


@_least.register
def _(control: Faces, files: Files):
    return [{"face": 1, "audio": files["audio"], "at": 0, "from": 0, "to": int(control.shortest)}]


@_least.register
def _(control: MotionBrush, files: Files):
    path = [[10 * step, 10] for step in range(control.points[0])]
    return {"static_mask": None, "brushes": [{"mask": files["image"], "path": path}]}


@_least.register
def _(control: Camera, files: Files):
    return {"preset": next(preset for preset in control.presets if preset != "custom")}


@_least.register
def _(control: Selection, files: Files):
    return [{"frame": 0, "points": [[0.5, 0.5]]}]


@_least.register
def _(control: Expansion, files: Files):
    return {"up": 0.1, "down": 0, "left": 0, "right": 0}
