"""What all tests share: the cast (Alice owns, Bob is on her team, Charlie is a stranger), async tests, no network."""

import inspect
import ipaddress
import shutil
import socket

import pytest
from asgiref.sync import async_to_sync
from django.conf import settings as django_settings
from django.core.cache import cache


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem):
    """Runs `async def` tests as Django does, so that their transactions roll back."""
    if not inspect.iscoroutinefunction(pyfuncitem.obj):
        return None
    names = pyfuncitem._fixtureinfo.argnames
    async_to_sync(pyfuncitem.obj)(**{name: pyfuncitem.funcargs[name] for name in names})
    return True


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Browser tests go last: Playwright leaves a running loop on the main thread."""
    items.sort(key=lambda item: "browser" in getattr(item, "fixturenames", ()))


@pytest.hookimpl(trylast=True)
def pytest_unconfigure():
    shutil.rmtree(django_settings.DATA, ignore_errors=True)


@pytest.fixture(autouse=True)
def _orm_beside_playwright(request, monkeypatch):
    if "browser" in request.fixturenames:
        monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")


@pytest.fixture(autouse=True)
def _fresh_cache():
    """Limits on guessing passwords are counted in the cache; no test should feel the one before."""
    cache.clear()


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
