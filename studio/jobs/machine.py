"""The states of a job on one screen, and the only writer of `Job.state`.

A job is changed by `advance()` (another state) or `note()` (facts about the state it is in). Both are one UPDATE
guarded by the old state and run: whoever comes second changes nothing, gets StaleJob, and reads again. A row that
nobody has touched since it was read, as its version tells, is known without being read anew.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from studio.accounts.changes import announce
from studio.catalog.tasks import PROVIDERS
from studio.core import clock

if TYPE_CHECKING:
    from .models import Attempt, Job

logger = logging.getLogger(__name__)


class State(StrEnum):
    """Where a job is. An intention ("cancel") is a column, not a state."""

    QUEUED = "queued"  #: accepted by us, nothing spent
    SENDING = "sending"  #: the request may be on the wire
    RUNNING = "running"  #: the provider gave us an id
    FETCHING = "fetching"  #: finished there, bytes not yet here
    READY = "ready"  #: the results are in the library
    REFUSED = "refused"  #: the provider said no
    FAILED = "failed"  #: it broke after it was accepted
    UNKNOWN = "unknown"  #: sent, the answer was lost; maybe billed
    CANCELLED = "cancelled"

    @property
    def is_final(self) -> bool:
        """Whether nothing can happen to the job any more."""
        return not TRANSITIONS[self]


TRANSITIONS: dict[State, frozenset[State]] = {
    State.QUEUED: frozenset({State.SENDING, State.CANCELLED}),
    State.SENDING: frozenset({State.RUNNING, State.REFUSED, State.UNKNOWN, State.QUEUED}),  # back: nothing was accepted
    State.UNKNOWN: frozenset(
        {State.RUNNING, State.QUEUED, State.FAILED}
    ),  # found, sent again by a person, taken as lost
    State.RUNNING: frozenset({State.FETCHING, State.FAILED, State.CANCELLED}),
    State.FETCHING: frozenset({State.READY, State.FAILED}),  # failed: the provider no longer has the file
    State.READY: frozenset(),
    State.REFUSED: frozenset(),
    State.FAILED: frozenset(),
    State.CANCELLED: frozenset(),
}

FINAL = tuple(state.value for state in State if state.is_final)
OPEN = tuple(state.value for state in State if not state.is_final)


class StaleJob(Exception):
    """Somebody else has moved the job on. Read it again and decide anew."""


class NotAllowed(Exception):
    """The table has no such transition."""


# The writers


def advance(job: "Job", to: State, *, because: str = "", attempt: "Attempt | None" = None, **facts: object) -> None:
    """Move a job to another state: one guarded UPDATE, one JobEvent, one `changed` on commit. `job` is as it is then.

    Raises NotAllowed for what the table does not have, StaleJob when the job is no longer in the state, or no longer
    given to the run, that `job` says.
    """
    was = State(job.state)
    if to not in TRANSITIONS[was]:
        raise NotAllowed(f"A job cannot go from {was} to {to}; from {was} it goes to {_listed(TRANSITIONS[was])}.")
    with transaction.atomic():
        _write(job, {"state": to} | _stamps(to) | facts)
        job.events.create(was=was, now=to, words=because[:500], attempt=attempt)
    logger.info("job %s: %s -> %s%s", job.pk, was, to, f" ({because})" if because else "")


def note(job: "Job", *, because: str = "", as_read: bool = False, **facts: object) -> None:
    """Change facts about a job that stays in its state; `because` makes it an event of its history.

    Raises StaleJob when the job is no longer in the state, or no longer given to the run, that `job` says; with
    `as_read`, also when anybody has touched it since it was read.
    """
    with transaction.atomic():
        _write(job, facts, as_read=as_read)
        if because:
            job.events.create(was=job.state, now=job.state, words=because[:500])


def _write(job: "Job", columns: dict[str, object], *, as_read: bool = False) -> None:
    rows = type(job).objects.filter(pk=job.pk, state=job.state, run_id=job.run_id)
    columns = columns | {"version": F("version") + 1}
    if rows.filter(version=job.version).update(**columns):
        wrote(job, columns | {"version": job.version + 1})
    elif not as_read and rows.update(**columns):
        job.refresh_from_db()
    else:
        raise StaleJob(f"Job {job.pk} is no longer {job.state}, or was given to another run.")
    announce("job", str(job.pk), job.team_id, job.version)


def wrote(row: "Job | Attempt", columns: dict[str, object]) -> None:
    """The row as it is once these were written: only what the database works out itself, or rounds, is read."""
    for name, value in columns.items():
        setattr(row, name, value)
    worked_out = [name for name, value in columns.items() if isinstance(value, Combinable | Decimal)]
    if worked_out:
        row.refresh_from_db(fields=worked_out)


def _stamps(to: State) -> dict[str, object]:
    """The columns that come with entering a state."""
    if to.is_final:
        return {"finished_at": clock.now(), "fetch_error": "", "words": "", "not_before": None}
    if to is State.SENDING:
        stamps = {name: Coalesce(F(name), clock.now()) for name in ("started_at", "slot_at")}
        return stamps | {"words": "", "not_before": None}
    if to is State.QUEUED:
        return {"words": "", "not_before": None, "slot_at": None}
    return {"words": "", "not_before": None}


def _listed(states: frozenset[State]) -> str:
    return ", ".join(sorted(states)) or "nowhere: it is final"


# The words

LONG = timedelta(minutes=10)
"""From then on a running job is called long; most clips take 2 to 6 minutes."""


@dataclass(frozen=True, slots=True)
class Saying:
    """What is said about a job: a label of a word or a few, and a sentence."""

    label: str
    sentence: str


def always(job: "Job") -> bool:
    """The last row of each state."""
    return True


def has(fact: str) -> Callable[["Job"], bool]:
    """Whether a column of the job holds something."""
    return lambda job: bool(getattr(job, fact))


def both(*facts: Callable[["Job"], bool]) -> Callable[["Job"], bool]:
    """Whether all of these hold."""
    return lambda job: all(fact(job) for fact in facts)


def is_long(job: "Job") -> bool:
    """Whether it runs longer than most do."""
    return job.started_at is not None and clock.now() - job.started_at > LONG


def awaits_approval(job: "Job") -> bool:
    """Whether it is held until an owner or a producer lets it through."""
    return bool(job.needs_approval and job.held_because)


def is_put_off(job: "Job") -> bool:
    """Whether it is not its turn before a certain time."""
    return job.not_before is not None and job.not_before > clock.now()


LOST_AFTER = timedelta(minutes=2)
"""A provider that does not know a job for longer than this has lost it. A new job may not be known everywhere yet."""


def is_lost(job: "Job") -> bool:
    """Whether the provider does not know it, or refuses to be asked about it, for so long that a person decides."""
    return job.lost_since is not None and clock.now() - job.lost_since > LOST_AFTER


GIVEN_UP_AFTER = timedelta(hours=6)
"""A job that still runs there after so long may be given up by a person, whatever the provider says."""


def may_be_given_up(job: "Job") -> bool:
    """Whether a person may take a running job as lost."""
    began = job.started_at
    return job.state == State.RUNNING and (is_lost(job) or bool(began and clock.now() - began > GIVEN_UP_AFTER))


SAYINGS: tuple[tuple[State, Callable[["Job"], bool], Saying], ...] = (
    (State.QUEUED, has("awaits_id"), Saying("Waiting for the one before", "{held_because}")),
    (State.QUEUED, awaits_approval, Saying("Waiting for approval", "{held_because}")),
    (State.QUEUED, has("held_because"), Saying("Held", "{held_because}")),
    (State.QUEUED, is_put_off, Saying("Waiting", "{words} It is tried again at {not_before:%H:%M:%S} UTC.")),
    (
        State.QUEUED,
        has("priority"),
        Saying("Waiting for a slot", "It goes before everybody's. Nothing is sent or billed yet."),
    ),
    (State.QUEUED, always, Saying("Waiting for a slot", "Nothing is sent or billed yet.")),
    (State.SENDING, has("cancel_requested_at"), Saying("Sending", "Cancelled as soon as {provider} can be asked.")),
    (State.SENDING, has("words"), Saying("Preparing", "{words}")),
    (State.SENDING, always, Saying("Sending", "On its way to {provider}.")),
    (State.RUNNING, has("cancel_answer"), Saying("Asked to cancel", "{cancel_answer}")),
    (State.RUNNING, has("cancel_requested_at"), Saying("Cancelling", "{provider} is being asked to stop.")),
    (State.RUNNING, is_lost, Saying("Lost there?", "{words}")),
    (State.RUNNING, both(is_long, has("words")), Saying("Running long", "{words}")),
    (State.RUNNING, has("words"), Saying("Running", "{words}")),
    (State.RUNNING, has("total"), Saying("Running", "Frame {done} of {total}.")),
    (State.RUNNING, is_long, Saying("Running long", "Still accepted by {provider}.")),
    (State.RUNNING, always, Saying("Running", "{provider} has it.")),
    (State.FETCHING, has("fetch_error"), Saying("Fetching stopped", "{fetch_error}")),
    (State.FETCHING, always, Saying("Fetching", "Finished at {provider}; the files are coming here.")),
    (State.READY, has("error"), Saying("Ready", "{error}")),
    (State.READY, has("words"), Saying("Ready", "{words}")),
    (State.READY, always, Saying("Ready", "In the library.")),
    (State.REFUSED, always, Saying("Refused", "{error}")),
    (State.FAILED, always, Saying("Failed", "{error}")),
    (State.UNKNOWN, always, Saying("Unknown", "The reply was lost. {words}")),
    (State.CANCELLED, has("words"), Saying("Cancelled", "{words}")),
    (State.CANCELLED, has("started_at"), Saying("Cancelled", "Stopped at {provider}.")),
    (State.CANCELLED, always, Saying("Cancelled", "Nothing was sent.")),
)
"""The words for (state, facts): the first row that fits. Labels and sentences are filled with the job's facts."""


def saying(job: "Job") -> Saying:
    """What is said about a job as it stands."""
    found = next(said for state, fits, said in SAYINGS if state == job.state and fits(job))
    facts = {name: getattr(job, name) for name in FACTS} | {"provider": PROVIDERS.get(job.provider, job.provider)}
    return Saying(found.label, found.sentence.format(**facts).strip())


FACTS = ("words", "not_before", "held_because", "cancel_answer", "done", "total", "fetch_error", "error")
"""The columns that a sentence may name."""
