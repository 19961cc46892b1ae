"""Every address is walked as everybody who may come to its door, and what becomes of them is what the table says."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.permissions.table import ACCESS, ADDRESSES
from tests.permissions.world import ENDED, HIDDEN, IN, NOT_SO, PEOPLE, SECRET, SIGN_IN, World, addresses, outcome
from tests.walks import walk

pytestmark = pytest.mark.django_db
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
OUTSIDE = ("stranger", "nobody")
UNSEEN = [f"{SECRET}, {thing}" for thing in ("list", "job", "view", "preset", "prompt", "bake-off")]
"""What the visitor's link does not show."""

ROWS = [(name, method, access) for (access, method), names in ADDRESSES.items() for name in names.split()]
PARTS = 6  #: walked apart, so that several processes share them


def _part(name: str, method: str, access: str) -> str:
    return f"part-{sum(name.encode()) % PARTS}"


@walk(("name", "method", "access"), ROWS, lambda *row: " ".join(row), by=_part)
def test_everybody_finds_what_the_table_says(name, method, access, world):
    found = {person: became(world, person, method, name) for person in PEOPLE}

    assert found == dict(zip(PEOPLE, ACCESS[access], strict=True))


def became(world: World, person: str, method: str, name: str) -> str:
    """Who is not let in changes nothing and reads nothing of the team's."""
    with CaptureQueriesContext(
        connection,
    ) as asked:
        answer = world.ask(person, method, name)
    word = outcome(answer)
    text = "" if answer.streaming else answer.content.decode(errors="replace")
    secrets = [SECRET] if person in OUTSIDE and name != "shared" else UNSEEN if person == "visitor" else []
    assert not [each for each in secrets if each in text], f"{person} reads what is the team's"
    if word != IN:
        assert not list(_writes(asked)), f"{person} is not let in ({word}), and something was written"
    return word


def _writes(asked: CaptureQueriesContext) -> Iterator[str]:
    for query in asked.captured_queries:
        sql = query["sql"]
        if sql.startswith(("INSERT", "UPDATE", "DELETE")) and "django_session" not in sql:
            yield sql


def test_every_address_has_a_row_and_every_row_an_address():
    assert {name for name, _, _ in ROWS} == set(addresses())


def test_an_address_and_a_method_stand_in_one_row():
    pairs = [(name, method) for name, method, _ in ROWS]

    assert sorted(set(pairs)) == sorted(pairs)


@walk(("name",), sorted(addresses()))
def test_other_methods_are_not_allowed(name, world):
    allowed = {method for each, method, _ in ROWS if each == name}
    for method in set(METHODS) - allowed:
        for person in ("owner", "visitor"):
            word = became(world, person, method, name)
            assert word in (NOT_SO, HIDDEN, SIGN_IN, ENDED) or (word == IN and name.startswith(ANSWERS_ALL)), method


ANSWERS_ALL = ("account_", "mfa_", "usersessions_")
"""Allauth's own pages send people where they belong, whatever they are asked."""
