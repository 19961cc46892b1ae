"""The studio's secret keys: files of mode 0600 in a folder of their own, never in the database.

signing      one line, for sessions and tokens
encryption   one Fernet key a line, for secrets kept in the database; the first line encrypts, all lines decrypt

A third one, `provider-keys`, is made and turned by studio/accounts/keyring.py when it is first needed.
"""

import secrets
from pathlib import Path

from cryptography.fernet import Fernet

from studio.core import private

MAKERS = {
    "signing": lambda: secrets.token_urlsafe(48),
    "encryption": lambda: Fernet.generate_key().decode(),
}


def create(folder: Path) -> None:
    """Makes the keys that are missing; those that are there stay, and lose the rights they have in excess."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    for name, make in MAKERS.items():
        if not (folder / name).exists():
            private.write(folder / name, f"{make()}\n")
        (folder / name).chmod(0o600)


def read(folder: Path, name: str) -> list[str]:
    """The lines of a key file; none where it cannot be read, since a quote or a migration needs no key."""
    try:
        return (folder / name).read_text().split()
    except OSError:
        return []
