"""A real studio in a process of its own, what an outsider can see of it, and a person who submits jobs."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from threading import Timer

ROOT = Path(__file__).parents[2]
OVER = ("ready", "refused", "failed", "cancelled")
PHASES = ("sending", "running", "fetching", "keeping")
READY_WITHIN_S, STOPPED_WITHIN_S = 120, 60


class House:
    """One data folder, and the processes that work on it one after the other."""

    ENTRY, PERSON = "manage.py", "tests/crash/submitting.py"

    def __init__(self, data: Path) -> None:
        self.data = data
        self._process: subprocess.Popen | None = None
        self._alice: subprocess.Popen | None = None
        self._database: sqlite3.Connection | None = None
        self._submitted = 0
        self.url = ""  #: where it is, once it was started

    # The studio

    def start(self, **about: str) -> None:
        """Start it, and wait until it says that it is ready. `about` goes into its environment. Raises AssertionError,
        with its last words, for one that ends instead, or is not ready in time."""
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        command = [sys.executable, self.ENTRY, "studio", "--data", self.data, "--port", str(port)]
        ways = {"cwd": ROOT, "env": environment(PYTHONPATH=str(ROOT), **about), "text": True}
        with (self.data / "log").open("ab") as log:
            self._process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, **ways)
        late = Timer(READY_WITHIN_S, self._process.kill)
        late.start()
        is_ready = any(line.startswith("Dailies is ready") for line in self._process.stdout)
        late.cancel()
        assert is_ready, f"The studio did not start: {self.words()}"

    def kill(self) -> None:
        """As a power cut would."""
        self._process.send_signal(signal.SIGKILL)
        self._process.communicate()

    def stop(self) -> int:
        """As Ctrl-C does; answers with the exit code."""
        self._process.send_signal(signal.SIGINT)
        self._process.communicate(timeout=STOPPED_WITHIN_S)
        return self._process.returncode

    def words(self) -> str:
        """The last that it logged."""
        return (self.data / "log").read_text()[-4000:]

    def close(self) -> None:
        for process in (self._process, self._alice):
            if process and process.poll() is None:
                process.kill()
                process.communicate()

    # Alice

    def submit(self) -> str:
        """One more job, clips and pictures in turn; its id."""
        self._submitted += 1
        return self.ask(f"{('clip', 'picture')[self._submitted % 2]} {self._submitted}")

    def ask(self, line: str) -> str:
        """Have her do it; what she answers. Raises AssertionError where she does not."""
        if self._alice is None:
            about = {"DAILIES_DATA": str(self.data), "DAILIES_LOG": "warning", "PYTHONPATH": str(ROOT)}
            pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
            command = [sys.executable, ROOT / self.PERSON]
            self._alice = subprocess.Popen(command, env=environment(**about), text=True, **pipes)
        self._alice.stdin.write(f"{line}\n")
        self._alice.stdin.flush()
        answer = self._alice.stdout.readline().strip()
        assert answer, f"Alice broke down over “{line}”; what she said is on stderr. The studio said: {self.words()}"
        return answer

    # What can be seen from outside

    def rows(self, sql: str) -> list[tuple]:
        if self._database is None:
            self._database = sqlite3.connect(self.data / "db.sqlite3", isolation_level=None, timeout=20)
        return self._database.execute(sql).fetchall()

    def jobs(self) -> dict[str, str]:
        """State by id, as the database writes it (without hyphens)."""
        return dict(self.rows("select id, state from jobs_job"))

    def unfinished(self) -> int:
        return sum(state not in OVER for state in self.jobs().values())

    def phases(self) -> set[str]:
        """What is going on: the states of the jobs, and `keeping` once a job's file is here."""
        here = {path.parent.name.replace("-", "") for path in self.fetched()}
        states = ((job, state) for job, state in self.jobs().items() if state in PHASES)
        return {"keeping" if state == "fetching" and job in here else state for job, state in states}

    def fetched(self) -> list[Path]:
        return list((self.data / "incoming" / "jobs").glob("*/0"))

    def left_over(self) -> list[str]:
        """Files that nobody needs once all jobs are over, and files in the store that belong to no asset."""
        known = {sha256 for (sha256,) in self.rows("select sha256 from library_asset")}
        temporary = [
            path for name in ("incoming", "animatic") for path in (self.data / name).rglob("*") if path.is_file()
        ]
        stored = [path for path in (self.data / "media").rglob("*") if path.is_file()]
        strange = [path for path in stored if path.name.split(".")[0] not in known]
        return [str(path.relative_to(self.data)) for path in temporary + strange]

    def wait_for(self, happened, seconds: float, pause_s: float = 0.05) -> bool:
        """Whether it happened within that time."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if happened():
                return True
            assert self._process.poll() is None, f"The studio died: {self.words()}"
            time.sleep(pause_s)
        return False


def environment(**more: str) -> dict[str, str]:
    """Ours, without what the tests say about settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DAILIES_", "DJANGO_"))}
    return kept | {"DJANGO_SETTINGS_MODULE": "studio.config.settings"} | more


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
