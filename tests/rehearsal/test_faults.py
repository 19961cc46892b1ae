"""What each exact fault does on the wire: seen by a raw client, down to the socket."""

import json
import socket
import time
from email.utils import formatdate, parsedate_to_datetime
from uuid import uuid4

import httpx
import pytest

from studio.rehearsal.dial import WHAT

URL = "https://api.runware.ai/v1"
KEY = {"authorization": "Bearer rehearsal-key-f4f4"}


def film():
    size = {"width": 1280, "height": 720, "duration": 3}
    model = {"model": "klingai:kling-video@3-standard", "positivePrompt": "A library"}
    return [{"taskType": "videoInference", "taskUUID": str(uuid4()), **model, **size}]


def fault(what, **more):
    return {"provider": "runware", "where": "submit", "what": what, **more}


@pytest.fixture
def post(stage):
    """post(fault) -> the answer to a submit that the fault happens to."""

    def post(*faults, **dial):
        stage.turn(*faults, **dial)
        return stage.ask("POST", URL, json=film(), headers=KEY)

    return post


@pytest.fixture
def taken(stage):
    """taken() -> how many jobs were accepted and charged since the test began."""
    before = len(stage.charges("runware"))
    return lambda: len(stage.charges("runware")) - before


LOST = {
    "drop-before-body": ("Server disconnected without sending a response", 0),
    "drop-after-body": ("Server disconnected without sending a response", 1),
    "half-answer": ("peer closed connection without sending complete message body", 1),
}


@pytest.mark.parametrize("what", LOST)
def test_a_dropped_connection_is_seen_as_such_and_only_what_was_read_is_accepted(post, taken, what):
    words, charged = LOST[what]

    with pytest.raises(httpx.RemoteProtocolError, match=words):
        post(fault(what))

    assert taken() == charged


def line_to(stage):
    """A bare connection to the rehearsal."""
    return socket.create_connection(("127.0.0.1", int(stage.origin.rpartition(":")[2])), timeout=5)


def test_before_the_body_means_that_the_body_is_not_waited_for(stage):
    stage.turn({"provider": "kling", "where": "submit", "what": "drop-before-body"})
    head = b"POST /v1/videos/text2video HTTP/1.1\r\nhost: api-singapore.klingai.com\r\ncontent-length: 1000000\r\n\r\n"

    with line_to(stage) as line:
        line.sendall(head)
        try:
            answer = line.recv(100)
        except ConnectionResetError:
            answer = b""

    assert answer == b""


def test_after_a_complete_answer_the_connection_is_closed(stage, taken):
    stage.turn(fault("drop-after-answer"))
    body = json.dumps(film()).encode()
    head = f"POST /v1 HTTP/1.1\r\nhost: api.runware.ai\r\nauthorization: Bearer key-a1b2\r\ncontent-length: {len(body)}"

    with line_to(stage) as line:
        line.sendall(head.encode() + b"\r\n\r\n" + body)
        told = b"".join(iter(lambda: line.recv(4096), b""))

    assert told.startswith(b"HTTP/1.1 200")
    assert json.loads(told.partition(b"\r\n\r\n")[2])["data"]
    assert b"connection: close" not in told.lower()
    assert taken() == 1


REFUSED = {
    "500": 500,
    "503": 503,
    "429": 429,
    "429-retry-after": 429,
    "429-retry-date": 429,
    "200-with-errors": 200,
}


def test_trouble_is_answered_in_the_providers_words_and_nothing_is_accepted(post, taken):
    for what, status in REFUSED.items():
        answer = post(fault(what, seconds=7))

        assert (answer.status_code, "errors" in answer.json()) == (status, True), what
        if what == "429-retry-date":
            assert 6 <= seconds_between(answer.headers["date"], answer.headers["retry-after"]) <= 8
            assert 595 < seconds_between(formatdate(usegmt=True), answer.headers["date"]) < 605
        else:
            assert answer.headers.get("retry-after") == ("7" if what == "429-retry-after" else None)
    assert taken() == 0


def seconds_between(first: str, second: str) -> float:
    return (parsedate_to_datetime(second) - parsedate_to_datetime(first)).total_seconds()


def test_the_body_is_halved_renamed_or_led_elsewhere(post):
    whole = post().content

    halved = post(fault("truncated-file"))
    renamed = post(fault("wrong-content-type"))
    elsewhere = post(fault("redirect-to-private"))

    assert len(halved.content) == int(halved.headers["content-length"]) == len(whole) // 2
    assert (renamed.headers["content-type"].split(";")[0], len(renamed.content)) == ("text/html", len(whole))
    assert (elsewhere.status_code, elsewhere.headers["location"].split("/")[2]) == (302, "169.254.169.254")


def test_an_answer_drips(post):
    began = time.monotonic()

    answer = post(fault("slow-drip", seconds=0.6))

    assert time.monotonic() - began > 0.5
    assert answer.json()["data"]


def test_their_clock_can_be_off(post):
    on = post().headers["date"]

    off = post(fault("clock-off")).headers["date"]
    back = post(fault("clock-off", seconds=-600)).headers["date"]

    assert 595 < seconds_between(on, off) < 605
    assert -605 < seconds_between(on, back) < -595


def test_a_fault_happens_as_often_as_it_says_to_the_calls_that_it_names(stage, post):
    stage.turn(fault("503", times=2), {"provider": "*", "where": "file", "what": "500"})

    told = [stage.ask("POST", URL, json=film(), headers=KEY).status_code for _ in range(3)]
    left = stage.client.get(f"{stage.origin}/rehearsal/dial").json()["faults"]

    assert told == [503, 503, 200]
    assert [one["where"] for one in left] == ["file"]


def test_shares_hit_about_as_many_calls_as_they_say_and_again_the_same_for_a_seed(stage):
    def told():
        stage.turn(rate_limited=0.2, errors_5xx=0.1, seed=7)
        return [stage.ask("POST", URL, json=film(), headers=KEY).status_code for _ in range(60)]

    first = told()

    assert 3 <= first.count(429) <= 25
    assert 1 <= first.count(503) <= 15
    assert told() == first


def test_every_fault_is_tried_here():
    bodies = {"truncated-file", "wrong-content-type", "redirect-to-private", "slow-drip", "clock-off"}

    assert set(WHAT) == {*LOST, *REFUSED, *bodies, "drop-after-answer"}
