"""The meters of who speaks: on the face, as loud as the sound."""

import av
import numpy as np
import pytest

from studio.animatic import child, mouths, sound
from studio.animatic.footage import Facts
from studio.animatic.plan import parse
from studio.animatic.planes import Planes
from tests.animatic import looking
from tests.animatic.looking import FIRST, request, shots

SPEECH = str(looking.MEDIA / "speech.mp3")
FACE = (90, 24, 52, 72)  # of the portrait at 256 x 256: left, top, width, height, by eye


@pytest.fixture(scope="module")
def portrait() -> Planes:
    return Planes.of(looking.cover(str(looking.MEDIA / "astronaut.jpg"), 256, 256))


def meter(levels: list[float], planes: Planes, times: int = 1) -> tuple[Planes, np.ndarray]:
    """The frame with its meters, and where they changed it."""
    copy = Planes(*(plane.copy() for plane in planes.all()))
    found = mouths.Mouths([np.array([level]) for level in levels], planes.size, 24)
    for _ in range(times):
        found.draw(0, copy)
    return copy, np.any([np.repeat(np.repeat(copy.u != planes.u, 2, 0), 2, 1), copy.y != planes.y], axis=0)


def test_the_meter_stands_on_the_face(portrait):
    _, changed = meter([0.2], portrait)

    y, x = np.nonzero(changed)
    left, top, width, height = FACE
    assert left - 20 < x.min() < left + 15
    assert left + width - 15 < x.max() < left + width + 20
    assert top - 15 < y.min() and y.max() < top + height + 20


def test_each_of_the_sounds_has_a_meter_on_a_face_of_its_own_from_left_to_right(portrait):
    two = Planes.of(np.hstack([looking.cover(str(looking.MEDIA / "astronaut.jpg"), 256, 256)] * 2))

    drawn, _ = meter([0.2, 0], two)
    one, _ = meter([0.2], two)

    left, right = (int((half == mouths.LEVEL[1]).sum()) for half in (drawn.u[:, :128], drawn.u[:, 128:]))
    assert left > 30 > right  # the second is silent
    assert sum(bool((half == mouths.TRACK[0]).sum() > 50) for half in (drawn.y[:, :256], drawn.y[:, 256:])) == 2
    assert int((one.y == mouths.INK[0]).sum()) < 0.7 * int((drawn.y == mouths.INK[0]).sum())


def test_a_louder_sound_has_a_longer_bar(portrait):
    greens = [int((meter([level], portrait)[0].u == mouths.LEVEL[1]).sum()) for level in (0, 0.02, 0.2)]

    assert greens[0] < greens[1] < greens[2]


def test_where_there_is_no_face_the_meter_stands_in_the_middle_and_says_so():
    planes = Planes.of(looking.cover(FIRST, 320, 180))

    _, changed = meter([0.2], planes)

    rows, x = np.nonzero(changed)
    assert rows.min() > 60
    assert abs((x.min() + x.max()) / 2 - 160) < 6
    x, y, side, _ = mouths._middle(320, 180)
    assert changed[y + side + 2 : y + side + 12, x : x + side].mean() > 0.9  # the words


def test_the_bar_follows_the_ear():
    assert [mouths.bar(level) for level in (0, 1)] == [0, 1]
    assert mouths.bar(0.2) - mouths.bar(0.1) == pytest.approx(mouths.bar(0.1) - mouths.bar(0.05))


def test_levels_are_those_of_the_sound_in_its_place():
    asked = request(sounds=[{"file": SPEECH, "at": 0.5, "from": 1, "to": 2, "volume": 2}], shots=shots(2))
    plan = parse(asked, Facts())

    levels = sound.levels(plan.sounds[0], plan.fps, plan.frames)

    assert len(levels) == 48
    assert levels[:12].max() == 0
    assert levels[13:35].mean() > 0.02
    assert levels[37:].max() == 0


def test_a_portrait_that_speaks_is_as_long_as_its_sound_and_moves_its_meter(tmp_path):
    wanted = request(
        width=256,
        height=256,
        first_frame=str(looking.MEDIA / "astronaut.jpg"),
        sounds=[{"file": SPEECH}],
        mouths=True,
        sound=True,
        shots=[{"prompt": "Says hello", "duration": None}],
    )

    answer = child.run({"plan": wanted, "into": str(tmp_path)}, lambda said: None)

    path = tmp_path / answer["outputs"][0]
    with av.open(str(path)) as film:
        colours = [frame.to_ndarray(format="rgb24").astype(int)[60:110, 80:160] for frame in film.decode(video=0)]
    heard = looking.heard(path)
    assert len(colours) / 24 == pytest.approx(7.514, abs=1 / 24)
    assert len(heard) / 48_000 == pytest.approx(len(colours) / 24, abs=0.02)
    loud = np.array([np.sqrt(np.mean(np.square(heard[2000 * n : 2000 * n + 2000]))) for n in range(len(colours) - 1)])
    bars = np.array([int((frame[:, :, 1] > frame[:, :, 0] + 40).sum()) for frame in colours[:-1]])
    assert np.corrcoef(np.log10(loud + 1e-3), bars)[0, 1] > 0.5


@pytest.mark.parametrize(
    ("sounds", "sentence"),
    [
        ([{"file": FIRST}], "cannot be read"),
        ([{"file": "/nowhere.mp3"}], "no longer there"),
        ([{"file": SPEECH, "volume": 9}], "from 0 to 4"),
        ([{"file": SPEECH, "at": float("nan")}], "nan"),
    ],
)
def test_a_sound_that_cannot_be_heard_is_refused(sounds, sentence, tmp_path):
    wanted = request(sounds=sounds, sound=True, shots=[{"prompt": "", "duration": None}])

    answer = child.run({"plan": wanted, "into": str(tmp_path)}, lambda said: None)

    assert (answer["field"], sentence in answer["error"]) == ("sounds", True), answer
    assert not list(tmp_path.iterdir())
