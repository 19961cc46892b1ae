"""Values that come as one field a part: what they make, and what they leave alone."""

import json

import pytest

from studio.catalog.cast_controls import Elements, Faces, Voice
from studio.catalog.motion_controls import Camera, Expansion, Selection
from studio.forms.builder import form_class
from studio.forms.parts import PartsInput, tree

FILE = {"asset": "7f3a"}


def made(control, posted: dict) -> object:
    """What the widget of a control makes of a post, as a value."""
    widget = PartsInput()
    widget.control = control
    text = widget.value_from_datadict(posted, {}, control.name)
    return None if text is None else json.loads(text)


@pytest.mark.parametrize(
    ("control", "posted", "value"),
    [
        (Camera(), {"camera.preset": "", "camera.axes.truck": "3"}, None),
        (Camera(), {"camera.preset": "forward_up", "camera.axes.truck": "3"}, {"preset": "forward_up"}),
        (
            Camera(),
            {"camera.preset": "custom", "camera.axes.truck": "-2.5", "camera.axes.pan": "0"},
            {"preset": "custom", "axes": {"truck": -2.5}},
        ),
        (
            Camera(),
            {"camera.preset": "custom", "camera.axes.truck": "0"},
            {"preset": "custom", "axes": {"truck": 0}},
        ),
        (
            Camera(),
            {"camera.preset": "custom", "camera.axes.truck": "far"},
            {"preset": "custom", "axes": {"truck": "far"}},
        ),
        (Expansion(), {"expansion.up": "0", "expansion.left": ""}, None),
        (Expansion(), {"expansion.up": "12.5"}, {"up": 0.125, "down": 0, "left": 0, "right": 0}),
        (
            Selection(),
            {"selection.0.frame": "3", "selection.0.x": "25", "selection.0.y": "0", "selection.1.frame": ""},
            [{"frame": 3, "points": [[0.25, 0]]}],
        ),
        (Faces(), {"faces.0.face": "", "faces.0.at": "2"}, None),
        (Faces(), {"faces.0.face": "1", "faces.0.at": "2"}, [{"face": 1, "at": 2, "from": 0}]),
        (
            Faces(),
            {"faces.0.audio": json.dumps(FILE), "faces.1.audio": json.dumps(FILE)},
            [{"face": place, "audio": FILE, "at": 0, "from": 0} for place in (0, 1)],
        ),
        (
            Faces(),
            {"faces.0.face": "1", "faces.1.audio": json.dumps(FILE)},
            [{"face": 1, "at": 0, "from": 0}, {"face": 0, "audio": FILE, "at": 0, "from": 0}],
        ),
        (
            Faces(),
            {"faces.0.face": "id:12", "faces.0.audio": json.dumps(FILE), "faces.0.to": "3"},
            [{"face": "12", "audio": FILE, "at": 0, "from": 0, "to": 3}],
        ),
        (
            Elements(most=3),
            {"elements.1.front": json.dumps(FILE), "elements.0.name": " ", "elements.1.name": "Mara"},
            [{"front": FILE, "name": "Mara"}],
        ),
        (Voice(own=True), {"voice": "", "voice.own": json.dumps(FILE)}, FILE),
    ],
)
def test_parts_make_a_value(control, posted, value):
    assert made(control, posted) == value


def test_the_whole_value_wins_over_its_parts():
    whole = {"preset": "down_back"}

    assert made(Camera(), {"camera": json.dumps(whole), "camera.preset": "forward_up"}) == whole


def test_places_far_apart_stay_in_order():
    assert tree({"a.10.x": "1", "a.9.x": "2", "b.0.x": "3"}, "a") == [{"x": 2}, {"x": 1}]


def test_a_number_that_cannot_be_read_is_refused_at_its_control():
    form = form_class("kling-1.0-standard", "text-to-video", "kling")(
        {"prompt": "Waves", "camera.preset": "custom", "camera.axes.roll": "much"}
    )

    assert not form.is_valid()
    assert form.errors["camera"] == ["Camera: roll goes from -10 to 10; “much” was given."]
