"""A job's film while it is made: where its provider shows it, and only in the process that drives the job."""

import asyncio
import weakref
from collections.abc import AsyncIterator, Awaitable
from dataclasses import dataclass
from typing import TypeVar

import httpx
from asgiref.sync import sync_to_async

from studio.catalog.tasks import TASKS
from studio.providers import registry
from studio.providers.base import Ticket
from studio.providers.errors import Unreachable

from . import ledger
from .machine import State
from .models import Job

T = TypeVar("T")

SHOWN = (State.RUNNING, State.FETCHING)
"""While it is fetched, those who watch already go on with what they have."""

_viewers: weakref.WeakSet[asyncio.Event] = weakref.WeakSet()


@dataclass(frozen=True, slots=True)
class Stream:
    """What comes in: `mime` names the codecs too, as a browser wants to know them. `leave` ends it."""

    mime: str
    response: httpx.Response
    leave: asyncio.Event

    async def pieces(self) -> AsyncIterator[bytes]:
        """All of it, as it comes. Whoever stops reading ends it."""
        coming = self.response.aiter_bytes()
        try:
            while piece := await _unless(self.leave, anext(coming, b"")):
                yield piece
        finally:
            await self.response.aclose()


def can_be_watched(provider: str, task: str) -> bool:
    """Whether the provider shows what this task makes while it is made."""
    return TASKS[task].output == "video" and registry.sends(provider) and registry.get(provider).streams


def is_shown(job: Job) -> bool:
    """Whether there is, or may be in a moment, something of the film to be seen."""
    return job.state in SHOWN and can_be_watched(job.provider, job.task)


async def stream_of(job: Job) -> Stream | None:
    """The film from its beginning, once there is something of it; None where nothing (more) is to be seen."""
    from .tasks import client

    attempt = await sync_to_async(ledger.current)(job)
    if client() is None or not is_shown(job) or attempt is None or attempt.ticket is None:
        return None
    _viewers.add(leave := asyncio.Event())
    coming = client().stream(registry.get(job.provider), Ticket.from_json(attempt.ticket))
    try:
        response = await _unless(leave, coming)
    except Unreachable:
        return None
    return Stream(response.headers["content-type"], response, leave) if response else None


def end_all() -> None:
    """Let all viewers go: the studio stops. They come back by themselves."""
    for leave in list(_viewers):
        leave.set()


async def _unless(leave: asyncio.Event, coming: Awaitable[T]) -> T | None:
    """What comes; None where it is time to leave before that."""
    tasks = asyncio.ensure_future(coming), asyncio.ensure_future(leave.wait())
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        return tasks[0].result() if tasks[0].done() else None
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
