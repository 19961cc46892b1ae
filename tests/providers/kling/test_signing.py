"""A key of Kling's becomes a header: an API key as it stands, an access key as a JWT of the older generation."""

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime

import httpx
import pytest

from studio.providers import registry
from studio.providers.errors import BadKey
from studio.providers.keys import Key
from studio.providers.kling.signing import token

KLING = registry.get("kling")
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
PAIR = {"access_key": "AK-1", "secret_key": "SK-2"}
OLDER = "https://api-singapore.klingai.com/v1/videos/text2video"
NEWER = "https://api-singapore.klingai.com/text-to-video/kling-3.0-turbo"


def unpacked(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def test_a_token_says_who_and_from_when_to_when_and_nothing_else():
    header, claims, _ = token("AK-1", "SK-2", NOW).split(".")

    assert json.loads(unpacked(header)) == {"alg": "HS256", "typ": "JWT"}
    assert json.loads(unpacked(claims)) == {"iss": "AK-1", "exp": 1795176000 + 1800, "nbf": 1795176000 - 5}


def test_a_token_is_signed_over_both_parts_with_the_secret_as_it_stands():
    said, _, signature = token("AK-1", "SK-2", NOW).rpartition(".")

    assert unpacked(signature) == hmac.new(b"SK-2", said.encode(), hashlib.sha256).digest()
    assert "=" not in signature
    assert token("AK-1", "SK-3", NOW) != token("AK-1", "SK-2", NOW)


def test_the_signature_is_that_of_the_published_example_of_hs256():
    """RFC 7515, appendix A.1: the same primitive, with the key and the text of the standard."""
    key = unpacked("AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow")
    said = (
        "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9."
        "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
    )
    signature = base64.urlsafe_b64encode(hmac.new(key, said.encode(), hashlib.sha256).digest()).rstrip(b"=")

    assert signature == b"dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"


def test_an_api_key_goes_as_it_stands_to_both_generations():
    for url in (OLDER, NEWER):
        signed = KLING.sign(httpx.Request("POST", url, json={}), Key(key="api-key-kling-1"), NOW)
        assert signed.headers["authorization"] == "Bearer api-key-kling-1"


def test_an_access_key_opens_the_older_generation_only():
    signed = KLING.sign(httpx.Request("POST", OLDER, json={}), Key(**PAIR), NOW)

    assert signed.headers["authorization"] == f"Bearer {token('AK-1', 'SK-2', NOW)}"
    with pytest.raises(BadKey, match="takes an API key only"):
        KLING.sign(httpx.Request("POST", NEWER, json={}), Key(**PAIR), NOW)


def test_a_chinese_account_is_asked_in_china():
    signed = KLING.sign(httpx.Request("POST", OLDER, json={"a": 1}), Key(key="api-key-kling-1", region="china"), NOW)

    assert str(signed.url) == OLDER.replace("singapore", "beijing")
    assert signed.headers["host"] == "api-beijing.klingai.com"
    assert signed.headers["authorization"] == "Bearer api-key-kling-1"
    assert b"".join(signed.stream) == b'{"a":1}'


def test_a_region_that_kling_has_not_is_said():
    with pytest.raises(BadKey, match="regions global and china"):
        KLING.sign(httpx.Request("POST", OLDER), Key(key="k", region="moon"), NOW)


def test_files_of_klings_are_fetched_without_a_key():
    request = httpx.Request("GET", "https://p1.klingai.com/v.mp4")

    assert KLING.sign(request, Key(key="api-key-kling-1"), NOW) is request
