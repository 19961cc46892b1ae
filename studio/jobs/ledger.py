"""The ledger: one row for each attempt to have a request accepted. The only writer of `Attempt.state`.

    prepared  -> sending     committed before a byte leaves
    sending   -> accepted    the provider took it
    sending   -> refused     it said no
    sending   -> uncertain   nobody knows: money may be spent
    sending   -> prepared    certain that nothing was accepted
    prepared  -> refused     we cannot even build the request
    uncertain -> accepted    found there, by a look-up, a webhook or a person

Every move is one UPDATE guarded by the old state; who comes second gets StaleAttempt.
"""

import uuid
from datetime import timedelta

from django.db.models import F, Max

from studio.core import clock
from studio.providers.base import Step, Ticket
from studio.providers.errors import ProviderError

from .models import Attempt, Job

PREPARED, SENDING, ACCEPTED, REFUSED, UNCERTAIN = Attempt.State.values

MOVES: dict[str, frozenset[str]] = {
    PREPARED: frozenset({SENDING, REFUSED}),
    SENDING: frozenset({ACCEPTED, REFUSED, UNCERTAIN, PREPARED}),
    UNCERTAIN: frozenset({ACCEPTED}),
    ACCEPTED: frozenset(),
    REFUSED: frozenset(),
}

RESEND_WITHIN = timedelta(minutes=10)
"""No source says how long a provider remembers an id; after this the same id might count as a new job."""

RESEND_MOST = 3


class StaleAttempt(Exception):
    """Somebody else has moved the attempt on."""


def current(job: Job, position: int | None = None) -> Attempt | None:
    """The job's newest attempt, or the newest at one step."""
    at = job.attempts.all() if position is None else job.attempts.filter(position=position)
    return at.order_by("-number").first()


def prepare(job: Job, position: int, step: Step, endpoint: str) -> Attempt:
    """The attempt that carries this step now: the newest one, or a new one where there is none to go on with.

    An uncertain one is not gone on with: a person decided to send again, under a new id.
    """
    newest = current(job, position)
    if newest and newest.state not in (REFUSED, UNCERTAIN):
        return newest
    number = (job.attempts.aggregate(most=Max("number"))["most"] or 0) + 1
    return job.attempts.create(
        id=uuid.uuid4(), number=number, position=position, purpose=step.purpose, endpoint=step.endpoint or endpoint
    )


def answers(job: Job) -> dict[int, dict[str, object]]:
    """What the job's earlier steps answered, by position."""
    return {attempt.position: attempt.answer for attempt in job.attempts.filter(state=ACCEPTED, answer__isnull=False)}


# Moves


def send(attempt: Attempt) -> None:
    """To be committed before a byte leaves."""
    _move(attempt, SENDING, sent_at=clock.now())


def accept(attempt: Attempt, ticket: Ticket) -> None:
    """The provider gave its id for the job."""
    _move(attempt, ACCEPTED, ticket=ticket.as_json(), settled_at=clock.now(), error="")


def answered(attempt: Attempt, answer: dict[str, object]) -> None:
    """An upload or a helper answered what later steps need."""
    _move(attempt, ACCEPTED, answer=answer, settled_at=clock.now(), error="")


def refuse(attempt: Attempt, error: ProviderError) -> None:
    """The provider said no, or we cannot build the request."""
    _move(attempt, REFUSED, settled_at=clock.now(), billed_state="no", **_said(error))


def lose(attempt: Attempt, error: ProviderError) -> None:
    """The answer was lost, and it cannot be found out by itself."""
    _move(attempt, UNCERTAIN, settled_at=clock.now(), **_said(error))


def put_back(attempt: Attempt, error: ProviderError) -> None:
    """Nothing was accepted: it will be sent later, under the same id."""
    _move(attempt, PREPARED, sent_at=None, **_said(error))


def _move(attempt: Attempt, to: str, **columns: object) -> None:
    was = attempt.state
    if to not in MOVES[was]:
        raise StaleAttempt(f"An attempt cannot go from {was} to {to}.")
    if not Attempt.objects.filter(pk=attempt.pk, state=was).update(state=to, **columns):
        raise StaleAttempt(f"Attempt {attempt.pk} is no longer {was}.")
    attempt.refresh_from_db()


def _said(error: ProviderError) -> dict[str, object]:
    return {"error": error.message, "raw": error.raw}


# Facts


def may_resend(attempt: Attempt) -> bool:
    """Whether the same id is surely still remembered. Only asked where the endpoint is idempotent."""
    return attempt.resent < RESEND_MOST and clock.now() - attempt.sent_at < RESEND_WITHIN


def count_resend(attempt: Attempt) -> None:
    """The same request goes out once more; to be committed before it does."""
    Attempt.objects.filter(pk=attempt.pk).update(resent=F("resent") + 1)
    attempt.refresh_from_db()


def count_look(attempt: Attempt) -> None:
    """The provider was asked by our id, and did not know it."""
    Attempt.objects.filter(pk=attempt.pk).update(looked=F("looked") + 1, looked_at=clock.now())
    attempt.refresh_from_db()
