"""Deliveries: what proves them, and what they tell. Bodies are those of the references, which are named at each."""

import base64
import hashlib
import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from studio.providers import registry
from studio.providers.base import Phase, Ticket
from studio.providers.hooks import Delivery, Proof
from studio.providers.kling.hooks import signature
from studio.providers.templates import OUR_ID, Step

NOW = datetime(2026, 8, 20, 12, 0, tzinfo=UTC)
STAMP = str(int(NOW.timestamp()))
ADDRESS = "https://dailies.example.com/hooks/x/0a1b.2c3d/?a=b"

# Kling, "Webhook Signature": the published example (facts about the official API, line 83)
SECRET = "whsec_dGVzdHNlY3JldHRlc3RzZWNyZXR0ZXN0c2VjcmV0MTI="
KLING = Delivery(
    body=b'{"id":"1234567890","status":"succeeded","message":"","create_time":1781080778802,"update_time":1781080794151}',
    headers={
        "Webhook-Id": "9876543210",
        "Webhook-Timestamp": "1781080794",
        "Webhook-Signature": "v1,UsKlJP00XoQyOn410NM9xv34sP+Gl0jnOO9Lcpr7NJ4=",
    },
)
KLING_TIME = datetime.fromtimestamp(1781080794, UTC)

kling, fal, runware, scenario = (registry.get(slug) for slug in ("kling", "fal", "runware", "scenario"))


def with_headers(delivery: Delivery, **headers: str) -> Delivery:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Delivery(body=delivery.body, headers={**delivery.headers, **named})


# Kling


def test_klings_published_example_is_believed():
    assert kling.is_signed(KLING, (SECRET,), KLING_TIME)


def test_while_a_secret_is_replaced_either_signature_is_enough():
    other = "whsec_" + base64.b64encode(b"another secret, 24 bytes").decode()
    both = with_headers(KLING, Webhook_Signature=f"v1,AAAA {KLING.headers['Webhook-Signature']} v2,xyz")

    assert kling.is_signed(both, (other, SECRET), KLING_TIME)
    assert not kling.is_signed(both, (other,), KLING_TIME)


@pytest.mark.parametrize("skew_s", [-301, 301, 600, -600])
def test_a_call_of_another_time_is_not_believed(skew_s):
    assert not kling.is_signed(KLING, (SECRET,), KLING_TIME + timedelta(seconds=skew_s))
    assert kling.is_signed(KLING, (SECRET,), KLING_TIME + timedelta(seconds=skew_s / abs(skew_s) * 299))


@given(st.binary(max_size=300), st.text(max_size=40), st.text(max_size=40), st.text(max_size=80))
def test_whatever_is_sent_without_the_secret_is_not_believed_and_breaks_nothing(body, its_id, stamp, signed):
    headers = {"webhook-id": its_id, "webhook-timestamp": stamp, "webhook-signature": signed}
    forged = Delivery(body=body, headers=headers)

    assert not kling.is_signed(forged, (SECRET, "whsec_no base64!", ""), KLING_TIME)
    assert kling.news(forged, None, "ours").update is None or body.strip().startswith(b"{")


def test_changing_one_byte_of_the_body_breaks_the_signature():
    changed = Delivery(body=KLING.body.replace(b"succeeded", b"succeedee"), headers=KLING.headers)

    assert not kling.is_signed(changed, (SECRET,), KLING_TIME)


def test_an_empty_secret_signs_nothing():
    said = b".".join((b"1", STAMP.encode(), b"{}"))
    headers = {"webhook-id": "1", "webhook-timestamp": STAMP, "webhook-signature": f"v1,{signature('', said)}"}

    assert not kling.is_signed(Delivery(body=b"{}", headers=headers), ("nonsense!",), NOW)


def test_klings_bare_task_tells_the_same_as_a_poll():
    # older generation: facts, line 80
    task = {
        "task_id": "t1",
        "task_status": "succeed",
        "task_status_msg": "",
        "final_unit_deduction": "3.5",
        "task_info": {"external_task_id": "ours"},
        "task_result": {"videos": [{"id": "v1", "url": "https://cdn.example/v.mp4", "duration": "5"}]},
    }
    news = kling.news(Delivery(body=json.dumps(task).encode(), headers={}), Ticket(provider="kling", id="t1"), "ours")

    assert news.id == "t1"
    assert news.update.phase is Phase.DONE
    assert [output.url for output in news.update.outputs] == ["https://cdn.example/v.mp4"]
    assert (news.update.billed.state, news.update.billed.amount) == ("yes", Decimal("3.500000"))


def test_klings_call_about_another_task_tells_nothing_about_ours():
    assert kling.news(KLING, Ticket(provider="kling", id="another"), "ours").update is None


def test_kling_is_given_the_address_beside_our_id_in_both_generations():
    older = Step(purpose="submit", method="POST", url="u", json={"prompt": "x", "external_task_id": OUR_ID})
    newer = Step(purpose="submit", method="POST", url="u", json={"options": {"external_task_id": OUR_ID}})
    neither = Step(purpose="helper", method="POST", url="u", json={"text": "x"})

    assert kling.with_hook(older, ADDRESS).json["callback_url"] == ADDRESS
    assert kling.with_hook(newer, ADDRESS).json["options"] == {"external_task_id": OUR_ID, "callback_url": ADDRESS}
    assert kling.with_hook(neither, ADDRESS) == neither


# fal

PRIVATE = Ed25519PrivateKey.generate()
PUBLIC = base64.urlsafe_b64encode(PRIVATE.public_key().public_bytes_raw()).rstrip(b"=").decode()
JWKS = [{"kty": "OKP", "crv": "Ed25519", "x": "not a key"}, {"kty": "OKP", "crv": "Ed25519", "x": PUBLIC}]
"""A published set, in the shape of the facts about fal, line 25: every key is tried."""

OK = {  # facts about fal, line 24; the payload as `videos` answer (line 36)
    "request_id": "r1",
    "gateway_request_id": "r1",
    "status": "OK",
    "payload": {"video": {"url": "https://v3.fal.media/files/a/output.mp4", "content_type": "video/mp4"}},
}
FAILED = {
    "request_id": "r1",
    "gateway_request_id": "r1",
    "status": "ERROR",
    "error": "Invalid status code: 422",
    "payload": {"detail": [{"loc": ["body", "prompt"], "msg": "Bad prompt", "type": "content_policy_violation"}]},
}


def delivered(body: object, at: str = STAMP, key: Ed25519PrivateKey = PRIVATE) -> Delivery:
    """As fal signs it: line 25."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    said = "\n".join(("r1", "u1", at, hashlib.sha256(raw).hexdigest())).encode()
    signed = key.sign(said).hex()
    names = ("Request-Id", "User-Id", "Timestamp", "Signature")
    return Delivery(
        body=raw,
        headers={f"X-Fal-Webhook-{name}": value for name, value in zip(names, ("r1", "u1", at, signed), strict=True)},
    )


def test_what_fal_signed_is_believed():
    assert fal.is_signed(delivered(OK), JWKS, NOW)


def test_what_another_signed_or_changed_afterwards_is_not():
    signed = delivered(OK)

    assert not fal.is_signed(delivered(OK, key=Ed25519PrivateKey.generate()), JWKS, NOW)
    assert not fal.is_signed(Delivery(body=signed.body + b" ", headers=signed.headers), JWKS, NOW)
    assert not fal.is_signed(with_headers(signed, **{"X_Fal_Webhook_Request_Id": "r2"}), JWKS, NOW)
    assert not fal.is_signed(Delivery(body=signed.body, headers={}), JWKS, NOW)


@pytest.mark.parametrize("skew_s", [-301, 301, 86_400])
def test_fals_call_of_another_time_is_not_believed(skew_s):
    assert not fal.is_signed(delivered(OK), JWKS, NOW + timedelta(seconds=skew_s))


def test_fals_ok_brings_the_result():
    news = fal.news(delivered(OK), Ticket(provider="fal", id="r1"), "ours")

    assert (news.id, news.update.phase) == ("r1", Phase.DONE)
    assert [output.url for output in news.update.outputs] == ["https://v3.fal.media/files/a/output.mp4"]


def test_fals_error_says_which_field_and_what_fal_said():
    update = fal.news(delivered(FAILED), Ticket(provider="fal", id="r1"), "ours").update

    assert (update.phase, update.field, update.billed.state) == (Phase.FAILED, "prompt", "unknown")
    assert "Bad prompt" in update.error


@pytest.mark.parametrize(
    "body",
    [
        {**OK, "payload": None, "payload_error": "not serialisable"},
        {**FAILED, "payload": None, "error": "Invalid status code: 503"},
        {**OK, "request_id": "another"},
        b"no json",
        b"[1, 2]",
    ],
)
def test_a_call_of_fals_that_tells_too_little_only_makes_us_ask(body):
    assert fal.news(delivered(body), Ticket(provider="fal", id="r1"), "ours").update is None


def test_fal_is_given_the_address_in_the_query():
    step = Step(purpose="submit", method="POST", url="https://queue.fal.run/fal-ai/kling-video/v3/pro", json={})

    sent = fal.with_hook(step, ADDRESS).url

    assert sent.startswith("https://queue.fal.run/fal-ai/kling-video/v3/pro?fal_webhook=https%3A%2F%2F")
    assert sent.count("?") == 1


# Runware and Scenario


def test_runwares_address_is_its_proof_and_its_call_an_answer():
    # facts about Runware, line 157
    body = {
        "data": [{"taskType": "videoInference", "taskUUID": "ours", "videoUUID": "v", "videoURL": "https://x/v.mp4"}]
    }
    news = runware.news(Delivery(body=json.dumps(body).encode(), headers={}), None, "ours")

    assert runware.hook_proof is Proof.ADDRESS
    assert (news.id, news.update.phase) == ("ours", Phase.DONE)


def test_one_of_two_results_does_not_end_a_job_of_runwares():
    body = {"data": [{"taskUUID": "ours", "videoUUID": "v", "videoURL": "https://x/v.mp4", "cost": 0.1}]}
    ticket = Ticket(provider="runware", id="ours", raw={"results": 2})

    assert (
        runware.news(Delivery(body=json.dumps(body).encode(), headers={}), ticket, "ours").update.phase is Phase.RUNNING
    )


def test_runware_is_given_the_address_in_the_task():
    step = Step(purpose="submit", method="POST", url="u", json=[{"taskUUID": OUR_ID}])

    assert runware.with_hook(step, ADDRESS).json == [{"taskUUID": OUR_ID, "webhookURL": ADDRESS}]


def test_scenarios_calls_prove_nothing_and_tell_nothing():
    step = Step(purpose="submit", method="POST", url="u", json={})

    assert scenario.hook_proof is Proof.NONE
    assert scenario.with_hook(step, ADDRESS) == step
    assert scenario.news(Delivery(body=b"{}", headers={}), None, "ours").update is None
