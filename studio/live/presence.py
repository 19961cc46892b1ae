"""Who is here: whose pages show a file right now. People of the team only, a guest of it among them, for everybody sees
their names on notes anyway; who comes by a share link is not shown here, and is not told who of the team looks.

Nothing is stored. Each process knows its own sockets, and tells the room's group whom it has when that changes: one
message for a change, or for several that come close together, however many tabs somebody has. A process that has its
first page in a room asks the others whom they have. What a process has told is forgotten when it has not told it again
for EXPIRES_S: it was killed. A socket that goes without a word is found by the server's pings (config/server.py).
"""

import asyncio
import time
import uuid
from collections.abc import Mapping
from functools import lru_cache
from typing import Literal, TypedDict

from channels.layers import get_channel_layer
from django.template.loader import render_to_string

TOGETHER_S = 0.2  #: changes that come this close are one message
STAYS_S = 1.0  #: who goes and comes back within this has reloaded the page, and was here all the time
BEAT_S, EXPIRES_S = 20.0, 50.0
HERE = "asset/_here.html#here"
SHOWN = 6  #: faces; the others are counted

People = Mapping[str, str]
"""User ids as text -> names."""


class Here(TypedDict):
    """Whom a process has in a room. `asks` the others to say the same."""

    type: Literal["here"]
    room: str
    process: str
    people: dict[str, str]
    asks: bool


def room_group(room: str) -> str:
    """The sockets whose page shows the file with this id."""
    return f"room.{room}"


class Registry:
    """One of each process; lives on the loop of the sockets that join."""

    def __init__(self) -> None:
        self.process = uuid.uuid4().hex
        self._own: dict[str, dict[str, tuple[str, set[str]]]] = {}  # room -> user -> (name, channels)
        self._told: dict[str, dict[str, tuple[float, dict[str, str]]]] = {}  # room -> process -> (when, people)
        self._pending: dict[str, asyncio.Task] = {}
        self._asking: set[str] = set()
        self._beat: asyncio.Task | None = None

    def people(self, room: str) -> dict[str, str]:
        """Everybody who is there, by name; of all processes."""
        others = [people for _, people in self._told.get(room, {}).values()]
        found = {user: name for people in (*others, self._mine(room)) for user, name in people.items()}
        return dict(sorted(found.items(), key=lambda each: (each[1].casefold(), each[0])))

    def join(self, room: str, user: int, name: str, channel: str) -> None:
        if room not in self._own:
            self._own[room] = {}
            self._asking.add(room)
        _, channels = self._own[room].setdefault(str(user), (name, set()))
        channels.add(channel)
        if len(channels) == 1:
            self._tell_soon(room)
        if self._beat is None or self._beat.done() or self._beat.get_loop() is not asyncio.get_running_loop():
            self._beat = asyncio.create_task(self._beat_for_ever())

    def leave(self, room: str, user: int, channel: str) -> None:
        """A moment later, unless they have come back."""
        _, channels = self._own.get(room, {}).get(str(user), ("", set()))
        channels.discard(channel)
        if not channels:
            self._tell_soon(room, STAYS_S)

    def hear(self, message: Here) -> None:
        """What a process told; this one answers where it was asked."""
        room, process = message["room"], message["process"]
        if process == self.process:
            return
        told = self._told.setdefault(room, {})
        told[process] = (time.monotonic(), message["people"])
        if not message["people"]:
            del told[process]
        if message["asks"]:
            self._tell_soon(room)

    # Telling

    def _mine(self, room: str) -> dict[str, str]:
        return {user: name for user, (name, channels) in self._own.get(room, {}).items() if channels}

    def _tell_soon(self, room: str, after_s: float = TOGETHER_S) -> None:
        pending = self._pending.get(room)
        if pending is None or pending.done() or pending.get_loop() is not asyncio.get_running_loop():
            self._pending[room] = asyncio.create_task(self._tell(room, after_s))

    async def _tell(self, room: str, after_s: float) -> None:
        await asyncio.sleep(after_s)
        self._pending.pop(room, None)
        people, asks = self._mine(room), room in self._asking
        self._asking.discard(room)
        self._own[room] = {user: each for user, each in self._own.get(room, {}).items() if each[1]}
        if not people:
            del self._own[room]
            self._told.pop(room, None)
        said = Here(type="here", room=room, process=self.process, people=people, asks=asks)
        await get_channel_layer().group_send(room_group(room), said)

    async def _beat_for_ever(self) -> None:
        """For as long as anybody is anywhere."""
        while self._own:
            await asyncio.sleep(BEAT_S)
            self.forget(time.monotonic() - EXPIRES_S)
            for room in list(self._own):
                self._tell_soon(room)

    def forget(self, before: float) -> None:
        """What was told before that time, of the monotonic clock, holds no longer."""
        for told in self._told.values():
            for process in [each for each, (when, _) in told.items() if when < before]:
                del told[process]


registry = Registry()


def here(room: str, people: People) -> str:
    """The faces beside the player."""
    return _rendered(room, tuple(people.items()))


@lru_cache(maxsize=64)
def _rendered(room: str, people: tuple[tuple[str, str], ...]) -> str:
    """The same for everybody who is there: drawn once."""
    return render_to_string(HERE, here_context(room, dict(people)) | {"oob": True})


def here_context(room: str, people: People) -> dict[str, object]:
    faces = [{"name": name, "letters": _letters(name)} for name in people.values()]
    return {"room": room, "faces": faces[:SHOWN], "more": max(0, len(faces) - SHOWN), "names": list(people.values())}


def _letters(name: str) -> str:
    """`BB` of Bob Baker."""
    words = name.split()
    return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()
