"""How long the library takes with few and with many assets; prints JSON.

    python tests/bench/library.py [--fraction 0.1]

`server_ms` is the time inside Django (every middleware, the view, the template), `http_ms` from the request to the last
byte over HTTP, from `manage.py studio` in a process of its own. SQLite, production settings. `--fraction` makes it
shorter: so much of the assets and of the rounds.
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
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.test import Client

ROOT = Path(__file__).resolve().parents[2]
SIZES = (1_000, 20_000)
ROUNDS = 100
AIM_MS = 60
BATCH = 500


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--fraction", type=float, default=1.0, help="of the assets and the rounds, 0.01 to 1")
    fraction = options.parse_args().fraction
    with tempfile.TemporaryDirectory(prefix="dailies-bench-") as folder:
        prepare(Path(folder))
        rounds = max(10, int(ROUNDS * fraction))
        measured = [measure(Path(folder), max(100, int(size * fraction)), rounds) for size in SIZES]
    few, many = (each["first_page"]["server_ms"]["p50"] for each in measured)
    worst = max(each["first_page"]["server_ms"]["p95"] for each in measured)
    summary = {"aim_ms": AIM_MS, "reached": worst < AIM_MS, "many_by_few": round(many / few, 2)}
    print(json.dumps({"bench": "library", "rounds": rounds, "measured": measured, **summary}, indent=2))


def prepare(folder: Path) -> None:
    """A studio with a database, static files and one owner."""
    sys.path.insert(0, str(ROOT))
    os.environ |= {"DAILIES_DATA": str(folder), "DAILIES_LOG": "error"}
    os.environ["DJANGO_SETTINGS_MODULE"] = "studio.config.settings"
    from studio.config import keys

    (folder / "incoming").mkdir()
    keys.create(folder / "keys")
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    from studio.accounts.actions import make_owner

    make_owner("alice@example.com", "Alice Archer")


def measure(folder: Path, size: int, rounds: int) -> dict:
    """Both pages of a library of `size` assets, measured inside and over HTTP."""
    inside, second = fill(size)
    cookies = {name: morsel.value for name, morsel in inside.cookies.items()}
    pages = {"first_page": "/library/", "next_page": second}
    result = {"assets": size} | {
        name: {"server_ms": times(lambda address=address: inside.get(address), rounds)}
        for name, address in pages.items()
    }
    import httpx

    with served(folder) as url, httpx.Client(base_url=url, cookies=cookies) as outside:
        for name, address in pages.items():
            result[name]["http_ms"] = times(lambda address=address: outside.get(address), rounds)
            result[name]["bytes"] = len(outside.get(address).content)
    return result


def fill(size: int) -> tuple["Client", str]:
    """Brings the library to `size` results; its owner's client and the address of the second page."""
    from django.test import Client

    from studio.accounts.models import User
    from studio.library.models import Asset
    from studio.library.queries import Cursor
    from studio.pages.library import PAGE
    from tests.library.making import rows

    owner = User.objects.get()
    while missing := size - Asset.objects.count():
        rows(owner, min(missing, BATCH))
    client = Client(headers={"Host": "localhost"})
    client.force_login(owner)
    last = Asset.objects.newest_first()[PAGE - 1]
    return client, f"/library/?before={Cursor.of(last)}"


def times(request: Callable, rounds: int) -> dict[str, float]:
    """p50 and p95 in milliseconds, after a few requests that do not count."""
    for _ in range(5):
        request()
    taken = []
    for _ in range(rounds):
        start = time.perf_counter()
        response = request()
        taken.append((time.perf_counter() - start) * 1000)
        if response.status_code != 200:
            raise SystemExit(f"The page answered {response.status_code}.")
    steps = statistics.quantiles(taken, n=20)
    return {"p50": round(steps[9], 1), "p95": round(steps[18], 1)}


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The studio on a port of its own, as it is started by hand."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "manage.py", "studio", "--data", str(folder), "--port", str(port)]
    studio = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(port, studio)
        yield f"http://localhost:{port}"
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
