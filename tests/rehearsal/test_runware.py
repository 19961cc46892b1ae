"""The stand-in for Runware, on the wire. Lines are those of the facts about Runware's API."""

import base64
import io
import json
from pathlib import Path
from uuid import uuid4

import av
import pytest

URL = "https://api.runware.ai/v1"
KEY = {"authorization": "Bearer rehearsal-key-a1b2"}
TEXT = {"model": "klingai:kling-video@3-pro", "positivePrompt": "A quiet library", "width": 1920, "height": 1080}


def task(**more):
    return {"taskType": "videoInference", "taskUUID": str(uuid4()), "duration": 5, **TEXT, **more}


@pytest.fixture
def post(stage):
    """post(task, …) -> the answer."""

    def post(*tasks, headers=KEY):
        return stage.ask("POST", URL, json=list(tasks), headers=headers)

    return post


@pytest.fixture
def response(post):
    """response(id) -> what getResponse says."""
    return lambda its_id: post({"taskType": "getResponse", "taskUUID": its_id}).json()


# Jobs


def test_a_film_is_accepted_told_done_and_has_the_size_and_length_that_was_asked_for(stage, post, response):
    sent = task(width=1440, height=1440, duration=3, includeCost=True, providerSettings={"klingai": {"sound": True}})

    taken = post(sent)
    (item,) = response(sent["taskUUID"])["data"]
    film = av.open(io.BytesIO(stage.client.get(item["videoURL"]).content))

    assert taken.status_code == 200
    assert taken.json() == {"data": [{"taskType": "videoInference", "taskUUID": sent["taskUUID"]}]}
    assert (item["status"], item["cost"]) == ("success", 0.504)  # 3 s with sound at 0.168 (line 145)
    assert (film.streams.video[0].width, film.streams.video[0].height) == (1440, 1440)
    assert round(film.duration / av.time_base, 1) == 3.0
    assert film.streams.audio


def test_a_task_waits_runs_with_progress_and_ends(stage, post, response):
    stage.turn(queue_s=[10, 10], delay_s=[100, 100])
    sent = task()
    post(sent)

    waiting = response(sent["taskUUID"])["data"]
    stage.later(60)
    running = response(sent["taskUUID"])["data"]
    stage.later(60)
    done = response(sent["taskUUID"])["data"]

    head = {"taskType": "videoInference", "taskUUID": sent["taskUUID"], "status": "processing"}
    assert waiting == [head]
    assert running == [head | {"progress": 50}]
    assert done[0]["status"] == "success"


def test_of_several_results_the_ready_ones_come_beside_the_others_and_have_ids_of_their_own(stage, post, response):
    stage.turn(delay_s=[100, 100])
    sent = task(numberResults=4, includeCost=True)
    post(sent)

    stage.later(50)
    half = response(sent["taskUUID"])["data"]
    stage.later(60)
    done = response(sent["taskUUID"])["data"]

    assert [item["status"] for item in half] == ["success", "success", "processing", "processing"]
    assert len({item["videoUUID"] for item in done}) == 4
    assert half[0]["videoUUID"] == done[0]["videoUUID"]
    assert stage.charges("runware")[-1]["amount"] == "2.2400"  # four times 5 s at 0.112


def test_a_partial_result_names_what_is_missing_and_charges_what_came(stage, post, response):
    stage.turn(partial=1)
    sent = task(numberResults=2, includeCost=True)
    post(sent)

    told = response(sent["taskUUID"])["data"]

    assert [item["status"] for item in told] == ["success", "error"]
    assert told[1]["error"]["code"] == "timeoutProvider"
    assert float(stage.charges("runware")[-1]["amount"]) == told[0]["cost"]


@pytest.mark.parametrize(
    ("share", "code"), [("moderated", "providerContentPolicyViolation"), ("fail_after_accept", "timeoutProvider")]
)
def test_a_task_that_fails_says_so_in_a_200_and_is_paid_back(stage, post, share, code):
    stage.turn(**{share: 1})
    sent = task()
    post(sent)

    told = post({"taskType": "getResponse", "taskUUID": sent["taskUUID"]})

    assert told.status_code == 200
    (error,) = told.json()["errors"]
    assert (error["code"], error["status"], error["taskUUID"]) == (code, "error", sent["taskUUID"])
    assert stage.charges("runware")[-1]["refunded"] is not None


def test_an_id_that_was_used_is_refused_and_charged_once(stage, post, response):
    sent = task()
    post(sent)

    again = post(sent)

    assert again.status_code == 400
    assert again.json()["errors"][0]["code"] == "conflictTaskUUID"
    assert again.json()["errors"][0]["taskUUID"] == sent["taskUUID"]
    assert [row["their_id"] for row in stage.charges("runware")].count(sent["taskUUID"]) == 1


def test_an_id_that_is_not_known_or_somebody_elses_has_no_items(post, response):
    sent = task()
    post(sent)

    stranger = post(
        {"taskType": "getResponse", "taskUUID": sent["taskUUID"]}, headers={"authorization": "Bearer other"}
    )

    assert response(str(uuid4())) == {"data": []}
    assert stranger.json() == {"data": []}


def test_a_dry_run_is_checked_and_priced_and_does_nothing(stage, post, response):
    before = len(stage.charges("runware"))
    sent = task()

    quoted = post(sent, headers=KEY | {"x-runware-dry-run": "1"})
    wrong = post(task(duration=40), headers=KEY | {"x-runware-dry-run": "1"})

    assert quoted.json()["data"][0]["cost"] == 0.56
    assert wrong.json()["errors"][0]["code"] == "unsupportedDuration"
    assert response(sent["taskUUID"]) == {"data": []}
    assert len(stage.charges("runware")) == before


def test_many_tasks_of_one_request_stand_by_themselves(post):
    good, bad = task(), task(model="klingai:99@9")

    told = post(good, bad)

    assert told.status_code == 200
    assert told.json()["data"][0]["taskUUID"] == good["taskUUID"]
    assert (told.json()["errors"][0]["taskUUID"], told.json()["errors"][0]["code"]) == (bad["taskUUID"], "invalidModel")


def test_a_picture_is_answered_at_once_unless_it_is_asked_for_later(stage, post, response):
    picture = {"taskType": "imageInference", "model": "klingai:kling-image@o3", "positivePrompt": "A door"}
    size = {"width": 1248, "height": 832}
    at_once = picture | size | {"taskUUID": str(uuid4()), "outputFormat": "PNG"}
    later = picture | size | {"taskUUID": str(uuid4()), "deliveryMethod": "async"}

    (item,) = post(at_once).json()["data"]
    (ack,) = post(later).json()["data"]

    assert stage.client.get(item["imageURL"]).headers["content-type"] == "image/png"
    assert "status" not in item
    assert "imageURL" not in ack
    assert response(later["taskUUID"])["data"][0]["imageURL"].endswith(".jpg")


# Files and keys


def test_a_stored_file_can_be_used_and_forgotten(stage, post):
    content = base64.b64encode(b"picture").decode()
    upload = {"taskType": "mediaStorage", "operation": "upload", "media": f"data:image/png;base64,{content}"}

    (stored,) = post(upload | {"taskUUID": str(uuid4())}).json()["data"]
    frames = {"frameImages": [{"image": stored["mediaUUID"], "frame": "first"}]}
    film = task(inputs=frames)
    del film["width"], film["height"]
    used = post(film)
    delete = {"taskType": "mediaStorage", "operation": "delete", "media": stored["mediaUUID"]}
    post(delete | {"taskUUID": str(uuid4())})
    gone = post(film | {"taskUUID": str(uuid4())})

    assert stage.client.get(stored["mediaURL"]).content == b"picture"
    assert used.status_code == 200
    assert gone.json()["errors"][0]["code"] == "invalidMedia"


def test_a_result_can_be_the_input_of_the_next_task(post, response):
    first = task(numberResults=2)
    post(first)
    made = response(first["taskUUID"])["data"][1]["videoUUID"]

    edit = {"taskType": "videoInference", "taskUUID": str(uuid4()), "model": "klingai:kling@o1"}
    used = post(edit | {"positivePrompt": "At night", "inputs": {"video": made}})

    assert used.status_code == 200


def test_a_result_expires_when_its_time_is_up(stage, post, response):
    sent = task(ttl=60)
    post(sent)
    (item,) = response(sent["taskUUID"])["data"]

    before = stage.client.get(item["videoURL"]).status_code
    stage.later(61)

    assert (before, stage.client.get(item["videoURL"]).status_code) == (200, 403)


@pytest.mark.parametrize(
    ("header", "code"), [({}, "missingApiKey"), ({"authorization": "Bearer wrong-key"}, "invalidApiKey")]
)
def test_a_key_that_opens_nothing_is_refused_with_401(post, header, code):
    told = post(task(), headers=header)

    assert told.status_code == 401
    assert told.json()["errors"][0]["code"] == code
    assert told.json()["errors"][0]["taskType"] == "authentication"


def test_a_first_task_can_bring_the_key(post):
    told = post({"taskType": "authentication", "apiKey": "rehearsal-key-a1b2"}, task(), headers={})

    assert told.status_code == 200
    assert len(told.json()["data"]) == 1


def test_the_balance_falls_with_what_is_charged_and_then_nothing_is_accepted(stage, post):
    key = {"authorization": "Bearer poor-one-p00r"}
    stage.turn(balance=1.0)
    details = {"taskType": "accountManagement", "taskUUID": str(uuid4()), "operation": "getDetails"}

    post(task(), headers=key)
    left = post(details, headers=key).json()["data"][0]["balance"]
    refused = post(task(), headers=key)

    assert left == 0.44
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (402, "insufficientCredits")


# What is refused

ONLINE = "https://example.com/a.mp4"
O1, O3 = {"model": "klingai:kling@o1"}, {"model": "klingai:kling-video@o3-pro"}

WRONG = [
    ({"duration": 40}, "unsupportedDuration", "duration"),
    ({"width": 640, "height": 480}, "unsupportedDimensions", ["width", "height"]),
    ({"height": None}, "unsupportedDimensions", ["width", "height"]),
    ({"seed": 5}, "unsupportedParameter", "seed"),
    ({"guidance": 5}, "unknownParameter", "guidance"),
    ({"positivePrompt": "x"}, "invalidPositivePromptLength", "positivePrompt"),
    ({"positivePrompt": 5}, "invalidPositivePrompt", "positivePrompt"),
    ({"numberResults": 5}, "invalidNumberResults", "numberResults"),
    ({"outputType": "dataURI"}, "invalidOutputType", "outputType"),
    ({"providerSettings": {"alibaba": {}}}, "mismatchProviderSettingsProvider", "providerSettings"),
    ({"providerSettings": {"nobody": {}}}, "unknownProviderSettingsProvider", "providerSettings"),
    ({"providerSettings": {"klingai": {"fast": True}}}, "unsupportedParameter", "providerSettings.klingai.fast"),
    ({"inputs": {"video": "https://example.com/a.mp4"}}, "unsupportedParameter", "inputs.video"),
    (
        {"inputs": {"frameImages": ["https://example.com/a.png"]}},
        "incompatibleParameters",
        ["inputs.frameImages", "width", "height"],
    ),
    ({"model": "klingai:2@1"}, "unsupportedDimensions", ["width", "height"]),
    ({"taskUUID": "seven"}, "invalidTaskUUID", "taskUUID"),
    ({"taskType": "paint"}, "unsupportedTaskType", "taskType"),
    ({"webhookURL": "here"}, "invalidWebhookURL", "webhookURL"),
    ({"inputs": {"elements": []}}, "missingFrameImages", "inputs.frameImages"),
    (O1 | {"duration": 7}, "unsupportedDuration", "duration"),
    (O1 | {"inputs": {"video": ONLINE, "referenceImages": [ONLINE] * 5}}, "arrayTooLarge", "inputs.referenceImages"),
    (
        O3 | {"inputs": {"referenceVideos": [ONLINE], "referenceImages": [ONLINE] * 5}},
        "arrayTooLarge",
        "inputs.referenceImages",
    ),
    (
        O3 | {"inputs": {"video": ONLINE}, "providerSettings": {"klingai": {"sound": True}}},
        "incompatibleParameters",
        "providerSettings.klingai.sound",
    ),
    (O3 | {"inputs": {"video": ONLINE, "elements": []}}, "incompatibleParameters", ["inputs.elements", "inputs.video"]),
]


def test_what_the_documents_do_not_allow_is_refused_with_a_code_and_the_parameter(stage, post):
    before = len(stage.charges("runware"))

    for change, code, parameter in WRONG:
        told = post(task(**change))

        error = told.json()["errors"][0]
        assert (told.status_code, error["code"], error["parameter"]) == (400, code, parameter), change
    assert len(stage.charges("runware")) == before


def test_o1_takes_seven_pictures_beside_a_video_that_it_only_refers_to(post):
    told = post(task(**O1, inputs={"referenceVideos": [ONLINE], "referenceImages": [ONLINE] * 7}))

    assert told.status_code == 200, told.json()


EXAMPLES = json.loads((Path(__file__).parents[1] / "sources" / "runware_examples.json").read_text())["examples"]
REFUSED = {786: "unsupportedDimensions", 820: "unsupportedDimensions"}
"""Runware's own examples that break its own lists: 1080p for 3.0 Standard (contradictions C1.1)."""


def test_runwares_own_examples_are_accepted_but_for_those_that_its_own_lists_forbid(stage, post):
    account = "a1b2"
    refused, known = {}, set()
    for example in EXAMPLES:
        for media in _ids(example["payload"]):
            if media not in known:
                stage.frame.open_upload("runware", account, {}, media)
                known.add(media)
        told = post(example["payload"] | {"taskUUID": str(uuid4()), "deliveryMethod": "async"}).json()
        if "errors" in told:
            refused[example["line"]] = told["errors"][0]["code"]

    assert refused == REFUSED


def _ids(value) -> list[str]:
    """The ids of files in a task of the page."""
    if isinstance(value, dict):
        return [found for name, inner in value.items() if name != "taskUUID" for found in _ids(inner)]
    if isinstance(value, list):
        return [found for inner in value for found in _ids(inner)]
    return [value] if isinstance(value, str) and value.count("-") == 4 and " " not in value else []


def test_a_body_that_is_no_list_of_tasks_is_refused(stage):
    for body in (b"{}", b"[1]", b"nonsense", b"[]"):
        assert stage.ask("POST", URL, content=body, headers=KEY).status_code == 400
