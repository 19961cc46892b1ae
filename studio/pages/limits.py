"""A limit on request bodies, in front of Django, which would spool a body of any size before a view is asked."""

import json
from collections.abc import Awaitable, Callable
from http.cookies import CookieError, SimpleCookie

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.urls import reverse

Message = dict
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[dict, Receive, Send], Awaitable[None]]

DOORS = ("uploads", "library-import")  #: where files come in
FORM_LIMIT = 4_000_000  #: bytes of a request that brings no file, or comes from nobody; Django reads no larger form


def with_body_limit(app: App) -> App:
    """Answers 413 to a file of more than settings.UPLOAD_LIMIT bytes, and to any other body of more than FORM_LIMIT.

    At once where the request declares its length, else when the limit is passed.
    """

    async def limited(scope: dict, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await app(scope, receive, send)
        most = await _most(scope)
        if _declared(scope) > most:
            return await _refuse(send, most)
        counted = Counted(receive, most)
        await app(scope, counted, send)
        return await _refuse(send, most) if counted.exceeded else None

    return limited


class Counted:
    """`receive` that counts. Past the limit it says that the client is gone, which ends the request quietly."""

    def __init__(self, receive: Receive, most: int) -> None:
        self._receive, self._left, self.exceeded = receive, most, False

    async def __call__(self) -> Message:
        message = await self._receive()
        self._left -= len(message.get("body", b""))
        if self._left >= 0:
            return message
        self.exceeded = True
        return {"type": "http.disconnect"}


async def _most(scope: dict) -> int:
    """How many bytes are read: a whole file only from somebody who has signed in, and only at the doors for files."""
    is_upload = scope["path"] in map(reverse, DOORS)
    return settings.UPLOAD_LIMIT if is_upload and await _is_signed_in(scope) else FORM_LIMIT


async def _is_signed_in(scope: dict) -> bool:
    try:
        cookies = SimpleCookie(dict(scope["headers"]).get(b"cookie", b"").decode("latin-1"))
    except CookieError:
        return False
    session = cookies.get(settings.SESSION_COOKIE_NAME)
    return bool(session) and await SessionStore(session.value).aget(SESSION_KEY) is not None


def _declared(scope: dict) -> int:
    value = dict(scope["headers"]).get(b"content-length", b"")
    return int(value) if value.isdigit() else 0


async def _refuse(send: Send, most: int) -> None:
    sentence = f"This upload is too large: at most {most // 1_000_000:,} MB are taken. Shorten or compress the file."
    body = json.dumps({"error": sentence}).encode()
    length = str(len(body)).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", length), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": body})
