"""A team's keys to its providers: sealed in the database, and opened by a file that is not in it.

The file `provider-keys` lies beside the studio's other secrets (settings.KEYS), mode 0600, one Fernet key a line,
newest first: the first seals, all of them open. It is made when the first key is added.

`rotate` is `python manage.py studio keys rotate`. A crash leaves it in one of three states, and all of them open:

1. A new Fernet key is put in front; the old ones stay.
2. All rows are sealed anew in one transaction.
3. Once that is committed, the old ones go.

Sealing and rotating hold one lock, over the row as well as the file: nothing is ever sealed with a key that goes in
step 3. Neither is called inside a transaction of somebody else's, where the two locks could wait for each other.
"""

import fcntl
import json
import os
import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import ParamSpec, TypeVar
from uuid import UUID

from asgiref.sync import sync_to_async
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from studio.core import private

from .activity import record
from .models import ProviderKey, Team, User

FILE = "provider-keys"
SHOWN = 4
LEAST_TO_SHOW = 16
"""Of a shorter secret four characters would tell too much."""

Parts = Mapping[str, str]
P = ParamSpec("P")
T = TypeVar("T")


class Locked(Exception):
    """What is sealed cannot be opened; the message says why and what to do."""


# One key


def seal(parts: Parts) -> tuple[str, str]:
    """The parts as one sealed text, and the last four characters of the first part, by which people know the key."""
    secret = next(iter(parts.values()))
    hint = secret[-SHOWN:] if len(secret) >= LEAST_TO_SHOW else ""
    return _cipher(_lines() or _first_line()).encrypt(json.dumps(dict(parts)).encode()).decode(), hint


def unseal(sealed: str) -> dict[str, str]:
    """The parts. Raises Locked when the file with the keys is gone, or is another one."""
    try:
        return json.loads(_cipher(_lines()).decrypt(sealed.encode()))
    except InvalidToken as error:
        raise Locked(
            f"This key was sealed with a secret that is not in {path()} any more. "
            "Put the right file back, or paste the provider's key again."
        ) from error


async def key_of(slug: str, account: str) -> dict[str, str] | None:
    """The parts of the key of one account (the id of its ProviderKey); None for an account that is unknown, another
    provider's, or whose key was erased. Raises Locked.

    A revoked key is opened until it is erased: jobs under way are asked for with it. Choosing one for a new job goes
    through `ProviderKey.objects.usable()`.
    """
    return await sync_to_async(_parts_of)(slug, account)


def _parts_of(slug: str, account: str) -> dict[str, str] | None:
    try:
        row = ProviderKey.objects.filter(pk=UUID(account), provider=slug).exclude(sealed="").first()
    except ValueError:
        return None
    return unseal(row.sealed) if row else None


# Keeping


def path() -> Path:
    """Where the keys lie that open all others."""
    return Path(settings.KEYS) / FILE


def _alone(act: Callable[P, T]) -> Callable[P, T]:
    """`act`, while no other process seals or rotates. The lock is on the folder, since the file is replaced."""

    @wraps(act)
    def acting(*args: P.args, **kwargs: P.kwargs) -> T:
        with _held(path().parent):
            return act(*args, **kwargs)

    return acting


@_alone
def add(team: Team, provider: str, parts: Parts, *, label: str = "", by: User | None = None) -> ProviderKey:
    """A new account of the team's at a provider."""
    sealed, hint = seal(parts)
    whose = {"team": team, "provider": provider, "label": label, "added_by": by}
    with transaction.atomic():
        key = ProviderKey.objects.create(**whose, sealed=sealed, hint=hint, hook_token=secrets.token_urlsafe(32))
        record("key-added", team=team, by=by, of=key)
    return key


@_alone
def replace(key: ProviderKey, parts: Parts, *, by: User) -> None:
    """Another key to the same account: jobs under way go on with it."""
    key.sealed, key.hint = seal(parts)
    key.added_by, key.added_at = by, timezone.now()
    key.works, key.tested_at, key.test_words = None, None, ""
    with transaction.atomic():
        key.save(update_fields=["sealed", "hint", "added_by", "added_at", "works", "tested_at", "test_words"])
        record("key-changed", team=key.team_id, by=by, of=key)


@_alone
def rotate() -> int:
    """Seal everything with a new secret and forget the old ones; answers how many keys there were. Raises Locked, and
    then nothing is changed, where one of them cannot be opened."""
    old = _lines()
    _open_all()
    _write([Fernet.generate_key().decode(), *old])
    with transaction.atomic():
        rows = _open_all()
        for row, parts in rows:
            row.sealed, _ = seal(parts)
            row.save(update_fields=["sealed"])
    _write(_lines()[:1])
    return len(rows)


def _open_all() -> list[tuple[ProviderKey, dict[str, str]]]:
    """Every key that is not erased, and its parts. Raises Locked and names those that do not open."""
    opened, shut = [], []
    for row in ProviderKey.objects.exclude(sealed="").select_related("team").order_by("added_at"):
        try:
            opened.append((row, unseal(row.sealed)))
        except Locked:
            shut.append(f"{row} of {row.team}")
    if shut:
        raise Locked(
            f"Nothing was changed: {len(shut)} of {len(shut) + len(opened)} keys cannot be opened with {path()} "
            f"({', '.join(shut)}). Put the right file back, or revoke them under Settings, Providers."
        )
    return opened


# The file


def _lines() -> list[str]:
    """The Fernet keys, newest first; none where there is no file yet. Raises Locked where it cannot be read."""
    try:
        return path().read_text().split()
    except FileNotFoundError:
        return []
    except (OSError, UnicodeDecodeError) as error:
        raise Locked(f"The file with the secret of the providers' keys, {path()}, cannot be read: {error}.") from error


def _first_line() -> list[str]:
    lines = [Fernet.generate_key().decode()]
    _write(lines)
    return lines


def _write(lines: list[str]) -> None:
    private.write(path(), "".join(f"{line}\n" for line in lines))


def _cipher(lines: list[str]) -> MultiFernet:
    if not lines:
        raise Locked(
            f"The file with the secret of the providers' keys, {path()}, is gone. "
            "Put it back, or paste the providers' keys again."
        )
    try:
        return MultiFernet([Fernet(line) for line in lines])
    except ValueError as error:
        raise Locked(f"A line of {path()} is no Fernet key: put the right file back.") from error


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
