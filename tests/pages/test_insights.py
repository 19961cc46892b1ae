"""Insights: the page, its days, its tables to take away, and whose money one sees."""

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest

from studio.accounts.models import Membership, Project
from studio.core import clock
from studio.jobs.machine import State
from studio.pages.insights import MOST_DAYS
from studio.pages.insights_csv import TABLES
from tests.jobs.spending import priced, sent
from tests.library.making import row

pytestmark = pytest.mark.django_db
HTMX = {"headers": {"HX-Request": "true"}}


@pytest.fixture
def hers(client, alice):
    client.force_login(alice)
    return client


def page_of(browser, query: str = "", **more) -> str:
    return browser.get(f"/insights/{query}", **more).content.decode()


def table(browser, name: str, query: str = "") -> list[dict[str, str]]:
    answer = browser.get(f"/insights/{name}.csv{query}")
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/csv; charset=utf-8")
    return list(csv.DictReader(io.StringIO(answer.content.decode())))


def test_an_empty_studio_says_so_and_draws_nothing(hers):
    page = page_of(hers)

    assert "Nothing was billed in these days" in page
    assert "chart__bar" not in page


def test_it_says_what_was_billed_and_what_nobody_knows(hers, alice):
    sent(priced(alice, State.READY), bill="1.10")
    sent(priced(alice, State.UNKNOWN, "2.50"), "uncertain")
    sent(priced(alice, State.UNKNOWN, None), "uncertain")

    page = page_of(hers)

    for words in ("$1.10", "~$2.50", "+10.0 %", "Alice Archer", "First project", "1 request more: neither its bill"):
        assert words in page


def test_currencies_stand_apart_each_under_its_name(hers, alice):
    sent(priced(alice, State.READY), bill="1")
    sent(priced(alice, State.READY, "8", "units"), bill="8", currency="units")

    page = page_of(hers)

    assert "US dollars</h2>" in page
    assert "Kling&#x27;s package units</h2>" in page
    assert "9.00" not in page


def test_the_days_are_in_the_address_and_a_choice_is_answered_with_the_figures_alone(hers, alice):
    sent(priced(alice, State.READY), bill="1")
    sent(priced(alice, State.READY), bill="4", sent_at=clock.now() - timedelta(days=20))

    answer = hers.get("/insights/?period=7", **HTMX)

    assert "<html" not in answer.content.decode()
    assert answer["HX-Replace-Url"] == "/insights/?period=7"
    assert 'id="insights-period" hx-swap-oob="morph"' in answer.content.decode()
    assert "$1.00" in answer.content.decode()
    assert "$5.00" in page_of(hers, "?period=30")


def test_days_of_ones_own_are_both_counted(hers, alice):
    for day, bill in ((1, "1"), (2, "2"), (3, "4"), (4, "8")):
        sent(priced(alice, State.READY), bill=bill, sent_at=datetime(2026, 3, day, 23, 59, 59, 999999, UTC))

    page = page_of(hers, "?period=own&since=2026-03-02&until=2026-03-03")

    assert "<b>$6.00</b>" in page


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("since=2026-03-03&until=2026-03-02", "2 March 2026 is before 3 March 2026"),
        ("since=2020-01-01&until=2026-03-02", f"up to {MOST_DAYS} can be shown"),
        ("since=tomorrow&until=2026-03-02", "“tomorrow” is no day: write both days like 2026-11-20"),
        ("since=2026-03-02", "“” is no day"),
    ],
)
def test_days_that_are_none_are_said_to_be_so_and_the_usual_ones_are_shown(hers, query, words):
    page = page_of(hers, f"?period=own&{query}")

    assert words in page
    assert "These are the last 30 days." in page


@pytest.mark.parametrize("query", ["?period=x", "?period=", "?period=own", "?since=x&until=y", "?period=٣"])
def test_a_strange_address_is_no_error(hers, query):
    assert hers.get(f"/insights/{query}").status_code == 200


def test_it_says_how_long_jobs_took_and_what_each_project_holds(hers, alice, project):
    began = clock.now()
    for seconds in (60, 90, 200):
        priced(alice, State.READY, provider="fal", started_at=began, finished_at=began + timedelta(seconds=seconds))
    priced(alice, State.REFUSED, provider="fal")
    row(alice, bytes=3_000_000).save()

    page = page_of(hers)

    assert "Half of 3 took 1:00 to 3:20, median 1:30" in page
    assert "25 %" in page
    assert "1 file<" in page


# Whose


def test_an_artist_reads_their_own_money_and_a_producer_the_teams(client, alice, bob):
    sent(priced(alice, State.READY), bill="1")
    sent(priced(bob, State.READY), bill="2")
    client.force_login(bob)

    assert [row["billed"] for row in table(client, "person")] == ["2"]
    assert "Alice Archer" not in page_of(client)
    Membership.objects.filter(user=bob).update(role=Membership.Role.PRODUCER)
    assert [row["billed"] for row in table(client, "person")] == ["2", "1"]


def test_a_stranger_reads_nothing(client, alice, charlie):
    sent(priced(alice, State.READY), bill="1")
    client.force_login(charlie)

    assert "Nothing was billed" in page_of(client)
    assert {name: table(client, name) for name in TABLES} == {name: [] for name in TABLES}


def test_a_private_project_is_in_the_sums_and_not_named(hers, alice, bob, team):
    secret = Project.objects.create(team=team, name="Submarine", made_by=bob, visibility="private")
    sent(priced(bob, State.READY, project=secret, title="Periscope"), bill="3")
    sent(priced(alice, State.READY), bill="1")

    assert "<b>$4.00</b>" in page_of(hers)
    assert {row["project"]: row["billed"] for row in table(hers, "project")} == {
        "A private project": "3",
        "First project": "1",
    }
    assert [row["jobs"] for row in table(hers, "providers")] == ["1"]
    for name in TABLES:
        told = hers.get(f"/insights/{name}.csv").content.decode()
        assert "Submarine" not in told
        assert "Periscope" not in told
    assert "Submarine" not in page_of(hers)


# The tables


@pytest.mark.parametrize("name", TABLES)
def test_every_table_is_there_to_take_away_by_its_name(hers, alice, name):
    sent(priced(alice, State.READY), bill="1.234567")

    answer = hers.get(f"/insights/{name}.csv?period=7")

    assert answer.content.decode().splitlines()[0] == ",".join(TABLES[name].head)
    assert f"dailies-{name}-" in answer["Content-Disposition"]
    assert f"/insights/{name}.csv?period=30" in page_of(hers)


def test_a_table_that_there_is_not_is_not_found(hers):
    assert hers.get("/insights/secrets.csv").status_code == 404


def test_a_cell_of_a_table_is_never_a_formula(hers, alice, project):
    project.name = '=HYPERLINK("x")'
    project.save()
    sent(priced(alice, State.READY), bill="1")

    assert table(hers, "project")[0]["project"] == '\'=HYPERLINK("x")'


def test_every_digit_is_in_the_table(hers, alice):
    for bill in ("0.000001", "0.1", "0.2"):
        sent(priced(alice, State.READY), bill=bill)

    assert table(hers, "day")[0]["billed"] == "0.300001"
