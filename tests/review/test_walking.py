"""Going through a list: what stands before and after a file, for whom, and how far one is."""

import pytest

from studio.accounts.models import Project
from studio.core import clock
from studio.library.models import Asset
from studio.review import actions, lists
from studio.review.walking import Walk
from tests.library.making import rows
from tests.pages.visiting import visit


@pytest.fixture
def files(alice):
    return rows(alice, 3)


@pytest.fixture
def made(alice, team, files):
    return lists.build(alice, team, "Dailies", [each.pk for each in (files[2], files[0], files[1])])


def names(walk, asset) -> list[str | None]:
    return [each and each.name for each in walk.around(asset)]


def test_neighbours_are_those_of_the_list_not_of_the_library(made, files, alice):
    walk = Walk(made, alice)
    assert [names(walk, each) for each in files] == [["Shot 2", "Shot 1"], ["Shot 0", None], [None, "Shot 0"]]


def test_what_is_not_on_it_has_no_neighbours(made, alice):
    assert Walk(made, alice).around(rows(alice, 1)[0]) == (None, None)


def test_what_one_does_not_see_and_what_is_binned_is_walked_past(made, files, alice, bob):
    own = Project.objects.create(team=made.team, name="Mine", made_by=alice, visibility="private")
    Asset.objects.filter(pk=files[0].pk).update(project=own)
    assert names(Walk(made, bob), files[2]) == [None, "Shot 1"]
    assert names(Walk(made, alice), files[2]) == [None, "Shot 0"]
    Asset.objects.filter(pk=files[1].pk).update(binned_at=clock.now())
    assert names(Walk(made, bob), files[2]) == [None, None]


def test_the_viewer_walks_the_list_and_counts(made, files, alice, charlie):
    actions.judge(alice, files[0], "changes")
    page = visit(alice).get(f"/assets/{files[0].pk}/?list={made.pk}").content.decode()

    assert f'href="/assets/{files[2].pk}/?list={made.pk}" data-key="ArrowUp"' in page
    assert f'href="/assets/{files[1].pk}/?list={made.pk}" data-key="ArrowDown"' in page
    assert "1 of 3 decided" in page
    assert f'href="/review/{made.pk}/#file-{files[0].pk}"' in page
    for wrong in (made.pk.hex[:-1], "made-up"):
        assert visit(alice).get(f"/assets/{files[0].pk}/?list={wrong}").status_code == 404


def test_a_strangers_list_is_not_walked(made, files, charlie):
    strange = rows(charlie, 1)[0]
    assert visit(charlie).get(f"/assets/{strange.pk}/?list={made.pk}").status_code == 404
    assert visit(charlie).get(f"/review/{made.pk}/progress/").status_code == 404


def test_the_count_is_asked_for_once_one_has_decided(made, files, alice):
    hers = visit(alice)
    answer = hers.post(f"/assets/{files[1].pk}/verdict/", {"word": "approved"}, headers={"HX-Request": "true"})
    assert "judged" in answer["HX-Trigger"]
    assert "1 of 3 decided" in hers.get(f"/review/{made.pk}/progress/").content.decode()


def test_the_list_leads_into_the_walk(made, files, alice):
    assert f'href="/assets/{files[1].pk}/?list={made.pk}"' in visit(alice).get(f"/review/{made.pk}/").content.decode()
