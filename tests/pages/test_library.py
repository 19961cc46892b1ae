"""The library: what is in it, for whom, in which order, a page at a time."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from studio.core import clock
from studio.library.models import Asset, Origin
from studio.pages.days import day_words
from studio.pages.listing import PAGE
from tests.library.making import row, rows


def visit(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def tiles(response) -> list[str]:
    """The ids of the assets on the page, in order."""
    return re.findall(r'id="asset-([0-9a-f-]{36})"', response.content.decode())


def older(response) -> str:
    """Where the link to the next page leads; empty where there is none."""
    found = re.search(r'<a [^>]*href="([^"]+)"[^>]*data-more', response.content.decode())
    return found[1].replace("&amp;", "&") if found else ""


def ids(assets) -> list[str]:
    return [str(asset.pk) for asset in assets]


def test_my_team_sees_our_results_newest_first_and_a_stranger_sees_none(alice, bob, charlie):
    mine, his = rows(alice, 2, newest=clock.now() - timedelta(hours=1)), rows(bob, 1, team=alice.teams.get())

    seen = {user: tiles(visit(user).get("/library/")) for user in (alice, bob, charlie)}

    assert seen == {alice: ids([*his, *mine]), bob: ids([*his, *mine]), charlie: []}


def test_nobody_is_sent_to_sign_in(db):
    assert Client().get("/library/").status_code == 302


def test_the_lists_hold_what_they_say(alice, bob):
    team = alice.teams.get()
    other = team.projects.create(name="Another project")
    ours = rows(bob, 1, team=team)
    mine = rows(alice, 1)
    elsewhere = rows(alice, 1, project=other)
    given = Asset.objects.bulk_create([row(alice, origin=Origin.UPLOAD, recipe=None, job_id=None)])
    client = visit(alice)

    seen = {word: set(tiles(client.get("/library/", {"in": word}))) for word in ("all", "mine", "project", "uploads")}

    assert seen["all"] == {*ids(ours), *ids(mine), *ids(elsewhere)}
    assert seen["mine"] == {*ids(mine), *ids(elsewhere)}
    assert seen["project"] == {*ids(ours), *ids(mine)}
    assert seen["uploads"] == {*ids(given)}


def test_what_is_in_the_bin_is_not_in_the_library(alice):
    rows(alice, 1, binned_at=clock.now())

    assert tiles(visit(alice).get("/library/")) == []


def test_links_lead_through_all_pages_while_new_results_arrive(alice):
    old = ids(rows(alice, 2 * PAGE + 5, newest=clock.now() - timedelta(hours=1)))
    client, seen, address = visit(alice), [], "/library/"

    while address:
        response = client.get(address)
        seen += tiles(response)
        address = older(response)
        rows(alice, 3)

    assert seen == old


def test_htmx_gets_the_rest_of_the_rows_and_nothing_else(alice):
    rows(alice, PAGE + 2)
    client = visit(alice)
    address = older(client.get("/library/"))

    response = client.get(address, headers={"HX-Request": "true"})

    assert len(tiles(response)) == 2
    assert "HX-Request" in response["Vary"]
    assert "<html" not in response.content.decode()
    assert 'id="arrivals"' not in response.content.decode()


def test_a_day_that_the_page_before_began_gets_no_second_heading(alice):
    noon = timezone.now().replace(hour=12) - timedelta(days=10)
    rows(alice, PAGE + 2, newest=noon)
    client = visit(alice)

    first = client.get("/library/")
    second = client.get(older(first), headers={"HX-Request": "true"})

    assert first.content.decode().count("<h2") - second.content.decode().count("<h2") >= 1
    assert "<h2" not in second.content.decode()


def test_a_day_says_how_many_there_are_on_all_its_pages(alice):
    noon = timezone.now().replace(hour=12) - timedelta(days=10)
    rows(alice, PAGE + 2, newest=noon)

    page = visit(alice).get("/library/").content.decode()

    assert re.search(
        rf'<h2 class="day__name">{day_words(noon.date())}</h2> <span class="muted">{PAGE + 2}</span>', page
    )


DAYS = {0: "Today", 1: "Yesterday"}


@pytest.mark.parametrize(("ago", "words"), DAYS.items())
def test_recent_days_have_names(ago, words):
    assert day_words(timezone.localdate() - timedelta(days=ago)) == words


def test_other_days_have_dates():
    long_ago = timezone.localdate().replace(year=2019, month=11, day=3)

    assert day_words(long_ago) == "3 November 2019"
    assert day_words(timezone.localdate() - timedelta(days=3)).endswith("day")


EMPTY = {
    "all": "Nothing made yet",
    "mine": "You have made nothing yet",
    "project": "Nothing in First project yet",
    "uploads": "No files given yet",
}


@pytest.mark.parametrize(("word", "sentence"), EMPTY.items())
def test_an_empty_list_says_so_and_what_to_do(word, sentence, alice):
    page = visit(alice).get("/library/", {"in": word}).content.decode()

    assert sentence in page
    assert 'href="/create/"' in page


def test_beyond_the_oldest_there_is_a_way_back(alice):
    oldest = rows(alice, 1)[0]

    page = visit(alice).get("/library/", {"before": f"{oldest.created_at:%Y%m%dT%H%M%S.%f}Z~{oldest.pk.hex}"})

    assert "Nothing older than that" in page.content.decode()
    assert "Back to the newest" in page.content.decode()


@pytest.mark.parametrize("query", [{"in": "nonsense"}, {"before": "yesterday"}, {"sort": "stars", "before": "4"}])
def test_an_address_that_names_nothing_is_404(query, alice):
    assert visit(alice).get("/library/", query).status_code == 404


def test_a_tile_says_in_words_what_it_is(alice):
    rows(alice, 1, has_sound=True)

    page = visit(alice).get("/library/").content.decode()

    assert 'alt="Shot 0, video, 5 seconds"' in page
    assert "with sound" in page
    assert "0:05" in page


def test_a_name_is_text_and_never_markup(alice):
    Asset.objects.bulk_create([row(alice, name="<script>alert(1)</script>")])

    assert "<script>alert(1)" not in visit(alice).get("/library/").content.decode()


def test_a_page_asks_the_database_as_often_in_a_large_library(alice):
    client = visit(alice)
    counts = []
    for _ in range(2):
        rows(alice, 3 * PAGE)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get("/library/")
        counts.append(len(queries))

    assert counts[0] == counts[1] <= 30
