"""Prices that a provider quotes: asked once, remembered, taken as the estimate; against the stand-ins."""

from datetime import UTC, datetime
from decimal import Decimal

import httpx
import pytest
from django.core.cache import cache

from studio.accounts import keyring
from studio.catalog.recipe import Recipe
from studio.core import clock
from studio.jobs import actions, quotes
from studio.jobs.accounts import NoAccount
from studio.jobs.consent import Consent
from studio.providers import registry
from studio.providers.errors import BadAnswer, BadKey, Unreachable, Unsupported
from studio.providers.quoting import Quoting
from tests.planted import planted
from tests.rehearsal.conftest import staged

pytestmark = pytest.mark.django_db

SCENARIO = Recipe(
    "kling-3.0-pro",
    "text-to-video",
    "scenario",
    {"prompt": "A lighthouse", "duration": 5, "aspect_ratio": "16:9", "sound": True},
)
RUNWARE = Recipe(
    "kling-image-o1", "text-to-image", "runware", {"prompt": "A lighthouse", "width": 1024, "height": 1024}
)
WITH_A_FILE = Recipe(
    "kling-3.0-pro",
    "image-to-video",
    "scenario",
    {"first_frame": {"asset": "6f2f1a34-0000-4000-8000-000000000000"}, "duration": 5},
)


@pytest.fixture(scope="module")
def stage(tmp_path_factory):
    with staged(tmp_path_factory.mktemp("stage")) as stage:
        yield stage


@pytest.fixture(autouse=True)
def rehearsed(stage, settings, tmp_path):
    """The providers are the stand-ins."""
    settings.REHEARSAL, settings.KEYS = stage.origin, tmp_path
    stage.turn()


@pytest.fixture
def key(team):
    """key(provider, word=…) -> the team's key to it."""
    usual = planted("any", "key")
    return lambda slug, word=usual: keyring.add(team, slug, {"key": word, "secret": f"secret-{word}"})


def asked(stage, provider: str) -> int:
    """How often a provider has been charged: a question never is."""
    return len(stage.charges(provider))


# Asking


def test_a_quote_is_asked_for_once_costs_nothing_and_is_remembered(team, key, stage, monkeypatch):
    account = key("scenario")
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 20, 14, 3, tzinfo=UTC))
    assert quotes.can_ask(SCENARIO, team)
    assert quotes.known(SCENARIO, account) is None

    quote = quotes.ask(SCENARIO, team)

    assert (quote.price.currency, quote.price.exact) == ("CU", True)
    assert quote.price.amount > 0
    assert quote.price.source == "quoted by Scenario at 14:03 UTC"
    assert quotes.known(SCENARIO, account) == quotes.known_to(SCENARIO, team) == quote
    assert asked(stage, "scenario") == 0


def test_runware_is_asked_by_a_dry_run(team, key, stage):
    key("runware")

    quote = quotes.ask(RUNWARE, team)

    assert (quote.price.amount, quote.price.currency) == (Decimal("0.028"), "USD")
    assert asked(stage, "runware") == 0


def test_a_quote_is_about_one_recipe_and_one_account_and_not_for_ever(team, key, monkeypatch):
    first = key("scenario")
    quotes.ask(SCENARIO, team)

    longer = Recipe(*(SCENARIO.model, SCENARIO.task, SCENARIO.provider), {**SCENARIO.values, "duration": 10})
    assert quotes.known(longer, first) is None
    assert quotes.known(SCENARIO, key("scenario", "another-key-c3d4")) is None
    cache.clear()
    assert quotes.known(SCENARIO, first) is None


def test_what_needs_an_upload_first_a_key_or_a_provider_that_tells_is_not_asked(team, key, stage):
    assert not quotes.can_ask(SCENARIO, team)
    with pytest.raises(NoAccount):
        quotes.ask(SCENARIO, team)
    key("scenario"), key("kling")

    for recipe in (WITH_A_FILE, Recipe(SCENARIO.model, SCENARIO.task, "kling", SCENARIO.values)):
        assert not quotes.can_ask(recipe, team)
        with pytest.raises(Unsupported):
            quotes.ask(recipe, team)


def test_a_no_is_told_in_words_and_nothing_is_remembered(team, key, stage):
    account = key("scenario", "wrong-key-of-mine")

    with pytest.raises(BadKey, match="does not accept the key"):
        quotes.ask(SCENARIO, team)

    assert quotes.known(SCENARIO, account) is None


def test_trouble_there_is_not_asked_again_by_itself(team, key, monkeypatch):
    key("scenario")
    seen = []
    trouble = httpx.MockTransport(lambda request: seen.append(request) or httpx.Response(503))
    monkeypatch.setattr(quotes.rerouted, "reading", lambda origin: trouble)

    with pytest.raises(Unreachable, match="has trouble"):
        quotes.ask(SCENARIO, team)

    assert len(seen) == 1


# Taken as the estimate


def test_a_job_takes_the_quote_as_its_estimate(alice, team, project, key):
    key("scenario")
    quote = quotes.ask(SCENARIO, team)

    job = actions.submit(alice, team, project, SCENARIO, "one")

    assert (job.estimate_amount, job.estimate_currency) == (quote.price.amount, "CU")
    assert job.estimate_exact


def test_without_a_quote_what_no_source_gives_is_unknown(alice, team, project, key):
    key("scenario")

    with pytest.raises(actions.CannotSubmit) as refused:
        actions.submit(alice, team, project, SCENARIO, "one")

    assert refused.value.problems[0].field == "unknown_price"
    job = actions.submit(alice, team, project, SCENARIO, "one", Consent(unknown_price=True))
    assert job.estimate_amount is None


# What is no price

A_JOB = "took the question for a job"
NO_PRICE = "named no price"
ANSWERS = [
    ("scenario", 200, {"job": {"jobId": "job_7"}, "creativeUnitsCost": 7.25}, A_JOB),
    ("scenario", 269, {"creativeUnitsCost": "a lot"}, NO_PRICE),
    ("scenario", 269, {}, NO_PRICE),
    ("runware", 200, {"data": [{"taskUUID": "ours", "status": "processing"}]}, A_JOB),
    ("runware", 200, {"data": []}, NO_PRICE),
]


def test_an_answer_that_speaks_of_a_job_or_of_no_amount_is_never_taken_for_a_price():
    for slug, status, body, words in ANSWERS:
        provider = registry.get(slug)
        request = httpx.Request("POST", "https://x", json=[{"taskUUID": "ours"}])
        answer = httpx.Response(status, json=body, request=request)

        with pytest.raises(BadAnswer, match=words):
            provider.parse_quote(answer)


def test_with_a_discount_or_several_results_a_quote_is_not_called_exact():
    discount = httpx.Response(269, json={"creativeUnitsCost": 7.25, "creativeUnitsDiscount": 1})
    request = httpx.Request("POST", "https://x", json=[{"taskUUID": "ours", "numberResults": 4}])
    several = httpx.Response(200, json={"data": [{"taskUUID": "ours", "cost": 0.028}] * 4}, request=request)

    assert registry.get("scenario").parse_quote(discount).exact is False
    told = registry.get("runware").parse_quote(several)
    assert (told.amount, told.exact) == (Decimal("0.112"), False)


def test_fewer_prices_than_results_are_no_price_of_all():
    request = httpx.Request("POST", "https://x", json=[{"taskUUID": "ours", "numberResults": 4}])

    for items in ([{"cost": 0.1}], [{"cost": 0.1}] * 3, [{"cost": 0.1}, {}, {}, {}]):
        answer = httpx.Response(200, json={"data": [{"taskUUID": "ours"} | item for item in items]}, request=request)
        with pytest.raises(BadAnswer, match="not for each of the 4 results"):
            registry.get("runware").parse_quote(answer)


def test_a_question_differs_from_the_order_by_what_makes_it_one():
    order = httpx.Request("POST", "https://x/y?projectId=p", json={"a": 1}, headers={"X-Own": "1"})

    asking = {slug: registry.get(slug).build_quote(order) for slug in ("scenario", "runware")}

    assert str(asking["scenario"].url) == "https://x/y?projectId=p&dryRun=true"
    assert asking["runware"].headers["X-Runware-Dry-Run"] == "1"
    for request in asking.values():
        assert (request.method, request.content) == ("POST", order.content)
        assert request.headers["x-own"] == "1"


def test_which_providers_tell_prices():
    assert {slug for slug in registry.PROVIDERS if isinstance(registry.get(slug), Quoting)} == {"runware", "scenario"}
