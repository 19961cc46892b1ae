"""Amounts of money: always Decimal, always with their currency, printed in one way."""

from decimal import ROUND_HALF_UP, Decimal

SIGNS = {"USD": "$", "CNY": "¥"}
"""What stands before an amount."""

UNITS = {"USD": "", "CNY": ""}
"""What stands behind it; of anything else (Scenario's CU, Kling's units) the name."""

CENT = Decimal("0.01")
SMALL = Decimal("0.10")


def words(amount: Decimal, currency: str = "USD") -> str:
    """`$1.34`, `7.25 CU`, `−$0.20`: rounded to cents, except below ten cents, where every digit counts: `$0.0462`."""
    size = abs(amount)
    digits = max(2, -size.normalize().as_tuple().exponent) if 0 < size < SMALL else 2
    rounded = size.quantize(CENT.scaleb(2 - digits), ROUND_HALF_UP)
    return f"{'−' if amount < 0 else ''}{dressed(f'{rounded:f}', currency)}"


def difference(amount: Decimal, currency: str = "USD") -> str:
    """`+$0.12`, `−$0.12`, `±$0.00`."""
    sign = "+" if amount > 0 else "" if amount else "±"
    return f"{sign}{words(amount, currency)}"


def dressed(digits: str, currency: str) -> str:
    """Digits as they stand, with their currency."""
    return f"{SIGNS.get(currency, '')}{digits}{UNITS.get(currency, f' {currency}')}"
