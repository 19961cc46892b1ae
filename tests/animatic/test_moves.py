"""The camera's moves: the right way round, over a plane that leans, from a recipe's camera or a shot's words."""

import cv2
import numpy as np
import pytest

from studio.animatic import moves, projective
from studio.animatic.moves import Move
from studio.animatic.plan import parse
from studio.animatic.planes import Planes
from tests.animatic import looking
from tests.animatic.looking import FIRST, request

SIZE = (320, 180)
STEPS = {"truck": "left", "pan": "left", "tilt": "down", "pedestal": "down"}
AWAY = {"left": (-1, 0), "right": (1, 0), "down": (0, 1), "up": (0, -1)}


def drawn(move: Move, frames: int = 9) -> list[np.ndarray]:
    """Luma of every frame, over the cup."""
    camera = projective.Camera(looking.cover(FIRST, *SIZE), SIZE, move, frames)
    into = Planes.empty(*SIZE)
    found = []
    for n in range(frames):
        camera.draw(n, into)
        found.append(into.y.copy())
    return found


def went(first: np.ndarray, later: np.ndarray, spot=np.s_[60:110, 110:190]) -> tuple[int, int]:
    """By how many pixels what is at the spot has moved: right, down."""
    best = cv2.minMaxLoc(cv2.matchTemplate(later, first[spot], cv2.TM_CCOEFF_NORMED))[3]
    return best[0] - spot[1].start, best[1] - spot[0].start


@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize(("axis", "way"), STEPS.items())
def test_the_picture_goes_the_other_way_than_the_camera(axis, way, sign):
    luma = drawn(Move(axis, ((axis, 4 * sign),)))

    x, y = went(luma[0], luma[-1])

    across, down = (part * sign for part in AWAY[way])
    assert np.sign([x, y]).tolist() == [across, down] or abs(x * across + y * down) > 10 * abs(x * down + y * across)
    assert x * across + y * down > 8


def test_a_roll_clockwise_turns_the_picture_anticlockwise_and_zooming_in_makes_it_larger():
    rolled, zoomed = (
        projective.seen(Move("", (("roll", 4),)), 1, *SIZE),
        projective.seen(Move("", (("zoom", 5),)), 1, *SIZE),
    )

    top = rolled @ [0, -80, 1]
    assert top[0] / top[2] == pytest.approx(-80 * np.sin(np.radians(10)))
    assert (zoomed @ [100, 0, 1])[0] == pytest.approx(130)


def test_what_is_lower_is_nearer_and_moves_more():
    matrix = projective.seen(Move("", (("truck", 5),)), 1, *SIZE)

    high, low = (matrix @ [0, y, 1] for y in (-80, 80))

    assert low[0] / low[2] < 1.5 * high[0] / high[2] < 0


@pytest.mark.parametrize("preset", moves.PRESETS)
def test_every_preset_moves_and_begins_with_the_picture_as_it_is(preset):
    luma = drawn(moves.asked({"preset": preset}))

    assert cv2.PSNR(luma[0], Planes.of(looking.cover(FIRST, *SIZE)).y) > 45
    steps = [float(np.mean(cv2.absdiff(a, b))) for a, b in zip(luma, luma[1:], strict=False)]
    assert min(steps) > 0.1
    assert steps[0] < max(steps) > steps[-1]


def test_turning_right_and_forward_goes_left_and_comes_nearer():
    matrix = projective.seen(moves.asked({"preset": "right_turn_forward"}), 1, *SIZE)

    middle, right = matrix @ [0, 0, 1], matrix @ [10, 0, 1]

    assert middle[0] / middle[2] < -30
    assert right[0] / right[2] - middle[0] / middle[2] > 11


def test_what_lies_beside_the_picture_is_dim_and_holds_nothing():
    wide = projective.beyond(looking.cover(FIRST, *SIZE), 160, 90)

    assert np.array_equal(wide[90:270, 160:480], looking.cover(FIRST, *SIZE))
    beside = looking.grey(wide[:, :150])
    assert cv2.Laplacian(beside, cv2.CV_64F).var() < cv2.Laplacian(looking.grey(wide), cv2.CV_64F).var() / 20
    assert beside.mean() < looking.grey(wide[90:270, 160:480]).mean() * 0.7


@pytest.mark.parametrize(
    ("prompt", "axes"),
    [
        ("Wide shot, the camera pans slowly to the left over the bay", {"pan": -7}),
        ("Tilt up from the boots to the face", {"tilt": 7}),
        ("Crane up over the roofs", {"pedestal": 7, "tilt": -2}),
        ("Tracking right beside the runner", {"truck": 7}),
        ("The camera pulls back and tilts down", {"dolly": -7, "tilt": -7}),
        ("镜头右摇，雨夜的街道", {"pan": 7}),
        ("Static shot of a door", {}),
    ],
)
def test_a_shots_words_move_its_camera(prompt, axes):
    assert dict(moves.told(prompt).axes) == axes


@pytest.mark.parametrize("prompt", ["A frying pan on the left", "A slow push in", "Companions on the right track", ""])
def test_other_words_move_nothing(prompt):
    assert moves.told(prompt) is None


def test_a_recipes_camera_goes_before_the_words():
    plan = parse(request(camera={"preset": "custom", "axes": {"pan": 3}}, shots=[{"prompt": "Tilt up", "duration": 1}]))

    assert plan.shots[0].move == Move("pan +3", (("pan", 3.0),))


def test_each_shot_of_a_storyboard_has_the_move_of_its_words():
    shots = [{"prompt": words, "duration": 1} for words in ("Pan left", "A slow push in", "Crane down")]

    assert [shot.move and shot.move.words for shot in parse(request(shots=shots)).shots] == [
        "pan left",
        None,
        "crane down",
    ]
