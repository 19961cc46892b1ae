"""Scenario's own SDK, unmodified, against the stand-in. What it does not understand, the stand-in says wrongly."""

import httpx
import pytest
from scenario_sdk import (
    APIConnectionError,
    AuthenticationError,
    BadRequestError,
    NotFoundError,
    RateLimitError,
    Scenario,
)

from tests.rehearsal.conftest import staged

MODEL = "model_kling-v3-t2v-standard"
TEXT = {"prompt": "A quiet library", "duration": "3"}


@pytest.fixture(scope="module")
def _alone(tmp_path_factory):
    with staged(tmp_path_factory.mktemp("scenario"), "scenario") as stage:
        yield stage


@pytest.fixture
def stage(_alone):
    _alone.turn()
    _alone._clock.shift = 0
    return _alone


@pytest.fixture
def sdk(stage):
    """sdk(key) -> their client."""

    def sdk(key="key-s1s2"):
        quiet = httpx.Client(trust_env=False)
        secrets = {"api_key": key, "api_secret": "secret", "base_url": f"{stage.origin}/v1"}
        return Scenario(**secrets, max_retries=0, http_client=quiet, _strict_response_validation=True)

    return sdk


def test_it_submits_a_job_and_follows_it_to_its_asset(stage, sdk):
    stage.turn(queue_s=[10, 10], delay_s=[100, 100])
    scenario = sdk()

    taken = scenario.generate.run_model(MODEL, body=TEXT)
    stage.later(60)
    running = scenario.jobs.retrieve(taken.job.job_id)
    stage.later(60)
    done = scenario.jobs.retrieve(taken.job.job_id)
    (asset,) = scenario.assets.get_bulk(asset_ids=done.job.metadata.asset_ids).assets

    assert taken.creative_units_cost == done.job.billing.cu_cost == 12.6
    assert (running.job.status, running.job.progress) == ("in-progress", 0.5)
    assert done.job.status == "success"
    assert stage.client.get(asset.url).headers["content-type"] == asset.mime_type == "video/mp4"


def test_it_is_told_a_price_with_269(sdk):
    price = sdk().generate.with_raw_response.run_model(MODEL, body=TEXT, dry_run="true")

    assert price.status_code == 269
    assert price.json()["creativeUnitsCost"] == 12.6


def test_it_uploads_in_parts_and_uses_the_asset(stage, sdk):
    scenario, content = sdk(), b"a picture in two parts"

    about = {"file_name": "a.png", "content_type": "image/png", "kind": "image", "file_size": len(content), "parts": 2}
    upload = scenario.uploads.create(**about).upload
    for part, piece in zip(upload.parts, (content[:10], content[10:]), strict=True):
        stage.client.put(part.url, content=piece).raise_for_status()
    scenario.uploads.trigger_action(upload.id, action="complete")
    ready = scenario.uploads.retrieve(upload.id).upload
    body = TEXT | {"startImage": ready.entity_id}
    made = scenario.generate.run_model("model_kling-v3-i2v-standard", body=body)

    assert ready.status == "imported"
    assert stage.client.get(scenario.assets.retrieve(ready.entity_id).asset.url).content == content
    assert made.job.metadata.input["startImage"] == ready.entity_id


def test_it_lists_jobs_stops_one_and_registers_a_webhook(stage, sdk):
    stage.turn(queue_s=[60, 60])
    scenario = sdk("key-of-one-more-l1l2")
    ids = [scenario.generate.run_model(MODEL, body=TEXT).job.job_id for _ in range(3)]

    listed = [job.job_id for job in scenario.jobs.list(page_size="2")]
    stopped = scenario.jobs.trigger_action(ids[0], action="cancel")
    hook = scenario.projects.webhook_endpoints.create("proj_1", url="http://127.0.0.1:1/h", enabled_events=["*"])

    assert sorted(listed) == sorted(ids)
    assert stopped.job.status == "canceled"
    assert hook.webhook_endpoint.secret


def test_it_reads_a_models_inputs(sdk):
    inputs = {one.name: one for one in sdk().models.retrieve("model_kling-v2-1").model.inputs}

    assert inputs["duration"].allowed_values == [5, 10]
    assert inputs["startImage"].required.always


def test_errors_have_their_class_and_the_reason(stage, sdk):
    scenario = sdk()

    with pytest.raises(BadRequestError) as bad:
        scenario.generate.run_model(MODEL, body={"duration": "3"})
    with pytest.raises(NotFoundError):
        scenario.jobs.retrieve("job_unknown")
    with pytest.raises(AuthenticationError):
        sdk("wrong-key").jobs.retrieve("job_unknown")
    stage.turn(rate_limited=1)
    with pytest.raises(RateLimitError) as limited:
        scenario.generate.run_model(MODEL, body=TEXT)

    assert bad.value.body["reason"] == "Input prompt is required"
    assert limited.value.response.headers["retry-after"] == "2"


def test_a_lost_answer_is_an_error_of_the_connection_and_was_charged(stage, sdk):
    before = len(stage.charges("scenario"))
    stage.turn(lost_replies=1)

    with pytest.raises(APIConnectionError):
        sdk().generate.run_model(MODEL, body=TEXT)

    assert len(stage.charges("scenario")) == before + 1
