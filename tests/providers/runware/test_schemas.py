"""Whatever a route of Runware's accepts becomes a task that the schema of its endpoint accepts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from studio.catalog.registry import MODELS
from studio.providers.quote import quote
from tests.catalog.strategies import examples, values_for
from tests.providers.runware.schemas import SCHEMAS

ROUTES = [
    (model.slug, route)
    for model in MODELS
    for route in model.routes
    if route.provider == "runware" and route.composable
]


def test_every_route_has_a_schema_and_every_schema_a_route():
    assert {(route.endpoint, route.task) for _, route in ROUTES} == set(SCHEMAS)
    assert len(SCHEMAS) == 59
    assert len(ROUTES) == 61  # 3.0 Turbo is one endpoint in two tiers


@pytest.mark.parametrize("schema", SCHEMAS.values(), ids=map(str, SCHEMAS))
def test_the_schemas_themselves_are_sound(schema):
    Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize(("slug", "route"), ROUTES, ids=[f"{slug}-{route.task}" for slug, route in ROUTES])
@examples(12)
@given(data=st.data())
def test_valid_values_give_a_task_that_the_schema_accepts(slug, route, data):
    values = data.draw(values_for(route))

    found = quote({"model": slug, "task": route.task, "provider": "runware", "values": values})

    assert found["errors"] == []
    (request,) = found["requests"]
    (task,) = request["json"]
    Draft202012Validator(SCHEMAS[route.endpoint, route.task]).validate(task)
