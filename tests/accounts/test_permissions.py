"""What anonymous people may open: a short table, and nothing else."""

import asyncio
import re
from uuid import UUID

import pytest
from django.http import Http404, HttpResponse
from django.test import RequestFactory
from django.urls import URLPattern, get_resolver

from studio.accounts.permissions import everybody, member, signed_in

#: Addresses that open without an account, and what they answer a GET with.
PUBLIC = {
    "accounts/login/": 200,
    "accounts/signup/": 200,
    "accounts/inactive/": 200,
    "accounts/password/reset/": 200,
    "link/made-up/": 404,
    "hooks/poster/made-up/": 405,
    "reach/made-up/": 200,
}
#: allauth's own: they send whoever has no business there away to where he belongs.
SENT_TO_THE_DOOR = {"accounts/logout/": "/", "accounts/2fa/webauthn/login/": "/accounts/login/"}
SAMPLES = {"uuid": UUID(int=7), "int": 7, "str": "made-up", "slug": "poster", "path": "a/b"}


def patterns(resolver=None, prefix: str = "") -> list[tuple[str, URLPattern]]:
    """Every address of the studio with a sample in each gap, and its pattern."""
    found = []
    for entry in (resolver or get_resolver()).url_patterns:
        route = prefix + str(entry.pattern)
        found += [(route, entry)] if isinstance(entry, URLPattern) else patterns(entry, route)
    return found


def sample(route: str) -> str:
    return re.sub(r"<(?:(\w+):)?\w+>", lambda gap: str(SAMPLES[gap[1] or "str"]), route)


ADDRESSES = [sample(route) for route, _ in patterns()]


@pytest.mark.parametrize("address", [each for each in ADDRESSES if each not in PUBLIC])
def test_without_an_account_one_is_sent_to_sign_in(client, db, address):
    answer = client.get(f"/{address}")
    if answer.status_code == 405:
        answer = client.post(f"/{address}")

    assert answer.status_code in (302, 404)
    if answer.status_code == 302:
        assert answer["Location"].startswith(SENT_TO_THE_DOOR.get(address, "/accounts/login/"))


@pytest.mark.parametrize(("address", "status"), PUBLIC.items())
def test_the_few_public_pages_answer(client, db, address, status):
    assert address in ADDRESSES
    assert client.get(f"/{address}").status_code == status


def test_every_view_of_ours_says_who_may_open_it():
    silent = [
        route
        for route, pattern in patterns()
        if pattern.callback.__module__.startswith("studio.") and not hasattr(pattern.callback, "permission")
    ]

    assert silent == []


# The decorators


@pytest.fixture
def request_of(db):
    """request_of(user) -> a request by that user, None being nobody."""
    from django.contrib.auth.models import AnonymousUser

    def make(user=None):
        request = RequestFactory().get("/room/?seat=3")
        request.user = user or AnonymousUser()
        return request

    return make


def hello(request) -> HttpResponse:
    return HttpResponse("hello")


async def slow_hello(request) -> HttpResponse:
    return HttpResponse("hello")


def test_everybody_is_let_in(request_of):
    assert everybody(hello)(request_of()).content == b"hello"


@pytest.mark.parametrize("guard", [signed_in, member])
def test_anonymous_people_sign_in_first_and_come_back(request_of, guard):
    answer = guard(hello)(request_of())

    assert answer["Location"] == "/accounts/login/?next=/room/%3Fseat%3D3"


def test_a_member_is_let_in(request_of, bob):
    assert member(hello)(request_of(bob)).content == b"hello"


def test_somebody_on_no_team_finds_nothing_but_may_see_the_settings(request_of, bob):
    bob.memberships.all().delete()

    assert signed_in(hello)(request_of(bob)).content == b"hello"
    with pytest.raises(Http404):
        member(hello)(request_of(bob))


async def test_async_views_are_guarded_alike(request_of, bob):
    guarded = member(slow_hello)

    assert asyncio.iscoroutinefunction(guarded)
    assert (await guarded(request_of(bob))).content == b"hello"
    assert (await guarded(request_of()))["Location"].startswith("/accounts/login/")
