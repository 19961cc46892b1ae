"""Whatever a route of Scenario's accepts becomes inputs that the schema of its model accepts."""

from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from studio.providers.quote import quote
from tests.catalog.routes import named, through
from tests.catalog.strategies import examples, values_for
from tests.providers.scenario.schemas import SCHEMAS
from tests.walks import walk

ROUTES = through("scenario")
ADDRESS = "https://api.cloud.scenario.com/v1/generate/custom/"


def test_every_model_of_the_page_has_a_schema():
    assert len(SCHEMAS) == 27
    assert {route.endpoint for _, route in ROUTES} <= set(SCHEMAS)
    assert len(ROUTES) == 40


@walk(("key", "schema"), SCHEMAS.items(), lambda key, schema: str(key))
def test_the_schemas_themselves_are_sound(key, schema):
    Draft202012Validator.check_schema(schema)


@walk(("slug", "route"), ROUTES, named)
@examples(12)
@given(data=st.data())
def test_valid_values_give_inputs_that_the_schema_accepts(slug, route, data):
    values = data.draw(values_for(route))

    found = quote({"model": slug, "task": route.task, "provider": "scenario", "values": values})

    assert found["errors"] == []
    (request,) = found["requests"]
    model = request["url"].removeprefix(ADDRESS)
    Draft202012Validator(SCHEMAS[model]).validate(request["json"])
