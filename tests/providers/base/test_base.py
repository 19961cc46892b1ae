"""The language of adapters: tickets survive the ledger, promises default to nothing, paces slow down."""

import json

import pytest

from studio.providers import errors, registry
from studio.providers.base import Pace, Promise, Provider, Ticket

ALL = [error for error in vars(errors).values() if isinstance(error, type) and issubclass(error, errors.ProviderError)]


def test_a_ticket_comes_back_from_the_ledger_as_it_was():
    ticket = Ticket(provider="fal", id="7", endpoint="fal-ai/kling", raw={"status_url": "http://toy/7/status"})

    assert Ticket.from_json(json.loads(json.dumps(ticket.as_json()))) == ticket


def test_an_endpoint_promises_nothing_unless_it_is_written_down():
    class Careless(Provider):
        slug = name = "careless"

        def steps(self, route, values):
            return ()

    assert Careless().promise("anything") == Promise(idempotent_resend=False, look_up=False, cancel=False)
    assert Careless.sends is False


def test_a_pace_slows_down_to_its_limit_and_never_overflows():
    pace = Pace(first_s=1, factor=2, most_s=10)

    assert [pace.after(asked) for asked in (0, 1, 2, 3, 4, 100_000)] == [1, 2, 4, 8, 10, 10]


@pytest.mark.parametrize("error", ALL, ids=lambda error: error.__name__)
def test_every_error_has_a_message_a_provider_and_what_came(error):
    raised = error("A sentence.", provider="fal", raw={"code": 1})

    assert (str(raised), raised.message, raised.provider, raised.raw) == (
        "A sentence.",
        "A sentence.",
        "fal",
        {"code": 1},
    )


def test_only_a_clear_no_is_permanent():
    permanent = {error.__name__ for error in ALL if error.permanent}

    assert permanent == {"Refused", "BadInput", "Moderated", "NoCredit", "BadKey", "Gone", "Withheld", "Unsupported"}


@pytest.mark.parametrize("slug", registry.PROVIDERS)
def test_every_adapter_of_the_registry_can_be_made(slug):
    provider = registry.get(slug)

    assert provider.slug == slug
    assert provider.name
    assert registry.get(slug) is provider


def test_a_provider_that_is_not_in_the_registry_sends_nothing():
    assert registry.sends("nobody") is False
    assert [provider.slug for provider in registry.senders()] == list(registry.PROVIDERS)
