"""All stand-ins in one process: by the host that is asked for, and by path at this machine's own address."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from importlib import import_module

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from studio.rehearsal import files
from studio.rehearsal.faults import TRANSPORT
from studio.rehearsal.frame import Frame

STAND_INS = {
    "kling": "studio.rehearsal.kling",
    "fal": "studio.rehearsal.fal",
    "runware": "studio.rehearsal.runware",
    "scenario": "studio.rehearsal.scenario",
}
"""A module with `HOSTS`, the real hosts that it stands in for, and `app(frame)`."""

OWN_PATHS = ("/files/", "/uploads/", "/rehearsal/")


class Protocol(HttpToolsProtocol):
    """uvicorn's, but an answer may close the connection itself (see `faults.py`)."""

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self.scope["extensions"] = {TRANSPORT: self.transport}


class Switch:
    """Chooses the app by the Host header, `otherwise` for hosts that it does not know. Sends webhooks meanwhile."""

    def __init__(self, frame: Frame, hosts: Mapping[str, ASGIApp], otherwise: ASGIApp | None = None) -> None:
        self._frame, self._hosts, self._own = frame, hosts, files.app(frame)
        self._otherwise = otherwise or self._own

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            return await self._live(receive, send)
        host = next((value for name, value in scope["headers"] if name == b"host"), b"").decode("latin-1")
        app = self._hosts.get(host.partition(":")[0])
        if app is None:
            app = self._own if scope["path"].startswith(OWN_PATHS) else self._otherwise
        return await app(scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        hooks = asyncio.create_task(self._frame.hooks.run())
        await send({"type": "lifespan.startup.complete"})
        await receive()
        hooks.cancel()
        with suppress(asyncio.CancelledError):
            await hooks
        await send({"type": "lifespan.shutdown.complete"})


def everything(frame: Frame) -> ASGIApp:
    """All stand-ins at once."""
    modules = map(import_module, STAND_INS.values())
    return Switch(frame, {host: app for module in modules for app in [module.app(frame)] for host in module.HOSTS})


def alone(frame: Frame, provider: str) -> ASGIApp:
    """One stand-in under plain paths, whatever host is asked for: for the vendor's own SDK."""
    return Switch(frame, {}, import_module(STAND_INS[provider]).app(frame))


def server(app: ASGIApp, port: int = 0, **more: object) -> uvicorn.Server:
    """A server on this machine only. `more` goes to uvicorn: `ssl_certfile=…, ssl_keyfile=…`."""
    quiet = {"log_config": None, "access_log": False, "date_header": False, "server_header": False}
    config = uvicorn.Config(
        app, host="127.0.0.1", port=port, http=Protocol, lifespan="on", timeout_graceful_shutdown=2, **quiet, **more
    )
    return uvicorn.Server(config)


def port_of(running: uvicorn.Server) -> int:
    """The port that a started server listens on."""
    return running.servers[0].sockets[0].getsockname()[1]
