"""What the stand-ins charged, beside what our ledger says of it. They count by themselves and never ask each other."""

import time
from collections.abc import Iterator
from decimal import Decimal

from studio.jobs.models import Attempt
from studio.rehearsal.store import Charge

UNTOLD = {
    "fal": ("",),
    "kling": ("/v1/audio/tts", "/v1/videos/identify-face"),
}
"""Endpoints whose answers never tell an amount, by how they begin: all of fal's, Kling's that answer at once."""


class Till:
    """What a provider's stand-in has charged and taken since this was made."""

    def __init__(self, stage, provider: str) -> None:
        self._store, self._provider, self._since = stage.frame.store, provider, time.time()
        self._before = len(self._store.charges(provider))

    def charges(self) -> list[Charge]:
        """Every charge, those that are paid back too."""
        return self._store.charges(self._provider)[self._before :]

    def tasks(self) -> set[str]:
        """Their ids of what was taken."""
        found = {charge.account for charge in self.charges()}
        accounts = [task for account in found for task in self._store.tasks(self._provider, account, most=10_000)]
        return {task.id for task in accounts if task.plan.accepted >= self._since}

    def disagreements(self) -> list[str]:
        """Every charge that no request of ours explains, and every request that says anything else than its charge."""
        attempts = list(Attempt.objects.filter(job__provider=self._provider).exclude(purpose="upload"))
        by_id = {its: attempt for attempt in attempts for its in ids_of(attempt)}
        charged: dict[Attempt, Charge] = {}
        for charge in self.charges():
            attempt = by_id.get(charge.their_id) or by_id.get(charge.our_id)
            if attempt is None or attempt in charged:
                return [f"{charge} was charged for {attempt or 'nothing that we know of'}"]
            charged[attempt] = charge
        return [fault for attempt in attempts for fault in between(attempt, charged.get(attempt))]

    def strangers(self) -> set[str]:
        """What the stand-in took, and no request of ours was told of."""
        rows = Attempt.objects.filter(job__provider=self._provider)
        return self.tasks() - {its for attempt in rows for its in ids_of(attempt)}


def ids_of(attempt: Attempt) -> set[str]:
    """All ids under which a request may be known there."""
    answer = attempt.answer or {}
    named = {str(answer[name]) for name in ("session_id", "audio_id") if answer.get(name)}
    return named | {str(attempt.pk), (attempt.ticket or {}).get("id", ""), attempt.request_id} - {""}


def between(attempt: Attempt, charge: Charge | None) -> Iterator[str]:
    """What differs between a request and its charge."""
    told = (attempt.billed_state, attempt.billed_amount, attempt.billed_currency)
    if attempt.state == "uncertain":
        due = [("unknown", None, "")]
    elif charge is None or charge.refunded:
        due = [("no", None, "")] if attempt.state != "accepted" else [("no", None, ""), ("unknown", None, "")]
    elif any(attempt.endpoint.startswith(beginning) for beginning in UNTOLD.get(charge.provider, ())):
        due = [("yes", None, ""), ("unknown", None, "")]
    else:
        due = [("yes", Decimal(charge.amount), charge.currency)]
    if told not in due:
        yield f"{attempt.endpoint} is billed {told}, and was charged {charge and (charge.amount, charge.currency)}"
