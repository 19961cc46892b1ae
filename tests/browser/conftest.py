"""A real studio (uvicorn, sockets, engine) in a thread, and people who visit it in the system's Chromium.

A page that logs an error, throws, breaks the content security policy or gets a 500 fails its test.
"""

import re
import shutil
import socket
import threading
import time
from pathlib import Path

import pytest
import uvicorn
from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.test import Client, RequestFactory, override_settings
from playwright.sync_api import expect

from tests.browser import hands
from tests.browser.people import kept
from tests.core import making
from tests.library.making import made

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
DESKTOP, PHONE = hands.DESKTOP, hands.PHONE
PATIENCE_MS = 15_000  #: what is awaited comes in a moment, or late: on a machine that has much else to do

expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--force-color-profile=srgb"]
    return browser_type_launch_args | {"executable_path": CHROMIUM, "args": flags}


# The studio


class LiveStudio:
    """The whole studio; may be stopped and started again on the same port and data."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.url = f"http://localhost:{port}"
        self.start()

    def start(self) -> None:
        from studio.config.server import Server

        config = uvicorn.Config(
            _application(),
            host="127.0.0.1",
            port=self.port,
            lifespan="on",
            log_config=None,
            timeout_graceful_shutdown=1,
        )
        self._server = Server(config, on_ready=lambda: None)
        self._thread = threading.Thread(target=self._server.run, daemon=True)
        self._thread.start()
        while not self._server.started:
            time.sleep(0.02)
            assert self._thread.is_alive(), "the studio did not start; its log says why"

    def stop(self) -> None:
        self._server.should_exit = True
        self._thread.join(15)
        assert not self._thread.is_alive(), "the studio did not stop within 15 s"


def _application():
    """The studio's own, whose static files a browser may keep for the run, as it keeps those with hashed names."""
    with override_settings(WHITENOISE_MAX_AGE=3600):
        from studio.config.asgi import application
    return application


@pytest.fixture(scope="session")
def port() -> int:
    """One for the whole run: what a browser keeps it keeps by address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def live_studio(transactional_db, settings, tmp_path, port):
    """A running studio with an empty database and a data folder of its own."""
    settings.DATA = tmp_path
    settings.MEDIA_ROOT = tmp_path / "media"
    studio = LiveStudio(port)
    yield studio
    studio.stop()


# The visitors


class Complaints(list):
    """What the browser complained about. A test that provokes something allows it first."""

    def __init__(self) -> None:
        super().__init__()
        self._allowed = [
            r"htmx:sendAbort",
            r"htmx:afterRequest",
        ]  # a request that a newer one replaces; errors have names of their own

    def allow(self, pattern: str) -> None:
        self._allowed.append(pattern)

    def note(self, words: str) -> None:
        if not any(re.search(pattern, words) for pattern in self._allowed):
            self.append(words)


REPORT_VIOLATIONS = """
addEventListener("securitypolicyviolation", event =>
  console.error(`CSP: ${event.violatedDirective} blocked ${event.blockedURI} ${event.sample}`))
"""


@pytest.fixture
def complaints():
    found = Complaints()
    yield found
    assert not found, "the browser complained:\n" + "\n".join(found)


class Rooms:
    """Browser contexts: cleared and used again by the next visitor with the same options, because a new one would fetch
    every script and style of the studio anew."""

    def __init__(self) -> None:
        self._free: dict[tuple, list] = {}
        self._taken: list[tuple[tuple, object]] = []

    def take(self, browser, **options):
        key = (browser, repr(sorted(options.items())))
        free = self._free.setdefault(key, [])
        room = free.pop() if free else self._furnish(browser, options)
        self._taken.append((key, room))
        return room

    def _furnish(self, browser, options: dict):
        context = browser.new_context(**options)
        context.set_default_timeout(PATIENCE_MS)
        context.set_default_navigation_timeout(4 * PATIENCE_MS)  # a process reads all templates for its first page
        context.add_init_script(REPORT_VIOLATIONS)
        return context

    def leave(self, origin: str) -> None:
        """What was taken is empty again: no page, cookie, permission, route or anything that was stored."""
        while self._taken:
            key, context = self._taken.pop()
            if context in context.browser.contexts:  # no test has closed it
                _clear(context, origin)
                self._free[key].append(context)


def _clear(context, origin: str) -> None:
    for page in context.pages:
        page.unroute_all(behavior="ignoreErrors")
        page.close()
    context.set_offline(False)
    context.unroute_all(behavior="ignoreErrors")
    context.clear_permissions()
    context.clear_cookies()
    page = context.new_page()
    kinds = "local_storage,indexeddb,cache_storage,service_workers,file_systems"
    context.new_cdp_session(page).send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": kinds})
    page.close()


@pytest.fixture(scope="session")
def rooms() -> Rooms:
    return Rooms()


@pytest.fixture
def visit(live_studio, browser, rooms, complaints):
    """visit(user=None, **options) -> a page of a browser context in which nobody has been, signed in as that user."""

    def open_page(user=None, **options):
        options = {"base_url": live_studio.url, "viewport": DESKTOP, "reduced_motion": "reduce"} | options
        context = rooms.take(browser, **options)
        if user is not None:
            cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session_of(user), "url": live_studio.url}
            context.add_cookies([cookie])
        page = context.new_page()
        _listen(page, complaints)
        return page

    yield open_page
    rooms.leave(live_studio.url)


def _listen(page, complaints: Complaints) -> None:
    page.on("console", lambda message: message.type == "error" and complaints.note(f"{page.url}: {message.text}"))
    page.on("pageerror", lambda error: complaints.note(f"{page.url}: {error.stack or error}"))
    page.on(
        "response",
        lambda answer: answer.status >= 500 and complaints.note(f"{answer.url}: answered {answer.status}"),
    )


def session_of(user) -> str:
    """The session cookie of somebody who has signed in just now: allauth asks for no second confirmation."""
    client = Client()
    client.force_login(user)
    request = RequestFactory().get("/")
    request.session = client.session
    record_authentication(request, user, method="password", reauthenticated=True)
    request.session.save()
    return client.cookies[settings.SESSION_COOKIE_NAME].value


@pytest.fixture
def alice_page(visit, alice):
    return visit(alice)


@pytest.fixture
def hand_of(visit, alice):
    """hand_of("mouse" | "keys" | "touch", **options) -> that hand of Alice's, and its page on a screen of its own."""

    def made(name: str, **options) -> hands.Hand:
        return hands.EVERY[name](visit(alice, **hands.EVERY[name].screen | options), name)

    return made


@pytest.fixture
def bob_page(visit, bob):
    return visit(bob)


@pytest.fixture
def charlie_page(visit, charlie):
    return visit(charlie)


# Files to work with

MEDIA = Path(__file__).parents[1] / "media"


@pytest.fixture(scope="session")
def photograph() -> Path:
    """A real photograph: a rocket at night, 640x427."""
    return MEDIA / "rocket.jpg"


@pytest.fixture
def clip(live_studio, alice, tmp_path):
    """A clip of Alice's: 50 frames at 25 a second, frame n is n/50 bright."""
    return kept(made, making.film(tmp_path, frames=50), alice, name="The clip")
