"""What a job has cost: told by the provider for each attempt, and summed up on the job."""

from collections.abc import Iterable
from decimal import Decimal

from studio.providers.base import Billed

from . import ledger
from .machine import note, wrote
from .models import Attempt, Job

DOUBTFUL = (ledger.SENDING, ledger.ACCEPTED, ledger.UNCERTAIN)


def charge(job: Job, attempt: Attempt, billed: Billed) -> None:
    """Money that is told is kept, on the attempt and on the job; unknown never overwrites what is known, but its reason
    is kept where nothing is. That it was billed, without an amount, takes back no amount: a person may have read it."""
    if billed.state == "yes" and billed.amount is None and attempt.billed_amount is not None:
        return
    told = {"billed_state": billed.state, "billed_amount": billed.amount, "billed_currency": billed.currency}
    if all(getattr(attempt, name) == value for name, value in told.items()) and not _is_news(attempt, billed):
        return
    if billed.state == "unknown" and not _is_news(attempt, billed):
        return
    reason = {"billed_reason": billed.reason[:300]}
    Attempt.objects.filter(pk=attempt.pk).update(**told | reason)
    wrote(attempt, told | reason)
    note(job, **bill(job) | reason)


def _is_news(attempt: Attempt, billed: Billed) -> bool:
    """Whether it is a reason for not knowing that was not known before."""
    is_unknown = attempt.billed_state == billed.state == "unknown"
    return is_unknown and bool(billed.reason) and attempt.billed_reason != billed.reason[:300]


def bill(job: Job, of: Attempt | None = None) -> dict[str, object]:
    """The job's bill, over its attempts; or that of one delivery alone, `of` its submit, with the helpers before it.

    Yes as soon as a submit was billed, with the sum of what was told; where helpers alone were billed, only if nothing
    else can have been. No if nothing that was sent can have been. Sums of several currencies are not made.
    """
    rows = [row for row in job.attempts.all() if of is None or (row.pk == of.pk if of.late else not row.late)]
    charged = [row for row in rows if row.billed_state == "yes"]
    is_doubtful = any(row.billed_state == "unknown" and row.state in DOUBTFUL for row in rows)
    if any(row.purpose == "submit" for row in charged) or (charged and not is_doubtful):
        return {"billed_state": "yes"} | _sum(charged)
    return {"billed_state": "unknown" if is_doubtful else "no", "billed_amount": None, "billed_currency": ""}


def _sum(charged: Iterable[Attempt]) -> dict[str, object]:
    amounts: dict[str, Decimal] = {}
    for row in charged:
        if row.billed_amount is not None:
            amounts[row.billed_currency] = amounts.get(row.billed_currency, Decimal(0)) + row.billed_amount
    spent = {currency: amount for currency, amount in amounts.items() if amount} or amounts
    if len(spent) != 1:
        return {"billed_amount": None, "billed_currency": ""}
    [(currency, amount)] = spent.items()
    return {"billed_amount": amount, "billed_currency": currency}
