"""No order of events, and no two hands at once, spend more than a budget allows without somebody's yes."""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from decimal import Decimal
from threading import Barrier

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import Phase as Stage
from hypothesis import strategies as st

from studio.accounts.models import Budget
from studio.catalog.recipe import Recipe
from studio.jobs import actions, approvals, ledger
from studio.jobs.budgets import use_of
from studio.jobs.consent import Consent
from studio.jobs.machine import State, advance
from studio.jobs.models import Attempt, Job, JobEvent
from studio.providers.base import NOT_BILLED, Billed, Phase, Ticket, Update
from studio.providers.errors import SubmitUncertain
from studio.providers.templates import Step

from .conftest import TOY_RECIPE
from .spending import budget

EACH = Decimal("0.028")
"""What one picture costs by the list; a job asks for 1 to 4."""

SUBMIT = Step(purpose="submit", method="POST", url="http://toy/jobs")


def pictures(takes: int) -> Recipe:
    return Recipe(TOY_RECIPE.model, TOY_RECIPE.task, "runware", {**TOY_RECIPE.values, "takes": takes})


# What one expects, in plain words


@dataclass
class Expected:
    """A job as a budget should see it: what its requests count as, and whether one is still to come."""

    job: Job
    price: Decimal
    coming: bool
    requests: list[Decimal] = field(default_factory=list)

    @property
    def counted(self) -> Decimal:
        return sum(self.requests, self.price if self.coming else Decimal(0))


class Studio:
    """One team with one budget; each method is something that happens to the first job that it can happen to."""

    def __init__(self, alice, bob, project, amount: Decimal) -> None:
        self.alice, self.bob, self.project = alice, bob, project
        self.budget = Budget.objects.create(team=project.team, amount=amount)
        self.jobs: list[Expected] = []

    @property
    def counted(self) -> Decimal:
        return sum((job.counted for job in self.jobs), Decimal(0))

    def press(self, takes: int, _: Decimal) -> None:
        price, fits = takes * EACH, takes * EACH <= self.budget.amount - self.counted
        try:
            job = self._submit(takes, Consent())
        except actions.CannotSubmit:
            assert not fits
            return
        assert fits
        self.jobs.append(Expected(job, price, coming=True))
        assert self.counted <= self.budget.amount

    def ask_for_approval(self, takes: int, _: Decimal) -> None:
        fits = takes * EACH <= self.budget.amount - self.counted
        job = self._submit(takes, Consent(approval=True))
        assert bool(job.held_because) is not fits
        self.jobs.append(Expected(job, takes * EACH, coming=fits))

    def _submit(self, takes: int, consent: Consent) -> Job:
        key = f"press {len(self.jobs)} {Job.objects.count()}"
        return actions.submit(self.bob, self.project.team, self.project, pictures(takes), key, consent)

    def let_through(self, *_: object) -> None:
        if found := self._first(State.QUEUED, held=True):
            found.job, found.coming = approvals.release(self.alice, found.job), True

    def cancel(self, *_: object) -> None:
        if found := self._first(State.QUEUED, held=False):
            found.job, found.coming = actions.cancel(self.bob, found.job), False

    def send(self, *_: object) -> None:
        if found := self._first(State.QUEUED, held=False):
            advance(found.job, State.SENDING)
            ledger.send(ledger.prepare(found.job, 1, SUBMIT, "x"))
            found.coming = False
            found.requests.append(found.price)

    def accept(self, *_: object) -> None:
        if found := self._first(State.SENDING):
            ledger.accept(ledger.current(found.job), Ticket(provider="runware", id="there"))
            advance(found.job, State.RUNNING)

    def lose(self, *_: object) -> None:
        if found := self._first(State.SENDING):
            ledger.lose(ledger.current(found.job), SubmitUncertain("It did not answer in time."))
            advance(found.job, State.UNKNOWN)

    def bill(self, _: int, amount: Decimal) -> None:
        self._end(Phase.DONE, Billed(state="yes", amount=amount, currency="USD"), amount)

    def end_without_a_bill(self, *_: object) -> None:
        self._end(Phase.DONE, Billed(), None)

    def fail_for_free(self, *_: object) -> None:
        self._end(Phase.FAILED, NOT_BILLED, Decimal(0))

    def _end(self, phase: Phase, billed: Billed, counts: Decimal | None) -> None:
        if found := self._first(State.RUNNING):
            found.job = actions.apply_update(ledger.current(found.job).pk, Update(phase=phase, billed=billed))
            found.requests[-1] = found.requests[-1] if counts is None else counts

    def take_as_lost(self, *_: object) -> None:
        if found := self._first(State.UNKNOWN):
            found.job = actions.settle_unknown(self.bob, found.job)

    def send_again(self, *_: object) -> None:
        if found := self._first(State.UNKNOWN):
            found.job, found.coming = actions.send_again(self.alice, found.job), True

    def _first(self, state: State, held: bool | None = None) -> Expected | None:
        fits = [job for job in self.jobs if job.job.state == state and held in (None, bool(job.job.held_because))]
        return next(iter(fits), None)


HAPPENINGS = [name for name, of in vars(Studio).items() if callable(of) and not name.startswith("_")]


@pytest.mark.django_db
@given(
    st.integers(0, 12).map(lambda count: count * EACH),
    st.lists(
        st.tuples(st.sampled_from(HAPPENINGS), st.integers(1, 4), st.decimals("0", "0.2", places=6)),
        min_size=12,
        max_size=30,
    ),
)
@settings(
    max_examples=10,
    deadline=None,
    phases=[Stage.generate],  # a failure is printed as it was found: making it smaller takes minutes
    suppress_health_check=list(HealthCheck),
)
def test_whatever_happens_a_budget_knows_its_sum_and_lets_nothing_pass_it(alice, bob, project, toy, amount, happened):
    for rows in (JobEvent, Attempt, Job, Budget):
        rows.objects.all().delete()
    studio = Studio(alice, bob, project, amount)

    for name, takes, bill in happened:
        getattr(studio, name)(takes, bill)

        assert use_of(studio.budget).used == studio.counted, name


# Two hands at once


@pytest.mark.django_db(transaction=True)
def test_of_two_presses_at_the_same_moment_one_fits(alice, team, project, toy, monkeypatch):
    budget(team, "0.03")
    make, hands = actions.make, 4
    start = Barrier(hands)

    def slowly(*args):
        time.sleep(0.05)  # so that whoever checks without waiting for us sees an empty budget
        return make(*args)

    def press(hand: int) -> bool:
        start.wait()
        try:
            actions.submit(alice, team, project, pictures(1), f"hand {hand}")
        except actions.CannotSubmit as refused:
            assert refused.problems[0].field == "approval"
            return False
        finally:
            connection.close()
        return True

    monkeypatch.setattr(actions, "make", slowly)
    with ThreadPoolExecutor(hands) as pool:
        passed = list(pool.map(press, range(hands)))

    assert sorted(passed) == [False, False, False, True]
    assert Job.objects.count() == 1
