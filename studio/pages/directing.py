"""Who cuts: the shots that are made, or the model by itself from the prompt. What one way hides is kept, not sent."""

from collections.abc import Mapping

from studio.catalog.schema import Route

SHOTS, STYLE = "shots", "shot_style"
MADE, BY_ITSELF = "customize", "intelligent"


def cuts_by_itself(route: Route) -> bool:
    """Whether the model may cut what only the prompt says."""
    style = route.control(STYLE)
    offers = bool(route.control(SHOTS) and style and BY_ITSELF in style.options)
    return offers and not _refused(route, {"prompt": "Words", STYLE: BY_ITSELF})


def settle(route: Route, values: dict[str, object], kept: dict[str, object]) -> None:
    """Where the model cuts by itself and takes no shots beside that, they are kept; they are back with "my shots"."""
    if not cuts_by_itself(route):
        return
    if values.get(STYLE) == BY_ITSELF and SHOTS in values and _refused(route, {STYLE: BY_ITSELF, SHOTS: values[SHOTS]}):
        kept[SHOTS] = values.pop(SHOTS)
    elif values.get(STYLE) == MADE and SHOTS not in values and SHOTS in kept:
        values[SHOTS] = kept.pop(SHOTS)
    elif SHOTS in values:
        kept.pop(SHOTS, None)


def is_cut_by_itself(route: Route, values: Mapping[str, object]) -> bool:
    """Whether the model is to cut what the prompt says."""
    return values.get(STYLE) == BY_ITSELF and cuts_by_itself(route)


def _refused(route: Route, values: Mapping[str, object]) -> bool:
    """Whether a rule about who cuts does not let these stand together."""
    return any(rule.problem(values) for rule in route.rules if STYLE in rule.fields)


def ways(route: Route, values: Mapping[str, object], kept: Mapping[str, object]) -> list[tuple[str, bool]]:
    """The values that one chooses from, "" for none, and whether each is out of sight; empty where there is no choice.

    Without shots there are none of one's own to choose, except those that are kept; an element makes the first ones.
    """
    options = route.control(STYLE).options
    if not route.control(SHOTS):
        return [("", False), *((option, False) for option in options)]
    if SHOTS in values:
        return [(option, False) for option in options] if len(options) > 1 else []
    return [("", False), (BY_ITSELF, False), (MADE, SHOTS not in kept)] if cuts_by_itself(route) else []
