"""Whatever happens in whatever order, the provider's own count of charges never exceeds what people agreed to.

A state machine of Hypothesis orders faults, kills the studio at any point, restarts it, and lets people press buttons.
"""

from contextlib import suppress
from types import SimpleNamespace
from typing import ClassVar

import httpx
import pytest
from asgiref.sync import async_to_sync
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from studio.jobs import actions, sending
from studio.jobs.machine import FINAL, State
from studio.jobs.models import Attempt, Job
from studio.providers.base import Promise

from .toy import IDEMPOTENT, NOTHING, ONLY_LOOK_UP, Killed, killed_at

pytestmark = [pytest.mark.django_db, pytest.mark.crash]

PROMISES = [NOTHING, ONLY_LOOK_UP, Promise(idempotent_resend=True), IDEMPOTENT]
FAULTS = [
    ("after", httpx.ReadTimeout("slow")),
    ("after", httpx.RemoteProtocolError("closed")),
    ("before", httpx.ReadTimeout("slow")),
    ("before", httpx.ConnectError("refused")),
    ("status", 429),
    ("status", 503),
    ("status", 422),
]
LAST_STATES = {
    State.UNKNOWN: {"uncertain"},
    State.REFUSED: {"refused"},
    State.RUNNING: {"accepted"},
    State.FETCHING: {"accepted"},
    State.QUEUED: {"prepared", "uncertain", None},
    State.CANCELLED: {"prepared", "uncertain", "accepted", None},
}
"""The state that the newest attempt must have."""


class OneJob(RuleBasedStateMachine):
    """One job of Alice's. `house` holds the fixtures of the test that runs it."""

    house: ClassVar[SimpleNamespace]

    @initialize(promise=st.sampled_from(PROMISES), faults=st.lists(st.sampled_from(FAULTS), max_size=3))
    def begin(self, promise, faults):
        self.house.promised(promise)
        self.house.toy.forget()
        self.house.toy.faults += [("/jobs", *fault) for fault in faults]
        self.job, self.agreed = self.house.submit(), 1

    @rule(point=st.integers(1, 30))
    def the_studio_is_killed_while_it_drives(self, point):
        with killed_at(point, self.house.toy), suppress(Killed):
            self.house.drive(self.job, kept=False, runs=1)

    @rule()
    def the_studio_drives(self):
        self.house.drive(self.job, kept=False, runs=1)

    @rule(fault=st.sampled_from(FAULTS))
    def the_next_request_will_go_wrong(self, fault):
        self.house.toy.faults.append(("/jobs", *fault))

    @rule()
    def the_sweeper_looks_for_unknown_jobs(self):
        unknown = Attempt.objects.filter(job=self.job, job__state=State.UNKNOWN, state="uncertain")
        for attempt in unknown.select_related("job"):
            async_to_sync(sending.look_up_again)(attempt, self.house.toy.client())

    @rule()
    def alice_cancels(self):
        actions.cancel(self.house.alice, self.job)

    @rule()
    def alice_sends_an_unknown_job_again(self):
        if self.now.state == State.UNKNOWN:
            self.agreed += 1
            actions.send_again(self.house.alice, self.job)

    @property
    def now(self) -> Job:
        return Job.objects.get(pk=self.job.pk)

    @invariant()
    def nobody_is_charged_for_more_than_was_agreed_to(self):
        charges = self.house.toy.charges
        assert not hasattr(self, "job") or sum(charges.values()) <= self.agreed
        assert all(count == 1 for count in charges.values()), "one id was charged twice"

    @invariant()
    def a_charge_is_never_one_that_the_ledger_thinks_impossible(self):
        charged = Attempt.objects.filter(pk__in=self.house.toy.charges)
        assert {attempt.state for attempt in charged} <= {"sending", "accepted", "uncertain"}

    @invariant()
    def job_and_ledger_agree(self):
        if not hasattr(self, "job"):
            return
        states = [attempt.state for attempt in Attempt.objects.filter(job=self.job)]
        allowed = LAST_STATES.get(State(self.now.state))
        assert allowed is None or (states[-1] if states else None) in allowed
        assert "sending" not in states or self.now.state not in (State.QUEUED, *FINAL)

    def teardown(self):
        if hasattr(self, "job"):
            self.house.toy.faults.clear()
            self.house.drive(self.job, kept=False)
            assert self.now.state not in (State.QUEUED, State.SENDING, State.RUNNING), "lost"
            self.nobody_is_charged_for_more_than_was_agreed_to()


def test_in_any_order_of_faults_kills_and_buttons_money_is_spent_only_as_agreed(submit, drive, toy, promised, alice):
    class Here(OneJob):
        house = SimpleNamespace(submit=submit, drive=drive, toy=toy, promised=promised, alice=alice)

    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=60,
            stateful_step_count=6,
            deadline=None,
            database=None,
            phases=[Phase.generate],  # a failure is printed as it was found: making it smaller takes minutes
            suppress_health_check=list(HealthCheck),
        ),
    )
