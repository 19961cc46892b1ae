"""How amounts are printed."""

from decimal import Decimal

from studio.core import money


def test_amounts_are_printed_with_their_currency_in_cents_and_small_ones_to_the_last_digit():
    printed = {
        (amount, currency): money.words(Decimal(amount), currency)
        for amount, currency in [
            ("1.344", "USD"),
            ("0.0462", "USD"),
            ("7.25", "CU"),
            ("3", "units"),
            ("0.5", "CNY"),
            ("0", "USD"),
            ("-0.2", "USD"),
            ("12", "EUR"),
        ]
    }

    assert list(printed.values()) == [
        *("$1.34", "$0.0462", "7.25 CU", "3.00 units", "¥0.50", "$0.00", "−$0.20"),
        "12.00 EUR",
    ]


def test_a_difference_always_says_in_which_direction():
    assert [money.difference(Decimal(amount)) for amount in ("0.12", "-0.12", "0")] == ["+$0.12", "−$0.12", "±$0.00"]
