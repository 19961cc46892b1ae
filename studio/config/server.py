"""The one uvicorn process."""

import socket
import sys
from collections.abc import Callable
from contextlib import suppress

import uvicorn

GOODBYE_S = 3
"""How long open requests may take to end after Ctrl-C."""

PING_S = 10.0
"""How often a socket is asked whether its page is still there, and how long the answer may take."""

SWITCH_S = 0.001
"""How long a thread that renders a page keeps the others from working: the loop, which speaks to everybody, is one."""


class Server(uvicorn.Server):
    """Says when it is ready, which uvicorn itself only logs; and when it stops, waits for no film that is watched."""

    def __init__(self, config: uvicorn.Config, on_ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_ready = on_ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._on_ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        from studio.jobs import streaming  # what imports models comes after Django is set up

        streaming.end_all()
        await super().shutdown(sockets)


def serve(listener: socket.socket, on_ready: Callable[[], None]) -> None:
    """Serves until Ctrl-C or SIGTERM. Raises SystemExit when the application cannot start."""
    config = uvicorn.Config(
        "studio.config.asgi:application",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=GOODBYE_S,
        ws_per_message_deflate=False,  # each socket would compress by itself what is the same for all
        ws_ping_interval=PING_S,
        ws_ping_timeout=PING_S,
    )
    sys.setswitchinterval(SWITCH_S)
    with suppress(KeyboardInterrupt):  # uvicorn passes the signal on after it has stopped cleanly
        Server(config, on_ready).run(sockets=[listener])
