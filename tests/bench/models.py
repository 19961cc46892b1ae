"""How long the capability page and the model picker take at full size; prints JSON.

    python tests/bench/models.py [--fraction 0.1]

Requests are answered inside one process, every middleware included, with an empty library on SQLite. `first_ms` is the
request that draws every row; `p50_ms` and `p95_ms` are of those that follow, `cpu_ms` and `cpu_p95_ms` what of them the
processor worked, whatever else the machine does. `--fraction` makes it shorter.
"""

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = 200
AIM_MS = 100
PAGES = {
    "whole": "/models/",
    "each_provider": "/models/?via=each",
    "one_task": "/models/?task=image-to-video&can=last-frame",
}
JOB = {
    "shown": "kling-3.0-pro text-to-video runware",
    "model": "kling-3.0-pro",
    "task": "text-to-video",
    "via": "runware",
    "prompt": "A pier in fog",
    "size": "1920x1080",
    "duration": "10",
}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--fraction", type=float, default=1.0, help="of the rounds, 0.01 to 1")
    rounds = max(10, round(ROUNDS * options.parse_args().fraction))
    with tempfile.TemporaryDirectory(prefix="dailies-bench-") as folder:
        client = visitor(Path(folder))
        measured = {name: timed(lambda url=url: client.get(url), rounds) for name, url in PAGES.items()}
        measured["picker"] = timed(lambda: client.post("/create/models/", JOB), rounds)
    reached = {name: row["p95_ms"] < AIM_MS for name, row in measured.items()}
    print(json.dumps({"bench": "models", "rounds": rounds, **measured, "aim_ms": AIM_MS, "reached": reached}, indent=2))


def visitor(folder: Path):
    """A signed-in client of a studio in that folder."""
    sys.path.insert(0, str(ROOT))
    os.environ |= {"DAILIES_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "studio.config.settings"}
    from studio.config import keys

    keys.create(folder / "keys")
    import django

    django.setup()
    from django.core.management import call_command
    from django.test import Client

    from studio.accounts.actions import make_owner

    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("migrate", verbosity=0)
    client = Client(headers={"host": "localhost"})
    client.force_login(make_owner("alice@example.com", "Alice", "correct horse battery"))
    return client


def timed(ask: Callable[[], object], rounds: int) -> dict[str, float]:
    """The first answer and the others, in milliseconds."""
    walls, works = [], []
    for _ in range(rounds + 1):
        wall, work = time.perf_counter(), time.process_time()
        answer = ask()
        walls.append(1000 * (time.perf_counter() - wall))
        works.append(1000 * (time.process_time() - work))
        assert answer.status_code == 200
    row = {"first_ms": walls[0], "p50_ms": statistics.median(walls[1:]), "p95_ms": late(walls[1:])}
    row |= {"cpu_ms": statistics.median(works[1:]), "cpu_p95_ms": late(works[1:])}
    rounded = {name: round(value, 1) for name, value in row.items()}
    return rounded | {"kilobytes": round(len(answer.content) / 1000)}


def late(times: list[float]) -> float:
    """The 95th percentile."""
    return sorted(times)[int(len(times) * 0.95)]


if __name__ == "__main__":
    main()
