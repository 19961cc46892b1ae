"""A value that is made of several fields of a page: `camera.preset`, `elements.0.name`, read as one JSON value.

A field named exactly as the value holds all of it as JSON and wins where it is not empty. Else the fields whose names
begin with `<name>.` are its parts: numbers between dots are places in a list, and what is empty is absent.

    camera.preset=custom  camera.axes.truck=3  ->  {"preset": "custom", "axes": {"truck": 3}}
    elements.0.front={"asset": "7f3a"}         ->  [{"front": {"asset": "7f3a"}}]
"""

import json
from collections.abc import Mapping
from functools import singledispatch
from itertools import groupby
from math import isfinite
from operator import itemgetter

from django import forms

from studio.catalog.cast_controls import Elements, Faces, Voice
from studio.catalog.controls import Control
from studio.catalog.motion_controls import AXES, SIDES, Camera, Expansion, Selection
from studio.catalog.turns import MOST as MOST_FACES
from studio.core.numbers import whole

NUMBERS = {*AXES, *SIDES, "frame", "x", "y", "at", "from", "to"}
"""Parts that are numbers; what cannot be read as one stays text, and is refused in words."""

FILES = {"front", "video", "voice", "views", "audio", "own"}
"""Parts that are media values as JSON, or lists of them; so is what has a place in a list for its name."""

BEGINS = {"face", "audio"}
"""What begins a row of who speaks; its times alone do not."""

PERCENT = 100


class PartsInput(forms.HiddenInput):
    """The hidden input of a value that may come in parts. `control` is set by the form's builder."""

    control: Control

    def value_from_datadict(self, data: Mapping, files: Mapping, name: str) -> str | None:
        """The JSON text of the value; None where nothing was posted."""
        if whole := data.get(name):
            return whole
        value = together(self.control, tree(data, name))
        return value if isinstance(value, str) else None if value is None else json.dumps(value)


def tree(data: Mapping, name: str) -> object:
    """The parts of a value as nested dicts and lists; an empty dict where there are none."""
    found: dict = {}
    for key in data:
        path = key.split(".")
        if path[0] == name and len(path) > 1 and (text := data[key].strip()):
            _put(found, path[1:], text)
    return _lists(found)


def _put(inner: dict, path: list[str], text: str) -> None:
    """One part at its place; dropped where another part stands for the whole of it."""
    for step in path[:-1]:
        inner = inner.setdefault(step, {})
        if not isinstance(inner, dict):
            return
    inner[path[-1]] = _leaf(path[-1], text)


def _leaf(name: str, text: str) -> object:
    if name in NUMBERS:
        return number(text)
    if name not in FILES and whole(name) is None:
        return text
    try:
        return json.loads(text) or None
    except (ValueError, RecursionError):
        return text


def number(text: str) -> int | float | str:
    """`3` -> 3, `2.5` -> 2.5, anything else as it is."""
    try:
        value = float(text)
    except ValueError:
        return text
    if not isfinite(value):
        return text
    return int(value) if value.is_integer() else value


def _lists(node: object) -> object:
    """Dicts whose keys are places become lists, in the order of the places."""
    if not isinstance(node, dict):
        return node
    kept = {key: made for key, value in node.items() if (made := _lists(value)) is not None}
    if kept and all(whole(key) is not None for key in kept):
        return [kept[key] for key in sorted(kept, key=int)]
    return kept


@singledispatch
def together(control: Control, parts: object) -> object | None:
    """The value that parts make; None where they make none."""
    return parts or None


@together.register
def _(control: Camera, parts: object) -> object | None:
    """Axes count with `custom` only, and only those that move; if none does, all are said, for the check to mind."""
    if not isinstance(parts, dict) or not parts.get("preset"):
        return None
    axes = parts.get("axes") or {}
    if parts["preset"] != "custom" or not isinstance(axes, dict):
        return {"preset": parts["preset"]}
    return {"preset": "custom", "axes": {name: amount for name, amount in axes.items() if amount} or axes}


@together.register
def _(control: Expansion, parts: object) -> object | None:
    """Sides come in percent. While none grows, nothing is set yet."""
    sides = {side: _fraction(parts.get(side, 0)) for side in SIDES} if isinstance(parts, dict) else {}
    return sides if any(sides.values()) else None


def _fraction(percent: object) -> object:
    return round(percent / PERCENT, 8) if isinstance(percent, int | float) else percent


@together.register
def _(control: Selection, parts: object) -> object | None:
    """One row a point, in percent; points of one frame make one mark."""
    rows = [row for row in parts if isinstance(row, dict) and "frame" in row] if isinstance(parts, list) else []
    marks = groupby(rows, itemgetter("frame"))
    return [{"frame": frame, "points": [_point(row) for row in points]} for frame, points in marks] or None


def _point(row: dict) -> list[object]:
    return [_fraction(row.get(axis)) for axis in ("x", "y")]


@together.register
def _(control: Faces, parts: object) -> object | None:
    """A row begins with a face or with a sound. `face` is a place among the faces found, or `id:` and the face's id.

    Where none is said it is the first that no other row has.
    """
    rows = [row for row in parts if isinstance(row, dict) and BEGINS & row.keys()] if isinstance(parts, list) else []
    said = [row | {"face": _face(row["face"])} if "face" in row else row for row in rows]
    free = iter(free_faces(said))
    return [{"at": 0, "from": 0, **(row if "face" in row else row | {"face": next(free, 0)})} for row in said] or None


def free_faces(rows: list[dict]) -> list[int]:
    """The places of faces that no row has, in order."""
    taken = [row.get("face") for row in rows]
    return [place for place in range(MOST_FACES) if place not in taken]


def _face(text: object) -> object:
    if not isinstance(text, str):
        return text
    place = whole(text)
    return text.removeprefix("id:") if place is None else place


@together.register
def _(control: Elements, parts: object) -> object | None:
    return [row for row in parts if row] or None if isinstance(parts, list) else None


@together.register
def _(control: Voice, parts: object) -> object | None:
    """A recording of one's own, where it is given instead of a preset's id."""
    return parts.get("own") if isinstance(parts, dict) else None
