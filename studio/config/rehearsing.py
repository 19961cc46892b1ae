"""`python manage.py studio --rehearsal`: stand-ins for the providers in a process of their own, which ends with ours.

A rehearsal has a data folder of its own, inside the studio's, and a mark in it: neither is ever started as the other.
"""

import secrets
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db.models.signals import post_save

from studio.accounts import keyring
from studio.accounts.models import ProviderKey, Team
from studio.providers import registry
from studio.providers.account import KeyField, ways_of
from studio.providers.base import Provider

from .start import Refused

MARK = "this-is-a-rehearsal"
READY = "Rehearsal is ready: "
PATIENCE_S = 30.0
GOODBYE_S = 5.0


def only_what_it_is(folder: Path, rehearses: bool) -> None:
    """Raises Refused where a rehearsal would use a real studio's folder, or the other way round."""
    is_studio, is_rehearsal = (folder / "db.sqlite3").exists(), (folder / MARK).exists()
    if rehearses and is_studio and not is_rehearsal:
        raise Refused(
            f"The folder {folder} holds a real studio, and a rehearsal must not be mixed with it: "
            "name another folder with --data; the rehearsal makes its own inside."
        )
    if is_rehearsal and not rehearses:
        raise Refused(
            f"The folder {folder} holds a rehearsal: start it with --rehearsal and the folder that it lies in, "
            "or name another folder with --data."
        )


@contextmanager
def stand_ins(folder: Path, studio: str) -> Iterator[str]:
    """Starts them, marks the folder, and gives their origin; stops them at the end. Raises Refused.

    They keep their port over restarts: addresses of results that they gave stay good.
    """
    (folder / MARK).touch()
    kept = folder / "stand-ins" / "port"
    port = kept.read_text().strip() if kept.exists() else "0"
    process, origin = _started(folder, studio, port)
    if not origin and port != "0":
        process, origin = _started(folder, studio, "0")
    if not origin:
        raise Refused("The stand-ins for the providers did not start; what they said stands above.")
    kept.write_text(origin.rpartition(":")[2])
    try:
        yield origin
    finally:
        _stop(process)


def _started(folder: Path, studio: str, port: str) -> tuple[subprocess.Popen, str]:
    """The process, and where it answers; nothing where it did not start. Its stdin is its lifeline: it ends when we do,
    however that comes about."""
    ways = ["--port", port, "--folder", str(folder / "stand-ins"), "--studio", studio, "--lifeline"]
    process = subprocess.Popen(
        [sys.executable, "-m", "studio.rehearsal", *ways],
        cwd=settings.BASE_DIR,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,  # Ctrl-C is for us; we stop it then
    )
    too_long = threading.Timer(PATIENCE_S, process.kill)
    too_long.start()
    try:
        line = process.stdout.readline()
    finally:
        too_long.cancel()
    origin = line.strip().removeprefix(READY) if line.startswith(READY) else ""
    if not origin:
        _stop(process)
    return process, origin


def _stop(process: subprocess.Popen) -> None:
    process.stdin.close()
    try:
        process.wait(GOODBYE_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    process.stdout.close()


# Keys


def hand_out_keys() -> None:
    """Every team, and every one to come, gets a key to every provider: made up, and good for the stand-ins only."""
    for team in Team.objects.all():
        _give_keys(team)
    post_save.connect(_welcome, sender=Team, dispatch_uid="rehearsal keys")


def _welcome(instance: Team, created: bool, **signal: object) -> None:
    if created:
        _give_keys(instance)


def _give_keys(team: Team) -> None:
    for slug in registry.PROVIDERS:
        if registry.needs_key(slug) and not ProviderKey.objects.filter(team=team, provider=slug).exists():
            keyring.add(team, slug, made_up(registry.get(slug)), label="Rehearsal")


def made_up(provider: Provider) -> dict[str, str]:
    """A key of the provider's first way, which never opens anything but the stand-in."""
    way = next(iter(ways_of(provider.key_fields)), "")
    return {part.name: _part(part) for part in provider.key_fields if part.way in ("", way)}


def _part(part: KeyField) -> str:
    from studio.jobs import hooks  # it wants the studio's own secret, which the first start has yet to make
    from studio.rehearsal.kling.hooks import SECRET

    known = {hooks.SECRET: SECRET} | ({part.name: part.choices[0][0]} if part.choices else {})
    return known.get(part.name) or f"rehearsal-{secrets.token_hex(6)}:{secrets.token_hex(8)}"
