"""What a budget has spent, reserved and does not know; and which jobs still fit."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.accounts.models import Budget, Membership, Project
from studio.catalog.pricing import Price
from studio.jobs import budgets
from studio.jobs.budgets import counts, reached, use_of
from studio.jobs.machine import State
from studio.jobs.models import Attempt, Job
from tests.catalog.strategies import examples

from .spending import budget, last_month, priced, sent

pytestmark = pytest.mark.django_db


def price(amount: str, currency: str = "USD") -> Price:
    return Price(amount=Decimal(amount), currency=currency, exact=False, source="a list", as_of="2026-11")


def stands(budget: Budget) -> tuple[Decimal, Decimal, Decimal]:
    """(billed, reserved, perhaps)"""
    use = use_of(budget)
    return use.billed, use.reserved, use.perhaps


# What counts

WAYS = [
    ("queued", State.QUEUED, [], (0, 1, 0)),
    ("put back: nothing was accepted", State.QUEUED, [("prepared", None)], (0, 1, 0)),
    ("about to be sent", State.SENDING, [], (0, 1, 0)),
    ("on the wire", State.SENDING, [("sending", None)], (0, 1, 0)),
    ("accepted", State.RUNNING, [("accepted", None)], (0, 1, 0)),
    ("accepted, and billed already", State.RUNNING, [("accepted", "0.9")], ("0.9", 0, 0)),
    ("being fetched, not billed yet", State.FETCHING, [("accepted", None)], (0, 1, 0)),
    ("ready and billed", State.READY, [("accepted", "1.25")], ("1.25", 0, 0)),
    ("ready, the bill is not known", State.READY, [("accepted", None)], (0, 0, 1)),
    ("refused", State.REFUSED, [("refused", None)], (0, 0, 0)),
    ("the reply was lost", State.UNKNOWN, [("uncertain", None)], (0, 0, 1)),
    ("taken as lost", State.FAILED, [("uncertain", None)], (0, 0, 1)),
    ("lost, and about to be sent again", State.QUEUED, [("uncertain", None)], (0, 1, 1)),
    ("lost, sent again and billed", State.READY, [("uncertain", None), ("accepted", "1")], (1, 0, 1)),
    ("cancelled before it was sent", State.CANCELLED, [], (0, 0, 0)),
]


def test_what_a_job_counts_as_on_every_part_of_its_way(alice, team):
    for name, state, requests, counted in WAYS:
        mine = budget(team)
        job = priced(alice, state)
        for request, bill in requests:
            told = {"billed_state": "no"} if request == "refused" else {}
            sent(job, request, bill, **told | ({"sent_at": None} if request == "prepared" else {}))

        assert stands(mine) == tuple(map(Decimal, counted)), name

        Attempt.objects.all().delete()
        Job.objects.all().delete()
        mine.delete()


def test_a_job_whose_request_is_known_not_to_be_billed_frees_its_reservation(alice, team):
    mine = budget(team)
    sent(priced(alice, State.FAILED), billed_state="no")

    assert use_of(mine).left == 10


def test_helpers_count_by_their_bill(alice, team):
    mine = budget(team)
    job = priced(alice)
    sent(job, bill="0.07", purpose="helper", ticket=None, answer={})
    sent(job)

    assert stands(mine) == (Decimal("0.07"), 1, 0)


def test_a_price_that_nobody_knows_is_counted_and_is_not_zero(alice, team):
    mine = budget(team)
    priced(alice, State.QUEUED, None)
    sent(priced(alice, State.READY, None))

    use = use_of(mine)

    assert (use.unpriced, use.used) == (2, 0)


def test_a_bill_without_an_amount_keeps_its_estimate(alice, team):
    mine = budget(team)
    sent(priced(alice, State.READY), billed_state="yes")

    use = use_of(mine)

    assert (use.billed, use.perhaps, use.perhaps_jobs) == (0, 1, 1)


# Whose, when, in what


def test_currencies_are_never_added_together(alice, team):
    dollars, creative, units = (budget(team, "100", currency=currency) for currency in ("USD", "CU", "units"))
    sent(priced(alice, State.READY, "1"), bill="1")
    sent(priced(alice, State.READY, "7.25", "CU"), bill="7.25", currency="CU")
    sent(priced(alice, State.READY, "2", "USD"), bill="5", currency="units")

    assert stands(creative) == (Decimal("7.25"), 0, 0)
    assert stands(units) == (5, 0, 0)
    assert stands(dollars) == (1, 0, 2)  # what units are in dollars nobody knows: it stays at its estimate


def test_a_budget_counts_its_own_people_and_projects(alice, bob, charlie, team, project):
    other = Project.objects.create(team=team, name="Other")
    whole, bobs = budget(team), budget(team, person=bob)
    here, bobs_here = budget(team, project=project), budget(team, project=project, person=bob)
    for who, where in ((alice, project), (bob, project), (bob, other)):
        job = priced(who, State.READY)
        Job.objects.filter(pk=job.pk).update(project=where)
        sent(job, bill="1")
    sent(priced(charlie, State.READY), bill="1")

    assert [use_of(each).billed for each in (whole, bobs, here, bobs_here)] == [3, 2, 2, 1]


def test_many_budgets_take_as_few_questions_as_one(alice, bob, team, project, django_assert_num_queries):
    sent(priced(bob, State.READY), bill="1")
    for person in (None, alice, bob):
        for where in (None, project):
            budget(team, person=person, project=where, period="ever")
    many = list(Budget.objects.filter(team=team))

    with django_assert_num_queries(2):
        uses = budgets.uses_of(many)

    assert [use.billed for use in uses] == [1, 1, 0, 0, 1, 1]
    assert budgets.uses_of([]) == []


def test_a_month_begins_anew_and_for_ever_does_not(alice, team):
    monthly, ever = budget(team), budget(team, period="ever")
    sent(priced(alice, State.READY, created_at=last_month()), bill="3", sent_at=last_month())
    priced(alice, State.QUEUED, created_at=last_month())  # what is sent now is paid now

    assert stands(monthly) == (0, 1, 0)
    assert stands(ever) == (3, 1, 0)


def test_a_job_that_waits_for_an_approval_counts_once_it_is_released(alice, team):
    mine = budget(team)
    job = priced(alice, State.QUEUED, held_because="The budget is used up.", needs_approval=True)

    assert use_of(mine).reserved == 0
    Job.objects.filter(pk=job.pk).update(held_because="")
    assert use_of(mine).reserved == 1


def test_a_job_that_somebody_holds_for_other_reasons_keeps_its_reservation(alice, team):
    mine = budget(team)
    priced(alice, State.QUEUED, held_because="Held by Alice.")

    assert use_of(mine).reserved == 1


@given(st.lists(st.decimals("0.000001", "999.999999", places=6), min_size=1, max_size=60))
@examples(25)
def test_sums_are_exact_to_the_last_digit(alice, team, amounts):
    Attempt.objects.all().delete()
    mine, _ = Budget.objects.get_or_create(team=team, amount=1)
    job = priced(alice, State.READY)
    for amount in amounts:
        sent(job, bill=str(amount))

    assert use_of(mine).billed == sum(amounts)


# Does it fit


def test_a_job_fits_up_to_the_last_millionth(alice, team, project):
    budget(team, "1")
    sent(priced(alice, State.READY), bill="0.9")

    assert reached(team, alice, project, price("0.1")) == []
    assert reached(team, alice, project, price("0.100001")) != []


def test_free_jobs_always_fit_and_unknown_prices_while_anything_is_left(alice, team, project):
    mine = budget(team, "1")

    assert reached(team, alice, project, None) == []
    sent(priced(alice, State.READY), bill="1")
    assert [use.budget for use in reached(team, alice, project, None)] == [mine]
    assert reached(team, alice, project, price("0")) == []


def test_a_price_in_units_that_no_budget_counts_fits_while_anything_is_left_of_those_there_are(alice, team, project):
    mine = budget(team, "1")

    assert reached(team, alice, project, price("500", "CU")) == []
    sent(priced(alice, State.READY), bill="1")
    assert [use.budget for use in reached(team, alice, project, price("500", "CU"))] == [mine]
    budget(team, "1000", currency="CU")
    assert reached(team, alice, project, price("500", "CU")) == []


def test_every_budget_that_has_no_room_is_named(alice, bob, team, project):
    roomy, bobs = budget(team, "100"), budget(team, "0", person=bob)
    here = budget(team, "0.5", project=project)
    budget(team, "0", currency="CU")

    assert [use.budget for use in reached(team, bob, project, price("1"))] == [bobs, here]
    assert [use.budget for use in reached(team, alice, project, price("1"))] == [here]
    assert roomy.pk


def test_without_any_budget_nothing_is_left_uncounted(alice, team, project):
    units, free = price("5", "CU"), price("0", "CU")
    assert counts(team, alice, project, units)

    budget(team, "1")

    told = [counts(team, alice, project, each) for each in (units, free, None, price("5"))]
    assert told == [False, True, True, True]


# Words


def test_the_words_say_which_budget_how_much_is_left_and_who_can_help(alice, bob, team, project, monkeypatch):
    monkeypatch.setattr(budgets.clock, "now", lambda: datetime(2026, 11, 14, tzinfo=UTC))
    budget(team, "500", person=bob)
    sent(priced(bob, State.READY), bill="499.20")

    words = budgets.reached_words(reached(team, bob, project, price("1.34")), price("1.34"))

    assert words == (
        "This job is ~$1.34, and Bob Baker's budget for November has $0.80 of $500.00 left. "
        "Alice Archer can raise it or let this job through."
    )


def test_the_words_name_what_is_used_up_and_how_many_more(alice, bob, team, project):
    Membership.objects.filter(user=bob).update(role=Membership.Role.PRODUCER)
    budget(team, "1", period="ever")
    budget(team, "0", project=project, period="ever")
    sent(priced(alice, State.READY), bill="1.2")

    words = budgets.reached_words(reached(team, alice, project, None), None)

    assert words == (
        "The price of this job is not known, and the team's budget in all is used up: $1.20 of $1.00. "
        "1 more budget has no room either. Alice Archer or Bob Baker can raise it or let this job through."
    )
