"""Jobs as a test needs them, written straight into the table."""

import uuid

from studio.core import clock
from studio.jobs.machine import FINAL, State
from studio.jobs.models import Job

RECIPE = {
    "model": "kling-3.0-pro",
    "task": "text-to-video",
    "provider": "animatic",
    "values": {"prompt": "A harbour at dusk", "width": 1920, "height": 1080, "duration": 3},
}


def make_job(owner, state: State = State.QUEUED, **facts) -> Job:
    """A job of the owner's first team and project."""
    team = owner.teams.first()
    columns = {name: RECIPE[name] for name in ("model", "task", "provider")} | {
        "project": team.projects.first(),
        "recipe": RECIPE,
        "title": "A harbour at dusk",
        "estimate_amount": 0,
        "estimate_currency": "USD",
        "estimate_exact": True,
        "finished_at": clock.now() if state in FINAL else None,
        "idempotency_key": uuid.uuid4().hex,
    }
    return Job.objects.create(owner=owner, team=team, state=state, **columns | facts)
