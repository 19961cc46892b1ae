"""Secrets that must be kept in the database: sealed with the studio's encryption keys, which are not in it."""

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


def seal(secret: str) -> str:
    return _cipher().encrypt(secret.encode()).decode()


def unseal(sealed: str) -> str:
    """Raises cryptography.fernet.InvalidToken when it was sealed with a key that is not here."""
    return _cipher().decrypt(sealed.encode()).decode()


def _cipher() -> MultiFernet:
    if not settings.ENCRYPTION_KEYS:
        raise ImproperlyConfigured(f"There are no keys in {settings.KEYS} yet: `python manage.py studio` makes them.")
    return MultiFernet([Fernet(key) for key in settings.ENCRYPTION_KEYS])
