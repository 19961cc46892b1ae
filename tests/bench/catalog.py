"""How long the catalog takes to import, to quote and to print; prints JSON.

    python tests/bench/catalog.py [--fraction 0.1]

`import_ms` is the import of every model in a fresh interpreter; `json_ms` the whole of `manage.py catalog --json`, from
the shell to the last byte; `quote_ms` one quote after start-up, over a recipe for every route. Medians
over the rounds, with the fastest and the slowest. `--fraction` makes it shorter.
"""

import argparse
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = 40
AIMS_MS = {"import_ms": 150, "json_ms": 1000, "quote_ms": 10}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--fraction", type=float, default=1.0, help="of the rounds, 0.01 to 1")
    rounds = max(3, round(ROUNDS * options.parse_args().fraction))
    measured = {"import_ms": import_ms(rounds), "json_ms": json_ms(rounds), "quote_ms": quote_ms()}
    reached = {name: measured[name]["median"] < aim for name, aim in AIMS_MS.items()}
    print(
        json.dumps({"bench": "catalog", "rounds": rounds, **measured, "aims_ms": AIMS_MS, "reached": reached}, indent=2)
    )


def import_ms(rounds: int) -> dict[str, float]:
    """Importing the registry, and with it every model and route."""
    code = "import time; t = time.perf_counter(); import studio.catalog.registry; print(time.perf_counter() - t)"
    run = [sys.executable, "-c", code]
    subprocess.run(run, cwd=ROOT, check=True, capture_output=True)  # the first one compiles
    return summary([1000 * float(subprocess.check_output(run, cwd=ROOT)) for _ in range(rounds)])


def json_ms(rounds: int) -> dict[str, float]:
    """The command, from the shell."""
    run = [sys.executable, "manage.py", "catalog", "--json"]
    return summary([timed(lambda: subprocess.check_output(run, cwd=ROOT)) for _ in range(max(3, rounds // 4))])


def quote_ms() -> dict[str, float]:
    """One recipe of every route that asks for no more than what must be given."""
    sys.path.insert(0, str(ROOT))
    from studio.catalog.registry import MODELS
    from studio.providers.quote import quote

    recipes = [
        {"model": model.slug, "task": route.task, "provider": route.provider, "values": {"prompt": "A pier in fog"}}
        for model in MODELS
        for route in model.routes
    ]
    for recipe in recipes:
        quote(recipe)  # adapters are imported on first use
    return summary([timed(lambda recipe=recipe: quote(recipe)) for recipe in recipes]) | {"recipes": len(recipes)}


def timed(work: Callable[[], object]) -> float:
    """Milliseconds."""
    began = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - began)


def summary(times: list[float]) -> dict[str, float]:
    return {"median": round(statistics.median(times), 2), "least": round(min(times), 2), "most": round(max(times), 2)}


if __name__ == "__main__":
    main()
