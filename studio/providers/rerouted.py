"""For a rehearsal: what is addressed to a provider goes to the stand-ins on this machine, and nothing leaves it.

The request stays what it is, its Host header included, by which the stand-ins tell each other apart. It is rerouted
after it was signed, so that keys are chosen and put in place as for the provider itself.
"""

import httpx

from studio.core.netsafe import Caps, Policy, SafeTransport, Unsafe, literal, origin_of


class Rerouted(httpx.AsyncBaseTransport):
    """`https://queue.fal.run/…` becomes `http://127.0.0.1:8480/…`; every name of the web does, not a list of some.

    `to` is the rehearsal's own origin, which is reached as it stands. Anything else is for `others` to judge; without
    them it is refused as if no connection had been made.
    """

    def __init__(
        self, to: str, inner: httpx.AsyncBaseTransport, others: httpx.AsyncBaseTransport | None = None
    ) -> None:
        self._to, self._inner, self._others = httpx.URL(to), inner, others

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Raises httpx.ConnectError for what would leave this machine, or what `others` raise."""
        if origin_of(request.url) == origin_of(self._to):
            return await self._inner.handle_async_request(request)
        if _is_of_the_web(request.url):
            return await self._inner.handle_async_request(self._turned(request))
        if self._others is None:
            raise httpx.ConnectError(f"In a rehearsal nothing is sent to {request.url.host}.", request=request)
        return await self._others.handle_async_request(request)

    def _turned(self, request: httpx.Request) -> httpx.Request:
        to = self._to
        url = request.url.copy_with(scheme=to.scheme, host=to.host, port=to.port)
        return httpx.Request(
            request.method, url, headers=request.headers.raw, stream=request.stream, extensions=request.extensions
        )

    async def aclose(self) -> None:
        await self._inner.aclose()
        if self._others:
            await self._others.aclose()


def _is_of_the_web(url: httpx.URL) -> bool:
    """Whether this is how providers are addressed: https, its usual port, a name. An address in numbers is judged."""
    try:
        return url.scheme == "https" and url.port is None and not url.userinfo and literal(url.host) is None
    except Unsafe:
        return False


def reading(to: str) -> Rerouted:
    """For questions: connections are kept."""
    return Rerouted(to, httpx.AsyncHTTPTransport(trust_env=False))


def sending(to: str) -> Rerouted:
    """For what may cost: a fresh connection each time."""
    return Rerouted(to, httpx.AsyncHTTPTransport(trust_env=False, limits=httpx.Limits(max_keepalive_connections=0)))


def fetching(to: str, caps: Caps | None = None) -> Rerouted:
    """For files: from the rehearsal as it stands, and otherwise only what is always safe to fetch."""
    allowed = SafeTransport(Policy.allowing([to]), caps)
    return Rerouted(to, allowed, SafeTransport(caps=caps))
