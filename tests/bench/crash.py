"""Jobs that cost, through all four stand-ins, while the studio is killed with SIGKILL again and again.

    python tests/bench/crash.py [--fraction 0.05]

Sends 1,000 jobs through each stand-in (in a process of their own, which lives) and kills the studio at least ten times:
as a request is about to leave, when it was accepted there and not yet written down here, while jobs run, are fetched,
and are kept. On top of that replies get lost, providers ask to slow down (429), break (5xx), refuse and fail, files
come broken, and addresses expire while the studio is dead. At the end nothing may be lost, nothing submitted twice,
what nobody can know must be parked as `unknown`, both sides' bills must agree to the cent, no temporary file may be
left, and no key may stand in any file. It must have died while jobs were sent, ran and were fetched, ten times or more
where all jobs are sent; a moment that did not come is tried again with a few more jobs. Prints one line of JSON; exits
with 1, and says why, where any of that is not so.
"""

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import cycle, islice
from pathlib import Path

import httpx

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.crash.books import Books  # noqa: E402
from tests.crash.house import OVER, House, environment  # noqa: E402
from tests.leaks import Watch, files_in  # noqa: E402

PROVIDERS = ("kling", "runware", "fal", "scenario")
ASKED_BY_OUR_ID = ("kling", "runware")
JOBS, KILLS, FEWEST_KILLS = 1000, 15, 3
KILLED_AT_LEAST = 10
PARALLEL = 20

MOMENTS = ("sent", "running", "fetching", "leaving", "keeping")
"""When it is killed, in turns; `running` is seen from outside, at the others the studio stands still (mortal.py)."""

PASSES = (2, 5, 3, 7)
"""How often the moment is passed before, in turns: so that it is not always the first job after a start."""

AGAIN = {"sending": "sent", "running": "running", "fetching": "fetching"}
"""The moment that surely kills while jobs are in a state, if the others have missed it."""

TRIES = 4
PATIENCE_S, STALLED_S, LAST_WORDS_S = 60, 150, 10
LOOKS, LOOK_EVERY_S = 15, 3
EXPIRE_S, GOOD_FOR_S = 1.0, 3600.0
"""How long the addresses of results are good that run out, and all others."""

DIAL = {
    "delay_s": [0.5, 6],
    "queue_s": [0, 2],
    "rate_limited": 0.03,
    "retry_after_s": 0.5,
    "errors_5xx": 0.02,
    "lost_replies": 0.03,
    "moderated": 0.01,
    "fail_after_accept": 0.01,
    "longest_side": 256,
    "hooks": "never",
}
FAULTS = (
    ("status", "503"),
    ("status", "drop-before-body"),
    ("status", "half-answer"),
    ("result", "500"),
    ("file", "503"),
    ("file", "half-answer"),
    ("file", "truncated-file"),
    ("file", "slow-drip"),
)
"""Each hits so many calls as a hundredth of the jobs of a stand-in, and at least one."""


class PaidHouse(House):
    """A studio before stand-ins that do not die with it."""

    ENTRY, PERSON = "tests/crash/mortal.py", "tests/crash/paying.py"

    def __init__(self, data: Path, origin: str) -> None:
        super().__init__(data)
        self.origin, self.killed, self.kills = origin, Counter(), 0
        self._passes, self._moment = cycle(PASSES), ""
        self._armed, self._still = data / "armed", data / "stands-still"

    def start_for(self, moment: str, passes: int = 0) -> None:
        """Start it; once it is armed, it will be killed at that moment, when it was passed so often."""
        self._moment = moment
        still = {"STANDS_STILL": f"{moment} {passes or next(self._passes)}"} if moment not in ("", "running") else {}
        self.start(REHEARSED_AT=self.origin, **still)

    def arm(self) -> None:
        """From now on its moment counts. Until then it works as any other, so that jobs come to an end."""
        self._armed.touch()

    def kill_at_its_moment(self) -> None:
        """And write down what jobs were really doing when it died."""
        seen = self._still.exists if self._moment != "running" else lambda: "running" in self.phases()
        self.wait_for(seen, PATIENCE_S)
        self.kill()
        self.kills += 1
        self.killed.update(self.phases() | ({self._moment} if self._still.exists() else set()))
        for told in (self._armed, self._still):
            told.unlink(missing_ok=True)

    def over(self) -> int:
        """How many jobs need nothing more, or a person."""
        return sum(state in (*OVER, "unknown") for state in self.jobs().values())

    def strange(self) -> list[str]:
        """Files that nobody needs: what was on its way in, stored for nobody, or at no place of ours."""
        known = {"db.sqlite3", "engine.sqlite3", "engine.lock", "studio.lock", "log", "keys", "media", "static"}
        names = {path.name.removesuffix("-wal").removesuffix("-shm") for path in self.data.iterdir()}
        return self.left_over() + sorted(names - known - {"incoming", "animatic"})


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--fraction", type=float, default=1.0, help="of the jobs and the kills, 0.01 to 1")
    options.add_argument("--kills", type=int, help="so many, whatever part of the jobs it is")
    options.add_argument("--keep", type=Path, help="a new folder to work in, which is left as it is at the end")
    chosen = options.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that nothing that it started stays behind
    jobs = max(5, round(JOBS * chosen.fraction))
    kills = chosen.kills or max(FEWEST_KILLS, round(KILLS * chosen.fraction))
    with tempfile.TemporaryDirectory(prefix="dailies-crash-") as folder:
        wrong = run(chosen.keep or Path(folder), jobs, kills)
    for sentence in wrong[:20]:
        print(sentence, file=sys.stderr)
    sys.exit(1 if wrong else 0)


def run(folder: Path, jobs: int, kills: int) -> list[str]:
    """All of it; what was wrong at the end. Prints the figures."""
    began, load = time.monotonic(), os.getloadavg()[0]
    studio = folder / "studio"
    studio.mkdir(parents=True)
    with stand_ins(folder / "stand-ins", jobs) as origin:
        house = PaidHouse(studio, origin)
        try:
            begin(house)
            submitted = disturb(house, jobs, kills)
            submitted |= catch_up(house, jobs)
            expire(house, jobs, submitted)
            finish(house, folder / "stand-ins")
            left = [f"left over: {path}" for path in house.strange()] + told_keys(studio)
            stopped = house.stop()
        finally:
            house.close()
    books = Books(folder / "stand-ins", studio)
    wrong = [*left, *books.wrong(submitted, ASKED_BY_OUR_ID), *too_few(house, jobs)]
    about = {"bench": "crash", "jobs": len(submitted), "kills": house.kills, "jobs were": dict(house.killed)}
    about |= {"ended": books.states(), "unknown": books.parked(), "bills there and here": books.bills()}
    about |= {"wrong": len(wrong), "seconds": round(time.monotonic() - began)}
    loads = [round(each, 1) for each in (load, os.getloadavg()[0])]
    print(json.dumps(about | {"cpus": os.cpu_count(), "load": loads}))
    return wrong + ([f"The studio ended with {stopped}."] if stopped else [])


def too_few(house: PaidHouse, jobs: int) -> Iterator[str]:
    """How the run was milder than it says."""
    yield from (f"never killed while jobs were {phase}" for phase in AGAIN if phase not in house.killed)
    if jobs >= JOBS and house.kills < KILLED_AT_LEAST:
        yield f"killed {house.kills} times, and it should be {KILLED_AT_LEAST} or more"


def told_keys(folder: Path) -> list[str]:
    """Where a key stands that was planted: in the database, the engine's file, the log."""
    watch = Watch()
    for path in files_in(folder):
        watch.look(str(path.relative_to(folder)), path.read_bytes())
    return watch.found


@contextmanager
def stand_ins(folder: Path, jobs: int) -> Iterator[str]:
    """All four, in a process of their own; gives their origin. They end with us, killed if they take their time."""
    times = max(1, jobs // 100)
    faults = [{"provider": who, "where": where, "what": what, "times": times} for who in PROVIDERS
              for where, what in FAULTS]  # fmt: skip
    dial = json.dumps(DIAL | {"faults": faults})
    command = [sys.executable, "-m", "studio.rehearsal", "--folder", folder, "--dial", dial, "--lifeline"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    process = subprocess.Popen(command, cwd=ROOT, env=environment(), text=True, **pipes)
    try:
        yield process.stdout.readline().strip().rpartition(" ")[2]
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(LAST_WORDS_S)
        process.kill()


# The run


def begin(house: PaidHouse) -> None:
    """Start it, with a key to each provider."""
    house.start_for(MOMENTS[0])
    house.ask(f"keys {PARALLEL}")


def disturb(house: PaidHouse, jobs: int, kills: int) -> set[str]:
    """Submit all jobs but the last of Scenario's, in as many portions as there are kills; die in the midst of each, at
    each moment in turn. Answers with the jobs' ids."""
    submitted = set()
    for number, moment in enumerate(islice(cycle(MOMENTS), 1, kills + 1)):
        house.arm()
        for place in range(jobs * number // kills, jobs * (number + 1) // kills):
            whose = PROVIDERS if place < jobs - last_of_scenario(jobs) else PROVIDERS[:-1]
            submitted.update(submit(house, slug, place) for slug in whose)
        house.kill_at_its_moment()
        house.start_for(moment if number + 1 < kills else "")
        half_done = len(submitted) // 2
        house.wait_for(lambda half_done=half_done: house.over() >= half_done, PATIENCE_S, pause_s=0.2)
    return submitted


def catch_up(house: PaidHouse, jobs: int) -> set[str]:
    """What was never met is met: a job of each provider more, and a kill, again until it was; too_few tells the rest.

    A moment may not come: the machine was busy for a minute, or what was `running` as one looked was over as it died.
    """
    submitted = set()
    for number in range(jobs, jobs + TRIES):
        missed = next((phase for phase in AGAIN if phase not in house.killed), None)
        if missed is None:
            break
        house.kill()
        house.start_for(AGAIN[missed], passes=1)
        house.arm()
        submitted.update(submit(house, slug, number) for slug in PROVIDERS)
        house.kill_at_its_moment()
        house.start_for("")
    return submitted


def last_of_scenario(jobs: int) -> int:
    """How many are sent at the end, whose addresses expire: Scenario gives fresh ones, whenever it is asked."""
    return max(2, jobs // 50)


def submit(house: PaidHouse, slug: str, number: int) -> str:
    """One more job; its id as the database writes it."""
    return house.ask(f"submit {slug} {number}").replace("-", "")


def expire(house: PaidHouse, jobs: int, submitted: set[str]) -> None:
    """Addresses run out while the studio is dead: the last jobs are Scenario's, and are killed as they are fetched."""
    wait_until_quiet(house)
    house.kill()
    turn(house, expire_s=EXPIRE_S)
    house.start_for("fetching", passes=1)
    house.arm()
    for number in range(jobs - last_of_scenario(jobs), jobs):
        submitted.add(submit(house, "scenario", number))
    house.kill_at_its_moment()
    turn(house, expire_s=GOOD_FOR_S)
    time.sleep(EXPIRE_S)
    house.start_for("")


def turn(house: PaidHouse, **dial: float) -> None:
    httpx.patch(f"{house.origin}/rehearsal/dial", json=dial).raise_for_status()


def finish(house: PaidHouse, stand_ins: Path) -> None:
    """Until nothing can happen any more; a person has what can be asked for by our id looked up at once."""
    wait_until_quiet(house)
    for _ in range(LOOKS):
        if not Books(stand_ins, house.data).to_be_found(ASKED_BY_OUR_ID):
            break
        house.ask("check")
        house.wait_for(lambda: False, LOOK_EVERY_S, pause_s=1)
    wait_until_quiet(house)
    house.wait_for(lambda: house.strange() == [], 20, pause_s=0.5)


def wait_until_quiet(house: PaidHouse) -> None:
    """Until every job is over, or unknown. Fetching that stopped is begun again by a person."""
    seen, since = -1, time.monotonic()
    while (over := house.over()) < len(house.jobs()):
        if over != seen:
            seen, since = over, time.monotonic()
        if time.monotonic() - since > STALLED_S:
            return
        house.wait_for(lambda: False, 1.0, pause_s=0.5)
        house.ask("fetch")


if __name__ == "__main__":
    main()
