"""Comparing: who may, how many, of what; and what is said to differ."""

import re
import uuid

import pytest

from studio.pages import recipe_diff
from studio.pages.comparing import address
from tests.library.making import RECIPE, rows
from tests.pages.visiting import visit


def told(cell: tuple) -> str:
    """A cell as text: what is gone in [-…-], what is new in {+…+}."""
    marks = {"": "{}", "gone": "[-{}-]", "new": "{{+{}+}}"}
    return "".join(marks[part.mark].format(part.text) for part in cell)


def test_two_to_four_are_compared_and_another_number_gets_a_sentence(alice):
    assets = rows(alice, 5)

    said = {}
    for count in range(6):
        response = visit(alice).get(address(assets[:count]))
        said[count] = (response.status_code, response.content.decode())

    assert [status for status, _ in said.values()] == [400, 400, 200, 200, 200, 400]
    assert "Nothing is chosen to compare" in said[0][1]
    assert "Only one is chosen to compare: choose two" in said[1][1]
    assert "5 are too many to compare" in said[5][1]
    assert said[4][1].count("data-board") == 4


def test_sound_is_not_compared_and_is_named(alice):
    clip = rows(alice, 1)[0]
    song = rows(alice, 1, kind="audio", format="mp3")[0]

    response = visit(alice).get(address([clip, song]))

    assert response.status_code == 400
    assert "“Shot 0” is neither" in response.content.decode()


def test_a_stranger_an_unknown_one_and_nonsense_get_404_also_among_others(alice, charlie):
    mine, foreign = rows(alice, 2), rows(charlie, 1)
    addresses = [address(mine), address([mine[0], *foreign])]
    addresses += [f"/compare/?ids={mine[0].pk},{other}" for other in (uuid.uuid4(), "nonsense", "%00")]

    assert [visit(charlie).get(each).status_code for each in addresses] == [404] * 5
    assert [visit(alice).get(each).status_code for each in addresses] == [200, 404, 404, 404, 404]


def test_they_stand_in_the_order_that_was_asked_for_and_the_other_way_round_is_a_link(alice):
    one, other = rows(alice, 2)

    page = visit(alice).get(f"/compare/?ids={other.pk},{one.pk}&mode=wipe").content.decode()

    assert re.findall(r'"compare__about".*?href="/assets/([\w-]+)/"', page, re.S) == [str(other.pk), str(one.pk)]
    assert f'href="/compare/?ids={one.pk},{other.pk}"' in page
    assert 'data-mode="wipe"' in page


@pytest.mark.parametrize("mode", ["", "sideways", "<script>"])
def test_a_way_that_there_is_not_is_side_by_side(mode, alice):
    page = visit(alice).get(f"{address(rows(alice, 2))}&mode={mode}").content.decode()

    assert 'data-mode="side"' in page


def test_the_page_says_word_by_word_what_differs_and_counts_what_does_not(alice):
    other = RECIPE | {"values": RECIPE["values"] | {"prompt": "A harbour at dawn", "duration": 8}}
    one, two = rows(alice, 1)[0], rows(alice, 1, recipe=other)[0]

    page = visit(alice).get(address([one, two])).content.decode()

    assert "A harbour at <del>dusk</del>" in page
    assert "A harbour at <ins>dawn</ins>" in page
    assert "<del>5</del> s" in page
    assert "2 settings; " in page
    assert "are the same" in page


def test_words_are_compared_as_words_and_spaces_stay():
    first = {"Prompt": "hands in the pockets of @coat", "Seed": "418"}
    second = {"Prompt": "hands in the pockets of @red-coat, lamp on the right", "Left out": "text"}

    lines = {line.label: line for line in recipe_diff.lines([first, second])}

    assert told(lines["Prompt"].cells[0]) == "hands in the pockets of [-@coat-]"
    assert told(lines["Prompt"].cells[1]) == "hands in the pockets of {+@red-coat, lamp on the right+}"
    assert told(lines["Seed"].cells[0]) == "[-418-]"
    assert lines["Seed"].cells[1] == ()
    assert told(lines["Left out"].cells[1]) == "{+text+}"


def test_of_three_the_others_are_marked_against_the_first_and_equal_ones_not_at_all():
    sides = [{"Size": "16:9", "Prompt": "a b"}, {"Size": "16:9", "Prompt": "a c"}, {"Size": "16:9", "Prompt": "a b"}]

    size, prompt = recipe_diff.lines(sides)

    assert (size.differs, [told(cell) for cell in size.cells]) == (False, ["16:9"] * 3)
    assert (prompt.differs, [told(cell) for cell in prompt.cells]) == (True, ["a b", "a {+c+}", "a b"])


def test_the_viewer_leads_to_other_takes_to_what_it_was_made_from_and_to_the_same_recipe(alice, charlie):
    job, hash_ = uuid.uuid4(), "a" * 64
    parent = rows(alice, 1)[0]
    takes = [rows(alice, 1, job_id=job, output_index=n, recipe_hash=hash_, derived_from=parent.pk)[0] for n in (0, 1)]
    again = rows(alice, 1, recipe_hash=hash_)[0]
    foreign = rows(charlie, 1, recipe_hash=hash_)[0]

    page = visit(alice).get(f"/assets/{takes[0].pk}/").content.decode()

    for other in (takes[1], parent, again):
        assert f"/compare/?ids={takes[0].pk},{other.pk}" in page
    assert str(foreign.pk) not in page
    assert "/compare/?ids" not in visit(alice).get(f"/assets/{rows(alice, 1)[0].pk}/").content.decode()
