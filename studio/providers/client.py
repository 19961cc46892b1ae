"""The only file with sockets: sends what adapters build, and turns everything that can go wrong into our errors.

Three ways to send, and they differ in what a lost answer means:

`submit`    may cost money. Sent once, on a fresh connection (a kept-alive one may be dead without anybody knowing). If
            no connection was made, NotSent: nothing left us. If anything else goes wrong after that, SubmitUncertain.
`ask`       a read. Repeated a few times; then Unreachable. `status` asks how a job goes, and for its results.
`download`  a file, streamed to disk with a cap on size and time. The target appears whole or not at all.

Keys are met here and nowhere else: what leaves is a signed copy, what comes back belongs to the unsigned request.
"""

import asyncio
import copy
import os
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from functools import partial
from http.cookiejar import CookieJar, DefaultCookiePolicy
from pathlib import Path
from typing import TypeVar

import httpx

from studio.core import clock
from studio.core.netsafe import REDIRECTS, Caps, SafeTransport, TooLarge, Unsafe
from studio.providers import rerouted
from studio.providers.base import Phase, Provider, Ticket, Update
from studio.providers.errors import (
    BadAnswer,
    BadKey,
    Expired,
    Gone,
    NotSent,
    ProviderError,
    RateLimited,
    Refused,
    SubmitUncertain,
    Unreachable,
    Withheld,
)
from studio.providers.keys import Key, Keyring, without
from studio.providers.pacing import Rate, Turns
from studio.providers.parts import Parted, Sendable, Tag, tag_of

T = TypeVar("T")
Parse = Callable[[httpx.Response], T]

NOTHING_LEFT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
"""The only failures of httpx after which it is certain that not one byte of the request left."""

NOTHING_ACCEPTED = (Refused, RateLimited, NotSent, Expired)
"""What an adapter may raise about a submit's answer so that it counts as "nothing was accepted"."""

TIMEOUTS = httpx.Timeout(60, connect=10)
CHUNK = 1 << 20
DOWNLOADS = 8
"""Files that are fetched at the same time."""

READS = 32
"""Questions to one account that are on their way at the same time. A provider that hangs holds up nobody else."""

UNLIMITED = httpx.Limits(max_connections=None, max_keepalive_connections=READS)
"""Who waits for a connection waits above, without a time-out."""

GONE = {403: Withheld, 404: Gone, 410: Gone}
NO_COOKIES = DefaultCookiePolicy(allowed_domains=[])
"""What one account is told must not be said by another."""


class Client:
    """One per process and event loop. `mounts` maps a URL prefix to a transport (`local://`); `pauses` are seconds
    between the repeats of a read; `keys` gives the keys of the account that it is `acting_for`; `fetching` is a
    transport for downloads that judges every address, so that redirects may be followed; without one they are not.
    `sending` is one for what may cost, if not `transport`; it should keep no connections."""

    def __init__(
        self,
        mounts: Mapping[str, httpx.AsyncBaseTransport] | None = None,
        *,
        transport: httpx.AsyncBaseTransport | None = None,
        pauses: tuple[float, ...] = (0.5, 2.0),
        keys: Keyring | None = None,
        fetching: httpx.AsyncBaseTransport | None = None,
        sending: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        shared = {"mounts": mounts, "transport": transport, "timeout": TIMEOUTS, "follow_redirects": False}
        shared["cookies"] = CookieJar(policy=NO_COOKIES)
        self._reading = httpx.AsyncClient(**shared, limits=UNLIMITED)
        self._readers: dict[tuple[str, str], asyncio.Semaphore] = {}
        fresh = {"limits": httpx.Limits(max_keepalive_connections=0), "transport": sending or transport}
        self._sending = httpx.AsyncClient(**shared | fresh)
        judged = {"transport": fetching, "follow_redirects": True, "max_redirects": REDIRECTS} if fetching else {}
        self._fetching = httpx.AsyncClient(**shared | judged)
        self._pauses = pauses
        self._keys, self._account = keys, ""
        self._turns = Turns()
        self._downloads = asyncio.Semaphore(DOWNLOADS)

    def acting_for(self, account: str) -> "Client":
        """The same connections, with the keys of this account."""
        other = copy.copy(self)
        other._account = account
        return other

    def paced(self, starts_per_s: Rate | None) -> "Client":
        """The same connections; of each account no more jobs are started in a second than it may."""
        other = copy.copy(self)
        other._turns = Turns(starts_per_s)
        return other

    @asynccontextmanager
    async def turn(self, provider: Provider, *, is_start: bool) -> AsyncIterator[None]:
        """To be taken before anything is written down as sent: waits until this account may send one more.

        `is_start`: it is the start of a job. Raises BadKey where there is no key to send it with.
        """
        async with self._turns.turn((provider.slug, self._account), is_start=is_start):
            if provider.origins:
                await self._key(provider)
            yield

    async def submit(self, provider: Provider, request: Sendable, parse: Parse[T]) -> T:
        """Send what may cost money, once. A file in parts costs nothing: `parse` reads the answer to its completion.

        What goes to an address that an answer named, as the bytes of an upload do, goes only where it is safe.
        Raises NotSent, RateLimited or Refused when nothing was accepted, and SubmitUncertain when nobody knows.
        """
        if isinstance(request, Parted):
            tags = [await self._part(provider, request, number) for number in request.numbers]
            return await self.submit(provider, request.complete(tags), parse)
        is_its_own = provider.owns(request.url) or not provider.origins
        try:
            response = await self._signed(self._sending if is_its_own else self._fetching, provider, request)
        except Unsafe as error:
            words = f"{provider.name} named an address to which nothing is sent from here. {error}"
            raise Refused(words, provider=provider.slug) from error
        except NOTHING_LEFT as error:
            raise NotSent(_not_reached(provider), provider=provider.slug) from error
        except (httpx.HTTPError, OSError) as error:
            raise SubmitUncertain(_lost(provider, error), provider=provider.slug) from error
        try:
            return _parsed(provider, response, parse)
        except NOTHING_ACCEPTED:
            raise
        except ProviderError as error:
            lost = SubmitUncertain(error.message, provider=provider.slug, raw=error.raw or _raw(response))
            lost.request_id = error.request_id
            raise lost from error

    async def _part(self, provider: Provider, file: Parted, number: int) -> Tag:
        """Put one part, again after each pause if need be: put twice it is there once."""
        content = await asyncio.to_thread(file.read, number)
        for pause in (*self._pauses, None):
            try:
                return await self.submit(provider, file.part(number, content), partial(tag_of, provider, number))
            except (SubmitUncertain, NotSent):
                if pause is None:
                    raise
                await asyncio.sleep(pause)
        raise AssertionError("the last pause is None")

    async def ask(self, provider: Provider, request: httpx.Request, parse: Parse[T], *, judges_5xx: bool = False) -> T:
        """Send a read, again after each pause if need be. Raises Unreachable, or what `parse` raises.

        A 5xx is trouble, and asked again. `judges_5xx`: `parse` knows what one of this address means that stays.
        """
        for pause in (*self._pauses, None):
            try:
                return _parsed(provider, await self._read(provider, request, judges_5xx and pause is None), parse)
            except RateLimited:
                raise
            except Unreachable:
                if pause is None:
                    raise
                await asyncio.sleep(pause)
        raise AssertionError("the last pause is None")

    async def status(self, provider: Provider, ticket: Ticket) -> Update:
        """How a job goes, with its results once it is done. Raises as `ask` does."""
        if told := provider.told(ticket):
            return told
        request = provider.build_status(ticket)
        update = await self.ask(provider, request, lambda answer: provider.parse_status(answer, ticket))
        request = provider.build_result(ticket, update) if update.phase is Phase.DONE else None
        if request is None:
            return update
        return await self.ask(
            provider, request, lambda answer: provider.parse_result(answer, ticket, update), judges_5xx=True
        )

    async def _signed(self, through: httpx.AsyncClient, provider: Provider, request: httpx.Request) -> httpx.Response:
        """Send a request, signed where the provider wants a key. Raises BadKey, and sends nothing, if there is none."""
        if not provider.origins:
            return await through.send(request, follow_redirects=False)
        key = await self._key(provider)
        signed = provider.sign(request, key, clock.now())
        return without(key, signed, await through.send(signed, follow_redirects=False), request)

    async def _key(self, provider: Provider) -> Key:
        key = await self._keys(provider.slug, self._account) if self._keys else None
        if key is None:
            words = f"There is no key for {provider.name}. Add one under Settings, Providers."
            raise BadKey(words, provider=provider.slug)
        return key

    async def _read(self, provider: Provider, request: httpx.Request, judges_5xx: bool) -> httpx.Response:
        readers = self._readers.setdefault((provider.slug, self._account), asyncio.Semaphore(READS))
        try:
            async with readers:
                response = await self._signed(self._reading, provider, request)
        except NOTHING_LEFT as error:
            raise NotSent(_not_reached(provider), provider=provider.slug) from error
        except (httpx.HTTPError, OSError) as error:
            raise Unreachable(_lost(provider, error), provider=provider.slug) from error
        if response.status_code >= 500 and not judges_5xx:
            words = f"{provider.name} has trouble (HTTP {response.status_code})."
            raise Unreachable(words, provider=provider.slug, raw=_raw(response))
        return response

    async def download(self, provider: Provider, url: str, into: Path, caps: Caps | None = None) -> Path:
        """Fetch one result into the file `into`, which must not exist yet.

        Raises Gone when the provider no longer has it, Unreachable or BadAnswer otherwise; then no file is left.
        """
        caps = caps or Caps()
        part = into.with_name(into.name + ".part")
        try:
            async with self._downloads, asyncio.timeout(caps.seconds), self._streamed(provider, url) as response:
                await _save(provider, response, part, caps.size)
            os.replace(part, into)
        except TimeoutError as error:
            words = f"{provider.name} sent the file too slowly: not here after {caps.seconds:g} s."
            raise Unreachable(words, provider=provider.slug) from error
        finally:
            part.unlink(missing_ok=True)
        return into

    async def stream(self, provider: Provider, ticket: Ticket) -> httpx.Response | None:
        """A film while it is made, to be read piece by piece and closed; None where there is nothing (more) to see.

        Waits until there is something.
        """
        request = self._fetching.build_request("GET", provider.stream_url(ticket))
        try:
            response = await self._fetching.send(request, stream=True)
        except httpx.HTTPError as error:
            raise Unreachable(_lost(provider, error), provider=provider.slug) from error
        if response.status_code == 200:
            return response
        await response.aclose()
        return None

    @asynccontextmanager
    async def _streamed(self, provider: Provider, url: str) -> AsyncIterator[httpx.Response]:
        try:
            async with self._fetching.stream("GET", url) as response:
                _check_download(provider, response)
                yield response
        except (Unsafe, TooLarge, httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
            raise BadAnswer(f"The file is not fetched. {error}", provider=provider.slug) from error
        except httpx.HTTPError as error:
            raise Unreachable(f"The file broke off: {_lost(provider, error)}", provider=provider.slug) from error

    async def close(self) -> None:
        """Close all connections."""
        await self._reading.aclose()
        await self._sending.aclose()
        await self._fetching.aclose()


def _check_download(provider: Provider, response: httpx.Response) -> None:
    status = response.status_code
    if status in GONE:
        raise GONE[status](f"{provider.name} no longer has the file (HTTP {status}).", provider=provider.slug)
    if status == 429 or status >= 500:
        raise Unreachable(f"{provider.name} did not give the file (HTTP {status}).", provider=provider.slug)
    if status != 200:
        raise BadAnswer(f"{provider.name} answered HTTP {status} where a file should be.", provider=provider.slug)


async def _save(provider: Provider, response: httpx.Response, part: Path, most: int) -> None:
    """Write the body to disk. Checks the size as it comes, and against Content-Length at the end."""
    written = 0
    with part.open("wb") as file:
        async for chunk in response.aiter_bytes(CHUNK):
            written += len(chunk)
            if written > most:
                raise BadAnswer(f"The file is larger than {most >> 20} MB, the most that is fetched.")
            await asyncio.to_thread(file.write, chunk)
        await asyncio.to_thread(_settle, file)
    said = response.headers.get("content-length")
    if said and "content-encoding" not in response.headers and written != int(said):
        words = f"The file ended early: {written} of {said} bytes came from {provider.name}."
        raise Unreachable(words, provider=provider.slug)


def _settle(file) -> None:
    file.flush()
    os.fsync(file.fileno())


def _parsed(provider: Provider, response: httpx.Response, parse: Parse[T]) -> T:
    """What the answer means. That an adapter stumbles over an undocumented answer is BadAnswer, not a crash."""
    try:
        return parse(response)
    except ProviderError as error:
        error.request_id = error.request_id or provider.request_id(response)
        raise
    except Exception as error:
        words = f"{provider.name} answered what Dailies does not understand (HTTP {response.status_code})."
        raise BadAnswer(words, provider=provider.slug, raw=_raw(response)) from error


def _not_reached(provider: Provider) -> str:
    return f"{provider.name} could not be reached. Nothing was sent."


BROKE = (
    (httpx.RemoteProtocolError, "it was closed before the answer was whole"),
    (httpx.WriteError, "it was cut while the request was on its way"),
    (httpx.NetworkError, "it was cut"),
    (httpx.DecodingError, "the answer was garbled"),
)
"""In words for a person; anything else by its name, for whoever looks after the studio."""


def _lost(provider: Provider, error: Exception) -> str:
    if isinstance(error, httpx.TimeoutException):
        return f"{provider.name} did not answer in time."
    how = next((words for kind, words in BROKE if isinstance(error, kind)), type(error).__name__)
    return f"The connection to {provider.name} broke: {how}."


def _raw(response: httpx.Response) -> dict[str, object]:
    """What is worth keeping of an answer that was not understood."""
    return {"status": response.status_code, "body": response.text[:2000]}


def for_studio(
    data: Path,
    keys: Keyring | None = None,
    rehearsal: str = "",
    starts_per_s: Rate | None = None,
    *,
    ready: bool = False,
) -> Client:
    """The client of a running studio: `local://` leads to the embedded renderer, whose files lie in the data folder.

    `rehearsal`: the origin of the stand-ins that all providers are asked at instead; then nothing leaves this machine.
    `ready`: the renderer has a child waiting; on a running loop, until the client is closed.
    """
    from studio.animatic.service import AnimaticTransport

    ways = {"mounts": {"local://": AnimaticTransport(data / "animatic", ready=ready)}, "keys": keys}
    if not rehearsal:
        return Client(**ways, fetching=SafeTransport()).paced(starts_per_s)
    to = {"transport": rerouted.reading(rehearsal), "sending": rerouted.sending(rehearsal)}
    return Client(**ways, **to, fetching=rerouted.fetching(rehearsal)).paced(starts_per_s)
