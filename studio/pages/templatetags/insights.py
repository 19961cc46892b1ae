"""How Insights writes a difference."""

from decimal import ROUND_HALF_UP, Decimal

from django import template

register = template.Library()


@register.filter
def percent(fraction: Decimal) -> str:
    """`+1.8 %`, `−0.3 %`; `as estimated` where nothing is apart."""
    rounded = (fraction * 100).quantize(Decimal("0.1"), ROUND_HALF_UP)
    if not fraction:
        return "as estimated"
    return f"{'−' if fraction < 0 else '+'}{abs(rounded)} %"
