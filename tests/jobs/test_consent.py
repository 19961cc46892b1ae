"""What is asked before a job is made, what counts as an answer, and what an approval does."""

from dataclasses import replace
from decimal import Decimal

import httpx
import pytest
from django.core.exceptions import PermissionDenied

from studio.accounts.models import Membership
from studio.jobs import actions, approvals
from studio.jobs import consent as consents
from studio.jobs.budgets import use_of
from studio.jobs.consent import Consent, Question
from studio.jobs.machine import State
from studio.jobs.models import Job

from .conftest import TOY_RECIPE
from .spending import budget, sent
from .toy import NOTHING

pytestmark = pytest.mark.django_db

PRICE = "0.028"
"""What a picture of TOY_RECIPE costs by Runware's list."""


@pytest.fixture
def press(toy, team, project):
    """press(user, recipe=…, key=…, **consent) -> the job."""

    def press(user, recipe=TOY_RECIPE, key="one", **consent) -> Job:
        return actions.submit(user, team, project, recipe, key, Consent(**consent))

    return press


def asked(press, *args, **consent) -> Question:
    """The one question that pressing leads to."""
    with pytest.raises(actions.CannotSubmit) as refused:
        press(*args, **consent)
    [found] = refused.value.problems
    assert isinstance(found, Question)
    assert not Job.objects.exists()
    return found


def above(user, limit: str | None) -> None:
    user.confirm_above = limit and Decimal(limit)
    user.save()


# Above a threshold


def test_nobody_is_asked_who_does_not_want_to_be(alice, press):
    assert press(alice).estimate_amount == Decimal(PRICE)


def test_above_the_own_threshold_the_amount_is_asked_for_and_only_the_amount_now_counts(alice, press):
    above(alice, "0.02")

    question = asked(press, alice)

    assert (question.field, question.value) == ("confirmed", f"{PRICE} USD")
    assert question.title == "This costs ~$0.028"
    assert question.button == "Generate · ~$0.028"
    for stale in ("0.02 USD", "yes", "0.028 CU", "0.028"):
        assert asked(press, alice, confirmed=stale) == question
    assert press(alice, confirmed=question.value).state == State.QUEUED


def test_up_to_the_threshold_nothing_is_asked(alice, press):
    above(alice, PRICE)

    assert press(alice).state == State.QUEUED


def test_many_results_at_once_are_asked_about_by_who_wants_to_be_asked(alice, press, monkeypatch):
    monkeypatch.setattr(consents, "MANY", 3)
    few, many = (replace(TOY_RECIPE, values={**TOY_RECIPE.values, "takes": takes}) for takes in (3, 4))
    assert press(alice, many, "any").state == State.QUEUED
    Job.objects.all().delete()
    above(alice, "100")

    question = asked(press, alice, many)

    assert question.message == "These are 4 results at once."
    assert press(alice, many, confirmed=question.value).state == State.QUEUED
    assert press(alice, few, "few").state == State.QUEUED


@pytest.fixture
def in_units(monkeypatch):
    """The price is 7.25 CU."""
    price = replace(actions.check(TOY_RECIPE).price, currency="CU", amount=Decimal("7.25"))
    checked = replace(actions.check(TOY_RECIPE), price=price)
    monkeypatch.setattr(actions, "check", lambda recipe, lookup, prices: checked)


def test_a_price_that_cannot_be_compared_with_dollars_is_asked_about(alice, press, in_units):
    above(alice, "1000")

    assert "nobody knows what that is in CU" in asked(press, alice).message


def test_a_price_that_no_budget_counts_is_asked_about_and_held_once_others_are_used_up(alice, team, press, in_units):
    dollars = budget(team)

    question = asked(press, alice)
    assert (question.value, question.message) == ("7.25 CU", "No budget counts CU: this job uses up none of them.")
    assert press(alice, confirmed=question.value).held_because == ""

    dollars.amount = 0
    dollars.save()
    held = press(alice, key="two", confirmed=question.value, approval=True)
    assert held.needs_approval and "is used up" in held.held_because


# An unknown price


@pytest.fixture
def unpriced(monkeypatch):
    """No source gives a price."""
    checked = replace(actions.check(TOY_RECIPE), price=None)
    monkeypatch.setattr(actions, "check", lambda recipe, lookup, prices: checked)


def test_an_unknown_price_passes_only_after_a_yes_and_is_remembered_as_unknown(alice, team, press, unpriced):
    mine = budget(team)

    question = asked(press, alice)
    job = press(alice, unknown_price=True)

    assert (question.field, question.value) == ("unknown_price", "yes")
    assert (job.unknown_price_accepted, job.estimate_amount) == (True, None)
    assert use_of(mine).unpriced == 1


def test_a_yes_to_an_unknown_price_says_nothing_where_it_is_known(alice, press):
    assert press(alice, unknown_price=True).unknown_price_accepted is False


def test_an_unknown_price_does_not_pass_a_budget_that_is_used_up(alice, team, press, unpriced):
    budget(team, "0")

    assert asked(press, alice, unknown_price=True).field == "approval"
    job = press(alice, unknown_price=True, approval=True)
    assert (job.needs_approval, job.unknown_price_accepted) == (True, True)


def test_a_job_that_is_sent_again_keeps_the_yes_to_its_unknown_price(alice, press, unpriced):
    job = press(alice, unknown_price=True)
    job = actions.cancel(alice, job)

    again = actions.send_again(alice, job)

    assert again.unknown_price_accepted


# A budget that is reached


def test_over_a_budget_the_choice_is_offered_and_without_it_nothing_is_made(alice, team, press):
    budget(team, "0.02")

    question = asked(press, alice)

    assert (question.field, question.button) == ("approval", "Send for approval · ~$0.028")
    assert question.message.startswith("This job is ~$0.028, and the team's budget for ")
    assert question.message.endswith("Alice Archer can raise it or let this job through.")


def test_a_job_that_is_sent_for_approval_is_held_and_never_driven(alice, bob, team, press, drive, toy):
    budget(team, "0.02")

    job = press(bob, approval=True)

    assert (job.state, job.needs_approval) == (State.QUEUED, True)
    assert job.says().label == "Waiting for approval"
    assert "has $0.02 of $0.02 left" in job.says().sentence
    assert list(Job.objects.awaiting_approval()) == [job]
    assert not Job.objects.to_be_driven().exists()
    assert drive(job).state == State.QUEUED
    assert toy.seen == []


def test_sending_for_approval_says_nothing_where_there_is_room(alice, team, press):
    budget(team, "5")

    assert press(alice, approval=True).held_because == ""


def test_the_same_press_again_is_the_same_job_even_when_the_budget_has_no_room_for_two(alice, team, press):
    budget(team, PRICE)

    assert press(alice) == press(alice)


def test_raising_the_budget_lets_the_next_job_through(alice, team, press):
    mine = budget(team, "0")
    asked(press, alice)
    mine.amount = 1
    mine.save()

    assert press(alice).held_because == ""


# Letting through, or not


@pytest.fixture
def held(bob, team, press):
    """A job of Bob's that his team's budget holds back."""
    budget(team, "0.02")
    return press(bob, approval=True)


def test_an_owner_lets_it_through_and_that_is_kept(alice, held, team, drive, toy):
    job = approvals.release(alice, held)

    assert (job.held_because, job.released_by) == ("", alice)
    assert job.released_at is not None
    assert job.events.last().words.startswith("Alice Archer let it through. This job is ~$0.028")
    assert use_of(team.budgets.get()).reserved == Decimal(PRICE)
    assert drive(job).state == State.READY
    assert toy.charged == 1


def test_a_producer_may_and_an_artist_and_a_stranger_may_not(alice, bob, charlie, held):
    for who in (bob, charlie):
        for decide in (approvals.release, approvals.decline):
            with pytest.raises(PermissionDenied):
                decide(who, held)
    Membership.objects.filter(user=bob).update(role=Membership.Role.PRODUCER)

    assert approvals.release(bob, held).released_by == bob


def test_letting_it_through_twice_is_once(alice, held):
    first = approvals.release(alice, held)

    again = approvals.release(alice, held)

    assert (again.version, again.run_id) == (first.version, first.run_id)


def test_a_declined_job_is_cancelled_with_the_words_that_were_given(alice, held, drive, toy):
    job = approvals.decline(alice, held, "Use the\ncheaper model.")

    assert (job.state, job.billed_state) == (State.CANCELLED, "no")
    assert job.says().sentence == "Alice Archer declined it: “Use the cheaper model”. Nothing was sent."
    assert approvals.release(alice, job).state == State.CANCELLED
    assert toy.seen == []


def test_declined_after_a_lost_reply_it_may_still_have_been_billed(alice, held):
    sent(held, "uncertain")

    job = approvals.decline(alice, held)

    assert (job.state, job.billed_state) == (State.CANCELLED, "unknown")


@pytest.mark.parametrize(
    "left, says",
    [
        ([], "Nothing was sent."),
        ([{"state": "prepared", "sent_at": None}], "Nothing was sent."),
        ([{"state": "prepared", "sent_at": None, "error": "Slow down."}], "It was tried, and nothing was accepted."),
        ([{"purpose": "upload"}], "The job itself was not sent, only its inputs: storing them costs nothing."),
        ([{"purpose": "upload"}, {"purpose": "helper"}], "not sent. What comes first was, and may be billed."),
        ([{"state": "uncertain"}, {"state": "refused"}], "What was sent of it before may still come, and be billed."),
    ],
)  # fmt: skip
def test_a_cancelled_job_says_what_had_left_of_it(left, says, alice, held):
    for facts in left:
        sent(held, **facts)

    job = approvals.decline(alice, held)

    assert job.says().sentence.endswith(says)


def test_its_owner_may_take_it_back(bob, held):
    assert actions.cancel(bob, held).state == State.CANCELLED


# A second charge


@pytest.fixture
def lost(bob, press, drive, toy, promised):
    """lost() -> a job of Bob's whose answer was lost."""

    def make() -> Job:
        promised(NOTHING)
        toy.faults.append(("/jobs", "after", httpx.ReadTimeout("slow")))
        return drive(press(bob))

    return make


def test_a_second_charge_has_to_fit_too(alice, bob, team, lost):
    budget(team, "0.05")
    job = lost()
    assert (job.state, use_of(team.budgets.get()).perhaps) == (State.UNKNOWN, Decimal(PRICE))

    with pytest.raises(actions.CannotSubmit, match="has \\$0.022 of \\$0.05 left"):
        actions.send_again(bob, job)

    assert actions.send_again(alice, job).state == State.QUEUED
    use = use_of(team.budgets.get())
    assert (use.perhaps, use.reserved) == (Decimal(PRICE), Decimal(PRICE))
