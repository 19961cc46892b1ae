"""People at the door."""

import pytest

from studio.accounts.models import User


@pytest.fixture
def enter():
    """enter(client, email, password): signs in with a password and confirms it, as sensitive pages ask for."""

    def go(client, email: str = "alice@example.com", password: str = "correct horse battery") -> None:
        client.post("/accounts/login/", {"login": email, "password": password})
        client.post("/accounts/reauthenticate/", {"password": password})

    return go


@pytest.fixture
def signed_in_as():
    """signed_in_as(client) -> whose browser it is, or None."""
    return lambda client: User.objects.filter(pk=client.session.get("_auth_user_id")).first()


@pytest.fixture
def me(client, alice, enter):
    """Alice's browser, just signed in."""
    enter(client)
    return client
