"""What the panels of the tasks ask: options with what follows from them, limits as they stand, places for people."""

from django import template
from django.forms import BoundField

from studio.catalog.turns import in_turn
from studio.library.models import Asset
from studio.pages.choosing import Option, limits_now, options
from studio.pages.people import places_of

register = template.Library()

register.filter("options", options)
register.filter("limits_now", limits_now)
register.filter("people", places_of)


@register.filter
def worked_on(bound: BoundField) -> Asset | None:
    """The clip that a task works on, where it is a file of ours."""
    value = bound.form.typed.get("input_video")
    return getattr(bound.field, "found", {}).get(value.get("asset")) if isinstance(value, dict) else None


@register.filter
def turns(bound: BoundField) -> int:
    """How many jobs the form makes, one after the other."""
    return len(in_turn(bound.form.recipe()).recipes)


@register.filter
def have_notes(rows: list[Option]) -> bool:
    """Whether something follows from any of them: then each is a line of its own."""
    return any(row.note for row in rows)
