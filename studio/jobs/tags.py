"""A job's price tag: what it will cost, what it has cost, and how far the two are apart. Words only."""

from decimal import Decimal

from studio.core import money

from .machine import State
from .models import Job

FAR = Decimal("0.05")
"""From then on a difference is marked: a twentieth of the estimate."""

BEFORE_THE_BILL = {
    State.QUEUED: "Not billed yet ·",
    State.SENDING: "Not billed yet ·",
    State.RUNNING: "Billed when done ·",
    State.FETCHING: "Billed when done ·",
    State.UNKNOWN: "Maybe billed",
}


def tag(job: Job) -> str:
    """Billed, not billed, maybe or not known; before the end, what it will cost and when."""
    if job.is_final or (job.billed_state == "yes" and job.state == State.FETCHING):
        return billed(job)
    return f"{BEFORE_THE_BILL[State(job.state)]} {price(job)}" if job.estimate_amount != 0 else "Free"


def price(job: Job) -> str:
    """What a job is estimated to cost; `~` where that is not exact."""
    return str(job.estimate or "price ?")


def billed(job: Job) -> str:
    """What a finished job has cost, in words."""
    if job.billed_state == "unknown":
        return "Billing unknown"
    if job.billed_state == "yes" and job.billed_amount is None:
        return "Billed, amount not told"
    if not job.billed_amount:
        return "Free" if job.estimate_amount == 0 else "Not billed"
    return f"Billed {money.words(job.billed_amount, job.billed_currency)}{apart_words(job)}"


def apart(job: Job) -> Decimal | None:
    """The bill less the estimate; None where one of them is not known, or they are in different currencies."""
    if job.billed_amount is None or job.estimate_amount is None or job.billed_currency != job.estimate_currency:
        return None
    return job.billed_amount - job.estimate_amount


def apart_words(job: Job) -> str:
    """`, as quoted`, `, $0.06 more than estimated`; empty where nothing can be compared."""
    difference = apart(job)
    if difference is None:
        return ""
    if not difference:
        return ", as quoted" if job.estimate_exact else ", as estimated"
    more = "more" if difference > 0 else "less"
    return f", {money.words(abs(difference), job.billed_currency)} {more} than estimated"


def is_far_apart(job: Job) -> bool:
    """Whether the bill is more than a twentieth away from the estimate."""
    difference = apart(job)
    return difference is not None and abs(difference) > job.estimate_amount * FAR
