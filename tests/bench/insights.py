"""How long Insights takes with few and with many jobs; prints JSON.

    python tests/bench/insights.py [--fraction 0.1] [--sizes 2000,20000] [--rounds 40] [--postgres]

Teams in one database, with 2,000 and 20,000 jobs of the last 90 days, each with its request, half with a clip
and a tenth with a verdict, are asked in turn for the page of 7, 30 and 90 days and for a table as CSV. `server_ms` is
the time inside Django (every middleware, the view, the template), `cpu_ms` what of it this process worked. Production
settings; SQLite, or with --postgres a database of its own at PGHOST, PGPORT, PGUSER. `--fraction` makes it shorter: so
much of the jobs and of the rounds.
"""

import argparse
import json
import sys
import tempfile
import uuid
from contextlib import ExitStack
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.bench.library import close, postgres, prepare, taken, tidy  # noqa: E402
from tests.bench.library_rows import PROVIDERS, poured  # noqa: E402

SIZES = (2_000, 20_000)
ROUNDS = 40
DAYS = 90
AIM_MS = 200

PAGES = {
    "7_days": "/insights/?period=7",
    "30_days": "/insights/?period=30",
    "90_days": "/insights/?period=90",
    "csv": "/insights/person.csv?period=90",
}
MODELS = ("kling-3.0-pro", "kling-2.5-turbo-pro", "kling-o1-pro", "kling-image-3.0")
CURRENCIES = ("units", "USD", "USD", "CU", "USD")  #: of PROVIDERS, in its order


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--fraction", type=float, default=1.0, help="of the jobs and the rounds, 0.01 to 1")
    options.add_argument("--sizes", default=",".join(map(str, SIZES)), help="jobs of each team")
    options.add_argument("--rounds", type=int, help="instead of the fraction's")
    options.add_argument("--postgres", action="store_true", help="on Postgres instead of SQLite")
    given = options.parse_args()
    sizes = [max(100, int(int(size) * given.fraction)) for size in given.sizes.split(",")]
    rounds = given.rounds or max(5, int(ROUNDS * given.fraction))
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="dailies-bench-")))
        name = stack.enter_context(postgres()) if given.postgres else ""
        prepare(folder, name)
        teams = [Team(size) for size in sizes]
        tidy()
        measure(teams, rounds)
        close()
    print(json.dumps(summary(teams, rounds, "postgres" if name else "sqlite"), indent=2))


def summary(teams: list["Team"], rounds: int, database: str) -> dict:
    slowest = {name: max(team.measured[name]["cpu_ms"]["p95"] for team in teams) for name in PAGES}
    return {
        "bench": "insights",
        "database": database,
        "rounds": rounds,
        "measured": [{"jobs": team.size} | team.measured for team in teams],
        "aim_cpu_ms": AIM_MS,
        "missed": {name: worst for name, worst in slowest.items() if worst >= AIM_MS},
    }


class Team:
    """One owner with so many jobs, and what was measured of their pages."""

    def __init__(self, size: int) -> None:
        from django.test import Client

        from studio.accounts.actions import make_owner

        self.size = size
        owner = make_owner(f"owner-of-{size}@example.com", "Alice Archer")
        pour(owner, size)
        self.client = Client(headers={"Host": "localhost"})
        self.client.force_login(owner)
        self.measured = {}


def pour(owner, size: int) -> None:
    """Jobs, requests, clips and verdicts, one of each kind made by the studio's code and the others as plain rows."""
    from django.db import transaction

    from studio.accounts.actions import make_member
    from studio.accounts.models import Project
    from studio.jobs.machine import State
    from studio.review.models import Verdict
    from tests.jobs.spending import priced, sent
    from tests.library.making import row

    team = owner.teams.get()
    people = [owner, *(make_member(f"{n}-of-{size}@example.com", f"Person {n}", team) for n in range(5))]
    projects = [Project.objects.create(team=team, name=f"Project {n}", made_by=owner) for n in range(6)]
    job = priced(owner, State.READY)
    request = sent(job, bill="1")
    clip = row(owner)
    with transaction.atomic():
        jobs = [one_job(job, n, size, people, projects) for n in range(size)]
        poured(type(job), job, iter(jobs))
        poured(type(request), request, (one_request(each, n) for n, each in enumerate(jobs)))
        clips = [one_clip(each, n) for n, each in enumerate(jobs) if n % 2]
        poured(type(clip), clip, iter(clips))
        poured(Verdict, Verdict(reviewer=owner), (one_verdict(each, n) for n, each in enumerate(clips) if not n % 5))


def one_job(first, n: int, size: int, people: list, projects: list) -> dict[str, object]:
    made = first.created_at - timedelta(days=DAYS) * n / size
    provider = n % len(PROVIDERS)
    return {
        "id": uuid.uuid4(),
        "run_id": uuid.uuid4(),
        "idempotency_key": uuid.uuid4().hex,
        "owner_id": people[n % len(people)].pk,
        "project_id": projects[n % len(projects)].pk,
        "provider": PROVIDERS[provider],
        "model": MODELS[n % len(MODELS)],
        "estimate_currency": CURRENCIES[provider],
        "state": "failed" if n % 17 == 0 else "ready",
        "created_at": made,
        "started_at": made,
        "finished_at": made + timedelta(seconds=n % 400 + n % 7 / 10),
    }


def one_request(job: dict, n: int) -> dict[str, object]:
    told = {"billed_amount": Decimal(n % 12) / 4, "billed_currency": job["estimate_currency"]}
    unknown = {"billed_state": "unknown", "billed_amount": None, "billed_currency": ""}
    bill = unknown if n % 29 == 0 else told
    return {"id": uuid.uuid4(), "job_id": job["id"], "sent_at": job["created_at"]} | bill


def one_clip(job: dict, n: int) -> dict[str, object]:
    bill = {"billed": "yes", "billed_amount": Decimal(n % 12 + 1) / 4, "billed_currency": job["estimate_currency"]}
    whose = {"owner_id": job["owner_id"], "project_id": job["project_id"], "job_id": job["id"]}
    return {"id": uuid.uuid4(), "created_at": job["finished_at"]} | whose | bill


def one_verdict(clip: dict, n: int) -> dict[str, object]:
    word = ("approved", "final", "changes", "approved")[n % 4]
    return {"asset_id": clip["id"], "word": word, "created_at": clip["created_at"]}


def measure(teams: list[Team], rounds: int) -> None:
    asked = {
        (team, name): lambda team=team, address=address: team.client.get(address)
        for team in teams
        for name, address in PAGES.items()
    }
    for (team, name), (wall, work) in taken(asked, rounds).items():
        team.measured[name] = {"server_ms": wall, "cpu_ms": work}


if __name__ == "__main__":
    main()
