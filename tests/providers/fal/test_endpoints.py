"""Every parameter of fal's 75 Kling endpoints: each is composed by a recipe, or stands aside with a reason."""

from tests.providers.fal.composing import (
    ASIDE,
    QUEUE,
    REACHED,
    around,
    base,
    blamed,
    quoted,
    samples,
    value_of,
)
from tests.sources.fal_endpoints import ENDPOINTS, OTHERS, ROWS
from tests.walks import walk

NOT_OFFERED = {
    "fal-ai/kling/v1-5/kolors-virtual-try-on": "virtual try-on is no task of the studio",
    "fal-ai/kolors": "Kolors is another family of models",
    "fal-ai/kolors/image-to-image": "Kolors is another family of models",
}
"""Endpoints that no route asks, and why."""

COMPOSED = [(endpoint, row) for endpoint, row in ROWS if endpoint not in NOT_OFFERED and row.name not in ASIDE]
SET_ASIDE = [(endpoint, row) for endpoint, row in ROWS if endpoint not in NOT_OFFERED and row.name in ASIDE]
REQUIRED = [(endpoint, row) for endpoint, row in COMPOSED if row.required]
WORDS = [(endpoint, row) for endpoint, row in COMPOSED if row.options and row.name != "result_type"]
NUMBERS = [(endpoint, row) for endpoint, row in COMPOSED if row.type == "number"]
LONGEST = [(endpoint, row) for endpoint, row in COMPOSED if row.type == "text" and "most" in row.limits]
LISTS = [
    (endpoint, row)
    for endpoint, row in COMPOSED
    if row.type not in {"text", "file"} and {"most", "together"} & set(row.limits)
]


def rows(cases):
    return walk(("endpoint", "row"), cases, lambda endpoint, row: f"{endpoint.removeprefix('fal-ai/')} {row.name}")


def test_nothing_is_missing():
    assert len(ENDPOINTS) == 75
    assert len({*ENDPOINTS, *OTHERS}) == 77
    assert set(REACHED) == {*ENDPOINTS, *OTHERS} - set(NOT_OFFERED)
    assert len(REACHED) == 74
    assert len(ROWS) == 437
    assert (len(COMPOSED), len(SET_ASIDE)) == (424, 10)
    assert len(ROWS) - len(COMPOSED) - len(SET_ASIDE) == 3  # those of virtual try-on
    assert (len(REQUIRED), len(WORDS), len(NUMBERS)) == (104, 118, 33)
    assert (len(LONGEST), len(LISTS)) == (8, 31)


@rows(COMPOSED)
def test_a_parameter_is_composed_with_each_of_its_words(endpoint, row):
    for slug, route in REACHED[endpoint]:
        offered = route.control(value_of(row, route.task))
        for given, expected in samples(row, route.task):
            if row.name == "effect_scene" and given not in offered.options:
                continue  # the page of 1.6 Pro has one scene less: see test_scenes
            found = quoted(slug, route, around(row, endpoint, route.task) | {value_of(row, route.task): given})

            assert found["errors"] == []
            (request,) = found["requests"]
            assert (request["method"], request["url"]) == ("POST", QUEUE + endpoint)
            assert request["json"][row.name] == expected
            assert request["headers"] == {}


@walk(("endpoint",), REACHED)
def test_a_request_holds_what_the_recipe_holds_and_nothing_else(endpoint):
    for slug, route in REACHED[endpoint]:
        values = base(endpoint, route.task)
        found = quoted(slug, route, values)

        assert found["errors"] == []
        asked = {row.name for row in ENDPOINTS[endpoint].rows if row.required}
        words = {"prompt"} if "prompt" in values else set()
        assert set(found["requests"][0]["json"]) == asked | words


@rows(SET_ASIDE)
def test_how_results_are_delivered_is_not_for_a_recipe_to_say(endpoint, row):
    for slug, route in REACHED[endpoint]:
        found = quoted(slug, route, base(endpoint, route.task) | {row.name: True})

        assert blamed(found) == [row.name]
        assert len(ASIDE[row.name]) > 20


@rows(REQUIRED)
def test_what_is_required_is_asked_for_at_its_value(endpoint, row):
    for slug, route in REACHED[endpoint]:
        name = value_of(row, route.task)
        values = {key: value for key, value in base(endpoint, route.task).items() if key != name}
        found = quoted(slug, route, values)

        if route.wire.get("beside", {}).get(name) == endpoint:  # without it another endpoint is asked, by other rules
            assert all(request["url"] != QUEUE + endpoint for request in found["requests"])
        else:
            assert blamed(found) == [name]


@rows(WORDS)
def test_another_word_is_refused_at_its_value(endpoint, row):
    wrong = {"duration": 60, "camera_control": {"preset": "spin"}}.get(row.name, "nonsense")
    for slug, route in REACHED[endpoint]:
        name = value_of(row, route.task)
        found = quoted(slug, route, around(row, endpoint, route.task) | {name: wrong})

        assert blamed(found) == [name]
        assert found["requests"] == []


@rows(NUMBERS)
def test_a_number_has_its_limits(endpoint, row):
    least, most = row.limits.get("between", {"cfg_scale": (0, 1), "voice_speed": (0.8, 2)}.get(row.name))
    for slug, route in REACHED[endpoint]:
        name = value_of(row, route.task)
        beside = around(row, endpoint, route.task)

        for good in (least, most):
            assert quoted(slug, route, beside | {name: good})["valid"]
        for bad in (least - 1, most + 1):
            found = quoted(slug, route, beside | {name: bad})
            assert blamed(found) == [name]


@rows(LONGEST)
def test_a_text_has_its_limit(endpoint, row):
    for slug, route in REACHED[endpoint]:
        name, beside = value_of(row, route.task), around(row, endpoint, route.task)

        assert quoted(slug, route, beside | {name: "a" * row.limits["most"]})["valid"]
        found = quoted(slug, route, beside | {name: "a" * (row.limits["most"] + 1)})
        assert blamed(found) == [name]


@rows(LISTS)
def test_a_list_has_its_limit(endpoint, row):
    for slug, route in REACHED[endpoint]:
        name, beside = value_of(row, route.task), around(row, endpoint, route.task)
        item = {"prompt": "Wide", "duration": 2} if name == "shots" else samples(row, route.task)[0][0][0]
        most = room(row, endpoint, beside)

        many = quoted(slug, route, beside | {name: [item] * most})
        more = quoted(slug, route, beside | {name: [item] * (most + 1)})

        assert many["errors"] == []
        assert blamed(more) in ([name], ["reference_images"])  # which of those that share the room is named


def room(row, endpoint, beside):
    """How many may be given beside what is there. Where fal's limit is one for clips only, Kling's holds without."""
    if row.limits.get("beside_a_clip") and "video-to-video" not in endpoint:
        return 7
    taken = len(beside.get("reference_images", ())) if row.name == "elements" else 0
    return row.limits.get("most") or row.limits["together"] - taken
