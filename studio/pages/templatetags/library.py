"""What the library's tiles ask."""

from django import template

from studio.library.bin import days_left
from studio.library.models import Asset

register = template.Library()


@register.filter
def gone_in(asset: Asset) -> str:
    """Of a file in the bin: `gone in 12 days`."""
    days = days_left(asset)
    return f"gone in {days} days" if days > 1 else "gone tomorrow" if days else "gone today"
