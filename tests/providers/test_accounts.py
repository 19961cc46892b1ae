"""What a key is made of, and the free call that tests it: through the real client, the key on the wire only."""

import json
from datetime import UTC, datetime

import httpx
import pytest

from studio.providers import registry
from studio.providers.account import ways_of
from studio.providers.client import Client
from studio.providers.errors import BadKey
from studio.providers.keys import Key
from tests.providers.recorded import REAL, records

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
SECRET = "planted-key-of-the-team"
ASKED = {
    "runware": "POST https://api.runware.ai/v1",
    "kling": "GET https://api-singapore.klingai.com/account/costs?start_time=1763640000000&end_time=1795176000000",
    "fal": "GET https://api.fal.ai/v1/models/pricing?endpoint_id=fal-ai%2Fkling-video%2Fv2.5-turbo%2Fpro%2Ftext-to-video",
    "scenario": "GET https://api.cloud.scenario.com/v1/jobs?pageSize=1",
}


async def keyring(slug: str, account: str) -> Key:
    return Key(**{field.name: SECRET for field in registry.get(slug).key_fields if field.is_secret})


@pytest.mark.parametrize("slug", REAL)
async def test_a_good_key_is_told_something_by_a_read_that_is_free(slug):
    provider, [record, *_] = registry.get(slug), [r for r in records() if (r.provider, r.call) == (slug, "test")]
    sent: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        sent.append(request)
        return httpx.Response(record.http, json=_to_the_same_task(record.body, request))

    client = Client(transport=httpx.MockTransport(answer), pauses=(), keys=keyring).acting_for("alices")
    told = await client.ask(provider, provider.build_test(NOW), provider.parse_test)

    [request] = sent
    assert f"{request.method} {request.url}" == ASKED[slug]
    assert "authorization" in request.headers
    assert told.words == record.means["words"]


def _to_the_same_task(body: object, request: httpx.Request) -> object:
    """Runware's answer names the task that was asked with; the others do not."""
    if request.method == "POST":
        body["data"][0]["taskUUID"] = json.loads(request.content)[0]["taskUUID"]
    return body


@pytest.mark.parametrize("slug", REAL)
async def test_a_wrong_key_is_a_sentence(slug):
    provider = registry.get(slug)
    wrong = [r for r in records() if (r.provider, r.call, r.means.get("raises")) == (slug, "test", "BadKey")][0]
    transport = httpx.MockTransport(lambda request: httpx.Response(wrong.http, json=wrong.body))
    client = Client(transport=transport, pauses=(), keys=keyring)

    with pytest.raises(BadKey) as told:
        await client.ask(provider, provider.build_test(NOW), provider.parse_test)

    assert told.value.message.startswith(f"{provider.name} does not accept the key")
    assert SECRET not in told.value.message


@pytest.mark.parametrize("slug", REAL)
def test_the_parts_of_a_key_are_what_signing_needs(slug):
    provider = registry.get(slug)
    fields = provider.key_fields

    assert len({field.name for field in fields}) == len(fields)
    assert fields[0].is_secret, "of the first part the last four characters are shown"
    assert all(field.label for field in fields)
    for way in ways_of(fields) or ("",):
        parts = {field.name: SECRET for field in fields if field.is_secret and field.way in ("", way)}
        assert "authorization" in provider.sign(provider.build_test(NOW), Key(**parts), NOW).headers


def test_klings_key_is_one_or_a_pair_and_lives_in_a_region():
    fields = registry.get("kling").key_fields

    assert {way: [field.name for field in fields if field.way == way] for way in ways_of(fields)} == {
        "One API key": ["key"],
        "Access key and secret": ["access_key", "secret_key"],
    }
    china = registry.get("kling").sign(registry.get("kling").build_test(NOW), Key(key=SECRET, region="china"), NOW)
    assert china.url.host == "api-beijing.klingai.com"
    assert [value for field in fields for value, _ in field.choices] == ["global", "china"]


def test_only_fal_tells_the_balance_in_a_read_of_its_own_and_may_refuse_it():
    asked = {slug: registry.get(slug).build_balance() for slug in REAL}

    assert {slug for slug, request in asked.items() if request} == {"fal"}
    assert str(asked["fal"].url) == "https://api.fal.ai/v1/account/billing?expand=credits"
