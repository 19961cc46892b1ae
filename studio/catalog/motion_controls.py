"""The controls that move and place things in the picture: motion brush, camera, selection, expansion.

Points are pixels of the input image with the origin at the top left, unless a control says otherwise.
"""

import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar, Self

from studio.catalog.controls import Control, union
from studio.catalog.media_controls import Limits, file_fault, shape_fault
from studio.catalog.problems import Lookup, Problem, Values, given, listed

if TYPE_CHECKING:
    from studio.core.media import MediaFacts

AXES = ("truck", "pedestal", "tilt", "pan", "roll", "zoom")
PRESETS = ("down_back", "forward_up", "right_turn_forward", "left_turn_forward", "custom")
SIDES = ("up", "down", "left", "right")
SAME_SHAPE = 0.02
"""By how much two shapes (width / height) may differ and still count as the same: one pixel of a small mask."""


def is_number(value: object) -> bool:
    """A finite number that is no yes or no."""
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def is_point(value: object) -> bool:
    """`[x, y]`, both finite numbers."""
    return isinstance(value, list) and len(value) == 2 and all(map(is_number, value))


def keys_fault(value: object, needed: set[str], words: str) -> str | None:
    """What is wrong with an object that needs exactly these keys."""
    if isinstance(value, dict) and set(value) == needed:
        return None
    return f"{words} has {listed(sorted(needed), 'and')}; {given(value)} with other keys was given."


@dataclass(frozen=True, kw_only=True, slots=True)
class MotionBrush(Control):
    """`{"static_mask": media or null, "brushes": [{"mask": media, "path": [[x, y], ...]}]}`.

    At most `brushes` brushes, each with a path of `points` (least, most) points. `canvas` names the value whose picture
    is painted on: masks have its shape and one size, points lie on it, and its height is needed to send them.
    """

    kind: ClassVar[str] = "motion_brush"
    group: ClassVar[str] = "motion"

    brushes: int = 6
    points: tuple[int, int] = (2, 77)
    static: bool = True
    accepts: Limits = Limits()
    canvas: str = ""
    name: str = "motion_brush"
    label: str = "Motion brush"

    def problems(self, values: Values, media: Lookup | None) -> Iterator[Problem]:
        found = tuple(Control.problems(self, values, media))
        picture = values.get(self.canvas)
        if self.name in values and not found and media and isinstance(picture, dict):
            fault = self.canvas_fault(values[self.name], picture, media)
            found = (Problem(self.name, fault),) if fault else ()
        yield from found

    def canvas_fault(self, value: dict, picture: dict, media: Lookup) -> str | None:
        """What does not fit the picture that is painted on."""
        facts = media(picture["asset"]) if "asset" in picture else None
        if facts is None or not facts.width:
            return f"{self.label} counts from the edge of its picture: choose that from the library, so it is measured."
        points = [point for brush in value["brushes"] for point in brush["path"]]
        if not all(0 <= x <= facts.width and 0 <= y <= facts.height for x, y in points):
            return f"{self.label}: a point lies outside the picture of {facts.width} x {facts.height} px. Move it."
        masks = [brush["mask"] for brush in value["brushes"]] + [value["static_mask"]]
        sizes = {(mask.width, mask.height) for mask in _measured(masks, media)}
        if len(sizes) > 1:
            return f"{self.label}: its masks have different sizes. Paint them on one picture."
        if any(abs(width / height - facts.width / facts.height) > SAME_SHAPE for width, height in sizes):
            return f"{self.label}: its masks have another shape than the picture of {facts.width} x {facts.height} px."
        return None

    def faults(self, value: object, media: Lookup | None) -> Iterator[str]:
        fault = keys_fault(value, {"static_mask", "brushes"}, self.label)
        fault = fault or self.static_fault(value["static_mask"], media) or self.brushes_fault(value, media)
        if fault:
            yield fault

    def static_fault(self, mask: object, media: Lookup | None) -> str | None:
        if mask is None:
            return None
        if not self.static:
            return f"{self.label} takes no area that is held still here. Remove it."
        return self.mask_fault(mask, media, "The area that is held still")

    def brushes_fault(self, value: dict, media: Lookup | None) -> str | None:
        brushes = value["brushes"]
        if not isinstance(brushes, list) or len(brushes) > self.brushes:
            return f"{self.label} takes at most {self.brushes} brushes; {_count(brushes)} was given."
        if not brushes and value["static_mask"] is None:
            return f"{self.label} is empty. Paint an area and draw its path, or remove it."
        faults = (self.brush_fault(number, brush, media) for number, brush in enumerate(brushes, 1))
        return next(filter(None, faults), None)

    def brush_fault(self, number: int, brush: object, media: Lookup | None) -> str | None:
        words = f"Brush {number}"
        fault = keys_fault(brush, {"mask", "path"}, words)
        return fault or self.mask_fault(brush["mask"], media, words) or self.path_fault(brush["path"], words)

    def mask_fault(self, mask: object, media: Lookup | None, words: str) -> str | None:
        fault = shape_fault(mask)
        return f"{words} {fault}" if fault else file_fault(mask, "image", self.accepts, media, words)

    def path_fault(self, path: object, words: str) -> str | None:
        least, most = self.points
        if not isinstance(path, list) or not least <= len(path) <= most:
            return f"{words}: a path has {least} to {most} points; {_count(path)} was given."
        return None if all(map(is_point, path)) else f"{words}: a point of the path is [x, y] in pixels."

    def widen(self, other: Self) -> Self:
        points = (min(self.points[0], other.points[0]), max(self.points[1], other.points[1]))
        return replace(
            Control.widen(self, other),
            brushes=max(self.brushes, other.brushes),
            points=points,
            static=self.static or other.static,
            accepts=self.accepts.widen(other.accepts),
            canvas=self.canvas if self.canvas == other.canvas else "",
        )


def _measured(masks: list, media: Lookup) -> Iterator["MediaFacts"]:
    """What is known of the masks that are files of ours."""
    assets = (mask["asset"] for mask in masks if mask and "asset" in mask)
    yield from (facts for facts in map(media, assets) if facts and facts.width)


def _count(value: object) -> str:
    return str(len(value)) if isinstance(value, list) else given(value)


@dataclass(frozen=True, kw_only=True, slots=True)
class Camera(Control):
    """`{"preset": one of `presets`, "axes": {axis: -10 to 10}}` in film words: tilt is up and down, pan left and right.

    `axes` come with `custom` only. `one_axis`: at most one of them moves.
    """

    kind: ClassVar[str] = "camera"
    group: ClassVar[str] = "motion"

    presets: tuple[str, ...] = PRESETS
    one_axis: bool = True
    most: float = 10
    name: str = "camera"
    label: str = "Camera"

    def faults(self, value: object, media: Lookup | None) -> Iterator[str]:
        if fault := self.preset_fault(value) or self.axes_fault(value):
            yield fault

    def preset_fault(self, value: object) -> str | None:
        if not isinstance(value, dict) or set(value) - {"preset", "axes"}:
            return f"{self.label} has a preset and axes; {given(value)} was given."
        if value.get("preset") not in self.presets:
            return f"{self.label} is {listed(self.presets)}; {given(value.get('preset'))} was given."
        if (value["preset"] == "custom") != bool(value.get("axes")):
            return f"{self.label}: axes come with custom, and only with it."
        return None

    def axes_fault(self, value: dict) -> str | None:
        axes = value.get("axes") or {}
        if not isinstance(axes, dict) or set(axes) - set(AXES):
            return f"{self.label} moves by {listed(AXES, 'and')}; {given(axes)} was given."
        for name, amount in axes.items():
            if not is_number(amount) or abs(amount) > self.most:
                return f"{self.label}: {name} goes from -{self.most:g} to {self.most:g}; {given(amount)} was given."
        moving = [name for name, amount in axes.items() if amount]
        if axes and not moving:
            return f"{self.label}: no axis moves. Move one, or remove the camera."
        if self.one_axis and len(moving) > 1:
            return f"{self.label} moves along one axis here; {listed(moving, 'and')} were given. Keep one."
        return None

    def widen(self, other: Self) -> Self:
        return replace(
            Control.widen(self, other),
            presets=union(self.presets, other.presets),
            one_axis=self.one_axis and other.one_axis,
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Selection(Control):
    """Points on frames that mark what is edited: `[{"frame", "points": [[x, y]]}]`, 0 to 1 from the top left.

    At most `frames` frames with at most `points` points each.
    """

    kind: ClassVar[str] = "selection"
    group: ClassVar[str] = "motion"
    in_steps: ClassVar[bool] = True

    frames: int = 10
    points: int = 10
    name: str = "selection"
    label: str = "Selection"

    def faults(self, value: object, media: Lookup | None) -> Iterator[str]:
        if not isinstance(value, list) or not 1 <= len(value) <= self.frames:
            yield f"{self.label} marks 1 to {self.frames} frames; {_count(value)} was given."
        elif fault := next(filter(None, map(self.mark_fault, value)), None) or self.crowd_fault(value):
            yield fault

    def crowd_fault(self, marks: list[dict]) -> str | None:
        """A frame may be marked in several goes: its points count together."""
        counts = Counter()
        for mark in marks:
            counts[mark["frame"]] += len(mark["points"])
        frame, most = counts.most_common(1)[0]
        if most <= self.points:
            return None
        return f"{self.label}: frame {frame} takes 1 to {self.points} points; {most} were given together."

    def mark_fault(self, mark: object) -> str | None:
        if fault := keys_fault(mark, {"frame", "points"}, self.label):
            return fault
        frame, points = mark["frame"], mark["points"]
        if isinstance(frame, bool) or not isinstance(frame, int) or frame < 0:
            return f"{self.label}: a frame is counted from 0; {given(frame)} was given."
        if not isinstance(points, list) or not 1 <= len(points) <= self.points:
            return f"{self.label}: frame {frame} takes 1 to {self.points} points; {_count(points)} was given."
        if not all(is_point(point) and all(0 <= at <= 1 for at in point) for point in points):
            return f"{self.label}: a point is [x, y], each from 0 to 1 of the picture."
        return None

    def widen(self, other: Self) -> Self:
        wider = Control.widen(self, other)
        return replace(wider, frames=max(self.frames, other.frames), points=max(self.points, other.points))


@dataclass(frozen=True, kw_only=True, slots=True)
class Expansion(Control):
    """`{"up", "down", "left", "right"}`: how far the picture grows, as fractions of its side; `area` times at most."""

    kind: ClassVar[str] = "expansion"
    group: ClassVar[str] = "frames"

    most: float = 2
    area: float = 3
    name: str = "expansion"
    label: str = "Expansion"

    def faults(self, value: object, media: Lookup | None) -> Iterator[str]:
        fault = keys_fault(value, set(SIDES), self.label) or self.side_fault(value) or self.area_fault(value)
        if fault:
            yield fault

    def side_fault(self, value: dict) -> str | None:
        for side in SIDES:
            if not is_number(value[side]) or not 0 <= value[side] <= self.most:
                return f"{self.label} {side} goes from 0 to {self.most:g}; {given(value[side])} was given."
        return None if any(value.values()) else f"{self.label}: no side grows. Grow one."

    def area_fault(self, value: dict) -> str | None:
        area = (1 + value["up"] + value["down"]) * (1 + value["left"] + value["right"])
        if area <= self.area:
            return None
        return f"{self.label} makes the picture {area:.2f} times as large; at most {self.area:g} times. Grow it less."

    def widen(self, other: Self) -> Self:
        return replace(Control.widen(self, other), most=max(self.most, other.most), area=max(self.area, other.area))
