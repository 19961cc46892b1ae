"""The photos of an effect as places: one, or the left and the right person, as the chosen scene wants."""

from django.forms import BoundField

from studio.catalog.cast_controls import Effect
from studio.catalog.schema import Route

from .places import Place, parsed

LEFT_AND_RIGHT = ("Left person", "Right person")
ALONE = "Photo"


def effect_of(route: Route) -> Effect | None:
    """The control of the scene; None where the route has none."""
    return next((control for control in route.controls if isinstance(control, Effect)), None)


def places_of(bound: BoundField) -> list[Place]:
    """One place a photo that the scene takes, and one for each that it leaves over; none where there is no scene."""
    effect = effect_of(bound.form.route)
    if effect is None:
        return []
    value = parsed(bound)
    given = [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
    labels = _labels(effect, bound)
    extra = [f"Photo {number}, one too many" for number in range(len(labels) + 1, len(given) + 1)]
    return [_place(bound, at, label, given) for at, label in enumerate((*labels, *extra))]


def _labels(effect: Effect, bound: BoundField) -> tuple[str, ...]:
    chosen = bound.form.typed.get(effect.name)
    for_two = chosen in effect.pairs or (chosen is None and effect.pairs == effect.options)
    return LEFT_AND_RIGHT if for_two else (ALONE,)


def _place(bound: BoundField, at: int, label: str, given: list[dict]) -> Place:
    control = bound.field.control
    return Place(
        id=f"{bound.auto_id}-{at}",
        name=f"{bound.html_name}.{at}",
        label=label,
        media=control.media,
        accepts=control.accepts,
        value=given[at] if at < len(given) else None,
        found=getattr(bound.field, "found", {}),
        required=True,
        finds=True,
    )
