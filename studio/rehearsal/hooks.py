"""Webhooks: what a stand-in tells the studio by itself, once it is due.

`frame.hooks.add(provider, task_id, url, due)` notes one; what it says is written when it is sent, by the writer that
the stand-in left under `frame.hooks.writers[provider]`. One loop serves them all and begins again after a restart.
Nothing leaves this machine: an address elsewhere is noted and not called, unless `studio` says where its paths are.
"""

import asyncio
import ipaddress
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import httpx

from studio.rehearsal.lives import Task
from studio.rehearsal.store import Hook, Store

logger = logging.getLogger(__name__)

PAUSE_S = 0.1
AT_ONCE = 20
TIMEOUT_S = 10
AGAIN_S = (1.0, 2.0, 4.0, 8.0)
"""No provider says publicly when it tries again; the answers that make it try again are those that are not 2xx."""

ELSEWHERE = "not called: this address is not on this machine"


@dataclass(frozen=True, slots=True)
class Message:
    """What is posted."""

    body: bytes
    headers: Mapping[str, str] = field(default_factory=lambda: {"content-type": "application/json"})


Writer = Callable[[Task, Mapping[str, object], float], Message | None]
"""(the task, what was noted with the hook, the time in seconds) -> what is said about it now; None for nothing."""


class Hooks:
    """All webhooks of one rehearsal. `times` tells how often a due one is sent: once, twice, or 0 for never."""

    def __init__(self, store: Store, clock: Callable[[], float], times: Callable[[], int], studio: str = "") -> None:
        self.writers: dict[str, Writer] = {}
        self._store, self._clock, self._times, self._studio = store, clock, times, studio.rstrip("/")

    def add(self, provider: str, task_id: str, url: str, due: float, about: Mapping[str, object] | None = None) -> None:
        """Note one for the time `due`, in seconds since 1970."""
        for _ in range(self._times()):
            self._store.add_hook(provider, task_id, url, due, about or {})

    async def run(self) -> None:
        """Send what is due, until cancelled."""
        async with httpx.AsyncClient(timeout=TIMEOUT_S, trust_env=False) as client:
            while True:
                await self.send_due(client)
                await asyncio.sleep(PAUSE_S)

    async def send_due(self, client: httpx.AsyncClient) -> None:
        """Send what is due now, each at most once."""
        due = self._store.due_hooks(self._clock(), AT_ONCE)
        await asyncio.gather(*(self._send(client, hook) for hook in due))

    async def _send(self, client: httpx.AsyncClient, hook: Hook) -> None:
        address = self._address(hook.url)
        message = self._message(hook)
        if not address or message is None:
            return self._store.end_hook(hook.number, ELSEWHERE if not address else "nothing to say")
        try:
            answer = await client.post(address, content=message.body, headers=dict(message.headers))
            told = str(answer.status_code)
        except httpx.HTTPError as error:
            told = type(error).__name__
        if told.startswith("2") or hook.tries >= len(AGAIN_S):
            return self._store.end_hook(hook.number, told)
        return self._store.again_hook(hook.number, self._clock() + AGAIN_S[hook.tries], told)

    def _message(self, hook: Hook) -> Message | None:
        """What is said. A writer that stumbles must not stop the others."""
        task = self._store.task(hook.provider, hook.task_id)
        try:
            return self.writers[hook.provider](task, hook.about, self._clock()) if task else None
        except Exception:
            logger.exception("The webhook %s of %s could not be written", hook.number, hook.provider)
            return None

    def _address(self, url: str) -> str:
        """Where it is sent, or nothing if that is not on this machine."""
        parts = urlsplit(url)
        if self._studio:
            return self._studio + parts.path + (f"?{parts.query}" if parts.query else "")
        return url if _is_here(parts.hostname or "") else ""


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
