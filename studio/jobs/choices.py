"""What one can do with a job as it stands, as data: each is a button on its card, and a view of its own."""

from collections.abc import Callable
from dataclasses import dataclass

from studio.catalog import registry
from studio.providers import registry as providers
from studio.providers.base import Promise

from .machine import State, always, awaits_approval, both, has, may_be_given_up
from .models import Job


@dataclass(frozen=True, slots=True)
class Action:
    """Something one can do with a job: `view` is the name of its URL. Some are for owners and producers only, some are
    of use only where the whole line is seen: `icon` stands for their words there, `keys` do the same."""

    view: str
    words: str
    for_managers: bool = False
    icon: str = ""
    keys: str = ""

    @property
    def where(self) -> str:
        """The classes of its form: who sees it, and where."""
        return " ".join((["for-managers"] if self.for_managers else []) + (["for-the-line"] if self.icon else []))


CANCEL = Action("job-cancellation", "Cancel")
ASK_TO_CANCEL = Action("job-cancellation", "Ask to cancel")
CANCEL_REST = Action("job-cancellation", "Cancel the rest")
CANCEL_TAKES = Action("job-takes-cancellation", "Cancel all takes")
FETCH = Action("job-fetch", "Fetch again")
AGAIN = Action("job-again", "Send again")
AGAIN_AT_RISK = Action("job-again", "Send again, risk a second charge")
LOST = Action("job-loss", "Treat as lost")
GIVE_UP = Action("job-loss", "Give it up")
ASK_AGAIN = Action("job-fetch", "Fetch again")
LET_THROUGH = Action("job-approval", "Let it through", for_managers=True)
DECLINE = Action("job-refusal", "Decline", for_managers=True)
LET_ALL_THROUGH = Action("job-approval", "Let all through", for_managers=True)
DECLINE_ALL = Action("job-refusal", "Decline all", for_managers=True)

FIRST = Action("job-first", "Next")
EARLIER = Action("job-earlier", "Earlier", icon="up", keys="Alt+↑")
LATER = Action("job-later", "Later", icon="down", keys="Alt+↓")
BEFORE_ALL = Action("job-priority", "Before everybody's", for_managers=True, icon="top")
IN_TURN = Action("job-priority", "In its turn again", for_managers=True)
HOLD = Action("job-hold", "Hold")
RELEASE = Action("job-release", "Release")
CHECK = Action("job-check", "Check now")


def is_drawn_here(job: Job) -> bool:
    """Whether nobody else has to agree that it stops."""
    return not providers.needs_key(job.provider)


def can_be_looked_up(job: Job) -> bool:
    """Whether its provider can be asked by our id for a job whose reply was lost."""
    route = registry.route(job.model, job.task, job.provider)
    return route is not None and providers.sends(job.provider) and _promise(job.provider, route.endpoint).look_up


def _promise(slug: str, endpoint: str) -> Promise:
    return providers.get(slug).promise(endpoint)


ACTIONS: tuple[tuple[State, Callable[[Job], bool], tuple[Action, ...]], ...] = (
    (State.QUEUED, has("awaits_id"), (CANCEL_REST,)),
    (State.QUEUED, both(awaits_approval, has("batch")), (LET_ALL_THROUGH, DECLINE_ALL, CANCEL)),
    (State.QUEUED, awaits_approval, (LET_THROUGH, DECLINE, CANCEL)),
    (State.QUEUED, has("held_because"), (RELEASE, CANCEL)),
    (State.QUEUED, has("slot_at"), (CANCEL,)),
    (State.QUEUED, has("priority"), (EARLIER, LATER, IN_TURN, FIRST, HOLD, CANCEL)),
    (State.QUEUED, always, (EARLIER, LATER, BEFORE_ALL, FIRST, HOLD, CANCEL)),
    (State.SENDING, has("cancel_requested_at"), ()),
    (State.SENDING, always, (CANCEL,)),
    (State.RUNNING, may_be_given_up, (ASK_AGAIN, LOST)),
    (State.RUNNING, has("cancel_requested_at"), ()),
    (State.RUNNING, is_drawn_here, (CANCEL,)),
    (State.RUNNING, always, (ASK_TO_CANCEL,)),
    (State.FETCHING, has("fetch_error"), (FETCH, GIVE_UP)),
    (State.REFUSED, always, (AGAIN,)),
    (State.FAILED, always, (AGAIN,)),
    (State.CANCELLED, always, (AGAIN,)),
    (State.UNKNOWN, can_be_looked_up, (CHECK, LOST, AGAIN_AT_RISK)),
    (State.UNKNOWN, always, (LOST, AGAIN_AT_RISK)),
)
"""What one can do with a job as it stands: the first row that fits."""


ENDS = frozenset({CANCEL, ASK_TO_CANCEL})
"""What ends one job; beside it stands what ends all of its batch."""


def actions_for(job: Job) -> tuple[Action, ...]:
    """The buttons on its card, in order."""
    found = next((actions for state, fits, actions in ACTIONS if state == job.state and fits(job)), ())
    return (*found, CANCEL_TAKES) if job.takes and ENDS.intersection(found) else found
