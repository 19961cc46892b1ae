"""A form that was just opened asks for what is missing and complains about nothing that it set itself."""

import pytest

from studio.catalog.check import check
from studio.catalog.controls import Switch
from studio.catalog.recipe import Recipe
from studio.catalog.registry import MODELS
from studio.forms.fields import default

ROUTES = [(model.slug, route) for model in MODELS for route in model.routes if route.composable]


@pytest.mark.parametrize(("slug", "route"), ROUTES, ids=[f"{slug}-{r.task}-{r.provider}" for slug, r in ROUTES])
def test_what_a_fresh_form_sets_is_never_an_error(slug, route):
    values = {control.name: False for control in route.controls if isinstance(control, Switch)}
    for control in route.controls:
        values |= default(control)

    found = check(Recipe(slug, route.task, route.provider, values)).errors

    assert [problem for problem in found if problem.field in values] == []
