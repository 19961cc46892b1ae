"""Whatever a route of Scenario's accepts becomes inputs that the schema of its model accepts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from studio.catalog.registry import MODELS
from studio.providers.quote import quote
from tests.catalog.strategies import examples, values_for
from tests.providers.scenario.schemas import SCHEMAS

ROUTES = [
    (model.slug, route)
    for model in MODELS
    for route in model.routes
    if route.provider == "scenario" and route.composable
]
ADDRESS = "https://api.cloud.scenario.com/v1/generate/custom/"


def test_every_model_of_the_page_has_a_schema():
    assert len(SCHEMAS) == 27
    assert {route.endpoint for _, route in ROUTES} <= set(SCHEMAS)
    assert len(ROUTES) == 40


@pytest.mark.parametrize("schema", SCHEMAS.values(), ids=SCHEMAS)
def test_the_schemas_themselves_are_sound(schema):
    Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize(("slug", "route"), ROUTES, ids=[f"{slug}-{route.task}" for slug, route in ROUTES])
@examples(12)
@given(data=st.data())
def test_valid_values_give_inputs_that_the_schema_accepts(slug, route, data):
    values = data.draw(values_for(route))

    found = quote({"model": slug, "task": route.task, "provider": "scenario", "values": values})

    assert found["errors"] == []
    (request,) = found["requests"]
    model = request["url"].removeprefix(ADDRESS)
    Draft202012Validator(SCHEMAS[model]).validate(request["json"])
