"""Files become assets of Scenario's before a job names them: announced, put, completed, asked after."""

import json
from pathlib import Path

import pytest

from studio.catalog.registry import route
from studio.providers.errors import Unsupported
from studio.providers.files import Filling, StoredFile, fill
from studio.providers.scenario import Scenario
from studio.providers.templates import Step

VALUES = {"first_frame": {"asset": "a"}, "last_frame": {"asset": "b"}, "prompt": "A pier in fog"}
ANSWERS = {
    1: {"upload": {"id": "up_1", "parts": [{"number": 1, "url": "https://bucket.example/part"}]}},
    4: {"upload": {"id": "up_1", "status": "imported", "entityId": "asset_1"}},
    8: {"upload": {"id": "up_2", "status": "imported", "entityId": "asset_2"}},
}


@pytest.fixture
def steps() -> tuple[Step, ...]:
    return Scenario().steps(route("kling-2.1-pro", "image-to-video", "scenario"), VALUES)


def filled(step: Step, tmp_path: Path, answers: dict = ANSWERS):
    path = tmp_path / "frame.png"
    path.write_bytes(b"picture")
    stored = StoredFile(path=path, mime="image/png")
    return fill(step, Filling(our_id="ours", files={"a": stored, "b": stored}, answers=answers))


def test_each_file_takes_four_requests_before_the_job(steps):
    assert [step.purpose for step in steps] == ["upload"] * 8 + ["submit"]
    assert [step.method for step in steps] == ["POST", "PUT", "POST", "GET"] * 2 + ["POST"]
    assert [step.waits for step in steps] == [False, False, False, True] * 2 + [False]


def test_an_upload_is_announced_with_its_name_kind_and_length(steps, tmp_path):
    request = filled(steps[0], tmp_path)

    assert str(request.url) == "https://api.cloud.scenario.com/v1/uploads"
    assert json.loads(request.content) == {
        "fileName": "frame.png",
        "contentType": "image/png",
        "kind": "image",
        "fileSize": 7,
        "parts": 1,
    }


def test_its_bytes_are_put_where_the_answer_says(steps, tmp_path):
    request = filled(steps[1], tmp_path)

    assert (request.method, str(request.url)) == ("PUT", "https://bucket.example/part")
    assert request.content == b"picture"


def test_it_is_completed_and_asked_after(steps, tmp_path):
    completed, asked = filled(steps[2], tmp_path), filled(steps[3], tmp_path)

    assert str(completed.url) == "https://api.cloud.scenario.com/v1/uploads/up_1/action"
    assert json.loads(completed.content) == {"action": "complete"}
    assert (asked.method, str(asked.url)) == ("GET", "https://api.cloud.scenario.com/v1/uploads/up_1")


def test_the_job_names_the_assets_that_the_uploads_became(steps, tmp_path):
    request = filled(steps[-1], tmp_path)

    assert str(request.url) == "https://api.cloud.scenario.com/v1/generate/custom/model_kling-v2-1-pro"
    assert json.loads(request.content) == {
        "startImage": "asset_1",
        "endImage": "asset_2",
        "prompt": "A pier in fog",
    }


@pytest.mark.parametrize("parts", [[], None, {"0": {}}])
def test_an_answer_without_an_address_for_the_bytes_is_refused(steps, tmp_path, parts):
    with pytest.raises(Unsupported, match=r"upload\.parts\.0\.url"):
        filled(steps[1], tmp_path, {1: {"upload": {"id": "up_1", "parts": parts}}})


def test_one_file_used_twice_is_uploaded_once():
    values = VALUES | {"last_frame": {"asset": "a"}}
    steps = Scenario().steps(route("kling-2.1-pro", "image-to-video", "scenario"), values)

    assert len(steps) == 5
    assert steps[-1].json["startImage"] == steps[-1].json["endImage"] == "{{4.upload.entityId}}"


def test_a_value_without_a_place_is_refused_aloud():
    with pytest.raises(Unsupported, match="camera"):
        Scenario().steps(route("kling-2.1-pro", "image-to-video", "scenario"), {"camera": {}})
