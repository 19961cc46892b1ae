"""Real studios in processes of their own, as a person starts them."""

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import httpx
import pytest

HOME = Path(__file__).parents[2]
READY_S = 40  # generous: the machine may be busy


class Process:
    """`python manage.py <arguments>`, with what it has printed so far."""

    def __init__(self, *arguments: str, **environment: str) -> None:
        clean = {name: value for name, value in os.environ.items() if not name.startswith(("DAILIES_", "DJANGO_"))}
        self._process = subprocess.Popen(
            [sys.executable, "manage.py", *arguments],
            cwd=HOME,
            env=clean | environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.pid = self._process.pid
        self.printed = ""
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        for line in self._process.stdout:
            self.printed += line

    def wait_for(self, words: str) -> str:
        """What was printed up to now, as soon as `words` are in it."""
        end = time.monotonic() + READY_S
        while words not in self.printed:
            assert self._process.poll() is None and time.monotonic() < end, f"no {words!r} in:\n{self.printed}"
            time.sleep(0.02)
        return self.printed

    def result(self, timeout_s: float = READY_S) -> tuple[int, str]:
        """(exit code, everything printed)"""
        code = self._process.wait(timeout_s)
        self._reader.join(5)
        return code, self.printed

    def stop(self, number: int = signal.SIGINT) -> tuple[int, str]:
        if self._process.poll() is None:
            self._process.send_signal(number)
        return self.result()


class Studio(Process):
    """A studio that is ready: its `url`, its folder `data`, and the first run's `link`, if it printed one."""

    def __init__(self, data: Path, port: str) -> None:
        super().__init__("studio", "--data", str(data), "--port", port)
        found = re.search(r"http\S+/link/\S+", self.wait_for("Ctrl-C"))
        self.data, self.port, self.url = data, port, f"http://localhost:{port}"
        self.link = found and found[0]


def make_owner(browser: httpx.Client, link: str) -> httpx.Response:
    """Fills in the page behind the first run's link."""
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', browser.get(link).text)[1]
    return browser.post(link, data={"csrfmiddlewaretoken": token, "name": "Sam", "email": "sam@example.com"})


@pytest.fixture
def run():
    """run(*arguments, **environment) -> a Process; all are gone at the end of the test."""
    started = []

    def start(*arguments: str, **environment: str) -> Process:
        started.append(Process(*arguments, **environment))
        return started[-1]

    yield start
    for process in started:
        process.stop(signal.SIGKILL)


@pytest.fixture
def start():
    """start(data, port) -> a Studio; all are gone at the end of the test."""
    started = []

    def begin(data: Path, port: str) -> Studio:
        started.append(Studio(data, port))
        return started[-1]

    yield begin
    for studio in started:
        studio.stop(signal.SIGKILL)


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    """A studio with an owner, for all tests that leave it as it is."""
    studio = Studio(tmp_path_factory.mktemp("data"), free_port())
    make_owner(httpx.Client(), studio.link)
    yield studio
    studio.stop(signal.SIGKILL)


@pytest.fixture
def port() -> str:
    return free_port()


def free_port() -> str:
    """A port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])
