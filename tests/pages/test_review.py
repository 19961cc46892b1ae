"""Review's pages: what waits, lists, and what they become; who may."""

import pytest

from studio.review import actions, lists
from studio.review.going_out import KINDS
from studio.review.models import ReviewList
from tests.library.making import rows
from tests.pages.visiting import attached_name, visit


@pytest.fixture
def clips(alice):
    return rows(alice, 3)


@pytest.fixture
def made(alice, clips):
    return lists.build(alice, alice.teams.first(), "Monday / dusk", [each.pk for each in clips])


def test_todays_work_becomes_a_list(alice, clips):
    answer = visit(alice).post("/review/new/", {"of": "today"})

    made = ReviewList.objects.get()
    assert answer["Location"] == f"/review/{made.pk}/"
    assert made.name.startswith("Dailies of ")
    assert lists.progress(made, alice).all == 3


def test_a_selection_becomes_a_list_and_so_does_all_that_matches(alice, clips):
    visit(alice).post("/review/new/", {"ids": f"{clips[0].pk},{clips[1].pk}", "name": "Two"})
    visit(alice).post("/review/new/", {"query": "?", "name": "All"})

    assert {each.name: each.listed.count() for each in ReviewList.objects.all()} == {"Two": 2, "All": 3}


@pytest.mark.parametrize("given", [{}, {"of": "tomorrow"}])
def test_what_makes_no_list_is_said(alice, clips, given):
    answer = visit(alice).post("/review/new/", given, follow=True)

    assert "Choose files in the library" in answer.content.decode()


def test_the_page_shows_what_waits_and_how_far_one_is(made, bob, clips):
    actions.judge(bob, clips[0], "approved")
    page = visit(bob).get("/review/").content.decode()
    assert "1 of 3 decided by you" in page
    assert page.count("Shot ") == 2
    page = visit(bob).get(f"/review/{made.pk}/").content.decode()
    assert page.count('class="review-row"') == 3
    assert "Approved" in page


VERBS = ("earlier", "later", "removal", "addition", "name", "deletion")


@pytest.mark.parametrize("verb", VERBS)
def test_each_act_is_the_teams_and_a_stranger_gets_404(verb, made, alice, charlie, clips):
    given = {"asset": clips[1].pk, "name": "Tuesday"}
    assert visit(charlie).post(f"/review/{made.pk}/{verb}/", given).status_code == 404
    assert visit(alice).post(f"/review/{made.pk}/{verb}/", given).status_code == 302
    assert visit(alice).post(f"/review/{made.pk}/shout/", given).status_code == 404


def test_every_act_has_its_row_here():
    from studio.pages.review import ACTS

    assert set(ACTS) == set(VERBS)


def test_without_a_file_an_act_says_so(made, alice):
    page = visit(alice).post(f"/review/{made.pk}/later/", {"asset": "made-up"}, follow=True).content.decode()
    assert "Choose a file of the list first." in page


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_a_list_goes_out_as_a_file_of_its_name(kind, made, bob, charlie):
    address = f"/review/{made.pk}/out/{kind.slug}/?handles=12&start=00:59:58:00"
    assert visit(charlie).get(address).status_code == 404
    answer = visit(bob).get(address)
    assert answer.status_code == 200
    assert attached_name(answer) == f"Monday - dusk{kind.suffix}"


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("handles=-1", "Handles: "),
        ("handles=many", "whole number"),
        ("start=soon", "no timecode"),
        ("drop=maybe", "not one of the available choices"),
        ("approved=on", "no clip in it"),
    ],
)
def test_what_cannot_go_out_is_a_sentence_on_the_page_that_keeps_what_was_typed(made, bob, query, words):
    answer = visit(bob).get(f"/review/{made.pk}/out/edl/?{query}")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    if query == "start=soon":
        assert 'value="soon"' in page


def test_an_unknown_kind_is_not_found(made, bob):
    assert visit(bob).get(f"/review/{made.pk}/out/docx/").status_code == 404
