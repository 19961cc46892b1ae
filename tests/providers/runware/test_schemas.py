"""Whatever a route of Runware's accepts becomes a task that the schema of its endpoint accepts."""

from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from studio.providers.quote import quote
from tests.catalog.routes import named, through
from tests.catalog.strategies import examples, values_for
from tests.providers.runware.schemas import SCHEMAS
from tests.walks import walk

ROUTES = through("runware")


def test_every_route_has_a_schema_and_every_schema_a_route():
    assert {(route.endpoint, route.task) for _, route in ROUTES} == set(SCHEMAS)
    assert len(SCHEMAS) == 59
    assert len(ROUTES) == 61  # 3.0 Turbo is one endpoint in two tiers


@walk(("key", "schema"), SCHEMAS.items(), lambda key, schema: str(key))
def test_the_schemas_themselves_are_sound(key, schema):
    Draft202012Validator.check_schema(schema)


@walk(("slug", "route"), ROUTES, named)
@examples(12)
@given(data=st.data())
def test_valid_values_give_a_task_that_the_schema_accepts(slug, route, data):
    values = data.draw(values_for(route))

    found = quote({"model": slug, "task": route.task, "provider": "runware", "values": values})

    assert found["errors"] == []
    (request,) = found["requests"]
    (task,) = request["json"]
    Draft202012Validator(SCHEMAS[route.endpoint, route.task]).validate(task)
