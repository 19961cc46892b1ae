"""A rehearsal that runs in a thread of its own, at an address of this machine."""

import threading
import time
from contextlib import contextmanager

import httpx
import pytest

from studio.rehearsal.dial import Dial
from studio.rehearsal.frame import Frame
from studio.rehearsal.server import alone, everything, port_of, server

AT_ONCE = {"delay_s": [0, 0], "queue_s": [0, 0]}


class Stage:
    """One running rehearsal: its `origin`, its `frame`, a client, and hands on its clock and its dial."""

    def __init__(self, frame: Frame, clock: "Clock") -> None:
        self.frame, self._clock, self.origin = frame, clock, ""
        self.client = httpx.Client(timeout=10, trust_env=False)

    def turn(self, *faults: dict, **dial) -> None:
        """Set the dial: done at once unless said otherwise."""
        body = AT_ONCE | dial | {"faults": [*faults]}
        self.client.put(f"{self.origin}/rehearsal/dial", json=body).raise_for_status()

    def later(self, seconds: float) -> None:
        """Let time pass."""
        self._clock.shift += seconds

    def ask(self, method: str, url: str, **request) -> httpx.Response:
        """Ask a provider by its real address, as the studio's client does."""
        headers = dict(request.pop("headers", {}))
        real = httpx.URL(url)
        if real.scheme == "https":
            headers["host"], url = real.host, self.origin + real.raw_path.decode()
        return self.client.request(method, url, headers=headers, **request)

    def charges(self, provider: str) -> list[dict]:
        """What was charged."""
        answer = self.client.get(f"{self.origin}/rehearsal/charges", params={"provider": provider})
        return answer.json()["charges"]


class Clock:
    """The time, and some more."""

    def __init__(self) -> None:
        self.shift = 0.0

    def __call__(self) -> float:
        return time.time() + self.shift


@contextmanager
def serving(app, frame: Frame, **more):
    """Serve in a thread; gives the origin."""
    running = server(app, **more)
    thread = threading.Thread(target=running.run, daemon=True)
    thread.start()
    while not running.started:
        assert thread.is_alive(), "the rehearsal did not start"
        time.sleep(0.005)
    frame.address = f"{'https' if more else 'http'}://127.0.0.1:{port_of(running)}"
    yield frame.address
    running.should_exit = True
    thread.join(10)


@contextmanager
def staged(folder, provider: str = "", **more):
    """A stage with all stand-ins, or with one of them under plain paths."""
    clock = Clock()
    frame = Frame(folder, Dial.from_json(AT_ONCE), clock=clock)
    stage = Stage(frame, clock)
    with serving(alone(frame, provider) if provider else everything(frame), frame, **more) as stage.origin:
        yield stage
    stage.client.close()
    frame.close()


@pytest.fixture(scope="package")
def _theatre(tmp_path_factory):
    with staged(tmp_path_factory.mktemp("rehearsal")) as stage:
        yield stage


@pytest.fixture
def stage(_theatre):
    """All stand-ins. What a test turned is turned back; what it made there stays."""
    _theatre.turn()
    _theatre._clock.shift = 0
    return _theatre
