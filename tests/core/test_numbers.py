"""Numbers from outside."""

import pytest

from studio.core.numbers import whole


@pytest.mark.parametrize(("text", "number"), [("0", 0), ("42", 42), ("9" * 9, 999_999_999), ("007", 7)])
def test_digits_are_a_number(text, number):
    assert whole(text) == number


@pytest.mark.parametrize("text", [None, "", "-1", "1.5", " 1", "x", "²", "9" * 10, "9" * 5000])
def test_everything_else_is_none(text):
    assert whole(text) is None
