"""Whatever a route of fal's accepts becomes inputs that the schema of its endpoint accepts."""

from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from studio.providers.quote import quote
from tests.catalog.routes import named, through
from tests.catalog.strategies import examples, values_for
from tests.providers.fal.schemas import SCHEMAS
from tests.sources.fal_endpoints import ENDPOINTS
from tests.walks import walk

ROUTES = through("fal")
QUEUE = "https://queue.fal.run/"
TRY_ON = "fal-ai/kling/v1-5/kolors-virtual-try-on"


def test_every_endpoint_has_a_schema():
    assert set(SCHEMAS) == set(ENDPOINTS) - {TRY_ON}
    assert len(SCHEMAS) == 74
    assert (
        len(ROUTES) == 70
    )  # five endpoints are asked beside another one, and 1.6 Pro's effects stand under two models


@walk(("endpoint",), SCHEMAS)
def test_a_schema_is_sound_and_knows_the_parameters_of_its_endpoint(endpoint):
    schema, rows = SCHEMAS[endpoint], ENDPOINTS[endpoint].rows
    by_the_page = {"static_mask_url", "dynamic_masks"} if endpoint.endswith("v1.6/pro/image-to-video") else set()

    Draft202012Validator.check_schema(schema)
    assert set(schema["properties"]) == {row.name for row in rows} | by_the_page
    assert set(schema["required"]) == {row.name for row in rows if row.required}


@walk(("slug", "route"), ROUTES, named)
@examples(15)
@given(data=st.data())
def test_valid_values_give_inputs_that_the_schema_accepts(slug, route, data):
    values = data.draw(values_for(route))

    found = quote({"model": slug, "task": route.task, "provider": "fal", "values": values})

    assert found["errors"] == []
    request = found["requests"][-1]
    endpoint = request["url"].removeprefix(QUEUE)
    Draft202012Validator(SCHEMAS[endpoint]).validate(request["json"])
