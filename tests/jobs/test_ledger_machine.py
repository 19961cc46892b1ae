"""Whatever happens in whatever order, the provider's own count of charges never exceeds what people agreed to.

A state machine of Hypothesis orders faults, kills the studio at any point, restarts it, and lets people press buttons.
"""

import httpx
import pytest
from asgiref.sync import async_to_sync
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from studio.jobs import actions, sending
from studio.jobs.machine import FINAL, State
from studio.jobs.models import Attempt, Job
from studio.providers.base import Promise

from .toy import IDEMPOTENT, NOTHING, ONLY_LOOK_UP, Killed, killed_at

pytestmark = pytest.mark.django_db

PROMISES = [
    IDEMPOTENT,
    ONLY_LOOK_UP,
    Promise(idempotent_resend=True),
    Promise(idempotent_resend=True, cancel=True),
    NOTHING,
]
FAULTS = [
    ("before", httpx.ConnectError("refused")),
    ("before", httpx.ReadTimeout("slow")),
    ("after", httpx.ReadTimeout("slow")),
    ("after", httpx.RemoteProtocolError("closed")),
    ("status", 429),
    ("status", 503),
    ("status", 422),
]


def machine_of(submit, drive, toy, promised, alice) -> type[RuleBasedStateMachine]:
    """The machine, with the fixtures of the test that runs it."""

    class OneJob(RuleBasedStateMachine):
        @initialize(promise=st.sampled_from(PROMISES))
        def begin(self, promise):
            promised(promise)
            toy.forget()
            self.job, self.agreed = submit(), 1

        @rule(fault=st.sampled_from(FAULTS))
        def the_next_submit_goes_wrong(self, fault):
            toy.faults.append(("/jobs", *fault))

        @rule(point=st.integers(1, 60))
        def the_studio_is_killed_while_it_drives(self, point):
            with killed_at(point, toy):
                try:
                    drive(self.job, kept=False, runs=2)
                except Killed:
                    pass

        @rule()
        def the_studio_drives(self):
            drive(self.job, kept=False, runs=2)

        @rule()
        def the_sweeper_looks_for_unknown_jobs(self):
            for attempt in Attempt.objects.filter(job=self.job, job__state=State.UNKNOWN, state="uncertain"):
                async_to_sync(sending.look_up_again)(attempt, toy.client())

        @rule()
        def alice_cancels(self):
            actions.cancel(alice, self.job)

        @rule()
        def alice_sends_an_unknown_job_again(self):
            if self.now.state == State.UNKNOWN:
                self.agreed += 1
                actions.send_again(alice, self.job)

        @property
        def now(self) -> Job:
            return Job.objects.get(pk=self.job.pk)

        @invariant()
        def nobody_is_charged_for_more_than_was_agreed_to(self):
            assert toy.charged <= self.agreed
            assert all(count == 1 for count in toy.charges.values())

        @invariant()
        def a_charge_is_never_one_that_the_ledger_thinks_impossible(self):
            for attempt in Attempt.objects.filter(pk__in=toy.charges):
                assert attempt.state in ("sending", "accepted", "uncertain")

        @invariant()
        def job_and_ledger_agree(self):
            if not hasattr(self, "job"):
                return
            job, attempts = self.now, list(Attempt.objects.filter(job=self.job))
            states = [attempt.state for attempt in attempts]
            if job.state in (State.RUNNING, State.FETCHING):
                assert "accepted" in states
            if job.state == State.UNKNOWN:
                assert states[-1] == "uncertain"
            if job.state == State.REFUSED:
                assert states[-1] == "refused"
            if job.state in (State.QUEUED, *FINAL):
                assert "sending" not in states

        def teardown(self):
            if hasattr(self, "job"):
                toy.faults.clear()
                assert drive(self.job, kept=False).state not in (State.QUEUED, State.SENDING, State.RUNNING)

    return OneJob


def test_in_any_order_of_faults_kills_and_buttons_money_is_spent_only_as_agreed(submit, drive, toy, promised, alice):
    machine = machine_of(submit, drive, toy, promised, alice)

    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=40, stateful_step_count=10, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
