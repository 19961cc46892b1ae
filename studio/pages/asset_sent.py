"""What was sent for a result: the requests of its job, as long as the job is there, and what became of each."""

from dataclasses import dataclass

from studio.accounts.models import User
from studio.jobs.details import Detail, details_of
from studio.jobs.models import Job
from studio.jobs.sending import plan
from studio.library.models import Asset
from studio.providers import registry
from studio.providers.errors import ProviderError
from studio.providers.written import as_json

from .sent import sheet

GONE = "Its job is not kept any more, and what was sent with it."
UNSEEN = "One of its inputs lies in a project that is not yours to see, so what was sent is not shown."
HERE = "Nothing left this machine: it was drawn here."


@dataclass(frozen=True, slots=True)
class Sent:
    """`text`: the requests as they are made from the frozen recipe, keys never in it; empty where none is shown, and
    `why` says so. `details`: the requests that left us, by the ledger."""

    text: str
    why: str = ""
    details: tuple[Detail, ...] = ()


def sent(shown: Asset, viewer: User) -> Sent | None:
    """None for a file that no job made."""
    if not shown.job_id:
        return None
    job = Job.objects.filter(pk=shown.job_id, team=shown.team_id).select_related("team").first()
    return sent_by(job, viewer) if job else Sent("", GONE)


def sent_by(job: Job, viewer: User) -> Sent:
    """What left us for a job."""
    if not registry.needs_key(job.provider):
        return Sent("", HERE)
    details = details_of([job.pk])[job.pk] if job.attempts.exists() else ()
    used = Asset.objects.of_team(job.team).with_ids(job.frozen_recipe().assets())
    if used.exclude(pk__in=used.open_to(viewer).values("pk")).exists():
        return Sent("", UNSEEN, details)
    return Sent(*_written(job), details)


def _written(job: Job) -> tuple[str, str]:
    """(text, why there is none)."""
    try:
        made = plan(job)
    except ProviderError as error:
        return "", error.message
    return as_json(sheet(made.provider, made.steps, job.frozen_recipe().values, job.team)), ""
