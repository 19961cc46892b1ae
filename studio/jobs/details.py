"""What support asks for, and what a person needs who looks for a job in the provider's own pages: its requests."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from studio.core import money

from .models import Attempt

BECAME = {
    Attempt.State.SENDING: "no reply yet",
    Attempt.State.ACCEPTED: "accepted",
    Attempt.State.REFUSED: "refused",
    Attempt.State.UNCERTAIN: "the reply was lost",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Detail:
    """One request that left us. `request_id` is the provider's own, where it told one; `our_id` is what we called it,
    which Kling and Runware know it by."""

    what: str
    is_job: bool
    became: str
    request_id: str
    our_id: str
    endpoint: str
    sent_at: datetime
    settled_at: datetime | None
    billed: str


def details_of(jobs: Sequence[UUID]) -> dict[UUID, tuple[Detail, ...]]:
    """The requests of these jobs, in order; uploads are none. One query, and none for no jobs."""
    found = defaultdict(list)
    if jobs:
        sent = Attempt.objects.filter(job__in=jobs, sent_at__isnull=False).exclude(purpose="upload")
        for attempt in sent.defer("raw", "answer", "outputs").order_by("job", "number"):
            found[attempt.job_id].append(_told(attempt))
    return {job: tuple(rows) for job, rows in found.items()}


def _told(attempt: Attempt) -> Detail:
    is_job = attempt.purpose == "submit"
    its_id = attempt.request_id or (attempt.ticket or {}).get("id", "")
    return Detail(
        what="The job" if is_job else attempt.doing.capitalize(),
        is_job=is_job,
        became=BECAME.get(attempt.state, ""),
        request_id="" if its_id == str(attempt.pk) else its_id,
        our_id=str(attempt.pk),
        endpoint=attempt.endpoint,
        sent_at=attempt.sent_at,
        settled_at=attempt.settled_at,
        billed=_billed(attempt),
    )


def _billed(attempt: Attempt) -> str:
    """`billed $0.84`, `not billed`, `billed or not: unknown`; then why we say so."""
    known = attempt.billed_amount is not None
    amount = money.words(attempt.billed_amount, attempt.billed_currency) if known else "amount not told"
    words = {"yes": f"billed, {amount}", "no": "not billed"}.get(attempt.billed_state, "billed or not: unknown")
    return f"{words}. {attempt.billed_reason}".strip()
