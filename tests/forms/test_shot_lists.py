"""Shot lists as people write them become shots, or sentences about their lines; a table comes back as it went out."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.forms.shot_csv import as_csv
from studio.forms.shot_lists import MOST_CHARACTERS, Room, read, split
from studio.forms.story import look_of, only_look

ROOM = Room(most=6, longest=15, shortest=1, each=15, characters=512)
WANTED = [("Wide - a pier in fog", 3), ("Close-up: her hands", 4), ("The gull lands", 2)]

WRITINGS = {
    "numbers and seconds": "1) 3s Wide - a pier in fog\n2) 4s Close-up: her hands\n3) 2s The gull lands",
    "points and brackets": "1. Wide - a pier in fog (3s)\n2. Close-up: her hands (4 s)\n\n3. The gull lands [2 sec]",
    "shots by name": "Shot 1 (3s): Wide - a pier in fog\n"
    "SHOT 2 - 4 seconds - Close-up: her hands\nshot 3: 2s The gull lands",
    "bullets": "- 3s: Wide - a pier in fog\n* 4 sec Close-up: her hands\n• 2s, The gull lands",
    "times of a clock": "0:00-0:03 Wide - a pier in fog\n"
    "0:03 – 0:07: Close-up: her hands\n00:07-00:09 | The gull lands",
    "spans of seconds": "0-3s: Wide - a pier in fog\n3-7s: Close-up: her hands\n7–9 s The gull lands",
    "a number with a dash": "1 - 3s Wide - a pier in fog\n2 - 4s Close-up: her hands\n3 - 2s The gull lands",
    "only seconds": "3s Wide - a pier in fog\n4s Close-up: her hands\n2 seconds: The gull lands",
    "seconds at the end": "1. Wide - a pier in fog, 3s\n2. Close-up: her hands - 4s\n3. The gull lands | 2s.",
    "a table of a page": "| # | Seconds | Description |\n|---|:--|---|\n| 1 | 3s | Wide - a pier in fog |\n"
    "| 2 | 4s | Close-up: her hands |\n| 3 | 2s | The gull lands |",
    "cells of a spreadsheet": "1\t3\tWide - a pier in fog\n2\t4\tClose-up: her hands\n3\t2\tThe gull lands",
    "lines that go on": "1) 3s Wide -\n   a pier in fog\n2) 4s Close-up:\nher hands\n3) 2s\nThe gull lands",
    "Kling's own": "shot 1, 3, Wide - a pier in fog; shot 2, 4, Close-up: her hands; shot 3, 2, The gull lands;",
    "windows line ends": "1) 3s Wide - a pier in fog\r\n2) 4s Close-up: her hands\r\n3) 2s The gull lands\r\n",
    "CSV": 'shot,seconds,prompt\n1,3,Wide - a pier in fog\n2,4,"Close-up: her hands"\n3,2,The gull lands\n',
    "CSV with semicolons": "\ufeffDuration;Prompt\r\n3 s;Wide - a pier in fog\r\n"
    "4;Close-up: her hands\r\n2;The gull lands",
}


def pairs(text, room=ROOM):
    found = read(text, room)
    assert not found.faults
    return [(shot["prompt"], shot["duration"]) for shot in found.shots]


def test_ordinary_writings_of_one_list_give_the_same_shots():
    for name, text in WRITINGS.items():
        assert pairs(text) == WANTED, name


def test_shots_without_seconds_share_what_is_left():
    assert pairs("1. One\n2. Two\n3. Three") == [("One", 3), ("Two", 3), ("Three", 3)]
    assert pairs("1) 10s One\n2) Two\n3) Three") == [("One", 10), ("Two", 2), ("Three", 2)]
    assert pairs("One\nTwo") == [("One", 3), ("Two", 3)]
    assert pairs("A long\nparagraph\n\nAnd another") == [("A long paragraph", 3), ("And another", 3)]


def test_a_look_is_said_once_and_goes_before_every_shot():
    found = read("Look: 35 mm, soft fog\n1) 3s One\n2) 4s Two", ROOM)

    assert [shot["prompt"] for shot in found.shots] == ["35 mm, soft fog\nOne", "35 mm, soft fog\nTwo"]
    assert look_of(found.shots) == "35 mm, soft fog"
    assert not only_look(found.shots)
    assert only_look([{"prompt": "Fog\nOne"}, {"prompt": "Fog\n "}]).startswith("Shot 2 has only the look.")


WRONG = {
    "  \n": "The list is empty.",
    "1) 3s One\n2) 2.5s Two": "Line 2: “2.5” seconds; a shot lasts whole seconds, 1 to 15.",
    "1) 0s One": "Line 1: “0” seconds; a shot lasts whole seconds, 1 to 15.",
    "0:05-0:03 One": "Line 1: “-2” seconds",
    "1) 16s One": "Line 1: “16” seconds",
    "1) 3s\n2) 3s Two": "Line 1 has no words. Write what is seen in it.",
    "Look: fog\n1) 3s " + "x" * 510: "Line 2 has 514 characters, the look included; 512 are possible.",
    "\n".join(f"{n}) 1s Shot" for n in range(1, 9)): "6 shots are possible; 8 were given. Merge or leave out 2.",
    "1) 9s One\n2) 9s Two": "The shots last 18 seconds together; 15 are possible. Take 3 out.",
    "1) 15s One\n2) Two": "The shots last 16 seconds together; 15 are possible. Take 1 out.",
    "x" * (MOST_CHARACTERS + 1): "The list has 50,001 characters; 50,000 can be read.",
    "shot,seconds,prompt,lens\n1,3,One,35": "The column “lens” is not known; shot, seconds, prompt and look are.",
    'seconds,prompt\n3,"One': "Line 2: a quotation mark is not closed.",
    "seconds,prompt\n3,One, two": "Line 2 has 3 cells; the header has 2. Put quotes around words with commas.",
    "seconds,prompt\nmany,One": "Line 2: “many” seconds",
    "seconds,prompt\n3,One\n4,": "Line 3 has no words.",
}


def test_what_is_wrong_is_said_of_its_line_and_nothing_is_made_of_it():
    for text, words in WRONG.items():
        found = read(text, ROOM)
        assert (found.shots, len(found.faults)) == ([], 1), text[:80]
        assert found.faults[0].startswith(words), found.faults[0]


def test_every_line_that_is_wrong_is_named():
    assert len(read("1) 0s One\n2) 3s\n3) 2.5s Three", ROOM).faults) == 3


# Splitting


def test_a_prompt_is_cut_at_its_paragraphs_cuts_or_sentences():
    assert split("One.\n\nTwo.", 8, ROOM).shots == [
        {"prompt": "One.", "duration": 4},
        {"prompt": "Two.", "duration": 4},
    ]
    parts = split("A pier in fog. Cut to: her hands, then cut to the gull", 10, ROOM).shots
    assert [(s["prompt"], s["duration"]) for s in parts] == [("A pier in fog", 4), ("her hands", 3), ("the gull", 3)]
    assert [s["prompt"] for s in split("She waits. The gull lands! Fog.", None, ROOM).shots] == [
        "She waits.",
        "The gull lands!",
        "Fog.",
    ]
    assert len(split("雾中的码头。海鸥落下。", 6, ROOM).shots) == 2


def test_more_sentences_than_shots_are_put_together_and_none_is_lost():
    text = " ".join(f"Sentence {n}." for n in range(13))

    shots = split(text, 15, ROOM).shots

    assert len(shots) == 6
    assert sum(shot["duration"] for shot in shots) == 15
    assert " ".join(shot["prompt"] for shot in shots) == text


def test_what_cannot_be_split_is_said():
    assert "one sentence" in split("A pier in fog", 5, ROOM).faults[0]
    assert split(f"One. {'X' * 600}. Three.", 9, ROOM).faults[0].startswith("Shot 2 has 601 characters")


# There and back


words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"), min_size=1, max_size=40)
prompts = words.filter(str.strip)
shots = st.lists(
    st.builds(lambda prompt, duration: {"prompt": prompt, "duration": duration}, prompts, st.integers(1, 15)),
    min_size=1,
    max_size=6,
)
looks = st.one_of(st.just(""), st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20).filter(str.strip))
WIDE = Room(most=6, longest=90, shortest=1, each=15, characters=512)


@given(shots, looks)
def test_a_table_comes_back_as_it_went_out(made, look):
    made = [{**shot, "prompt": f"{look}\n{shot['prompt']}" if look else shot["prompt"]} for shot in made]

    found = read(as_csv(made), WIDE)

    assert not found.faults
    assert found.shots == made


@given(shots)
def test_no_cell_of_it_is_a_formula(made):
    for row in csv.reader(io.StringIO(as_csv(made), newline="")):
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row)


@given(st.text(max_size=300))
def test_any_text_gives_shots_or_sentences(text):
    found = read(text, ROOM)

    assert bool(found.shots) != bool(found.faults)
    assert all(fault.endswith(".") for fault in found.faults)


@pytest.mark.parametrize("room", [ROOM, WIDE])
@given(text=st.text("1) 3s.-\n|,;:shot az", max_size=80))
def test_what_looks_like_a_list_stays_within_its_room(room, text):
    found = read(text, room)

    assert sum(shot["duration"] for shot in found.shots) <= room.longest
    assert all(room.shortest <= shot["duration"] <= room.each and shot["prompt"].strip() for shot in found.shots)
