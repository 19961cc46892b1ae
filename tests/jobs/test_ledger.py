"""The ledger: moves that are allowed, what the database refuses, and that nobody else writes."""

import re
from datetime import timedelta
from itertools import product
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

import studio
from studio.core import clock
from studio.jobs import ledger
from studio.jobs.models import Attempt
from studio.providers.base import Ticket
from studio.providers.errors import NotSent
from studio.providers.templates import Step

STEP = Step(purpose="submit", method="POST", url="http://toy/jobs")
TICKET = Ticket(provider="runware", id="there-1")
LOST = NotSent("No connection.")
MOVES = {
    "sending": ledger.send,
    "accepted": lambda attempt: ledger.accept(attempt, TICKET),
    "refused": lambda attempt: ledger.refuse(attempt, LOST),
    "uncertain": lambda attempt: ledger.lose(attempt, LOST),
    "prepared": lambda attempt: ledger.put_back(attempt, LOST),
}
ALLOWED = [(was, to) for was, tos in ledger.MOVES.items() for to in sorted(tos)]
REFUSED = [pair for pair in product(ledger.MOVES, MOVES) if pair not in ALLOWED]


@pytest.fixture
def attempt_in(submit):
    """attempt_in(state) -> an attempt as it is in that state."""

    def make(state: str) -> Attempt:
        attempt = ledger.prepare(submit(), 1, STEP, "toy@1")
        sent = None if state == "prepared" else clock.now()
        ticket = TICKET.as_json() if state == "accepted" else None
        Attempt.objects.filter(pk=attempt.pk).update(state=state, sent_at=sent, ticket=ticket)
        attempt.refresh_from_db()
        return attempt

    return make


@pytest.mark.parametrize(("was", "to"), ALLOWED)
def test_a_move_of_the_table_is_made(attempt_in, was, to):
    attempt = attempt_in(was)

    MOVES[to](attempt)

    assert attempt.state == to


@pytest.mark.parametrize(("was", "to"), REFUSED)
def test_any_other_move_is_refused(attempt_in, was, to):
    attempt = attempt_in(was)

    with pytest.raises(ledger.StaleAttempt):
        MOVES[to](attempt)

    attempt.refresh_from_db()
    assert attempt.state == was


def test_who_comes_second_is_told_so(attempt_in):
    attempt = attempt_in("sending")
    late = Attempt.objects.get(pk=attempt.pk)
    ledger.accept(attempt, TICKET)

    with pytest.raises(ledger.StaleAttempt):
        ledger.lose(late, LOST)


def test_a_job_has_one_open_attempt_at_most(attempt_in):
    attempt = attempt_in("sending")

    with pytest.raises(IntegrityError), transaction.atomic():
        attempt.job.attempts.create(number=2, endpoint="toy@1")


@pytest.mark.parametrize(
    "broken", [{"state": "accepted"}, {"state": "perhaps"}, {"sent_at": None}, {"state": "prepared"}]
)
def test_the_database_itself_refuses_what_cannot_be(attempt_in, broken):
    attempt = attempt_in("sending")

    with pytest.raises(IntegrityError), transaction.atomic():
        Attempt.objects.filter(pk=attempt.pk).update(**broken)


@pytest.mark.parametrize("state", ["prepared", "sending", "accepted"])
def test_an_attempt_that_can_be_gone_on_with_is_gone_on_with(attempt_in, state):
    attempt = attempt_in(state)

    assert ledger.prepare(attempt.job, 1, STEP, "toy@1") == attempt


def test_after_an_uncertain_one_a_new_attempt_gets_a_new_id(attempt_in):
    attempt = attempt_in("uncertain")

    again = ledger.prepare(attempt.job, 1, STEP, "toy@1")

    assert (again.number, again.state) == (2, "prepared")
    assert again.pk != attempt.pk


def test_the_same_id_is_sent_again_only_for_ten_minutes_and_three_times(attempt_in):
    attempt = attempt_in("sending")

    assert ledger.may_resend(attempt)
    attempt.sent_at = clock.now() - timedelta(minutes=10)
    assert not ledger.may_resend(attempt)
    attempt.sent_at, attempt.resent = clock.now(), 3
    assert not ledger.may_resend(attempt)


def test_only_the_machine_and_the_ledger_write_states():
    """`.state =`, `state=` in an update or create, anywhere else, would go round the guards."""
    writes = re.compile(
        r"\.state\s*=[^=]|(?:update|create|bulk_create|update_or_create)\([^)]*\bstate=|[\"']state[\"']:(?!\s*(?:lambda|{))"
    )  # neither a function nor a table is what a column holds
    allowed = {"machine.py", "ledger.py"}
    root = Path(studio.__file__).parent
    places = [
        f"{path.relative_to(root)}: {found.group()}"
        for folder in ("jobs", "pages", "live", "config", "library")
        for path in (root / folder).rglob("*.py")
        if path.name not in allowed and "migrations" not in path.parts
        for found in writes.finditer(path.read_text())
    ]

    assert places == []
