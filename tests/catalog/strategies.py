"""hypothesis strategies over a route's own controls: values that are valid, and values with exactly one violation."""

import os
from collections.abc import Sequence
from functools import cache, singledispatch

from hypothesis import HealthCheck, assume, settings
from hypothesis import strategies as st

from studio.catalog.cast_controls import Effect, Elements, Faces, Voice
from studio.catalog.controls import Choice, Control, Number, Seconds, Series, Size, Switch, Text
from studio.catalog.media_controls import Media, MediaList
from studio.catalog.motion_controls import Camera, Expansion, MotionBrush, Selection
from studio.catalog.schema import Route
from studio.catalog.story_controls import Shots

TOO_MANY_ROUNDS = 8


def examples(count: int) -> settings:
    """So many examples of each test in the gate; a few while one works, so that the quick suite stays quick.

    Of two the first is the simplest that there is.
    """
    few = count if os.environ.get("CI") else min(count, max(2, count // 5))
    return settings(max_examples=few, deadline=None, suppress_health_check=list(HealthCheck))


def any_of(rows: Sequence) -> st.SearchStrategy:
    """One of these rows. hypothesis hashes what it samples from, and to hash four hundred routes takes a while."""
    return st.integers(0, len(rows) - 1).map(rows.__getitem__)


handles = st.uuids().map(lambda uuid: {"handle": str(uuid)})
"""Media by the provider's own id: nothing needs to be looked up."""

letters = st.characters(
    min_codepoint=32, max_codepoint=0x2FFF, exclude_characters="@<", exclude_categories=["Cs", "Cc"]
)


@cache
def words(least: int, most: int) -> st.SearchStrategy[str]:
    """Text whose length counts as `least` to `most` characters also without the blanks around it."""
    return st.text(letters, min_size=least, max_size=min(most, least + 40)).filter(lambda t: len(t.strip()) >= least)


@cache
def good(control: Control) -> st.SearchStrategy[dict]:
    """Values that the control accepts, by name. Made once: hypothesis takes longer to look at one than to draw."""
    return _good(control)


@singledispatch
def _good(control: Control) -> st.SearchStrategy[dict]:
    raise NotImplementedError(f"No strategy for {type(control).__name__}")


def _one(control: Control, value: st.SearchStrategy) -> st.SearchStrategy[dict]:
    return value.map(lambda drawn: {control.name: drawn})


@_good.register
def _(control: Text):
    return _one(control, words(max(1, control.least), control.most))


@_good.register
def _(control: Number):
    least, most = control.least, control.most
    whole = st.integers(int(least), int(most))
    return _one(control, whole if control.whole else st.floats(least, most, allow_nan=False).map(lambda n: round(n, 2)))


@_good.register
def _(control: Series):
    auto = st.just("auto") if control.auto else st.nothing()
    return _one(control, st.integers(int(control.least), int(control.most)) | auto)


@_good.register
def _(control: Choice):
    return _one(control, st.sampled_from(control.options))


@_good.register
def _(control: Switch):
    return _one(control, st.booleans())


@_good.register
def _(control: Seconds):
    return _one(control, st.sampled_from(control.options))


@_good.register
def _(control: Size):
    return st.sampled_from(control.pairs).map(lambda pair: dict(zip(control.values, pair, strict=True)))


@_good.register
def _(control: Media):
    return _one(control, handles)


@_good.register
def _(control: MediaList):
    item = handles
    if control.roles:
        item = handles | st.builds(lambda media, role: media | {"role": role}, handles, st.sampled_from(control.roles))
    return _one(control, st.lists(item, min_size=max(1, control.least), max_size=control.most))


@_good.register
def _(control: Shots):
    return _one(control, shots(control))


@st.composite
def shots(draw, control: Shots) -> list[dict]:
    """A storyboard whose lengths add up to one of the totals."""
    total = draw(st.sampled_from(control.totals))
    count = draw(st.integers(1, min(control.most, total // control.shortest)))
    inner = st.sampled_from(range(1, total)) if total > 1 else st.nothing()
    cuts = sorted(draw(st.lists(inner, min_size=count - 1, max_size=count - 1, unique=True)))
    lengths = [b - a for a, b in zip([0, *cuts], [*cuts, total], strict=True)]
    assume(all(length >= control.shortest for length in lengths))
    return [{"prompt": draw(words(1, control.characters)), "duration": length} for length in lengths]


@_good.register
def _(control: Effect):
    return _one(control, st.sampled_from(control.options))


@_good.register
def _(control: Voice):
    preset = st.sampled_from(control.presets) if control.presets else st.nothing()
    return _one(control, preset | (handles if control.own else st.nothing()))


@_good.register
def _(control: Elements):
    most, own_name = control.most, lambda element: element.get("name", repr(element))
    return _one(control, st.lists(element(control), min_size=max(1, control.least), max_size=most, unique_by=own_name))


@st.composite
def element(draw, control: Elements) -> dict:
    """One element, made of what the control allows."""
    if control.handles and draw(st.booleans()):
        return {"handle": str(draw(st.integers(1, 10**9)))}
    views = st.lists(handles, min_size=control.views[0], max_size=control.views[1])
    wanted = {"name": control.name_most, "description": control.description_most}
    named = {key: f"Mara-{draw(st.integers(1, 10**6))}" for key, most in wanted.items() if most}
    return {**named, "front": draw(handles), "views": draw(views)}


@_good.register
def _(control: Faces):
    face = st.builds(
        lambda audio, at, start, length: {"face": "0", "audio": audio, "at": at, "from": start, "to": start + length},
        handles,
        st.integers(0, 20),
        st.integers(0, 20),
        st.integers(int(control.shortest), 20),
    )
    return _one(control, st.lists(face, min_size=1, max_size=control.most))


@_good.register
def _(control: MotionBrush):
    point = st.tuples(st.integers(0, 1000), st.integers(0, 1000)).map(list)
    path = st.lists(point, min_size=control.points[0], max_size=control.points[1])
    brush = st.fixed_dictionaries({"mask": handles, "path": path})
    brushes = st.lists(brush, min_size=1, max_size=control.brushes)
    static = st.none() | handles if control.static else st.none()
    return _one(control, st.fixed_dictionaries({"static_mask": static, "brushes": brushes}))


@_good.register
def _(control: Camera):
    plain = [preset for preset in control.presets if preset != "custom"]
    presets = st.sampled_from(plain).map(lambda preset: {"preset": preset}) if plain else st.nothing()
    axis = st.sampled_from(["truck", "pedestal", "tilt", "pan", "roll", "zoom"])
    custom = st.tuples(axis, st.sampled_from([-10, 3, 10])).map(
        lambda pair: {"preset": "custom", "axes": {pair[0]: pair[1]}}
    )
    return _one(control, presets | (custom if "custom" in control.presets else st.nothing()))


@_good.register
def _(control: Selection):
    point = st.tuples(st.floats(0, 1), st.floats(0, 1)).map(list)
    mark = st.fixed_dictionaries(
        {"frame": st.integers(0, 100), "points": st.lists(point, min_size=1, max_size=control.points)}
    )
    return _one(control, st.lists(mark, min_size=1, max_size=control.frames, unique_by=lambda mark: mark["frame"]))


@_good.register
def _(control: Expansion):
    side = st.sampled_from([0, 0.1, 0.25])
    sides = st.fixed_dictionaries({"up": st.just(0.1), "down": side, "left": side, "right": side})
    return _one(control, sides)


@st.composite
def values_for(draw, route: Route) -> dict:
    """Valid values of a route: everything that must be given, some of what may be, mended until the rules hold."""
    values: dict[str, object] = {}
    for control in route.controls:
        if control.required or draw(st.booleans()):
            values |= draw(good(control))
    for _ in range(TOO_MANY_ROUNDS):
        problem = next(filter(None, (rule.problem(values) for rule in route.rules)), None)
        if problem is None:
            return values
        control = route.control(problem.field)
        if problem.field in values and not control.required:
            values = {name: value for name, value in values.items() if name not in control.values}
        else:
            values |= draw(good(control))
    assume(False)
    raise AssertionError("unreachable")
