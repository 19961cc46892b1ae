"""In a rehearsal every provider is asked at the stand-ins on this machine, and nothing leaves it."""

import httpx
import pytest

from studio.core.netsafe import Unsafe
from studio.providers.rerouted import Rerouted, fetching

HERE = "http://127.0.0.1:8480"


def recorded(seen: list[httpx.Request]) -> httpx.MockTransport:
    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200)

    return httpx.MockTransport(answer)


async def test_a_providers_address_leads_to_the_rehearsal_and_keeps_its_host_its_path_and_what_it_carries():
    seen = []
    request = httpx.Request(
        "POST", "https://queue.fal.run/fal-ai/kling?x=%2F1", headers={"Authorization": "Key a:b"}, content=b"{}"
    )

    await Rerouted(HERE, recorded(seen)).handle_async_request(request)

    (sent,) = seen
    assert str(sent.url) == f"{HERE}/fal-ai/kling?x=%2F1"
    assert (sent.headers["host"], sent.headers["authorization"]) == ("queue.fal.run", "Key a:b")
    assert (sent.method, sent.read()) == ("POST", b"{}")


async def test_the_rehearsals_own_address_is_reached_as_it_stands():
    seen = []

    await Rerouted(HERE, recorded(seen)).handle_async_request(httpx.Request("PUT", f"{HERE}/uploads/a.b"))

    assert [str(sent.url) for sent in seen] == [f"{HERE}/uploads/a.b"]
    assert seen[0].headers["host"] == "127.0.0.1:8480"


LEAVING = (
    "http://queue.fal.run/",
    "https://203.0.113.7/",
    "https://[2001:db8::1]/",
    "https://2130706433/",
    "https://queue.fal.run:8443/",
    "https://user@queue.fal.run/",
    "http://127.0.0.1:8481/",
    "http://localhost:8480/",
)


@pytest.mark.parametrize("url", LEAVING)
async def test_what_is_no_name_of_the_web_is_not_sent_anywhere(url):
    seen = []

    with pytest.raises(httpx.ConnectError):
        await Rerouted(HERE, recorded(seen)).handle_async_request(httpx.Request("GET", url))

    assert seen == []


@pytest.mark.parametrize("url", [url for url in LEAVING if "203" not in url and "queue" not in url])
async def test_no_file_is_fetched_from_elsewhere_in_a_private_network(url):
    transport = fetching(HERE)

    with pytest.raises(Unsafe):
        await transport.handle_async_request(httpx.Request("GET", url))
