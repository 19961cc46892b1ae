"""Bake-offs: made as one act, blind until the reveal, one vote each, ties told as ties."""

from collections import defaultdict
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from hypothesis import given
from hypothesis import strategies as st

from studio.accounts.models import Activity, Membership, Project
from studio.catalog.pricing import Price
from studio.core import clock
from studio.jobs import approvals, several
from studio.jobs.agreement import CannotSubmit
from studio.jobs.consent import Consent
from studio.jobs.models import Job
from studio.jobs.several import Answers
from studio.review import bake_offs
from studio.review.actions import CannotSay, MayNot
from studio.review.bake_offs import reveal, standing, vote
from studio.review.models import BakeOff, Entry, Vote
from tests.jobs.conftest import TOY_RECIPE, toy  # noqa: F401
from tests.jobs.spending import budget
from tests.library.making import row

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("toy")]

DRAWN = replace(TOY_RECIPE, provider="animatic")
OTHER = replace(TOY_RECIPE, model="kling-image-3.0", provider="animatic")
THREE = (TOY_RECIPE, DRAWN, OTHER)


@pytest.fixture
def begin(alice, project):
    """begin(recipes, key=…, user=…, **consent) -> a bake-off."""

    def begin(
        recipes=THREE, key="one", user=alice, name="Lighthouses", place=project, confirmed=(), **consent
    ) -> BakeOff:
        answers = Answers(consent=Consent(**consent), confirmed=frozenset(confirmed))
        return bake_offs.start(user, place, name, recipes, key, answers)

    return begin


def finish(made: BakeOff, failed: int | None = None) -> None:
    """Every entry is over, with a result, but for the one at the place `failed`."""
    now = clock.now()
    for entry in made.entries.select_related("job__owner"):
        state = "failed" if entry.place == failed else "ready"
        done = {"started_at": now, "finished_at": now + timedelta(seconds=30)}
        Job.objects.filter(pk=entry.job_id).update(state=state, **done)
        if state == "ready":
            row(entry.job.owner, job_id=entry.job_id, kind="image", project=made.project).save()


@pytest.fixture
def done(begin):
    made = begin()
    finish(made)
    return made


# Making one


def test_every_recipe_becomes_a_job_under_a_letter_and_all_are_one_batch(begin, alice):
    made = begin()

    jobs = Job.objects.filter(bake_off_entry__bake_off=made)
    assert {(job.model, job.provider) for job in jobs} == {(each.model, each.provider) for each in THREE}
    assert [each.letter for each in standing(made).entries] == ["A", "B", "C"]
    assert len({job.batch for job in jobs}) == 1
    assert Activity.objects.filter(verb="bake-off-made", subject=made.pk).count() == 1
    assert Activity.objects.filter(verb="job-sent").count() == 3


def test_letters_are_shuffled(begin):
    orders = {
        tuple(each.entry.job.provider + each.entry.job.model for each in standing(begin(key=f"k{n}")).entries)
        for n in range(25)
    }

    assert len(orders) > 1


def test_the_same_key_gives_the_same_bake_off(begin):
    assert begin().pk == begin().pk
    assert (BakeOff.objects.count(), Job.objects.count()) == (1, 3)


@pytest.mark.parametrize(
    ("recipes", "words"),
    [
        (THREE[:1], "of 2 to 6 models or providers; 1 were chosen"),
        (THREE * 3, "9 were chosen"),
        ((DRAWN, DRAWN), "through the same provider once"),
    ],
)
def test_too_few_too_many_or_two_alike_are_refused(begin, recipes, words):
    with pytest.raises(CannotSay, match=words):
        begin(recipes)

    assert Job.objects.count() == 0


def test_one_that_cannot_be_sent_is_named_and_none_is_made(begin):
    with pytest.raises(CannotSubmit, match="Kling IMAGE O1 via Animatic: "):
        begin((TOY_RECIPE, replace(DRAWN, values={"prompt": ""})))

    assert (Job.objects.count(), BakeOff.objects.count()) == (0, 0)


def test_the_sum_is_asked_about_and_not_each(begin, alice):
    alice.confirm_above = Decimal("0.000001")
    alice.save()
    with pytest.raises(CannotSubmit) as asked:
        begin()
    [question] = asked.value.problems

    made = begin(confirmed=[question.value])

    assert made.entries.count() == 3
    assert question.field == "confirmed"


def test_no_room_in_a_budget_holds_all_of_them_and_lets_all_through(begin, alice, team):
    budget(team, "0.0001")
    with pytest.raises(CannotSubmit, match="Together the entries are"):
        begin()

    made = begin(approval=True)

    jobs = Job.objects.filter(bake_off_entry__bake_off=made)
    assert all(job.needs_approval and job.held_because for job in jobs)
    approvals.release(alice, jobs[0])
    assert not Job.objects.exclude(held_because="").exists()


def test_an_unknown_price_needs_its_own_yes_and_is_in_no_sum(begin, monkeypatch):
    checked = several._one

    def unpriced(user, project, recipe):
        found = checked(user, project, recipe)
        return replace(found, price=None) if recipe == TOY_RECIPE else found

    monkeypatch.setattr(several, "_one", unpriced)
    with pytest.raises(CannotSubmit) as asked:
        begin()
    assert [each.field for each in asked.value.problems] == ["unknown_price"]

    made = begin(unknown_price=True)

    jobs = Job.objects.filter(bake_off_entry__bake_off=made)
    assert {job.unknown_price_accepted for job in jobs.filter(provider="runware")} == {True}
    assert {job.unknown_price_accepted for job in jobs.filter(provider="animatic")} == {False}


PRICES = st.builds(
    Price,
    amount=st.decimals("0", "9999", places=6),
    currency=st.sampled_from(("USD", "CU", "units")),
    exact=st.booleans(),
    source=st.just(""),
    as_of=st.just(""),
)


@given(st.lists(st.none() | PRICES, max_size=6))
def test_sums_are_exact_by_currency_and_never_of_two(prices):
    expected = defaultdict(Decimal)
    for price in filter(None, prices):
        expected[price.currency] += price.amount

    found = several.totals(prices)

    assert {each.currency: each.amount for each in found} == expected
    for each in found:
        assert each.exact == all(price.exact for price in prices if price and price.currency == each.currency)


def test_a_stranger_makes_none(begin, charlie):
    with pytest.raises(PermissionDenied):
        begin(user=charlie)


def test_what_is_made_in_a_private_project_is_seen_by_its_maker_alone(begin, alice, bob, team):
    secret = Project.objects.create(team=team, name="Submarine", made_by=bob, visibility="private")

    made = begin(user=bob, place=secret)

    assert list(bake_offs.visible_to(bob)) == [made]
    assert list(bake_offs.visible_to(alice)) == []


# Votes


def test_each_has_one_vote_and_may_change_it(done, alice, bob):
    vote(alice, done, 0)
    vote(bob, done, 0)
    vote(alice, done, 2)

    assert [each.votes for each in standing(done).entries] == [1, 0, 1]
    assert Vote.objects.count() == 2


def test_nobody_votes_before_everything_can_be_seen(begin, alice):
    with pytest.raises(CannotSay, match="Not all of them are done yet"):
        vote(alice, begin(), 0)


def test_what_came_to_nothing_gets_no_vote(begin, alice):
    made = begin()
    finish(made, failed=1)

    with pytest.raises(CannotSay, match="B came to nothing"):
        vote(alice, made, 1)
    vote(alice, made, 0)


@pytest.mark.parametrize("place", [-1, 3, 99])
def test_a_letter_that_there_is_not_gets_no_vote(done, alice, place):
    with pytest.raises(CannotSay, match="This bake-off has A, B and C."):
        vote(alice, done, place)


def test_a_guest_looks_and_does_not_vote_or_reveal(done, bob):
    Membership.objects.filter(user=bob).update(role=Membership.Role.GUEST)

    with pytest.raises(MayNot):
        vote(bob, done, 0)
    with pytest.raises(MayNot):
        reveal(bob, done)


def test_after_the_reveal_nobody_votes(done, alice, bob):
    vote(alice, done, 1)
    reveal(alice, done)

    with pytest.raises(CannotSay, match="votes stay as they are"):
        vote(bob, done, 0)
    assert [each.votes for each in standing(done).entries] == [0, 1, 0]


# The reveal


def test_its_maker_or_a_manager_reveals_and_nobody_else(begin, alice, bob, team):
    hers, his = begin(), begin(user=bob, key="his")
    finish(hers), finish(his)

    with pytest.raises(MayNot, match="Only Alice Archer, an owner or a producer"):
        reveal(bob, hers)
    reveal(bob, his)
    reveal(alice, hers)

    hers.refresh_from_db()
    assert hers.revealed_by == alice


def test_the_first_who_revealed_is_kept_and_it_is_written_down_once(done, alice, bob):
    Membership.objects.filter(user=bob).update(role=Membership.Role.PRODUCER)
    reveal(alice, done)
    reveal(bob, done)

    done.refresh_from_db()
    assert done.revealed_by == alice
    assert Activity.objects.filter(verb="bake-off-revealed").count() == 1


def test_the_winner_is_named_with_the_votes(done, alice, bob):
    for person in (alice, bob):
        vote(person, done, 2)

    called = standing(done).entries[2].called
    assert standing(done).verdict == f"C, {called}, has won with 2 of 2 votes."


def test_a_tie_is_told_as_a_tie(done, alice, bob):
    vote(alice, done, 0)
    vote(bob, done, 2)

    verdict = standing(done).verdict
    assert verdict.startswith("A tie with 1 of 2 votes each: A, ")
    assert "; " not in verdict
    assert " and C, " in verdict


def test_without_a_vote_nobody_has_won(done):
    assert standing(done).verdict == "Nobody voted."
    assert standing(done).first == []


def test_one_entry_at_a_place_and_one_bake_off_for_a_job(done):
    assert sorted(Entry.objects.values_list("place", flat=True)) == [0, 1, 2]
