"""Whether running jobs are as they were, read from the database for all who watch one at the same time.

Whoever needs to know at once, because a person wants something, is woken (driving.py).
"""

import time
from uuid import UUID

from asgiref.sync import sync_to_async

from .machine import State
from .models import Job

FRESH_S = 1.0
"""A reading is good for so long."""


class Board:
    """The last reading."""

    def __init__(self) -> None:
        self._read_at = float("-inf")
        self._rows: dict[UUID, tuple[UUID, int]] = {}

    async def is_current(self, job: Job) -> bool:
        """Whether nobody has touched the job since it was read, as far as that was known a second ago."""
        if time.monotonic() - self._read_at > FRESH_S:
            self._read_at = time.monotonic()
            self._rows = await sync_to_async(_read)()
        return self._rows.get(job.pk) == (job.run_id, job.version)


def _read() -> dict[UUID, tuple[UUID, int]]:
    rows = Job.objects.filter(state=State.RUNNING).order_by().values_list("pk", "run_id", "version")
    return {pk: (run_id, version) for pk, run_id, version in rows}


board = Board()
