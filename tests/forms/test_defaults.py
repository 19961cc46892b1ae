"""What a form starts with never stands in the way of sending it."""

from studio.catalog.registry import MODELS
from studio.catalog.rules import Requires
from studio.forms.fields import default


def test_nothing_is_chosen_from_the_start_that_needs_what_is_not_there():
    routes = [route for model in MODELS for route in model.routes if route.composable and route.provider != "animatic"]
    broken = []
    for route in routes:
        start = {name: value for control in route.controls for name, value in default(control).items()}
        required = {control.name for control in route.controls if control.required}
        needs = [rule for rule in route.rules if isinstance(rule, Requires)]
        broken += [
            f"{route.provider} {route.endpoint}: {rule}"
            for rule in needs
            if start.get(rule.name) and rule.other not in required | start.keys()
        ]

    assert len(routes) > 100
    assert not broken, "\n".join(broken)
