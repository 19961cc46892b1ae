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
from collections.abc import Mapping, Sequence
from datetime import timedelta

from django.db.models import F, Q

from studio.core import clock
from studio.providers.base import Ticket
from studio.providers.errors import ProviderError
from studio.providers.templates import Step

from .machine import wrote
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


def current(job: Job) -> Attempt | None:
    """The job's newest attempt."""
    return job.attempts.order_by("-number").first()


def is_current(attempt: Attempt) -> bool:
    """Whether it is its job's newest."""
    return not Attempt.objects.filter(job=attempt.job_id, number__gt=attempt.number).exists()


def prepare(job: Job, position: int, step: Step, endpoint: str) -> Attempt:
    """The attempt that carries this step now: the newest one, or a new one where there is none to go on with.

    An uncertain one is not gone on with: a person decided to send again, under a new id.
    """
    rows = list(job.attempts.order_by("-number"))
    newest = next((row for row in rows if row.position == position), None)
    if newest and newest.state not in (REFUSED, UNCERTAIN):
        return newest
    about = {"purpose": step.purpose, "endpoint": step.endpoint or endpoint, "doing": step.doing}
    return _new(job, rows, position=position, **about | (FREE if step.purpose == "upload" else {}))


FREE = {"billed_state": "no", "billed_reason": "To store an input costs nothing."}


def renew(job: Job, position: int) -> Attempt:
    """A new attempt at a step that was accepted before, because its answer is not good any more. Uploads only."""
    rows = list(job.attempts.order_by("-number"))
    old = next(row for row in rows if row.position == position)
    return _new(job, rows, position=position, purpose=old.purpose, endpoint=old.endpoint, doing=old.doing, **FREE)


def _new(job: Job, rows: Sequence[Attempt], **about: object) -> Attempt:
    """One more than `rows`, which are the job's, newest first."""
    number = rows[0].number + 1 if rows else 1
    return job.attempts.create(id=uuid.uuid4(), number=number, account_id=job.account_id, **about)


def answers(job: Job) -> dict[int, dict[str, object]]:
    """What the job's earlier steps answered, by position; of several attempts at one step, the newest."""
    accepted = job.attempts.filter(state=ACCEPTED, answer__isnull=False).order_by("number")
    return {attempt.position: attempt.answer for attempt in accepted}


# Moves


def send(attempt: Attempt) -> None:
    """To be committed before a byte leaves."""
    _move(attempt, SENDING, sent_at=clock.now())


def accept(attempt: Attempt, ticket: Ticket, request_id: str = "") -> None:
    """The provider gave its id for the job, or for a helper that is a task of its own."""
    named = {"request_id": request_id[:200]} if request_id else {}
    _move(attempt, ACCEPTED, ticket=ticket.as_json(), settled_at=clock.now(), error="", **named)


def answered(attempt: Attempt, answer: Mapping[str, object], request_id: str = "") -> None:
    """An upload or a helper answered at once what later steps need."""
    named = {"request_id": request_id[:200]} if request_id else {}
    _move(attempt, ACCEPTED, answer=dict(answer), settled_at=clock.now(), error="", **named)


def refuse(attempt: Attempt, error: ProviderError) -> None:
    """The provider said no, or we cannot build the request."""
    billed = {"billed_state": "no", "billed_reason": "Nothing was accepted."}
    _move(attempt, REFUSED, settled_at=clock.now(), **billed, **_said(error))


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
    wrote(attempt, {"state": to} | columns)


def _said(error: ProviderError) -> dict[str, object]:
    named = {"request_id": error.request_id[:200]} if error.request_id else {}
    return {"error": error.message, "raw": error.raw} | named


# What an accepted attempt tells later


def learned(attempt: Attempt, answer: Mapping[str, object]) -> None:
    """A helper that is a task of its own has finished, and told what later steps need."""
    _note(attempt, answer=dict(answer))


def ended(attempt: Attempt, error: ProviderError) -> None:
    """What was accepted came to nothing."""
    _note(attempt, **_said(error))


def let_go(job: Job) -> None:
    """Nobody waits for what was sent of the job any more. It may still come, and cost (late.py). It happens once."""
    submits = Q(purpose="submit", state__in=(UNCERTAIN, ACCEPTED))
    helpers = Q(purpose="helper", state=ACCEPTED, ticket__isnull=False, answer__isnull=True)
    sent = job.attempts.filter(submits | helpers, forgotten_at=None, late_at=None)
    sent.update(late=True, late_at=clock.now(), looked_at=None)


def ask_soon(job: Job) -> None:
    """What is uncertain about the job is looked up in the next round."""
    job.attempts.filter(state=UNCERTAIN).update(looked_at=None)


def heard(attempt: Attempt, ticket: Ticket) -> None:
    """The provider called about a late attempt whose reply was lost: it is asked after soon."""
    accept(attempt, ticket)
    _note(attempt, looked_at=None)


def _note(attempt: Attempt, **columns: object) -> None:
    Attempt.objects.filter(pk=attempt.pk).update(**columns)
    wrote(attempt, columns)


# Facts


def may_resend(attempt: Attempt) -> bool:
    """Whether the same id is surely still remembered. Only asked where the endpoint is idempotent."""
    return attempt.resent < RESEND_MOST and clock.now() - attempt.sent_at < RESEND_WITHIN


def count_resend(attempt: Attempt) -> None:
    """The same request goes out once more; to be committed before it does."""
    _note(attempt, resent=F("resent") + 1)


def count_look(attempt: Attempt) -> None:
    """The provider was asked by our id, and did not know it."""
    _note(attempt, looked=F("looked") + 1, looked_at=clock.now())
