"""Amounts of money: always Decimal, always with their currency, printed in one way."""

from decimal import Decimal

SIGNS = {"USD": "$", "CU": ""}
UNITS = {"USD": "", "CU": " CU"}


def words(amount: Decimal, currency: str = "USD") -> str:
    """`$1.34`, `$0.0462`, `7.25 CU`: at least two decimals, never fewer than the amount has."""
    places = max(2, -amount.normalize().as_tuple().exponent)
    return f"{SIGNS[currency]}{amount:.{places}f}{UNITS[currency]}"
