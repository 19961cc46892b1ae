"""Every Kling model of Scenario's, by the ids of its page and by the names of its text."""

import pytest

from studio.catalog.check import check
from studio.catalog.recipe import Recipe
from studio.catalog.registry import MODELS, get
from studio.catalog.registry import route as find_route
from studio.providers.quote import quote
from studio.providers.scenario.payload import places
from tests.sources.scenario_models import MOTION, NAMES, NOT_TAKEN, PAGE, REFERENCE, TEXT, WITHOUT_PARAMETERS
from tests.walks import walk

ROUTES = [route for model in MODELS for route in model.routes if route.provider == "scenario"]


def asked(route) -> set[str]:
    """The models that a route asks."""
    return {route.endpoint, *route.wire.get("beside", {}).values()}


def fields(route) -> set[str]:
    """The parameters that a route can write."""
    where = places(route)
    return {where[value].path for value in route.values} | set(route.wire.get("fixed", {}))


def test_the_page_has_27_models_and_the_text_names_23():
    assert len(PAGE) == 27
    assert len(NAMES) == 21
    assert len(NAMES) + len(WITHOUT_PARAMETERS) + len(NOT_TAKEN) == 23


def test_the_catalog_asks_all_models_of_the_page_and_no_other():
    assert {model for route in ROUTES if route.composable for model in asked(route)} == set(PAGE)


@walk(("model",), PAGE)
def test_every_parameter_of_a_model_can_be_written_and_no_other(model):
    required, optional = (set(names.split()) for names in PAGE[model])
    routes = [route for route in ROUTES if model in asked(route)]
    others = {name for route in routes for other in asked(route) - {model} for name in " ".join(PAGE[other]).split()}

    written = set().union(*map(fields, routes))

    assert required | optional <= written
    assert written <= required | optional | others


@walk(("model",), PAGE)
def test_what_a_model_requires_is_asked_for(model):
    required = set(PAGE[model][0].split())
    for route in (route for route in ROUTES if route.endpoint == model):
        where = places(route)
        must = {where[value].path for c in route.controls if c.required for value in c.values}
        assert required <= must | set(route.wire.get("fixed", {}))


@walk(("line", "name", "slug", "task"), NAMES, "{} {} {} {}".format)
def test_what_the_text_names_can_be_composed(line, name, slug, task):
    route = find_route(slug, task, "scenario")

    assert route.composable, (line, name)
    assert asked(route) <= set(PAGE)


@walk(("line", "name", "slug", "task"), WITHOUT_PARAMETERS, "{} {} {} {}".format)
def test_what_has_no_public_parameters_is_listed_with_the_reason(line, name, slug, task):
    route = find_route(slug, task, "scenario")

    assert not route.composable
    assert "neither its id nor its parameters" in route.reason
    assert f"line {line}" in {source.place for source in route.sources}
    (problem,) = check(Recipe(slug, task, "scenario", {"prompt": "A pier in fog"})).errors
    assert (problem.field, problem.message) == ("provider", route.reason)


@walk(("line", "name", "slug", "task"), NOT_TAKEN, "{} {} {} {}".format)
def test_what_the_parameters_forbid_is_a_note_where_the_model_is_offered(line, name, slug, task):
    assert find_route(slug, task, "scenario") is None
    notes = [note for route in get(slug).routes if route.provider == "scenario" for note in route.notes]

    assert any(f"line {line}" in {source.place for source in note.sources} for note in notes)


def test_no_model_of_scenario_has_a_price_because_no_page_gives_one():
    assert {route.price for route in ROUTES} == {None}


def sent(slug: str, task: str, **values: object) -> dict:
    found = quote({"model": slug, "task": task, "provider": "scenario", "values": values})
    assert found["errors"] == []
    return found["requests"][-1]


def test_shots_are_a_list_with_seconds_as_text_on_v3_and_the_length_is_left_to_their_sum():
    shots = [{"prompt": "A pier", "duration": 3}, {"prompt": "A gull", "duration": 4}]
    request = sent("kling-3.0-pro", TEXT, shots=shots, duration=7)

    assert request["json"] == {
        "multiPrompt": [{"prompt": "A pier", "duration": "3"}, {"prompt": "A gull", "duration": "4"}]
    }


def test_shots_are_one_json_text_with_numbers_on_omni_and_the_length_is_sent():
    shots = [{"prompt": "Ein Café", "duration": 3}, {"prompt": "A gull", "duration": 4}]
    request = sent("kling-o3-4k", TEXT, prompt="Two shots", shots=shots, aspect_ratio="16:9")

    assert request["json"] == {
        "mode": "4k",
        "prompt": "Two shots",
        "aspectRatio": "16:9",
        "duration": 7,
        "multiPrompt": '[{"prompt": "Ein Café", "duration": 3}, {"prompt": "A gull", "duration": 4}]',
    }


@pytest.mark.parametrize(
    ("slug", "printed"), [("kling-o1-pro", "@Image2 waves to @Element1"), ("kling-o3-pro", "<<<image_2>>> waves")]
)
def test_references_are_mentioned_in_the_models_own_syntax(slug, printed):
    pictures = [{"handle": "asset_1"}, {"handle": "asset_2", "name": "Mara"}]
    cast = {"name": "Tom", "front": {"handle": "asset_3"}, "views": [{"handle": "asset_4"}]}
    omni = slug == "kling-o3-pro"
    values = {"aspect_ratio": "1:1", "prompt": "@Mara waves"} if omni else {"prompt": "@Mara waves to @Tom"}
    values |= {} if omni else {"elements": [cast]}

    assert sent(slug, REFERENCE, reference_images=pictures, **values)["json"]["prompt"] == printed


def test_a_reference_video_asks_the_other_model_of_o1():
    pictures, clip = [{"handle": "asset_1"}], {"handle": "asset_2"}

    still = sent("kling-o1-pro", REFERENCE, reference_images=pictures, prompt="As here")
    moving = sent("kling-o1-pro", REFERENCE, reference_video=clip, prompt="As here", aspect_ratio="auto")

    assert still["url"].endswith("/model_kling-o1-r2v")
    assert moving["url"].endswith("/model_kling-o1-video-reference")
    assert moving["json"] == {"video": "asset_2", "prompt": "As here", "aspectRatio": "auto"}


def test_a_tier_that_scenario_takes_as_a_word_is_always_told():
    values = {"input_image": {"handle": "a"}, "reference_video": {"handle": "b"}}

    assert sent("kling-2.6-standard", MOTION, **values)["json"]["mode"] == "std"
    assert sent("kling-2.6-pro", MOTION, **values)["json"]["mode"] == "pro"
