"""Where mails go, read from one address: `smtp://name:password@mail.example.com`.

The scheme says how a mail is kept from being read on its way: `smtp` begins in the open and must change to TLS (port
587, STARTTLS), `smtps` is TLS from its first byte (port 465), `smtp+plain` is never encrypted (port 25), and so takes
no password but to this machine. Name and password are percent-encoded: `@` is `%40`. Without an address mails are
printed, which is what a studio without a mail server needs: its digests stand in the log.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parseaddr
from types import MappingProxyType
from urllib.parse import SplitResult, unquote, urlsplit

from . import environment

PRINTED = {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
SENT = "django.core.mail.backends.smtp.EmailBackend"
PATIENCE_S = 20  #: for a mail server that does not answer
HERE = ("localhost", "127.0.0.1", "::1")
ALLOWED = (
    "smtp://name:password@mail.example.com, with smtps:// or smtp+plain:// where the server wants that, and a port"
)


@dataclass(frozen=True, slots=True)
class Scheme:
    """A way to reach a mail server: its usual port, and Django's two switches."""

    port: int
    starts_tls: bool = False
    is_tls: bool = False


SCHEMES = MappingProxyType(
    {
        "smtp": Scheme(587, starts_tls=True),
        "smtps": Scheme(465, is_tls=True),
        "smtp+plain": Scheme(25),
    }
)


def settings_for(name: str) -> Mapping[str, object]:
    """Django's settings for the address in that variable. Ends the start with a sentence, without the password."""
    given = environment.text(name)
    if not given:
        return PRINTED
    try:
        parts = urlsplit(given)
        scheme, port = SCHEMES.get(parts.scheme), parts.port
    except ValueError:  # of a port or a host that is none
        environment.wrong(name, "an address that cannot be read", ALLOWED)
    if scheme is None or not parts.hostname or parts.path.strip("/") or parts.query or parts.fragment:
        environment.wrong(name, without_password(parts), ALLOWED)
    if parts.password and not (scheme.starts_tls or scheme.is_tls) and parts.hostname not in HERE:
        environment.wrong(
            name, without_password(parts), "smtp:// or smtps:// where it has a password, which is not sent in the open"
        )
    return {
        "EMAIL_BACKEND": SENT,
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port or scheme.port,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": scheme.starts_tls,
        "EMAIL_USE_SSL": scheme.is_tls,
        "EMAIL_TIMEOUT": PATIENCE_S,
    }


def sender(name: str, default: str) -> str:
    """Who mails come from: `dailies@example.com` or `Dailies <dailies@example.com>`."""
    given = environment.text(name, default)
    address = parseaddr(given)[1]
    before, _, domain = address.rpartition("@")
    if not before or not domain or any(each.isspace() for each in address) or "\n" in given:
        environment.wrong(name, given, "an address such as dailies@example.com")
    return given if address != given else f"Dailies <{given}>"


def without_password(parts: SplitResult) -> str:
    """The address as far as it can be shown."""
    host = parts.netloc.rpartition("@")[2]
    who = f"{parts.username}:…@" if parts.password else f"{parts.username}@" if parts.username else ""
    return f"{parts.scheme}://{who}{host}{parts.path}" if parts.scheme else "no address with a scheme"
