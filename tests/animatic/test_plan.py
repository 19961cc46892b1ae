"""From a request to exact frames, or a refusal that names the field."""

import json
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.animatic.plan import boundaries, parse
from studio.animatic.reading import CannotDraw
from tests.animatic import looking
from tests.animatic.looking import request, shots
from tests.catalog.strategies import examples

RATES = st.sampled_from(["24", "25", "30", "60", "24000/1001", "30000/1001"]).map(Fraction)
SECONDS = st.lists(st.integers(5, 6000).map(lambda hundredths: Fraction(hundredths, 100)), min_size=1, max_size=12)


class Shape:
    """Facts of a picture of this shape."""

    def __init__(self, shape: float) -> None:
        self._shape = shape

    def size(self, _file, _field):
        return self._shape * 1000, 1000


def test_whole_seconds_at_whole_rates_are_exact():
    plan = parse(request(shots=shots(3, 4, 3), fps=30))

    assert [(shot.start, shot.end) for shot in plan.shots] == [(0, 90), (90, 210), (210, 300)]
    assert plan.frames == plan.total == 300


@settings(max_examples=60, deadline=None)
@given(durations=SECONDS, fps=RATES)
def test_every_cut_lies_at_the_frame_nearest_to_its_time(durations, fps):
    cuts = boundaries(durations, fps)

    times = [sum(durations[:n], Fraction(0)) for n in range(len(durations) + 1)]
    assert len(cuts) == len(durations) + 1
    assert all(abs(cut - time * fps) <= Fraction(1, 2) for cut, time in zip(cuts, times, strict=True))
    assert cuts == sorted(cuts)


@settings(max_examples=60, deadline=None)
@given(durations=st.lists(st.integers(1, 15), min_size=1, max_size=6), fps=st.sampled_from([24, 25, 30]))
def test_the_shots_follow_each_other_without_gap_and_last_as_long_as_was_asked(durations, fps):
    plan = parse(request(shots=shots(*durations), fps=fps))

    assert [shot.frames for shot in plan.shots] == [duration * fps for duration in durations]
    assert plan.shots[0].start == 0
    assert all(a.end == b.start for a, b in zip(plan.shots, plan.shots[1:], strict=False))


def test_a_film_without_shots_is_one_shot_of_its_duration():
    plan = parse(request(shots=None, prompt="Alone", duration=2))

    assert [(shot.prompt, shot.frames) for shot in plan.shots] == [("Alone", 48)]


def test_an_image_needs_no_duration_and_has_no_sound():
    plan = parse(
        request(kind="image", shots=[{"prompt": "A still"}], fps=None, width=321, height=123, takes=3, sound=True)
    )

    assert (plan.frames, plan.total, plan.sound, plan.suffix) == (1, 3, False, ".png")


@pytest.mark.parametrize(
    ("shape", "size"), [(1.9, (1280, 720)), (0.5, (720, 1280)), (1.1, (960, 960)), (30.0, (1280, 720))]
)
def test_where_the_picture_decides_the_size_is_the_one_of_its_shape(shape, size):
    sizes = [[960, 960], [1280, 720], [720, 1280]]
    asked = request(width=None, height=None, sizes=sizes, first_frame=looking.FIRST)

    plan = parse(asked, Shape(shape))

    assert (plan.width, plan.height) == size
    assert parse(asked).width == 960  # provisional, without a look at the picture


BAD = {
    "camera": (request(camera={"preset": "fly"}), "camera", "one of down_back"),
    "camera of lists": (request(camera={"preset": ["down_back"]}), "camera", "one of down_back"),
    "camera of nothing": (request(camera={"preset": "custom", "axes": {"pan": float("nan")}}), "camera", "nan"),
    "expansion": (request(expansion={"up": 9}), "expansion", "from 0 to 2"),
    "sounds": (request(sounds=[{"at": 1}]), "sounds", "has a file"),
    "notes": (request(notes="a"), "notes", "list of"),
    "no object": ([], "request", "JSON object"),
    "kind": (request(kind="hologram"), "kind", "'hologram'; it must be one of video, image"),
    "odd width": (request(width=321), "width", "321; H.264 needs an even number of pixels. Use 320"),
    "no width": (request(width=None), "width", "None; it must be a whole number from 64 to 4096"),
    "tiny": (request(height=2), "height", "from 64 to 4096"),
    "huge image": (request(kind="image", width=9000), "width", "from 64 to 8192"),
    "many pixels": (request(kind="image", width=8000, height=8000), "width", "8000 x 8000 pixels"),
    "true width": (request(width=True), "width", "whole number"),
    "sizes": (request(width=None, height=None, sizes=[[1, 2, 3]]), "sizes", r"list of \[width, height\]"),
    "sizes of nothing": (request(width=None, height=None, sizes=[["a", "b"]]), "width", "whole number"),
    "fps": (request(fps=0), "fps", "0 frames a second"),
    "fps words": (request(fps="fast"), "fps", "'fast' frames"),
    "fps by zero": (request(fps="1/0"), "fps", "1 to 60"),
    "no duration": (request(shots=[{"prompt": "x"}]), "duration", "Shot 1 lasts None"),
    "NaN duration": (request(shots=shots(3, float("nan"))), "duration", "Shot 2 lasts nan"),
    "endless": (request(shots=shots(float("inf"))), "duration", "Shot 1 lasts inf"),
    "negative": (request(shots=shots(-1)), "duration", "number of seconds above 0"),
    "hours": (request(shots=shots(*[600] * 2)), "duration", "last 1200 s; up to 600 s"),
    "less than a frame": (request(shots=shots(1, 0.001)), "duration", "Shot 2 is shorter than one frame"),
    "shots of words": (request(shots=["a"]), "shots", "list of"),
    "too many shots": (request(shots=shots(*[1] * 60)), "shots", "60 shots were given; up to 50"),
    "prompt of numbers": (request(shots=[{"prompt": 7, "duration": 1}]), "shots", "must be text"),
    "takes": (request(takes=0), "takes", "from 1 to 20"),
    "lost picture": (request(first_frame="/nowhere/lost.jpg"), "first_frame", "no longer there: lost.jpg"),
    "relative path": (request(last_frame="lost.jpg"), "last_frame", "absolute path"),
    "path with a hole": (request(last_frame="/a\0b"), "last_frame", "absolute path"),
    "path of nothing": (request(first_frame=float("nan")), "first_frame", "absolute path"),
    "references": (request(reference_images="a.jpg"), "reference_images", "list of up to 40"),
    "reference": (request(reference_images=["/nowhere"]), "reference_images", "no longer there"),
}


@pytest.mark.parametrize(("asked", "field", "sentence"), BAD.values(), ids=BAD)
def test_what_cannot_be_drawn_is_refused_with_its_field(asked, field, sentence):
    with pytest.raises(CannotDraw, match=sentence) as refused:
        parse(asked)

    assert refused.value.field == field


INNER = "preset axes static_mask brushes mask path handle clip file at from to volume up left"
KEYS = st.sampled_from(sorted(INNER.split()))
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


MORE = "beside source_video source_volume expansion camera motion_brush sounds mouths restyled notes sizes short_side "
MORE += "series"


@examples(120)
@given(
    name=st.sampled_from([*sorted(request()), *MORE.split()]), value=json_values | st.dictionaries(KEYS, json_values)
)
def test_no_value_of_any_kind_does_more_than_be_refused(name, value):
    asked = json.loads(json.dumps(request() | {name: value}))

    try:
        assert parse(asked).frames > 0
    except CannotDraw as refused:
        assert str(refused)
