"""No secret comes out: what every test's keys are is learned, and looked for in whatever the studio says or keeps.

Learned is each part of a provider's key as it is sealed or used, the header that it becomes, the studio's own secrets,
and the addresses at which providers call us (those may stand on a page, and in no log). Looked at are: every response
that leaves Django, error pages included; every message to a socket; every log line; what a test printed; at its end the
whole database; and every file that it left, the engine's included. Whatever begins with `planted-` is found without
having been learned, so that other processes are covered, too.

leaky.py lets secrets out in every way that is looked at; test_leaks.py sees each of them found.
"""

import base64
import logging
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import wraps
from pathlib import Path

import pytest

from tests.planted import MARK

SHORTEST = 10
"""What is shorter is no key, and would be found in other words."""

LARGEST = 20_000_000
PICTURES = (".mp4", ".png", ".jpg", ".webp", ".mp3", ".wav", ".js", ".css", ".gz")
"""Bytes of a file that is looked into, and files that are not."""

AROUND = 60
PLANTED = re.compile(re.escape(MARK.encode()) + rb"[\w-]+")

OPEN_PARTS = ("region",)
OPEN_PLACES = ("keys",)
"""Where the studio's own secrets lie."""


@dataclass
class Watch:
    """What is secret, in `always` every test and in this one; and where it was seen. `places` were looked at."""

    always: frozenset[bytes] = frozenset()
    secrets: set[bytes] = field(default_factory=set)
    addresses: set[bytes] = field(default_factory=set)
    found: list[str] = field(default_factory=list)
    places: int = 0
    learned: int = 0

    @property
    def is_told(self) -> bool:
        """Whether this test brought a key of its own."""
        return bool(self.secrets - self.always)

    def learn(self, values: Iterable[str]) -> None:
        """From now on these are secret."""
        new = {value.encode() for value in values if len(value) >= SHORTEST} - self.secrets
        self.secrets |= new
        self.learned += len(new)

    def learn_address(self, token: str) -> None:
        """From now on this may be in no log."""
        if len(token) >= SHORTEST:
            self.addresses.add(token.encode())

    def look(self, where: str, said: str | bytes, *, addresses: bool = False) -> None:
        """Remember every secret that is in what was said."""
        self.places += 1
        text = said.encode("utf-8", "replace") if isinstance(said, str) else said
        hidden = self.secrets | (self.addresses if addresses else set())
        seen = [secret for secret in hidden if secret in text]
        if MARK.encode() in text:
            seen += PLANTED.findall(text)
        for secret in seen[:1]:
            at = text.index(secret)
            shown = text[max(0, at - AROUND) : at + len(secret) + AROUND].decode("utf-8", "replace")
            self.found.append(f"{where}: {shown!r}")

    def begin(self) -> None:
        """A new test: it brings its own secrets."""
        self.secrets = set(self.always)
        self.addresses.clear()
        self.found.clear()


WATCH = Watch()


# Where secrets are learned


def learning(patch: pytest.MonkeyPatch) -> None:
    """Every way of a key into the studio and out of it is listened to."""
    from studio.accounts import keyring
    from studio.accounts.models import ProviderKey
    from studio.jobs import hooks
    from studio.providers import base, keys

    heard = {
        (keyring, "seal"): lambda answer, args, named: WATCH.learn(_of_parts(args[0])),
        (keys.Key, "__init__"): lambda answer, args, named: WATCH.learn(_of_parts(named)),
        (base, "signed"): lambda answer, args, named: WATCH.learn([args[1].rpartition(" ")[2]]),
        (hooks, "token_of"): lambda answer, args, named: WATCH.learn_address(answer),
        (ProviderKey, "__init__"): lambda answer, args, named: WATCH.learn_address(args[0].hook_token),
    }
    for (owner, name), listen in heard.items():
        patch.setattr(owner, name, _heard(getattr(owner, name), listen))


def _heard(act, listen):
    @wraps(act)
    def acting(*args, **named):
        answer = act(*args, **named)
        listen(answer, args, named)
        return answer

    return acting


def _of_parts(parts) -> Iterator[str]:
    """The secret parts, those that are joined by a colon also apart, and the pair as basic authorization writes it."""
    hidden = [value.strip() for name, value in parts.items() if name not in OPEN_PARTS]
    for value in hidden:
        yield value
        yield from value.split(":")
        yield from value.split()
    yield base64.b64encode(":".join(hidden[:2]).encode()).decode()


# Where they are looked for


def looking(patch: pytest.MonkeyPatch) -> None:
    """Responses, messages to sockets, log lines."""
    from django.core.handlers.base import BaseHandler

    from studio.live.consumers import StudioConsumer

    answer, answer_async, send = BaseHandler.get_response, BaseHandler.get_response_async, StudioConsumer.send

    @wraps(answer)
    def get_response(self, request):
        response = answer(self, request)
        _look_at(request, response)
        return response

    @wraps(answer_async)
    async def get_response_async(self, request):
        response = await answer_async(self, request)
        _look_at(request, response)
        return response

    @wraps(send)
    async def sent(self, text_data=None, **more):
        WATCH.look("a message to a socket", text_data or "")
        await send(self, text_data=text_data, **more)

    patch.setattr(BaseHandler, "get_response", get_response)
    patch.setattr(BaseHandler, "get_response_async", get_response_async)
    patch.setattr(StudioConsumer, "send", sent)


def _look_at(request, response) -> None:
    where = f"the answer to {request.method} {request.path}"
    WATCH.look(where, str(dict(response.items())))
    if not response.streaming:
        WATCH.look(where, response.content)


class Listener(logging.Handler):
    """Every log line, as the studio writes it, whatever level the studio is set to."""

    def __init__(self) -> None:
        from studio.config.logs import OneLine

        super().__init__()
        self.setFormatter(OneLine("%(name)s: %(message)s"))

    def emit(self, record: logging.LogRecord) -> None:
        WATCH.look("a log line", self.format(record), addresses=True)


def look_at_what_is_left(item: pytest.Item) -> None:
    """At a test's end, before anything is tidied away: the database, the files, what was printed."""
    if WATCH.is_told and _has_database(item):
        for table, rows in _tables():
            WATCH.look(f"the table {table}", rows)
    for folder in {item.funcargs.get("tmp_path"), *_data(item)} - {None}:
        for path in files_in(folder):
            WATCH.look(f"the file {path}", path.read_bytes(), addresses=path.name.endswith("log"))
    for when, kind, text in item._report_sections:
        WATCH.look(f"{kind} of {when}", text)


def _has_database(item: pytest.Item) -> bool:
    return bool(item.get_closest_marker("django_db") or {"db", "transactional_db"} & set(item.fixturenames))


def _tables() -> Iterator[tuple[str, str]]:
    from django.db import DatabaseError, connection

    try:
        with connection.cursor() as cursor:
            for table in connection.introspection.table_names(cursor):
                cursor.execute(f'select * from "{table}"')
                yield table, str(cursor.fetchall())
    except DatabaseError:
        return  # the test broke its transaction, and nothing of it stays


def _data(item: pytest.Item) -> Iterator[Path]:
    from django.conf import settings

    if "settings" in item.fixturenames:
        yield Path(settings.DATA)


def files_in(folder: Path) -> Iterator[Path]:
    """Those that are looked into."""
    for path in folder.rglob("*"):
        is_open = any(part.startswith(OPEN_PLACES) for part in path.relative_to(folder).parts)
        if path.is_file() and not is_open and path.suffix not in PICTURES and path.stat().st_size < LARGEST:
            yield path


# pytest


class Plugin:
    """Fails whichever test lets a secret out, and says at the end what was looked at."""

    def __init__(self) -> None:
        self._patch = pytest.MonkeyPatch()

    def pytest_sessionstart(self) -> None:
        from django.conf import settings

        WATCH.always = frozenset(secret.encode() for secret in (settings.SECRET_KEY, *settings.ENCRYPTION_KEYS))
        self._listener = Listener()
        logging.getLogger().addHandler(self._listener)
        learning(self._patch)
        looking(self._patch)

    def pytest_sessionfinish(self, session) -> None:
        logging.getLogger().removeHandler(self._listener)
        self._patch.undo()
        if hasattr(session.config, "workeroutput"):
            session.config.workeroutput["leaks"] = (WATCH.learned, WATCH.places)

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node) -> None:
        """One of several processes has ended: what it looked at counts, too."""
        learned, places = getattr(node, "workeroutput", {}).get("leaks", (0, 0))
        WATCH.learned, WATCH.places = WATCH.learned + learned, WATCH.places + places

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_setup(self, item):
        WATCH.begin()
        return (yield)

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_teardown(self, item):
        look_at_what_is_left(item)
        result = yield
        if WATCH.found:
            pytest.fail("A secret came out in " + "\n".join(WATCH.found[:5]), pytrace=False)
        return result

    def pytest_terminal_summary(self, terminalreporter):
        terminalreporter.section("Secrets")
        terminalreporter.line(f"{WATCH.learned} were looked for in {WATCH.places} places.")
