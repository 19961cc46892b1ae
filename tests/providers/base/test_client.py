"""The one file with sockets, against real sockets: what is certainly not sent, what nobody knows, what comes whole."""

import asyncio
import socket
from contextlib import asynccontextmanager

import httpx
import pytest

from studio.providers.base import Provider, Ticket
from studio.providers.client import READS, Caps, Client
from studio.providers.errors import (
    BadAnswer,
    BadInput,
    Gone,
    NotSent,
    RateLimited,
    Refused,
    SubmitUncertain,
    Unreachable,
    Unsupported,
)


class Some(Provider):
    slug = name = "some"

    def steps(self, route, values):
        return ()


SOME = Some()
OK = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}"


@asynccontextmanager
async def server(behave):
    """A raw server on this machine; `behave(reader, writer)` decides about each connection. Gives its address."""
    seen = []

    async def serve(reader, writer):
        seen.append(await reader.read(65536))
        await behave(writer)
        writer.close()

    listening = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}", seen
    finally:
        listening.close()


def says(answer: bytes):
    async def behave(writer):
        writer.write(answer)
        await writer.drain()

    return behave


def body_of(response: httpx.Response):
    return response.json()


def post(url: str, **timeout) -> httpx.Request:
    extensions = {"timeout": timeout} if timeout else {}
    return httpx.Request("POST", url, json={"prompt": "A pier"}, extensions=extensions)


@pytest.fixture
def client():
    return Client(pauses=())


# Submit


async def test_an_answer_is_parsed(client):
    async with server(says(OK)) as (url, seen):
        assert await client.submit(SOME, post(url), body_of) == {}
    assert b'{"prompt":"A pier"}' in seen[0]


async def test_a_refused_connection_means_that_nothing_was_sent(client):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}"

        with pytest.raises(NotSent, match="some could not be reached. Nothing was sent."):
            await client.submit(SOME, post(url), body_of)


async def test_a_connection_that_never_comes_about_means_that_nothing_was_sent(client):
    """The queue of a socket that accepts nothing is full: the connection itself times out."""
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen(0)
        crowd = [socket.socket() for _ in range(3)]
        for one in crowd:
            one.setblocking(False)
            one.connect_ex(busy.getsockname())
        request = post(f"http://127.0.0.1:{busy.getsockname()[1]}", connect=0.2, read=5, write=5, pool=5)

        with pytest.raises(NotSent):
            await client.submit(SOME, request, body_of)
        for one in crowd:
            one.close()


@pytest.mark.parametrize(
    "answer",
    [b"", b"HTTP/1.1 200 OK\r\ncontent-le", b"HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{", b"nonsense\r\n\r\n"],
    ids=["closed without a word", "half a head", "half a body", "no HTTP"],
)
async def test_after_the_first_byte_every_broken_answer_is_uncertain(client, answer):
    async with server(says(answer)) as (url, seen):
        with pytest.raises(SubmitUncertain):
            await client.submit(SOME, post(url), body_of)
    assert len(seen) == 1, "it is sent once"


async def test_an_answer_that_does_not_come_is_uncertain(client):
    async def silent(writer):
        await asyncio.sleep(1)

    async with server(silent) as (url, _):
        with pytest.raises(SubmitUncertain, match="did not answer in time"):
            await client.submit(SOME, post(url, connect=1, read=0.1, write=1, pool=1), body_of)


@pytest.mark.parametrize("error", [BadInput("No."), RateLimited("Wait.", retry_after_s=3)])
async def test_what_the_adapter_recognises_as_not_accepted_stays_that(client, error):
    def parse(response):
        raise error

    async with server(says(OK)) as (url, _):
        with pytest.raises(type(error)) as raised:
            await client.submit(SOME, post(url), parse)
    assert raised.value is error


@pytest.mark.parametrize("error", [KeyError("id"), ValueError("no JSON"), BadAnswer("Odd."), Unreachable("HTTP 503")])
async def test_what_the_adapter_does_not_recognise_is_uncertain(client, error):
    def parse(response):
        raise error

    async with server(says(OK)) as (url, _):
        with pytest.raises(SubmitUncertain) as raised:
            await client.submit(SOME, post(url), parse)
    assert raised.value.raw == {"status": 200, "body": "{}"}


async def test_a_connection_is_never_used_for_two_submits(client):
    """A kept-alive connection may be dead by the second one, and nobody could tell whether it arrived."""
    keep = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}"
    async with server(says(keep)) as (url, seen):
        for _ in range(2):
            await client.submit(SOME, post(url), body_of)
    assert len(seen) == 2


# Reads


async def test_a_read_is_repeated_until_it_succeeds():
    answers = iter([b"", b"HTTP/1.1 503 Busy\r\ncontent-length: 0\r\n\r\n", OK])

    async def behave(writer):
        writer.write(next(answers))
        await writer.drain()

    async with server(behave) as (url, seen):
        assert await Client(pauses=(0, 0)).ask(SOME, httpx.Request("GET", url), body_of) == {}
    assert len(seen) == 3


async def test_a_read_that_never_succeeds_is_unreachable():
    async with server(says(b"HTTP/1.1 502 Bad\r\ncontent-length: 0\r\n\r\n")) as (url, seen):
        with pytest.raises(Unreachable, match="some has trouble"):
            await Client(pauses=(0,)).ask(SOME, httpx.Request("GET", url), body_of)
    assert len(seen) == 2


@pytest.mark.parametrize("error", [Refused("No."), RateLimited("Wait.")])
async def test_a_read_that_was_answered_is_not_repeated(error):
    def parse(response):
        raise error

    async with server(says(OK)) as (url, seen):
        with pytest.raises(type(error)):
            await Client(pauses=(0, 0)).ask(SOME, httpx.Request("GET", url), parse)
    assert len(seen) == 1


async def test_an_adapter_that_stumbles_over_a_read_is_a_bad_answer(client):
    async with server(says(OK)) as (url, _):
        with pytest.raises(BadAnswer) as raised:
            await client.ask(SOME, httpx.Request("GET", url), lambda response: response.json()["id"])
    assert raised.value.raw["body"] == "{}"


# Downloads


def file_of(content: bytes, said: int | None = None) -> bytes:
    length = len(content) if said is None else said
    return f"HTTP/1.1 200 OK\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n".encode() + content


async def test_a_file_comes_whole(client, tmp_path):
    async with server(says(file_of(b"x" * 300_000))) as (url, _):
        path = await client.download(SOME, url, tmp_path / "0")

    assert path.read_bytes() == b"x" * 300_000
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (file_of(b"x" * 100, said=200), Unreachable),
        (b"", Unreachable),
        (b"HTTP/1.1 404 No\r\ncontent-length: 0\r\n\r\n", Gone),
        (b"HTTP/1.1 403 No\r\ncontent-length: 0\r\n\r\n", Gone),
        (b"HTTP/1.1 503 No\r\ncontent-length: 0\r\n\r\n", Unreachable),
        (b"HTTP/1.1 302 Go\r\nlocation: http://127.0.0.1/\r\ncontent-length: 0\r\n\r\n", BadAnswer),
        (file_of(b"x" * 2_000_000), BadAnswer),
    ],
    ids=["ends early", "closed", "gone", "expired", "trouble", "sent elsewhere", "too large"],
)
async def test_a_file_that_does_not_come_whole_leaves_nothing(client, tmp_path, answer, error):
    async with server(says(answer)) as (url, _):
        with pytest.raises(error):
            await client.download(SOME, url, tmp_path / "0", Caps(size=1_000_000))
    assert list(tmp_path.iterdir()) == []


async def test_a_file_that_drips_is_given_up(client, tmp_path):
    async def drip(writer):
        writer.write(file_of(b"", said=1000))
        for _ in range(100):
            writer.write(b"x")
            await writer.drain()
            await asyncio.sleep(0.01)

    async with server(drip) as (url, _):
        with pytest.raises(Unreachable, match="not here after 0.2 s"):
            await client.download(SOME, url, tmp_path / "0", Caps(seconds=0.2))
    assert list(tmp_path.iterdir()) == []


# Watching


class Watched(Some):
    streams = True

    def __init__(self, url: str) -> None:
        self.url = url

    def stream_url(self, ticket):
        return f"{self.url}/{ticket.id}"


TICKET = Ticket(provider="some", id="7")


async def test_a_film_is_read_while_it_is_made(client):
    more = asyncio.Event()

    async def behave(writer):
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-type: video/mp4\r\nconnection: close\r\n\r\nfirst")
        await more.wait()
        writer.write(b" second")
        await writer.drain()

    async with server(behave) as (url, seen):
        response = await client.stream(Watched(url), TICKET)
        pieces = response.aiter_bytes()
        first = await anext(pieces)
        more.set()
        rest = b"".join([piece async for piece in pieces])

    assert seen[0].startswith(b"GET /7 ")
    assert (response.headers["content-type"], first, rest) == ("video/mp4", b"first", b" second")


async def test_where_there_is_nothing_to_watch_nothing_is_held(client):
    async with server(says(b"HTTP/1.1 404 Not Found\r\nconnection: close\r\n\r\n")) as (url, _):
        assert await client.stream(Watched(url), TICKET) is None


async def test_who_cannot_be_reached_cannot_be_watched(client):
    async with server(says(b"")) as (url, _):
        with pytest.raises(Unreachable):
            await client.stream(Watched(url), TICKET)


async def test_a_provider_that_shows_nothing_says_so(client):
    with pytest.raises(Unsupported):
        await client.stream(SOME, TICKET)


async def test_a_provider_that_hangs_holds_up_nobody_else():
    hanging = asyncio.Event()

    async def serve(request: httpx.Request) -> httpx.Response:
        if request.url.host == "hangs":
            await hanging.wait()
        return httpx.Response(200, text="here")

    client = Client(transport=httpx.MockTransport(serve), pauses=())
    slow = [
        asyncio.create_task(client.acting_for("slow").ask(SOME, httpx.Request("GET", "http://hangs/"), str))
        for _ in range(READS * 2)
    ]
    await asyncio.sleep(0)

    quick = await asyncio.wait_for(
        client.acting_for("quick").ask(SOME, httpx.Request("GET", "http://here/"), lambda got: got.text), 2
    )

    hanging.set()
    await asyncio.gather(*slow)
    assert quick == "here"
