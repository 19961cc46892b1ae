"""Turns at sending on each account: not too many at the same time, and no more starts in a second than it may have."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

Rate = Callable[[str, str], Awaitable[float | None]]
"""(provider's slug, account) -> starts per second; None where there is no limit."""

AT_ONCE = 16
"""Requests that are on their way at the same time on one account: each may hold its input files in memory."""

Account = tuple[str, str]


class Turns:
    """One for all accounts of a client. Turns are given in the order in which they were asked for."""

    def __init__(self, starts_per_s: Rate | None = None) -> None:
        self._starts_per_s = starts_per_s
        self._next: dict[Account, float] = {}
        self._lines: dict[Account, asyncio.Semaphore] = {}

    @asynccontextmanager
    async def turn(self, account: Account, *, is_start: bool) -> AsyncIterator[None]:
        """One's turn, once it has come; it ends with the block. `is_start`: it counts as the start of a job."""
        async with self._lines.setdefault(account, asyncio.Semaphore(AT_ONCE)):
            if is_start:
                await self._wait(account)
            yield

    async def _wait(self, account: Account) -> None:
        per_s = await self._starts_per_s(*account) if self._starts_per_s else None
        if not per_s:
            return
        now = asyncio.get_running_loop().time()
        at = max(now, self._next.get(account, now))
        self._next[account] = at + 1 / per_s
        await asyncio.sleep(at - now)
