"""What all tests share: the cast (Alice owns, Bob is on her team, Charlie is a stranger), async tests, no network.

The run ends by naming what this machine could not run and what it would take. With CI set, such a test fails instead.
"""

import inspect
import ipaddress
import os
import shutil
import socket
import sys
from collections import Counter

import pytest
from asgiref.sync import async_to_sync
from django.conf import settings as django_settings
from django.core.cache import cache
from httpx._transports import default

from tests import leaks

#: What a marker needs beyond Python: how to find it, and what to say where it is missing.
NEEDS = {
    "browser": (
        lambda: shutil.which("chromium") or shutil.which("chromium-browser"),
        "no browser: Chromium is not installed (on Debian: apt-get install chromium)",
    ),
}

# Which tests run, and how


def pytest_configure(config):
    """No test lets a secret out."""
    config.pluginmanager.register(leaks.Plugin(), "leaks")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Browser tests go last: Playwright leaves a running loop on the main thread."""
    for item in items:
        if "page" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


def pytest_runtest_setup(item):
    for marker, (found, missing) in NEEDS.items():
        if item.get_closest_marker(marker) and not found():
            (pytest.fail if os.environ.get("CI") else pytest.skip)(missing)


def pytest_runtest_logreport(report):
    """In a run that takes half an hour a failure is named at once."""
    if report.failed and os.environ.get("CI") and "PYTEST_XDIST_WORKER" not in os.environ:
        print(f"\nFailed: {report.nodeid} ({report.when})", file=sys.__stderr__, flush=True)


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem):
    """Runs `async def` tests as Django does, so that their transactions roll back."""
    if not inspect.iscoroutinefunction(pyfuncitem.obj):
        return None
    names = pyfuncitem._fixtureinfo.argnames
    async_to_sync(pyfuncitem.obj)(**{name: pyfuncitem.funcargs[name] for name in names})
    return True


def pytest_terminal_summary(terminalreporter):
    """Names what was left out and why."""
    reasons = Counter(_reason(report) for report in terminalreporter.stats.get("skipped", []))
    terminalreporter.section("Left out")
    for reason, count in reasons.most_common():
        terminalreporter.line(f"{count} test{'s' if count > 1 else ''}: {reason}")
    if not reasons:
        terminalreporter.line("Nothing: this machine ran every test it was asked to run.")


def _reason(report) -> str:
    """Of a skipped test, without pytest's own prefix."""
    words = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    return words.removeprefix("Skipped: ")


@pytest.hookimpl(trylast=True)
def pytest_unconfigure():
    shutil.rmtree(django_settings.DATA, ignore_errors=True)


# Around every test


@pytest.fixture(autouse=True)
def _orm_beside_playwright(request, monkeypatch):
    if request.node.get_closest_marker("browser"):
        monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")


@pytest.fixture(autouse=True)
def _fresh_cache():
    """Limits on guessing passwords are counted in the cache; no test should feel the one before."""
    cache.clear()


@pytest.fixture(scope="session")
def scaled():
    """scaled(20) -> how many times a long test should do it: 20, or fewer by DAILIES_TEST_SCALE, but at least once."""
    scale = float(os.environ.get("DAILIES_TEST_SCALE", "1"))
    return lambda times: max(1, round(times * scale))


# Network


def _is_loopback(address) -> bool:
    if not isinstance(address, tuple):
        return True  # a Unix socket
    try:
        return ipaddress.ip_address(address[0]).is_loopback
    except ValueError:
        return address[0] == "localhost"


@pytest.fixture(autouse=True, scope="session")
def _only_loopback():
    """A test that reaches for the network fails at once and says where it wanted to go."""
    connect = socket.socket.connect

    def guarded(self, address):
        if not _is_loopback(address):
            raise RuntimeError(f"A test wanted to connect to {address}; tests reach this machine only.")
        return connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded)
        yield


@pytest.fixture(autouse=True, scope="session")
def _certificates_once():
    """httpx reads the certificates of the whole world anew for every client; a run makes thousands, and reads once."""
    read, made = default.create_ssl_context, {}

    def once(verify=True, cert=None, trust_env=True):
        if verify is not True or cert:
            return read(verify=verify, cert=cert, trust_env=trust_env)
        known = (trust_env, os.environ.get("SSL_CERT_FILE"), os.environ.get("SSL_CERT_DIR"))
        if known not in made:
            made[known] = read(trust_env=trust_env)
        return made[known]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(default, "create_ssl_context", once)
        yield


# The cast


@pytest.fixture
def alice(db):
    """Owner of her team."""
    from studio.accounts.actions import make_owner

    return make_owner("alice@example.com", "Alice Archer", "correct horse battery")


@pytest.fixture
def team(alice):
    return alice.teams.get()


@pytest.fixture
def project(team):
    return team.projects.get()


@pytest.fixture
def bob(team):
    """An artist on Alice's team."""
    from studio.accounts.actions import make_member

    return make_member("bob@example.com", "Bob Baker", team)


@pytest.fixture
def charlie(db):
    """A stranger: owner of another team."""
    from studio.accounts.actions import make_owner

    return make_owner("charlie@example.com", "Charlie Cole", "other horse battery")
