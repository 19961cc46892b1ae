"""One job through each adapter and the real client: composed, sent with a key, taken, asked after, and its files named.

The answers are the recorded ones of the references; nothing here knows what the adapters make of them.
"""

import json

import httpx
import pytest

from studio.catalog.recipe import Recipe
from studio.catalog.registry import route
from studio.providers import registry
from studio.providers.base import Phase, Ticket
from studio.providers.client import Client, for_studio
from studio.providers.errors import Refused, SubmitUncertain
from studio.providers.files import Filling, fill
from studio.providers.keys import Key
from tests.providers.recorded import REAL, TASK, records

PLANTED = {"key": "planted-key-4711", "secret": "planted-secret-0815"}
RECORDED = {(record.provider, record.call, record.name): record for record in records()}
WAYS = {
    "runware": [
        ("submit", "a task is acknowledged by its id"),
        ("status", "it is being made"),
        ("status", "it is done, and tells its cost"),
    ],
    "kling": [
        ("submit", "the older generation takes a task"),
        ("status", "it is being made"),
        ("status", "it succeeded, in units of a package"),
    ],
    "fal": [
        ("submit", "a request is queued, and its addresses are remembered"),
        ("status", "it is being made, with a line of the log"),
        ("status", "it is completed, which does not say that it worked"),
        ("result", "a clip"),
    ],
    "scenario": [
        ("submit", "a job is taken"),
        ("status", "it is being made, and how far"),
        ("status", "it worked, and names its assets and its cost"),
        ("result", "the assets in the job's order"),
    ],
}
BILLS = {"runware": "0.1848 USD", "kling": "3.5 units", "fal": "None ", "scenario": "7.25 CU"}


class Replaying:
    """A server that gives recorded answers in order, and keeps what it was sent."""

    def __init__(self, slug: str) -> None:
        self.answers = [RECORDED[slug, *way] for way in WAYS[slug]]
        self.requests: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        record = self.answers[len(self.requests) - 1]
        return httpx.Response(record.http, json=record.body)


async def keyring(slug: str, account: str) -> Key | None:
    return Key(**PLANTED) if account == "alices" else None


def composed(slug: str) -> tuple[str, httpx.Request]:
    """A job of this provider: its endpoint, and its only request, filled."""
    its_route = route("kling-2.1-master", "text-to-video", slug)
    recipe = Recipe("kling-2.1-master", "text-to-video", slug, {"prompt": "A pier", "duration": 5})
    [step] = registry.get(slug).steps(its_route, recipe.values)
    return its_route.endpoint, fill(step, Filling(our_id=TASK, files={}, answers={}))


@pytest.mark.parametrize("slug", REAL)
async def test_a_job_goes_all_the_way_and_its_key_is_only_on_the_wire(slug, caplog):
    provider, server = registry.get(slug), Replaying(slug)
    client = Client(transport=httpx.MockTransport(server), pauses=(), keys=keyring).acting_for("alices")
    endpoint, request = composed(slug)

    with caplog.at_level("DEBUG"):
        ticket = await client.submit(provider, request, provider.parse_submit)
        ticket = type(ticket)(**{**ticket.as_json(), "endpoint": endpoint})
        running = await client.status(provider, ticket)
        done = await client.status(provider, ticket)

    assert (running.phase, done.phase) == (Phase.RUNNING, Phase.DONE)
    assert all(output.url.startswith("https://") for output in done.outputs)
    assert done.outputs
    assert f"{done.billed.amount and done.billed.amount.normalize()} {done.billed.currency}" == BILLS[slug]
    assert all(sent.headers["authorization"] for sent in server.requests)
    kept = json.dumps(ticket.as_json()) + repr((running, done, request, request.headers)) + caplog.text
    assert not [secret for secret in PLANTED.values() if secret in kept]


@pytest.mark.parametrize("slug", REAL)
@pytest.mark.parametrize("fault", [httpx.ReadTimeout("slow"), httpx.RemoteProtocolError("half an answer")], ids=repr)
async def test_a_lost_answer_is_uncertain_and_nothing_is_sent_twice(slug, fault):
    sent = []

    def lost(request):
        sent.append(request)
        raise fault

    client = Client(transport=httpx.MockTransport(lost), pauses=(0, 0), keys=keyring).acting_for("alices")
    provider = registry.get(slug)

    with pytest.raises(SubmitUncertain):
        await client.submit(provider, composed(slug)[1], provider.parse_submit)

    assert len(sent) == 1


async def test_trouble_while_a_result_is_asked_for_is_no_failure_of_the_job_unless_it_stays():
    """503 with an `error_type` is how fal tells that a job failed, and how it says that it has trouble just now."""
    trouble = {"detail": "No runner is available", "error_type": "runner_scheduling_failure"}
    states = [httpx.Response(200, json={"status": "COMPLETED"}) for _ in range(2)]
    results = [httpx.Response(503, json=trouble)] * 2 + [
        httpx.Response(200, json={"video": {"url": "https://a/b.mp4"}})
    ]
    results += [httpx.Response(503, json=trouble)] * 3

    def answer(request: httpx.Request) -> httpx.Response:
        return (states if request.url.path.endswith("/status") else results).pop(0)

    fal, ticket = registry.get("fal"), Ticket(provider="fal", id="r1", endpoint="fal-ai/kling-video/v2.1/master")
    client = Client(transport=httpx.MockTransport(answer), keys=keyring, pauses=(0, 0)).acting_for("alices")

    passing = await client.status(fal, ticket)
    staying = await client.status(fal, ticket)

    assert (passing.phase, staying.phase) == (Phase.DONE, Phase.FAILED)
    assert "No runner is available" in staying.error


@pytest.mark.parametrize("address", ["http://127.0.0.1:9/latest/meta-data", "http://10.0.0.7/up", "http://[::1]/"])
async def test_a_file_is_not_put_where_nothing_may_be_fetched_from(address, tmp_path):
    """An answer names where an upload goes: it cannot make the studio talk to its own network."""
    client = for_studio(tmp_path, keys=a_key)
    with pytest.raises(Refused, match="nothing is sent from here"):
        await client.submit(registry.get("fal"), httpx.Request("PUT", address, content=b"bytes"), lambda answer: answer)
    await client.close()


async def a_key(provider: str, account: str) -> Key:
    return Key(**PLANTED)
