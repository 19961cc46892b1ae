"""A team's key to a provider, from the moment it is decrypted to the header that it becomes.

The client asks its `Keyring` for the key when a request is about to leave, has the adapter sign a copy of the request,
and lets go of both. Steps, recipes, tickets, workflow arguments and logs never hold one: a `Key` shows four characters,
and can be neither pickled nor written as JSON.
"""

from collections.abc import Awaitable, Callable, Iterator
from typing import NoReturn

import httpx

SHOWN = 4
SHORTEST = 6
"""What is shorter is no key, and would blot out words."""

HIDDEN = "[key]"


class Key:
    """The parts of one key, by name: `{"key": …}`, `{"access_key": …, "secret_key": …}`; `region` is no secret."""

    __slots__ = ("_parts",)
    OPEN = frozenset({"region"})

    def __init__(self, **parts: str) -> None:
        self._parts = {name: part.strip() for name, part in parts.items()}

    def __getitem__(self, name: str) -> str:
        """One part. Raises KeyError for a part that this key has not."""
        return self._parts[name]

    def __contains__(self, name: str) -> bool:
        return name in self._parts

    def get(self, name: str, otherwise: str = "") -> str:
        """One part, or what stands for it."""
        return self._parts.get(name, otherwise)

    def secrets(self) -> Iterator[str]:
        """Every part that nobody may see."""
        return (part for name, part in self._parts.items() if part and name not in self.OPEN)

    @property
    def hint(self) -> str:
        """Its last four characters, by which a person knows which one it is; fewer of a short one."""
        last = next(self.secrets(), "")
        return last[-SHOWN:] if len(last) >= 4 * SHOWN else ""

    def __repr__(self) -> str:
        return f"<Key …{self.hint}>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("A key is never pickled: pass the id of its account instead.")


Keyring = Callable[[str, str], Awaitable[Key | None]]
"""(provider's slug, account) -> the key, or None where the account has none."""


def signed(request: httpx.Request, authorization: str) -> httpx.Request:
    """A copy of the request with the header; the request itself stays without."""
    return httpx.Request(
        request.method,
        request.url,
        headers=httpx.Headers([*request.headers.multi_items(), ("Authorization", authorization)]),
        stream=request.stream,
        extensions=request.extensions,
    )


def without(key: Key, sent: httpx.Request, response: httpx.Response, request: httpx.Request) -> httpx.Response:
    """The same answer, belonging to the unsigned request, and with the key blotted out wherever it is echoed."""
    shown = sent.headers.get("authorization", "").rpartition(" ")[2]
    secrets = [secret.encode() for secret in (*key.secrets(), shown) if len(secret) >= SHORTEST]
    headers = [(name, value) for name, value in response.headers.raw if name.lower() not in UNPACKED]
    return httpx.Response(
        response.status_code,
        headers=[(name, _blotted(value, secrets)) for name, value in headers],
        content=_blotted(response.content, secrets),
        request=request,
    )


UNPACKED = {b"content-encoding", b"content-length", b"transfer-encoding"}
"""Headers about the form in which the content came, and does not come any more."""


def _blotted(text: bytes, secrets: list[bytes]) -> bytes:
    for secret in secrets:
        text = text.replace(secret, HIDDEN.encode())
    return text
