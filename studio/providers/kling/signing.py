"""How a key of Kling's becomes a header: an API key as it stands, or a JWT signed with an access key's secret.

Source: Kling AI API documentation, "Authentication"; lines are those of the facts about the official API.
"""

import base64
import hashlib
import hmac
import json
from datetime import datetime

import httpx

from studio.providers.errors import BadKey
from studio.providers.keys import Key

HOSTS = {"global": "api-singapore.klingai.com", "china": "api-beijing.klingai.com"}
"""By the region in which the account lives; a key of one is not known in the other (lines 15-18)."""

SIGNED_PATHS = ("/v1/", "/account/")
"""Only the older generation takes a JWT (lines 31, 35)."""

VALID_S = 1800
EARLY_S = 5


def authorization(request: httpx.Request, key: Key, now: datetime) -> str:
    """`Bearer` and the API key, or a JWT that is valid for half an hour. Raises BadKey where a JWT opens nothing."""
    if "key" in key:
        return f"Bearer {key['key']}"
    if not request.url.path.startswith(SIGNED_PATHS):
        words = "The newer part of Kling's API takes an API key only, no access key. Make one at kling.ai/dev."
        raise BadKey(words, provider="kling")
    return f"Bearer {token(key['access_key'], key['secret_key'], now)}"


def token(access_key: str, secret_key: str, now: datetime) -> str:
    """HS256 over `iss`, `exp` = now + 1800 s and `nbf` = now - 5 s; no `iat` (line 35)."""
    at = int(now.timestamp())
    claims = {"iss": access_key, "exp": at + VALID_S, "nbf": at - EARLY_S}
    said = ".".join(_part(json.dumps(part, separators=(",", ":")).encode()) for part in (HEADER, claims))
    return f"{said}.{_part(hmac.new(secret_key.encode(), said.encode(), hashlib.sha256).digest())}"


HEADER = {"alg": "HS256", "typ": "JWT"}


def _part(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def in_region(request: httpx.Request, key: Key) -> httpx.Request:
    """The request, to the host of the key's region. Raises BadKey for a region that Kling has not."""
    region = key.get("region", "global")
    if region not in HOSTS:
        raise BadKey(f"Kling has the regions {' and '.join(HOSTS)}, not “{region}”.", provider="kling")
    if request.url.host not in HOSTS.values() or request.url.host == HOSTS[region]:
        return request
    url = request.url.copy_with(host=HOSTS[region])
    others = [(name, value) for name, value in request.headers.multi_items() if name.lower() != "host"]
    headers = [("Host", url.netloc.decode("ascii")), *others]
    return httpx.Request(request.method, url, headers=headers, stream=request.stream, extensions=request.extensions)
