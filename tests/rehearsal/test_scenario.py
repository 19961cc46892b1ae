"""The stand-in for Scenario, on the wire. Lines are those of the facts about Scenario's API."""

import base64
import io

import av
import pytest

from tests.sources.scenario_models import PAGE

URL = "https://api.cloud.scenario.com/v1"
KEY = {"authorization": "Basic " + base64.b64encode(b"key-s1s2:secret").decode()}
MODEL = "model_kling-v3-t2v-pro"
TEXT = {"prompt": "A quiet library", "duration": "5", "aspectRatio": "9:16"}


@pytest.fixture
def call(stage):
    """call("POST", "/jobs/1/action", {...}) -> the answer."""

    def call(method, path, body=None, headers=KEY):
        return stage.ask(method, URL + path, json=body, headers=headers)

    return call


@pytest.fixture
def generate(call):
    """generate(prompt="…", model=…) -> the job that was taken."""

    def generate(model=MODEL, **body):
        answer = call("POST", f"/generate/custom/{model}", body or TEXT)
        assert answer.status_code == 200, answer.text
        return answer.json()["job"]

    return generate


@pytest.fixture
def job(call):
    return lambda its_id: call("GET", f"/jobs/{its_id}").json()["job"]


@pytest.fixture
def upload(stage, call):
    """upload(b"…") -> the id of the asset that it became."""

    def upload(content, parts=1, size=None):
        head = {"fileName": "a.png", "contentType": "image/png", "kind": "image", "parts": parts}
        about = call("POST", "/uploads", head | {"fileSize": size or len(content)}).json()["upload"]
        step = -(-len(content) // parts)
        for number, part in enumerate(about["parts"]):
            stage.client.put(part["url"], content=content[number * step : (number + 1) * step]).raise_for_status()
        call("POST", f"/uploads/{about['id']}/action", {"action": "complete"})
        return call("GET", f"/uploads/{about['id']}").json()["upload"]

    return upload


def test_a_job_is_taken_goes_through_its_words_and_makes_an_asset_of_the_shape_that_was_asked_for(
    stage, call, generate, job
):
    stage.turn(queue_s=[10, 10], delay_s=[100, 100])
    taken = generate()

    words = []
    for seconds in (0, 11, 49, 45, 6):
        stage.later(seconds)
        words.append(job(taken["jobId"])["status"])
    done = job(taken["jobId"])
    (asset,) = call("POST", "/assets/get-bulk", {"assetIds": done["metadata"]["assetIds"]}).json()["assets"]
    film = av.open(io.BytesIO(stage.client.get(asset["url"]).content))

    assert words == ["queued", "warming-up", "in-progress", "finalizing", "success"]
    assert [step["status"] for step in done["statusHistory"]] == ["pending", *words]
    assert (film.streams.video[0].width, film.streams.video[0].height) == (1080, 1920)
    assert round(film.duration / av.time_base, 1) == 5.0
    assert done["billing"]["cuCost"] == 28.0
    assert stage.charges("scenario")[-1] | {"created": 0} == {
        "provider": "scenario",
        "account": "s1s2",
        "our_id": "",
        "their_id": taken["jobId"],
        "amount": "28.00",
        "currency": "CU",
        "created": 0,
        "refunded": None,
    }


def test_a_price_is_told_with_269_as_the_bill_will_have_it_and_nothing_is_taken(stage, call, generate):
    before = len(stage.charges("scenario"))

    price = call("POST", f"/generate/custom/{MODEL}?dryRun=true", TEXT)

    assert price.status_code == 269
    assert len(stage.charges("scenario")) == before
    assert generate()["billing"]["cuCost"] == price.json()["creativeUnitsCost"]


def test_the_same_request_sent_twice_is_two_jobs(stage, generate):
    before = len(stage.charges("scenario"))

    assert generate()["jobId"] != generate()["jobId"]
    assert len(stage.charges("scenario")) == before + 2


def test_a_job_that_fails_says_why_and_is_paid_back(stage, generate, job):
    stage.turn(moderated=1)

    failed = job(generate()["jobId"])

    assert failed["status"] == "failure"
    assert "moderation" in failed["metadata"]["error"]
    assert failed["metadata"]["assetIds"] == []
    assert stage.charges("scenario")[-1]["refunded"] is not None


def test_a_job_can_be_stopped_while_it_waits_and_not_once_it_runs(stage, call, generate, job):
    stage.turn(queue_s=[10, 10], delay_s=[10, 10])
    first, second = generate(), generate()

    stopped = call("POST", f"/jobs/{first['jobId']}/action", {"action": "cancel"})
    stage.later(15)
    declined = call("POST", f"/jobs/{second['jobId']}/action", {"action": "cancel"})
    stage.later(15)

    assert stopped.json()["job"]["status"] == "canceled"
    assert (declined.status_code, declined.json()) == (400, {"message": "Cannot cancel this type of job"})
    assert job(first["jobId"])["status"] == "canceled"
    assert job(second["jobId"])["status"] == "success"


def test_jobs_are_listed_newest_first_page_by_page(stage, call):
    key = {"authorization": "Basic " + base64.b64encode(b"key-of-a-lister:secret").decode()}
    for _ in range(3):
        stage.later(1)
        call("POST", f"/generate/custom/{MODEL}", TEXT, headers=key)

    first = call("GET", "/jobs?pageSize=2", headers=key).json()
    rest = call("GET", f"/jobs?pageSize=2&paginationToken={first['nextPaginationToken']}", headers=key).json()
    listed = [job["createdAt"] for job in first["jobs"] + rest["jobs"]]

    assert len(listed) == 3
    assert listed == sorted(listed, reverse=True)
    assert "nextPaginationToken" not in rest


# Files


def test_an_upload_in_parts_is_checked_becomes_an_asset_and_can_be_used(stage, call, upload, generate):
    stage.turn(queue_s=[5, 5])
    waiting = upload(b"first half second half", parts=2)
    stage.later(6)
    ready = call("GET", f"/uploads/{waiting['id']}").json()["upload"]

    used = generate("model_kling-v3-i2v-pro", prompt="Move", startImage=ready["entityId"])
    asset = call("GET", f"/assets/{ready['entityId']}").json()["asset"]

    assert (waiting["status"], ready["status"]) == ("validating", "imported")
    assert used["status"] == "queued"
    assert stage.client.get(asset["url"]).content == b"first half second half"


def test_an_upload_that_is_not_as_long_as_announced_fails(upload):
    failed = upload(b"short", size=100)

    assert failed["status"] == "failed"
    assert failed["errorMessage"] == "The file has 5 bytes, announced were 100"
    assert "entityId" not in failed


def test_the_address_of_an_asset_expires_and_a_new_one_is_given(stage, call, generate, job):
    stage.turn(expire_s=60)
    (asset,) = job(generate()["jobId"])["metadata"]["assetIds"]
    url = call("GET", f"/assets/{asset}").json()["asset"]["url"]

    stage.later(61)

    assert stage.client.get(url).status_code == 403
    assert stage.client.get(call("GET", f"/assets/{asset}").json()["asset"]["url"]).status_code == 200


def test_somebody_elses_job_and_asset_are_not_there(call, generate, job):
    other = {"authorization": "Basic " + base64.b64encode(b"other:secret").decode()}
    mine = job(generate()["jobId"])

    assert call("GET", f"/jobs/{mine['jobId']}", headers=other).status_code == 404
    bulk = call("POST", "/assets/get-bulk", {"assetIds": mine["metadata"]["assetIds"]}, headers=other)
    assert bulk.json() == {"assets": []}


# What is refused

WRONG = [
    (MODEL, {"prompt": ""}, "Input prompt is required"),
    (MODEL, TEXT | {"duration": 5}, "Input duration must be a string"),
    (MODEL, TEXT | {"duration": "2"}, "Input duration must be one of: 3, 4"),
    (MODEL, TEXT | {"seed": 1}, "Input seed is not an input of this model"),
    (MODEL, TEXT | {"cfgScale": 2}, "Input cfgScale must be between 0 and 1"),
    (MODEL, TEXT | {"multiPrompt": [{"prompt": "a", "duration": "5"}]}, "cannot be used together"),
    (MODEL, {"prompt": "x" * 2501}, "at most 2500 characters"),
    ("model_kling-v3-i2v-pro", {"prompt": "x"}, "Input startImage is required"),
    ("model_kling-v3-i2v-pro", {"prompt": "x", "startImage": "asset_unknown"}, "asset asset_unknown not found"),
    ("model_kling-v2-1-master", {"prompt": "x", "duration": "5"}, "Input duration must be a number"),
    (
        "model_kling-v3-omni-video",
        {"prompt": "x", "duration": 5, "multiPrompt": '[{"prompt": "a", "duration": 3}]'},
        "must add up to duration",
    ),
]


def test_inputs_that_a_model_does_not_take_are_refused_with_a_reason(stage, call):
    before = len(stage.charges("scenario"))

    for model, body, reason in WRONG:
        refused = call("POST", f"/generate/custom/{model}", body)

        assert refused.status_code == 400, body
        assert reason in refused.json()["reason"]
    assert call("POST", "/generate/custom/model_unknown", TEXT).status_code == 404
    assert len(stage.charges("scenario")) == before


def test_a_key_that_opens_nothing_is_refused_and_who_it_is_is_protected(call):
    for header in ({}, {"authorization": "Basic nonsense"}, {"authorization": "Bearer key"}):
        assert call("GET", "/jobs", headers=header).status_code == 401

    assert call("GET", "/me").json() == {"message": "API Keys cannot access protected resources"}


def test_the_models_have_the_inputs_of_scenarios_page(call):
    for model, (needed, more) in PAGE.items():
        inputs = call("GET", f"/models/{model}").json()["model"]["inputs"]

        assert {one["name"] for one in inputs} == set(needed.split() + more.split()), model
        assert {one["name"] for one in inputs if "required" in one} == set(needed.split()), model
