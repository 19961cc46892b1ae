"""hypothesis strategies of values that a control refuses: just outside a limit, or not one of its words."""

from functools import cache, singledispatch

from hypothesis import strategies as st

from studio.catalog.cast_controls import Elements, Faces, Voice
from studio.catalog.controls import Choice, Control, Number, Seconds, Size, Switch, Text
from studio.catalog.media_controls import Media, MediaList
from studio.catalog.motion_controls import Camera, Expansion, MotionBrush, Selection
from studio.catalog.story_controls import Shots

HANDLE = {"handle": "h"}


@cache
def broken(control: Control) -> st.SearchStrategy[dict]:
    """Values by name that break one limit of the control."""
    return _broken(control)


@singledispatch
def _broken(control: Control) -> st.SearchStrategy[dict]:
    raise NotImplementedError(f"No violation for {type(control).__name__}")


def _one(control: Control, *values: object) -> st.SearchStrategy[dict]:
    return st.sampled_from([{control.name: value} for value in values])


@_broken.register
def _(control: Text):
    return _one(control, "x" * (control.most + 1), " " * (control.least or 1))


@_broken.register
def _(control: Number):
    step = 1 if control.whole else 0.01
    return _one(control, control.least - step, control.most + step, "five")


@_broken.register
def _(control: Choice):
    return _one(control, "no such word", 7)


@_broken.register
def _(control: Switch):
    return _one(control, "on", 1)


@_broken.register
def _(control: Seconds):
    return _one(control, max(control.options) + 1, min(control.options) - 1, "5", 5.5)


@_broken.register
def _(control: Size):
    return st.just({"width": 17, "height": 31})


@_broken.register
def _(control: Media):
    return _one(control, "a file", {}, {"asset": 3}, HANDLE | {"asset": "a"})


@_broken.register
def _(control: MediaList):
    return _one(control, [HANDLE] * (control.most + 1), [{}], HANDLE)


@_broken.register
def _(control: Shots):
    long = {"prompt": "a", "duration": max(control.totals) + 1}
    return _one(control, [long], [{"prompt": "", "duration": 3}], [{"prompt": "a", "duration": 3}] * (control.most + 1))


@_broken.register
def _(control: Elements):
    return _one(control, [{"handle": "1", "name": "a"}] * (control.most + 1), [{"what": 1}], {})


@_broken.register
def _(control: Faces):
    return _one(control, [], [{"face": "0"}])


@_broken.register
def _(control: Voice):
    return _one(control, "nobody", 3)


@_broken.register
def _(control: MotionBrush):
    brush = {"mask": HANDLE, "path": [[0, 0]] * (control.points[1] + 1)}
    return _one(control, {"static_mask": None, "brushes": [brush]}, {"static_mask": None, "brushes": []})


@_broken.register
def _(control: Camera):
    return _one(control, {"preset": "around"}, {"preset": "custom", "axes": {"pan": 11}})


@_broken.register
def _(control: Selection):
    return _one(control, [], [{"frame": 0, "points": [[2, 2]]}])


@_broken.register
def _(control: Expansion):
    return _one(control, {"up": 9, "down": 0, "left": 0, "right": 0})
