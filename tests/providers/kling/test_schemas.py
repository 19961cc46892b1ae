"""Whatever a route of Kling's accepts becomes requests that the schemas of their endpoints accept, helpers included."""

import json

from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from studio.providers.kling import URL
from studio.providers.kling.shapes import SHAPES
from studio.providers.quote import quote
from tests.catalog.routes import named, through
from tests.catalog.strategies import examples, values_for
from tests.providers.kling.schemas import SCHEMAS
from tests.walks import walk

ROUTES = through("kling")

PREPARING = {"/v1/videos/multi-elements/init-selection", "/v1/videos/multi-elements/add-selection"}
"""Steps that are never a job of their own."""


def faults(request: dict) -> list[str]:
    """What the schema of a request's path says against its body."""
    path = request["url"].removeprefix(URL)
    return [error.message for error in Draft202012Validator(SCHEMAS[path]).iter_errors(request["json"])]


def test_every_endpoint_of_a_route_has_a_shape_and_a_schema():
    endpoints = {route.endpoint for _, route in ROUTES}

    assert endpoints == set(SHAPES)
    assert endpoints | PREPARING == set(SCHEMAS)
    assert (len(ROUTES), len(SCHEMAS)) == (124, 26)


@walk(("path", "schema"), SCHEMAS.items(), lambda path, schema: path)
def test_the_schemas_themselves_are_sound_and_closed(path, schema):
    Draft202012Validator.check_schema(schema)

    assert schema["additionalProperties"] is False
    assert not Draft202012Validator(schema).is_valid({})


@walk(("slug", "route"), ROUTES, named)
@examples(6)
@given(data=st.data())
def test_valid_values_give_requests_that_the_schemas_accept(slug, route, data):
    values = data.draw(values_for(route))

    found = quote({"model": slug, "task": route.task, "provider": "kling", "values": values})

    assert found["errors"] == []
    assert found["requests"][-1]["url"] == URL + route.endpoint
    for request in json.loads(json.dumps(found["requests"])):
        assert faults(request) == []
        assert request["method"] == "POST"


@walk(("slug", "route"), ROUTES, named)
@examples(1)
@given(data=st.data())
def test_a_body_with_a_field_that_kling_does_not_know_is_not_accepted(slug, route, data):
    values = data.draw(values_for(route))
    found = quote({"model": slug, "task": route.task, "provider": "kling", "values": values})

    request = found["requests"][-1]

    assert faults(request | {"json": request["json"] | {"seed": 7}})
