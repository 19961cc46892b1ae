"""The card, the mark and the contact sheet: legible, in the safe area, in every script that has a font."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.animatic import captions, typeset
from studio.animatic.plan import parse
from tests.animatic.looking import request, shots

PROMPT = "Wide shot of a quiet harbour at dusk, gulls circling over the pier while the light goes. " * 12
STYLE = ("regular", 24)


def card(prompt: str, width: int = 1280, height: int = 720, **changes):
    plan = parse(request(width=width, height=height, shots=[{"prompt": prompt, "duration": 3}], **changes))
    return captions.card(plan, plan.shots[0], 0, captions.Frame(width, height))


@pytest.mark.parametrize(
    "text",
    [
        "雨夜的霓虹灯",
        "慢慢推進讀者",
        "猫がゆっくり歩く",
        "고양이가 걷는다",
        "Żółć ľúbezný ğış",
        "Ελλάδα",
        "Україна",
        "Tiếng Việt",
    ],
)
def test_every_letter_of_a_script_that_we_bundle_has_a_shape_of_its_own(text):
    missing = bytes(typeset.font(typeset.FILES["regular"][1], 40).getmask("\U0010fffe"))

    letters = [letter for letter in typeset.clean(text) if letter != " "]

    assert letters == [letter for letter in text if letter != " "]
    shapes = [bytes(font.getmask(letter)) for letter in letters for font, _ in typeset.runs(letter, "regular", 40)]
    assert missing not in shapes
    assert len(set(shapes)) == len(set(letters))


def test_what_no_font_has_is_left_out_or_stands_as_a_box():
    assert typeset.clean("a 🎬 cat\n\n  walks\u200d") == "a cat walks"
    assert typeset.clean("שלום") == "□□□□"


def test_lines_break_where_each_script_allows_it():
    latin = list(typeset.lines("the quick brown fox jumps over the lazy dog", STYLE, 200))
    chinese = list(typeset.lines("他说：「今天下雨了，我们走吧。」然后他笑了。", STYLE, 200))

    assert " ".join(latin) == "the quick brown fox jumps over the lazy dog"
    assert "".join(chinese) == "他说：「今天下雨了，我们走吧。」然后他笑了。"
    assert len(chinese) > 2
    assert not [line for line in chinese if line[0] in typeset.NOT_FIRST or line[-1] in typeset.NOT_LAST]


@settings(max_examples=40, deadline=None)
@given(text=st.text(alphabet=st.sampled_from("ab lo 雨夜の。「」-"), max_size=60), most=st.integers(60, 300))
def test_no_line_is_wider_than_its_room_and_no_letter_is_lost(text, most):
    cleaned = typeset.clean(text)

    lines = list(typeset.lines(cleaned, STYLE, most))

    assert "".join(lines).replace(" ", "") == cleaned.replace(" ", "")
    assert all(typeset.width(line, *STYLE) <= most for line in lines)


def test_a_long_prompt_is_set_smaller_and_ends_in_an_ellipsis():
    lines, whole = typeset.fitted(PROMPT, STYLE, 400, 3)

    assert not whole
    assert len(lines) == 3
    assert lines[-1].endswith("…")
    assert typeset.width(lines[-1], *STYLE) <= 400


@pytest.mark.parametrize(
    "prompt", ["", "Short", PROMPT, "雨" * 2000, "A" * 2500], ids=["none", "short", "long", "wide", "word"]
)
@pytest.mark.parametrize("size", [(1280, 720), (720, 1280), (1080, 1080), (320, 180), (1000, 100)], ids=str)
def test_the_card_lies_in_the_safe_area(size, prompt):
    frame = captions.Frame(*size)
    picture = card(prompt, *size)

    x, y = frame.corner(picture.size, "card")

    assert frame.safe[0] - 1 <= x <= x + picture.width <= size[0] - frame.safe[0] + 2
    assert y + picture.height <= size[1] - frame.safe[1] + 1 or size[1] == 100
    assert (x % 2, y % 2, picture.width % 2, picture.height % 2) == (0, 0, 0, 0)


def test_the_card_names_shot_length_model_and_take_as_far_as_there_is_room():
    plan = parse(request(shots=shots(3, 4.5), takes=2))

    head = captions._head(plan, plan.shots[1], 1, 20, 1000)

    assert head == ["SHOT 2 / 2", "4.5 s", "take 2 / 2", "Kling 3.0 Pro"]
    assert captions._head(plan, plan.shots[1], 1, 20, 200) == ["SHOT 2 / 2", "4.5 s"]


def test_the_pictures_of_a_series_are_no_takes():
    plan = parse(request(kind="image", takes=4, series=True))

    assert "picture 2 / 4" in captions._head(plan, plan.shots[0], 1, 20, 1000)


@pytest.mark.parametrize("count", [1, 2, 7, 20])
@pytest.mark.parametrize("size", [(1280, 720), (720, 1280)], ids=str)
def test_the_contact_sheet_leaves_room_for_the_mark(size, count):
    frame = captions.Frame(*size)
    references = [np.full((30, 40, 3), 99, np.uint8)] * count
    sheet, mark = captions.sheet(references, frame), captions.mark(frame)

    right_of_sheet = frame.corner(sheet.size, "sheet")[0] + sheet.width

    assert right_of_sheet <= frame.corner(mark.size, "mark")[0]
