"""Whole jobs with everything logged that any library has to say: leaks.py looks for the keys in all of it."""

import base64
import logging

import pytest

from studio.accounts import keyring
from studio.jobs.machine import State
from tests.planted import PARTS, WEBHOOK_SECRET, planted

pytestmark = pytest.mark.django_db

PROMPT = {"prompt": "A pier in fog", "duration": 5}
GOES_WRONG = (
    {},
    {"where": "submit", "what": "drop-after-body"},
    {"where": "submit", "what": "half-answer"},
    {"where": "submit", "what": "500"},
    {"where": "status", "what": "half-answer"},
    {"where": "file", "what": "redirect-to-private"},
)


@pytest.fixture
def everything(caplog):
    """The log of everybody, down to the last byte of a connection."""
    caplog.set_level(logging.DEBUG)
    for name in ("httpx", "httpcore", "django", "asyncio"):
        caplog.set_level(logging.DEBUG, name)
    return caplog


@pytest.mark.parametrize("provider", PARTS)
def test_no_log_says_a_key_or_what_it_became(everything, submit, drive, stage, settings, provider):
    settings.HOOKS_URL = "https://dailies.example.com"

    for fault in GOES_WRONG:
        stage.turn(*([{"provider": provider, **fault}] if fault else []))
        drive(submit("kling-2.1-master", "text-to-video", provider, **PROMPT))

    said = everything.text
    assert "HTTP Request: POST" in said and "send_request_headers.started" in said
    assert not any(part in said for part in PARTS[provider].values())


def test_what_signs_a_request_for_a_pair_of_keys_is_in_no_log_and_no_row(everything, submit, drive, stage, team, keys):
    from studio.rehearsal.kling.keys import secret_of

    access = planted("kling", "access")
    pair = {"access_key": access, "secret_key": secret_of(access), "webhook_secret": WEBHOOK_SECRET}
    keyring.add(team, "kling", pair)
    stage.turn()

    job = drive(submit("kling-2.1-master", "text-to-video", "kling", **PROMPT))

    assert job.state == State.READY
    header = base64.urlsafe_b64encode(b'{"alg":"HS256"').decode().rstrip("=")
    assert header[:16] not in everything.text


def test_a_key_that_a_provider_says_back_is_blotted_out_of_what_is_kept(everything, submit, drive, stage, team, keys):
    keyring.add(team, "runware", {"key": f"wrong-{planted('runware', 'key')}"})
    stage.turn()

    job = drive(submit("kling-2.1-master", "text-to-video", "runware", **PROMPT))

    assert (job.state, job.billed_state) == (State.REFUSED, "no")
