"""`quote`: validity, price and the exact requests; nothing is sent, no key and no database are needed."""

import io
import json
import sys

import pytest
from django.core.management import call_command

from studio.providers.quote import quote

RECIPE = {
    "model": "kling-3.0-pro",
    "task": "text-to-video",
    "provider": "runware",
    "values": {
        "width": 1920, "height": 1080, "sound": True, "shot_style": "customize",
        "shots": [{"prompt": "Wide shot of a quiet library", "duration": 3}, {"prompt": "Push in", "duration": 4}],
    },
}  # fmt: skip


def with_values(**values) -> dict:
    return RECIPE | {"values": values}


def run(text: str, monkeypatch) -> tuple[list[dict], int]:
    """What the command prints for a text on standard input, and its exit code."""
    monkeypatch.setattr(sys, "stdin", io.StringIO(text))
    out = io.StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("quote", stdout=out)
    return [json.loads(line) for line in out.getvalue().splitlines()], ended.value.code


def test_a_quote_has_exactly_the_five_parts():
    found = quote(RECIPE)

    assert set(found) == {"valid", "errors", "warnings", "price", "requests"}
    assert set(found["price"]) == {"amount", "currency", "exact", "source", "as_of"}
    assert found["price"]["amount"] == "1.176"
    (request,) = found["requests"]
    assert set(request) == {"method", "url", "headers", "json"}
    assert "authorization" not in {name.lower() for name in request["headers"]}


def test_a_request_holds_what_the_recipe_holds_and_no_defaults():
    (task,) = quote(with_values(prompt="A pier in fog", width=1920, height=1080))["requests"][0]["json"]

    delivery = {"deliveryMethod", "includeCost", "outputType"}
    assert set(task) == {"taskUUID", "taskType", "model", "positivePrompt", "width", "height"} | delivery


def test_files_are_uploaded_first_and_named_by_what_the_answer_will_tell():
    recipe = {"model": "kling-3.0-pro", "task": "image-to-video", "provider": "runware"}
    values = {"first_frame": {"asset": "a"}, "last_frame": {"asset": "b"}}

    first, second, submit = quote(recipe | {"values": values})["requests"]

    assert first["json"][0]["media"] == "{{file:a}}"
    assert second["json"][0]["media"] == "{{file:b}}"
    assert [frame["image"] for frame in submit["json"][0]["inputs"]["frameImages"]] == [
        "{{1.mediaUUID}}",
        "{{2.mediaUUID}}",
    ]
    assert submit["json"][0]["taskUUID"] == "{{uuid}}"


def test_one_file_used_twice_is_uploaded_once():
    recipe = {"model": "kling-3.0-pro", "task": "image-to-video", "provider": "runware"}
    values = {"first_frame": {"asset": "a"}, "last_frame": {"asset": "a"}}

    assert len(quote(recipe | {"values": values})["requests"]) == 2


def test_what_stays_on_this_machine_is_no_request():
    found = quote(RECIPE | {"provider": "animatic"})

    assert found["valid"]
    assert found["requests"] == []
    assert found["price"]["amount"] == "0"
    assert found["price"]["exact"] is True


def test_an_invalid_recipe_has_errors_and_no_requests():
    found = quote(with_values(width=1920, height=1080))

    assert not found["valid"]
    assert [error["field"] for error in found["errors"]] == ["prompt"]
    assert found["requests"] == []


def test_one_recipe_may_be_written_over_many_lines(monkeypatch):
    lines, code = run(json.dumps(RECIPE, indent=2), monkeypatch)

    assert ([line["valid"] for line in lines], code) == ([True], 0)


def test_many_recipes_are_json_lines_and_one_bad_one_is_exit_1(monkeypatch):
    text = "\n".join([json.dumps(RECIPE), "{no json", json.dumps(with_values())])

    lines, code = run(text, monkeypatch)

    assert ([line["valid"] for line in lines], code) == ([True, False, False], 1)
    assert "no JSON" in lines[1]["errors"][0]["message"]


@pytest.mark.parametrize("text", ["", "null", "[]", '"a recipe"', '{"values": NaN}', "[" * 100_000])
def test_what_is_no_recipe_gets_a_sentence(text, monkeypatch):
    lines, code = run(text, monkeypatch)

    assert code == 1
    assert lines[0]["errors"][0]["message"].endswith(".")


def test_the_catalog_command_prints_one_json_object():
    out = io.StringIO()
    call_command("catalog", "--json", stdout=out)

    slugs = [model["slug"] for model in json.loads(out.getvalue())["models"]]
    assert {"kling-1.5-pro", "kling-3.0-standard", "kling-image-o1"} <= set(slugs)
