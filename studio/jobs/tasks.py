"""What the engine runs: the job's way, its steps bound to the one client. Imported just before the engine starts."""

from collections.abc import Awaitable, Callable
from functools import wraps
from pathlib import Path

from studio import engine
from studio.providers import registry
from studio.providers.client import Client, for_studio

from . import workflow
from .driving import TASK

_client: Client | None = None


async def open_client(data: Path) -> Client:
    """The client that all jobs of this process go through."""
    global _client
    _client = for_studio(data)
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


for provider in registry.senders():
    engine.queue(provider.slug, at_once=provider.at_once, each=provider.each)
