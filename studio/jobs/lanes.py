"""Whose turn it is on each account: free slots are given to the rows that wait for one. The only writer of `slot_at`.

A lane is one account at a provider, or a provider that needs none. It has as many slots as jobs may go on there at the
same time; a job has one from its turn until it is over there. Whose turn it is:

1. Jobs of higher priority go first.
2. Among those, the person who has the fewest slots of the lane.
3. Of one person's jobs, the lower rank, then the older.

A provider that asks to slow down (429) slows its lane alone: none of its slots are given until then, and afterwards
half as many for each time it asked. Each job that it takes gives one of these halves back.
"""

import threading
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from studio.accounts.models import ProviderKey
from studio.core import clock
from studio.providers import registry

from .driving import put_in
from .machine import State
from .models import Job

HOLDING = (State.QUEUED, State.SENDING, State.RUNNING)
"""With a slot, in these states, a job counts among those that go on at the provider."""

LONGEST_BRAKE_S = 300.0
MOST_STRIKES = 10


@dataclass(frozen=True, slots=True)
class Lane:
    """One account at a provider; None where it needs none."""

    provider: str
    account: UUID | None

    def jobs(self) -> QuerySet[Job]:
        """All of its jobs."""
        return Job.objects.filter(provider=self.provider, account=self.account)

    def waiting(self) -> QuerySet[Job]:
        """Those that wait for a slot, in no order, also those that are put off until later."""
        return self.jobs().filter(state=State.QUEUED, slot_at=None, held_because="")


def lane_of(job: Job) -> Lane:
    return Lane(job.provider, job.account_id)


def all_waiting() -> list[Lane]:
    """Every lane on which some job waits."""
    waiting = Job.objects.filter(state=State.QUEUED, slot_at=None, held_because="")
    return [Lane(*names) for names in waiting.order_by().values_list("provider", "account").distinct()]


def drive(job: Job) -> None:
    """Have the engine work on the job once the running transaction is committed; one in the queue, once it has a slot.

    If that fails, or this is another process, the sweeper finds the job: the rows are the truth.
    """
    act = partial(give, lane_of(job)) if job.state == State.QUEUED else partial(put_in, job)
    transaction.on_commit(act, robust=True)


# Giving


@dataclass(frozen=True, slots=True)
class Waiting:
    """A job that waits, as far as its turn depends on it."""

    pk: UUID
    owner: int
    priority: int
    rank: float
    created_at: datetime


COLUMNS = ("pk", "owner", "priority", "rank", "created_at")


@transaction.atomic
def give(lane: Lane) -> list[Job]:
    """Give the lane's free slots away, and have whoever got one driven once this is committed."""
    if not lane.waiting().exists():
        return []
    limit = _limit(lane)
    holders = _holders(lane)
    free = limit - holders.total()
    if free <= 0:
        return []
    return [job for pk in _chosen(_next_of_each(lane, free), holders, free) if (job := _given(pk))]


def _holders(lane: Lane) -> Counter[int]:
    """How many slots each person has."""
    holding = lane.jobs().filter(state__in=HOLDING, slot_at__isnull=False)
    return Counter(dict(holding.order_by().values_list("owner").annotate(Count("pk"))))


def _next_of_each(lane: Lane, count: int) -> dict[int, list[Waiting]]:
    """Of each person, that many of the jobs that wait and may go on now, the next one last."""
    due = lane.waiting().filter(Q(not_before=None) | Q(not_before__lte=clock.now()))
    order = ("-priority", "rank", "created_at")
    place = Window(RowNumber(), partition_by="owner", order_by=order)
    rows = due.order_by(*order).annotate(place=place).filter(place__lte=count).values_list(*COLUMNS)
    queues: dict[int, list[Waiting]] = {}
    for one in reversed([Waiting(*row) for row in rows]):
        queues.setdefault(one.owner, []).append(one)
    return queues


def _chosen(queues: Mapping[int, list[Waiting]], holders: Counter[int], free: int) -> Iterable[UUID]:
    """The next ones, in the order in which they go. Empties the queues."""
    for _ in range(min(free, sum(map(len, queues.values())))):
        first = min(
            (queue[-1] for queue in queues.values() if queue),
            key=lambda one: (-one.priority, holders[one.owner], one.created_at),
        )
        queues[first.owner].pop()
        holders[first.owner] += 1
        yield first.pk


def _given(pk: UUID) -> Job | None:
    """The job with its slot; None where somebody was faster."""
    rows = Job.objects.filter(pk=pk, state=State.QUEUED, slot_at=None, held_because="")
    if not rows.update(slot_at=clock.now()):
        return None
    job = Job.objects.get(pk=pk)
    transaction.on_commit(partial(put_in, job), robust=True)
    return job


def _limit(lane: Lane) -> int:
    """How many jobs may go on now. The account's row is locked, so that no two give the same slot."""
    key = ProviderKey.objects.select_for_update().filter(pk=lane.account).first() if lane.account else None
    provider = registry.get(lane.provider)
    slots = key.parallel if key and key.parallel else provider.at_once
    return brake.eased(lane, slots)


# Slowing down


class Brake:
    """How much each lane is slowed down, in this process: one is what drives jobs unless somebody runs several. Then
    each of them is told to slow down once, and learns it for itself."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._until: dict[Lane, datetime] = {}
        self._strikes: dict[Lane, int] = {}

    def pull(self, lane: Lane, wait_s: float | None) -> datetime:
        """The provider asked to slow down, and said for how long or not. Answers with when it goes on.

        What several jobs are told at the same time is one wish.
        """
        with self._lock:
            now = clock.now()
            if self._until.get(lane, now) <= now:
                self._strikes[lane] = min(self._strikes.get(lane, 0) + 1, MOST_STRIKES)
            grown_s = min(2.0 ** (self._strikes.get(lane, 1) - 1), LONGEST_BRAKE_S)
            wished = now + timedelta(seconds=max(wait_s or 0, grown_s))
            self._until[lane] = max(self._until.get(lane, now), wished)
            return self._until[lane]

    def loosen(self, lane: Lane) -> None:
        """The provider took a job."""
        with self._lock:
            if self._strikes.get(lane):
                self._strikes[lane] -= 1

    def eased(self, lane: Lane, slots: int) -> int:
        """So many of the slots may be used now."""
        with self._lock:
            if self._until.get(lane, clock.now()) > clock.now():
                return 0
            return max(1, slots >> self._strikes.get(lane, 0))

    def is_on(self, lane: Lane) -> bool:
        """Whether the provider has asked, and that has not worn off."""
        with self._lock:
            return bool(self._strikes.get(lane))

    def release(self) -> None:
        """As if nobody had ever asked."""
        with self._lock:
            self._until.clear()
            self._strikes.clear()


brake = Brake()
