"""The ledger's page and its table to take away: who reads what, filters, pages, cells that stay text."""

import csv
import io
import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import AsyncClient

from studio.accounts.models import Membership
from studio.core import clock
from studio.core.spreadsheets import safe
from studio.jobs.machine import State
from studio.jobs.models import Attempt, Job
from studio.pages import ledger
from studio.pages.ledger_csv import HEAD
from tests.jobs.spending import last_month, priced, sent

pytestmark = pytest.mark.django_db
HTMX = {"headers": {"HX-Request": "true"}}


@pytest.fixture
def hers(client, alice):
    client.force_login(alice)
    return client


def page_of(browser, query: str = "", **more) -> str:
    return browser.get(f"/ledger/{query}", **more).content.decode()


async def table(user, query: str = "") -> list[dict[str, str]]:
    """The lines of the CSV."""
    client = AsyncClient()
    await client.aforce_login(user)
    answer = await client.get(f"/ledger/ledger.csv{query}")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    text = b"".join([part async for part in answer]).decode()
    return list(csv.DictReader(io.StringIO(text)))


def titled(owner, title: str, **facts) -> Attempt:
    return sent(priced(owner, State.READY, title=title), **{"bill": "1"} | facts)


# The page


def test_it_shows_the_lines_and_their_sums(hers, alice):
    titled(alice, "A pier in fog", bill="1.10", billed_reason="Runware told it with the result.")

    page = page_of(hers)

    for words in ("A pier in fog", "Alice Archer", "$1.10", "+$0.10", "Runware told it with the result.", "1 request<"):
        assert words in page


def test_it_shows_this_month_unless_another_is_chosen(hers, alice):
    titled(alice, "New")
    titled(alice, "Old", sent_at=last_month())

    assert ("New" in page_of(hers), ">Old<" in page_of(hers)) == (True, False)
    assert ">Old<" in page_of(hers, "?month=all")
    assert ">Old<" in page_of(hers, f"?month={last_month():%Y-%m}")
    assert f"{last_month():%B %Y}" in page_of(hers)


def test_an_artist_is_not_asked_whose_lines_and_sees_their_own(client, alice, bob):
    titled(alice, "Hers")
    titled(bob, "His")
    client.force_login(bob)

    page = page_of(client, f"?person={alice.pk}")
    assert ">Hers<" not in page
    page = page_of(client)
    assert (">His<" in page, ">Hers<" in page) == (True, False)
    assert 'name="person"' not in page
    assert 'name="person"' in page_of(as_manager(client, bob))


def as_manager(client, user):
    Membership.objects.filter(user=user).update(role=Membership.Role.PRODUCER)
    return client


def test_a_stranger_sees_nothing_of_it(client, alice, charlie):
    titled(alice, "Hers")
    client.force_login(charlie)

    assert "No line for this" in page_of(client)


def test_a_choice_is_answered_with_the_list_alone_and_its_address(hers, alice):
    titled(alice, "A pier", bill="1")

    answer = hers.get("/ledger/?person=&provider=fal&month=all", **HTMX)

    page = answer.content.decode()
    assert "<html" not in page
    assert "No line for this" in page
    assert answer["HX-Replace-Url"] == "/ledger/?month=all&provider=fal"


@pytest.mark.parametrize(
    "query",
    ["?month=x", "?month=0000-00", "?month=9999-12", "?person=x&project=٣", "?provider=nobody", "?after=x", "?after=,"]
    + [f"?after=2026-11-20T10:00:00,{'0' * 32}", "?after=2026-11-20T10:00:00+00:00,x", "?person=" + "9" * 99]
    + [f"?after={edge},{'0' * 32}" for edge in ("0001-01-01T00:00:00%2B14:00", "9999-12-31T23:59:59-14:00")],
)
def test_a_strange_address_is_no_error(hers, alice, query):
    titled(alice, "A pier")

    assert hers.get(f"/ledger/{query}").status_code == 200


def test_older_lines_are_a_link_away_and_none_is_shown_twice(hers, alice, monkeypatch):
    monkeypatch.setattr(ledger, "PAGE", 3)
    for minute in range(8):
        titled(alice, f"Job {minute}", sent_at=clock.now() - timedelta(minutes=minute))

    seen, address = [], "/ledger/?month=all"
    while address:
        page = hers.get(address).content.decode()
        seen += re.findall(r'title="(Job \d)"', page)
        found = re.search(r'href="(/ledger/\?[^"]*after=[^"]*)"', page)
        address = found and found[1].replace("&amp;", "&")

    assert seen == [f"Job {minute}" for minute in range(8)]


def test_the_number_of_queries_does_not_grow_with_the_lines(hers, alice, django_assert_max_num_queries):
    for _ in range(30):
        titled(alice, "A pier")
    page_of(hers)

    with django_assert_max_num_queries(25):
        page_of(hers)


# Entering a bill


def test_a_manager_enters_a_bill_and_the_line_says_so(hers, alice):
    attempt = sent(priced(alice, State.READY))
    assert "Enter the bill" in page_of(hers)

    page = hers.post(f"/ledger/{attempt.pk}/bill/", {"amount": " 0.84 ", "currency": "USD"}, **HTMX).content.decode()

    assert "$0.84" in page
    assert "Enter the bill" not in page
    assert Job.objects.get().billed_amount == Decimal("0.84")


def test_that_nothing_was_billed_can_be_entered_without_javascript(hers, alice):
    attempt = sent(priced(alice, State.READY))

    assert hers.post(f"/ledger/{attempt.pk}/bill/", {"nothing": "yes", "currency": "USD"}).url == "/ledger/"
    attempt.refresh_from_db()
    assert attempt.billed_state == "no"


def test_what_is_no_amount_is_said_without_javascript_too(hers, alice):
    attempt = sent(priced(alice, State.READY))

    page = hers.post(f"/ledger/{attempt.pk}/bill/", {"amount": "two", "currency": "USD"}, follow=True).content.decode()

    assert "“two” is no amount: write it like 0.84. Nothing was entered." in page


@pytest.mark.parametrize("typed", ["", "two", "-1", "0", "NaN", "Infinity", "1e99", "0.0000001", "1,20"])
def test_what_is_no_amount_is_said_at_the_field(hers, alice, typed):
    attempt = sent(priced(alice, State.READY))

    answer = hers.post(f"/ledger/{attempt.pk}/bill/", {"amount": typed, "currency": "USD"}, **HTMX)

    assert answer.status_code == 422
    assert f'id="amount-{attempt.pk}-error"' in answer.content.decode()
    attempt.refresh_from_db()
    assert attempt.billed_state == "unknown"


def test_a_bill_is_in_a_currency_that_providers_have(hers, alice):
    attempt = sent(priced(alice, State.READY))

    assert hers.post(f"/ledger/{attempt.pk}/bill/", {"amount": "1", "currency": "EUR"}, **HTMX).status_code == 422


def test_an_artist_cannot_enter_a_bill_and_a_stranger_finds_none(client, bob, charlie):
    attempt = sent(priced(bob, State.READY))

    for who, status in ((bob, 403), (charlie, 404)):
        client.force_login(who)
        assert client.post(f"/ledger/{attempt.pk}/bill/", {"amount": "1", "currency": "USD"}).status_code == status


# The table to take away


async def test_the_table_holds_what_the_page_is_about(alice, bob, team):
    from asgiref.sync import sync_to_async

    await sync_to_async(titled)(alice, "A pier", bill="1.10", request_id="req-7")
    await sync_to_async(titled)(bob, "His", bill=None)
    await sync_to_async(titled)(alice, "Old", sent_at=last_month())

    hers, his = await table(alice, "?month=all"), await table(bob)

    assert tuple(hers[0]) == HEAD
    assert [line["job"] for line in hers] == ["His", "A pier", "Old"]
    assert [line["job"] for line in his] == ["His"]
    assert {name: hers[1][name] for name in ("person", "estimate", "billed", "billed_amount", "difference")} == {
        "person": "Alice Archer",
        "estimate": "1.000000",
        "billed": "yes",
        "billed_amount": "1.100000",
        "difference": "0.100000",
    }
    assert hers[1]["request_id"] == "req-7"
    assert (hers[0]["billed"], hers[0]["billed_amount"]) == ("unknown", "")


async def test_what_a_spreadsheet_would_run_stays_text(alice):
    from asgiref.sync import sync_to_async

    await sync_to_async(titled)(alice, '=HYPERLINK("http://evil","x")', bill="0.50")

    [line] = await table(alice)

    assert line["job"] == '\'=HYPERLINK("http://evil","x")'
    assert line["difference"] == "-0.500000"


def test_only_text_gets_an_apostrophe():
    cells = ["=1+1", "+49 30", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "-0.5", "12", "A pier", "", None]

    assert [safe(cell) for cell in cells] == [
        *("'=1+1", "'+49 30", "'-2+3", "'@SUM(A1)", "'\t=1", "'\r=1"),
        *("-0.5", "12", "A pier", "", ""),
    ]
