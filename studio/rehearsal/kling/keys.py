"""Who asks: an API key, or a JWT signed with a secret key. kling-official.md, lines 13-18 and 31-36.

The stand-in opens no accounts: every key is somebody's, but for those that say of themselves what is wrong with them.
"""

import base64
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass

from studio.rehearsal.frame import last_four
from studio.rehearsal.kling.faults import Fault

HOSTS = {
    "api-singapore.klingai.com": "global",
    "api-beijing.klingai.com": "china",
    "api.klingai.com": "global",
}
"""Line 15-17; the last one was replaced and still answers with a key of Singapore."""

CHINESE = "beijing"
"""A key that has this word in it is one of the China host."""

SPEAKING = {
    "wrong": 1002,
    "abnormal": 1100,
    "arrears": 1101,
    "exhausted": 1102,
    "forbidden": 1103,
    "elsewhere": 1304,
}
"""A word in an API key or an access key -> the code that it is answered with, so that each can be seen."""

ONLY_READS = {1100, 1101, 1102}
"""What an account in this state may still do is ask; only what costs is refused."""

NO_SUCH_KEY = "api key not found"
NO_SIGNING = "Authentication error. The current API does not support AK/SK; please create an API key in the console."
"""A public report of calls on 2026-09-20 quotes the answer of `GET /tasks` to a JWT: 401, code 1002, these words."""


CASH = "cash"
"""An account with this word in its key pays from its balance, in money; any other one from resource packs, in units."""


@dataclass(frozen=True, kw_only=True)
class Caller:
    """The account, by the last four characters of its key. `state` is 0, or the code that what costs is answered
    with; `currency` that of its balance, empty for one that has resource packs."""

    account: str
    state: int = 0
    currency: str = ""


def caller(authorization: str, host: str, now: float, *, newer: bool) -> Caller:
    """Whose request it is. Raises Fault 1000 to 1004, 1103, 1304."""
    if not authorization:
        raise Fault(1001)
    scheme, _, token = authorization.partition(" ")
    if scheme != "Bearer" or not token:
        raise Fault(1002)
    signed = token.count(".") == 2
    if signed and newer:
        raise Fault(1002, NO_SIGNING)
    key = _issuer(token, now) if signed else token
    return _account(key, HOSTS.get(host, ""))


def _account(key: str, region: str) -> Caller:
    code = next((code for word, code in SPEAKING.items() if word in key), 0)
    if code == 1002 or (region and region != ("china" if CHINESE in key else "global")):
        raise Fault(1002, NO_SUCH_KEY)
    if code and code not in ONLY_READS:
        raise Fault(code)
    money = ("CNY" if CHINESE in key else "USD") if CASH in key else ""
    return Caller(account=last_four(key), state=code, currency=money)


# JWT


def secret_of(access_key: str) -> str:
    """The secret key that belongs to an access key. Kling makes one up; here it follows from the other."""
    return f"secret-of-{access_key}"


def _issuer(token: str, now: float) -> str:
    """The access key of a JWT. Raises 1000 to 1004."""
    head, claims, signature = token.split(".")
    header, said = _decoded(head), _decoded(claims)
    access_key = said.get("iss")
    if header.get("alg") != "HS256" or not isinstance(access_key, str) or not access_key:
        raise Fault(1002)
    wanted = hmac.digest(secret_of(access_key).encode(), f"{head}.{claims}".encode(), "sha256")
    if not hmac.compare_digest(_plain(wanted), signature):
        raise Fault(1000, "Signature is invalid")
    _in_time(said, now)
    return access_key


def _in_time(claims: Mapping[str, object], now: float) -> None:
    """Line 50-51. Both claims are documented as part of the token (line 35)."""
    if not isinstance(claims.get("exp"), int | float) or claims["exp"] <= now:
        raise Fault(1004)
    if isinstance(claims.get("nbf"), int | float) and claims["nbf"] > now:
        raise Fault(1003)


def _decoded(part: str) -> Mapping[str, object]:
    try:
        found = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    except ValueError as error:
        raise Fault(1002) from error
    if not isinstance(found, dict):
        raise Fault(1002)
    return found


def _plain(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
