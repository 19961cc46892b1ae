"""What it costs to follow jobs at fal: our worker beside fal's own client, against the same stand-in; prints JSON.

    python tests/bench/following.py [--fraction 0.1]

The same 500 jobs are submitted and followed until their results are known: by our worker, which writes down every step
so that it may be killed; by `fal_client.subscribe_async` as it comes, which asks ten times a second and keeps nothing;
and by the same, asking every `interval` seconds only. Each in a process of its own, one after the other; files are
fetched by none of them. `cpu_s` is what that process worked from the first submit to the last result, `peak_mb` the
most memory that it ever had, `late_s` the time from "finished there" to "known here" (p50 and p95). Then our worker has
2,000 jobs in flight. It exits with 1 where an aim is missed: not more CPU for a job, and below 300 MB.

`--fraction` makes it quick and rough: so much of the jobs. Below a half each takes less time there, fal's client asks
less often therefore, and the sides follow theirs at the same time, in each other's way: then the memory alone decides.
"""

import argparse
import asyncio
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from itertools import count
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.bench.library import percentiles  # noqa: E402

JOBS, IN_FLIGHT = 500, 2000
DIAL = {"queue_s": [0, 10], "delay_s": [10, 60], "hooks": "never"}
LONG = {"queue_s": [0, 10], "delay_s": [120, 150], "hooks": "never"}
ROUGH, SHORTER = 0.5, 0.25
"""Below this fraction of the jobs, what they take there is so much of the time."""

SLOW_S = 5.0
"""Between two questions of fal's client when it is not in a hurry: about as often as we ask (`Pace`)."""

AIM_MB = 300
ENDPOINT = "fal-ai/kling-video/v2.6/pro/text-to-video"
KEY = "rehearsal-id:rehearsal-secret-a1b2"
PATIENCE_S = 1800


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--fraction", type=float, default=1.0, help="of the jobs, 0.02 to 1")
    options.add_argument("--side", nargs="+", help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.side:
        name, *given = chosen.side
        SIDES[name](*given)
        return
    signal.signal(signal.SIGTERM, end)
    jobs, in_flight = (max(10, round(most * chosen.fraction)) for most in (JOBS, IN_FLIGHT))
    load = os.getloadavg()[0]
    is_rough = chosen.fraction < ROUGH
    with tempfile.TemporaryDirectory(prefix="dailies-bench-") as folder, Stage.opened(Path(folder)) as stage:
        stage.turn(dial(DIAL, is_rough))
        with ThreadPoolExecutor(len(stage.sides(jobs)) + 1 if is_rough else 1) as sitters:
            begun = {name: sitters.submit(side) for name, side in stage.sides(jobs).items()}
            studio = sitters.submit(stage.prepared, in_flight)
        found = {name: side.result() for name, side in begun.items()}
        stage.turn(dial(LONG, is_rough))
        many = stage.worked(studio.result(), in_flight)
    ratios = {name: {what: round(found["ours"][what] / row[what], 2) for what in ("cpu_s", "peak_mb")}
              for name, row in found.items() if name != "ours"}  # fmt: skip
    aims = {
        "cpu": found["ours"]["cpu_s"] <= found["fal_client"]["cpu_s"],
        "memory": many["peak_mb"] < AIM_MB,
    }
    about = {"bench": "following", "jobs": jobs, **found, "ours_to": ratios, "in_flight": {"jobs": in_flight} | many}
    loads = [round(each, 1) for each in (load, os.getloadavg()[0])]
    print(json.dumps(about | {"reached": aims, "cpus": os.cpu_count(), "load": loads}, indent=2))
    sys.exit(0 if all(reached or (name == "cpu" and is_rough) for name, reached in aims.items()) else 1)


def dial(full: Mapping[str, object], is_rough: bool) -> Mapping[str, object]:
    """How long jobs take there."""
    times = {name: [each * SHORTER for each in full[name]] for name in ("queue_s", "delay_s")}
    return {**full, **times} if is_rough else full


class Stage:
    """The stand-in for fal, with a certificate: both sides speak TLS, as with fal itself."""

    def __init__(self, folder: Path, frame, origin: str) -> None:
        self.folder, self.frame, self.origin = folder, frame, origin
        self._numbers = count(1)

    @classmethod
    @contextmanager
    def opened(cls, folder: Path) -> Iterator["Stage"]:
        import trustme

        from studio.rehearsal.frame import Frame
        from studio.rehearsal.server import alone
        from tests.rehearsal.conftest import serving

        authority, certificate = trustme.CA(), folder / "server.pem"
        authority.issue_cert("127.0.0.1").private_key_and_cert_chain_pem.write_to_path(str(certificate))
        authority.cert_pem.write_to_path(str(folder / "ca.pem"))
        frame = Frame(folder / "rehearsal")
        tls = {"ssl_certfile": str(certificate), "ssl_keyfile": str(certificate)}
        with serving(alone(frame, "fal"), frame, **tls) as origin:
            yield cls(folder, frame, origin)
        frame.close()

    def turn(self, dial: Mapping[str, object]) -> None:
        from studio.rehearsal.dial import Dial

        self.frame.set_dial(Dial.from_json(dial))

    def sides(self, jobs: int) -> Mapping[str, Callable[[], dict[str, object]]]:
        """Who follows the same jobs."""
        return {
            "ours": lambda: self.worked(self.prepared(jobs), jobs),
            "fal_client": partial(self.theirs, jobs, 0.1),
            f"fal_client every {SLOW_S:g} s": partial(self.theirs, jobs, SLOW_S),
        }

    def prepared(self, jobs: int) -> Path:
        """A studio with so many jobs in its database."""
        run = next(self._numbers)
        data = self.folder / f"studio-{run}"
        said_by(self._command("prepare", run, jobs), _ours(data))
        return data

    def worked(self, data: Path, jobs: int) -> dict[str, object]:
        """A worker on it."""
        return self._measured(self._command("worker", self.origin, self.folder / "ca.pem", jobs), _ours(data))

    def theirs(self, jobs: int, interval_s: float) -> dict[str, object]:
        """The same jobs, by fal's client."""
        host = self.origin.removeprefix("https://")
        ways = {"FAL_QUEUE_RUN_HOST": host, "SSL_CERT_FILE": str(self.folder / "ca.pem"), "NO_PROXY": "*"}
        command = self._command("theirs", next(self._numbers), jobs, interval_s)
        return self._measured(command, {"PATH": os.environ["PATH"], "FAL_KEY": KEY, **ways})

    @staticmethod
    def _command(*side: object) -> list[str]:
        return [sys.executable, __file__, "--side", *map(str, side)]

    def _measured(self, command: list[str], environment: Mapping[str, str]) -> dict[str, object]:
        """`{"cpu_s", "cpu_ms_per_job", "peak_mb", "late_s", "seconds"}` of what the side tells."""
        told = json.loads(said_by(command, environment))
        ends = {task.about["prompt"]: task.plan.ends for task in self.frame.store.tasks("fal", KEY[-4:], most=10_000)}
        late = [known - ends[words] for words, known in told.pop("known").items()]
        per_job = round(1000 * told["cpu_s"] / len(late), 1)
        return told | {"cpu_ms_per_job": per_job, "late_s": percentiles([max(0.0, each) for each in late])}


CHILDREN: set[subprocess.Popen] = set()


def said_by(command: list[str], environment: Mapping[str, str]) -> str:
    """What a process printed; it does not outlive us. Raises CalledProcessError."""
    child = subprocess.Popen(command, env=dict(environment), stdout=subprocess.PIPE, text=True)
    CHILDREN.add(child)
    try:
        said, _ = child.communicate(timeout=PATIENCE_S)
    finally:
        child.kill()
        CHILDREN.discard(child)
    if child.returncode:
        raise subprocess.CalledProcessError(child.returncode, command)
    return said


def end(*_: object) -> None:
    """Somebody ends us: so end the sides, and then ourselves."""
    for child in list(CHILDREN):
        child.kill()
    sys.exit(143)


def _ours(data: Path) -> Mapping[str, str]:
    about = {"DAILIES_DATA": str(data), "DJANGO_SETTINGS_MODULE": "studio.config.settings", "DAILIES_LOG": "error"}
    return os.environ | about


# The sides, each in a process of its own


def prepare(run: str, jobs: str) -> None:
    """A studio whose team has a key to fal, good for all jobs at once; the jobs wait in its database."""
    from django.conf import settings

    from studio.config import keys

    (settings.DATA / "incoming").mkdir(parents=True)
    keys.create(settings.KEYS)
    import django
    from django.core.management import call_command

    settings.SECRET_KEY = "".join(keys.read(settings.KEYS, "signing"))
    django.setup()
    call_command("migrate", verbosity=0)
    from studio.accounts import keyring
    from studio.accounts.actions import make_owner
    from studio.catalog.recipe import Recipe
    from studio.jobs.actions import Consent, submit

    alice = make_owner("alice@example.com", "Alice Archer", "correct horse battery")
    team = alice.teams.get()
    key = keyring.add(team, "fal", {"key": KEY})
    key.parallel = int(jobs)
    key.save()
    for words in prompts(run, jobs):
        recipe = Recipe("kling-2.6-pro", "text-to-video", "fal", {"prompt": words, "duration": 5})
        submit(alice, team, team.projects.get(), recipe, words, Consent(unknown_price=True))


def prompts(run: str, jobs: str) -> list[str]:
    return [f"Job {number} of run {run}" for number in range(int(jobs))]


def worker(origin: str, authority: str, jobs: str) -> None:
    """The engine and its sweeper, as the studio runs them; a job's files are not fetched."""
    import certifi

    certifi.where = lambda: authority
    import django
    from django.conf import settings

    django.setup()
    settings.REHEARSAL = origin
    from studio.jobs import workflow

    workflow.fetch = never_fetched
    told = asyncio.run(work(int(jobs)))
    print(json.dumps(told))
    sys.stdout.flush()
    os._exit(0)  # no thread of a run that waits for ever keeps the figures back


async def never_fetched(job_id: str, run_id: str, *, client: object) -> bool:
    """In the place of the step `fetch`."""
    await asyncio.Event().wait()
    return False


never_fetched.__name__ = "fetch"


async def work(jobs: int) -> dict[str, object]:
    from asgiref.sync import sync_to_async
    from django.conf import settings

    from studio.jobs import sweeper
    from studio.jobs.models import Job, JobEvent

    await sweeper.start(settings.DATA)
    usage = Usage()
    while await Job.objects.filter(state="fetching").acount() < jobs:
        await asyncio.sleep(1)
    figures = usage.told()
    events = JobEvent.objects.filter(now="fetching", was="running").values_list("job__title", "at")
    known = {words: at.timestamp() for words, at in await sync_to_async(list)(events)}
    return figures | {"known": known}


def theirs(run: str, jobs: str, interval_s: str) -> None:
    """fal's client, unmodified."""
    import fal_client

    async def one(words: str) -> tuple[str, float]:
        given = {"prompt": words, "duration": "5"}
        await fal_client.subscribe_async(ENDPOINT, given, interval=float(interval_s))
        return words, datetime.now(UTC).timestamp()

    async def all_() -> list[tuple[str, float]]:
        return await asyncio.gather(*map(one, prompts(run, jobs)))

    usage = Usage()
    known = dict(asyncio.run(all_()))
    print(json.dumps(usage.told() | {"known": known}))


class Usage:
    """Of this process, from now on; its memory from its beginning."""

    def __init__(self) -> None:
        self._cpu, self._clock = time.process_time(), time.monotonic()

    def told(self) -> dict[str, float]:
        most = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
        figures = {"cpu_s": round(time.process_time() - self._cpu, 2), "peak_mb": round(int(most.split()[1]) / 1024)}
        return figures | {"seconds": round(time.monotonic() - self._clock)}


SIDES = {"prepare": prepare, "worker": worker, "theirs": theirs}

if __name__ == "__main__":
    main()
