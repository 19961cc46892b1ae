"""What the library's tiles ask."""

from django import template

from studio.core.formats import format_of
from studio.library.bin import days_left
from studio.library.models import Asset
from studio.pages.media import file_name

register = template.Library()


@register.filter
def as_file(asset: Asset) -> str:
    """What the file is when it is dragged out of the browser: `video/mp4:A harbour at dusk.mp4`."""
    return f"{asset.mime}:{file_name(asset)}{format_of(asset.format).suffix}"


@register.filter
def gone_in(asset: Asset) -> str:
    """Of a file in the bin: `gone in 12 days`."""
    days = days_left(asset)
    return f"gone in {days} days" if days > 1 else "gone tomorrow" if days else "gone today"
