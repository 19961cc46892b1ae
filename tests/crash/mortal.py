"""`manage.py studio` before stand-ins that live on when it dies: REHEARSED_AT is their origin.

With STANDS_STILL="sent 7" it stops for good when it comes for the seventh time to the moment `sent`, makes the file
`stands-still` in its data folder, and waits to be killed there. It counts from when there is a file `armed` beside it.
"""

import os
import sys
import time
from collections.abc import Awaitable, Callable
from functools import wraps
from pathlib import Path

import django

from studio.config.environment import adopt

adopt(sys.argv)
django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import execute_from_command_line  # noqa: E402

from studio.jobs import results  # noqa: E402
from studio.providers.client import Client  # noqa: E402

Act = Callable[..., Awaitable[object]]

MOMENTS = {
    "leaving": (Client, "submit", "before"),  #: `sending` is committed, and not a byte has left
    "sent": (Client, "submit", "after"),  #: the provider took it, and nothing of that is written down here
    "fetching": (Client, "download", "before"),
    "keeping": (results, "keep_result", "before"),  #: the file is here, and not in the library
}


def main() -> None:
    settings.REHEARSAL = os.environ["REHEARSED_AT"]
    if moment := os.environ.get("STANDS_STILL"):
        name, passes = moment.split()
        owner, act, side = MOMENTS[name]
        setattr(owner, act, SIDES[side](getattr(owner, act), Passes(int(passes))))
    execute_from_command_line(sys.argv)


class Passes:
    """Counts, and stands still at the last one."""

    def __init__(self, left: int) -> None:
        self.left = left

    def one(self) -> None:
        """The whole process: what it has not written down by now, it never will."""
        data = Path(settings.DATA)
        self.left -= (data / "armed").exists()
        if self.left == 0:
            (data / "stands-still").touch()
            time.sleep(3600)


def before(act: Act, passes: Passes) -> Act:
    @wraps(act)
    async def acting(*args: object, **kwargs: object) -> object:
        passes.one()
        return await act(*args, **kwargs)

    return acting


def after(act: Act, passes: Passes) -> Act:
    @wraps(act)
    async def acting(*args: object, **kwargs: object) -> object:
        answer = await act(*args, **kwargs)
        passes.one()
        return answer

    return acting


SIDES = {"before": before, "after": after}

if __name__ == "__main__":
    main()
