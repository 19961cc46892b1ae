"""The life of a task at a provider: decided when it is accepted, and from then on a function of the time alone.

Nothing runs in the background, so a rehearsal may be stopped and started, and thousands of tasks cost nothing.
"""

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from random import Random

from studio.rehearsal.dial import Dial

SECONDS_PER_PLACE = 1.0
"""How long one place in the queue takes."""


class Phase(StrEnum):
    """Where a task is, in no provider's words."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Fate(StrEnum):
    """How a task will end."""

    DONE = "done"
    PARTIAL = "partial"  #: done, but the last of several results never comes
    MODERATED = "moderated"  #: refused by the content policy after it was accepted
    BROKEN = "broken"


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """When a task starts and ends, in seconds since 1970, how it will end, and how many results it makes."""

    accepted: float
    starts: float
    ends: float
    fate: Fate = Fate.DONE
    results: int = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Task:
    """One accepted task. `our_id` is the id that the caller gave, `about` what the stand-in wants to remember."""

    provider: str
    id: str
    account: str = ""
    our_id: str = ""
    endpoint: str = ""
    about: Mapping[str, object] = field(default_factory=dict)
    plan: Plan
    cancelled: float | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Life:
    """Where a task is at one moment. `progress` 0 to 1; `place` in the queue, 0 once it runs; `ready` results of
    `plan.results` are there, `missing` will never come."""

    phase: Phase
    progress: float = 0.0
    place: int = 0
    ready: int = 0
    missing: int = 0
    fate: Fate = Fate.DONE

    @property
    def is_over(self) -> bool:
        """Whether nothing will change any more."""
        return self.phase in (Phase.DONE, Phase.FAILED, Phase.CANCELLED)


def plan(dial: Dial, key: str, now: float, results: int = 1) -> Plan:
    """What will become of a task, by the dial and the task's own key."""
    chance = Random(f"{dial.seed} {key}")
    starts = now + chance.uniform(*dial.queue_s)
    ends = starts + chance.uniform(*dial.delay_s)
    return Plan(accepted=now, starts=starts, ends=ends, fate=_fate(dial, chance, results), results=results)


def _fate(dial: Dial, chance: Random, results: int) -> Fate:
    """One draw for each, whether needed or not: turning one share leaves what the others hit as it is."""
    drawn = {Fate.MODERATED: dial.moderated, Fate.BROKEN: dial.fail_after_accept}
    drawn[Fate.PARTIAL] = dial.partial if results > 1 else 0
    hit = [fate for fate, share in drawn.items() if chance.random() < share]
    return hit[0] if hit else Fate.DONE


def life(task: Task, now: float) -> Life:
    """Where the task is at `now`. A cancelled one stays as it was if it was over before."""
    if task.cancelled is not None and task.cancelled < task.plan.ends and task.cancelled <= now:
        return Life(phase=Phase.CANCELLED, fate=task.plan.fate)
    if now < task.plan.starts:
        place = math.ceil((task.plan.starts - now) / SECONDS_PER_PLACE)
        return Life(phase=Phase.WAITING, place=place, fate=task.plan.fate)
    return _working(task.plan, now)


def _working(plan: Plan, now: float) -> Life:
    """Several results come one after the other, evenly."""
    done = min(1.0, (now - plan.starts) / (plan.ends - plan.starts)) if plan.ends > plan.starts else 1.0
    if plan.fate in (Fate.MODERATED, Fate.BROKEN):
        phase = Phase.FAILED if done >= 1 else Phase.RUNNING
        return Life(phase=phase, progress=done, fate=plan.fate)
    lost = 1 if plan.fate is Fate.PARTIAL else 0
    ready = min(plan.results - lost, int(done * plan.results))
    return Life(
        phase=Phase.DONE if done >= 1 else Phase.RUNNING,
        progress=done,
        ready=ready,
        missing=lost if done >= 1 else 0,
        fate=plan.fate,
    )


def as_json(plan: Plan) -> dict[str, object]:
    """A plan as it is stored."""
    return asdict(plan)


def from_json(data: Mapping[str, object]) -> Plan:
    """The way back."""
    return replace(Plan(**data), fate=Fate(data["fate"]))
