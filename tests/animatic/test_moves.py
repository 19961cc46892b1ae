"""The camera's moves: the right way round, before a picture in relief, from a recipe's camera or a shot's words."""

import cv2
import numpy as np
import pytest

from studio.animatic import child, composed, depth, lexicon, moves, projective
from studio.animatic.moves import Move
from studio.animatic.plan import parse
from studio.animatic.planes import Planes
from tests.animatic import looking
from tests.animatic.looking import FIRST, request

SIZE = (320, 180)
STEPS = {"truck": "left", "pan": "left", "tilt": "down", "pedestal": "down"}
PHOTOS = [str(looking.MEDIA / f"{name}.jpg") for name in ("coffee", "astronaut", "chelsea", "rocket")]
EXTREMES = [Move("", ((axis, sign * 10),)) for axis in moves.AXES for sign in (1, -1)]
PRESETS = [moves.asked({"preset": preset}) for preset in moves.PRESETS]
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


def before(move: Move, path: str | None = None) -> projective.View:
    """A camera with a move, before this picture; without one, before one that is flat."""
    relief = depth.relief(looking.cover(path, *SIZE)) if path else np.zeros((90, 160), np.float32)
    return projective.View(relief, SIZE, move)


def test_a_roll_clockwise_turns_the_picture_anticlockwise_and_zooming_in_makes_it_larger():
    rolled, zoomed = before(Move("", (("roll", 4),))), before(Move("", (("zoom", 5),)))

    assert rolled.seen(1, (0, -80))[0] == pytest.approx(-80 * np.sin(np.radians(10)))
    assert zoomed.seen(1, (100, 0))[0] == pytest.approx(130)


@pytest.mark.parametrize("path", PHOTOS)
def test_what_is_lower_is_nearer_at_the_edge_and_what_stands_in_the_middle(path):
    relief = depth.relief(looking.cover(path, *SIZE))
    height, width = relief.shape

    assert np.ptp(relief) == pytest.approx(depth.RELIEF, abs=0.02)
    assert abs(relief.mean()) < 0.01
    for edge in (relief[:, 2], relief[:, -3]):
        assert np.diff(edge).min() > -1e-3
        assert np.abs(edge - np.linspace(edge[0], edge[-1], height)).max() < 0.02  # it stays straight
    assert relief[height // 2, width // 4 : -width // 4].max() > relief[height // 2, 2] + 0.1


def test_what_stands_goes_further_than_the_table_beside_it():
    """Parallax: the cup against what lies as high in the picture."""
    luma = drawn(Move("", (("truck", 4),)))

    cup, table = went(luma[0], luma[-1], np.s_[60:110, 120:180]), went(luma[0], luma[-1], np.s_[60:110, 260:310])

    assert cup[0] < table[0] - 3 < 0


def test_a_given_picture_is_pushed_into_with_parallax(tmp_path):
    wanted = request(first_frame=FIRST, shots=looking.shots(5))
    answer = child.run({"plan": wanted, "into": str(tmp_path)}, lambda said: None)
    luma = looking.frames(tmp_path / answer["outputs"][0])

    def grown(rows: slice) -> float:
        """By how much what lies in these rows has gone apart, of its distance."""
        left, right = (went(luma[0], luma[-1], (rows, slice(x, x + 40)))[0] for x in (80, 200))
        return (right - left) / 120

    assert grown(slice(75, 105)) > grown(slice(8, 38)) + 0.02
    assert grown(slice(8, 38)) > 0.03


@pytest.mark.parametrize("move", EXTREMES + PRESETS, ids=lambda move: str(dict(move.axes)))
def test_nothing_is_torn_and_what_is_seen_is_where_it_is_looked_for(move):
    spots = np.dstack(np.meshgrid(np.arange(-156, 160, 4), np.arange(-88, 92, 4))).astype(np.float32)

    for view, part in ((before(move, path), part) for path in PHOTOS for part in (0.3, 1)):
        places = view.back(part, spots)
        right, down = np.gradient(places, 4, axis=(1, 0))
        grown = right[..., 0] * down[..., 1] - right[..., 1] * down[..., 0]
        assert grown.min() > 0.15  # nothing covers itself
        assert grown.max() < 6
        for y, x in ((5, 5), (22, 39), (40, 70)):
            assert view.seen(part, places[y, x]) == pytest.approx(spots[y, x].tolist(), abs=0.5)


@pytest.mark.parametrize("move", EXTREMES + PRESETS, ids=lambda move: str(dict(move.axes)))
def test_all_that_a_camera_sees_is_prepared(move):
    view = before(move, FIRST)
    across, down = view.beside(*SIZE)

    for part in np.linspace(0, 1, 30):
        corners = view.back(part, np.float32([[[160, 90], [-160, 90], [160, -90], [-160, -90]]]))
        assert np.abs(corners[..., 0]).max() <= 160 + across or across == 160
        assert np.abs(corners[..., 1]).max() <= 90 + down or down == 90


@pytest.mark.parametrize("preset", moves.PRESETS)
def test_every_preset_moves_and_begins_with_the_picture_as_it_is(preset):
    luma = drawn(moves.asked({"preset": preset}))

    assert cv2.PSNR(luma[0], Planes.of(looking.cover(FIRST, *SIZE)).y) > 45
    steps = [float(np.mean(cv2.absdiff(a, b))) for a, b in zip(luma, luma[1:], strict=False)]
    assert min(steps) > 0.1
    assert steps[0] < max(steps) > steps[-1]


def test_turning_right_and_forward_goes_left_and_comes_nearer():
    view = before(moves.asked({"preset": "right_turn_forward"}))

    middle, right = view.seen(1, (0, 0)), view.seen(1, (10, 0))

    assert middle[0] < -30
    assert right[0] - middle[0] > 11


def test_what_lies_beside_the_picture_is_dim_and_holds_nothing():
    wide = projective.beyond(looking.cover(FIRST, *SIZE), 160, 90)

    assert np.array_equal(wide[90:270, 160:480], looking.cover(FIRST, *SIZE))
    beside = looking.grey(wide[:, :150])
    assert cv2.Laplacian(beside, cv2.CV_64F).var() < cv2.Laplacian(looking.grey(wide), cv2.CV_64F).var() / 20
    assert beside.mean() < looking.grey(wide[90:270, 160:480]).mean() * 0.7


def test_a_plate_goes_on_where_the_camera_leaves_it():
    plate = composed.plate(lexicon.read("A harbour at dawn"), *SIZE, 0)
    into = Planes.empty(*SIZE)

    projective.Camera(plate, SIZE, Move("", (("pan", 8),)), 2, is_plate=True).draw(1, into)

    smooth = cv2.GaussianBlur(into.y, (0, 0), 2).astype(int)
    assert np.abs(smooth[:, 4:] - smooth[:, :-4]).max() < 20  # no edge, only light, lines and grain
    assert into.y[:, -40:].mean() > 0.8 * into.y.mean()


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
        ("Close-up, a slow push in", {"dolly": 5}),
        ("镜头推近她的脸", {"dolly": 5}),
    ],
)
def test_a_shots_words_move_its_camera(prompt, axes):
    assert dict(moves.told(prompt).axes) == axes


@pytest.mark.parametrize(
    "prompt", ["A frying pan on the left", "She pushes into the crowd", "Companions on the right track", ""]
)
def test_other_words_move_nothing(prompt):
    assert moves.told(prompt) is None


def test_a_recipes_camera_goes_before_the_words():
    plan = parse(request(camera={"preset": "custom", "axes": {"pan": 3}}, shots=[{"prompt": "Tilt up", "duration": 1}]))

    assert plan.shots[0].move == Move("pan +3", (("pan", 3.0),))


def test_each_shot_of_a_storyboard_has_the_move_of_its_words():
    shots = [{"prompt": words, "duration": 1} for words in ("Pan left", "A slow push in", "Crane down")]

    assert [shot.move and shot.move.words for shot in parse(request(shots=shots)).shots] == [
        "pan left",
        "push in",
        "crane down",
    ]
