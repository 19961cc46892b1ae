"""A bill that the provider did not tell, entered by a person who has read it there. Safe to call twice."""

from decimal import ROUND_HALF_UP, Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction

from studio.accounts.activity import record
from studio.accounts.models import User
from studio.accounts.permissions import may_manage
from studio.core import money
from studio.library.models import Asset
from studio.providers.base import Billed

from .billing import charge
from .machine import note
from .models import Attempt, Job
from .statement import Line

STEP = Decimal("0.000001")


@transaction.atomic
def settle_bill(user: User, attempt: Attempt, paid: Decimal | None, currency: str = "USD") -> Attempt:
    """What one request was billed; None for not at all. One whose bill is known, or may still come, stays as it is.

    Raises PermissionDenied for who may not decide about the team's money.
    """
    if not may_manage(user, attempt.job.team):
        raise PermissionDenied("Only owners and producers of the team may enter a bill.")
    job = Job.objects.select_for_update().get(pk=attempt.job_id)
    now = Attempt.objects.select_related("job").get(pk=attempt.pk)
    if not Line(now).is_open:
        return now
    words = money.words(paid, currency) if paid else "not billed"
    because = f"{user} read it at the provider."
    told = Billed(state="yes", amount=paid, currency=currency, reason=because)
    charge(job, now, told if paid else Billed(state="no", reason=because))
    note(job, because=f"{user} entered the bill of attempt {now.number}: {words}.")
    record("bill-entered", team=job.team_id, by=user, of=job, words=f"{job.title[:200]}: {words}")
    _tell_assets(job)
    return now


def _tell_assets(job: Job) -> None:
    """The files keep what was billed for them: each its share."""
    made = Asset.objects.filter(job_id=job.pk)
    count = made.count()
    share = (job.billed_amount / count).quantize(STEP, ROUND_HALF_UP) if job.billed_amount and count else None
    made.update(billed=job.billed_state, billed_amount=share, billed_currency=job.billed_currency)
