"""Each kind of control: what it accepts, and one sentence for each thing it does not."""

from hypothesis import given
from hypothesis import strategies as st

from studio.catalog.cast_controls import Effect, Elements, Faces, Voice, Voices
from studio.catalog.controls import (
    Choice,
    Guidance,
    Number,
    Ratio,
    Resolution,
    Seconds,
    Series,
    Size,
    Takes,
    Text,
    sound,
)
from studio.catalog.media_controls import Limits, ReferenceImages, audio, first_frame
from studio.catalog.motion_controls import Camera, Expansion, MotionBrush, Selection
from studio.catalog.story_controls import Shots, ShotStyle
from studio.forms.fields import field_for, to_initial, to_values
from tests.catalog.strategies import examples, good
from tests.walks import walk

A = {"handle": "a"}
PATH = [[1, 1], [2, 2]]

CONTROLS = (
    Text(least=2, most=20),
    Guidance(),
    Number(name="voice_speed", label="Speed", least=0.8, most=2, step=0.1),
    Takes(most=4),
    Series(),
    Choice(name="edit_mode", label="Edit", options=("addition", "swap", "removal")),
    Ratio(options=("16:9", "auto")),
    Resolution(options=("1k", "2k")),
    ShotStyle(options=("customize", "intelligent")),
    sound(),
    Seconds(options=(5, 10)),
    Size(options=("1280x720", "720x1280")),
    Shots(most=6, totals=tuple(range(3, 16))),
    first_frame(Limits()),
    audio(Limits(seconds=(2, 60))),
    ReferenceImages(least=1, most=3, roles=("scene", "style")),
    Voices(most=2),
    Voice(presets=("genshin_vindi2", "zhinen_xuesheng"), own=True),
    Elements(most=3),
    Faces(most=2),
    Effect(options=("hug", "squish"), pairs=("hug",)),
    MotionBrush(),
    Camera(),
    Selection(),
    Expansion(),
)


def kind(control) -> str:
    return type(control).__name__


def faults(control, value) -> list[str]:
    return [problem.message for problem in control.problems({control.name: value}, None)]


@walk(("control",), CONTROLS, kind)
@examples(20)
@given(data=st.data())
def test_what_is_within_the_limits_passes_and_goes_through_its_field(control, data):
    values = data.draw(good(control))
    field = field_for(control)
    field.required = False

    assert list(control.problems(values, None)) == []
    posted = field.prepare_value(to_initial(control, values))
    assert to_values(control, field.clean(posted)) == values


@walk(("control",), CONTROLS, kind)
def test_a_control_widened_by_itself_is_itself(control):
    assert control.widen(control) == control


@walk(("control",), CONTROLS, kind)
def test_limits_are_plain_json(control):
    import json

    assert json.loads(json.dumps(control.limits())) == control.limits()


@walk(("control",), [control for control in CONTROLS if not isinstance(control, Size)], kind)
def test_nonsense_is_one_sentence_and_never_an_error_of_ours(control):
    for value in (object(), b"x", {"no": "such"}, [None], float("nan"), {1, 2}):
        found = faults(control, value)

        assert len(found) == 1, value
        assert found[0].endswith("."), value


BRUSH = {"mask": A, "path": PATH}


@walk(
    ("control", "value", "words"),
    [
        (Guidance(), 1.1, "from 0 to 1; 1.1 was given"),
        (Guidance(), True, "must be a number"),
        (Takes(most=4), 2.0, "whole number"),
        (Series(), 10, "from 2 to 9"),
        (Series(), "many", "whole number"),
        (Seconds(options=(5, 10)), 7, "5 or 10 seconds; 7 was given"),
        (Seconds(options=(5, 10)), True, "whole seconds; yes was given"),
        (sound(), 1, "on or off"),
        (MotionBrush(), {"static_mask": None, "brushes": [BRUSH] * 7}, "at most 6 brushes; 7"),
        (MotionBrush(), {"static_mask": None, "brushes": []}, "is empty"),
        (MotionBrush(), {"static_mask": None, "brushes": [{"mask": A, "path": [[1, 1]]}]}, "2 to 77 points; 1"),
        (MotionBrush(), {"static_mask": None, "brushes": [{"mask": A, "path": [[1, 1]] * 78}]}, "2 to 77 points; 78"),
        (MotionBrush(), {"static_mask": None, "brushes": [{"mask": A, "path": [[0, 0], [1, float("nan")]]}]}, "[x, y]"),
        (MotionBrush(static=False), {"static_mask": A, "brushes": [BRUSH]}, "no area that is held still"),
        (Camera(), {"preset": "custom"}, "axes come with custom"),
        (Camera(), {"preset": "down_back", "axes": {"pan": 3}}, "axes come with custom"),
        (Camera(), {"preset": "custom", "axes": {"pan": 11}}, "from -10 to 10; 11"),
        (Camera(), {"preset": "custom", "axes": {"pan": 3, "tilt": 2}}, "one axis here; pan and tilt"),
        (Camera(presets=("custom",)), {"preset": "down_back"}, "is custom; “down_back”"),
        (Expansion(), {"up": 1, "down": 1, "left": 1, "right": 0}, "6.00 times as large; at most 3"),
        (Expansion(), {"up": 0, "down": 0, "left": 0, "right": 0}, "no side grows"),
        (Expansion(), {"up": 2.5, "down": 0, "left": 0, "right": 0}, "up goes from 0 to 2"),
        (Selection(), [{"frame": 0, "points": [[1.5, 0]]}], "from 0 to 1"),
        (Selection(), [{"frame": -1, "points": [[0, 0]]}], "counted from 0"),
        (Elements(most=1), [{"handle": "1"}, {"handle": "2"}], "0 to 1 are possible; 2"),
        (Elements(most=1), [{"front": A, "handle": "2"}], "exactly one of front or handle"),
        (Elements(most=1, views=(1, 3)), [{"front": A}], "1 to 3 views"),
        (Elements(most=2), [{"handle": "1", "name": "a"}, {"handle": "2", "name": "a"}], "same name"),
        (Faces(), [{"face": "0", "audio": A, "at": 0, "from": 3, "to": 4}], "at least 2 seconds"),
        (Voice(presets=("anna",)), "bob", "no voice “bob”"),
        (Voice(presets=("anna",)), A, "one of 1 preset voices"),
        (Effect(options=("hug",)), "fly", "no scene “fly”"),
        (ReferenceImages(most=2, roles=("scene",)), [A | {"role": "hat"}], "role “hat”"),
        (ReferenceImages(most=2), [A | {"role": "scene"}], "not known: role"),
    ],
    lambda control, value, words: f"{kind(control)}: {words}",
)
def test_each_limit_has_its_sentence(control, value, words):
    (message,) = faults(control, value)

    assert words in message


def test_a_wider_control_accepts_what_either_accepts():
    wide = Seconds(options=(5, 10)).widen(Seconds(options=(3, 4), required=True))

    assert wide.options == (3, 4, 5, 10)
    assert not wide.required


def test_limits_of_files_widen_to_the_looser_of_both():
    ours = Limits(formats=("jpeg",), side=(300, None), megabytes=10)
    theirs = Limits(formats=("png",), side=(100, 2048), ratio=(0.4, 2.5))

    assert ours.widen(theirs) == Limits(formats=("jpeg", "png"), side=(100, None))


def test_limits_read_as_words_before_a_file_is_chosen():
    limits = Limits(formats=("jpeg", "png"), side=(300, None), ratio=(0.4, 2.5), megabytes=10)

    assert limits.words() == ("JPEG or PNG", "at least 300 px each side", "1:2.5 to 2.5:1", "up to 10 MB")
