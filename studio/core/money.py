"""Amounts of money: always Decimal, always with their currency, printed in one way."""

from decimal import ROUND_HALF_UP, Decimal

SIGNS = {"USD": "$", "CU": ""}
UNITS = {"USD": "", "CU": " CU"}
CENT = Decimal("0.01")
SMALL = Decimal("0.10")


def words(amount: Decimal, currency: str = "USD") -> str:
    """`$1.34`, `7.25 CU`: rounded to cents, except below ten cents, where every digit counts: `$0.0462`."""
    digits = max(2, -amount.normalize().as_tuple().exponent) if 0 < amount < SMALL else 2
    rounded = amount.quantize(CENT.scaleb(2 - digits), ROUND_HALF_UP)
    return f"{SIGNS[currency]}{rounded:f}{UNITS[currency]}"
