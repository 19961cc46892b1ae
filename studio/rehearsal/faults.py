"""What each exact fault does to an answer, down to the socket.

uvicorn has no way of its own to close a connection without an answer: an exception becomes a 500. So its protocol
(`server.py`) puts the transport into the scope, and these answers close it. Closing is abrupt where not a byte may come
(`abort`), and orderly where the bytes that were written must arrive first (`close`).
"""

import asyncio
from collections.abc import Callable

from starlette.responses import RedirectResponse, Response
from starlette.types import Receive, Scope, Send

from studio.rehearsal.dial import Fault

TRANSPORT = "studio.rehearsal.transport"
"""The extension of the scope under which the protocol leaves its transport."""

PRIVATE = "https://169.254.169.254/latest/meta-data/"
"""Where clouds keep what nobody else may read."""

PIECES = 30


class HangUp(Response):
    """No answer at all: the connection is closed before a byte of it."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        _transport(scope).abort()
        await _gone(receive)


class Bent(Response):
    """An answer that something happens to on its way."""

    def __init__(self, whole: Response, fault: Fault) -> None:
        self.whole, self.fault = whole, fault
        self.background, self.status_code, self.raw_headers = None, whole.status_code, whole.raw_headers
        self.body = whole.body

    async def start(self, send: Send) -> None:
        """The head, as it would be."""
        head = {"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers}
        await send(head)

    @staticmethod
    async def piece(send: Send, body: bytes, *, more: bool) -> None:
        """A part of the body."""
        await send({"type": "http.response.body", "body": body, "more_body": more})


class Half(Bent):
    """Half of the body, then nothing: the head had announced more."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.start(send)
        await self.piece(send, self.body[: len(self.body) // 2], more=True)
        _transport(scope).close()
        await _gone(receive)


class ThenGone(Bent):
    """All of it, and then the connection is closed, whatever was said about keeping it."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.whole(scope, receive, send)
        _transport(scope).close()


class Drip(Bent):
    """All of it, in small pieces."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.start(send)
        step = max(1, -(-len(self.body) // PIECES))
        for at in range(0, len(self.body), step):
            await asyncio.sleep(self.fault.lasts_s / PIECES)
            await self.piece(send, self.body[at : at + step], more=True)
        await self.piece(send, b"", more=False)


def truncated(whole: Response, fault: Fault) -> Response:
    """The first half, as if it were everything."""
    half = whole.body[: len(whole.body) // 2]
    return Response(half, whole.status_code, media_type=whole.headers.get("content-type"))


def as_html(whole: Response, fault: Fault) -> Response:
    """The right bytes under a wrong name."""
    return Response(whole.body, whole.status_code, media_type="text/html")


def to_private(whole: Response, fault: Fault) -> Response:
    """Elsewhere."""
    return RedirectResponse(PRIVATE, 302)


BENDS: dict[str, Callable[[Response, Fault], Response]] = {
    "drop-after-body": lambda whole, fault: HangUp(),
    "drop-after-answer": ThenGone,
    "half-answer": Half,
    "slow-drip": Drip,
    "truncated-file": truncated,
    "wrong-content-type": as_html,
    "redirect-to-private": to_private,
}
"""What happens to an answer that was found. Faults that are not here keep it from being found, or change the clock."""


def bent(whole: Response, fault: Fault | None) -> Response:
    """The answer, as the fault lets it out."""
    bend = BENDS.get(fault.what) if fault else None
    return bend(whole, fault) if bend else whole


def _transport(scope: Scope):
    """Raises ConnectionResetError where there is no socket: a client inside this process."""
    transport = scope.get("extensions", {}).get(TRANSPORT)
    if transport is None:
        raise ConnectionResetError("The rehearsal closes the connection here.")
    return transport


async def _gone(receive: Receive) -> None:
    """Wait until the server has noticed, so that it sends nothing of its own."""
    while (await receive())["type"] != "http.disconnect":
        pass
