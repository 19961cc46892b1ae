"""Controls that need the whole stage: the brush over its picture, a gallery, a picture that grows, points in a clip.

Their fields stand in a bench on the stage, inside the same form; the column of inputs has a line that leads there.
"""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.forms import BoundField

from studio.catalog.controls import Control
from studio.catalog.recipe import media_values
from studio.forms.builder import Group
from studio.library.models import Asset

from .places import parsed
from .scenes import scene

BENCHES = ("effect", "expansion", "selection", "motion_brush")
"""The kinds of control that have a bench."""

MOVES = {
    "down_back": "Crane down, back",
    "forward_up": "Rise, push in",
    "right_turn_forward": "Orbit right, in",
    "left_turn_forward": "Orbit left, in",
}
"""The camera's presets in film words."""

CANVASES = {
    "expansion": "input_image",
    "selection": "input_video",
    "motion_brush": "first_frame",
    "camera": "first_frame",
}
"""The value whose file each kind works on, where its control does not name it."""


def benches(groups: Iterable[Group]) -> tuple[BoundField, ...]:
    """The fields that stand on the stage."""
    return tuple(field for group in groups for field in group.fields if field.field.control.kind in BENCHES)


def dress(field: BoundField, values: Mapping[str, object], found: Mapping[UUID, Asset]) -> None:
    """Give a field the files that its value names, and the file that it works on."""
    control = field.field.control
    field.field.found = {str(key): asset for key, asset in found.items()}
    if control.kind in (*BENCHES, *CANVASES):
        name = getattr(control, "canvas", "") or CANVASES.get(control.kind, "")
        ids = (media.get("asset") for media in media_values(values.get(name)))
        field.field.canvas = next((asset for id in ids if (asset := field.field.found.get(str(id)))), None)
        field.field.on_bench = words_of(field)


def words_of(field: BoundField) -> str:
    """What is set, in a few words; empty while nothing is."""
    return summary(field.field.control, parsed(field))


def summary(control: Control, value: object) -> str:
    """A value of a control in a few words; empty where there are none."""
    say = WORDS.get(control.kind)
    return say(value) if value and say else ""


def _scene(value: object) -> str:
    return scene(str(value), ()).name


def _growth(value: object) -> str:
    sides = value.items() if isinstance(value, dict) else ()
    return ", ".join(f"{side} {amount:.0%}" for side, amount in sides if isinstance(amount, int | float) and amount)


def _points(value: object) -> str:
    marks = [mark for mark in value if isinstance(mark, dict)] if isinstance(value, list) else []
    count = sum(_count(mark.get("points")) for mark in marks)
    return f"{count} point{'s' * (count != 1)} on {len(marks)} frame{'s' * (len(marks) != 1)}"


def _areas(value: object) -> str:
    held = ", one held still" if isinstance(value, dict) and value.get("static_mask") else ""
    count = _count(value.get("brushes")) if isinstance(value, dict) else 0
    return f"{count} area{'s' * (count != 1)} moving{held}"


def _move(value: object) -> str:
    """`zoom 3, roll -2`, or the preset's film words."""
    given = value if isinstance(value, dict) else {}
    axes = given.get("axes") if isinstance(given.get("axes"), dict) else {}
    moving = (f"{name} {amount:g}" for name, amount in axes.items() if isinstance(amount, int | float) and amount)
    return ", ".join(moving) or MOVES.get(str(given.get("preset")), "")


def _count(value: object) -> int:
    return len(value) if isinstance(value, list) else 0


WORDS = {"effect": _scene, "expansion": _growth, "selection": _points, "motion_brush": _areas, "camera": _move}
