"""Who sees which assets, in which order, and what a page costs."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection

from studio.core import clock
from studio.library.lookup import find, media_lookup
from studio.library.models import Asset
from studio.library.queries import BadCursor, Cursor
from tests.library.making import row, rows


def test_a_team_sees_its_assets_and_a_stranger_sees_none(alice, bob, charlie):
    rows(alice, 2)

    seen = [Asset.objects.visible_to(person).count() for person in (alice, bob, charlie, AnonymousUser())]

    assert seen == [2, 2, 0, 0]


def test_pages_meet_without_a_gap_while_new_assets_arrive(alice):
    old = [asset.pk for asset in rows(alice, 7, newest=clock.now() - timedelta(hours=1))]

    seen, cursor = [], None
    for _ in range(4):
        assets = Asset.objects.before(cursor) if cursor else Asset.objects.all()
        page = list(assets.newest_first()[:2])
        seen += [asset.pk for asset in page]
        cursor = Cursor.of(page[-1])
        rows(alice, 3)

    assert seen == old


def test_assets_of_one_moment_are_each_seen_once(alice):
    moment = clock.now()
    Asset.objects.bulk_create([row(alice, created_at=moment) for _ in range(5)])

    first = list(Asset.objects.newest_first()[:2])
    rest = list(Asset.objects.before(Cursor.of(first[-1])).newest_first())

    assert len({asset.pk for asset in first + rest}) == 5


def test_newer_and_older_are_the_neighbours(alice):
    newest, middle, oldest = rows(alice, 3)

    assert Asset.objects.newer(middle) == newest
    assert Asset.objects.older(middle) == oldest
    assert Asset.objects.newer(newest) is None
    assert Asset.objects.older(oldest) is None


def test_a_cursor_reads_back_what_it_wrote():
    cursor = Cursor(clock.now(), UUID(int=7))

    assert Cursor.parse(str(cursor)) == cursor


@pytest.mark.parametrize(
    "text",
    [
        "",
        "~",
        "20261120",
        "now~1",
        "20261120T101500.1Z~xyz",
        "0~" + "0" * 32,
        "00010101T000000.0+2359~" + "0" * 32,
        "99991231T235959.9-2359~" + "f" * 32,
    ],
)
def test_a_text_that_is_no_place_is_refused(text):
    with pytest.raises(BadCursor):
        Cursor.parse(text)


def test_counting_stops_at_its_limit(alice):
    rows(alice, 5)

    assert Asset.objects.count_up_to(3) == 3
    assert Asset.objects.count_up_to(10) == 5


LISTS = {
    "all": lambda assets, alice: assets.results(),
    "mine": lambda assets, alice: assets.results().made_by(alice),
    "project": lambda assets, alice: assets.results().of_project(alice.teams.get().projects.get()),
    "uploads": lambda assets, alice: assets.uploads(),
}


@pytest.mark.parametrize("listed", LISTS.values(), ids=LISTS)
def test_a_page_of_any_list_is_one_range_of_an_index_and_nothing_is_sorted(listed, alice):
    cursor = Cursor(clock.now(), UUID(int=7))
    assets = listed(Asset.objects.visible_to(alice).of_team(alice.teams.get()).kept(), alice)

    plan = assets.before(cursor).newest_first()[:49].explain()

    assert connection.vendor != "sqlite" or ("USING INDEX asset_newest_of" in plan and "created_at<?" in plan), plan
    assert "TEMP B-TREE" not in plan
    assert "SCAN" not in plan


def test_the_lookup_gives_the_facts_of_the_teams_own_files(alice, charlie, django_assert_num_queries):
    asset = rows(alice, 1)[0]
    team, strangers = alice.teams.get(), charlie.teams.get()
    lookup = media_lookup(team, alice)

    with django_assert_num_queries(1):
        facts = [lookup(str(asset.pk)) for _ in range(3)]

    assert {(each.width, each.height, each.format) for each in facts} == {(1280, 720, "mp4")}
    assert media_lookup(strangers, charlie)(str(asset.pk)) is None
    assert lookup("no id at all") is None
    assert find(team, None, alice) is None
    assert find(team, str(asset.pk).upper(), alice) is None
