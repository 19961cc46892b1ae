"""One suite over every endpoint of every adapter: what recorded answers mean, and that nothing else is ever raised.

What the answers mean stands beside them in `<provider>/answers/*.json`, with the place of the reference they are from.
"""

import json
import logging
from collections import Counter
from datetime import UTC, datetime

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as some

from studio.catalog.registry import MODELS
from studio.providers import registry
from studio.providers.answers import ErrorTable, StatusWords
from studio.providers.base import Phase, Promise, Provider, Ticket, Update
from studio.providers.errors import NotSent, ProviderError, RateLimited, Refused, Unreachable
from studio.providers.fal.answers import WORDS as FAL_WORDS
from studio.providers.fal.errors import ERRORS as FAL
from studio.providers.keys import Key
from studio.providers.kling.answers import WORDS as KLING_WORDS
from studio.providers.kling.errors import ERRORS as KLING
from studio.providers.runware.answers import WORDS as RUNWARE_WORDS
from studio.providers.runware.errors import ERRORS as RUNWARE
from studio.providers.scenario.answers import WORDS as SCENARIO_WORDS
from studio.providers.scenario.errors import ERRORS as SCENARIO
from studio.providers.templates import Step
from tests.catalog.strategies import examples
from tests.providers.recorded import REAL, TASK, Record, records, told, understood
from tests.walks import walk

RECORDS = records()
TABLES: dict[str, ErrorTable] = {table.provider: table for table in (RUNWARE, KLING, FAL, SCENARIO)}
WORDS: dict[str, StatusWords] = dict(zip(REAL, (RUNWARE_WORDS, KLING_WORDS, FAL_WORDS, SCENARIO_WORDS), strict=True))
KEY = Key(key="key-planted-1", secret="secret-planted-2")
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
HELPERS = [
    ("kling", "/v1/videos/identify-face"),
    ("kling", "/v1/audio/tts"),
    ("kling", "/v1/general/custom-voices"),
    ("kling", "/v1/general/advanced-custom-elements"),
    ("kling", "/v1/videos/multi-elements/init-selection"),
    ("kling", "/v1/videos/multi-elements/add-selection"),
    ("fal", "fal-ai/kling-video/create-voice"),
]


def endpoints() -> list[tuple[str, str]]:
    """(provider, endpoint) of everything that a route of the catalog may ask, and of the helpers before it."""
    found = set(HELPERS)
    for route in (route for model in MODELS for route in model.routes if route.composable and route.provider in REAL):
        found |= {(route.provider, endpoint) for endpoint in (route.endpoint, *route.wire.get("beside", {}).values())}
    return sorted(found)


ENDPOINTS = endpoints()


# Recorded answers


@walk(("record",), RECORDS)
def test_a_recorded_answer_means_what_it_must(record: Record):
    assert told(understood(record), record.means) == record.means


def test_every_record_names_its_place_in_a_reference():
    unplaced = [str(record) for record in RECORDS if not (record.origin.endswith(".md") and record.lines[0].isdigit())]

    assert unplaced == []
    assert [name for name, count in Counter(map(str, RECORDS)).items() if count > 1] == []


@pytest.mark.parametrize("slug", REAL)
def test_every_adapter_has_records_of_every_call_that_it_makes(slug):
    provider = registry.get(slug)
    promises = [provider.promise(endpoint) for its, endpoint in ENDPOINTS if its == slug]
    wanted = {"submit", "status", "test"}
    wanted |= {"lookup"} if any(promise.look_up for promise in promises) else set()
    wanted |= {"cancel"} if any(promise.cancel for promise in promises) else set()

    assert wanted <= {record.call for record in RECORDS if record.provider == slug}


# Promises


@walk(("slug", "endpoint"), ENDPOINTS, "{} {}".format)
def test_an_endpoint_can_be_asked_what_it_promises_and_nothing_else(slug, endpoint):
    provider, ticket = registry.get(slug), Ticket(provider=slug, id="there-7", endpoint=endpoint)
    promise = provider.promise(endpoint)

    assert (provider.build_lookup(TASK, endpoint) is not None) is promise.look_up
    assert (provider.build_cancel(ticket) is not None) is promise.cancel
    assert provider.sends is True


@walk(("slug", "endpoint"), ENDPOINTS, "{} {}".format)
def test_what_is_asked_goes_to_the_provider_and_carries_a_key_only_when_it_is_signed(slug, endpoint):
    provider, ticket = registry.get(slug), Ticket(provider=slug, id="there/7?x", endpoint=endpoint)
    done = Update(phase=Phase.DONE, answer={"asset_ids": ["asset_1"]})
    requests = [
        provider.build_status(ticket),
        provider.build_result(ticket, done),
        provider.build_lookup(TASK, endpoint),
        provider.build_cancel(ticket),
    ]

    for request in filter(None, requests):
        assert f"{request.url.scheme}://{request.url.host}" in provider.origins
        signed = provider.sign(request, KEY, NOW)
        assert "authorization" in signed.headers
        assert "authorization" not in request.headers
        assert signed.headers["host"] == signed.url.host


@pytest.mark.parametrize("slug", REAL)
@pytest.mark.parametrize(
    "url",
    [
        "https://files.example.com/put?sig=1",
        "http://queue.fal.run/x",
        "https://queue.fal.run.example.com/x",
        "https://queue.fal.run@example.com/x",
        "https://queue.fal.run:444/x",
        "https://me:word@api.runware.ai/v1",
    ],
)
def test_what_leads_away_from_the_provider_never_carries_a_key(slug, url):
    request = httpx.Request("PUT", url, content=b"bytes")

    assert registry.get(slug).sign(request, KEY, NOW) is request


def test_only_runware_promises_that_the_same_id_is_carried_out_once():
    idempotent = {slug for slug, endpoint in ENDPOINTS if registry.get(slug).promise(endpoint).idempotent_resend}

    assert idempotent == {"runware"}


def test_klings_faces_speech_lip_sync_elements_and_marks_have_no_look_up():
    without = {its for slug, its in ENDPOINTS if slug == "kling" and not registry.get(slug).promise(its).look_up}

    assert without == {
        "/v1/videos/identify-face",
        "/v1/audio/tts",
        "/v1/videos/advanced-lip-sync",
        "/v1/general/advanced-custom-elements",
        "/v1/general/ai-multi-shot",
        "/v1/videos/multi-elements/init-selection",
        "/v1/videos/multi-elements/add-selection",
    }
    assert registry.get("kling").promise("/v1/never/heard/of") == Promise()


# Tables


@pytest.mark.parametrize("slug", REAL)
def test_every_row_of_an_error_table_has_a_source_a_sentence_a_reason_and_can_be_reached(slug):
    for row in TABLES[slug].rows:
        assert "line" in row.source
        assert row.words.endswith(".")
        assert row.billed.reason
        assert row.billed.state != "yes"
        reachable = [code for code in row.codes if TABLES[slug].row(code.replace("[0-9]", "9").strip("*")) is row]
        assert reachable, f"{row.codes} come after a row that catches them all"


@pytest.mark.parametrize("slug", REAL)
def test_a_code_that_no_source_names_is_never_a_refusal(slug):
    table = TABLES[slug]

    assert table.row("moonIsFull") is None
    assert table.billed("moonIsFull", accepted=False).state == "unknown"


@pytest.mark.parametrize("slug", REAL)
def test_what_was_refused_at_the_door_is_not_billed(slug):
    table = TABLES[slug]
    door = [row for row in table.rows if issubclass(row.kind, Refused | RateLimited)]

    assert {table.billed(code, accepted=False).state for row in door for code in row.codes if "*" not in code} <= {"no"}
    doubtful = [code for row in table.rows if row.kind is Unreachable for code in row.codes if "*" not in code]
    assert {table.billed(code).state for code in doubtful} <= {"no", "unknown"}


@pytest.mark.parametrize("slug", REAL)
def test_a_status_word_that_is_not_known_is_logged_once(slug, caplog):
    words = StatusWords(WORDS[slug].provider, WORDS[slug].words, WORDS[slug].source)

    with caplog.at_level(logging.WARNING):
        phases = {words.phase(word) for word in ("marinating", "marinating", None, ["x"], {"a": 1})}

    assert phases == {Phase.UNKNOWN}
    assert len([line for line in caplog.messages if "marinating" in line]) == 1
    assert {words.phase(word) for word in words.words} >= {Phase.WAITING, Phase.RUNNING, Phase.DONE}
    assert "line" in words.source


# Anything at all


def names_in(body: object) -> set[str]:
    """Every name that stands anywhere in a body."""
    if isinstance(body, dict):
        return set(body).union(*(names_in(inner) for inner in body.values()))
    return set().union(*(names_in(inner) for inner in body)) if isinstance(body, list) else set()


def places_in(body: object, way: tuple = ()) -> list[tuple]:
    """The way to every value of a body."""
    inner = body.items() if isinstance(body, dict) else enumerate(body) if isinstance(body, list) else ()
    return [way, *(place for key, value in inner for place in places_in(value, (*way, key)))]


def replaced(body: object, way: tuple, by: object) -> object:
    """The body with another value at one place."""
    if not way:
        return by
    pairs = dict(body) if isinstance(body, dict) else list(body)
    pairs[way[0]] = replaced(body[way[0]], way[1:], by)
    return pairs


WORDS_OF_JSON = [TASK, "there-7", "https://x.example/a", "1e400", "-1", "NaN", "\ud800", "\0"]
WORDS_OF_JSON += sorted({word for words in WORDS.values() for word in words.words})
LEAVES = some.none() | some.booleans() | some.integers() | some.floats() | some.text(max_size=8)
ODD = some.sampled_from(WORDS_OF_JSON)
LEAVES |= ODD
NAMES = some.sampled_from(sorted(set().union(*(names_in(record.body) for record in RECORDS))))
ANYTHING = some.recursive(
    LEAVES, lambda inner: some.lists(inner, max_size=3) | some.dictionaries(NAMES, inner, max_size=5), max_leaves=12
)
BODIES = {slug: [record.body for record in RECORDS if record.provider == slug and record.body] for slug in REAL}
HTTP = some.sampled_from(
    [200, 201, 202, 204, 269, 302, 400, 401, 402, 403, 404, 408, 409, 413, 422, 429, 499, 500, 503]
)
AFTER = some.sampled_from(["", "7", "-1", "nan", "Fri, 20 Nov 2026 12:00:00 GMT", "99999999999999", "soon"])


@some.composite
def bodies(draw, slug: str) -> object:
    """A recorded body with something else at up to three places; now and then anything at all."""
    body = draw(some.sampled_from(BODIES[slug]) | some.sampled_from(BODIES[slug]) | ANYTHING)
    for _ in range(draw(some.integers(0, 3))):
        body = replaced(body, draw(some.sampled_from(places_in(body))), draw(ODD | ODD | ANYTHING))
    return body


def everything_asked_of(provider: Provider, endpoint: str, response: httpx.Response) -> list:
    """Every way in which the adapter may be handed an answer."""
    ticket = Ticket(provider=provider.slug, id=TASK, endpoint=endpoint, raw={"results": 2})
    steps = [
        Step(purpose="helper", method=method, url="https://x.example/", endpoint=endpoint, waits=method == "GET")
        for method in ("POST", "PUT", "GET")
    ]
    done = Update(phase=Phase.DONE, answer={"asset_ids": ["asset_1"]})
    calls = [
        lambda: provider.parse_submit(response),
        lambda: provider.told(provider.parse_submit(response)),
        lambda: provider.parse_status(response, ticket),
        *(lambda step=step: provider.parse_answer(step, response) for step in steps),
        lambda: provider.parse_test(response),
        lambda: provider.parse_balance(response),
    ]
    if provider.build_result(ticket, done):
        calls += [lambda: provider.parse_result(response, ticket, done)]
    calls += [lambda: after_status(provider, response, ticket)]
    if provider.promise(endpoint).look_up:
        calls += [lambda: provider.parse_lookup(response)]
    if provider.promise(endpoint).cancel:
        calls += [lambda: provider.parse_cancel(response)]
    return calls


def after_status(provider: Provider, response: httpx.Response, ticket: Ticket) -> object:
    """A job that is done is asked for its results; here, with the same answer."""
    update = provider.parse_status(response, ticket)
    request = provider.build_result(ticket, update) if update.phase is Phase.DONE else None
    return provider.parse_result(response, ticket, update) if request else update


def check(found: object) -> None:
    """What is understood can be kept: by the ledger, and by a database that knows no half characters."""
    if isinstance(found, Ticket):
        assert found.id
        assert Ticket.from_json(json.loads(json.dumps(found.as_json()))) == found
    if isinstance(found, Update):
        assert all(output.url.startswith("http") or output.gone for output in found.outputs)
        assert found.billed.amount is None or (found.billed.state == "yes" and 0 <= found.billed.amount < 10**8)
        assert found.billed.currency in ("", "USD", "CNY", "CU", "units")
        assert found.phase is not Phase.FAILED or found.error
        " ".join((found.words, found.error, found.field, *(output.url for output in found.outputs))).encode()
        json.dumps(found.raw)


@walk(("slug", "endpoint"), ENDPOINTS, "{} {}".format, by=lambda slug, endpoint: slug)
@examples(6)
@given(data=some.data(), status=HTTP, after=AFTER)
def test_whatever_comes_an_adapter_raises_nothing_but_our_own_errors(slug, endpoint, data, status, after):
    provider = registry.get(slug)
    body = json.dumps(data.draw(bodies(slug))).encode()
    content = data.draw(some.just(body) | some.just(body[: len(body) // 2]) | some.binary(max_size=20))
    request = httpx.Request("POST", f"https://x.example{endpoint}", json=[{"taskUUID": TASK, "numberResults": 2}])
    response = httpx.Response(status, headers={"retry-after": after}, content=content, request=request)

    for call in everything_asked_of(provider, endpoint, response):
        try:
            check(call())
        except ProviderError as error:
            error.message.encode()
            json.dumps(error.raw)
            assert not isinstance(error, NotSent), "only the client knows that nothing was sent"
            assert error.provider == slug


@pytest.mark.parametrize("slug", REAL)
def test_json_that_is_too_deep_is_no_crash(slug):
    provider = registry.get(slug)
    request = httpx.Request("POST", "https://x.example/", json=[{"taskUUID": TASK}])
    deep = httpx.Response(200, content=b"[" * 100_000, request=request)

    with pytest.raises(ProviderError):
        provider.parse_submit(deep)
