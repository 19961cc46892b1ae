"""Asking for a price from the composer, against the stand-ins."""

import re

import pytest

from studio.accounts import keyring
from studio.jobs import quotes
from studio.jobs.models import Draft, Job
from tests.planted import PARTS
from tests.rehearsal.conftest import staged

pytestmark = pytest.mark.django_db
HTMX = {"headers": {"HX-Request": "true"}}
ASK = "Ask Scenario for the price"


@pytest.fixture(scope="module")
def stage(tmp_path_factory):
    with staged(tmp_path_factory.mktemp("stage")) as stage:
        yield stage


@pytest.fixture
def hers(client, alice, stage, settings, tmp_path):
    """Alice's browser, in a studio whose providers are the stand-ins."""
    settings.REHEARSAL, settings.KEYS = stage.origin, tmp_path
    stage.turn()
    client.force_login(alice)
    return client


@pytest.fixture
def key(team, hers):
    return lambda word=PARTS["scenario"]["key"]: keyring.add(team, "scenario", PARTS["scenario"] | {"key": word})


def form(**changes) -> dict[str, str]:
    """What the composer posts for a clip of 5 s through Scenario, whose prices no source gives."""
    filled = {
        "shown": "kling-3.0-pro text-to-video scenario",
        "model": "kling-3.0-pro",
        "task": "text-to-video",
        "via": "scenario",
        "key": "k1",
        "prompt": "A lighthouse",
        "duration": "5",
        "aspect_ratio": "16:9",
    }
    return filled | changes


def ask(browser, **changes):
    return browser.post("/create/quote/", form(**changes), **HTMX)


def draft(browser, **changes) -> str:
    return browser.post("/create/draft/", form(**changes), **HTMX).content.decode()


def test_the_button_to_ask_is_there_where_a_provider_tells_prices_and_has_a_key(hers, key):
    assert ASK not in draft(hers)
    key()

    assert ASK in draft(hers)
    assert ASK not in draft(hers, duration="99")


def test_the_price_that_was_told_stands_in_the_button_and_who_said_so_beside_it(hers, key):
    key()

    page = ask(hers).content.decode()

    told = re.search(r"Generate · ([\d.]+ CU)", page)[1]
    assert re.search(r"Quoted by Scenario at \d\d:\d\d UTC", page)
    assert ASK not in page
    assert not Job.objects.exists()
    again = draft(hers)
    assert f"Generate · {told}" in again
    assert f'<span class="price">{told}</span>' in again
    assert ASK in draft(hers, duration="10")


def test_the_quote_is_what_the_job_is_estimated_to_cost(hers, key, stage):
    key()
    ask(hers)

    hers.post("/jobs/", form(), **HTMX)

    job = Job.objects.get()
    assert (job.estimate_currency, job.estimate_exact, job.unknown_price_accepted) == ("CU", True, False)


def test_a_no_is_told_and_the_form_stays(hers, key):
    key("wrong-key-of-mine")

    answer = ask(hers)

    assert "does not accept the key" in answer["HX-Trigger"]
    assert "Generate · price ?" in answer.content.decode()


def test_a_form_that_cannot_be_sent_cannot_be_asked_about(hers, key):
    key()

    answer = ask(hers, prompt="")

    assert answer.status_code == 422
    assert "to fix before sending" in answer.content.decode()


def test_only_who_may_send_may_ask_with_the_teams_key(hers, client, bob, key, monkeypatch):
    key()
    client.force_login(bob)
    monkeypatch.setattr(quotes, "ask", lambda recipe, team: pytest.fail("the provider was asked"))

    for role in ("reviewer", "guest"):
        bob.memberships.update(role=role)
        assert ask(client).status_code == 403
        assert ASK not in draft(client)


def test_without_a_key_it_is_said_where_to_add_one(hers):
    assert "has no key to Scenario yet" in ask(hers)["HX-Trigger"]
    assert not Draft.objects.exists()
