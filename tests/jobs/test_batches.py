"""Takes as jobs of their own: priced together, made all or none, held and let through as a whole, ended one or all."""

from contextlib import suppress
from dataclasses import replace
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from studio.jobs import actions, approvals, batches
from studio.jobs.budgets import use_of
from studio.jobs.choices import CANCEL_TAKES, LET_ALL_THROUGH, actions_for
from studio.jobs.consent import Consent, Question
from studio.jobs.machine import State
from studio.jobs.models import Attempt, Job

from .conftest import TOY_RECIPE
from .spending import budget
from .toy import Killed, killed_at

pytestmark = pytest.mark.django_db

EACH = Decimal("0.028")
"""What a picture of TOY_RECIPE costs by Runware's list."""


@pytest.fixture
def press(alice, project, toy):
    """press(takes, key=…, user=…, recipe=…, **consent) -> the jobs."""

    def press(takes: int = 3, key: str = "one", user=alice, recipe=TOY_RECIPE, **consent) -> list[Job]:
        return batches.run(user, project, recipe, takes, key, Consent(**consent))

    return press


def asked(press, *args, **consent) -> Question:
    with pytest.raises(actions.CannotSubmit) as refused:
        press(*args, **consent)
    [found] = refused.value.problems
    assert not Job.objects.exists()
    return found


def test_one_press_makes_that_many_jobs_of_one_recipe_that_know_each_other(press):
    made = press()

    assert [(job.take, job.takes) for job in made] == [(1, 3), (2, 3), (3, 3)]
    assert [job.title for job in made] == [f"A lighthouse, take {number}" for number in (1, 2, 3)]
    assert len({job.batch for job in made}) == 1 and None not in {job.batch for job in made}
    assert all("takes" not in job.recipe["values"] for job in made)
    assert {job.estimate_amount for job in made} == {EACH}
    assert set(made[1].together()) == set(made)


def test_each_take_is_an_attempt_of_its_own_and_keeps_its_own_result(press, drive, toy):
    made = [drive(job) for job in press(2)]

    assert [job.state for job in made] == [State.READY] * 2
    assert [Attempt.objects.filter(job=job, purpose="submit").count() for job in made] == [1, 1]
    assert len({str(asset) for job in made for asset in job.asset_ids()}) == 2
    assert len(toy.jobs) == 2


def test_the_same_press_again_is_the_same_jobs(press):
    assert [job.pk for job in press()] == [job.pk for job in press()]
    assert Job.objects.count() == 3


A_PIER = replace(TOY_RECIPE, values={**TOY_RECIPE.values, "prompt": "A pier"})


@pytest.mark.parametrize("other", [{"takes": 2}, {"takes": 4}, {"recipe": A_PIER}], ids=["fewer", "more", "words"])
def test_the_same_key_with_another_number_or_other_words_is_refused(press, other):
    press()

    with pytest.raises(actions.CannotSubmit, match="already sent"):
        press(**other)
    assert Job.objects.count() == 3


def test_one_job_and_several_of_the_same_key_are_never_both_made(press, alice, team, project):
    one = actions.submit(alice, team, project, TOY_RECIPE, "one")
    with pytest.raises(actions.CannotSubmit, match="already sent"):
        press(2)
    assert list(Job.objects.all()) == [one]


def test_the_sum_is_reserved_at_once_and_what_does_not_fit_whole_is_not_begun(press, team):
    mine = budget(team, "0.08")

    assert asked(press, 3).field == "approval"
    press(2)

    assert use_of(mine).reserved == 2 * EACH
    with pytest.raises(actions.CannotSubmit) as refused:
        press(2, "two")
    assert refused.value.problems[0].message.startswith("Together the 2 takes are ~$0.056, and the team's budget for ")
    assert Job.objects.count() == 2


def test_the_sum_is_what_is_asked_about(press, alice):
    alice.confirm_above = Decimal("0.05")
    alice.save()

    question = asked(press, 2)

    assert (question.value, question.button) == ("0.056 USD", "Generate · ~$0.056")
    assert len(press(2, confirmed=question.value)) == 2


def test_more_than_a_few_takes_are_asked_about_though_each_is_one(press, alice):
    alice.confirm_above = Decimal(100)
    alice.save()

    assert asked(press, 5).message == "These are 5 results at once."


def test_killed_anywhere_while_they_are_made_there_are_all_of_them_or_none(press, toy):
    point = 0
    while not Job.objects.exists():
        point += 1
        with suppress(Killed), killed_at(point, toy):
            press(2)
        assert Job.objects.count() in (0, 2)

    assert point > 5
    assert len(press(2)) == Job.objects.count() == 2


# Ending them


def test_one_take_is_cancelled_and_the_others_go_on(press, alice):
    first, second, third = press()

    actions.cancel(alice, second)

    assert [Job.objects.get(pk=job.pk).state for job in (first, second, third)] == ["queued", "cancelled", "queued"]


def test_all_takes_are_cancelled_from_any_of_them_but_for_what_is_done(press, alice, drive):
    first, second, third = press()
    drive(first)

    now = batches.cancel_all(alice, second)

    assert now.pk == second.pk
    assert [Job.objects.get(pk=job.pk).state for job in (first, second, third)] == ["ready", "cancelled", "cancelled"]
    assert CANCEL_TAKES not in actions_for(now)
    assert batches.cancel_all(alice, second).state == State.CANCELLED


def test_only_what_is_a_take_offers_to_cancel_all(press, submit):
    assert CANCEL_TAKES in actions_for(press()[0])
    assert CANCEL_TAKES not in actions_for(submit())


# Over a budget


def test_over_a_budget_all_are_held_and_nothing_is_reserved_until_one_yes_for_all(press, team, alice):
    mine = budget(team, "0.05")
    first, second, third = press(3, approval=True)
    assert {job.held_because[:25] for job in (first, second, third)} == {"Together the 3 takes are "}
    assert (use_of(mine).reserved, list(Job.objects.awaiting_approval())) == (0, [first])
    assert LET_ALL_THROUGH in actions_for(second)

    approvals.release(alice, second)

    assert use_of(mine).reserved == 3 * EACH
    assert not Job.objects.awaiting_approval().exists()
    assert set(Job.objects.values_list("held_because", "released_by")) == {("", alice.pk)}


def test_a_take_that_is_taken_back_leaves_the_others_to_be_decided(press, team, alice):
    budget(team, "0.05")
    first, second, third = press(3, approval=True)

    actions.cancel(alice, first)

    assert list(Job.objects.awaiting_approval()) == [second]
    approvals.decline(alice, third)
    assert set(Job.objects.values_list("state", flat=True)) == {"cancelled"}


# Who


def test_who_may_not_make_jobs_makes_no_takes(press, charlie):
    with pytest.raises(PermissionDenied):
        press(user=charlie)
    assert not Job.objects.exists()
