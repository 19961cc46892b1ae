"""A key reaches a request at the moment of sending, in a copy, and stands nowhere else afterwards."""

import copy
import json
import logging
import pickle
from datetime import UTC, datetime

import httpx
import pytest

from studio.core.netsafe import Policy, SafeTransport
from studio.providers import registry
from studio.providers.base import Phase, Provider, Ticket, Update
from studio.providers.client import Client
from studio.providers.errors import BadAnswer, BadKey, SubmitUncertain
from studio.providers.keys import Key, signed

SECRET = "rw-planted-secret-4242"
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


class Locked(Provider):
    slug = "locked"
    name = "Locked"
    origins = ("https://api.locked.example",)

    def steps(self, route, values):
        return ()

    def authorization(self, request, key, now):
        return f"Bearer {key['key']}"

    def build_status(self, ticket):
        return httpx.Request("GET", f"https://api.locked.example/jobs/{ticket.id}")

    def parse_status(self, response, ticket):
        return Update(phase=Phase(response.json()["phase"]))

    def build_result(self, ticket, update):
        return httpx.Request("GET", f"https://api.locked.example/jobs/{ticket.id}/result")

    def parse_result(self, response, ticket, update):
        if response.status_code == 500:
            return Update(phase=Phase.FAILED, error=response.json()["error"])
        return Update(phase=Phase.DONE, words=response.json()["words"])


LOCKED = Locked()


class Echo(httpx.AsyncBaseTransport):
    """A server that answers by path, and notes what it was sent."""

    def __init__(self, **answers):
        self.answers, self.requests = answers, []

    async def handle_async_request(self, request):
        self.requests.append(request)
        status, body = self.answers.get(request.url.path.rpartition("/")[2], (200, {}))
        return httpx.Response(status, headers={"x-echo": request.headers.get("authorization", "")}, json=body)


async def keyring(slug, account):
    return {("locked", "7"): Key(key=SECRET)}.get((slug, account))


def client(server: Echo, account: str = "7") -> Client:
    return Client(transport=server, pauses=(), keys=keyring).acting_for(account)


def post(url: str = "https://api.locked.example/jobs") -> httpx.Request:
    return httpx.Request("POST", url, json={"prompt": "A pier"})


# Keys


def test_a_key_shows_its_last_four_characters_and_nothing_more():
    key = Key(access_key="AK-planted-secret-1111", secret_key=SECRET, region="china")

    assert (key.hint, repr(key), str(key), f"{key}") == ("1111", *["<Key …1111>"] * 3)
    assert list(key.secrets()) == ["AK-planted-secret-1111", SECRET]


def test_a_short_key_shows_nothing():
    assert Key(key="abcd").hint == ""


def test_a_key_is_neither_pickled_nor_copied_nor_written_as_json():
    for carry in (pickle.dumps, copy.copy, copy.deepcopy, json.dumps):
        with pytest.raises(TypeError):
            carry(Key(key=SECRET))


def test_spaces_around_a_pasted_key_are_no_part_of_it():
    assert Key(key=f" {SECRET}\n")["key"] == SECRET
    assert "secret" not in Key(key=SECRET)


def test_signing_leaves_the_request_as_it_is():
    request = post()
    carrying = signed(request, f"Bearer {SECRET}")

    assert "authorization" not in request.headers
    assert carrying.headers["authorization"] == f"Bearer {SECRET}"
    assert (carrying.method, carrying.url, carrying.headers["host"]) == ("POST", request.url, "api.locked.example")
    assert SECRET not in repr(carrying) + repr(carrying.headers)


@pytest.mark.parametrize(
    ("slug", "url", "header"),
    [
        ("runware", "https://api.runware.ai/v1", f"Bearer {SECRET}"),
        ("fal", "https://queue.fal.run/fal-ai/kling-video", f"Key {SECRET}"),
        ("fal", "https://rest.fal.ai/storage/upload/initiate", f"Key {SECRET}"),
        ("scenario", "https://api.cloud.scenario.com/v1/jobs/1", "Basic cnctcGxhbnRlZC1zZWNyZXQtNDI0MjpzLTI="),
    ],
)
def test_each_provider_is_told_the_key_in_its_own_way(slug, url, header):
    key = Key(key=SECRET, secret="s-2")

    assert registry.get(slug).sign(httpx.Request("POST", url), key, NOW).headers["authorization"] == header


# The client


async def test_what_leaves_is_signed_and_what_comes_back_belongs_to_the_unsigned_request():
    server, request = Echo(), post()
    response = await client(server).submit(LOCKED, request, lambda answer: answer)

    assert server.requests[0].headers["authorization"] == f"Bearer {SECRET}"
    assert response.request is request
    assert "authorization" not in request.headers


async def test_a_key_that_is_echoed_is_blotted_out_before_anybody_reads_it(caplog):
    server = Echo(jobs=(200, {"error": f"Invalid key {SECRET}", "words": "kept"}))

    with caplog.at_level(logging.DEBUG), pytest.raises(SubmitUncertain) as lost:
        await client(server).submit(LOCKED, post(), lambda answer: answer.json()["id"])

    told = repr((lost.value.raw, lost.value.message, str(lost.value.__cause__)))
    assert SECRET not in told + caplog.text
    assert "[key]" in told
    assert "kept" in told


async def test_an_echo_in_a_header_is_blotted_out_too():
    response = await client(Echo()).ask(LOCKED, post(), lambda answer: answer)

    assert response.headers["x-echo"] == "Bearer [key]"


async def test_without_a_key_nothing_is_sent():
    server = Echo()

    for account in ("8", ""):
        with pytest.raises(BadKey, match="no key for Locked"):
            await client(server, account).submit(LOCKED, post(), lambda answer: answer)
    assert server.requests == []


async def test_one_account_never_sends_with_the_key_of_another():
    server = Echo()
    first = client(server)

    with pytest.raises(BadKey):
        await first.acting_for("8").submit(LOCKED, post(), lambda answer: answer)
    await first.submit(LOCKED, post(), lambda answer: answer)

    assert len(server.requests) == 1


async def test_an_upload_elsewhere_goes_without_a_key():
    server = Echo()
    await client(server).submit(LOCKED, post("https://files.example/put?sig=1"), lambda answer: answer)

    assert "authorization" not in server.requests[0].headers


# Status and result


async def test_a_job_that_runs_is_asked_once():
    server = Echo(**{"9": (200, {"phase": "running"})})
    update = await client(server).status(LOCKED, Ticket(provider="locked", id="9"))

    assert (update.phase, len(server.requests)) == (Phase.RUNNING, 1)


async def test_a_job_that_is_done_is_asked_for_its_result():
    server = Echo(**{"9": (200, {"phase": "done"}), "result": (200, {"words": "Here."})})
    update = await client(server).status(LOCKED, Ticket(provider="locked", id="9"))

    assert (update.phase, update.words) == (Phase.DONE, "Here.")


async def test_a_result_of_5xx_is_judged_by_the_adapter():
    server = Echo(**{"9": (200, {"phase": "done"}), "result": (500, {"error": "The model failed."})})
    update = await client(server).status(LOCKED, Ticket(provider="locked", id="9"))

    assert (update.phase, update.error) == (Phase.FAILED, "The model failed.")


# Downloads


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:9/a.mp4", "https://10.0.0.1/a.mp4", "https://0177.0.0.1/", "ftp://x/"]
)
async def test_a_result_at_an_unsafe_address_is_not_fetched(url, tmp_path):
    fetching = Client(pauses=(), fetching=SafeTransport(Policy()))

    with pytest.raises(BadAnswer, match="not fetched"):
        await fetching.download(LOCKED, url, tmp_path / "a.mp4")

    assert list(tmp_path.iterdir()) == []


async def test_a_file_is_fetched_without_a_key(tmp_path):
    server = Echo()
    await client(server).download(LOCKED, "https://api.locked.example/a.mp4", tmp_path / "a.mp4")

    assert "authorization" not in server.requests[0].headers
