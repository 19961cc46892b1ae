"""Providers call us: only what is proven changes a job, and it changes it as a poll would."""

import json
import uuid
from datetime import timedelta
from types import SimpleNamespace

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.urls import reverse

from studio.accounts import keyring
from studio.jobs import accounts, driving, hooks, ledger, tasks
from studio.jobs.hooks import Outcome
from studio.jobs.machine import State, advance
from studio.jobs.models import Job
from studio.providers import registry
from studio.providers.base import Ticket
from studio.providers.client import Client
from studio.providers.errors import SubmitUncertain
from studio.providers.templates import Step
from tests.planted import PARTS
from tests.providers.base.test_hooks import FAILED, JWKS, KLING, NOW, OK, SECRET, delivered
from tests.providers.base.test_hooks import KLING_TIME as THEN

VIDEO = {"videoUUID": "v", "videoURL": "https://im.runware.ai/v.mp4", "cost": 0.35}


@pytest.fixture
def asked(monkeypatch):
    """The jobs that are to be asked about now."""
    found = []
    monkeypatch.setattr(hooks, "wake", found.append)
    monkeypatch.setattr(driving, "put_in", lambda job: None)
    return found


@pytest.fixture
def keys_asked():
    """How often fal was asked for its keys."""
    return SimpleNamespace(times=0, keys=JWKS)


@pytest.fixture
def client_of_studio(monkeypatch, keys_asked):
    """The studio's client, to which only fal answers, and only with its keys."""

    def answer(request: httpx.Request) -> httpx.Response:
        assert str(request.url) == "https://rest.fal.ai/.well-known/jwks.json"
        keys_asked.times += 1
        return httpx.Response(200, json={"keys": keys_asked.keys})

    made = Client(transport=httpx.MockTransport(answer), keys=accounts.key_of, pauses=())
    monkeypatch.setattr(tasks, "_client", made)
    monkeypatch.setattr(hooks, "_published", {})
    return made


@pytest.fixture
def at_provider(team, project, alice, db, asked, client_of_studio):
    """at_provider("fal", "r1") -> (job, attempt) that the provider has under this id; `state` of the attempt."""

    def make(slug: str, its_id: str, parts: dict | None = None, state: str = ledger.ACCEPTED):
        key = keyring.add(team, slug, parts or PARTS[slug], label="", by=alice)
        job = Job.objects.create(
            team=team, project=project, owner=alice, account=key, idempotency_key=uuid.uuid4().hex,
            recipe={"model": "kling-3.0-pro", "task": "text-to-video", "provider": slug, "values": {}},
            model="kling-3.0-pro", task="text-to-video", provider=slug, title="A job",
        )  # fmt: skip
        attempt = ledger.prepare(job, 1, Step(purpose="submit", method="POST", url=""), "/v1/videos/text2video")
        attempt.account = key
        attempt.save(update_fields=["account"])
        advance(job, State.SENDING)
        ledger.send(attempt)
        if state == ledger.ACCEPTED:
            ledger.accept(attempt, Ticket(provider=slug, id=its_id, endpoint=attempt.endpoint))
            advance(job, State.RUNNING)
        elif state == ledger.UNCERTAIN:
            ledger.lose(attempt, SubmitUncertain("The reply was lost."))
            advance(job, State.UNKNOWN)
        return job, attempt

    return make


def call(client, slug: str, attempt, delivery) -> int:
    """What the provider is told when it calls the attempt's address."""
    address = reverse("hook", args=[slug, hooks.token_of(attempt)])
    return client.post(address, data=delivery.body, content_type="application/json", headers=delivery.headers)


def state_of(job: Job) -> str:
    return Job.objects.get(pk=job.pk).state


# fal


@pytest.fixture
def now_is(monkeypatch):
    monkeypatch.setattr(hooks.clock, "now", lambda: NOW)
    return NOW


def test_a_signed_call_ends_the_job_as_a_poll_would(client, at_provider, now_is, asked):
    job, attempt = at_provider("fal", "r1")

    assert call(client, "fal", attempt, delivered(OK)).status_code == 204

    assert state_of(job) == State.FETCHING
    assert Job.objects.get(pk=job.pk).attempts.get().outputs[0]["url"] == "https://v3.fal.media/files/a/output.mp4"
    assert asked == [job.pk], "whoever waits for this job goes on at once"


def test_the_same_call_again_and_one_in_the_wrong_order_change_nothing(client, at_provider, now_is):
    job, attempt = at_provider("fal", "r1")
    call(client, "fal", attempt, delivered(OK))
    before = Job.objects.get(pk=job.pk)

    for again in (OK, FAILED, OK):
        assert call(client, "fal", attempt, delivered(again)).status_code == 204

    after = Job.objects.get(pk=job.pk)
    assert (after.state, after.version, after.events.count()) == (before.state, before.version, before.events.count())


def test_a_forged_call_is_turned_away_and_changes_nothing(client, at_provider, now_is, asked):
    job, attempt = at_provider("fal", "r1")

    answer = call(client, "fal", attempt, delivered(OK, key=Ed25519PrivateKey.generate()))

    assert (answer.status_code, state_of(job), asked) == (401, State.RUNNING, [])
    assert "signature" in answer.text


@pytest.mark.parametrize("skew_s", [-600, 600])
def test_a_call_ten_minutes_off_is_turned_away(client, at_provider, now_is, skew_s):
    job, attempt = at_provider("fal", "r1")
    late = str(int((now_is + timedelta(seconds=skew_s)).timestamp()))

    assert call(client, "fal", attempt, delivered(OK, at=late)).status_code == 401
    assert state_of(job) == State.RUNNING


def test_published_keys_are_asked_for_once_a_day_and_again_when_they_were_changed(
    client, at_provider, now_is, keys_asked, monkeypatch
):
    _, attempt = at_provider("fal", "r1")
    keys_asked.keys = [{"kty": "OKP", "crv": "Ed25519", "x": "AAAA"}]
    at = SimpleNamespace(now=1000.0)
    monkeypatch.setattr(hooks.time, "monotonic", lambda: at.now)

    assert call(client, "fal", attempt, delivered(OK)).status_code == 401
    assert call(client, "fal", attempt, delivered(OK)).status_code == 401
    assert keys_asked.times == 1, "a forger cannot make us ask again and again"

    keys_asked.keys, at.now = JWKS, at.now + hooks.FRESH_S + 1
    assert call(client, "fal", attempt, delivered(OK)).status_code == 204
    assert call(client, "fal", attempt, delivered(OK)).status_code == 204
    assert keys_asked.times == 2

    at.now += hooks.KEPT_S + 1
    call(client, "fal", attempt, delivered(OK))
    assert keys_asked.times == 3


def test_where_the_keys_cannot_be_had_we_only_ask(client, at_provider, now_is, monkeypatch, asked):
    job, attempt = at_provider("fal", "r1")
    down = Client(transport=httpx.MockTransport(lambda _: httpx.Response(503)), keys=accounts.key_of, pauses=())
    monkeypatch.setattr(tasks, "_client", down)

    assert call(client, "fal", attempt, delivered(OK)).status_code == 204
    assert (state_of(job), asked) == (State.RUNNING, [job.pk])


# Kling


def test_klings_call_is_believed_under_the_accounts_secret(client, at_provider, monkeypatch):
    job, attempt = at_provider("kling", "1234567890", {"key": "a-key", "webhook_secret": SECRET})
    monkeypatch.setattr(hooks.clock, "now", lambda: THEN)

    assert call(client, "kling", attempt, KLING).status_code == 204
    assert state_of(job) == State.FETCHING


def test_without_a_secret_klings_call_only_makes_us_ask(client, at_provider, asked):
    job, attempt = at_provider("kling", "1234567890", {"key": "a-key"})

    assert call(client, "kling", attempt, KLING).status_code == 204
    assert (state_of(job), asked) == (State.RUNNING, [job.pk])


def test_a_call_about_another_job_of_the_account_does_not_move_this_one(client, at_provider, monkeypatch, asked):
    job, attempt = at_provider("kling", "another", {"key": "a-key", "webhook_secret": SECRET})
    monkeypatch.setattr(hooks.clock, "now", lambda: THEN)

    assert call(client, "kling", attempt, KLING).status_code == 204
    assert (state_of(job), asked) == (State.RUNNING, [job.pk])


# Runware and Scenario


def test_runwares_call_brings_the_result_and_its_cost(client, at_provider):
    job, attempt = at_provider("runware", "replaced")
    type(attempt).objects.filter(pk=attempt.pk).update(
        ticket=Ticket(provider="runware", id=str(attempt.pk), endpoint=attempt.endpoint).as_json()
    )
    body = json.dumps({"data": [{"taskUUID": str(attempt.pk), **VIDEO}]}).encode()

    assert call(client, "runware", attempt, hooks.Delivery(body=body, headers={})).status_code == 204

    job = Job.objects.get(pk=job.pk)
    assert (job.state, str(job.billed_amount), job.billed_currency) == (State.FETCHING, "0.350000", "USD")


def test_scenarios_call_makes_every_running_job_of_the_account_be_asked_about(client, at_provider, asked):
    job, _ = at_provider("scenario", "j1", {"key": "k", "secret": "s"})
    at_provider("runware", "other account")
    token = job.account.hook_token

    assert client.post(reverse("hook", args=["scenario", token]), b"{}", "application/json").status_code == 204
    assert asked == [job.pk]
    assert hooks.account_address(job.account) == reverse("hook", args=["scenario", token])


# What was thought lost


def test_a_call_about_a_job_whose_reply_was_lost_proves_that_it_was_taken(client, at_provider, now_is):
    job, attempt = at_provider("fal", "r1", state=ledger.UNCERTAIN)

    assert call(client, "fal", attempt, delivered(OK)).status_code == 204

    attempt.refresh_from_db()
    assert (attempt.state, attempt.ticket["id"]) == (ledger.ACCEPTED, "r1")
    assert state_of(job) == State.FETCHING


def test_a_call_before_the_reply_itself_is_asked_to_come_again(client, at_provider, now_is):
    job, attempt = at_provider("fal", "r1", state=ledger.SENDING)

    answer = call(client, "fal", attempt, delivered(OK))

    assert (answer.status_code, answer["Retry-After"], state_of(job)) == (503, "10", State.SENDING)


# Addresses


def test_nobody_guesses_an_address(client, at_provider):
    job, attempt = at_provider("runware", "x")
    token = hooks.token_of(attempt)
    wrong = [token[:-1], "x", f"{uuid.uuid4().hex}.{token.partition('.')[2]}", hooks.SIGNER.sign("no uuid")]

    for guess in wrong:
        assert client.post(reverse("hook", args=["runware", guess]), b"{}", "application/json").status_code == 404
    assert client.post(reverse("hook", args=["nobody", token]), b"{}", "application/json").status_code == 404
    assert client.post(reverse("hook", args=["fal", token]), b"{}", "application/json").status_code == 404
    assert client.get(reverse("hook", args=["runware", token])).status_code == 405


def test_a_giant_call_is_not_read(client, at_provider, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    _, attempt = at_provider("runware", "x")

    answer = call(client, "runware", attempt, hooks.Delivery(body=b"[" * 200, headers={}))

    assert answer.status_code == 413


@pytest.mark.parametrize("body", [b"", b"\xff\xfe", b"null", b"[" * 5000, b'{"data": 7}', b'{"errors": [{"code": 1}]}'])
def test_nonsense_at_the_right_address_only_makes_us_ask(client, at_provider, asked, body):
    for slug in ("runware", "kling", "fal", "scenario"):
        job, attempt = at_provider(slug, "x", {"key": "k", "secret": "s"})
        token = job.account.hook_token if slug == "scenario" else hooks.token_of(attempt)
        assert client.post(reverse("hook", args=[slug, token]), body, "application/json").status_code in (204, 401)
        assert state_of(job) == State.RUNNING


def test_a_submit_names_our_address_only_where_the_studio_has_one(at_provider, settings):
    _, attempt = at_provider("fal", "r1")
    step = Step(purpose="submit", method="POST", url="https://queue.fal.run/fal-ai/x", json={})
    settings.HOOKS_URL = ""
    assert hooks.addressed(registry.get("fal"), attempt, step) == step

    settings.HOOKS_URL = "https://dailies.example.com"
    sent = httpx.URL(hooks.addressed(registry.get("fal"), attempt, step).url)
    token = hooks.token_of(attempt)
    assert sent.params["fal_webhook"] == f"https://dailies.example.com/hooks/fal/{token}/"
    upload = Step(purpose="upload", method="POST", url="https://rest.fal.ai/x", json={})
    assert hooks.addressed(registry.get("fal"), attempt, upload) == upload


def test_every_outcome_has_a_sentence_unless_all_is_well():
    assert all(words or status == 204 for status, words in (outcome.value for outcome in Outcome))
