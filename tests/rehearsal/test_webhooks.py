"""What the stand-ins tell by themselves: when, how often, to whom, and again when nobody listened."""

import base64
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from uuid import uuid4

import pytest

from studio.rehearsal.dial import Dial
from studio.rehearsal.frame import Frame, Order
from studio.rehearsal.hooks import ELSEWHERE

RUNWARE = "https://api.runware.ai/v1"
SCENARIO = "https://api.cloud.scenario.com/v1"
KEY = {"authorization": "Bearer rehearsal-key-h00k"}


class Listener:
    """Keeps what is posted to it; answers with the next of `answers`, then with 200."""

    def __init__(self) -> None:
        self.heard, self.answers = [], []
        listener = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):  # noqa: N802 - named by http.server
                body = self.rfile.read(int(self.headers["content-length"]))
                listener.heard.append((self.path, json.loads(body)))
                self.send_response(listener.answers.pop(0) if listener.answers else 200)
                self.end_headers()

            def log_message(self, *_):
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def wait(self, count: int) -> list:
        """What was heard, once it is so much."""
        eventually(lambda: len(self.heard) >= count)
        return self.heard


def eventually(true) -> None:
    """Wait until it is, but not for ever."""
    ends = time.monotonic() + 5
    while not true() and time.monotonic() < ends:
        time.sleep(0.01)


@pytest.fixture
def listener():
    listener = Listener()
    yield listener
    listener.server.shutdown()
    listener.server.server_close()


@pytest.fixture
def film(stage):
    """film(url, …) -> the id of a film whose end is told to this address."""

    def film(url, **more):
        model = {"model": "klingai:kling-video@3-pro", "positivePrompt": "A library", "width": 1920, "height": 1080}
        task = {"taskType": "videoInference", "taskUUID": str(uuid4()), "webhookURL": url, **model, **more}
        stage.ask("POST", RUNWARE, json=[task], headers=KEY).raise_for_status()
        return task["taskUUID"]

    return film


def told(stage, task_id):
    """How the webhooks of a task went, by the desk."""
    rows = stage.client.get(f"{stage.origin}/rehearsal/webhooks").json()["webhooks"]
    return [row for row in rows if row["task_id"] == task_id]


def test_runware_tells_each_result_as_an_answer_that_was_waited_for(stage, listener, film):
    its_id = film(f"{listener.url}/hooks/runware?token=t1", numberResults=2, includeCost=True)

    heard = listener.wait(2)

    assert {path for path, _ in heard} == {"/hooks/runware?token=t1"}
    items = [body["data"][0] for _, body in heard]
    assert {item["taskUUID"] for item in items} == {its_id}
    assert len({item["videoUUID"] for item in items}) == 2
    assert [(item["cost"], "status" in item) for item in items] == [(0.56, False)] * 2
    assert stage.client.get(items[0]["videoURL"]).status_code == 200


def test_runware_tells_a_failure_as_errors(stage, listener, film):
    stage.turn(moderated=1)
    its_id = film(listener.url)

    ((_, body),) = listener.wait(1)

    assert body["errors"][0]["code"] == "providerContentPolicyViolation"
    assert body["errors"][0]["taskUUID"] == its_id


def test_scenario_tells_an_account_of_its_jobs_and_nobody_elses(stage, listener):
    key = {"authorization": "Basic " + base64.b64encode(b"key-of-a-listener-l1s7:secret").decode()}
    hook = {"url": f"{listener.url}/hooks/scenario", "enabledEvents": ["generation.completed"]}
    stage.ask("POST", f"{SCENARIO}/projects/proj_1/webhook-endpoints", json=hook, headers=key).raise_for_status()

    address = f"{SCENARIO}/generate/custom/model_kling-v3-t2v-pro"
    job = stage.ask("POST", address, json={"prompt": "A library"}, headers=key).json()["job"]
    other = {"authorization": "Basic " + base64.b64encode(b"another:secret").decode()}
    stage.ask("POST", address, json={"prompt": "A library"}, headers=other)
    ((_, body),) = listener.wait(1)

    assert body["event"] == "generation.completed"
    assert (body["payload"]["job"]["jobId"], body["payload"]["job"]["status"]) == (job["jobId"], "success")


def test_what_is_not_taken_with_a_2xx_is_sent_again(stage, listener, film):
    listener.answers = [500]
    its_id = film(listener.url)

    eventually(lambda: told(stage, its_id)[0]["told"] == "500")
    stage.later(2)
    eventually(lambda: told(stage, its_id)[0]["ended"])

    assert [(row["tries"], row["told"]) for row in told(stage, its_id)] == [(2, "200")]
    assert listener.heard[0] == listener.heard[1]


def test_a_delivery_can_be_doubled_left_out_or_repeated_by_hand(stage, listener, film):
    stage.turn(hooks="never")
    silent = film(listener.url)
    stage.turn(hooks="twice")
    doubled = film(listener.url)
    listener.wait(2)

    stage.client.post(f"{stage.origin}/rehearsal/webhooks/{told(stage, doubled)[0]['number']}")
    heard = listener.wait(3)

    assert told(stage, silent) == []
    assert [body["data"][0]["taskUUID"] for _, body in heard] == [doubled] * 3
    assert len(told(stage, doubled)) == 3


async def test_nothing_is_told_to_another_machine_unless_the_studio_is_said_to_be_here(tmp_path):
    class Client:
        def __init__(self):
            self.posted = []

        async def post(self, url, **_):
            self.posted.append(url)
            return type("Answer", (), {"status_code": 200})

    ended = {}
    for studio in ("", "http://127.0.0.1:8000"):
        frame, client = Frame(tmp_path / f"at-{bool(studio)}", Dial(), studio=studio), Client()
        frame.hooks.writers["fal"] = lambda task, about, now: type("Message", (), {"body": b"", "headers": {}})
        frame.accept("fal", "one", Order(account="a"))
        frame.hooks.add("fal", "one", "https://studio.example/hooks/fal/t?x=1", frame.clock())
        await frame.hooks.send_due(client)
        ended[studio] = (frame.store.hooks()[0].told, client.posted)
        frame.close()

    assert ended == {
        "": (ELSEWHERE, []),
        "http://127.0.0.1:8000": ("200", ["http://127.0.0.1:8000/hooks/fal/t?x=1"]),
    }
