"""What stands between the server and the views: lifespan, static files, log lines."""

import logging
from urllib.parse import quote

import pytest
from django.test import AsyncClient

from studio.config.lifespan import with_lifespan
from studio.config.logs import OneLine

# Lifespan


class Server:
    """The server's side of the lifespan protocol."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self._says = iter(["lifespan.startup", "lifespan.shutdown"])

    async def receive(self) -> dict:
        return {"type": next(self._says)}

    async def send(self, message: dict) -> None:
        self.heard.append(message["type"])


async def test_start_comes_before_the_first_request_and_stop_after_the_last():
    server, done = Server(), []

    async def note(what: str) -> None:
        done.append((what, list(server.heard)))

    app = with_lifespan(None, lambda: note("start"), lambda: note("stop"))
    await app({"type": "lifespan"}, server.receive, server.send)

    assert done == [("start", []), ("stop", ["lifespan.startup.complete"])]
    assert server.heard[-1] == "lifespan.shutdown.complete"


async def test_a_failed_start_is_told_and_is_fatal():
    server = Server()

    async def fail() -> None:
        raise OSError("no disk")

    with pytest.raises(OSError, match="no disk"):
        await with_lifespan(None, fail, fail)({"type": "lifespan"}, server.receive, server.send)

    assert server.heard == ["lifespan.startup.failed"]


async def test_requests_go_to_the_application():
    seen = []

    async def app(scope, receive, send):
        seen.append(scope["type"])

    await with_lifespan(app, None, None)({"type": "http"}, None, None)

    assert seen == ["http"]


# Static files


async def test_a_static_file_is_streamed_without_a_complaint(recwarn):
    answer = await AsyncClient().get("/static/css/studio.css")

    body = b"".join([chunk async for chunk in answer.streaming_content])
    assert answer.status_code == 200
    assert body.startswith(b"/* Dailies")
    assert not [warning for warning in recwarn if "StreamingHttpResponse" in str(warning.message)]


async def test_a_static_file_that_is_known_is_not_sent_again():
    client = AsyncClient()
    first = await client.get("/static/css/studio.css")

    again = await client.get("/static/css/studio.css", headers={"if-modified-since": first["Last-Modified"]})

    assert again.status_code == 304


async def test_a_static_file_that_is_not_there_is_not_found(db):
    assert (await AsyncClient().get("/static/css/nowhere.css")).status_code == 404


# Pages


def test_browsers_keep_no_page_and_every_picture(client, alice):
    client.force_login(alice)

    assert client.get("/library/")["Cache-Control"] == "private, no-store"
    assert client.get("/nowhere/")["Cache-Control"] == "private, no-store"
    assert "max-age" in client.get("/static/css/studio.css")["Cache-Control"]


def test_what_a_view_says_about_keeping_its_page_stands(client, db):
    assert "no-cache" in client.get("/accounts/login/")["Cache-Control"]


# Log


@pytest.mark.parametrize("place", ["link", "lent", "reach", "hooks/fal", "hooks/scenario"])
def test_an_address_that_is_good_for_whoever_knows_it_is_not_logged(place):
    path = f"https://dailies.example/{place}/Y6UyvSpTEWQtIe8XmGBI_K4Yilu4dk-7.n4aQ:x/?again=1"
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, "Unprocessable Entity: %s", (path,), None)

    inside = logging.LogRecord("httpx", logging.INFO, "", 0, "POST https://a.example?to=%s", (quote(path, ""),), None)
    line = OneLine("%(message)s")

    assert line.format(record) == f"Unprocessable Entity: https://dailies.example/{place}/…/?again=1"
    assert "Y6UyvSp" not in line.format(inside)


def test_an_error_stays_one_line_that_says_what_and_where():
    try:
        raise ValueError("first\nsecond")
    except ValueError as error:
        record = logging.LogRecord(
            "studio", logging.ERROR, "", 0, "job %s broke", ("7",), (type(error), error, error.__traceback__)
        )

    line = OneLine("%(levelname)s %(message)s").format(record)

    assert line.startswith("ERROR job 7 broke ⏎ ValueError: first ⏎ second < ")
    assert "test_serving.py" in line
    assert "\n" not in line
