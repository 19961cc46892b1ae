"""Where files of the library can be put, and who is told of it; putting them on a review list."""

import pytest

from studio.accounts.models import Membership, Project
from studio.library.models import Asset, Collection
from studio.review import lists
from studio.review.models import ReviewList
from tests.library.making import rows
from tests.pages.visiting import visit


@pytest.fixture
def shots(alice):
    return rows(alice, 3)


@pytest.fixture
def dailies(alice, team, shots):
    return lists.build(alice, team, "Monday", [shots[0].pk])


def put(person, made: ReviewList, assets, **fields):
    data = {"ids": ",".join(str(asset.pk) for asset in assets)} | fields
    return visit(person).post(f"/library/lists/{made.pk}/addition/", data, headers={"hx-request": "true"})


def on(made: ReviewList) -> list:
    return list(made.listed.order_by("place").values_list("asset", flat=True))


def test_projects_lists_and_collections_of_the_team_are_places(alice, charlie, team, dailies):
    Collection.objects.create(team=team, owner=alice, name="Reel")
    told = visit(alice).get("/library/places/").content.decode()

    for words in (team.projects.first().name, "Monday", "Reel", 'data-put="/library/act/move/"'):
        assert words in told
    others = visit(charlie).get("/library/places/").content.decode()
    assert "Monday" not in others
    assert "Reel" not in others


def test_somebody_elses_private_project_is_no_place(alice, bob, team):
    Project.objects.create(team=team, name="Submarine", made_by=bob, visibility="private")

    assert "Submarine" in visit(bob).get("/library/places/").content.decode()
    assert "Submarine" not in visit(alice).get("/library/places/").content.decode()


def test_files_go_to_the_end_of_a_list_once(alice, dailies, shots):
    answer = put(alice, dailies, shots)
    again = put(alice, dailies, shots)

    assert "2 files put on Monday." in answer.content.decode()
    assert "Nothing to do: already on Monday." in again.content.decode()
    assert on(dailies) == [shots[0].pk, shots[2].pk, shots[1].pk]  # the older one first


def test_all_that_a_search_finds_goes_on_it(alice, dailies, shots):
    Asset.objects.filter(pk=shots[2].pk).update(stars=5)

    put(alice, dailies, [], query="?stars=5")

    assert on(dailies) == [shots[0].pk, shots[2].pk]


def test_who_may_not_is_told_so_and_a_stranger_finds_nothing(bob, charlie, dailies, shots):
    Membership.objects.filter(user=bob).update(role="guest")

    assert put(bob, dailies, shots).status_code in (403, 422)
    assert put(charlie, dailies, shots).status_code == 404
    assert on(dailies) == [shots[0].pk]


def test_a_list_that_is_full_says_so(alice, dailies, shots, monkeypatch):
    monkeypatch.setattr(lists, "MOST", 2)

    answer = put(alice, dailies, shots)

    assert answer.status_code == 422
    assert "A list has up to 2 files" in answer.content.decode()


def test_the_menu_names_the_lists_of_the_team(alice, charlie, dailies):
    assert "Monday" in visit(alice).get("/library/lists/").content.decode()
    assert "Monday" not in visit(charlie).get("/library/lists/").content.decode()
