"""How long the library takes with few and with many assets; prints JSON.

    python tests/bench/library.py [--fraction 0.1] [--sizes 1000,10000,100000] [--rounds 100] [--inside] [--postgres]

Teams in one database, with 1,000, 10,000 and 100,000 results, are asked in turn, so that all see the same machine: for
the first and the next page, each facet's counts, searches for words that few, some and most files have, and to tag
1,000 files at once (which is taken back each time, unmeasured). `server_ms` is the time inside Django (every
middleware, the view, the template), `cpu_ms` what of it this process worked. Production settings; SQLite, or with
--postgres a database of its own at PGHOST, PGPORT, PGUSER. On SQLite the pages are also asked through HTTP, from
`manage.py studio` in a process of its own: `http_ms` from the request to the last byte. `--fraction` makes it shorter:
so much of the assets and of the rounds.
"""

import argparse
import json
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import islice
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.bench.library_rows import fill  # noqa: E402

SIZES = (1_000, 10_000, 100_000)
ROUNDS = 100
ACTS = 10
WARM_UP = 5
AIM_MS = 60
AIM_TIMES = 2
TAGGED = 1_000

WORDS = {"search_rare": "zeppelin", "search_some": "lighthouse", "search_most": "harbour dusk"}
"""Which words (library_rows.py) they find: those of one file of 500, of one of 20, of all."""


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--fraction", type=float, default=1.0, help="of the assets and the rounds, 0.01 to 1")
    options.add_argument("--sizes", default=",".join(map(str, SIZES)), help="assets of each team")
    options.add_argument("--rounds", type=int, help="instead of the fraction's")
    options.add_argument("--inside", action="store_true", help="nothing through HTTP")
    options.add_argument("--postgres", action="store_true", help="on Postgres instead of SQLite")
    given = options.parse_args()
    sizes = [max(100, int(int(size) * given.fraction)) for size in given.sizes.split(",")]
    rounds = given.rounds or max(5, int(ROUNDS * given.fraction))
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="dailies-bench-")))
        name = stack.enter_context(postgres()) if given.postgres else ""
        prepare(folder, name)
        libraries = [Library(size) for size in sizes]
        tidy()
        measure_inside(libraries, rounds)
        measure_acts(libraries, max(3, int(ACTS * given.fraction)))
        if not (name or given.inside):
            measure_http(libraries, rounds)
        close()
    print(json.dumps(summary(libraries, rounds, "postgres" if name else "sqlite"), indent=2))


def summary(libraries: list["Library"], rounds: int, database: str) -> dict:
    """`missed`: what took longer than the aim, or grew more than twofold, as p95 and as the ratio of the p50s."""
    slowest = {
        name: max(library.measured[name]["server_ms"]["p95"] for library in libraries) for name in libraries[0].measured
    }
    growth = {
        name: round(libraries[-1].measured[name]["server_ms"]["p50"] / first["server_ms"]["p50"], 2)
        for name, first in libraries[0].measured.items()
    }
    return {
        "bench": "library",
        "database": database,
        "rounds": rounds,
        "measured": [{"assets": library.size} | library.measured for library in libraries],
        "aim_ms": AIM_MS,
        "aim_times": AIM_TIMES,
        "many_by_few": growth,
        "missed": {
            "p95": {name: worst for name, worst in slowest.items() if worst >= AIM_MS},
            "growth": {name: times for name, times in growth.items() if times > AIM_TIMES},
        },
    }


@contextmanager
def postgres() -> Iterator[str]:
    """An empty database of Postgres, gone afterwards; settings for it in place of the studio's own."""
    import psycopg

    name = f"dailies_bench_{uuid.uuid4().hex[:12]}"
    server = {"host": os.environ.get("PGHOST", "127.0.0.1"), "user": os.environ.get("PGUSER", "postgres")}
    with psycopg.connect(dbname="postgres", autocommit=True, **server) as admin:
        admin.execute(f'CREATE DATABASE "{name}"')
        try:
            yield name
        finally:
            admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def prepare(folder: Path, database: str = "") -> None:
    """A studio with a database and static files, on a port of its own."""
    os.environ |= {"DAILIES_DATA": str(folder), "DAILIES_PORT": str(free_port()), "DAILIES_LOG": "error"}
    os.environ["DJANGO_SETTINGS_MODULE"] = "studio.config.settings"
    from studio.config import keys

    (folder / "incoming").mkdir()
    keys.create(folder / "keys")
    import django
    from django.conf import settings
    from django.core.management import call_command

    if database:
        server = {"HOST": os.environ.get("PGHOST", "127.0.0.1"), "USER": os.environ.get("PGUSER", "postgres")}
        settings.DATABASES["default"] = {"ENGINE": "django.db.backends.postgresql", "NAME": database} | server
    django.setup()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)


def tidy() -> None:
    """What a database, or the studio every hour, does by itself after so much was written."""
    from django.db import connection

    from studio.library.search import learn_sizes

    learn_sizes(connection)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if connection.vendor == "postgresql" else "PRAGMA wal_checkpoint(TRUNCATE)")


def close() -> None:
    from django.db import connections

    connections.close_all()


class Library:
    """One owner with so many results, and what was measured of their pages."""

    def __init__(self, size: int) -> None:
        from django.test import Client

        from studio.accounts.actions import make_owner
        from studio.library.facets import FACETS
        from studio.library.models import Asset
        from studio.library.sorting import NEWEST
        from studio.pages.listing import PAGE

        self.size = size
        owner = make_owner(f"owner-of-{size}@example.com", "Alice Archer")
        fill(owner, size)
        self.client = Client(headers={"Host": "localhost"})
        self.client.force_login(owner)
        mine = Asset.objects.visible_to(owner)
        last = mine.newest_first()[PAGE - 1]
        self.tagged = [str(pk) for pk in islice(mine.newest_first().values_list("pk", flat=True), TAGGED)]
        self.pages = {"first_page": "/library/", "next_page": f"/library/?before={NEWEST.place(last)}"}
        self.pages |= {name: f"/library/?q={words.replace(' ', '+')}" for name, words in WORDS.items()}
        self.pages |= {
            f"count_{facet.slug}": f"/library/facets/{facet.slug}/"
            for facet in FACETS.values()
            if facet.place in ("bar", "more")
        }
        self.measured = {name: {} for name in self.pages}

    @property
    def cookies(self) -> dict[str, str]:
        return {name: morsel.value for name, morsel in self.client.cookies.items()}

    def tag(self) -> object:
        return self.client.post(
            "/library/act/tag/", {"ids": ",".join(self.tagged), "tag": "Dusk"}, headers={"HX-Request": "true"}
        )

    def untag(self) -> object:
        from studio.library import acts
        from studio.library.models import Act

        return acts.undo(Act.objects.latest("done_at"))


def measure_inside(libraries: list[Library], rounds: int) -> None:
    asked = {
        (library, name): lambda library=library, address=address: library.client.get(address)
        for library in libraries
        for name, address in library.pages.items()
    }
    for (library, name), (wall, work) in taken(asked, rounds).items():
        library.measured[name] |= {"server_ms": wall, "cpu_ms": work}


def measure_acts(libraries: list[Library], rounds: int) -> None:
    """Tagging: what it costs to write. Each time it is taken back, which does not count."""
    asked = {(library, "tag_1000"): library.tag for library in libraries}
    after = {(library, "tag_1000"): library.untag for library in libraries}
    for (library, name), (wall, work) in taken(asked, rounds, after).items():
        library.measured[name] = {"server_ms": wall, "cpu_ms": work}


def measure_http(libraries: list[Library], rounds: int) -> None:
    import httpx

    names = ("first_page", "next_page", *WORDS)
    with served() as url:
        browsers = [httpx.Client(base_url=url, cookies=library.cookies) for library in libraries]
        asked = {
            (library, name): lambda browser=browser, address=library.pages[name]: browser.get(address)
            for library, browser in zip(libraries, browsers, strict=True)
            for name in names
        }
        for (library, name), (wall, _) in taken(asked, rounds).items():
            library.measured[name]["http_ms"] = wall
        for browser in browsers:
            browser.close()


def taken(
    asked: dict[tuple[Library, str], Callable], rounds: int, after: dict[tuple[Library, str], Callable] | None = None
) -> dict[tuple, tuple[dict, dict]]:
    """p50 and p95 in milliseconds by the clock and by the processor, everybody asked in turn."""
    times = {key: ([], []) for key in asked}
    warm_up = min(WARM_UP, rounds // 2)
    for turn in range(warm_up + rounds):
        for key, ask in asked.items():
            clock, work = time.perf_counter(), time.process_time()
            response = ask()
            spent = (time.perf_counter() - clock, time.process_time() - work)
            if response.status_code != 200:
                raise SystemExit(f"{key[1]} answered {response.status_code}.")
            if after:
                after[key]()
            if turn >= warm_up:
                for kind, seconds in zip(times[key], spent, strict=True):
                    kind.append(seconds * 1000)
    return {key: tuple(map(percentiles, kinds)) for key, kinds in times.items()}


def percentiles(milliseconds: list[float]) -> dict[str, float]:
    steps = statistics.quantiles(milliseconds, n=20)
    return {"p50": round(steps[9], 1), "p95": round(steps[18], 1)}


# The server


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@contextmanager
def served() -> Iterator[str]:
    """The studio as it is started by hand, on the folder and the port that `prepare` chose."""
    from django.conf import settings

    studio = subprocess.Popen(
        [sys.executable, "manage.py", "studio"], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        wait_for(settings.PORT, studio)
        yield f"http://localhost:{settings.PORT}"
    finally:
        studio.send_signal(signal.SIGINT)
        studio.wait(20)


def wait_for(port: int, studio: subprocess.Popen) -> None:
    import httpx

    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and studio.poll() is None:
        try:
            httpx.get(f"http://localhost:{port}/accounts/login/", timeout=5)
            return
        except httpx.TransportError:
            time.sleep(0.2)
    raise SystemExit("The studio did not start; run manage.py studio to see why.")


if __name__ == "__main__":
    main()
