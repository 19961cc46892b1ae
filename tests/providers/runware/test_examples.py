"""Runware's own 64 requests: a recipe of ours is quoted as exactly that JSON, or a contradiction forbids it."""

import json
from pathlib import Path

from studio.providers.quote import quote
from tests.walks import walk

HERE = Path(__file__).parent
EXAMPLES = {
    example["line"]: example["payload"]
    for example in json.loads((HERE.parents[1] / "sources" / "runware_examples.json").read_text())["examples"]
}
RECIPES = {row["line"]: row["recipe"] for row in map(json.loads, (HERE / "recipes.jsonl").read_text().splitlines())}

OURS = {
    "taskUUID", "deliveryMethod", "includeCost", "outputType", "outputFormat", "outputQuality", "webhookURL", "ttl",
}  # fmt: skip
"""What the studio adds to every task, and the id that it gives."""

FORBIDDEN = {
    729: ("input_image", "1.13: no picture of the character, and a duration of 10 beside a clip that decides it"),
    786: ("width", "1.1: 1080p, while the list of 3.0 Standard is 720p"),
    820: ("width", "1.1: 1080p, while the list of 3.0 Standard is 720p"),
    1040: ("width", "1.6: a size beside a frame, while the list has sizes for text to video only"),
    1125: ("width", "1.6: a size beside a frame, while the list has sizes for text to video only"),
}
"""Line -> the value that is refused, and which contradiction within Runware's page it is (C1.n)."""


def bare(task: dict) -> str:
    """The task without what is ours, as text: 1 and true are not the same."""
    return json.dumps({name: value for name, value in task.items() if name not in OURS}, sort_keys=True, indent=1)


def test_all_64_examples_have_a_recipe_and_at_most_eight_are_forbidden():
    assert len(EXAMPLES) == 64
    assert list(RECIPES) == list(EXAMPLES)
    assert set(FORBIDDEN) <= set(EXAMPLES)
    assert len(FORBIDDEN) <= 8


@walk(("line",), [line for line in EXAMPLES if line not in FORBIDDEN], "line {}".format)
def test_the_quote_of_the_recipe_is_the_example_field_for_field(line):
    found = quote(RECIPES[line])

    assert found["errors"] == []
    (request,) = found["requests"]
    assert (request["method"], request["url"]) == ("POST", "https://api.runware.ai/v1")
    (task,) = request["json"]
    assert bare(task) == bare(EXAMPLES[line])


@walk(("line",), FORBIDDEN, "line {}".format)
def test_what_a_contradiction_forbids_is_refused_at_the_value_that_it_is_about(line):
    field, _ = FORBIDDEN[line]

    found = quote(RECIPES[line])

    assert field in {error["field"] for error in found["errors"]}
    assert found["requests"] == []


def test_the_examples_are_of_all_25_models():
    assert len({payload["model"] for payload in EXAMPLES.values()}) == 25
