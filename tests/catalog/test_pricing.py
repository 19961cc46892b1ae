"""Prices are decimal, printed in one way, and unknown rather than guessed."""

from decimal import Decimal

import pytest

from studio.catalog.pricing import IMAGE, SECOND, PriceList, Rate
from studio.catalog.sources import Source
from studio.core.money import words

LIST = PriceList(
    rates=(Rate("0.168", SECOND, {"sound": True}), Rate("0.112", SECOND, {"sound": False})),
    source=Source("a list", "", "2026-11"),
    assume={"sound": False},
)


def test_the_first_rate_that_matches_holds():
    assert LIST.estimate({"duration": 10, "sound": True}).amount == Decimal("1.680")
    assert LIST.estimate({"duration": 10}).amount == Decimal("1.120")


def test_takes_multiply():
    assert LIST.estimate({"duration": 5, "takes": 3}).amount == Decimal("1.680")


def test_a_length_that_only_the_input_tells_has_no_price():
    assert LIST.estimate({"sound": True}) is None


def test_pictures_are_priced_each():
    pictures = PriceList(rates=(Rate("0.028", IMAGE),), source=Source("a list", "", "2026-11"))

    assert pictures.estimate({"takes": 4}).as_json()["amount"] == "0.112"


@pytest.mark.parametrize(
    ("amount", "printed"),
    [
        ("1.344", "$1.34"),
        ("0.028", "$0.028"),
        ("0.0462", "$0.0462"),
        ("12", "$12.00"),
        ("0", "$0.00"),
        ("0.10", "$0.10"),
    ],
)
def test_money_is_printed_in_cents_and_below_ten_cents_with_every_digit(amount, printed):
    assert words(Decimal(amount)) == printed


def test_creative_units_are_no_dollars():
    assert words(Decimal("7.25"), "CU") == "7.25 CU"
