"""Jobs and their requests as a test of money needs them, written straight into the tables."""

from datetime import datetime
from decimal import Decimal

from studio.accounts.models import Budget
from studio.core import clock
from studio.jobs.machine import State
from studio.jobs.models import Attempt, Job
from studio.providers.base import Ticket
from tests.live.making import make_job


def budget(team, amount: str = "10", **facts) -> Budget:
    """A budget of the team's, in dollars and by the month unless `facts` say otherwise."""
    return Budget.objects.create(team=team, amount=Decimal(amount), **facts)


def priced(owner, state: State = State.RUNNING, estimate: str | None = "1", currency: str = "USD", **facts) -> Job:
    """A job with an estimate, in that state."""
    known = {"estimate_amount": Decimal(estimate), "estimate_currency": currency} if estimate is not None else UNPRICED
    return make_job(owner, state, **known, **facts)


UNPRICED = {"estimate_amount": None, "estimate_currency": ""}


def sent(job: Job, state: str = "accepted", bill: str | None = None, currency: str = "USD", **facts) -> Attempt:
    """The job's next request, sent now; with a bill, or without."""
    known = {"billed_state": "yes", "billed_amount": Decimal(bill), "billed_currency": currency} if bill else {}
    ticket = Ticket(provider=job.provider, id="there", endpoint="x").as_json()
    now = clock.now()
    columns = {"endpoint": "x", "ticket": ticket, "sent_at": now, "forgotten_at": now} | known | facts
    return Attempt.objects.create(job=job, number=job.attempts.count() + 1, state=state, **columns)


def last_month() -> datetime:
    """A moment of the month before this one."""
    first = clock.now().replace(day=1)
    return first.replace(month=first.month - 1) if first.month > 1 else first.replace(year=first.year - 1, month=12)
