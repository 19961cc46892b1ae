"""How long a note takes to reach everybody in a full room; prints JSON.

    python tests/bench/room.py [--fraction 0.1] [--people 50]

50 people, each signed in with a session and a socket of their own to `manage.py studio` in a process of its own, look
at one clip, and each writes a note every 2 s for a minute, through the view that the page's form posts to.
`arrival_ms` is from the moment before the request to the moment when the note is in somebody's hands, over all pairs
of a note and a person, the writer among them; `answer_ms` is from there to the view's answer. All processes share the
machine, and so do their clocks. A note that is lost, or comes a second time, fails it, and of a whole minute a p95 of
300 ms or more. `studio_cpu` is how many processors the studio worked on while it lasted, `people_cpu` the same of those
who write and look, and `load` that of the machine before. `--fraction`: so much of the minute; the people stay as many.

A note that is on the page already is shown again with its next version when somebody answers it; nobody does so here,
so once is once.
"""

import argparse
import asyncio
import json
import os
import re
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.bench.library import prepare, served  # noqa: E402
from tests.bench.zip import serving  # noqa: E402

PEOPLE, EVERY_S, LASTS_S = 50, 2.0, 60.0
SETTLES_S = 10.0  #: how long the last notes are waited for
WHOLE = 1.0  #: a few seconds are those in which everybody comes in, and say nothing of the aim
AIM_MS = 300
SEEN = re.compile(r'id="note-([0-9a-f-]{36})"')
TOKEN = "t" * 32


@dataclass
class Person:
    """One of them: what opens the studio to them, and what came, by the note's id."""

    cookies: str
    came: dict[str, list[float]] = field(default_factory=dict)


@dataclass
class Room:
    """What happened in it. Times are of the monotonic clock, seconds."""

    url: str
    clip: str
    people: list[Person]
    sent: dict[str, float] = field(default_factory=dict)
    answers: list[float] = field(default_factory=list)
    refused: list[int] = field(default_factory=list)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--fraction", type=float, default=usual_fraction(), help="of the minute, 0.01 to 1")
    options.add_argument("--people", type=int, default=PEOPLE)
    given = options.parse_args()
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="dailies-bench-") as folder:
        prepare(Path(folder))
        clip, people = stocked(given.people)
        with served() as url:
            found = measured(Room(url, clip, people), max(EVERY_S, LASTS_S * given.fraction))
    print(json.dumps({"bench": "room", **found, "load": round(load, 1)}, indent=2))
    sys.exit(0 if found["reached" if given.fraction >= WHOLE else "whole"] else 1)


def usual_fraction() -> float:
    return float(os.environ.get("DAILIES_TEST_SCALE") or 1)


def stocked(count: int) -> tuple[str, list[Person]]:
    """A clip of the owner's team, and so many people of it with a session each; the owner is one of them."""
    from django.conf import settings
    from django.db import connections
    from django.test import Client

    from studio.accounts.actions import make_member, make_owner
    from tests.library.making import row

    owner = make_owner("alice@example.com", "Alice Archer")
    team = owner.teams.get()
    clip = row(owner)
    clip.save()
    users = [owner, *(make_member(f"person-{n}@example.com", f"Person {n}", team) for n in range(1, count))]
    people = []
    for user in users:
        client = Client(headers={"Host": "localhost"})
        client.force_login(user)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        people.append(Person(f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={TOKEN}"))
    connections.close_all()
    return str(clip.pk), people


def measured(room: Room, seconds: float) -> dict[str, object]:
    studio = serving(room.url)
    return asyncio.run(live(room, studio, seconds))


def summary(room: Room) -> dict[str, object]:
    """`lost` and `twice` count pairs of a note and a person."""
    arrivals, lost, twice = [], 0, 0
    for person in room.people:
        for note, began in room.sent.items():
            times = person.came.get(note, [])
            lost, twice = lost + (not times), twice + max(0, len(times) - 1)
            arrivals += [(times[0] - began) * 1000] if times else []
    spread = percentiles(arrivals)
    whole = not (lost or twice or room.refused) and bool(arrivals)
    return {
        "people": len(room.people),
        "notes": len(room.sent),
        "arrivals": len(arrivals),
        "lost": lost,
        "twice": twice,
        "refused": room.refused[:5],
        "arrival_ms": spread,
        "answer_ms": percentiles([each * 1000 for each in room.answers]),
        "aim_ms": AIM_MS,
        "whole": whole,
        "reached": whole and spread["p95"] < AIM_MS,
    }


def percentiles(milliseconds: list[float]) -> dict[str, float]:
    steps = statistics.quantiles(milliseconds, n=100) if len(milliseconds) > 1 else [float("inf")] * 99
    most = max(milliseconds, default=float("inf"))
    named = {"p50": steps[49], "p95": steps[94], "p99": steps[98], "most": most}
    return {name: round(value, 1) for name, value in named.items()}


# The people


async def live(room: Room, studio: int, seconds: float) -> dict[str, object]:
    """All come in; then all write, each at a moment of their own; then everybody waits for what is under way."""
    import httpx

    sockets = [await come_in(room, person) for person in room.people]
    looking = [asyncio.create_task(look(*each)) for each in zip(room.people, sockets, strict=True)]
    await asyncio.sleep(1)  # what comes with coming in is not measured
    begun, before, mine = time.monotonic(), cpu_s(studio), time.process_time()
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=None)
    async with httpx.AsyncClient(base_url=room.url, timeout=60, limits=limits) as client:
        turns = [speak(room, client, person, at, seconds) for at, person in enumerate(room.people)]
        await asyncio.gather(*turns)
        await settled(room)
    lasted, spent = time.monotonic() - begun, cpu_s(studio) - before
    people = time.process_time() - mine
    for socket in sockets:
        await socket.close()
    await asyncio.gather(*looking)
    return summary(room) | {
        "seconds": round(seconds, 1),
        "studio_ms_a_note": round(spent * 1000 / max(1, len(room.sent)), 1),
        "studio_cpu": round(spent / lasted, 2),
        "people_cpu": round(people / lasted, 2),
    }


async def come_in(room: Room, person: Person) -> object:
    """A socket that has got the current state."""
    import websockets

    address = f"{room.url.replace('http', 'ws')}/live/?since={time.time()}&room={room.clip}"
    headers = {"Cookie": person.cookies}
    socket = await websockets.connect(
        address, origin=room.url, additional_headers=headers, max_size=None, open_timeout=60
    )
    await socket.recv()
    return socket


async def look(person: Person, socket: object) -> None:
    import websockets

    try:
        async for message in socket:
            now = time.monotonic()
            for note in SEEN.findall(message):
                person.came.setdefault(note, []).append(now)
    except websockets.ConnectionClosed as gone:
        if gone.code not in (1000, 1001, 1005):
            raise


async def speak(room: Room, client: object, person: Person, at: int, seconds: float) -> None:
    """A note every 2 s, by the clock, whether or not the last one was answered."""
    first, under_way = time.monotonic() + EVERY_S * at / len(room.people), []
    for turn in range(int(seconds / EVERY_S)):
        await asyncio.sleep(max(0.0, first + turn * EVERY_S - time.monotonic()))
        under_way.append(asyncio.create_task(write(room, client, person, at + turn)))
    await asyncio.gather(*under_way)


async def write(room: Room, client: object, person: Person, number: int) -> None:
    note = str(uuid4())
    given = {"id": note, "words": f"Note {number}: the cup jumps here, a little warmer please", "frame": number % 120}
    headers = {"Cookie": person.cookies, "X-CSRFToken": TOKEN, "HX-Request": "true"}
    room.sent[note] = began = time.monotonic()
    answer = await client.post(f"/assets/{room.clip}/notes/", data=given, headers=headers)
    room.answers.append(time.monotonic() - began)
    if answer.status_code != 200:
        room.refused.append(answer.status_code)


async def settled(room: Room) -> None:
    """Until every note has come to everybody, and a moment more, in which none may come again."""
    deadline = time.monotonic() + SETTLES_S
    while time.monotonic() < deadline and any(room.sent.keys() - person.came.keys() for person in room.people):
        await asyncio.sleep(0.1)
    await asyncio.sleep(1)


# The machine


def cpu_s(pid: int) -> float:
    """Seconds that a process has worked, its children left out."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
