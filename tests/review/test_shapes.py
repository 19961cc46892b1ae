"""Shapes: what may be drawn with a note, what is refused and with which words, and how they are painted."""

import json
import math
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops

from studio.review import shapes
from studio.review.painting import arrow_lines, paint
from studio.review.shapes import CannotDraw, Drawn, Shape, parse, shape_of

ARROW = {"kind": "arrow", "colour": 1, "points": [[0.2, 0.3], [0.6, 0.5]]}
BOX = {"kind": "box", "colour": 2, "points": [[0.1, 0.6], [0.4, 0.9]]}
PEN = {"kind": "pen", "colour": 3, "points": [[0.5, 0.2], [0.6, 0.1], [0.7, 0.3]]}
TEXT = {"kind": "text", "colour": 4, "points": [[0.6, 0.5]], "words": "Warmer here"}
EVERY = (ARROW, BOX, PEN, TEXT)
TOKENS = Path(__file__).parents[2] / "static/css/tokens.css"


def sent(*given: dict, frame: int | None = 36) -> str:
    return json.dumps([{"frame": frame, "shapes": list(given)}])


def test_what_is_drawn_is_read_as_it_was_sent():
    text = json.dumps([{"frame": 40, "shapes": [TEXT]}, {"frame": 36, "shapes": [ARROW, BOX, PEN]}])
    drawn = parse(text)

    assert [each.frame for each in drawn] == [36, 40], "in the order of the frames"
    assert [each.as_json() for each in drawn] == [
        {"frame": 36, "shapes": [ARROW, BOX, PEN]},
        {"frame": 40, "shapes": [TEXT]},
    ]
    assert parse("  ") == parse("[]") == ()


@pytest.mark.parametrize("kind", shapes.KINDS)
def test_every_kind_has_an_example_that_is_read_and_painted(kind):
    [example] = [each for each in EVERY if each["kind"] == kind]
    plain = Image.new("RGB", (320, 180), (90, 90, 90))

    painted = paint(plain, [shape_of(example)])

    assert painted.size == plain.size
    assert ImageChops.difference(plain, painted).getbbox(), f"nothing is seen of the {kind}"


@pytest.mark.parametrize(
    ("shape", "words"),
    [
        (ARROW | {"kind": "heart"}, "“heart” cannot be drawn; pen, arrow, box, text can"),
        (ARROW | {"kind": ["arrow"]}, "cannot be drawn"),
        (ARROW | {"colour": 5}, "“5” is no colour here; 1 to 4 are"),
        (ARROW | {"colour": True}, "is no colour"),
        (ARROW | {"colour": 1.0}, "is no colour"),
        (ARROW | {"href": "x"}, "has no “href”; it has colour, kind, points, words"),
        (ARROW | {"points": [[0.2, 0.3]]}, "This arrow has 1 points; 2 may be given"),
        (ARROW | {"points": [[0.2, 0.3], [0.2, 0.3]]}, "This arrow has no size"),
        (ARROW | {"points": "0 0 1 1"}, "This arrow has no points"),
        (BOX | {"points": [[0.2, 0.3], [0.2, 0.9]]}, "This box has no size"),
        (PEN | {"points": []}, "This pen stroke has 0 points; 1 to 100"),
        (PEN | {"points": [[0.1, 0.1]] * 101}, "has 101 points"),
        (PEN | {"points": [[0.1, 1.01]]}, "is no point of the picture: two numbers from 0 to 1"),
        (PEN | {"points": [[-0.1, 0.5]]}, "is no point"),
        (PEN | {"points": [[0.1, 0.5, 0.5]]}, "is no point"),
        (PEN | {"points": [["0.1", 0.5]]}, "is no point"),
        (PEN | {"points": [[True, 0.5]]}, "is no point"),
        (PEN | {"points": [[10**400, 0.5]]}, "is no point"),
        (PEN | {"points": [[math.nan, 0.5]]}, "NaN is no point"),
        (PEN | {"points": [[math.inf, 0.5]]}, "Infinity is no point"),
        (PEN | {"words": "Hello"}, "No pen stroke has words"),
        (TEXT | {"words": " \n"}, "A text without words"),
        (TEXT | {"words": "x" * 121}, "up to 120 letters; this one has 121"),
        (TEXT | {"words": 7}, "have to be text"),
        (TEXT | {"words": "\ud800"}, "have to be text"),
        ([], "A shape has to be an object"),
    ],
)
def test_what_cannot_be_drawn_gets_a_sentence(shape, words):
    with pytest.raises(CannotDraw, match=re.escape(words)):
        parse(sent(shape))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[", "did not arrive"),
        ("[" * 50_000, "did not arrive"),
        (f'[{{"frame": {"9" * 5000}, "shapes": []}}]', "did not arrive"),
        (f'[{{"frame": {"[" * 900}1{"]" * 900}, "shapes": []}}]', "no frame"),
        ("{}", "has to be a list"),
        ("[1]", "A frame has to be an object with frame, shapes"),
        ('[{"frame": 1}]', "a list of at least one shape"),
        ('[{"frame": 1, "shapes": []}]', "a list of at least one shape"),
        (sent(*[PEN] * 41), "41 shapes are on one frame; 40 may be"),
        (sent(ARROW, frame=-1), "“-1” is no frame"),
        (sent(ARROW, frame=2**31), "is no frame"),
        (json.dumps([{"frame": 3, "shapes": [ARROW]}] * 2), "Frame 3 is there twice"),
        (
            json.dumps([{"frame": at, "shapes": [ARROW]} for at in range(13)]),
            "13 frames are drawn on; one note has up to",
        ),
        (" " * 60_000 + "[]", "60000 fit into one note"),
    ],
)
def test_what_is_no_drawing_gets_a_sentence(text, words):
    with pytest.raises(CannotDraw, match=re.escape(words)):
        parse(text)


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text() | st.sampled_from([*shapes.KINDS, 1, 0.5]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["frame", "shapes", "kind", "colour", "points", "words", "x"]), inner)
    ),
    max_leaves=20,
)


@given(JSON | st.text())
def test_whatever_comes_is_read_or_refused_with_a_sentence(anything):
    for text in (json.dumps(anything), anything if isinstance(anything, str) else "[]"):
        try:
            drawn = parse(text)
        except CannotDraw as fault:
            assert str(fault)[-1] == ".", "a sentence"
            str(fault).encode()
        else:
            assert all(isinstance(each, Drawn) for each in drawn)


PARTS = st.floats(0, 1)


@given(
    st.lists(st.tuples(PARTS, PARTS), min_size=1, max_size=100),
    st.sampled_from([1, 2, 3, 4]),
    st.none() | st.integers(0, 9999),
)
def test_a_stroke_that_is_read_is_read_alike_again_and_lies_within_the_picture(points, colour, frame):
    given = {"kind": "pen", "colour": colour, "points": [list(point) for point in points]}
    [drawn] = parse(sent(given, frame=frame))

    assert parse(json.dumps([drawn.as_json()], allow_nan=False)) == (drawn,)
    for before, after in zip(points, drawn.shapes[0].points, strict=True):
        assert after == pytest.approx(before, abs=1e-5)
        assert all(0 <= part <= 1 for part in after)


def test_words_are_one_line_of_text():
    assert shape_of(TEXT | {"words": " Warmer \n\x00 here\t"}).words == "Warmer here"


def test_a_drawing_is_said_in_words():
    drawn = tuple(shape_of(each) for each in (ARROW, BOX, ARROW, PEN, TEXT))
    assert shapes.in_words(drawn) == "2 arrows, a box, a pen stroke, “Warmer here”"


@pytest.mark.parametrize("colour", shapes.COLOURS.values(), ids=lambda colour: colour.name)
def test_a_colour_is_the_one_of_the_pages(colour):
    value = re.search(rf"{colour.token}:\s*#([0-9a-f]{{6}});", TOKENS.read_text())[1]
    assert colour.rgb == tuple(bytes.fromhex(value))


def test_the_browser_is_told_of_every_kind_colour_and_limit():
    told = json.loads(json.dumps(shapes.table()))
    assert set(told["kinds"]) == set(shapes.KINDS)
    assert told["limits"]["points"] == shapes.KINDS["pen"].most == told["kinds"]["pen"]["most"]
    assert told["colours"] == {"1": "yellow", "2": "blue", "3": "red", "4": "white"}


# Painting


@pytest.mark.parametrize("size", [(640, 360), (360, 640), (512, 512)])
def test_a_box_is_painted_where_it_was_drawn(size):
    box = Shape(kind="box", colour=2, points=((0.25, 0.5), (0.75, 0.9)))
    width, height = size
    plain = Image.new("RGB", size, (90, 90, 90))

    left, top, right, bottom = ImageChops.difference(plain, paint(plain, [box])).getbbox()

    edge = shapes.STYLE["edge"] * min(size) / 2 + 1.5
    wanted = (0.25 * width, 0.5 * height, 0.75 * width, 0.9 * height)
    assert (left, top, right, bottom) == pytest.approx(wanted, abs=edge)
    assert paint(plain, [box]).getpixel((width // 2, round(height * 0.5))) == shapes.COLOURS[2].rgb


def test_the_picture_itself_stays_as_it_is_and_all_modes_are_painted_on():
    for mode in ("RGB", "RGBA", "L", "P"):
        plain = Image.new(mode, (64, 64))
        before = plain.tobytes()
        assert paint(plain, [shape_of(each) for each in EVERY]).mode == "RGB"
        assert plain.tobytes() == before


def test_a_text_at_the_edge_is_moved_into_the_picture():
    text = shape_of(TEXT | {"points": [[1, 1]], "words": "Warmer here, and 暖かい, " * 3})
    plain = Image.new("RGB", (640, 360), (90, 90, 90))
    seen = ImageChops.difference(plain, paint(plain, [text])).getbbox()
    assert seen[0] > 0
    assert seen[2] - seen[0] <= 340
    assert seen[2] >= 600


def test_an_arrow_points_to_its_tip():
    line, head = arrow_lines((0, 0), (100, 0), 20)
    assert line == [(0, 0), (100, 0)]
    assert head[1] == (100, 0)
    assert all(math.dist(end, (100, 0)) == pytest.approx(20) and end[0] < 100 for end in (head[0], head[2]))
    assert math.dist(arrow_lines((0, 0), (10, 0), 20)[1][0], (10, 0)) == pytest.approx(5)
