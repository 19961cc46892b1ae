"""What the engine runs: the job's way, its steps bound to the one client. Imported just before the engine starts."""

from collections.abc import Awaitable, Callable
from functools import wraps
from pathlib import Path

from django.conf import settings

from studio import engine
from studio.providers.client import Client, for_studio

from . import workflow
from .accounts import key_of, starts_of
from .driving import TASK

_client: Client | None = None


async def open_client(data: Path) -> Client:
    """The client that all jobs of this process go through."""
    global _client
    _client = for_studio(data, keys=key_of, rehearsal=settings.REHEARSAL, starts_per_s=starts_of, ready=True)
    return _client


def client() -> Client | None:
    """The one that is open; None where no studio runs in this process."""
    return _client


async def close_client() -> None:
    """Close its connections."""
    global _client
    if _client:
        await _client.close()
    _client = None


def _bound(step: Callable[..., Awaitable[bool]]) -> Callable[[str, str], Awaitable[bool]]:
    @wraps(step)
    async def bound(job_id: str, run_id: str) -> bool:
        return await step(job_id, run_id, client=_client)

    return bound


STEPS = tuple(_bound(step) for step in (workflow.submit, workflow.wait, workflow.fetch, workflow.keep))


@engine.task(TASK, steps=STEPS)
async def run_job(job_id: str, run_id: str, **steps: Callable[[str, str], Awaitable[bool]]) -> str:
    """One job, from the queue to the library."""
    return await workflow.run(job_id, run_id, **steps)
