"""How long the library takes with few and with many assets; prints JSON.

    python tests/bench/library.py [--fraction 0.1]

Two teams in one database, one with 1,000 results and one with 20,000, are asked in turn, so that both see the same
machine. `server_ms` is the time inside Django (every middleware, the view, the template), `cpu_ms` what of it the
processor worked, `http_ms` from the request to the last byte, from `manage.py studio` in a process of its own. SQLite,
production settings. `--fraction` makes it shorter: so much of the assets and of the rounds.
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
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SIZES = (1_000, 20_000)
ROUNDS = 100
WARM_UP = 5
AIM_MS = 60
BATCH = 500


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--fraction", type=float, default=1.0, help="of the assets and the rounds, 0.01 to 1")
    fraction = options.parse_args().fraction
    sizes, rounds = [max(100, int(size * fraction)) for size in SIZES], max(10, int(ROUNDS * fraction))
    with tempfile.TemporaryDirectory(prefix="dailies-bench-") as folder:
        prepare(Path(folder))
        libraries = [Library(size) for size in sizes]
        measure_inside(libraries, rounds)
        measure_http(libraries, rounds)
    print(json.dumps(summary(libraries, rounds), indent=2))


def summary(libraries: list["Library"], rounds: int) -> dict:
    first = [library.measured["first_page"] for library in libraries]
    return {
        "bench": "library",
        "rounds": rounds,
        "measured": [{"assets": library.size} | library.measured for library in libraries],
        "aim_ms": AIM_MS,
        "reached": max(page["server_ms"]["p95"] for page in first) < AIM_MS,
        "many_by_few": round(first[-1]["server_ms"]["p50"] / first[0]["server_ms"]["p50"], 2),
    }


def prepare(folder: Path) -> None:
    """A studio with a database and static files, on a port of its own."""
    sys.path.insert(0, str(ROOT))
    os.environ |= {"DAILIES_DATA": str(folder), "DAILIES_PORT": str(free_port()), "DAILIES_LOG": "error"}
    os.environ["DJANGO_SETTINGS_MODULE"] = "studio.config.settings"
    from studio.config import keys

    (folder / "incoming").mkdir()
    keys.create(folder / "keys")
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)


class Library:
    """One owner with so many results, and what was measured of their pages."""

    def __init__(self, size: int) -> None:
        from django.test import Client

        from studio.accounts.actions import make_owner
        from studio.library.models import Asset
        from studio.library.queries import Cursor
        from studio.pages.library import PAGE
        from tests.library.making import rows

        self.size = size
        owner = make_owner(f"owner-of-{size}@example.com", "Alice Archer")
        for start in range(0, size, BATCH):
            rows(owner, min(BATCH, size - start))
        self.client = Client(headers={"Host": "localhost"})
        self.client.force_login(owner)
        last = Asset.objects.visible_to(owner).newest_first()[PAGE - 1]
        self.pages = {"first_page": "/library/", "next_page": f"/library/?before={Cursor.of(last)}"}
        self.measured = {name: {} for name in self.pages}

    @property
    def cookies(self) -> dict[str, str]:
        return {name: morsel.value for name, morsel in self.client.cookies.items()}


def measure_inside(libraries: list[Library], rounds: int) -> None:
    asked = {(library, name): library.client.get for library in libraries for name in library.pages}
    for (library, name), (wall, work) in taken(asked, rounds).items():
        library.measured[name] |= {"server_ms": wall, "cpu_ms": work}


def measure_http(libraries: list[Library], rounds: int) -> None:
    import httpx

    with served() as url:
        browsers = [httpx.Client(base_url=url, cookies=library.cookies) for library in libraries]
        asked = {
            (library, name): browser.get
            for library, browser in zip(libraries, browsers, strict=True)
            for name in library.pages
        }
        for (library, name), (wall, _) in taken(asked, rounds).items():
            library.measured[name]["http_ms"] = wall
        for browser in browsers:
            browser.close()


def taken(asked: dict[tuple[Library, str], Callable], rounds: int) -> dict[tuple, tuple[dict, dict]]:
    """p50 and p95 in milliseconds by the clock and by the processor, everybody asked in turn."""
    times = {key: ([], []) for key in asked}
    for turn in range(WARM_UP + rounds):
        for (library, name), get in asked.items():
            clock, work = time.perf_counter(), time.process_time()
            response = get(library.pages[name])
            spent = (time.perf_counter() - clock, time.process_time() - work)
            if response.status_code != 200:
                raise SystemExit(f"{library.pages[name]} answered {response.status_code}.")
            if turn >= WARM_UP:
                for kind, seconds in zip(times[library, name], spent, strict=True):
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
