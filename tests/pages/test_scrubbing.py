"""The rail of dates, the pages above a place, what menus of the bulk bar offer, and how large the tiles are."""

import re
import uuid
from datetime import timedelta

import pytest

from studio.core import clock
from studio.pages.listing import PAGE
from tests.library.making import rows


@pytest.fixture
def hers(client, alice):
    client.force_login(alice)
    return client


def ids(answer) -> list[str]:
    return re.findall(r'id="asset-([^"]+)"', answer.content.decode())


def test_above_a_file_comes_the_page_that_ends_before_it_and_its_address_brings_it_again(hers, alice):
    made = rows(alice, PAGE + 10)

    answer = hers.get("/library/newer/", {"after": made[-1].pk})
    here = re.search(r'data-here="([^"]+)"', answer.content.decode())[1]
    again = hers.get(here, headers={"HX-Request": "true"})

    assert ids(answer) == [str(asset.pk) for asset in made[9:-1]]
    assert ids(again)[: len(ids(answer))] == ids(answer)


def test_above_the_first_file_comes_nothing(hers, alice):
    made = rows(alice, 3)

    assert ids(hers.get("/library/newer/", {"after": made[0].pk})) == []


@pytest.mark.parametrize("after", ["", "nonsense", "6f1c1f3e-3b7c-4d5f-9b3e-2f1f2f3f4f5f"])
def test_above_what_is_no_file_there_is_no_page(hers, after):
    assert hers.get("/library/newer/", {"after": after}).status_code == 404


def test_a_stranger_gets_nothing_above_a_file_of_ours(client, alice, charlie):
    made = rows(alice, 3)
    client.force_login(charlie)

    assert client.get("/library/newer/", {"after": made[-1].pk}).status_code == 404


def test_the_rail_has_days_with_counts_and_each_leads_to_the_list_from_that_day_on(hers, alice):
    today, before = rows(alice, 2), rows(alice, 3, newest=clock.now() - timedelta(days=3))

    rail = hers.get("/library/dates/").content.decode()
    links = re.findall(r'href="([^"]+)" data-words="([^"]+)"', rail)
    shown = ids(hers.get(links[1][0].replace("&amp;", "&")))

    assert [words.rsplit(", ", 1)[1] for _, words in links] == ["2", "3"]
    assert shown == [str(asset.pk) for asset in before]
    assert str(today[0].pk) not in shown


def test_a_long_time_is_shown_by_months(hers, alice):
    rows(alice, 1)
    rows(alice, 1, newest=clock.now() - timedelta(days=400))

    rail = hers.get("/library/dates/").content.decode()

    assert re.findall(r'data-words="(\w+ \d{4}), 1"', rail)[0] == f"{clock.now():%B %Y}"
    assert rail.count("data-words") == 2


def test_a_list_in_another_order_has_no_rail(hers, alice):
    rows(alice, 2)

    assert "data-words" not in hers.get("/library/dates/?sort=stars").content.decode()


def test_what_can_be_chosen_in_bulk_is_the_teams(hers, alice):
    project = alice.teams.first().projects.first()

    assert f'value="{project.pk}"' in hers.get("/library/choices/move/").content.decode()
    assert "No tags yet" in hers.get("/library/choices/tag/").content.decode()
    assert hers.get("/library/choices/nonsense/").status_code == 404


def test_the_size_of_tiles_is_kept_and_others_are_refused(hers, alice):
    kept = hers.post("/preferences/library/", {"row": "280", "density": "tight"}, headers={"HX-Request": "true"})
    refused = hers.post("/preferences/library/", {"row": "281"})
    alice.refresh_from_db()

    assert (kept.status_code, refused.status_code) == (204, 400)
    assert (alice.library_row, alice.library_density) == (280, "tight")


def test_as_many_files_can_be_named_as_one_loads_in_a_long_evening(hers, alice):
    made = rows(alice, 2)
    others = [str(uuid.uuid4()) for _ in range(1_500)]

    answer = hers.post("/library/act/rate/", {"stars": "3", "ids": [*(str(asset.pk) for asset in made), *others]})

    assert answer.status_code == 302
    assert alice.assets.filter(stars=3).count() == 2
