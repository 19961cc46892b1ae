"""Sockets without a server: a page's end of the studio's whole ASGI application."""

import time
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

import pytest
from asgiref.testing import ApplicationCommunicator
from channels.db import database_sync_to_async
from channels.layers import channel_layers
from django.conf import settings
from django.test import Client

from studio.live import broadcast

PATIENCE_S = 20  #: other tests and other people work on the machine


class Socket(ApplicationCommunicator):
    """One connection. (channels.testing has such a class, but cannot be imported without daphne.)"""

    current = ""  #: what the page got when it came

    def __init__(self, user=None, url: str = "/live/", origin: str = "http://localhost") -> None:
        from studio.config.asgi import application

        headers = [(b"host", b"localhost"), (b"origin", origin.encode())]
        if user is not None:
            self.session = _session(user)
            headers.append((b"cookie", f"{settings.SESSION_COOKIE_NAME}={self.session}".encode()))
        address = urlsplit(url)
        scope = {
            "type": "websocket",
            "path": address.path,
            "query_string": address.query.encode(),
            "headers": headers,
            "subprotocols": [],
        }
        super().__init__(application, scope)

    async def connect(self) -> bool:
        """True when the handshake was accepted."""
        await self.send_input({"type": "websocket.connect"})
        return (await self.receive_output(PATIENCE_S))["type"] == "websocket.accept"

    async def say(self, **words: str | bytes) -> None:
        await self.send_input({"type": "websocket.receive", **words})

    async def text(self, *wanted: str, within_s: float = PATIENCE_S) -> str:
        """Listens until all that is wanted was in the messages; gives them joined."""
        heard, deadline = "", time.monotonic() + within_s
        while not heard or not all(words in heard for words in wanted):
            message = await self.receive_output(max(0.01, deadline - time.monotonic()))
            assert message["type"] == "websocket.send", message
            heard += message["text"]
        return heard

    async def close_code(self) -> tuple[int, str]:
        closing = await self.receive_output(PATIENCE_S)
        assert closing["type"] == "websocket.close", closing
        return closing["code"], closing.get("reason") or ""

    async def disconnect(self) -> None:
        if not self.future.done():
            await self.send_input({"type": "websocket.disconnect", "code": 1000})
            await self.wait(PATIENCE_S)


def _session(user) -> str:
    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


@pytest.fixture
def socket():
    """async with socket(user, "?since=…") as page: a page that is connected, and has its current state."""

    @asynccontextmanager
    async def opened(user, query: str = ""):
        page = await database_sync_to_async(Socket)(user, f"/live/{query}")
        assert await page.connect()
        page.current = await page.text('id="queue-count"')
        yield page
        await page.disconnect()

    return opened


@pytest.fixture
def on_air():
    """async with on_air(): changes reach the sockets, as in a running studio."""

    @asynccontextmanager
    async def running():
        channel_layers.backends.clear()  # an in-memory layer belongs to one loop
        await broadcast.start()
        try:
            yield
        finally:
            await broadcast.stop()

    return running
