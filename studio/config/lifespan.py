"""Answers ASGI's `lifespan` scope, which Django and Channels both refuse."""

from collections.abc import Awaitable, Callable

Hook = Callable[[], Awaitable[None]]


def with_lifespan(app: Callable, start: Hook, stop: Hook) -> Callable:
    """`app`, with `start` awaited before the first request and `stop` after the last; a failed start is fatal."""

    async def wrapped(scope, receive, send):
        if scope["type"] != "lifespan":
            return await app(scope, receive, send)
        await receive()
        try:
            await start()
        except BaseException as error:
            await send({"type": "lifespan.startup.failed", "message": repr(error)})
            raise
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await stop()
        return await send({"type": "lifespan.shutdown.complete"})

    return wrapped
