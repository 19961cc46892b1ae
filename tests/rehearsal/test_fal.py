"""The stand-in for fal, on the wire: the queue, storage, errors, webhooks, money. Lines are those of fal.md."""

import hashlib
import json
from base64 import b64decode, urlsafe_b64decode
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

QUEUE, REST, CDN, PLATFORM = (
    "https://queue.fal.run",
    "https://rest.fal.ai",
    "https://v3.fal.media",
    "https://api.fal.ai",
)
TEXT = "fal-ai/kling-video/v2.6/pro/text-to-video"
IMAGE = "fal-ai/kling-video/v2.5-turbo/pro/image-to-video"
PICTURE = "fal-ai/kling-image/v3/text-to-image"
WORDS = {"prompt": "A pier in fog"}


class Fal:
    """Asks the stand-in with one key."""

    def __init__(self, stage, key: str = "some-id:some-secret") -> None:
        self.stage = stage
        self.headers = {"authorization": f"Key {key}"} if key else {}

    def ask(self, method: str, url: str, headers: dict | None = None, **more):
        return self.stage.ask(method, url, headers=self.headers | (headers or {}), **more)

    def submit(self, endpoint: str = TEXT, inputs: dict | None = None, **headers):
        """The answer to a submit; header names with underscores."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.ask("POST", f"{QUEUE}/{endpoint}", named, json=WORDS if inputs is None else inputs)

    def taken(self, *asked, **headers) -> dict:
        answer = self.submit(*asked, **headers)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def status(self, taken: dict, logs: str = "1"):
        return self.ask("GET", f"{taken['status_url']}?logs={logs}")

    def result(self, taken: dict):
        return self.ask("GET", taken["response_url"])


@pytest.fixture
def fal(stage):
    return Fal(stage)


def amount(stage, request_id: str) -> list[str]:
    """What a request costs, once it is over."""
    return [row["amount"] for row in stage.charges("fal") if row["their_id"] == request_id and not row["refunded"]]


# The queue


def test_a_request_waits_in_its_place_runs_with_a_log_and_gives_its_result_at_the_top(stage, fal):
    stage.turn(queue_s=[10, 10], delay_s=[100, 100])
    taken = fal.taken(TEXT, WORDS | {"duration": "10"})
    waiting, early = fal.status(taken), fal.result(taken)
    stage.later(60)
    running = fal.status(taken)
    stage.later(60)
    done, result = fal.status(taken), fal.result(taken)

    assert taken["status_url"] == f"{QUEUE}/fal-ai/kling-video/requests/{taken['request_id']}/status"  # line 13
    assert (waiting.status_code, waiting.json()["status"], waiting.json()["queue_position"]) == (202, "IN_QUEUE", 9)
    assert (early.status_code, early.json()) == (400, {"detail": "Request is still in progress"})
    assert (running.status_code, running.json()["status"]) == (202, "IN_PROGRESS")
    assert [line["message"] for line in running.json()["logs"]][-1] == "Halfway"
    assert fal.status(taken, logs="0").json()["logs"] is None
    assert (done.status_code, done.json()["status"]) == (200, "COMPLETED")
    assert done.json()["metrics"] == {"inference_time": 100.0}
    assert result.headers["x-fal-request-id"] == taken["request_id"]
    assert result.json()["video"]["content_type"] == "video/mp4"
    assert amount(stage, taken["request_id"]) == ["1.4"]  # 10 s at $0.14 with sound, which is on (lines 48, 310)


def test_what_each_kind_of_endpoint_makes_is_listed_as_its_schema_says(stage, fal):
    file = "https://media.example/a.mp3"
    outputs = {
        PICTURE: (WORDS | {"num_images": 3, "output_format": "jpeg"}, ["images"]),
        "fal-ai/kling-video/create-voice": ({"voice_url": file}, ["voice_id"]),
        "fal-ai/kling-video/v1/tts": ({"text": "Good evening"}, ["audio"]),
        "fal-ai/kling-video/video-to-audio": ({"video_url": file}, ["audio", "video"]),
        "fal-ai/kling-video/ai-avatar/v2/pro": ({"audio_url": file, "image_url": file}, ["duration", "video"]),
        "fal-ai/kling/v1-5/kolors-virtual-try-on": ({"garment_image_url": file, "human_image_url": file}, ["image"]),
        "fal-ai/kolors": (WORDS, ["has_nsfw_concepts", "images", "prompt", "seed", "timings"]),
    }

    for endpoint, (inputs, names) in outputs.items():
        assert sorted(fal.result(fal.taken(endpoint, inputs)).json()) == names, endpoint
    inside = fal.result(fal.taken(PICTURE, WORDS | {"sync_mode": True})).json()["images"][0]
    assert b64decode(inside["url"].partition("base64,")[2]).startswith(b"\x89PNG")
    stage.turn(partial=1)
    assert len(fal.result(fal.taken(PICTURE, WORDS | {"num_images": 3})).json()["images"]) == 2


def test_what_a_model_does_not_take_is_told_by_its_result_place_by_place_and_costs_nothing(stage, fal):
    wrong = fal.taken(IMAGE, {"duration": "7", "cfg_scale": 2})
    both = fal.taken("fal-ai/kling-video/v3/pro/text-to-video", WORDS | {"multi_prompt": [WORDS]})
    answer = fal.result(wrong)
    details = {tuple(detail["loc"]): detail["type"] for detail in answer.json()["detail"]}

    assert fal.status(wrong).json()["status"] == "COMPLETED"
    assert (answer.status_code, answer.headers["x-fal-retryable"]) == (422, "false")
    assert details == {
        ("body", "prompt"): "missing",
        ("body", "image_url"): "missing",
        ("body", "duration"): "one_of",
        ("body", "cfg_scale"): "less_than_equal",
    }
    assert fal.result(both).json()["detail"][0]["type"] == "value_error"
    assert amount(stage, wrong["request_id"]) == []


def test_moderation_and_trouble_inside_are_errors_of_the_result_and_cost_nothing(stage, fal):
    stage.turn(moderated=1)
    flagged = fal.taken()
    stage.turn(fail_after_accept=1)
    broken = fal.taken()
    answers = [fal.result(taken) for taken in (flagged, broken)]

    assert [answer.status_code for answer in answers] == [422, 500]
    assert answers[0].json()["detail"][0]["type"] == "content_policy_violation"
    assert [answer.headers["x-fal-retryable"] for answer in answers] == ["false", "true"]
    assert [amount(stage, taken["request_id"]) for taken in (flagged, broken)] == [[], []]


def test_only_what_waits_is_stopped_and_what_is_over_or_unknown_says_so(stage, fal):
    stage.turn(queue_s=[10, 10], delay_s=[10, 10])
    waiting, running = fal.taken(), fal.taken()
    stopped = fal.ask("PUT", waiting["cancel_url"])
    stage.later(15)
    asked = fal.ask("PUT", running["cancel_url"])
    stage.later(15)
    late = fal.ask("PUT", running["cancel_url"])
    unknown = fal.ask("PUT", f"{QUEUE}/fal-ai/kling-video/requests/{uuid4()}/cancel")

    assert [(answer.status_code, answer.json()["status"]) for answer in (stopped, asked, late, unknown)] == [
        (202, "CANCELLATION_REQUESTED"),
        (202, "CANCELLATION_REQUESTED"),
        (400, "ALREADY_COMPLETED"),
        (404, "NOT_FOUND"),
    ]
    assert fal.status(waiting).json()["error_type"] == "client_cancelled"
    assert (fal.result(waiting).status_code, fal.result(running).status_code) == (499, 200)
    assert [amount(stage, taken["request_id"]) for taken in (waiting, running)] == [[], ["0.7"]]


def test_what_does_not_start_in_the_time_that_was_given_ends_and_costs_nothing(stage, fal):
    stage.turn(queue_s=[10, 10])
    taken = fal.taken(TEXT, WORDS, x_fal_request_timeout="5")
    stage.later(6)
    answer = fal.result(taken)

    assert fal.status(taken).json()["error_type"] == "request_timeout"
    assert (answer.status_code, answer.headers["x-fal-request-timeout-type"]) == (504, "user")
    assert amount(stage, taken["request_id"]) == []
    assert fal.submit(TEXT, WORDS, x_fal_request_timeout="1").json()["error_type"] == "bad_request"


def test_a_stream_tells_each_change_until_it_is_over(stage, fal):
    stage.turn(queue_s=[0.1, 0.1], delay_s=[0.1, 0.1])
    answer = fal.ask("GET", f"{fal.taken()['status_url']}/stream")
    words = [json.loads(line.removeprefix("data: "))["status"] for line in answer.text.split("\n\n") if line]

    assert answer.headers["content-type"].startswith("text/event-stream")
    assert list(dict.fromkeys(words))[-2:] == ["IN_PROGRESS", "COMPLETED"]


def test_without_the_queue_the_result_is_the_answer(fal):
    assert len(fal.ask("POST", f"https://fal.run/{PICTURE}", json=WORDS).json()["images"]) == 1


# Who asks, and for what


def test_keys_and_addresses_that_open_nothing_are_refused_before_anything_is_taken(stage, fal):
    before, taken = len(stage.charges("fal")), fal.taken()
    expected = {"": 401, "wrong:key": 401, "exhausted:key": 403, "forbidden:key": 403}

    for key, status in expected.items():
        assert Fal(stage, key).submit().status_code == status, key
    assert Fal(stage, "exhausted:key").submit().json()["detail"].startswith("User is locked")
    assert Fal(stage, "another:key").status(taken).status_code == 404
    assert fal.ask("GET", f"{QUEUE}/{TEXT}/requests/{taken['request_id']}/status").status_code == 405
    assert fal.submit("fal-ai/kling-video/v9").status_code == 404
    assert stage.ask("POST", f"{QUEUE}/{TEXT}", content=b"{", headers=fal.headers).json()["error_type"] == "bad_request"
    assert len(stage.charges("fal")) == before + 1


def test_the_dials_trouble_comes_in_fals_words(stage, fal):
    kinds = {"500": (500, "internal_error"), "503": (503, "runner_scheduling_failure"), "429": (429, None)}
    kinds["200-with-errors"] = (200, "internal_error")

    for what, (status, kind) in kinds.items():
        stage.turn({"provider": "fal", "where": "submit", "what": what})
        answer = fal.submit()
        assert (answer.status_code, answer.json().get("error_type")) == (status, kind), what
        assert "request_id" not in answer.json()


def test_prices_are_told_to_any_key_and_the_balance_to_an_admin(stage, fal):
    stage.turn(balance=2)
    rich = Fal(stage, f"admin:{uuid4().hex[:4]}")
    rich.taken()
    prices = fal.ask("GET", f"{PLATFORM}/v1/models/pricing?endpoint_id={TEXT},{PICTURE}").json()["prices"]
    asked = {"estimate_type": "unit_price", "endpoints": {TEXT: {"unit_quantity": 10}}}

    assert [(price["unit_price"], price["unit"]) for price in prices] == [(0.07, "seconds"), (0.028, "images")]
    assert fal.ask("POST", f"{PLATFORM}/v1/models/pricing/estimate", json=asked).json()["total_cost"] == 0.7
    told = rich.ask("GET", f"{PLATFORM}/v1/account/billing?expand=credits").json()
    assert told["credits"] == {"current_balance": 1.3, "currency": "USD"}
    assert rich.submit(TEXT, WORDS | {"duration": "10"}).status_code == 403
    assert fal.ask("GET", f"{PLATFORM}/v1/account/billing").status_code == 403
    assert Fal(stage, "").ask("GET", f"{PLATFORM}/v1/models/pricing").json()["error"]["type"] == "authorization_error"


# Storage


def test_a_file_is_announced_put_and_used_and_one_that_never_came_is_found_missing(stage, fal):
    announced = {"content_type": "image/png", "file_name": "first.png"}
    to = fal.ask("POST", f"{REST}/storage/upload/initiate?storage_type=fal-cdn-v3", json=announced).json()
    inputs = WORDS | {"image_url": to["file_url"]}
    early = fal.result(fal.taken(IMAGE, inputs))
    stage.client.put(to["upload_url"], content=b"bytes", headers={"content-type": "image/png"}).raise_for_status()
    file = stage.ask("GET", to["file_url"])

    assert early.json()["detail"][0]["type"] == "file_download_error"
    assert early.json()["detail"][0]["loc"] == ["body", "image_url"]
    assert (file.content, file.headers["content-type"]) == (b"bytes", "image/png")
    assert fal.result(fal.taken(IMAGE, inputs)).status_code == 200
    assert fal.ask("POST", f"{REST}/storage/upload/initiate", json={}).status_code == 422


def test_a_large_file_goes_up_in_parts_and_files_last_as_long_as_was_wished(stage, fal):
    announced = {"content_type": "video/mp4", "file_name": "long.mp4"}
    keep = {"X-Fal-Object-Lifecycle": json.dumps({"expiration_duration_seconds": 60})}
    to = fal.ask("POST", f"{REST}/storage/upload/initiate-multipart", keep, json=announced).json()
    path, _, query = to["upload_url"].partition("?")
    parts = [fal.ask("PUT", f"{path}/{number}?{query}", content=part).json() for number, part in ((2, b"b"), (1, b"a"))]
    done = fal.ask("POST", f"{path}/complete?{query}", json={"parts": parts})

    assert done.status_code == 200
    assert stage.ask("GET", to["file_url"]).content == b"ab"
    assert fal.ask("PUT", f"{path}/3", content=b"c").status_code == 401, "without what the address was signed with"
    stage.later(61)
    assert stage.ask("GET", to["file_url"]).status_code == 404

    life = {"x_fal_object_lifecycle_preference": json.dumps({"expiration_duration_seconds": 30})}
    url = fal.result(fal.taken(PICTURE, WORDS, **life)).json()["images"][0]["url"]
    assert stage.client.get(url).status_code == 200
    stage.later(31)
    assert stage.client.get(url).status_code == 403


def test_a_file_in_parts_is_there_only_once_all_of_them_are(stage, fal):
    announced = {"content_type": "video/mp4", "file_name": "long.mp4"}
    to = fal.ask("POST", f"{REST}/storage/upload/initiate-multipart", json=announced).json()
    path, _, query = to["upload_url"].partition("?")
    one, two, three = (
        fal.ask("PUT", f"{path}/{number}?{query}", content=part).json()
        for number, part in enumerate((b"a", b"b", b"c"), 1)
    )

    for parts in ([], [one, two], [one, three], [one, two, three, {"partNumber": 4, "etag": "x"}]):
        assert fal.ask("POST", f"{path}/complete?{query}", json={"parts": parts}).status_code == 400, parts
    other = {"partNumber": 2, "etag": one["etag"]}
    assert fal.ask("POST", f"{path}/complete?{query}", json={"parts": [one, other, three]}).status_code == 400
    assert stage.ask("GET", to["file_url"]).status_code == 404

    fal.ask("POST", f"{path}/complete?{query}", json={"parts": [three, one, two]}).raise_for_status()
    assert stage.ask("GET", to["file_url"]).content == b"abc"


# Webhooks


def said(stage, taken: dict):
    """What the webhook of a request says now, and its headers."""
    message = stage.frame.hooks.writers["fal"](stage.frame.task("fal", taken["request_id"]), {}, stage.frame.clock())
    return message, json.loads(message.body)


def test_a_webhook_tells_the_payload_or_the_error_and_is_signed_with_a_published_key(stage, fal):
    hooked = f"{TEXT}?fal_webhook=https%3A%2F%2Fstudio.example%2Fhooks%2Ffal%2F1"
    good = fal.taken(hooked)
    stage.turn(moderated=1)
    bad = fal.taken(hooked)
    message, told = said(stage, good)
    names = ("request-id", "user-id", "timestamp")
    signed = "\n".join(
        [*(message.headers[f"x-fal-webhook-{name}"] for name in names), hashlib.sha256(message.body).hexdigest()]
    )
    (key,) = stage.ask("GET", f"{REST}/.well-known/jwks.json").json()["keys"]

    Ed25519PublicKey.from_public_bytes(urlsafe_b64decode(key["x"] + "=")).verify(
        bytes.fromhex(message.headers["x-fal-webhook-signature"]), signed.encode()
    )
    assert (told["status"], told["payload"]) == ("OK", fal.result(good).json())
    _, refused = said(stage, bad)
    assert (refused["status"], refused["error"]) == ("ERROR", "Invalid status code: 422")
    assert refused["payload"]["detail"][0]["type"] == "content_policy_violation"
    assert {hook.task_id for hook in stage.frame.store.hooks("fal")} >= {good["request_id"], bad["request_id"]}
    assert fal.submit(f"{TEXT}?fal_webhook=ftp%3A%2F%2Fx").status_code == 400
