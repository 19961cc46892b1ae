"""Fetches from addresses that others told us, and only what is safe to fetch: a transport for httpx.

Every request, and so every redirect, is judged anew:

1. `https` on port 443, no user name, a host that is a name or one plain address.
2. The name is looked up once; every address found must be public. One that is not spoils all the others.
3. The connection is made to a vetted address, never to the name, so that a second look-up cannot answer differently;
   the certificate is still checked against the name.
4. Bytes and seconds are counted while they come; nothing is unpacked.

What lies elsewhere (a stand-in, a store in one's own network) is allowed origin by origin, by configuration alone.
"""

import asyncio
import ipaddress
import re
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Collection
from dataclasses import dataclass

import httpx

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve = Callable[[str, int], Awaitable[list[str]]]
"""(host, port) -> addresses as text. Raises OSError where the name is not known."""

REDIRECTS = 5
MOST_ADDRESSES = 4
"""So many addresses of one name are tried."""


class Unsafe(httpx.TransportError):
    """The address leads where nothing is fetched from. Asking again does not help."""


class TooLarge(httpx.TransportError):
    """More bytes than are fetched at most."""


class TooSlow(httpx.TimeoutException):
    """Not complete when the time was up."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Caps:
    """How large one answer may be in bytes, and how long it may take in seconds, from the look-up to the last byte."""

    size: int = 4 << 30
    seconds: float = 1800


# Addresses

TRANSLATED = ipaddress.ip_network("64:ff9b::/96")
"""NAT64: an IPv4 address in the last 32 bits."""

GLOBAL = ipaddress.ip_network("2000::/3")
NOT_GLOBAL = tuple(ipaddress.ip_network(net) for net in ("2001::/23", "2001:db8::/32", "3fff::/20"))
"""Protocols, Teredo and documentation: no host of the web is there."""


def is_public(address: Address) -> bool:
    """Whether an address is one that anybody on the internet can reach, whatever way it is written."""
    address = _inner(address)
    if isinstance(address, ipaddress.IPv6Address):
        return address in GLOBAL and address.is_global and not any(address in net for net in NOT_GLOBAL)
    return address.is_global and not (address.is_multicast or address.is_reserved)


def _inner(address: Address) -> Address:
    """The IPv4 address that an IPv6 one stands for, if it stands for one."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address in TRANSLATED:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or address


def looks_numeric(host: str) -> bool:
    """Whether programs may read a host as an IPv4 address in some old form: `2130706433`, `0x7f.1`, `127.1`."""
    last = host.rstrip(".").rpartition(".")[2]
    return re.fullmatch(r"[0-9]+|0[xX][0-9a-fA-F]*", last) is not None


def literal(host: str) -> Address | None:
    """The address that a host is in plain writing; None for a name. Raises Unsafe for other ways of writing one."""
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        if looks_numeric(host) or "%" in host or ":" in host:
            raise Unsafe(f"“{host}” is no plain address. Nothing is fetched from there.") from None
        return None


async def resolve(host: str, port: int) -> list[str]:
    """The addresses of a name, by the system."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(sockaddr[0] for *_, sockaddr in found))


# Judging


def origin_of(url: httpx.URL) -> str:
    """`https://host:port`, with the port always written."""
    port = url.port or {"https": 443, "http": 80}.get(url.scheme, 0)
    host = f"[{url.host}]" if ":" in url.host else url.host
    return f"{url.scheme}://{host}:{port}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Policy:
    """What may be fetched. `origins` are allowed as they stand, wherever they lead: `http://127.0.0.1:8123`."""

    origins: frozenset[str] = frozenset()

    @classmethod
    def allowing(cls, origins: Collection[str]) -> "Policy":
        """With further origins, in any writing of theirs."""
        return cls(origins=frozenset(origin_of(httpx.URL(origin)) for origin in origins))

    def knows(self, url: httpx.URL) -> bool:
        """Whether the configuration allows this origin."""
        return origin_of(url) in self.origins

    def check(self, url: httpx.URL) -> None:
        """Judge what can be seen without looking anything up. Raises Unsafe."""
        if url.userinfo:
            raise Unsafe("An address with a user name in it is not fetched.")
        if not url.host:
            raise Unsafe("An address without a host is not fetched.")
        if self.knows(url):
            return
        if url.scheme != "https":
            raise Unsafe(f"Only https is fetched, not {url.scheme or 'an address without a scheme'}.")
        if origin_of(url).rpartition(":")[2] != "443":
            raise Unsafe(f"Only port 443 is fetched from, not {url.port}.")

    def vet(self, url: httpx.URL, addresses: Collection[str]) -> list[str]:
        """The addresses, if all of them may be connected to. Raises Unsafe if there is one that may not."""
        found = [ipaddress.ip_address(address.partition("%")[0]) for address in addresses]
        if not found:
            raise Unsafe(f"{url.host} has no address.")
        if not self.knows(url) and not all(map(is_public, found)):
            raise Unsafe(f"{url.host} leads into a private network. Nothing is fetched from there.")
        return [str(address) for address in found[:MOST_ADDRESSES]]


# Fetching


class SafeTransport(httpx.AsyncBaseTransport):
    """Judges each request, connects to a vetted address, and counts what comes.

    `resolve` looks names up; `inner` makes the connections: each anew, since two names at one address are two hosts.
    """

    def __init__(
        self,
        policy: Policy | None = None,
        caps: Caps | None = None,
        *,
        resolve: Resolve = resolve,
        inner: httpx.AsyncBaseTransport | None = None,
        verify: object = True,
    ) -> None:
        self._policy, self._caps, self._resolve = policy or Policy(), caps or Caps(), resolve
        fresh = httpx.Limits(max_keepalive_connections=0)
        self._inner = inner or httpx.AsyncHTTPTransport(verify=verify, limits=fresh, trust_env=False)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Raises Unsafe, TooLarge, TooSlow, or what connecting and reading raise."""
        self._policy.check(request.url)
        ends_at = asyncio.get_running_loop().time() + self._caps.seconds
        async with _until(ends_at):
            addresses = self._policy.vet(request.url, await self._addresses(request.url))
            response = await self._first_that_answers(request, addresses)
        try:
            self._check(response)
        except httpx.TransportError:
            await response.aclose()
            raise
        return httpx.Response(
            response.status_code,
            headers=response.headers,
            stream=Counted(response.stream, self._caps.size, ends_at),
            extensions=response.extensions,
        )

    async def _addresses(self, url: httpx.URL) -> list[str]:
        plain = literal(url.host)
        if plain is not None:
            return [str(plain)]
        try:
            return await self._resolve(url.host, url.port or 443)
        except (OSError, UnicodeError) as error:
            raise httpx.ConnectError(f"{url.host} could not be looked up.") from error

    async def _first_that_answers(self, request: httpx.Request, addresses: list[str]) -> httpx.Response:
        *others, last = addresses
        for address in others:
            try:
                return await self._inner.handle_async_request(towards(request, address))
            except (httpx.ConnectError, httpx.ConnectTimeout):
                continue
        return await self._inner.handle_async_request(towards(request, last))

    def _check(self, response: httpx.Response) -> None:
        """What the head of an answer already tells."""
        if response.headers.get("content-encoding", "identity") != "identity":
            raise Unsafe("The answer is packed, although it was asked for as it is.")
        said = response.headers.get("content-length", "")
        if said.isdecimal() and int(said[:20]) > self._caps.size:
            raise TooLarge(_too_large(self._caps.size))

    async def aclose(self) -> None:
        await self._inner.aclose()


def towards(request: httpx.Request, address: str) -> httpx.Request:
    """The same request to one address; the host stays who is asked for, and whom the certificate must name."""
    named = literal(request.url.host) is None and request.url.scheme == "https"
    headers = [(name, value) for name, value in request.headers.multi_items() if name.lower() != "accept-encoding"]
    return httpx.Request(
        request.method,
        request.url.copy_with(host=address),
        headers=[*headers, ("Accept-Encoding", "identity")],
        stream=request.stream,
        extensions={**request.extensions, **({"sni_hostname": request.url.host} if named else {})},
    )


class Counted(httpx.AsyncByteStream):
    """A body that ends with an error where it is too large or too slow. Closing it closes the connection."""

    def __init__(self, body: httpx.AsyncByteStream, most: int, ends_at: float) -> None:
        self._body, self._most, self._ends_at = body, most, ends_at

    async def __aiter__(self) -> AsyncIterator[bytes]:
        left, chunks = self._most, aiter(self._body)
        while True:
            async with _until(self._ends_at):
                chunk = await anext(chunks, None)
            if chunk is None:
                return
            left -= len(chunk)
            if left < 0:
                raise TooLarge(_too_large(self._most))
            yield chunk

    async def aclose(self) -> None:
        await self._body.aclose()


class _until:  # noqa: N801 - a context manager that reads as a word
    """`asyncio.timeout_at`, whose end is TooSlow."""

    def __init__(self, ends_at: float) -> None:
        self._timeout = asyncio.timeout_at(ends_at)

    async def __aenter__(self) -> None:
        await self._timeout.__aenter__()

    async def __aexit__(self, *raised: object) -> None:
        try:
            await self._timeout.__aexit__(*raised)
        except TimeoutError as error:
            raise TooSlow("The file came too slowly, and was given up.") from error


def _too_large(most: int) -> str:
    return f"The file is larger than {most / (1 << 20):g} MB, the most that is fetched."


def client(transport: SafeTransport) -> httpx.AsyncClient:
    """A client that follows a few redirects, each judged anew, and knows no proxy, no cookie and no key."""
    return httpx.AsyncClient(
        transport=transport, follow_redirects=True, max_redirects=REDIRECTS, trust_env=False, timeout=60
    )
