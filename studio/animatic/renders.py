"""Renders that survive anything: each a folder of files, each drawn by one limited child at a time.

`request.json` is there before anybody is told that the render is accepted, `result.json` once it has ended, the outputs
before that. Whoever asks for a render that has the one and not the other starts it again. Nothing is drawn twice at
once: a child dies with the process that started it, and works into a folder of its own until it is done.
"""

import asyncio
import json
import logging
import os
import shutil
import weakref
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from studio.animatic.growing import Growing
from studio.animatic.plan import parse
from studio.core import limits

logger = logging.getLogger(__name__)

Json = dict

CHILD = "studio.animatic.child"
LIMITS = limits.Limits(memory_mb=4096, cpu_s=3600, file_mb=4096, wall_s=3600)
READY_AFTER_S = 2  # what has just begun, or is being kept, comes first
REQUEST, RESULT = "request.json", "result.json"
GAVE_UP = {
    "time": "Drawing took too long and was stopped. Try fewer seconds or a smaller size.",
    "memory": "Drawing needed more memory than is allowed. Try a smaller size.",
    "crash": "The renderer stopped unexpectedly. Try again; the studio's log says more.",
}


class Taken(ValueError):
    """This id belongs to another request."""


@dataclass(slots=True)
class Work:
    """One render in this process: how far it is, what can be seen of it, then how it ended."""

    total: int
    task: asyncio.Task | None = None
    frames: int = 0
    stream: Growing = field(default_factory=Growing)
    result: Json | None = None

    @property
    def is_alive(self) -> bool:
        return self.result is not None or not (self.task.done() or self.task.get_loop().is_closed())

    def heard(self, part: Path, said: Json) -> None:
        """What the child says, who writes into `part`."""
        self.frames = said.get("frames", self.frames)
        self.total = said.get("total", self.total)
        if stream := said.get("stream"):
            self.stream.told(part / stream["name"], stream["mime"], stream["bytes"])


class Renders:
    """The renders in one folder; at most `at_once` are drawn at the same time, the others wait.

    `ready`: a child waits for the next one, from soon after the start, and again soon after each.
    """

    def __init__(self, folder: Path, at_once: int, *, ready: bool = False) -> None:
        self._folder = folder
        self._at_once = at_once
        self._spare = limits.Spare(CHILD, LIMITS) if ready else None
        self._get_ready()
        self._works: dict[str, Work] = {}
        self._locks: weakref.WeakValueDictionary[str, asyncio.Lock] = weakref.WeakValueDictionary()

    async def begin(self, id: str, request: Json) -> Json:
        """Keeps the request, starts it and returns its state; the same again only returns it.

        Raises CannotDraw for a new one that cannot be drawn, Taken for another one under a known id.
        """
        async with self._lock(id):
            path = self._folder / id / REQUEST
            known = await asyncio.to_thread(_read, path)
            if known is None:
                await asyncio.to_thread(_write, path, {"request": request, "total": parse(request).total})
            elif known["request"] != request:
                raise Taken(f"The id {id} belongs to another request.")
        return await self.state(id)

    async def state(self, id: str) -> Json | None:
        """`{"state", "frames", "total", "outputs", "error", "field"}`, None for what was never begun.

        Starts the render where it has not ended and nobody is at work on it.
        """
        async with self._lock(id):
            work = self._works.get(id)
            if work is None or not work.is_alive:
                work = await self._found(id)
            if work is None:
                return None
            going = {"state": "running", "frames": work.frames, "outputs": [], "error": None, "field": None}
            return {"total": work.total} | (work.result or going)

    def stream(self, id: str) -> Growing | None:
        """What is being drawn right now, or waits for its turn; asking starts nothing."""
        work = self._works.get(id)
        return work.stream if work and work.result is None and work.is_alive else None

    def output(self, id: str, name: str) -> Path:
        return self._folder / id / name

    async def remove(self, id: str) -> None:
        """Stops it and removes every file of it; what is not there is removed already."""
        async with self._lock(id):
            await self._stop(id)
            await asyncio.to_thread(shutil.rmtree, self._folder / id, ignore_errors=True)

    async def sweep(self, keep: set[str]) -> set[str]:
        """Removes all others; returns which they were."""
        here = await asyncio.to_thread(_names, self._folder)
        for id in here - keep:
            await self.remove(id)
        return here - keep

    async def close(self) -> None:
        """Stops all drawing; it goes on when it is asked for again."""
        for id in list(self._works):
            await self._stop(id)
        if self._spare:
            await self._spare.close()

    def _lock(self, id: str) -> asyncio.Lock:
        return self._locks.setdefault(id, asyncio.Lock())

    async def _found(self, id: str) -> Work | None:
        """From the files: ended, or started again."""
        folder = self._folder / id
        record = await asyncio.to_thread(_read, folder / REQUEST)
        if record is None:
            return None
        work = Work(total=record["total"], result=await asyncio.to_thread(_ended, folder))
        if work.result is None:
            work.task = asyncio.create_task(self._render(folder, record["request"], work))
            work.task.add_done_callback(partial(self._over, work))
        self._works[id] = work
        return work

    def _over(self, work: Work, _task: asyncio.Task) -> None:
        work.stream.end()
        self._get_ready()

    def _get_ready(self) -> None:
        if self._spare:
            self._spare.prepare(READY_AFTER_S)

    async def _stop(self, id: str) -> None:
        work = self._works.pop(id, None)
        if work and work.task and not work.task.get_loop().is_closed():
            work.task.cancel()
            with suppress(asyncio.CancelledError):
                await work.task

    async def _render(self, folder: Path, request: Json, work: Work) -> None:
        """Waits for its turn, draws, keeps the result. An error of the disk is a result too, but not one to keep."""
        try:
            async with limits.slots(f"animatic {self._folder}", self._at_once):
                await asyncio.to_thread(_tidy, folder)
                result = await _drawn(folder, request, work, self._spare)
            await _to_the_end(_write, folder / RESULT, result)
            work.result = result
        except OSError as error:
            logger.exception("animatic %s: could not be kept", folder.name)
            work.result = _failed(f"The animatic could not be stored: {error.strerror}. Make room and try again.")


async def _drawn(folder: Path, request: Json, work: Work, spare: limits.Spare | None) -> Json:
    """The child's outputs in their place, or its refusal."""
    with limits.temporary_in(folder) as part:
        try:
            asked = {"plan": request, "into": part}
            answer = await limits.run(CHILD, asked, limits=LIMITS, heard=partial(work.heard, Path(part)), spare=spare)
        except limits.ChildFailed as failure:
            logger.error("animatic %s: %s", folder.name, failure)
            return _failed(GAVE_UP[failure.why], work.frames)
        if "error" in answer:
            return _failed(answer["error"], work.frames, answer["field"])
        outputs = await _to_the_end(_placed, Path(part), folder, answer["outputs"])
    done = {"state": "done", "frames": work.total, "total": work.total}
    return done | {"outputs": outputs, "error": None, "field": None}


async def _to_the_end(act: Callable, *given: object) -> object:
    """In a thread; when cancelled, waits for it, so that it does not write into a folder that is being removed."""
    acting = asyncio.ensure_future(asyncio.to_thread(act, *given))
    try:
        return await asyncio.shield(acting)
    finally:
        await asyncio.wait([acting])


def _failed(error: str, frames: int = 0, field: str | None = None) -> Json:
    return {"state": "failed", "frames": frames, "outputs": [], "error": error, "field": field}


# Files


def _placed(part: Path, folder: Path, names: list[str]) -> list[Json]:
    """Moves the outputs to their place, on the disk for good."""
    for name in names:
        _sync(part / name)
        os.replace(part / name, folder / name)
    _sync(folder)
    return [{"name": name, "bytes": (folder / name).stat().st_size} for name in names]


def _ended(folder: Path) -> Json | None:
    """The result, if every output that it names is there, whole."""
    result = _read(folder / RESULT)
    for output in result["outputs"] if result else ():
        path = folder / output["name"]
        if not path.is_file() or path.stat().st_size != output["bytes"]:
            return None
    return result


def _tidy(folder: Path) -> None:
    """What a killed studio left half done."""
    for left in folder.glob(".part-*"):
        shutil.rmtree(left, ignore_errors=True)


def _read(path: Path) -> Json | None:
    try:
        return json.loads(path.read_bytes())
    except FileNotFoundError:
        return None


def _write(path: Path, data: Json) -> None:
    """All of it or nothing, and on the disk when this returns."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with limits.temporary_in(path.parent) as part:
        new = Path(part) / path.name
        new.write_text(json.dumps(data))
        _sync(new)
        os.replace(new, path)
    _sync(path.parent)
    _sync(path.parent.parent)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} if folder.is_dir() else set()
