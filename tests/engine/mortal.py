"""A process with an engine, to be killed: `python mortal.py FOLDER [RUN_ID]`.

Its task has two steps; each writes a line to FOLDER/log when it begins and when it ends. The second ends only once
FOLDER/go exists. With a RUN_ID it enqueues that run first.
"""

import asyncio
import sys
from pathlib import Path
from uuid import UUID

from studio import engine

folder = Path(sys.argv[1])


def log(words: str) -> None:
    with (folder / "log").open("a") as file:
        print(words, file=file, flush=True)


async def first(job_id: str, run_id: str) -> str:
    log(f"first {job_id}")
    return "from the first"


async def second(job_id: str, run_id: str) -> None:
    log("second begins")
    while not (folder / "go").exists():
        await asyncio.sleep(0.02)
    log("second ends")


@engine.task("two", steps=(first, second))
async def two(job_id, run_id, *, first, second):
    log(f"runs with {await first(job_id, run_id)}")
    await second(job_id, run_id)


async def live() -> None:
    await engine.start(folder)
    for run_id in sys.argv[2:]:
        engine.enqueue("two", "seven", run_id=UUID(run_id))
    await asyncio.sleep(60)


asyncio.run(live())
