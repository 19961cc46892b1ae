"""A walk over many rows is as strict as a test for each of them, and says of each that failed which it was and why."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.walks import IN_FULL, walk

NUMBERS = range(20)


def parts_of(walked) -> dict[str, list[tuple]]:
    """The tests that pytest would make of a walk: their names and rows."""
    (mark,) = [mark for mark in walked.pytestmark if mark.name == "parametrize"]
    return dict(zip(mark.kwargs["ids"], mark.args[1], strict=True))


def run(walked, **fixtures) -> tuple[int, str]:
    """How many rows it says it walked, and what it failed with."""
    said, failed = {}, ""
    for part in parts_of(walked).values():
        try:
            walked(part, lambda name, value: said.update({name: said.get(name, 0) + value}), **fixtures)
        except pytest.fail.Exception as fault:
            failed += str(fault)
    return said["rows"], failed


def is_even(number: int) -> None:
    assert number % 2 == 0, f"{number} is odd"


def test_a_walk_goes_on_after_a_row_that_fails_and_names_each_with_its_reason():
    seen = []

    @walk(("number",), NUMBERS, lambda number: f"row {number}")
    def walked(number):
        seen.append(number)
        if number in (3, 7):
            is_even(number)

    rows, failed = run(walked)

    assert seen == list(NUMBERS)
    assert rows == 20
    assert failed.startswith("2 of 20 failed:\n  row 3\n  row 7\n")
    assert "AssertionError: 3 is odd" in failed
    assert "AssertionError: 7 is odd" in failed
    assert "test_walks.py" in failed
    assert "/walks.py" not in failed


def test_whatever_a_row_raises_is_a_failure_of_that_row():
    @walk(("number",), NUMBERS)
    def walked(number):
        if number == 2:
            pytest.fail("said by hand")
        if number == 5:
            raise KeyError("five")

    assert run(walked)[1].splitlines()[:3] == ["2 of 20 failed:", "  2", "  5"]


def test_a_walk_that_fails_everywhere_names_all_rows_and_shows_some():
    @walk(("one", "two"), [(n, n + 1) for n in range(40)], lambda one, two: f"from {one} to {two}.")
    def walked(one, two):
        assert one > two

    failed = run(walked)[1]

    assert all(f"  from {n} to {n + 1}.\n" in failed for n in range(40))
    assert failed.count("E   assert ") == IN_FULL
    assert "\nfrom 11 to 12.\n" in failed
    assert "\nfrom 12 to 13.\n" not in failed


def test_a_walk_where_all_is_well_says_how_far_it_went_and_nothing_else():
    @walk(("number",), NUMBERS, by=lambda number: "small" if number < 5 else "large")
    def walked(number):
        assert number in NUMBERS

    assert {name: len(part) for name, part in parts_of(walked).items()} == {"small": 5, "large": 15}
    assert run(walked) == (20, "")


def test_the_examples_of_hypothesis_are_drawn_for_each_row_and_the_one_that_fails_is_shown():
    drawn = {}

    @walk(("number",), NUMBERS)
    @settings(max_examples=5, database=None)
    @given(data=st.data())
    def walked(number, data):
        found = data.draw(st.integers(0, 10**9))
        drawn.setdefault(number, []).append(found)
        assert number != 4

    failed = run(walked)[1]

    assert failed.startswith("1 of 20 failed:\n  4\n")
    assert "Draw 1: " in failed
    assert all(len(drawn[number]) >= 5 for number in NUMBERS if number != 4)
    assert len({tuple(examples) for examples in drawn.values()}) > 10


def test_with_fixed_seeds_each_row_has_examples_of_its_own_and_the_same_every_time():
    def examples() -> dict:
        drawn = {}

        @walk(("number",), NUMBERS)
        @settings(max_examples=3, database=None)
        @given(data=st.data())
        def walked(number, data):
            drawn.setdefault(number, []).append(data.draw(st.integers(0, 10**9)))

        run(walked)
        return drawn

    usual = settings.get_current_profile_name()
    settings.register_profile("fixed", derandomize=True)
    settings.load_profile("fixed")
    try:
        first, second = examples(), examples()
    finally:
        settings.load_profile(usual)

    assert first == second
    assert len({tuple(found) for found in first.values()}) > 10


@walk(("number",), NUMBERS)
def test_a_walk_shares_its_fixtures(number, tmp_path):
    (tmp_path / str(number)).touch()

    assert len(list(tmp_path.iterdir())) == number + 1


def test_a_walk_of_nothing_is_refused():
    with pytest.raises(ValueError, match="no rows"):
        walk(("number",), [])


def test_an_async_test_is_refused():
    async def walked(number): ...

    with pytest.raises(TypeError, match="never be awaited"):
        walk(("number",), NUMBERS)(walked)
